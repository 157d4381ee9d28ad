/** The kernel's TCP counters that tell about handshakes, listen queues and keep-alives, and the sysctls that rule them. */

/** Where a counter is counted: `listen` queues and refused openings, `cookies`, `retransmission`, `keepAlive`, `traffic`, `apart`: easily taken for another. */
export type HostCounterGroup = 'listen' | 'cookies' | 'retransmission' | 'keepAlive' | 'traffic' | 'apart';

export interface HostCounter {
  /** As in /proc/net/netstat and /proc/net/snmp. */
  readonly name: string;
  readonly group: HostCounterGroup;
  /** Line of /proc/net/snmp or /proc/net/netstat that holds it. */
  readonly table: 'Tcp' | 'TcpExt';
  /** A rise is worth a look: connections were dropped, refused or lost. */
  readonly alarming: boolean;
}

const of = (group: HostCounterGroup, table: HostCounter['table'], alarming: boolean, names: readonly string[]): HostCounter[] =>
  names.map((name) => ({ name, group, table, alarming }));

/** What a sample holds, in the order of views. What each means: `host.counter.<name>` in the locales. */
export const HOST_COUNTERS: readonly HostCounter[] = [
  ...of('listen', 'TcpExt', true, [
    'ListenOverflows',
    'ListenDrops',
    'TCPReqQFullDrop',
    'TCPReqQFullDoCookies',
    'EmbryonicRsts',
    'TCPDeferAcceptDrop',
  ]),
  ...of('cookies', 'TcpExt', false, ['SyncookiesSent', 'SyncookiesRecv']),
  ...of('cookies', 'TcpExt', true, ['SyncookiesFailed']),
  ...of('retransmission', 'TcpExt', true, ['TCPSynRetrans', 'TCPTimeouts', 'TCPAbortOnTimeout']),
  ...of('retransmission', 'Tcp', true, ['RetransSegs']),
  ...of('keepAlive', 'TcpExt', false, ['TCPKeepAlive']),
  ...of('traffic', 'Tcp', false, ['ActiveOpens', 'PassiveOpens']),
  ...of('traffic', 'Tcp', true, ['AttemptFails', 'EstabResets']),
  ...of('traffic', 'Tcp', false, ['InSegs', 'OutSegs', 'OutRsts']),
  ...of('apart', 'TcpExt', false, ['TCPBacklogDrop']),
];

/** In the order of views; what each means: `host.sysctl.<name with underscores for dots>` in the locales. */
export const HOST_SYSCTLS = [
  'net.core.somaxconn',
  'net.ipv4.tcp_max_syn_backlog',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_abort_on_overflow',
  'net.ipv4.tcp_synack_retries',
  'net.ipv4.tcp_syn_retries',
  'net.ipv4.tcp_syn_linear_timeouts',
  'net.ipv4.tcp_retries2',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
] as const;
