/** 术语说明：显示在工作台中，也见 docs/glossary.md。 */
export const glossary = {
  title: '术语说明',
  ask: '什么是“{{term}}”？',
  terms: {
    keepAlive: {
      term: 'TCP 保活',
      text: '内核在空闲连接上发送的不含新数据的报文段，用来询问对端是否还在。默认关闭；每一端可为自己的套接字打开（SO_KEEPALIVE）。由空闲时间、间隔和次数三个参数控制。',
    },
    probe: { term: '保活探测', text: 'TCP 保活的询问：一个 ACK，其序列号比对端期望的小 1。无论应用程序在做什么，对端内核都会以 ACK 应答。' },
    idleTime: {
      term: '空闲时间',
      text: '连接静默多久之后发送第一个保活探测（TCP_KEEPIDLE；Linux 的 tcp_keepalive_time，默认两小时）。它必须短于路径上每个中间设备的记忆时间。',
    },
    probeInterval: {
      term: '探测间隔',
      text: '一个无应答的探测到下一个探测的时间（TCP_KEEPINTVL；Linux 的 tcp_keepalive_intvl，默认 75 秒）。探测有应答时以空闲时间为准。',
    },
    probeCount: {
      term: '探测次数',
      text: '多少个探测无应答后内核放弃连接（TCP_KEEPCNT；Linux 的 tcp_keepalive_probes，默认 9）。发现对端已死需要空闲时间 + 间隔 × 次数。',
    },
    userTimeout: {
      term: '用户超时',
      text: 'TCP_USER_TIMEOUT：已发送的内容（数据或探测）最多可以多久没有应答。设置之后，Linux 按它而不是按探测次数放弃连接。',
    },
    heartbeat: {
      term: '心跳',
      text: '应用程序按固定周期发送的小消息，用来维持连接并及时发现连接已死：如 MQTT 的 PINGREQ、WebSocket 的 ping、Redis 或 HTTP/2 的 PING。',
    },
    httpKeepAlive: { term: 'HTTP keep-alive', text: '名称相近但含义不同：一个 TCP 连接承载多个请求。与空闲连接的保活无关。' },
    halfOpen: { term: '半连接', text: '服务器已应答 SYN，正在等待握手的最后一个 ACK。在收到它或 SYN-ACK 重发用尽之前，占用半连接队列。' },
    synQueue: { term: '半连接队列', text: '监听套接字存放半连接的地方。在 Linux 上，它与全连接队列按同一上限判断是否已满。' },
    acceptQueue: {
      term: '全连接队列',
      text: '已建立的连接在应用程序调用 accept() 之前等待的地方。容量为 min(backlog, somaxconn) + 1；满时 Linux 会忽略最后的 ACK 和 SYN，客户端看到超时。',
    },
    synCookie: {
      term: 'SYN cookie',
      text: '序列号中携带服务器本需记住的信息的 SYN-ACK，服务器因此无需保存状态。半连接队列满时使用；只发送一次，不会重发。',
    },
    retransmission: { term: '重传', text: '因 ACK 未及时到达而再次发送的报文段。每次超时时间加倍。' },
    zeroWindow: { term: '零窗口', text: '接收方没有空间，让发送方等待。发送方用窗口探测询问；它看起来像保活探测，但不是。' },
    middlebox: { term: '中间设备', text: '路径上会记住连接的设备：NAT、防火墙、负载均衡。空闲超过其超时时间的连接会被遗忘，而且通常不作任何通知。' },
    confidence: { term: '置信度', text: '一条发现有多可靠，从 0 到 100%。高于 80% 可以据此下结论；低于此值，同样的数据包还可能有其他解释。' },
  },
} as const;
