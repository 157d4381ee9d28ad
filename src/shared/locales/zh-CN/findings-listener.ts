export const listenerFindings = {
  /** 观察到的 accept 速率与队列溢出的关系。 */
  acceptance: {
    never: '应用程序没有在任何连接上应答：只要它不 accept，多长的 backlog 都不够。请查明它为何停滞（所有工作进程繁忙、锁、进程被暂停）。',
    slow: '应用程序每秒在 {{servedPerSecond}} 个连接上首次应答，而一秒内最多到来 {{ratePeak}} 个：请让它更快地 accept（增加工作进程，accept 循环中不做其他工作）。更长的队列只能应对突发。',
    burst:
      '应用程序每秒在 {{servedPerSecond}} 个连接上首次应答，一秒内最多到来 {{ratePeak}} 个：它通常跟得上，因此这是一次突发，更长的队列可以容纳它。',
  },
  'accept-queue-overflow': {
    title: '监听端口的全连接队列（accept 队列）溢出',
    detail:
      '在最多 {{waitingAtMost}} 个连接等待 accept() 时，服务器没有接收客户端已完成握手的连接，或丢弃了 SYN：$t(finding.counts.syns, {"count": {{droppedSyns}} }) 没有回应，$t(finding.counts.finalAcks, {"count": {{ignoredAcks}} }) 被忽略，{{rejectedAcks}} 个被 RST 回应。队列最多容纳 min(backlog, net.core.somaxconn) 加一，因此该上限至多为 {{queueLimitAtMost}}。accept() 本身不会在抓包中留下痕迹：只能给出队列长度的上下界。',
    detail_ignore:
      '有连接在等待 accept() 时，服务器忽略了 $t(finding.counts.finalAcks, {"count": {{ignoredAcks}} })（tcp_abort_on_overflow 为 0），并有 $t(finding.counts.syns, {"count": {{droppedSyns}} }) 没有回应。队列最多容纳 min(backlog, net.core.somaxconn) 加一；从抓包看该上限至多为 {{queueLimitAtMost}}。ACK 被忽略的客户端以为已经连接。accept() 本身不会在抓包中留下痕迹：只能给出队列长度的上下界。',
    detail_reset:
      '有连接在等待 accept() 时，服务器用 RST 回应了 $t(finding.counts.finalAcks, {"count": {{rejectedAcks}} })（tcp_abort_on_overflow 为 1），并有 $t(finding.counts.syns, {"count": {{droppedSyns}} }) 没有回应。队列最多容纳 min(backlog, net.core.somaxconn) 加一；从抓包看该上限至多为 {{queueLimitAtMost}}。accept() 本身不会在抓包中留下痕迹：只能给出队列长度的上下界。',
    detail_dropped:
      '在最多 {{waitingAtMost}} 个已被内核接收的连接等待应用程序时，服务器有 $t(finding.counts.syns, {"count": {{droppedSyns}} }) 没有回应。全连接队列满时，无论 tcp_abort_on_overflow 如何设置，每个 SYN 都会被静默丢弃。其上限 min(backlog, net.core.somaxconn) 至多为 {{queueLimitAtMost}}。accept() 本身不会在抓包中留下痕迹：请对照 `ss -lnt` 的 Recv-Q 和 Send-Q 以及计数器 ListenOverflows。',
    advice:
      '$t(finding.listener.acceptance.{{acceptance}})最多有 {{waitingAtMost}} 个连接在等待，{{turnedAway}} 次尝试被拒之门外：backlog 设为 {{advisedBacklog}} 可同时容纳全部。上限取 backlog 与 net.core.somaxconn 中较小者，此前至多为 {{queueLimitAtMost}}：请同时提高两者并重启程序，因为 listen() 只在启动时告知一次。tcp_abort_on_overflow 只改变客户端得知的方式；请保持为 0，以便突发能平稳度过。',
  },
  'syn-queue-overflow': {
    title: '监听端口的半连接队列（SYN 队列）溢出',
    detail:
      '在 {{halfOpenPeak}} 个半开连接存在时，$t(finding.counts.syns, {"count": {{droppedSyns}} }) 没有得到回应：半开连接的队列同样受 min(backlog, net.core.somaxconn) 限制，而且 syncookies 已关闭。',
    advice:
      '请打开 SYN cookies：半连接队列满时就不会丢弃任何客户端。然后提高 backlog，它同样限制半开连接：当时有 {{halfOpenPeak}} 个半开连接，{{turnedAway}} 次尝试被拒之门外，{{advisedBacklog}} 可容纳它们；net.core.somaxconn 也要同样大。不使用 cookies 时 net.ipv4.tcp_max_syn_backlog 也有限制：空闲不足四分之一时，未经验证的客户端会被丢弃。减少 SYN-ACK 重传次数可以更早释放位置：3 次为 15 秒，5 次为 63 秒。',
  },
  'syn-flood': {
    title: '监听端口正遭受 SYN 洪水攻击',
    detail:
      '{{attempts, number}} 次尝试中有 {{abandoned, number}} 次只发送了一个 SYN，此后再无任何数据包；每秒最多 {{ratePeak}} 次，共来自 {{sources, number}} 个地址；{{complete, number}} 次尝试完成了握手。在逐个查看的尝试中，$t(finding.counts.syns, {"count": {{droppedSyns}} }) 没有回应；同时最多有 {{halfOpenPeak}} 个半开连接。',
    advice:
      '请保持 SYN cookies 打开：它不保留状态即可回应。减少 SYN-ACK 重传次数可在 7 秒而不是 63 秒后释放位置。更长的 backlog 不是防御：每秒 {{ratePeak}} 个 SYN 会在瞬间填满任何队列。请在上游靠近来源处过滤；{{sources, number}} 个源地址很可能是伪造的，逐个封锁没有意义。',
  },
  refused: {
    title: '连接被拒绝',
    title_many: '许多端口拒绝连接',
    detail: '{{attempts, number}} 次尝试中有 {{refused, number}} 次被 RST 回应：该地址和端口上没有程序在监听。',
    detail_partly:
      '{{attempts, number}} 次尝试中有 {{refused, number}} 次被 RST 回应，{{complete, number}} 次成功。该地址和端口上有时没有程序在监听：服务启动较晚或重新启动过，或者该地址背后的多台服务器中有一台没有运行该服务。',
    detail_many: '{{listeners, number}} 个端口拒绝了所有尝试，如同端口扫描。其中 {{clientListeners, number}} 个最先由 {{clientAddress}} 尝试。',
    advice:
      '请在服务器上检查服务是否在运行并监听该地址：`ss -lnt sport = :{{port}}`。绑定到 127.0.0.1 的服务会拒绝来自其他主机的连接。这与 backlog 和 somaxconn 无关：队列满时会丢弃，而不是拒绝。',
    advice_many: '如果这不是您自己的扫描，请检查 {{clientAddress}}：它可能是扫描程序，也可能是服务器列表已过期的程序。',
  },
  filtered: {
    title: 'SYN 在到达监听端口之前被丢弃',
    title_icmp: 'SYN 被防火墙拒绝',
    title_stopped: 'SYN 不再得到回应',
    title_many: '许多端口没有回应',
    detail:
      '{{attempts, number}} 次尝试中有 {{unanswered, number}} 次没有得到任何回应，当时也没有其他连接得到服务：可能是防火墙丢弃、主机宕机或缺少路由。在抓包开始之前全连接队列就已满的监听端口看起来也一样。',
    detail_stopped:
      '起初尝试成功，从某一时刻起都没有得到回应（{{attempts, number}} 次中的 {{unanswered, number}} 次）：可能是防火墙丢弃、主机宕机或路由丢失。应用不再接受连接而使全连接队列变满，看起来也一样。',
    detail_icmp: 'SYN 得到了 ICMP 错误（目的不可达）：防火墙拒绝了它们，或没有路由。',
    detail_many:
      '{{listeners, number}} 个端口不让任何 SYN 通过，如同穿过防火墙的端口扫描。其中 {{clientListeners, number}} 个最先由 {{clientAddress}} 尝试。',
    advice:
      '跟踪 SYN：在服务器上抓包。如果它没有到达，请检查防火墙和路由；如果到达了，请检查主机防火墙（nft list ruleset）和 `ss -lnt sport = :{{port}}`：Recv-Q 大于 Send-Q 即全连接队列已满。',
    advice_many: '如果这不是您自己的扫描，请检查 {{clientAddress}}：它可能是扫描程序，也可能是服务器列表已过期的程序。',
  },
  'half-open': {
    title: '握手停留在半开状态',
    detail:
      '{{attempts, number}} 次尝试中有 {{halfOpen, number}} 次收到了 SYN-ACK，但没有后续的最后 ACK。SYN-ACK 或 ACK 在抓包点与客户端之间丢失，或者客户端不想要这个连接。',
    advice:
      '请同时在客户端抓包：如果 SYN-ACK 没有到达，说明返回路径被过滤或不对称；如果到达了，则是最后的 ACK 丢失。每个半开连接都占用半连接队列的一个位置，直到最后一次 SYN-ACK 重传超时：tcp_synack_retries = 5 时为 63 秒，3 时为 15 秒。',
  },
  closed: {
    title: '监听端口在有连接等待时被关闭',
    title_idle: '监听端口被关闭',
    detail: '应用程序尚未应答的连接同时被重置，此后的 SYN 被拒绝：进程关闭了监听套接字或已退出。在全连接队列中等待的连接全部丢失。',
    detail_idle:
      '此前的尝试成功，从某一时刻起所有尝试都被 RST 回应（{{attempts, number}} 次中的 {{refused, number}} 次）：进程关闭了监听套接字或已退出。没有连接在等待应用程序时被重置。',
    advice:
      '重启时请使用比进程更长寿的套接字（systemd 套接字激活，或移交监听套接字）；否则应先停止新客户端，accept 到队列为空再关闭。更长的 backlog 在这种时刻只会丢失更多连接。',
  },
  'defer-accept': {
    title: '监听端口推迟 accept，直到数据到达',
    detail: '没有数据的最后 ACK 被忽略，SYN-ACK 在 {{afterMs}} 后再发送一次：这是 TCP_DEFER_ACCEPT，不是溢出。立即发送数据的客户端不会察觉。',
    advice: '除非客户端要等服务器先发言，否则无需处理；若是如此，请取消推迟 accept（nginx：去掉 `deferred`）。',
  },
  'lossy-path': {
    title: '握手数据包在途中丢失',
    detail: 'SYN 或 SYN-ACK 不得不重传，但没有队列已满的迹象：{{attempts, number}} 次尝试中有 {{complete, number}} 次完成。',
    advice: '请在两端抓包并比较：数据包缺失之处就是丢失之处。每丢失一个握手数据包，客户端就要多等一秒或更久。',
  },
  cookies: {
    title: '服务器用 SYN cookies 回应',
    detail:
      '在 {{compared}} 个连接中，有 {{lagging}} 个的 SYN-ACK 时间戳落后于下一个报文段，中位数为 {{medianLagMs}}：cookies 把选项放进了时间戳的低六位。',
    detail_scaling:
      '{{withheld}} 个 SYN-ACK（数个连续）没有窗口缩放，而同样的客户端提出了它，并在其他时候得到过：没有时间戳时，cookie 没有位置保存它。同一地址背后设置不同的另一台服务器看起来也一样。',
    detail_stateless: '{{stateless}} 个 SYN-ACK 在没有任何回应的情况下从未重传：服务器没有为它们保留状态。',
    advice:
      'Cookies 是高负载下的防御手段：请从 SYN 速率或过小的 backlog 中寻找原因。net.ipv4.tcp_syncookies=2 时总是发送 cookies，代价是丢失选项和 MSS 精度。',
  },
} as const;

export const silentDropFinding = {
  title: '客户端认为此连接已建立，服务器却不知道它',
  detail:
    '客户端完成了握手，并在 {{afterMs}} 内发送了 {{segments}} 个报文段，其中有 {{lostBytes}} 数据；服务器一个也没有接收：对它来说，最后的 ACK 从未到达。',
  detail_noData: '客户端完成了握手；服务器在 {{afterMs}} 内对 {{segments}} 个报文段毫无反应：对它来说，最后的 ACK 从未到达。',
  advice: '原因见关于监听端口的发现。在解决之前：客户端需要自己的读超时，以及可以重复的请求；connect 成功只能证明服务器的内核回应了 SYN。',
} as const;

export const listenerSees = {
  connectTimesOut: '客户端：在 SYN 重传用尽后（默认约两分钟）connect() 返回 ETIMEDOUT，通常会先触发自己的连接超时。服务器应用程序：毫无察觉。',
  connectRejected: '客户端：connect() 根据 ICMP 错误返回 ECONNREFUSED 或 EHOSTUNREACH。服务器应用程序：毫无察觉。',
  connectionRefused: '客户端：connect() 返回 ECONNREFUSED。该端口后面没有应用程序。',
  connectIsSlow: '客户端：connect() 多花一秒或更久，然后正常。服务器：毫无察觉。',
  resetAfterConnect: '客户端：connect() 成功，随后 ECONNRESET（“Connection reset by peer”）。服务器应用程序：毫无察觉。',
  readTimesOut: '客户端：connect() 成功；随后是自己的读超时，或在服务器遗忘后得到 ECONNRESET。服务器应用程序：毫无察觉。',
  resetAfterSilence: '客户端：connect() 和写入成功，然后沉默，最后 ECONNRESET（“Connection reset by peer”）。服务器应用程序：毫无察觉。',
  resetThenRefused: '正在等待的客户端：ECONNRESET（“Connection reset by peer”）。之后的客户端：connect() 返回 ECONNREFUSED。',
} as const;

export const listenerRuledOut = {
  floodNotPathLoss: { alternative: '数据包在途中丢失', because: '没有收到回应的客户端会重发 SYN；这些从未重发' },
  floodNotAcceptQueue: { alternative: '全连接队列已满', because: 'SYN 被丢弃时没有连接在等待 accept()' },
  closedNotRebooted: { alternative: '主机重启', because: '它的内核仍在回应：SYN 被 RST 拒绝' },
  closedNotOverflow: { alternative: '全连接队列已满', because: '队列满时会静默丢弃 SYN；这些却被拒绝' },
  overflowNotFiltered: { alternative: '防火墙丢弃', because: '当时监听端口接收了其他尝试的连接，或回应了这些 SYN' },
  overflowNotPathLossHere: { alternative: '数据包在途中丢失', because: '抓包在服务器处进行，它在一毫秒内回应：抓包中的数据包都已到达' },
  overflowNotPathLoss: { alternative: '数据包在途中丢失', because: '丢包不会放过其他连接，却吞掉这些连接的每一次重传' },
  overflowNotSlowApplication: { alternative: '应用程序应答缓慢', because: '那样内核会确认数据；这里连最后的 ACK 都没有接收' },
  overflowNotDeferred: { alternative: '推迟 accept', because: '那会在首个数据到达时结束，且 SYN-ACK 只在较晚时重发一次；这里数据也被忽略' },
  synQueueNotFlood: { alternative: 'SYN 洪水攻击', because: '客户端会重发 SYN 并完成握手' },
  synQueueNotAcceptQueue: { alternative: '全连接队列已满', because: '这些 SYN 被丢弃时没有连接在等待 accept()' },
  cookiesNotJitter: { alternative: '延迟变化的路径', because: '那样时间戳超前与落后的次数会相当' },
  silentDropNotSlowApplication: { alternative: '应用程序应答缓慢', because: '服务器在最后的 ACK 之后又发送了 SYN-ACK：它的内核没有接收该 ACK' },
  silentDropNotAccepted: { alternative: '应用程序应答缓慢', because: '服务器的内核甚至没有确认数据' },
  silentDropNotServerDown: { alternative: '服务器宕机', because: '它在本次抓包中完成了另外 {{complete, number}} 次握手' },
  silentDropNotRefused: { alternative: '端口已关闭', because: '服务器曾用 SYN-ACK 回应 SYN' },
} as const;
