/** What the words of the field mean: shown in the workbench, and docs/glossary.md. */
export const glossary = {
  title: 'What the words mean',
  ask: 'What is “{{term}}”?',
  terms: {
    keepAlive: {
      term: 'TCP keep-alive',
      text: 'A segment without new data that the kernel sends on an idle connection to ask whether the peer is still there. Off by default; each end may switch it on for its own socket (SO_KEEPALIVE). Three settings rule it: idle time, interval and count.',
    },
    probe: {
      term: 'Keep-alive probe',
      text: 'The question of a TCP keep-alive: an ACK whose sequence number is one below what the peer expects. The peer answers with an ACK of its own, whatever its application does.',
    },
    idleTime: {
      term: 'Idle time',
      text: 'How long a connection must be silent before the first keep-alive probe (TCP_KEEPIDLE; tcp_keepalive_time, two hours by default on Linux). It has to be shorter than what every middlebox on the path remembers.',
    },
    probeInterval: {
      term: 'Probe interval',
      text: 'Time from one unanswered probe to the next (TCP_KEEPINTVL; tcp_keepalive_intvl, 75 s by default on Linux). While probes are answered, the idle time rules.',
    },
    probeCount: {
      term: 'Probe count',
      text: 'After how many unanswered probes the kernel gives the connection up (TCP_KEEPCNT; tcp_keepalive_probes, 9 by default on Linux). A dead peer is noticed after idle time + interval × count.',
    },
    userTimeout: {
      term: 'User timeout',
      text: 'TCP_USER_TIMEOUT: how long what was sent may stay without an answer, data or probes. Where it is set, Linux gives the connection up by it and not by the probe count.',
    },
    heartbeat: {
      term: 'Heartbeat',
      text: 'A small message that the application sends at a fixed period to keep a connection alive and to notice when it is dead: PINGREQ of MQTT, ping of WebSocket, PING of Redis or HTTP/2.',
    },
    httpKeepAlive: {
      term: 'HTTP keep-alive',
      text: 'Another thing with a similar name: one TCP connection is used for several requests. It says nothing about idle connections.',
    },
    halfOpen: {
      term: 'Half-open connection',
      text: 'The server has answered a SYN and waits for the final ACK of the handshake. It counts against the SYN queue until that comes, or the SYN-ACKs were sent in vain.',
    },
    synQueue: {
      term: 'SYN queue',
      text: 'Where a listening socket keeps half-open connections. On Linux it is judged full against the same limit as the accept queue.',
    },
    acceptQueue: {
      term: 'Accept queue',
      text: 'Where established connections wait until the application calls accept(). It holds min(backlog, somaxconn) + 1; when it is full, Linux ignores final ACKs and SYNs, and clients see time-outs.',
    },
    synCookie: {
      term: 'SYN cookie',
      text: 'A SYN-ACK whose sequence number carries what the server would have to remember, so that it keeps nothing. Used when the SYN queue is full; it is sent once and never again.',
    },
    retransmission: {
      term: 'Retransmission',
      text: 'A segment that is sent again because its ACK did not come in time. The time-out doubles each time.',
    },
    zeroWindow: {
      term: 'Zero window',
      text: 'The receiver has no room and lets the sender wait. The sender asks by window probes, which look like keep-alives and are none.',
    },
    middlebox: {
      term: 'Middlebox',
      text: 'A device on the path that remembers connections: NAT, firewall, load balancer. It forgets those that are idle longer than its timeout, and mostly says nothing.',
    },
    confidence: {
      term: 'Confidence',
      text: 'How sure a finding is, from 0 to 100 %. Above 80 % we would bet on it; below, other readings of the same packets are possible.',
    },
  },
} as const;
