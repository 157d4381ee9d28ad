/** Explanations of fields of application protocols, under `explain.<code>`. */
export const explainApplications = {
  'dns-ttl': 'Resolvers may keep this record for {{seconds, number}} seconds.',
  'dns-payload-size': 'Answers over UDP of up to {{bytes, number}} bytes reach the sender; longer ones are fetched over TCP.',
  'dns-tcp-keepalive': 'The server keeps an idle DNS connection open for {{seconds, number}} seconds (RFC 7828).',
  'dns-stateful-inactivity': 'A session without operations is closed after {{seconds, number}} seconds (RFC 8490).',
  'dns-stateful-keepalive': 'The client sends a keep-alive after {{seconds, number}} seconds without other traffic (RFC 8490).',
  'dhcp-lease': 'The address belongs to the client for {{seconds, number}} seconds unless it renews the lease.',
  'dhcp-renewal': 'After {{seconds, number}} seconds the client asks its server to renew the lease.',
  'dhcp-rebinding': 'After {{seconds, number}} seconds without an answer the client asks any server.',
  'dhcp-tcp-keepalive':
    'The client is asked to send TCP keep-alives after {{seconds, number}} seconds of silence; 0 means only when a program asks for it.',
  'ntp-poll': '2^{{exponent}} = {{seconds, number}} seconds between polls: traffic that keeps address translations open.',
  'sctp-heartbeat': 'A heartbeat of SCTP itself: asks whether the peer can be reached at this address. By default every 30 seconds on an idle path.',
  'sctp-heartbeat-ack': 'Answers a heartbeat: the path works.',
  'sctp-heartbeat-info': 'Comes back unchanged in the answer; mostly the time of sending, to measure the round trip.',
  'mqtt-keep-alive':
    'The client sends something at least every {{seconds, number}} seconds (PINGREQ when there is nothing else); the server hangs up after {{limit, number}} seconds of silence (one and a half times as long).',
  'mqtt-keep-alive-off': '0: no keep-alive. The server does not hang up on a silent client.',
  'mqtt-server-keep-alive': 'The server sets the keep-alive to {{seconds, number}} seconds, whatever the client asked for.',
  'mqtt-ping': 'A heartbeat: the client has had nothing to send and asks for an answer.',
  'mqtt-ping-answer': 'Answers the heartbeat: the server is there.',
  'amqp-heartbeat-interval':
    'Each end sends a heartbeat frame when it was silent for about half of {{seconds, number}} seconds, and hangs up after twice {{seconds, number}} seconds without anything.',
  'amqp-heartbeat-off': '0: no heartbeats.',
  'amqp-heartbeat': 'A heartbeat: says only that its sender is alive. It is not answered.',
  'bgp-hold-time':
    'The session ends after {{seconds, number}} seconds without a KEEPALIVE or UPDATE. The smaller of both ends counts; keep-alives are sent about every {{interval, number}} seconds (a third).',
  'bgp-hold-off': '0: no keep-alives are sent and the session never times out.',
  'bgp-keepalive': 'A heartbeat: keeps the hold timer of the peer from running out. It is not answered.',
  'pgsql-ssl-request': 'Asks whether the server speaks TLS: S for yes, N for no, then the session goes on.',
  'pgsql-empty-query': 'An empty query: often a check that the connection is alive.',
  'mysql-ping': 'A heartbeat: the server answers OK, which resets its wait_timeout.',
  'stomp-heart-beat':
    'The sender promises something at least every {{sends, number}} ms and wants to hear something every {{wants, number}} ms; 0 means never.',
  'stomp-heart-beat-line': 'A heartbeat: an empty line between frames.',
  'iec104-test':
    'A heartbeat: sent after t3 (20 s by default) without traffic; the peer must confirm within t1 (15 s), else the connection is closed.',
  'iec104-test-answer': 'Confirms the heartbeat: the peer is there.',
  'iec104-start': 'Data transfer is started or stopped; until it is started only test frames may be sent.',
  'iec104-supervisory': 'Confirms every message before number {{number, number}}.',
  'fix-heartbeat': 'A heartbeat: nothing was sent for the agreed interval, or a test request is answered.',
  'fix-test-request': 'Asks for a heartbeat: nothing was heard for longer than the agreed interval.',
  'fix-heartbeat-interval': 'Each end sends a heartbeat after {{seconds, number}} seconds of silence.',
  'fix-checksum-correct': 'Correct: the bytes before it add up to {{sum}} (modulo 256).',
  'fix-checksum-incorrect': 'Wrong: the bytes before it add up to {{sum}} (modulo 256).',
  'smb2-echo': 'A heartbeat of SMB: asks whether the server still answers.',
  'memcache-noop': 'Often used as a heartbeat: changes nothing and is answered at once.',
} as const;
