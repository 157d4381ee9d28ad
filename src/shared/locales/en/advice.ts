/** Why the recommended numbers are what they are; durations in seconds. */
export const adviceReasons = {
  notice:
    'Recommended: idle time {{idle}} s, interval {{interval}} s, count {{count}}. A dead peer is then noticed within {{death}} s of its last segment, while outages of up to {{outlived}} s are outlived.',
  outlive:
    'Recommended: idle time {{idle}} s, interval {{interval}} s, count {{count}}. Interval × count is then {{outlived}} s, twice the outage that was seen.',
  refresh:
    'Recommended: idle time {{idle}} s, interval {{interval}} s, count {{count}}. That is half of the {{device}} s after which a device on the path forgets: one probe may be lost and the next still comes in time.',
  userTimeout:
    'Recommended: a user timeout of {{userTimeout}} s. Data that stays unacknowledged for longer ends the connection, whatever keep-alive is set to.',
  limit:
    'Recommended: at most {{limit}} connections an address, and an idle timeout of the application: keep-alive alone never ends an idle connection.',
  hidden: 'Recommended: a heartbeat inside the encryption every {{period}} s, and no TCP keep-alive.',
  heartbeat:
    'Recommended: a timeout of {{timeout}} s at the end that waits, three periods of {{period}} s. One late and one lost beat are then outlived.',
  httpIdle:
    'Recommended: clients give up idle connections after {{client}} s, servers only after {{server}} s. The end that sends requests then always closes first, and no request meets a close.',
  backlog: 'Recommended: a backlog of {{backlog}}, and net.core.somaxconn no smaller.',
  synQueue:
    'Recommended: SYN cookies on, a backlog of {{backlog}} with net.core.somaxconn and tcp_max_syn_backlog no smaller, and {{synAckRetries}} SYN-ACK retransmissions.',
  synFlood: 'Recommended: SYN cookies on, and {{synAckRetries}} SYN-ACK retransmissions for as long as the flood lasts.',
} as const;
