/** Findings that compare a capture with what the kernel of a host counted and showed meanwhile. */
export const hostFindings = {
  'overflow-confirmed': {
    title: 'The kernel counted the accept-queue overflow',
    detail:
      'ListenOverflows rose by {{counted}} while this was captured, as the packets of {{address}} port {{port}} say. The counter covers every listener of the host.',
    advice: 'Compare Recv-Q and Send-Q of `ss -lnt` in the host view: a listener overflows when Recv-Q is above Send-Q.',
  },
  'overflow-not-counted': {
    title: 'The capture shows an accept-queue overflow that the kernel did not count',
    detail:
      'The packets of {{address}} port {{port}} look like a full accept queue, yet ListenOverflows did not move meanwhile. The samples are of another host or namespace than the listener, the clocks differ, or something in front of the listener (a firewall, a balancer) drops the SYNs.',
    advice:
      'Sample the host and the namespace that own the address (ip -br address there, ip netns list), and compare the clocks. If both are right, capture on the server as well: SYNs that do not arrive there were dropped on the way.',
  },
  'overflow-not-captured': {
    title: 'The kernel counted accept-queue overflows of which the capture shows nothing',
    detail:
      'ListenOverflows rose by {{counted}} and the queue of {{socket}} port {{port}} was full (Recv-Q {{queue}}, limit {{limit}}) while this was captured, yet no packet shows a drop: dropped packets are missing in the capture, or they came by another interface.',
    advice: 'Capture on all interfaces of the server (-i any), without a filter that leaves clients out, and look at the drop count of the capture.',
  },
  'overflow-seen-by-kernel': {
    title: 'The accept queue overflowed: the kernel says what the capture alone cannot prove',
    detail:
      'While SYNs of {{address}} port {{port}} stayed without an answer, the queue of {{socket}} port {{port}} was full (Recv-Q {{queue}}, limit {{limit}}) and ListenOverflows rose by {{counted}}.',
    advice:
      'Let the application accept faster first. Then raise the backlog beyond {{limit}} in the program and net.core.somaxconn with it (sysctl -w net.core.somaxconn=4096).',
  },
  'overflow-elsewhere': {
    title: 'An accept queue overflowed that is not in this capture',
    detail:
      'ListenOverflows rose by {{counted}} while this was captured, but no listener of the capture shows a drop. The counter covers every listener of the host: it was another one, or one on an interface that was not captured.',
    advice: 'Look at the listening sockets in the host view: the one whose Recv-Q is above Send-Q overflows. Capture its port.',
  },
  'cookies-not-counted': {
    title: 'The capture shows SYN cookies that the kernel did not count',
    detail:
      'The SYN-ACKs of {{address}} port {{port}} look like cookies, yet SyncookiesSent did not move meanwhile: the samples are of another host or namespace, or a device in front of the server sends the cookies.',
    advice: 'Sample the host that owns the address; if you did, look for a SYN proxy on the path.',
  },
  'cookies-not-captured': {
    title: 'The kernel sent SYN cookies of which the capture shows nothing',
    detail: 'SyncookiesSent rose by {{counted}} while this was captured, at a listener or on an interface that is not in the capture.',
    advice: 'Look for the listener whose half-open connections are many in the host view, and capture its port.',
  },
  'queue-outside-bounds': {
    title: 'The sampled accept queue is not what the capture lets be',
    detail:
      '{{samples}} of {{of}} samples of {{address}} port {{port}} show a queue outside the bounds that the packets give, the first {{queue}} instead of {{lower}} to {{upper}}. Packets are missing in the capture, the clocks differ, or the samples are of another host.',
    advice: 'Compare the clocks of both, capture on the server itself, and look at the drop count of the capture.',
  },
} as const;

export const hostRuledOut = {
  hostCountedNotFiltered: {
    alternative: 'a firewall or the path dropped the SYNs',
    because: "the server's own kernel counted {{counted}} drops for a full accept queue: they arrived",
  },
} as const;
