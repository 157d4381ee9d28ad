/** Which text says what a change or a setting of a host amounts to; the texts are in `host` of the locales. */
import { formatDuration } from '../base/quantity';
import type { HostChange, HostTarget } from './host';

export interface Words {
  readonly key: string;
  readonly data: Readonly<Record<string, string | number>>;
}

/** What happened, of one of the changes between two samples. ListenDrops is split into what the others explain and the rest. */
export function changeWords({ name, delta }: HostChange, changes: readonly HostChange[]): Words {
  const key = `host.happened.${name}`;
  if (name !== 'ListenDrops') return { key, data: { count: delta } };
  const rise = (other: string): number => changes.find((change) => change.name === other)?.delta ?? 0;
  const overflows = rise('ListenOverflows');
  if (overflows === delta) return { key: `${key}_overflows`, data: { count: delta } };
  const explained = overflows + rise('TCPReqQFullDrop');
  return explained < delta ? { key: `${key}_others`, data: { count: delta, explained, rest: delta - explained } } : { key, data: { count: delta } };
}

/** What a value amounts to; null: the number says it, or the value is not as expected. `sysctls`: by full name. */
export function sysctlWords(name: string, sysctls: Readonly<Record<string, string>>): Words | null {
  const number = (other: string): number => Number(sysctls[other] ?? Number.NaN);
  const value = number(name);
  if (!Number.isInteger(value)) return null;
  switch (name) {
    case 'net.core.somaxconn':
      return { key: 'host.value.somaxconn', data: { value } };
    case 'net.ipv4.tcp_syncookies':
      return { key: `host.value.${value === 0 ? 'syncookiesOff' : value === 1 ? 'syncookiesOn' : 'syncookiesAlways'}`, data: {} };
    case 'net.ipv4.tcp_abort_on_overflow':
      return { key: value === 0 ? 'host.value.abortOff' : 'host.value.abortOn', data: {} };
    case 'net.ipv4.tcp_synack_retries':
      return { key: 'host.value.synAckRetries', data: { seconds: backoffSeconds(value) } };
    case 'net.ipv4.tcp_syn_retries':
      return { key: 'host.value.synRetries', data: { seconds: backoffSeconds(value) + (number('net.ipv4.tcp_syn_linear_timeouts') || 0) } };
    case 'net.ipv4.tcp_keepalive_time':
    case 'net.ipv4.tcp_keepalive_intvl':
      return { key: 'host.value.seconds', data: { duration: formatDuration(value * 1000) } };
    case 'net.ipv4.tcp_keepalive_probes': {
      const seconds = number('net.ipv4.tcp_keepalive_time') + number('net.ipv4.tcp_keepalive_intvl') * value;
      return Number.isNaN(seconds) ? null : { key: 'host.value.death', data: { duration: formatDuration(seconds * 1000) } };
    }
    default:
      return null;
  }
}

/** 1 + 2 + 4 ... seconds, one more than there are retransmissions. */
function backoffSeconds(retries: number): number {
  return 2 ** (retries + 1) - 1;
}

/** The name of a sampled host. */
export function targetWords({ ssh, netns }: HostTarget): Words {
  if (ssh === null) return netns === null ? { key: 'host.target.local', data: {} } : { key: 'host.target.netns', data: { netns } };
  return netns === null ? { key: 'host.target.ssh', data: { ssh } } : { key: 'host.target.sshNetns', data: { ssh, netns } };
}
