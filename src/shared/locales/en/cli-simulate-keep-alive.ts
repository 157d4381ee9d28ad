/** `tcpulse simulate keepalive`. */
export const simulateKeepAlive = {
  death: {
    'keep-alive': 'A silent peer is given up {{exact}} after its last segment ({{duration}}): {{idle}} + {{interval}} × {{count}}.',
    'user-timeout':
      'A silent peer is given up {{exact}} after its last segment ({{duration}}): the user timeout of {{userTimeout}} decides, not the count.',
    retransmission:
      'A silent peer is given up about {{exact}} after its last segment ({{duration}}): the heartbeat every {{heartbeat}} keeps the probes away, and its retransmissions have to run out (tcp_retries2).',
  },
  device: {
    'device-first':
      '{{name}}, with an idle timeout of {{timeout}}, forgets the connection first: nothing passes for {{silence}}. What is sent later never arrives, and the connection dies though both ends live.',
    kept: '{{name}}, with an idle timeout of {{timeout}}, keeps the connection: nothing passes for {{silence}} at most.',
  },
  anyDevice: 'The device',
  recommended:
    'Better: idle {{idle}} s, interval {{interval}} s, count {{count}} (sysctl net.ipv4.tcp_keepalive_time={{idle}}, or TCP_KEEPIDLE on the socket).',
  cost: 'Probes and answers towards a living peer, packets and bytes: {{packets}} and {{hour}} an hour, {{day}} a day, {{month}} a month.',
  column: { at: 'after', step: 'what happens' },
  step: {
    probe: 'probe {{number}}',
    beat: 'heartbeat, never acknowledged',
    'device-forgets': 'the device on the path forgets the connection',
    reset: 'reset; the application gets ETIMEDOUT',
    timeout: 'given up; the application gets ETIMEDOUT',
  },
} as const;
