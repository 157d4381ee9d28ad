/** Findings about connections without keep-alive: `finding.connection.<code>`. */
export const connectionFindings = {
  'unanswered-data': {
    title: 'Data is not acknowledged: sent again {{retransmissions}} times',
    detail:
      'The {{prober}} {{senderAddress}} sent data to {{peerAddress}} and repeated it for {{unansweredMs}}; nothing came back until the capture ends. While data is unacknowledged TCP sends no keep-alives: retransmission alone finds out that the peer is gone.',
    detail_unreachable:
      'The {{prober}} {{senderAddress}} sent data to {{peerAddress}} and repeated it for {{unansweredMs}}; nothing came back. ICMP errors ({{icmpErrors}}) or unanswered ARP or neighbour requests ({{neighbourRequests}}) say that the peer cannot be reached.',
    title_fin: 'The close is not acknowledged: the FIN was sent again {{retransmissions}} times',
    detail_fin:
      'The {{prober}} {{senderAddress}} closed the connection and repeated its FIN for {{unansweredMs}}; nothing of {{peerAddress}} came back until the capture ends. Either it is gone or the path between them is; if it lives, it believes the connection open.',
    advice:
      'By default Linux gives up after about 15 minutes (net.ipv4.tcp_retries2 = 15). To fail sooner set TCP_USER_TIMEOUT on the socket, in ms (for example 30000), or a timeout in the application. Look at the peer and the path at the first of the frames.',
  },
  'zero-window': {
    title: 'The {{receiver}} stopped reading: its window was closed for {{stallMs}}',
    detail:
      '{{receiverAddress}} told {{senderAddress}} that it has no room left, for {{stallMs}} at the longest (stalls: {{stalls}}); $t(finding.counts.windowProbes, {"count": {{probes}} }) asked again meanwhile. They look like keep-alives and are none.',
    detail_open:
      '{{receiverAddress}} told {{senderAddress}} that it has no room left, and the window was still closed {{stallMs}} later when it was last heard; $t(finding.counts.windowProbes, {"count": {{probes}} }) asked again.',
    advice:
      'The receiving application does not read fast enough: look for a blocked thread, a full queue or a slow disk there. A larger receive buffer (SO_RCVBUF, net.ipv4.tcp_rmem) bridges short pauses only.',
  },
  'close-wait': {
    title: 'The {{waiting}} does not close: in CLOSE_WAIT for {{stayedMs}}',
    detail:
      '{{closedAddress}} closed the connection and {{waitingAddress}} acknowledged that, but sent neither data nor its own FIN for {{stayedMs}}, until the capture ends. Its socket stays in CLOSE_WAIT and holds a file descriptor.',
    detail_late:
      '{{closedAddress}} closed the connection and {{waitingAddress}} acknowledged that, but sent neither data nor its own FIN for {{stayedMs}}.',
    advice:
      'The application at {{waitingAddress}} has read the end of the file and does not close its socket: look for connections that a pool or a thread forgets, and for a missing close() on the path of errors. `ss -tno state close-wait` counts them. No timer of the system ends this state; keep-alive does only once the peer is gone.',
  },
} as const;
