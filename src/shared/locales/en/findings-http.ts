/** Findings of the HTTP analyzer: `finding.http.<code>`. */
const advice =
  'Let the client give up idle connections before the server does: its idle timeout should be some seconds below the keepalive timeout of the server (nginx keepalive_timeout, Node server.keepAliveTimeout), and safe requests should be repeated on a fresh connection.';

export const httpFindings = {
  'reuse-race': {
    title: 'A request met the close of the connection by the server',
    detail: '',
    detail_crossing:
      '{{clientAddress}} sent a request (frame {{requestFrame}}) after {{idleMs}} of idleness while the close of {{serverAddress}} (frame {{closeFrame}}) was on its way: the two crossed, and the request was lost.',
    title_forgotten: 'A request met a connection that the server no longer knew',
    detail_forgotten:
      '{{clientAddress}} sent a request (frame {{requestFrame}}) after {{idleMs}} of idleness, and in the name of {{serverAddress}} a reset that acknowledges nothing came back (frame {{closeFrame}}): the server had closed the connection, or a device on the path had forgotten it. No close was captured, so the client may not have been told.',
    detail_sloppy:
      '{{clientAddress}} sent a request (frame {{requestFrame}}) after {{idleMs}} of idleness on a connection that {{serverAddress}} had closed (frame {{closeFrame}}), although its own host had acknowledged that: the client does not look before it reuses a connection.',
    advice,
  },
  'idle-timeout-mismatch': {
    title: 'The server closes idle connections before its clients stop using them',
    detail:
      '{{serverAddress}} closes idle connections after {{serverTimeoutMs}}; clients use theirs again after as much as {{clientIdleMs}}. Every such request risks being lost.',
    advice,
  },
} as const;
