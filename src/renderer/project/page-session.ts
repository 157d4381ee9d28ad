const KEY = 'tcpulse.session';

/** Identifies this page for as long as its tab lives, reloads included. */
export const pageSession: string = sessionStorage.getItem(KEY) ?? newSession();

function newSession(): string {
  const made = crypto.randomUUID();
  sessionStorage.setItem(KEY, made);
  return made;
}
