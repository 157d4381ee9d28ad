/** Opens the address in the system's browser; false when there is none to open it in. */
export async function openInBrowser(url: string): Promise<boolean> {
  const { default: open } = await import('open');
  try {
    const child = await open(url);
    // A missing program is told later, by an event that would end the process if nobody listened.
    child.on('error', () => {});
    return true;
  } catch {
    return false;
  }
}
