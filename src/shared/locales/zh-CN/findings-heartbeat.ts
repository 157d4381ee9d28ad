/** 心跳分析器的结论：`finding.heartbeat.<code>`。 */
const after =
  '{{sender}} {{senderAddress}} 每 {{periodMs}} 发送一次 {{payloadBytes}} 的心跳；最后一次迟到的心跳距上一次 {{observedMs}}，迟了 {{lateMs}}（原因：$t(report.beatCause.{{cause}})）。';
const missing =
  '{{sender}} {{senderAddress}} 每 {{periodMs}} 发送一次 {{payloadBytes}} 的心跳；有 {{missed}} 次没有到来（原因：$t(report.beatCause.{{cause}})）。';

export const heartbeatFindings = {
  late: {
    title: '迟到的心跳：{{late}} 次，最后一次距上一次 {{observedMs}}，而应为 {{expectedMs}}',
    title_reset: '一次心跳距上一次 {{observedMs}}，而应为 {{expectedMs}}，连接因此被重置',
    title_closed: '一次心跳距上一次 {{observedMs}}，而应为 {{expectedMs}}，连接因此被关闭',
    title_reconnected: '一次心跳距上一次 {{observedMs}}，而应为 {{expectedMs}}；连接结束并重新建立',
    detail: `${after}连接继续存在。`,
    detail_reset: `${after}随后连接被重置（由{{closedBy}}）。`,
    detail_closed: `${after}随后{{closedBy}}关闭了连接。`,
    detail_reconnected: `${after}连接结束，客户端重新连接。`,
    advice: '检查发送方当时的状态：长时间的垃圾回收、阻塞的事件循环或线程、被挂起的虚拟机。另一端的超时至少应为周期的两倍，最好三倍。',
  },
  missed: {
    title: '没有到来的心跳：{{missed}} 次',
    title_reset: '{{sender}}的心跳没有到来，在应到时间之后 {{overdueMs}} 连接被重置',
    title_closed: '{{sender}}的心跳没有到来，在应到时间之后 {{overdueMs}} 连接被关闭',
    title_reconnected: '{{sender}}的心跳没有到来；连接结束并重新建立',
    detail: missing,
    detail_reset: `${missing}在最后一次应到时间之后 {{overdueMs}}，{{closedBy}}重置了连接。`,
    detail_closed: `${missing}在最后一次应到时间之后 {{overdueMs}}，{{closedBy}}关闭了连接。`,
    detail_reconnected: `${missing}连接结束，客户端重新连接。`,
    advice: '检查发送方当时的状态：长时间的垃圾回收、阻塞的事件循环或线程、被挂起的虚拟机。另一端的超时至少应为周期的两倍，最好三倍。',
  },
} as const;
