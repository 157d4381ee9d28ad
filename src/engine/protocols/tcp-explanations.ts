import type { Explanation } from '../../shared/contract/dissection';

/** Why the numbers of a TCP header are what they are. */

export function explainDataOffset(bytes: number): Explanation {
  return { code: bytes > 20 ? 'tcp-data-offset-options' : 'tcp-data-offset', data: { words: bytes / 4, bytes, options: bytes - 20 } };
}

/** `shift`: the sender's window scale, null when the handshake was not seen. */
export function explainWindow(window: number, shift: number | null, isSyn: boolean): Explanation {
  if (window === 0 && !isSyn) return { code: 'tcp-window-zero', data: {} };
  if (isSyn) return { code: 'tcp-window-syn', data: { window } };
  if (shift === null) return { code: 'tcp-window-unknown', data: { window, most: window * 2 ** 14 } };
  if (shift === 0) return { code: 'tcp-window-unscaled', data: { window } };
  return { code: 'tcp-window-scaled', data: { window, shift, factor: 2 ** shift, bytes: window * 2 ** shift } };
}
