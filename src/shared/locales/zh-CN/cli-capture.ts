/** `tcpulse capture` 与 `tcpulse interfaces`。 */
export const capture = {
  about: '在接口上录制，并即时指出问题',
  interfacesAbout: '列出可以抓包的接口以及可用的抓包程序',
  option: {
    interface: '抓包接口（any：全部接口；-：从标准输入读取 pcap 或 pcapng 流）',
    filter: 'BPF 语法的抓包过滤器，与 tcpdump 相同',
    write: '把录制内容保存到此文件（pcapng）',
    samples: '把其间主机内核的采样保存到此文件（JSON 行，可用 tcpulse host 读取）',
    ring: '环形文件：files:数量,size:字节数,duration:秒数',
    duration: '经过这么多秒后停止',
    packets: '抓到这么多数据包后停止',
    size: '录制达到这么多字节后停止（10MB、1GiB）',
    snapLength: '每个数据包保留的字节数（默认全部）',
    buffer: '内核缓冲区大小',
    noPromiscuous: '不接收发往其他主机的数据包',
    source: '抓包程序（默认为第一个可用的）',
    remote: '通过 ssh 在此主机上抓包：[用户@]主机[:端口]',
    sudo: '在远程主机上使用 sudo -n',
    threshold: '何时告知发现；可多次给出',
    json: '发现即时输出，每行一个 JSON 对象',
    interfacesJson: '一个 JSON 文档',
  },
  bad: {
    duration: '应为秒数',
    packets: '应为数据包数量',
    size: '应为字节数，例如 500000、10MB 或 1GiB',
    snapLength: '应为 64 到 262144 字节',
    buffer: '应为 1 到 2048 MiB',
    ring: '应为限制条件，例如 files:5,size:10MB 或 files:24,duration:3600',
    threshold: '应为阈值，例如 probeUnansweredMs=500；可用的有 {{names}}',
    remote: '应为主机，例如 admin@server 或 server:2222',
    standardOutput: '应为文件名：标准输出用于显示发现',
  },
  started: '正在用 {{source}} 在 {{interface}} 上抓包（{{times}}）。按 Ctrl+C 结束。',
  status: '{{elapsed}}  {{packets}} 个数据包  {{bytes}}  丢弃 {{dropped}}  等待分析 {{backlog}}',
  summary: '{{elapsed}} 内 {{packets}} 个数据包（{{bytes}}）；内核丢弃：{{dropped}}，TCPulse 丢弃：{{lost}}。',
  findings: '发现：{{error}} 个错误，{{warning}} 个警告，{{info}} 个提示。',
  file: '录制文件：{{file}}',
  samplesOfPipe: '--samples 需要知道抓包的主机：来自管道的数据不说明是哪台主机。',
  noSamples: '未能对主机内核采样。{{reason}}',
  examples: `示例：
  tcpulse capture -i eth0 -f "tcp port 443" -w session.pcapng
  tcpulse capture -i any -f "tcp[tcpflags] & (tcp-syn|tcp-fin|tcp-rst) != 0" --ring files:24,duration:3600 -w day.pcapng
  tcpulse capture -i eth0 --remote admin@server --duration 60 --json
  ssh server tcpdump -w - | tcpulse capture -i -`,
  interfacesExamples: `示例：
  tcpulse interfaces
  tcpulse interfaces --json
  tcpulse interfaces --remote admin@server`,
} as const;
