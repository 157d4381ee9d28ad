/** What to do about a listener whose accept queue is full, as far as a sample tells; the texts are in `host.view.advice` of the locales. */
import type { HostChange, ListeningSocket } from './host';
import type { Words } from './host-words';

/**
 * Which limit has to be raised: Send-Q of `ss -lnt` is min(backlog of listen(), net.core.somaxconn), so the one that is larger does not rule. Null: no queue
 * is full and none overflowed. `sysctls`: by full name.
 */
export function queueAdvice(
  listeners: readonly ListeningSocket[],
  changes: readonly HostChange[],
  sysctls: Readonly<Record<string, string>> | null,
): Words | null {
  const full = listeners.find(({ queue, limit }) => limit !== null && queue > limit);
  if (!full || full.limit === null) {
    const overflows = changes.find(({ name }) => name === 'ListenOverflows')?.delta ?? 0;
    return overflows > 0 ? { key: 'host.view.advice.unseen', data: { overflows } } : null;
  }
  const { address, port, queue, limit } = full;
  const somaxconn = Number(sysctls?.['net.core.somaxconn'] ?? Number.NaN);
  const rules = Number.isNaN(somaxconn) ? 'either' : limit < somaxconn ? 'backlog' : 'somaxconn';
  const data = { listener: address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`, queue, limit };
  return { key: `host.view.advice.${rules}`, data: rules === 'either' ? data : { ...data, somaxconn } };
}
