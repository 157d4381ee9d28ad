/** 与保活无关的连接结论：`finding.connection.<code>`。 */
export const connectionFindings = {
  'unanswered-data': {
    title: '数据未被确认：重传 {{retransmissions}} 次',
    detail:
      '{{prober}} {{senderAddress}} 向 {{peerAddress}} 发送数据，并重复发送了 {{unansweredMs}}；直到抓包结束都没有任何回应。数据未确认期间 TCP 不发保活探测：只能靠重传发现对端已不在。',
    detail_unreachable:
      '{{prober}} {{senderAddress}} 向 {{peerAddress}} 发送数据，并重复发送了 {{unansweredMs}}；没有任何回应，且有 {{icmpErrors}} 个 ICMP 差错和 {{neighbourRequests}} 个无应答的 ARP 或邻居请求表明对端不可达。',
    title_fin: '关闭未被确认：FIN 重传 {{retransmissions}} 次',
    detail_fin:
      '{{prober}} {{senderAddress}} 关闭了连接，并重复发送 FIN {{unansweredMs}}；直到抓包结束 {{peerAddress}} 都没有任何回应。对端或两者之间的路径已不在；如果对端仍在运行，它会认为连接仍然打开。',
    advice:
      'Linux 默认约 15 分钟后放弃（net.ipv4.tcp_retries2 = 15）。要更早失败，请在套接字上设置 TCP_USER_TIMEOUT（毫秒，例如 30000），或在应用中设置超时。请从第一个所列帧的时刻检查对端和路径。',
  },
  'zero-window': {
    title: '{{receiver}}停止读取：窗口关闭了 {{stallMs}}',
    detail:
      '{{receiverAddress}} 告诉 {{senderAddress}} 已没有空间，最长 {{stallMs}}（停顿次数：{{stalls}}）；其间有 {{probes}} 个窗口探测再次询问。它们看起来像保活探测，其实不是。',
    detail_open:
      '{{receiverAddress}} 告诉 {{senderAddress}} 已没有空间，{{stallMs}} 之后最后一次收到它的数据包时窗口仍然关闭；有 {{probes}} 个窗口探测再次询问。',
    advice: '接收方的应用读取不够快：检查那里的阻塞线程、满队列或慢磁盘。更大的接收缓冲区（SO_RCVBUF、net.ipv4.tcp_rmem）只能缓解短暂停顿。',
  },
  'close-wait': {
    title: '{{waiting}}没有关闭连接：停留在 CLOSE_WAIT {{stayedMs}}',
    detail:
      '{{closedAddress}} 已关闭连接，{{waitingAddress}} 也已确认，但在 {{stayedMs}} 内（直到抓包结束）既没有发送数据，也没有发送自己的 FIN。它的套接字停留在 CLOSE_WAIT，并占用一个文件描述符。',
    detail_late: '{{closedAddress}} 已关闭连接，{{waitingAddress}} 也已确认，但在 {{stayedMs}} 内既没有发送数据，也没有发送自己的 FIN。',
    advice:
      '{{waitingAddress}} 上的应用已读到文件结尾，却没有关闭套接字：检查连接池或线程是否遗忘了连接，以及出错路径上是否缺少 close()。可用 `ss -tno state close-wait` 统计。系统没有定时器会结束这个状态；只有对端消失后保活才会。',
  },
} as const;
