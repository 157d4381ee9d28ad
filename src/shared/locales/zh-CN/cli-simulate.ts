/** `tcpulse simulate`：模型所预期的行为。 */
import { simulateKeepAlive } from './cli-simulate-keep-alive';

export const simulate = {
  keepalive: simulateKeepAlive,
  about: '不用抓包，计算 Linux 的行为：定时器和监听队列',
  command: {
    keepalive: '静默的对端何时被放弃，探测花费多少，路径上的设备是否更早',
    synack: '服务器何时重发 SYN-ACK，何时遗忘该连接',
    syn: '客户端何时重发 SYN，connect() 何时放弃',
    queue: '监听端口 accept 缓慢或遭受洪水攻击时，客户端会怎样',
  },
  option: {
    capture: '已保存的抓包，其中的客户端将再次到来；与 --listener 一起使用',
    listener: '其监听端口的地址和端口，与报告中相同',
    idle: '第一个探测之前的静默秒数：tcp_keepalive_time（7200）',
    interval: '探测之间的秒数：tcp_keepalive_intvl（75）',
    count: '放弃之前无应答的探测数：tcp_keepalive_probes（9）',
    userTimeout: 'TCP_USER_TIMEOUT 的秒数，它取代次数',
    deviceTimeout: '路径上防火墙、负载均衡器或地址转换设备的空闲超时秒数',
    heartbeat: '应用心跳之间的秒数',
    json: '输出一个 JSON 文档',
    retries: '重传次数：tcp_synack_retries（5）',
    synRetries: '重传次数：tcp_syn_retries（6）',
    linear: '加倍之前一秒步长的次数：tcp_syn_linear_timeouts（4；Linux 6.5 之前为 0）',
    clients: '客户端数量（100）',
    rate: '每秒客户端数（50）',
    flood: '每秒洪水 SYN 数（0）',
    backlog: 'listen() 的 backlog（128）',
    somaxconn: 'net.core.somaxconn（4096）',
    maxSynBacklog: 'tcp_max_syn_backlog（2048）',
    syncookies: 'tcp_syncookies：0、1 或 2（1）',
    abort: 'tcp_abort_on_overflow = 1',
    synAckRetries: 'tcp_synack_retries（5）',
    acceptEvery: '应用程序处理每个连接所需的毫秒数；“never”表示从不 accept（0）',
    roundTrip: '往返时间，毫秒（1）',
    duration: '模拟的秒数（60）',
    oldKernel: 'SYN 队列只容纳其上限，如较旧的内核',
  },
  usage: {
    captureAndListener: '请指定抓包及其监听端口：--capture 文件 --listener 地址:端口。',
    noSuchListener: '抓包中没有监听端口 {{listener}}。其中有：{{listeners}}。',
    badSeconds: '请给出大于 0 的秒数，最多 {{most}}。',
    badProbes: '请给出 1 到 {{most}} 的整数。',
    badCount: '请给出 0 到 {{most}} 的整数。',
    badAccept: '请给出不小于 0 的毫秒数，或“never”。',
    tooMany: '共 {{packets}} 个 SYN：最多可以模拟 {{most}} 个。',
  },
  examples: `示例：
  tcpulse simulate keepalive --idle 7200 --interval 75 --count 9 --device-timeout 350
  tcpulse simulate synack --retries 3
  tcpulse simulate syn --linear 0
  tcpulse simulate queue --backlog 4 --clients 20 --rate 20 --accept-every never
  tcpulse simulate queue --backlog 511 --accept-every 30 --json
  tcpulse simulate queue --capture server.pcap --listener 192.0.2.80:443 --backlog 1024`,
  synack: {
    title: 'SYN-ACK，tcp_synack_retries = {{retries}}',
    givenUp: '遗忘于',
  },
  syn: {
    title: 'SYN，tcp_syn_retries = {{retries}}，tcp_syn_linear_timeouts = {{linear}}',
    givenUp: 'ETIMEDOUT 于',
  },
  column: { number: '重发', at: '之后', gap: '间隔' },
  queue: {
    captured: '客户端按照 {{path}} 中对 {{listener}} 的到来时间到来：{{clients}} 个客户端，以及 {{flood}} 个没有后续的 SYN',
    title: '监听上限为 {{limit}}：每个队列容纳 {{room}} 个',
    outcomes:
      '客户端：{{established}} 个被内核接收（其中 {{accepted}} 个被 accept），{{stalled}} 个只在自己一侧已连接，{{reset}} 个被重置，{{timedOut}} 个超时，{{waiting}} 个仍在等待',
    connect: 'connect() 耗时中位数 {{median}}，最长 {{longest}}',
    peaks: '峰值：{{halfOpen}} 个半开，{{acceptQueue}} 个等待 accept()',
    counters:
      '计数器：ListenOverflows {{listenOverflows}}，ListenDrops {{listenDrops}}，TCPReqQFullDrop {{reqQFullDrop}}，TCPReqQFullDoCookies {{reqQFullDoCookies}}，EmbryonicRsts {{embryonicResets}}',
    resent: '重发：{{syn}} 个 SYN，{{synAck}} 个 SYN-ACK，{{data}} 个数据报文段',
  },
} as const;
