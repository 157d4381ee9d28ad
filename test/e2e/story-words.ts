/** What a person reads in the stories, in both languages: names of controls, and the sentences and numbers that tell what happened. */

/** Sentences are parts of what is shown. */
export interface StoryWords {
  readonly language: 'en' | 'zh-CN';
  readonly views: { readonly findings: string; readonly host: string };
  readonly findingList: string;
  readonly project: RegExp;
  readonly reportMenu: RegExp;
  readonly reportCommand: string;
  readonly report: string;
  readonly firewall: {
    readonly death: readonly string[];
    readonly device: RegExp;
    readonly advice: readonly string[];
    readonly probes: readonly string[];
  };
  readonly listener: {
    readonly watch: string;
    readonly paste: string;
    readonly text: string;
    readonly read: string;
    readonly full: string;
    readonly counted: readonly string[];
    readonly adviceTitle: string;
    readonly hostAdvice: readonly string[];
    readonly compared: string;
    readonly confirmed: readonly string[];
    readonly overflowed: RegExp;
    readonly advice: readonly string[];
    readonly open: string;
    readonly queues: readonly string[];
  };
  readonly beats: {
    readonly finding: readonly string[];
    readonly report: readonly string[];
    readonly card: string;
    readonly late: readonly string[];
  };
}

export const ENGLISH: StoryWords = {
  language: 'en',
  views: { findings: 'Findings', host: 'Host' },
  findingList: 'Findings',
  project: /^Project/,
  reportMenu: /Write report/,
  reportCommand: 'Write report',
  report: 'Write report',
  firewall: {
    death: [
      'The peer no longer answers: given up after 3 unanswered keep-alive probes',
      'The client 10.0.0.1:40030 heard nothing from 192.0.2.80:9000 for 7 min 10 s, sent 3 probes without an answer and reset the connection.',
      'ETIMEDOUT ("Connection timed out")',
    ],
    device: /A device on the path may have dropped the idle connection/,
    advice: [
      'Nothing came back after 6 min 40 s of silence; the longest silence outlived before was 5 min.',
      'AWS Network Load Balancer (350 s)',
      'Recommended: idle time 175 s, interval 10 s, count 3. That is half of the 350 s after which a device on the path forgets',
    ],
    probes: ['7 min 10 s after the peer was last heard', '~ 6 min 40 s', '~ 10 s', 'Crashed or gone'],
  },
  listener: {
    watch: "Watch a host's kernel",
    paste: 'Paste or open text',
    text: 'Text of the host',
    read: 'Read',
    full: 'full, drops',
    counted: ['+85', 'An accept queue was full 85 times', 'Listeners dropped 85 SYNs and connections, all of them because an accept queue was full.'],
    adviceTitle: 'What to do',
    hostAdvice: [
      '5 connections wait on 192.0.2.2:8080, one more than its limit of 4: it is full',
      'the smaller of the backlog of listen() and net.core.somaxconn',
      'Where it stays full the application accepts too slowly',
    ],
    compared: 'Against the capture',
    confirmed: [
      'The kernel counted the accept-queue overflow',
      'ListenOverflows rose by 80 while this was captured, as the packets of 192.0.2.80 port 8080 say.',
    ],
    overflowed: /The listener's accept queue overflowed/,
    advice: [
      "The listener's accept queue overflowed",
      'net.core.somaxconn no smaller',
      'Up to 5 connections waited and 9 attempts were turned away',
      'Recommended: a backlog of 128',
    ],
    open: 'Open the listener',
    queues: ["The listener's accept queue overflowed"],
  },
  beats: {
    finding: [
      'A heartbeat came 58 s after the one before instead of 45 s, and the connection was reset over it',
      'sends a heartbeat of 2 B every 45 s; the last late one came 58 s after the one before, 13 s late (cause: the sender was late).',
      'Because nothing was retransmitted between the two beats.',
      'Recommended: a timeout of 135 s at the end that waits, three periods of 45 s.',
    ],
    report: ['13 s late (cause: the sender was late)', 'nothing was retransmitted between the two beats', 'Recommended: a timeout of 135 s'],
    card: 'Late, early and missed beats',
    late: ['58 s since the beat before, 45 s expected', 'The sender itself was late', 'Reset'],
  },
};

export const CHINESE: StoryWords = {
  language: 'zh-CN',
  views: { findings: '发现', host: '主机' },
  findingList: '发现列表',
  project: /^项目/,
  reportMenu: /生成报告/,
  reportCommand: '生成报告',
  report: '生成报告',
  firewall: {
    death: [
      '对端不再应答：3 个保活探测无应答后放弃连接',
      '客户端 10.0.0.1:40030 有 7 min 10 s 没有收到 192.0.2.80:9000 的任何数据包，发出的 3 个探测都没有应答，于是重置了连接。',
      'ETIMEDOUT（"Connection timed out"）',
    ],
    device: /路径上的设备可能丢弃了空闲连接/,
    advice: [
      '静默 6 min 40 s 之后再无回应；此前熬过的最长静默为 5 min。',
      'AWS Network Load Balancer (350 s)',
      '建议：空闲时间 175 秒，间隔 10 秒，次数 3。即路径上设备遗忘连接所需 350 秒的一半',
    ],
    probes: ['距最后一次收到对端数据包 7 min 10 s', '~ 6 min 40 s', '~ 10 s', '崩溃或消失'],
  },
  listener: {
    watch: '监视主机内核',
    paste: '粘贴或打开文本',
    text: '主机的文本',
    read: '读取',
    full: '已满，正在丢弃',
    counted: ['+85', '全连接队列已满 85 次', '监听套接字丢弃了 85 个 SYN 与连接，全部因为全连接队列已满。'],
    adviceTitle: '处理建议',
    hostAdvice: [
      '192.0.2.2:8080 上有 5 个连接在等待，比上限 4 多一个：全连接队列已满',
      'listen() 的 backlog 与 net.core.somaxconn 中较小者',
      '说明应用程序 accept 得太慢',
    ],
    compared: '与抓包对照',
    confirmed: ['内核计到了全连接队列溢出', '抓包期间 ListenOverflows 增加了 80，与 192.0.2.80 端口 8080 的数据包一致。'],
    overflowed: /监听端口的全连接队列（accept 队列）溢出/,
    advice: [
      '监听端口的全连接队列（accept 队列）溢出',
      'net.core.somaxconn 不小于它',
      '最多有 5 个连接在等待，9 次尝试被拒之门外',
      '建议：backlog 设为 128',
    ],
    open: '打开监听端口',
    queues: ['监听端口的全连接队列（accept 队列）溢出', '半连接队列'],
  },
  beats: {
    finding: [
      '一次心跳距上一次 58 s，而应为 45 s，连接因此被重置',
      '每 45 s 发送一次 2 B 的心跳；最后一次迟到的心跳距上一次 58 s，迟了 13 s（原因：发送方延迟）。',
      '因为两次心跳之间没有任何重传。',
      '建议：等待方的超时设为 135 秒，即三个 45 秒的周期。',
    ],
    report: ['迟了 13 s（原因：发送方延迟）', '两次心跳之间没有任何重传', '建议：等待方的超时设为 135 秒'],
    card: '迟到、提前和缺失的心跳',
    late: ['距上次心跳 58 s，预期 45 s', '发送方自身迟到', '被重置'],
  },
};
