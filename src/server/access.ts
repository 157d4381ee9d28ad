/** Who may talk to the server: pages that this server sent, on this machine (or through a tunnel to it), that know the token. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const TOKEN_BYTES = 32;
const LOOPBACK_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);

export function createToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** In time that does not depend on where they differ. */
export function isToken(given: string, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}

/**
 * True when the Host header names this machine. Another name that resolves to 127.0.0.1 is how a foreign page would reach us (DNS rebinding).
 * Any port: behind a tunnel the page knows another one.
 */
export function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && LOOPBACK_NAMES.has(host.toLowerCase().replace(/:\d{1,5}$/, ''));
}

/** True when the Origin header names the page that the Host header names. */
export function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  return origin !== undefined && host !== undefined && origin.toLowerCase() === `http://${host.toLowerCase()}`;
}

/** Cookies belong to a host, not to a port: two servers of one machine must not share a name. */
export function cookieName(port: number): string {
  return `tcpulse-${port}`;
}

/** Null when the Cookie header does not hold it. */
export function cookieValue(header: string | undefined, name: string): string | null {
  for (const pair of header?.split(';') ?? []) {
    const separator = pair.indexOf('=');
    if (pair.slice(0, separator).trim() === name) return pair.slice(separator + 1).trim();
  }
  return null;
}
