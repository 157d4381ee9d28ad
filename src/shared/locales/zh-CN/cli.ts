import { capture } from './cli-capture';
import { host } from './cli-host';
import { simulate } from './cli-simulate';

export const cli = {
  capture,
  simulate,
  host,
  about: '解释抓包文件中的 TCP 长连接：keep-alive、握手、重置，并指出作为证据的帧。',
  command: {
    analyze: '输出一个或多个抓包文件的报告',
    packets: '每个数据包输出一行',
    dissect: '输出一个数据包的所有字段及其字节',
    report: '生成可交付的报告：HTML、Markdown 或 JSON',
    bundle: '把抓包文件和项目放进一个文件，可去除地址和载荷',
    statistics: '会话、端点、协议分级',
    follow: '按顺序输出一个连接两端发送的内容',
    serve: '在本机浏览器中打开工作台',
    simulate: simulate.about,
    host: host.about,
    capture: capture.about,
    interfaces: capture.interfacesAbout,
  },
  argument: {
    files: '抓包文件：pcap、pcapng（可为 gzip 或 zstd 压缩）、tcpdump 文本、十六进制转储；- 表示标准输入',
    file: '抓包文件；- 表示标准输入',
    openFile: '启动后立即打开的抓包文件',
  },
  option: {
    version: '输出版本号',
    help: '输出本帮助',
    helpCommand: '输出某个命令的帮助',
    language: '所有文字的语言：en 或 zh-CN（默认取自 LC_ALL、LC_MESSAGES、LANG）',
    json: '一个 JSON 文档，格式 tcpulse.report/1（见 docs/report.md）',
    ndjson: '同上，每行一个对象',
    failOn: '存在该级别的发现时以状态 1 退出',
    allConnections: '列出全部连接，包括洪泛中的连接',
    without: '要省略的分析，用逗号分隔，例如 keep-alive,heartbeat',
    pricePerGb: '按流量计费链路上每 GB 的价格（任意货币）：用于计算保活的费用',
    fields: '以制表符分隔输出这些字段的值；字段用 Wireshark 名称，以逗号分隔',
    jsonLines: '每行一个 JSON 对象',
    frame: '数据包编号，从 1 开始',
    dissectJson: '以 JSON 输出解析结果，字节为十六进制数字',
    port: '监听的 TCP 端口（默认任选空闲端口）',
    root: '只允许打开此文件夹中的文件（默认为您的主文件夹）',
    noOpen: '只输出地址，不打开浏览器',
  },
  examples: {
    simulate: simulate.examples,
    host: host.examples,
    capture: capture.examples,
    interfaces: capture.interfacesExamples,
    program: `示例：
  tcpulse analyze capture.pcapng
  tcpulse packets capture.pcapng --fields frame.number,ip.src,tcp.seq_raw
  tcpulse dissect capture.pcapng --frame 12
  tcpulse serve capture.pcapng

退出状态：0 完成，1 存在 --fail-on 所指的发现，2 用法错误，
3 完全无法读取，4 只读取了一部分，130 被中断。`,
    analyze: `示例：
  tcpulse analyze capture.pcapng
  tcpulse analyze client.pcap server.pcap --json > report.json
  tcpdump -i eth0 -c 1000 -w - | tcpulse analyze -
  tcpulse analyze capture.pcap --fail-on error || echo "需要检查"`,
    packets: `示例：
  tcpulse packets capture.pcapng | less
  tcpulse packets capture.pcapng --fields frame.number,ip.src,tcp.dstport,tcp.options.mss_val
  tcpulse packets capture.pcapng --filter 'keepalive.probe and ip.addr == 10.0.0.0/8'
  zstd -dc capture.pcap.zst | tcpulse packets - --json`,
    dissect: `示例：
  tcpulse dissect capture.pcapng --frame 12
  tcpulse dissect capture.pcapng --frame 12 --json
  tcpdump -x -r capture.pcap | tcpulse dissect - --frame 1`,
    report: `示例：
  tcpulse report capture.pcap -o report.html
  tcpulse report case.tcpulse --format md
  tcpulse report capture.pcap --connection 3 -o connection.html
  tcpulse report capture.pcap --listener 443`,
    bundle: `示例：
  tcpulse bundle case.tcpulse -o case.tcpulse-bundle
  tcpulse bundle capture.pcap --anonymize -o for-the-vendor.tcpulse-bundle`,
    follow: `示例：
  tcpulse follow capture.pcapng --connection 0
  tcpulse follow capture.pcapng --connection 0 --hex
  tcpulse follow capture.pcapng --connection 0 --raw --from server > answer.bin`,
    statistics: `示例：
  tcpulse statistics capture.pcapng --conversations tcp
  tcpulse statistics capture.pcapng --endpoints ip --hierarchy --json`,
    serve: `示例：
  tcpulse serve
  tcpulse serve capture.pcapng --port 8080 --no-open
  tcpulse serve --root /var/captures`,
  },
  helpTitle: {
    usage: '用法：',
    arguments: '参数：',
    options: '选项：',
    'global options': '全局选项：',
    commands: '命令：',
  },
  usage: {
    seeHelp: '（用法见 --help）',
    standardInputOnce: '标准输入（-）只能指定一次',
    fieldNames: '`tcpulse dissect FILE --frame 1 --json` 会列出一个数据包的字段名。',
    noFields: '请至少指定一个字段，例如 --fields frame.number,ip.src。',
    badFrame: '帧编号是从 1 开始的整数。',
    badAnalyzer: '可用的分析名：{{known}}。',
    badPrice: '价格是 0 到 1000000 的数。',
    badPort: '端口是 0（任选空闲端口）到 65535 的整数。',
  },
  progress: {
    known: '{{name}}：{{percent}} %，{{packets}} 个数据包',
    open: '{{name}}：已读 {{read}}，{{packets}} 个数据包',
  },
  serve: { listening: 'TCPulse 已在 {{url}} 打开\n按 Ctrl+C 结束。' },
  dissect: {
    bytes: '{{label}}（{{bytes}} 字节）',
    fromText: '读自以下文本：',
    absent: '文本中没有：{{fields}}',
    issue: {
      truncated: '{{layer}}：被抓包长度截断：在 {{offset}} 处需要 {{needed}} 字节，实有 {{available}}',
      incomplete: '{{layer}}：不完整：{{offset}} 处需要 {{needed}} 字节，只有 {{available}} 字节，消息的其余部分未被捕获',
      malformed: '{{layer}}：格式错误：在 {{offset}} 处需要 {{needed}} 字节，实有 {{available}}',
      unsupported: '{{layer}}：不再继续解析（位于 {{offset}}）',
    },
  },
  report: {
    standardInput: '标准输入',
    read_one: '{{format}}，{{packets}} 个数据包，{{bytes}}',
    read_other: '{{format}}，{{packets}} 个数据包，{{bytes}}',
    times: {
      epoch: '{{first}} 至 {{last}} UTC（{{duration}}）',
      'time-of-day': '{{first}} 至 {{last}}，只有时刻没有日期（{{duration}}）',
      relative: '{{first}} 至 {{last}}，起点未知（{{duration}}）',
    },
    interface: '接口 {{id}}：{{linkType}}',
    namedInterface: '接口 {{id}}（{{name}}）：{{linkType}}',
    snapLength: '每个数据包最多 {{bytes}} 字节',
    dropped_one: '抓包时丢弃了 {{packets}} 个数据包',
    dropped_other: '抓包时丢弃了 {{packets}} 个数据包',
    duplicates_one: '{{frames}} 个帧是其他帧的重复副本，不计为重传',
    duplicates_other: '{{frames}} 个帧是其他帧的重复副本，不计为重传',
    issues: '文件中的问题：{{issues}}',
    more: '…… 另有 {{rest}} 项（见 --json）',
    connections: 'TCP 连接：{{connections}}',
    handshakes: '握手：{{counts}}',
    closes: '结束：{{counts}}',
    unlisted: '{{unlisted}} 次未成功的尝试只由其监听端口说明（--all-connections 会列出它们）',
    connectionNumber: '连接 {{id}}',
    inferred: '~ 推断',
    measured: '实测',
    findings: '发现',
    noFindings: '发现：无',
    captureNumber: '抓包 {{capture}}',
    listenerName: '监听端口 {{name}}',
    confidence: '置信度 {{percent}} %',
    applicationSees: '应用程序所见：{{seen}}',
    advice: '处理建议：{{advice}}',
    frames: '帧：{{frames}}',
    beatOutcome: { none: '-', reset: '重置', closed: '关闭', reconnected: '重新连接' },
    persistent: { true: '持久', false: '非持久' },
    reuseRace: { crossing: '帧 {{frame}} 与关闭交错', sloppy: '帧 {{frame}} 在关闭之后', forgotten: '帧 {{frame}} 被重置' },
    severity: { info: '提示', warning: '警告', error: '错误' },
    verdict: {
      healthy: '正常',
      'accept-queue-overflow': '全连接队列溢出',
      'syn-queue-overflow': '半连接队列溢出',
      'syn-flood': 'SYN 洪水攻击',
      refused: '被拒绝',
      filtered: '被过滤',
      'half-open': '停留在半开状态',
      closed: '有连接等待时被关闭',
      'defer-accept': '推迟 accept',
      'lossy-path': '路径丢包',
      unknown: '无法判断',
    },
    outcome: {
      complete: '已连接',
      halfOpen: '半开',
      refused: '被拒绝',
      unanswered: '无回应',
      reset: '被重置',
      stalled: '停滞',
    },
    section: {
      listeners: '监听端口，最值得注意的在前：{{total}} 个',
      all: '全部连接，从大到小',
      largest: '最大的连接',
      keepAlive_one: 'TCP keep-alive：{{total}} 个探测端',
      keepAlive_other: 'TCP keep-alive：{{total}} 个探测端',
      heartbeats_one: '应用心跳：{{total}}',
      heartbeats_other: '应用心跳：{{total}}，有迟到或缺失的排在前面',
      http_one: 'HTTP：{{total}} 个连接',
      http_other: 'HTTP：{{total}} 个连接，复用竞争在前，然后按请求数',
      unanswered_one: '未获应答的 keep-alive 探测：{{total}} 个探测端',
      unanswered_other: '未获应答的 keep-alive 探测：{{total}} 个探测端',
      retransmissions_one: '重传：{{total}} 个连接',
      retransmissions_other: '重传：{{total}} 个连接',
      keepAliveCost_one: 'keep-alive 的开销（按观测到的速率）：{{total}} 个探测端',
      keepAliveCost_other: 'keep-alive 的开销（按观测到的速率）：{{total}} 个探测端',
      keepAliveHosts_one: 'keep-alive 的开销（按主机）：{{total}} 台主机',
      keepAliveHosts_other: 'keep-alive 的开销（按主机）：{{total}} 台主机',
      resets_one: '被重置而结束：{{total}} 个连接',
      resets_other: '被重置而结束：{{total}} 个连接',
    },
    column: {
      listener: '监听端口',
      verdict: '结论',
      confidence: '置信度',
      attempts: '尝试',
      outcomes: '结果',
      halfOpenPeak: '半连接峰值',
      acceptQueue: '全连接队列',
      synAgain: 'SYN / SYN-ACK 重传',
      synRate: '每秒 SYN',
      id: '编号',
      connection: '客户端 → 服务器',
      packets: '数据包',
      bytes: '字节',
      duration: '时长',
      handshake: '握手',
      close: '结束',
      prober: '探测方',
      probes: '探测',
      answered: '已应答',
      unanswered: '未应答',
      interval: '间隔',
      range: '最短 … 最长',
      sender: '发送方',
      protocol: '协议',
      beats: '次数',
      period: '周期',
      late: '迟到',
      missed: '缺失',
      followedBy: '随后',
      httpVersion: 'HTTP',
      requests: '请求数',
      responses: '响应数',
      persistent: '复用',
      longestReuseIdle: '最长空闲',
      serverTimeout: '服务器声明',
      closedBy: '关闭方',
      idleBeforeClose: '关闭前空闲',
      reuseRace: '复用竞争',
      settings: '设置：空闲 / 间隔 × 次数',
      peer: '对端',
      certainty: '依据',
      frames: '帧',
      host: '主机',
      probingConnections: '连接',
      perHour: '每小时',
      perDay: '每天',
      perMonth: '每月',
      share: '占全部字节',
      price: '每月费用',
      frame: '帧',
      byClient: '客户端',
      byServer: '服务器',
      resetBy: '重置方',
    },
    end: { client: '客户端', server: '服务器' },
    handshake: {
      complete: '完成',
      'half-open': '半开',
      refused: '被拒绝',
      unanswered: '无应答',
      reset: '被重置',
      'not-captured': '未抓到',
    },
    close: { fin: '正常关闭（FIN）', rst: '重置（RST）', timeout: '超时', open: '仍打开', notEstablished: '未建立' },
  },
} as const;
