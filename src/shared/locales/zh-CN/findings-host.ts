/** 将抓包与同一时间主机内核的计数和显示作比较的发现。 */
export const hostFindings = {
  'overflow-confirmed': {
    title: '内核计到了全连接队列溢出',
    detail: '抓包期间 ListenOverflows 增加了 {{counted}}，与 {{address}} 端口 {{port}} 的数据包一致。该计数器涵盖主机上的所有监听套接字。',
    advice: '在主机视图中比较 `ss -lnt` 的 Recv-Q 与 Send-Q：Recv-Q 大于 Send-Q 的监听套接字即在溢出。',
  },
  'overflow-not-counted': {
    title: '抓包显示全连接队列溢出，但内核没有计到',
    detail:
      '{{address}} 端口 {{port}} 的数据包看起来像全连接队列已满，但同期 ListenOverflows 没有变化。采样来自与该监听不同的主机或命名空间，或时钟不一致，或监听之前的设备（防火墙、负载均衡）丢弃了 SYN。',
    advice:
      '请采样拥有该地址的主机与命名空间（在那里运行 ip -br address、ip netns list），并比较时钟。若两者都无误，请在服务器上也抓包：没有到达那里的 SYN 是在途中被丢弃的。',
  },
  'overflow-not-captured': {
    title: '内核计到了全连接队列溢出，抓包中却毫无踪迹',
    detail:
      '抓包期间 ListenOverflows 增加了 {{counted}}，{{socket}} 端口 {{port}} 的队列已满（Recv-Q {{queue}}，上限 {{limit}}），却没有数据包显示丢弃：抓包中缺少被丢弃的数据包，或它们来自另一个接口。',
    advice: '请在服务器的所有接口上抓包（-i any），不要用会遗漏客户端的过滤器，并查看抓包的丢弃计数。',
  },
  'overflow-seen-by-kernel': {
    title: '全连接队列溢出：内核证实了仅凭抓包无法证明的事',
    detail:
      '在 {{address}} 端口 {{port}} 的 SYN 得不到应答期间，{{socket}} 端口 {{port}} 的队列已满（Recv-Q {{queue}}，上限 {{limit}}），且 ListenOverflows 增加了 {{counted}}。',
    advice:
      '首先让应用更快地 accept。然后在程序中把 backlog 提高到 {{limit}} 以上，并同时提高 net.core.somaxconn（sysctl -w net.core.somaxconn=4096）。',
  },
  'overflow-elsewhere': {
    title: '溢出的全连接队列不在此抓包中',
    detail:
      '抓包期间 ListenOverflows 增加了 {{counted}}，但抓包中没有监听显示丢弃。该计数器涵盖主机上的所有监听套接字：溢出的是另一个，或位于未抓取的接口上。',
    advice: '请查看主机视图中的监听套接字：Recv-Q 大于 Send-Q 的那个在溢出。请抓取其端口。',
  },
  'cookies-not-counted': {
    title: '抓包显示 SYN cookie，但内核没有计到',
    detail:
      '{{address}} 端口 {{port}} 的 SYN-ACK 看起来带有 cookie，但同期 SyncookiesSent 没有变化：采样来自另一主机或命名空间，或服务器之前的设备发送了 cookie。',
    advice: '请采样拥有该地址的主机；若已如此，请在路径上查找 SYN 代理。',
  },
  'cookies-not-captured': {
    title: '内核发送了 SYN cookie，抓包中却毫无踪迹',
    detail: '抓包期间 SyncookiesSent 增加了 {{counted}}，发生在不在抓包中的监听或接口上。',
    advice: '请在主机视图中查找半开连接较多的监听，并抓取其端口。',
  },
  'queue-outside-bounds': {
    title: '采样到的全连接队列与抓包所允许的不符',
    detail:
      '{{address}} 端口 {{port}} 的 {{of}} 个采样中有 {{samples}} 个超出数据包给出的上下界，第一个为 {{queue}}，而应为 {{lower}} 至 {{upper}}。抓包缺少数据包，或时钟不一致，或采样来自另一主机。',
    advice: '请比较两者的时钟，在服务器本机抓包，并查看抓包的丢弃计数。',
  },
} as const;

export const hostRuledOut = {
  hostCountedNotFiltered: {
    alternative: '防火墙或路径丢弃了 SYN',
    because: '服务器自己的内核因全连接队列已满计到了 {{counted}} 次丢弃：它们到达了',
  },
} as const;
