/** Simulated listen queues: `queue`. Said by the workbench and the command line alike. */
export const queue = {
  verdict: {
    allServed: 'All {{clients}} clients are connected and taken by the kernel. Each queue holds {{room}}: one more than min(backlog, somaxconn).',
    someServed:
      '{{established}} of {{clients}} clients are taken by the kernel, {{failed}} are not. Each queue holds {{room}}: one more than min(backlog, somaxconn) = {{limit}}.',
    flood: 'Beside them came {{flood}} SYNs whose senders sent nothing else.',
    connect: 'connect() took {{median}} in the middle and {{max}} at most.',
    acceptOverflow: 'The accept queue was full {{overflows}} times when a SYN, an ACK or data came (ListenOverflows).',
    neverAccepts: 'The application accepts nothing: no backlog is long enough. Make it accept first.',
    acceptFaster:
      'A longer backlog helps against a burst only. When clients come faster than they are accepted for long, the accept rate has to rise.',
    stalled_one: 'One client believes that it is connected while the server does not know it: its data is never acknowledged.',
    stalled_other: '{{stalled}} clients believe that they are connected while the server does not know them: their data is never acknowledged.',
    reset_one: 'One client was reset right after connect() had succeeded.',
    reset_other: '{{reset}} clients were reset right after connect() had succeeded.',
    synQueueFull_one: 'One SYN was dropped because the SYN queue was full at {{peak}} (TCPReqQFullDrop): syncookies would have answered it.',
    synQueueFull_other:
      '{{drops}} SYNs were dropped because the SYN queue was full at {{peak}} (TCPReqQFullDrop): syncookies would have answered them.',
    cookies_one: 'One SYN was answered by a cookie (TCPReqQFullDoCookies).',
    cookies_other: '{{cookies}} SYNs were answered by cookies (TCPReqQFullDoCookies).',
    cappedBySomaxconn: 'The backlog of {{backlog}} is cut to net.core.somaxconn = {{somaxconn}}.',
  },
} as const;
