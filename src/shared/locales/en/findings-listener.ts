export const listenerFindings = {
  /** How the accept rate that was seen bears on a full queue. */
  acceptance: {
    never:
      'The application was heard on none of the connections: while it accepts nothing, no backlog is long enough. See why it hangs (every worker busy, a lock, a stopped process).',
    slow: 'The application was first heard on $t(finding.counts.connections, {"count": {{servedPerSecond}} }) a second, while up to {{ratePeak}} came in one: let it accept faster (more workers, no work in the accept loop). A longer queue helps against bursts only.',
    burst:
      'The application was first heard on $t(finding.counts.connections, {"count": {{servedPerSecond}} }) a second, and up to {{ratePeak}} came in one: it keeps up as a rule, so this was a burst, and a longer queue takes it in.',
  },
  'accept-queue-overflow': {
    title: "The listener's accept queue overflowed",
    detail:
      'The server did not take connections whose handshake the client had finished, or dropped SYNs, while at most $t(finding.counts.connections, {"count": {{waitingAtMost}} }) waited for accept(): $t(finding.counts.syns, {"count": {{droppedSyns}} }) without an answer, $t(finding.counts.finalAcks, {"count": {{ignoredAcks}} }) ignored, {{rejectedAcks}} answered by a reset. The queue holds one more than min(backlog, net.core.somaxconn); so that limit was {{queueLimitAtMost}} at most. accept() itself leaves no trace in a capture: only bounds of the queue can be told.',
    detail_ignore:
      'The server ignored $t(finding.counts.finalAcks, {"count": {{ignoredAcks}} }) (tcp_abort_on_overflow is 0) and left $t(finding.counts.syns, {"count": {{droppedSyns}} }) without an answer while connections waited for accept(). Its queue holds one more than min(backlog, net.core.somaxconn); by what was captured that limit was {{queueLimitAtMost}} at most. Clients of ignored ACKs believe that they are connected. accept() itself leaves no trace in a capture: only bounds of the queue can be told.',
    detail_reset:
      'The server answered $t(finding.counts.finalAcks, {"count": {{rejectedAcks}} }) by a reset (tcp_abort_on_overflow is 1) and left $t(finding.counts.syns, {"count": {{droppedSyns}} }) without an answer while connections waited for accept(). Its queue holds one more than min(backlog, net.core.somaxconn); by what was captured that limit was {{queueLimitAtMost}} at most. accept() itself leaves no trace in a capture: only bounds of the queue can be told.',
    detail_dropped:
      'The server left $t(finding.counts.syns, {"count": {{droppedSyns}} }) without an answer while up to $t(finding.counts.connections, {"count": {{waitingAtMost}} }) that it had taken waited for the application. A full accept queue drops every SYN in silence, whatever tcp_abort_on_overflow says. Its limit, min(backlog, net.core.somaxconn), was {{queueLimitAtMost}} at most. accept() itself leaves no trace in a capture: compare Recv-Q and Send-Q of `ss -lnt` and the counter ListenOverflows.',
    advice:
      '$t(finding.listener.acceptance.{{acceptance}}) Up to $t(finding.counts.connections, {"count": {{waitingAtMost}} }) waited and $t(finding.counts.turnedAway, {"count": {{turnedAway}} }): a backlog of {{advisedBacklog}} has room for all of them at once. The limit is the smaller of backlog and net.core.somaxconn, and was {{queueLimitAtMost}} at most: raise both, and start the program anew, since listen() is told once. tcp_abort_on_overflow changes only how clients learn of it; keep it 0, so that bursts end well.',
  },
  'syn-queue-overflow': {
    title: "The listener's SYN queue overflowed",
    detail:
      '$t(finding.counts.syns, {"count": {{droppedSyns}} }) got no answer while up to $t(finding.counts.connections, {"count": {{halfOpenPeak}} }) stayed half-open: the queue of half-open connections is limited by the same min(backlog, net.core.somaxconn), and syncookies are off.',
    advice:
      'Turn SYN cookies on: a full SYN queue then drops nobody. Then raise the backlog, which limits half-open connections as well: up to {{halfOpenPeak}} at once, and $t(finding.counts.turnedAway, {"count": {{turnedAway}} }), for which {{advisedBacklog}} has room; net.core.somaxconn has to be as large. Without cookies net.ipv4.tcp_max_syn_backlog limits too: unproven clients are dropped once less than a quarter of it is free. Fewer SYN-ACK retransmissions free a place sooner: with 3 after 15 s, with 5 after 63 s.',
  },
  'syn-flood': {
    title: 'The listener is under a SYN flood',
    detail:
      '{{abandoned, number}} of {{attempts, number}} attempts, up to {{ratePeak, number}} in a second, sent one SYN and never another packet; addresses they came from: {{sources, number}}. Attempts completed: {{complete, number}}. Unanswered SYNs among the attempts looked at one by one: {{droppedSyns, number}}; half-open at once: {{halfOpenPeak, number}} at most.',
    advice:
      'Keep SYN cookies on: they answer without keeping state. Fewer SYN-ACK retransmissions free a place after 7 s instead of 63 s. A longer backlog is no defence: at $t(finding.counts.syns, {"count": {{ratePeak}} }) a second any queue is full within moments. Filter upstream, near the source; the source addresses ({{sources, number}}) are probably forged, so blocking them one by one is no use.',
  },
  refused: {
    title: 'Connections are refused',
    title_many: 'Many ports refuse',
    detail: 'Attempts answered by a reset: {{refused, number}} of {{attempts, number}}. Nothing listens on this address and port.',
    detail_partly:
      'Attempts answered by a reset: {{refused, number}} of {{attempts, number}}; completed: {{complete, number}}. At times nothing listened on this address and port: the service was started later or anew, or one of several servers behind the address does not run it.',
    detail_many:
      '{{listeners, number}} ports refused whoever asked them, as in a port scan. {{clientAddress}} was the first to ask {{clientListeners, number}} of them.',
    advice:
      'Check on the server that the service runs and listens on this address: `ss -lnt sport = :{{port}}`. A service bound to 127.0.0.1 refuses from elsewhere. Neither backlog nor somaxconn has to do with it: a full queue drops, it does not refuse.',
    advice_many: 'If this is no scan of your own, look at {{clientAddress}}: a scanner, or a program whose list of servers is out of date.',
  },
  filtered: {
    title: 'SYNs are dropped before they reach a listener',
    title_icmp: 'SYNs are rejected by a firewall',
    title_stopped: 'SYNs are no longer answered',
    title_many: 'Many ports do not answer',
    detail:
      'Attempts without any answer: {{unanswered, number}} of {{attempts, number}}, and nothing else was served at the time: a firewall that drops, a host that is down, or a route that is missing. A listener whose accept queue had been full since before the capture looks the same.',
    detail_stopped:
      'Attempts came through, and from some moment on none was answered ({{unanswered, number}} of {{attempts, number}}): a firewall that drops, a host that went down or a route that was lost. An accept queue that filled up because the application no longer accepts looks the same.',
    detail_icmp: 'The SYNs were answered by ICMP errors (destination unreachable): a firewall rejects them, or there is no route.',
    detail_many:
      '{{listeners, number}} ports let no SYN in, as in a port scan through a firewall. {{clientAddress}} was the first to ask {{clientListeners, number}} of them.',
    advice:
      'Follow the SYN: capture on the server. When it does not arrive there, look at firewalls and routes; when it does, look at the host firewall (nft list ruleset) and at `ss -lnt sport = :{{port}}`: Recv-Q above Send-Q is a full accept queue.',
    advice_many: 'If this is no scan of your own, look at {{clientAddress}}: a scanner, or a program whose list of servers is out of date.',
  },
  'half-open': {
    title: 'Handshakes stay half-open',
    detail:
      'Attempts that got a SYN-ACK and no final ACK followed: {{halfOpen, number}} of {{attempts, number}}. The SYN-ACKs or the ACKs are lost between capture point and client, or the client does not want the connection.',
    advice:
      'Capture on the client as well: if the SYN-ACK does not arrive there, its way back is filtered or asymmetric; if it does, the final ACK is lost. Each half-open connection holds a place of the SYN queue until the last SYN-ACK retransmission has timed out: 63 s with tcp_synack_retries = 5, 15 s with 3.',
  },
  closed: {
    title: 'The listener was closed with connections waiting',
    title_idle: 'The listener was closed',
    detail:
      'Connections that the application had not answered were reset together, and SYNs after that are refused: the process closed its listening socket or ended. Whatever waited in the accept queue is lost.',
    detail_idle:
      'Attempts came through, and from some moment on all were answered by a reset ({{refused, number}} of {{attempts, number}}): the process closed its listening socket or ended. No connection was reset while it waited for the application.',
    advice:
      'Restart with a socket that outlives the process (systemd socket activation, or handing the listening socket over); else stop new clients first, accept until the queue is empty, then close. A longer backlog loses more connections at such a moment, not fewer.',
  },
  'defer-accept': {
    title: 'The listener defers accept until data comes',
    detail:
      'Bare final ACKs are ignored and the SYN-ACK is sent once more after {{afterMs}}: TCP_DEFER_ACCEPT, not an overflow. Clients that send at once notice nothing.',
    advice: 'Nothing to do unless clients wait for the server to speak first: then take deferred accept off (nginx: without `deferred`).',
  },
  'lossy-path': {
    title: 'Handshake packets are lost on the way',
    detail: 'SYNs or SYN-ACKs had to be sent again, with no sign of a full queue. Attempts completed: {{complete, number}} of {{attempts, number}}.',
    advice:
      'Capture at both ends and compare: where a packet is missing is where it was lost. Each lost handshake packet costs the client a second or more.',
  },
  cookies: {
    title: 'The server answers with SYN cookies',
    detail:
      'On {{lagging}} of {{compared}} connections the time stamp of the SYN-ACK lags that of the next segment, by {{medianLagMs}} in the middle: cookies put their options into its low six bits.',
    detail_scaling:
      '{{withheld}} SYN-ACKs, several in a row, lack window scaling, which the same clients offered and were granted at other times: without time stamps a cookie has no place for it. Another server behind the same address, with other settings, would look alike.',
    detail_stateless: '{{stateless}} SYN-ACKs were never sent again though nothing came back: the server kept no state for them.',
    advice:
      'Cookies are a defence under load: look for the reason in the SYN rate or a small backlog. With net.ipv4.tcp_syncookies=2 they are sent always, which costs options and the accuracy of the MSS.',
  },
} as const;

export const silentDropFinding = {
  title: 'The client believes this connection is open, the server does not know it',
  detail:
    'The client finished the handshake and sent $t(finding.counts.segments, {"count": {{segments}} }) over {{afterMs}}, {{lostBytes}} of data among them; the server took none of them: as far as it is concerned the final ACK never came.',
  detail_noData:
    'The client finished the handshake; the server took no notice of $t(finding.counts.segments, {"count": {{segments}} }) in {{afterMs}}: as far as it is concerned the final ACK never came.',
  advice:
    "See the finding about the listener for the reason. Until it is mended: clients need a read timeout of their own, and requests that can be repeated; a connect that succeeded proves only that the server's kernel answered the SYN.",
} as const;

export const listenerSees = {
  connectTimesOut:
    "The client: ETIMEDOUT from connect() after its SYN retries (about two minutes by default), its own connect timeout first as a rule. The server's application: nothing.",
  connectRejected: "The client: ECONNREFUSED or EHOSTUNREACH from connect(), as the ICMP error says. The server's application: nothing.",
  connectionRefused: 'The client: ECONNREFUSED from connect(). Behind the port there is no application.',
  connectIsSlow: 'The client: connect() takes a second or more longer, then works. The server: nothing.',
  resetAfterConnect: 'The client: connect() succeeds, then ECONNRESET ("Connection reset by peer"). The server\'s application: nothing.',
  readTimesOut:
    "The client: connect() succeeds; then a read timeout of its own, or ECONNRESET once the server has forgotten. The server's application: nothing.",
  resetAfterSilence:
    'The client: connect() and write succeed, silence, then ECONNRESET ("Connection reset by peer"). The server\'s application: nothing.',
  resetThenRefused: 'Clients that waited: ECONNRESET ("Connection reset by peer"). Later ones: ECONNREFUSED from connect().',
} as const;

export const listenerRuledOut = {
  floodNotPathLoss: { alternative: 'packets lost on the way', because: 'clients that miss an answer send their SYN again; these never did' },
  floodNotAcceptQueue: { alternative: 'a full accept queue', because: 'no connection waited for accept() when SYNs were dropped' },
  closedNotRebooted: { alternative: 'the host rebooted', because: 'its kernel went on answering: SYNs are refused by reset' },
  closedNotOverflow: { alternative: 'a full accept queue', because: 'a full queue drops SYNs in silence; these were refused' },
  overflowNotFiltered: {
    alternative: 'a firewall that drops',
    because: 'the listener took connections of other attempts, or answered these SYNs, at that time',
  },
  overflowNotPathLossHere: {
    alternative: 'packets lost on the way',
    because: 'the capture was taken at the server, which answers within a millisecond: what it shows had arrived',
  },
  overflowNotPathLoss: {
    alternative: 'packets lost on the way',
    because: 'loss does not spare other connections while it takes every repetition of these',
  },
  overflowNotSlowApplication: {
    alternative: 'an application that answers late',
    because: 'its kernel would have acknowledged the data; here not even the final ACK was taken',
  },
  overflowNotDeferred: {
    alternative: 'deferred accept',
    because: 'that ends with the first data, and sends the SYN-ACK again once and late; here data was ignored as well',
  },
  synQueueNotFlood: { alternative: 'a SYN flood', because: 'the clients send their SYNs again and finish their handshakes' },
  synQueueNotAcceptQueue: { alternative: 'a full accept queue', because: 'no connection waited for accept() when these SYNs were dropped' },
  cookiesNotJitter: { alternative: 'a path of changing delay', because: 'then time stamps would lead as often as they lag' },
  silentDropNotSlowApplication: {
    alternative: 'an application that answers late',
    because: 'the server sent its SYN-ACK again after the final ACK: its kernel had not taken it',
  },
  silentDropNotAccepted: {
    alternative: 'an application that answers late',
    because: "the server's kernel did not even acknowledge the data",
  },
  silentDropNotServerDown: { alternative: 'the server is down', because: 'it completed other handshakes of this capture: {{complete, number}}' },
  silentDropNotRefused: { alternative: 'the port is closed', because: 'the server had answered the SYN with a SYN-ACK' },
} as const;
