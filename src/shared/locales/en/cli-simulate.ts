/** `tcpulse simulate`: what the models expect. */
import { simulateKeepAlive } from './cli-simulate-keep-alive';

export const simulate = {
  keepalive: simulateKeepAlive,
  about: 'compute what Linux does, without a capture: timers and listen queues',
  command: {
    keepalive: 'when a silent peer is given up, what asking costs, and whether a device on the path is sooner',
    synack: 'when a server sends its SYN-ACK again, and when it forgets the connection',
    syn: 'when a client sends its SYN again, and when connect() gives up',
    queue: 'what becomes of clients when a listener accepts slowly, or is flooded',
  },
  option: {
    capture: 'a saved capture whose clients arrive again; with --listener',
    listener: 'address and port of its listener, as in the report',
    idle: 'seconds of silence before the first probe: tcp_keepalive_time (7200)',
    interval: 'seconds between probes: tcp_keepalive_intvl (75)',
    count: 'unanswered probes until the end: tcp_keepalive_probes (9)',
    userTimeout: 'TCP_USER_TIMEOUT in seconds, which takes the place of the count',
    deviceTimeout: 'idle timeout in seconds of a firewall, balancer or address translator on the path',
    heartbeat: 'seconds between heartbeats of the application',
    json: 'one JSON document',
    retries: 'retransmissions: tcp_synack_retries (5)',
    synRetries: 'retransmissions: tcp_syn_retries (6)',
    linear: 'steps of one second before they double: tcp_syn_linear_timeouts (4; 0 before Linux 6.5)',
    clients: 'number of clients (100)',
    rate: 'clients a second (50)',
    flood: 'SYNs of a flood a second (0)',
    backlog: 'of listen() (128)',
    somaxconn: 'net.core.somaxconn (4096)',
    maxSynBacklog: 'tcp_max_syn_backlog (2048)',
    syncookies: 'tcp_syncookies: 0, 1 or 2 (1)',
    abort: 'tcp_abort_on_overflow = 1',
    synAckRetries: 'tcp_synack_retries (5)',
    acceptEvery: 'milliseconds the application takes for each connection; "never" accepts none (0)',
    roundTrip: 'round trip in milliseconds (1)',
    duration: 'seconds to simulate (60)',
    oldKernel: 'a SYN queue that holds its limit only, as older kernels do',
  },
  usage: {
    captureAndListener: 'Name a capture and its listener: --capture FILE --listener ADDRESS:PORT.',
    noSuchListener: 'The capture has no listener {{listener}}. It has: {{listeners}}.',
    badSeconds: 'Give seconds above 0, {{most}} at most.',
    badProbes: 'Give a whole number from 1 to {{most}}.',
    badCount: 'Give a whole number from 0 to {{most}}.',
    badAccept: 'Give milliseconds, 0 or more, or "never".',
    tooMany: 'That is {{packets}} SYNs: at most {{most}} can be simulated.',
  },
  examples: `Examples:
  tcpulse simulate keepalive --idle 7200 --interval 75 --count 9 --device-timeout 350
  tcpulse simulate synack --retries 3
  tcpulse simulate syn --linear 0
  tcpulse simulate queue --backlog 4 --clients 20 --rate 20 --accept-every never
  tcpulse simulate queue --backlog 511 --accept-every 30 --json
  tcpulse simulate queue --capture server.pcap --listener 192.0.2.80:443 --backlog 1024`,
  synack: {
    title: 'SYN-ACK, tcp_synack_retries = {{retries}}',
    givenUp: 'forgotten after',
  },
  syn: {
    title: 'SYN, tcp_syn_retries = {{retries}}, tcp_syn_linear_timeouts = {{linear}}',
    givenUp: 'ETIMEDOUT after',
  },
  column: { number: 'sent again', at: 'after', gap: 'gap' },
  queue: {
    captured: 'clients arrive as they did at {{listener}} in {{path}}: {{clients}} clients, and {{flood}} SYNs that nothing followed',
    title: 'Listener with a limit of {{limit}}: each queue holds {{room}}',
    outcomes:
      'Clients: {{established}} taken by the kernel ({{accepted}} accepted), {{stalled}} connected on their side only, {{reset}} reset, {{timedOut}} timed out, {{waiting}} still waiting',
    connect: 'connect() took {{median}} in the middle, {{longest}} at most',
    peaks: 'Peaks: {{halfOpen}} half-open, {{acceptQueue}} waiting for accept()',
    counters:
      'Counters: ListenOverflows {{listenOverflows}}, ListenDrops {{listenDrops}}, TCPReqQFullDrop {{reqQFullDrop}}, TCPReqQFullDoCookies {{reqQFullDoCookies}}, EmbryonicRsts {{embryonicResets}}',
    resent: 'Sent again: {{syn}} SYNs, {{synAck}} SYN-ACKs, {{data}} data segments',
  },
} as const;
