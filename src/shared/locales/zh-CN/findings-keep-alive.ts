/** 保活分析器的结论：`finding.keepalive.<code>`。 */
export const keepAliveFindings = {
  absent: {
    title: '通往 {{serverAddress}} 的连接长时间空闲而没有任何一端探测：{{connections}} 个',
    detail: '最长静默为 {{silenceMs}}（{{clientAddress}}）。两端都不发保活探测：在有人发送数据之前，对端死亡不会被发现。',
    detail_devices:
      '最长静默为 {{silenceMs}}（{{clientAddress}}）。两端都不发保活探测：在有人发送数据之前，对端死亡不会被发现。通常空闲超时更短的设备：{{devices}}。',
    advice: '任意一端都可以在自己的套接字上打开保活，一端就够了。',
  },
  'peer-crashed': {
    title: '对端不再应答：{{lostProbes}} 个保活探测无应答后放弃连接',
    detail:
      '{{prober}} {{proberAddress}} 有 {{silentMs}} 没有收到 {{peerAddress}} 的任何数据包，发出的 {{lostProbes}} 个探测都没有应答，于是重置了连接。对端崩溃、断电，或者路径不再转发。',
    advice: '查看 {{peerAddress}} 当时的状态（电源、内核日志），再检查路径。要更早发现，请缩短空闲时间和间隔；要熬过短暂中断，请增加探测次数。',
  },
  'user-timeout': {
    title: '静默 {{silentMs}} 后放弃连接，与探测的节奏不符',
    detail:
      '{{prober}} {{proberAddress}} 在最后一次收到 {{peerAddress}} 的数据包 {{silentMs}} 之后重置了连接，与探测的节奏不符：结束连接的不是探测次数，而是应用自己的超时或中止，或者是不等到下一个探测就生效的用户超时（Linux 会等）。此前有 {{lostProbes}} 个探测无应答。',
    advice:
      '先检查 {{proberAddress}} 上应用的超时，再检查会取代探测次数的 TCP_USER_TIMEOUT。把它们设为 空闲时间 + 间隔 × 次数；若要由保活参数决定，则不要设置。',
  },
  'peer-rebooted': {
    title: '对端已不认识此连接：保活探测得到的应答是重置',
    detail:
      '{{peerAddress}} 用一个不确认任何数据的重置应答了 {{prober}} {{proberAddress}} 的探测：主机在运行，但没有这个连接。它重启过，或者进程在无法发送数据包时被杀死。如果路径上的地址转换设备遗忘了连接，让探测以另一个地址通过，对端也会这样应答，尽管它仍保有此连接。',
    advice:
      '检查 {{peerAddress}} 在该帧之前是否重启；如果没有，在它那里抓包，看探测来自哪个地址。客户端遇到 "Connection reset by peer" 应立即重连；缩短空闲时间可以更早发现。',
  },
  'peer-unreachable': {
    title: '对端不可达',
    detail: '{{prober}} {{proberAddress}} 的 {{lostProbes}} 个保活探测无应答。',
    detail_icmp:
      '{{prober}} {{proberAddress}} 的 {{lostProbes}} 个保活探测无应答，并有 {{icmpErrors}} 个 ICMP 差错报告 {{peerAddress}} 不可达。TCP 只把它们当作提示，继续探测。',
    detail_neighbour:
      '{{prober}} {{proberAddress}} 的 {{lostProbes}} 个保活探测无应答，对 {{peerAddress}} 的 {{neighbourRequests}} 个 ARP 或邻居请求也无应答：它已不在所在的网络上，后续探测不会再出现在线路上。',
    detail_path:
      '{{prober}} {{proberAddress}} 的 {{lostProbes}} 个保活探测无应答，而同时 {{peerAddress}} 自己也发送了 {{peerProbes}} 个探测：它仍在运行，但两者之间至少有一个方向的数据包丢失。',
    title_unheard: '对端的应答没有到达探测方，探测方放弃了连接',
    detail_unheard:
      '抓包显示 {{peerAddress}} 应答了{{prober}} {{proberAddress}} 的 {{lostProbes}} 个保活探测，但{{prober}}仍像没有收到应答一样按间隔继续探测，并在最后一个探测之后一个间隔时重置了连接：应答在抓包点与它之间丢失了。',
    advice_unheard: '检查从抓包点回到 {{proberAddress}} 的路由、防火墙和链路；在 {{proberAddress}} 上抓包，可以看到应答没有到达。',
    advice_path: '检查 {{proberAddress}} 与 {{peerAddress}} 之间的路由、防火墙和链路；在两端各抓一次包，就能看出哪一端听不到另一端。',
    advice: '从报告差错的主机出发，检查通往 {{peerAddress}} 的路由、防火墙和链路；所列帧中的 ICMP 类型和代码说明缺的是什么。',
  },
  'good-connection-killed': {
    title: '一次短暂中断期间，保活杀死了正常的连接',
    detail:
      '{{prober}} {{proberAddress}} 在 {{outageMs}} 内有 {{lostProbes}} 个探测无应答，于是放弃；{{aliveAfterMs}} 之后 {{peerAddress}} 又出现了（帧 {{aliveFrame}}），并且认为连接仍然打开。',
    title_offSchedule: '一次短暂中断期间，正常的连接被放弃',
    detail_offSchedule:
      '{{prober}} {{proberAddress}} 在 {{outageMs}} 内有 {{lostProbes}} 个探测无应答之后重置了连接，与探测的节奏不符：是它的应用，或者用户超时。{{aliveAfterMs}} 之后 {{peerAddress}} 又出现了（帧 {{aliveFrame}}），并且认为连接仍然打开。',
    advice_offSchedule: '先检查 {{proberAddress}} 上应用的超时，再检查 TCP_USER_TIMEOUT：它们长于中断时长，就能熬过这样的中断。',
    advice: '间隔 × 次数 大于中断时长，就能熬过这样的中断。请增加次数或间隔。',
  },
  'middlebox-timeout': {
    title: '路径上的设备可能丢弃了空闲连接',
    detail:
      '静默 {{silenceMs}} 之后再无回应；此前熬过的最长静默为 {{outlivedMs}}。介于两者之间的空闲超时：{{devices}}。这类设备会遗忘连接而不通知任何一端。',
    detail_forgotten:
      '重置在静默 {{silenceMs}} 之后到来；此前熬过的最长静默为 {{outlivedMs}}。介于两者之间的空闲超时：{{devices}}。遗忘了连接的设备会自己重置它，或者让探测以另一个地址通过，由对端重置。',
    detail_data:
      '静默 {{silenceMs}} 之后发送的数据从未被确认，也没有遇到重置或差错；此前熬过的最长静默为 {{outlivedMs}}。介于两者之间的空闲超时：{{devices}}。',
    detail_reset:
      '静默 {{silenceMs}} 之后来自 {{peerAddress}} 的重置，其跳数与它之前的数据包不同：很可能是路径上的防火墙、负载均衡器或地址转换设备发出的。',
    detail_identification:
      '静默 {{silenceMs}} 之后来自 {{peerAddress}} 的重置，其跳数与平常相同，但 IP 标识没有延续它之前的数据包：可能是路径上的设备以它的名义发出的。重新启动的主机也会重新计数。',
    title_reset: '很可能是路径上的设备重置了连接',
    title_heard: '路径上的设备以对端的名义重置了连接',
    detail_heard:
      '{{prober}} {{proberAddress}} 的探测得到了一个以 {{peerAddress}} 名义发出的重置，但 {{peerAddress}} 之后仍在使用此连接（帧 {{heardFrame}}），而发出过重置的主机做不到这一点：重置是路径上的防火墙、负载均衡器或地址转换设备发出的。',
    advice: '探测应比路径上最短的空闲超时更频繁：空闲时间通常取其一半。',
    advice_reset: '找出该设备：在它两侧的抓包中，只有一侧有这个重置。它的规则或空闲超时会拒绝它不认识的数据包；如果原因是超时，请更频繁地探测。',
    advice_heard: '找出该设备：在它两侧的抓包中，只有一侧有这个重置。它的规则或空闲超时会拒绝它不认识的数据包；如果原因是超时，请更频繁地探测。',
  },
  'probes-unanswered': {
    title: '抓包结束时保活探测仍无应答：{{lostProbes}} 个',
    detail: '{{prober}} {{proberAddress}} 发往 {{peerAddress}} 的最后 {{lostProbes}} 个探测没有应答；抓包在连接被放弃之前就结束了。',
    detail_predicted:
      '{{prober}} {{proberAddress}} 发往 {{peerAddress}} 的最后 {{lostProbes}} 个探测没有应答；抓包在连接被放弃之前结束。按与其设置相符的默认值，它会在 {{deathInMs}} 之后、发出 {{deathCount}} 个探测后被放弃。',
    detail_assumed:
      '{{prober}} {{proberAddress}} 发往 {{peerAddress}} 的最后 {{lostProbes}} 个探测没有应答；抓包在连接被放弃之前结束。若次数为 Linux 的 {{deathCount}}，它会在 {{deathInMs}} 之后被放弃。',
    advice: '继续抓包，或立即检查 {{peerAddress}}：在这一轮探测结束之前，一个应答仍能挽救连接。',
  },
  'outage-survived': {
    title: '连接熬过了一次中断：丢失 {{lostProbes}} 个保活探测',
    detail: '最长有 {{outageMs}} 没有 {{peerAddress}} 的任何消息；之后 {{prober}} 的探测得到了应答。中断次数：{{outages}}。',
    advice: '探测次数留有余地。如果反复出现，请在所列帧的时刻检查路径上的丢包。',
  },
  'answer-lost': {
    title: '保活探测的应答在抓包点之后丢失：{{lostAnswers}} 个',
    detail: '抓包中有 {{peerAddress}} 的应答，但 {{prober}} 没有等满空闲时间，而是按间隔再次探测：它没有收到应答。应答在抓包点与探测方之间丢失。',
    title_between: '保活探测的应答在两个抓包点之间丢失：{{losses}} 个',
    detail_between:
      '{{peerAddress}} 应答了{{prober}} {{proberAddress}} 的 {{losses}} 个探测：{{farFile}} 中有这些应答，而更靠近{{prober}}的 {{nearFile}} 中没有。它们在返回途中、两个抓包点之间丢失。',
    advice: '在探测方也抓包并比较：丢包发生在两个抓包点之间。',
    advice_between: '检查两个抓包点之间从 {{peerAddress}} 到 {{proberAddress}} 方向的丢包；对端本身正常。',
  },
  'probe-lost': {
    title: '保活探测在途中丢失：{{losses}} 个',
    title_beyond: '保活探测越过最后一个抓包点后没有得到应答：{{losses}} 个',
    detail: '',
    detail_between:
      '{{prober}} {{proberAddress}} 的 {{losses}} 个探测出现在 {{nearFile}} 中，但不在更靠近 {{peerAddress}} 的 {{farFile}} 中：它们在两个抓包点之间丢失。',
    detail_uncovered:
      '{{prober}} {{proberAddress}} 的 {{losses}} 个探测出现在 {{nearFile}} 中，但不在更靠近 {{peerAddress}} 的 {{farFile}} 中：它们在两个抓包点之间丢失，除非 {{farFile}}（其中没有更晚的数据包）当时已经停止抓包。',
    detail_beyond:
      '{{prober}} {{proberAddress}} 的 {{losses}} 个探测经过了 {{nearFile}} 和 {{farFile}}，两处都没有应答：丢失或对端的沉默发生在最后一个抓包点之后、{{peerAddress}} 一侧。',
    advice: '检查两个抓包点之间从 {{proberAddress}} 到 {{peerAddress}} 方向的丢包。',
    advice_beyond: '检查 {{peerAddress}} 本身以及最后一个抓包点之后的路径；两个抓包点之间的路径正常传送了探测。',
  },
  'idle-hoarding': {
    title: '{{holder}} 用探测占住了 {{connections}} 个从未传过数据的连接',
    detail:
      '这些连接都通往 {{heldOpen}}，占用它的内存和连接表；探测每小时花费 {{packetsPerHour, number}} 个数据包、{{perHourBytes}}。攻击者可以这样拖住服务器；泄漏的连接池看起来也一样。',
    advice:
      '让服务器关闭在应用层空闲的连接（例如 nginx client_header_timeout、PostgreSQL idle_session_timeout），并限制每个地址的连接数；保活本身永远不会结束它们。',
  },
  exposed: {
    title: '保活探测向路径上的监听者透露了加密连接的情况：{{connections}} 个',
    detail: '',
    detail_plain: '{{probes}} 个探测及其应答以明文传输：它们透露两台主机在运行，以及连接何时空闲。',
    detail_timestamps: '{{probes}} 个探测及其应答以明文传输：它们透露两台主机在运行、连接何时空闲，其时间戳还透露已运行多久。',
    advice: '如果在意，请由加密协议自己发送心跳（ssh ServerAliveInterval，TLS 内的 WebSocket 或 HTTP/2 ping）。',
  },
} as const;
