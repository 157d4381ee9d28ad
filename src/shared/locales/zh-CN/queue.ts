/** 监听队列模拟：`queue`。工作台与命令行使用相同的文字。 */
export const queue = {
  verdict: {
    allServed: '全部 {{clients}} 个客户端都已连接并被内核接收。每个队列可容纳 {{room}} 个：比 min(backlog, somaxconn) 多一个。',
    someServed:
      '{{clients}} 个客户端中有 {{established}} 个被内核接收，{{failed}} 个没有。每个队列可容纳 {{room}} 个：比 min(backlog, somaxconn) = {{limit}} 多一个。',
    flood: '此外还有 {{flood}} 个 SYN，其发送者没有再发送任何数据包。',
    connect: 'connect() 耗时的中位数为 {{median}}，最长 {{max}}。',
    acceptOverflow: '在 SYN、ACK 或数据到达时，全连接队列有 {{overflows}} 次是满的（ListenOverflows）。',
    neverAccepts: '应用程序不接受任何连接：多长的 backlog 都不够。请先让它 accept。',
    acceptFaster: '更长的 backlog 只能应对突发。如果客户端到来的速度长期超过 accept 的速度，就必须提高 accept 速率。',
    stalled_one: '{{stalled}} 个客户端以为已经连接，而服务器并不知道它们：它们的数据永远不会被确认。',
    stalled_other: '{{stalled}} 个客户端以为已经连接，而服务器并不知道它们：它们的数据永远不会被确认。',
    reset_one: '{{reset}} 个客户端在 connect() 成功后立即被重置。',
    reset_other: '{{reset}} 个客户端在 connect() 成功后立即被重置。',
    synQueueFull_one: '半连接队列在 {{peak}} 个时已满，{{drops}} 个 SYN 被丢弃（TCPReqQFullDrop）：打开 syncookies 就能回应它们。',
    synQueueFull_other: '半连接队列在 {{peak}} 个时已满，{{drops}} 个 SYN 被丢弃（TCPReqQFullDrop）：打开 syncookies 就能回应它们。',
    cookies_one: '{{cookies}} 个 SYN 由 cookies 回应（TCPReqQFullDoCookies）。',
    cookies_other: '{{cookies}} 个 SYN 由 cookies 回应（TCPReqQFullDoCookies）。',
    cappedBySomaxconn: 'backlog {{backlog}} 被限制为 net.core.somaxconn = {{somaxconn}}。',
  },
} as const;
