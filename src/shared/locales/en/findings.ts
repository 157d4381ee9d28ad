import { adviceReasons } from './advice';
import { findingCounts } from './finding-counts';
import { connectionFindings } from './findings-connection';
import { heartbeatFindings } from './findings-heartbeat';
import { hostFindings, hostRuledOut } from './findings-host';
import { httpFindings } from './findings-http';
import { keepAliveFindings } from './findings-keep-alive';
import { listenerFindings, listenerRuledOut, listenerSees, silentDropFinding } from './findings-listener';

/** Titles, details and advice of findings by code; `sees`: what the applications got; `ruledOut`: what it was not, and why. */
export const findings = {
  counts: findingCounts,
  end: { client: 'client', server: 'server' },
  unknown: 'an unknown time',
  reason: adviceReasons,
  sees: {
    ...listenerSees,
    timeout: 'The {{prober}}: ETIMEDOUT ("Connection timed out") on its next or pending read or write. The {{peer}}: nothing, if it still runs.',
    timeoutAndReset:
      'The {{prober}}: ETIMEDOUT ("Connection timed out") on its next or pending read or write. The {{peer}}: ECONNRESET ("Connection reset by peer"), EPIPE on a further write.',
    timeoutSoon: 'The {{prober}}: nothing yet, ETIMEDOUT ("Connection timed out") once it gives up. The {{peer}}: nothing.',
    reset: 'The {{prober}}: ECONNRESET ("Connection reset by peer"), EPIPE on a further write. The {{peer}}: nothing, its old socket is gone.',
    offSchedule:
      'The {{prober}}: its own timeout where its application gave up, else ETIMEDOUT ("Connection timed out"). The {{peer}}: nothing, if it still runs.',
    killedOffSchedule:
      'The {{prober}}: its own timeout where its application gave up, else ETIMEDOUT ("Connection timed out"). The {{peer}}: nothing until it sends, then ECONNRESET ("Connection reset by peer"), and EPIPE on a further write.',
    resetByDevice:
      'The {{prober}}: ECONNRESET ("Connection reset by peer"), EPIPE on a further write. The {{peer}}: nothing; if it lives, it believes the connection open.',
    killed:
      'The {{prober}}: ETIMEDOUT ("Connection timed out"). The {{peer}}: nothing until it sends, then ECONNRESET ("Connection reset by peer"), and EPIPE on a further write.',
    nothingAfterClose:
      'The application that closed: nothing, its socket is gone. The other end, if it lives: nothing until it sends or probes itself.',
    dataTimeout:
      'The {{prober}}: nothing yet; ETIMEDOUT ("Connection timed out") when the retransmission or user timeout ends, EHOSTUNREACH where ICMP errors came. The {{peer}}: nothing.',
    blockedWriter: 'The sender: its writes block, or give EAGAIN, as soon as its own buffer is full. The receiver: nothing, it does not read.',
    heartReset:
      'The {{sender}}: ECONNRESET ("Connection reset by peer"), EPIPE on a further write. The {{peer}}: its own timeout for heartbeats ran out.',
    heartClosed:
      'The {{sender}}: end of file (read returns 0), ECONNRESET or EPIPE if it writes on. The {{peer}}: its own timeout for heartbeats ran out.',
    reuseReset:
      'The client: ECONNRESET ("Connection reset by peer") or "socket hang up" instead of a response. The server: nothing, it never got the request.',
    reuseClosed: 'The client: end of file (read returns 0, "empty reply") instead of a response. The server: nothing, it never got the request.',
    endOfFile: 'The {{waiting}}: end of file (read returns 0), as often as it reads. The other end: nothing, it has closed.',
    nothingYet: 'Nothing yet on either end.',
  },
  ruledOut: {
    ...listenerRuledOut,
    ...hostRuledOut,
    'half-close-in-use': { alternative: 'a half-closed connection that is in use', because: 'no data was sent on it any more' },
    'fin-lost': { alternative: 'the FIN was lost', because: 'it was acknowledged (frame {{ackFrame}})' },
    'crashed-but-heard': {
      alternative: 'the peer crashed',
      because: 'it was heard again {{aliveAfterMs}} later, on the same connection (frame {{aliveFrame}})',
    },
    'rebooted-but-remembers': { alternative: 'the peer rebooted', because: 'it went on using the connection, which a rebooted host does not know' },
    'rebooted-no-reset': { alternative: 'the peer rebooted', because: 'a rebooted host answers probes with a reset; none was captured' },
    'crashed-but-probes': { alternative: 'the peer crashed', because: 'it sent keep-alive probes of its own meanwhile' },
    'crashed-but-answered': { alternative: 'the peer crashed', because: 'its answers are in the capture' },
    'aborted-by-prober': {
      alternative: 'the application of the prober aborted the connection',
      because: 'the reset came one interval after the last probe, as when keep-alive gives up',
    },
    'closed-no-fin': { alternative: 'the peer closed the connection in order', because: 'no FIN of it was captured' },
    'unreachable-no-error': {
      alternative: 'a router reported the peer unreachable',
      because: 'no ICMP error about the connection and no unanswered ARP or neighbour request for the peer was captured',
    },
    'peer-gone-no-reset': {
      alternative: "the peer's process was gone but its host up",
      because: 'then the data would have been answered by a reset; none was captured',
    },
    'window-open': { alternative: "the peer's window was closed", because: 'it last announced room (window field {{window}})' },
    'beat-not-lost': { alternative: 'the beat was lost on the way', because: 'nothing was retransmitted between the two beats' },
    'beat-answered': { alternative: 'the answer to the beat before came late', because: 'it came in its usual time, or no answers are expected' },
    'beat-captured': { alternative: 'the capture missed the beat', because: 'the sequence numbers leave no gap' },
    'beat-not-unsent': {
      alternative: 'the sender itself was late',
      because: 'the packets in between show another cause ($t(report.beatCause.{{cause}}))',
    },
    'request-not-lost': {
      alternative: 'the request was lost on the way',
      because: 'the server had closed before it came: frame {{closeFrame}} does not acknowledge it',
    },
    'request-not-unanswered': { alternative: 'the request was lost on the way', because: 'it was answered, if with a reset (frame {{closeFrame}})' },
    'race-not-crossing': {
      alternative: 'request and close crossed on the way',
      because: 'the client had acknowledged the close before it sent the request',
    },
    'race-not-sloppy': {
      alternative: 'the client used a connection that it knew to be closed',
      because: 'it had not acknowledged the close when it sent the request',
    },
    'crashed-but-answers': { alternative: 'the peer is down', because: 'it answered, if with a reset' },
    'aborted-by-application': {
      alternative: "the peer's application aborted the connection",
      because: 'a socket that is aborted sends a reset that acknowledges; this one acknowledges nothing',
    },
    'device-same-hops': {
      alternative: 'a device on the path sent the reset',
      because: "it came with the hop limit of the peer's own packets",
    },
    'rebooted-other-hops': {
      alternative: 'the peer rebooted',
      because: 'the reset came with a hop limit that none of its packets had before',
    },
  },
  connection: { ...connectionFindings, 'silent-drop': silentDropFinding },
  heartbeat: heartbeatFindings,
  host: hostFindings,
  http: httpFindings,
  keepalive: keepAliveFindings,
  listener: listenerFindings,
} as const;
