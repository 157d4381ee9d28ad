/** Lines of `ss -lnt`, `ss -nto` and of `netstat -lnt`, `netstat -nto`: one TCP socket each. */
import type { ListeningSocket, SocketTimer } from '../../shared/contract/host';

export type SocketLine =
  | { readonly kind: 'listening'; readonly socket: ListeningSocket }
  | { readonly kind: 'other'; readonly socket: SocketTimer; readonly hasTimer: boolean }
  /** A socket of another protocol. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'malformed'; readonly detail: string };

/** `State Recv-Q Send-Q Local Address:Port ...` of ss, `Proto Recv-Q Send-Q Local Address ...` of netstat. */
export function isSocketHeading(line: string): boolean {
  return /^(Netid\s+)?State\s+Recv-Q\s+Send-Q\s/.test(line) || /^Proto\s+Recv-Q\s+Send-Q\s/.test(line);
}

/** States as ss names them, by those of netstat. */
const NETSTAT_STATES: Readonly<Record<string, string>> = {
  ESTABLISHED: 'ESTAB',
  SYN_SENT: 'SYN-SENT',
  SYN_RECV: 'SYN-RECV',
  FIN_WAIT1: 'FIN-WAIT-1',
  FIN_WAIT2: 'FIN-WAIT-2',
  TIME_WAIT: 'TIME-WAIT',
  CLOSE: 'UNCONN',
  CLOSE_WAIT: 'CLOSE-WAIT',
  LAST_ACK: 'LAST-ACK',
  LISTEN: 'LISTEN',
  CLOSING: 'CLOSING',
};
const SS_STATES: ReadonlySet<string> = new Set(Object.values(NETSTAT_STATES));
const SS_PROTOCOLS = /^(tcp|udp|raw|mptcp|sctp|dccp|nl|p_raw|p_dgr|icmp6|u_str|u_dgr|u_seq|v_str|v_dgr|xdp|tipc|ieee802154|ti_\w+)\s/;

/** Null: the line is none of a socket. */
export function parseSocketLine(line: string): SocketLine | null {
  const netstat = /^(tcp6?|udp6?|udplite6?|raw6?|sctp6?)\s+\d/.exec(line);
  if (netstat) return netstat[1]?.startsWith('tcp') ? netstatLine(line) : { kind: 'foreign' };
  const protocol = SS_PROTOCOLS.exec(line)?.[1];
  if (protocol !== undefined && protocol !== 'tcp') return { kind: 'foreign' };
  const rest = protocol === undefined ? line : line.slice(protocol.length).trimStart();
  const state = /^([A-Z][A-Z0-9-]*)\s/.exec(rest)?.[1];
  return state !== undefined && SS_STATES.has(state) ? ssLine(rest, state) : null;
}

function ssLine(line: string, state: string): SocketLine {
  const [, receive, send, local, peer] = line.split(/\s+/);
  return socketLine({ state, receive, send, local, peer, limitTold: true, timer: ssTimer(line) });
}

function netstatLine(line: string): SocketLine {
  const [, receive, send, local, peer, stateName = ''] = line.split(/\s+/);
  const state = NETSTAT_STATES[stateName];
  if (state === undefined) return { kind: 'malformed', detail: `state ${stateName}` };
  return socketLine({ state, receive, send, local, peer, limitTold: false, timer: netstatTimer(line) });
}

interface Timer {
  readonly timer: string;
  readonly expiresMs: number;
  readonly unanswered: number;
}

interface Columns {
  readonly state: string;
  readonly receive: string | undefined;
  readonly send: string | undefined;
  readonly local: string | undefined;
  readonly peer: string | undefined;
  /** Send-Q of a listening socket is its limit. */
  readonly limitTold: boolean;
  /** Null: none runs; `bad` what cannot be read. */
  readonly timer: Timer | null | { readonly bad: string };
}

function socketLine({ state, receive, send, local, peer, limitTold, timer }: Columns): SocketLine {
  const receiveQueue = wholeNumber(receive);
  const sendQueue = wholeNumber(send);
  if (receiveQueue === null || sendQueue === null) return { kind: 'malformed', detail: `queue ${receiveQueue === null ? receive : send}` };
  const here = splitEndpoint(local);
  if (here === null || here.port === null) return { kind: 'malformed', detail: `address ${local ?? ''}` };
  if (state === 'LISTEN') {
    const limit = limitTold ? sendQueue : null;
    return { kind: 'listening', socket: { address: here.address, port: here.port, queue: receiveQueue, limit, halfOpen: null } };
  }
  const there = splitEndpoint(peer);
  if (there === null) return { kind: 'malformed', detail: `address ${peer ?? ''}` };
  if (timer !== null && 'bad' in timer) return { kind: 'malformed', detail: `timer ${timer.bad}` };
  return {
    kind: 'other',
    hasTimer: timer !== null,
    socket: {
      state,
      local: here.address,
      localPort: here.port,
      peer: there.address,
      peerPort: there.port ?? 0,
      receiveQueueBytes: receiveQueue,
      sendQueueBytes: sendQueue,
      ...(timer ?? { timer: 'none', expiresMs: 0, unanswered: 0 }),
    },
  };
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : null;
}

/** `192.0.2.1:80`, `[::1]:80`, `*:*`, `127.0.0.53%lo:53`, `:::80` of netstat. `port` null: `*`. Null: it is none, or a port by name (without -n). */
export function splitEndpoint(text: string | undefined): { address: string; port: number | null } | null {
  const match = /^(.+):(\d{1,5}|\*)$/.exec(text ?? '');
  if (!match) return null;
  const port = match[2] === '*' ? null : Number(match[2]);
  if (port !== null && port > 65_535) return null;
  return { address: (match[1] ?? '').replace(/[[\]]/g, ''), port };
}

/** `timer:(keepalive,1min14sec,0)`. */
function ssTimer(line: string): Columns['timer'] {
  const text = /\stimer:\(([^)]*)\)?/.exec(line)?.[1];
  if (text === undefined) return null;
  const [timer, time = '', count = '', ...rest] = text.split(',');
  const expiresMs = ssDurationMs(time);
  const unanswered = wholeNumber(count);
  if (timer === undefined || expiresMs === null || unanswered === null || rest.length > 0) return { bad: text };
  return { timer, expiresMs, unanswered };
}

/**
 * A time as ss prints it: `1min14sec`, `9sec`, `036ms`. Between one and ten seconds it prints `1.580ms` and means 1 s and 580 ms
 * (`print_ms_timer` of iproute2). Null: it is none.
 */
export function ssDurationMs(text: string): number | null {
  const match = /^(?:(\d+)min)?(?:(\d+)(?:sec|\.(?=\d{3}ms)))?(?:(\d{3})ms)?$/.exec(text);
  if (!match || text === '') return text === '' ? 0 : null;
  const [, minutes = '0', seconds = '0', ms = '0'] = match;
  return (Number(minutes) * 60 + Number(seconds)) * 1000 + Number(ms);
}

/** `keepalive (74.40/0/0)`: seconds, retransmissions, probes; `off (0.00/0/0)`. */
function netstatTimer(line: string): Columns['timer'] {
  const match = /\s(off|on|keepalive|timewait|probe|unkn-\d+)\s+\((.*)$/.exec(line);
  if (!match || match[1] === 'off') return null;
  const values = /^(\d+\.\d+)\/(\d+)\/(\d+)\)/.exec(match[2] ?? '');
  if (!values) return { bad: match[2] ?? '' };
  const timer = match[1] === 'probe' ? 'persist' : (match[1] ?? 'unknown');
  return { timer, expiresMs: Math.round(Number(values[1]) * 1000), unanswered: Number(timer === 'on' ? values[2] : values[3]) };
}
