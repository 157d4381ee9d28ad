/** `tcpulse simulate keepalive`。 */
export const simulateKeepAlive = {
  death: {
    'keep-alive': '对端静默时，在其最后一个报文段之后 {{exact}}（{{duration}}）放弃：{{idle}} + {{interval}} × {{count}}。',
    'user-timeout': '对端静默时，在其最后一个报文段之后 {{exact}}（{{duration}}）放弃：由用户超时 {{userTimeout}} 决定，而不是次数。',
    retransmission:
      '对端静默时，在其最后一个报文段之后约 {{exact}}（{{duration}}）放弃：每 {{heartbeat}} 一次的心跳使探测不会发出，必须等它的重传用尽（tcp_retries2）。',
  },
  device: {
    'device-first': '{{name}}的空闲超时为 {{timeout}}，它先遗忘连接：有 {{silence}} 没有任何数据包经过。之后发送的内容不再到达，两端都在而连接死亡。',
    kept: '{{name}}的空闲超时为 {{timeout}}，它保留连接：最长 {{silence}} 没有数据包经过。',
  },
  anyDevice: '该设备',
  recommended:
    '更好：空闲 {{idle}} 秒，间隔 {{interval}} 秒，次数 {{count}}（sysctl net.ipv4.tcp_keepalive_time={{idle}}，或套接字上的 TCP_KEEPIDLE）。',
  cost: '对端在线时的探测和应答：每小时 {{packets}} 个数据包、{{hour}}，每天 {{day}}，每月 {{month}}。',
  column: { at: '时间', step: '发生什么' },
  step: {
    probe: '探测 {{number}}',
    beat: '心跳，从未被确认',
    'device-forgets': '路径上的设备遗忘连接',
    reset: '重置；应用得到 ETIMEDOUT',
    timeout: '放弃；应用得到 ETIMEDOUT',
  },
} as const;
