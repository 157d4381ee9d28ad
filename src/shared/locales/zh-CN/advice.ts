/** 推荐数值的理由，时间以秒计。 */
export const adviceReasons = {
  notice:
    '建议：空闲时间 {{idle}} 秒，间隔 {{interval}} 秒，次数 {{count}}。对端失效后在其最后一个报文段之后 {{death}} 秒内即可发现，同时能挺过最长 {{outlived}} 秒的中断。',
  outlive: '建议：空闲时间 {{idle}} 秒，间隔 {{interval}} 秒，次数 {{count}}。这样 间隔 × 次数 为 {{outlived}} 秒，是所见中断的两倍。',
  refresh:
    '建议：空闲时间 {{idle}} 秒，间隔 {{interval}} 秒，次数 {{count}}。即路径上设备遗忘连接所需 {{device}} 秒的一半：即使丢失一个探测，下一个仍然及时。',
  userTimeout: '建议：用户超时 {{userTimeout}} 秒。数据超过该时间未被确认即结束连接，与 keep-alive 的设置无关。',
  limit: '建议：每个地址最多 {{limit}} 个连接，并设置应用层空闲超时：仅靠 keep-alive 永远不会结束空闲连接。',
  hidden: '建议：在加密通道内每 {{period}} 秒发送一次心跳，不用 TCP keep-alive。',
  heartbeat: '建议：等待方的超时设为 {{timeout}} 秒，即三个 {{period}} 秒的周期。这样可以容忍一次迟到和一次丢失。',
  httpIdle: '建议：客户端空闲 {{client}} 秒后放弃连接，服务器则在 {{server}} 秒之后才关闭。这样总是发出请求的一端先关闭，请求不会撞上关闭。',
  backlog: '建议：backlog 设为 {{backlog}}，net.core.somaxconn 不小于它。',
  synQueue:
    '建议：打开 SYN cookies，backlog 设为 {{backlog}}，net.core.somaxconn 和 tcp_max_syn_backlog 不小于它，SYN-ACK 重传 {{synAckRetries}} 次。',
  synFlood: '建议：打开 SYN cookies，并在洪水攻击期间把 SYN-ACK 重传次数设为 {{synAckRetries}}。',
} as const;
