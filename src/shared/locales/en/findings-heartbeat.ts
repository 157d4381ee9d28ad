/** Findings of the heartbeat analyzer: `finding.heartbeat.<code>`. */
const after =
  'The {{sender}} {{senderAddress}} sends a heartbeat of {{payloadBytes}} every {{periodMs}}; the last late one came {{observedMs}} after the one before, {{lateMs}} late (cause: $t(report.beatCause.{{cause}})).';
const missing =
  'The {{sender}} {{senderAddress}} sends a heartbeat of {{payloadBytes}} every {{periodMs}}; {{missed}} did not come (cause: $t(report.beatCause.{{cause}})).';

export const heartbeatFindings = {
  late: {
    title: 'Late heartbeats: {{late}}, the last one {{observedMs}} after the one before instead of {{expectedMs}}',
    title_reset: 'A heartbeat came {{observedMs}} after the one before instead of {{expectedMs}}, and the connection was reset over it',
    title_closed: 'A heartbeat came {{observedMs}} after the one before instead of {{expectedMs}}, and the connection was closed over it',
    title_reconnected: 'A heartbeat came {{observedMs}} after the one before instead of {{expectedMs}}; the connection ended and was opened anew',
    detail: `${after} The connection lived on.`,
    detail_reset: `${after} The connection was then reset (by the {{closedBy}}).`,
    detail_closed: `${after} The {{closedBy}} then closed the connection.`,
    detail_reconnected: `${after} The connection ended, and the client connected again.`,
    advice:
      'Look at the sender at that time: a long garbage collection, a blocked event loop or thread, a suspended virtual machine. The timeout of the other end should be at least twice the period, better three times.',
  },
  missed: {
    title: 'Heartbeats that did not come: {{missed}}',
    title_reset: 'The heartbeat of the {{sender}} did not come, and the connection was reset {{overdueMs}} after it was due',
    title_closed: 'The heartbeat of the {{sender}} did not come, and the connection was closed {{overdueMs}} after it was due',
    title_reconnected: 'The heartbeat of the {{sender}} did not come; the connection ended and was opened anew',
    detail: missing,
    detail_reset: `${missing} The {{closedBy}} reset the connection {{overdueMs}} after the last of them was due.`,
    detail_closed: `${missing} The {{closedBy}} closed the connection {{overdueMs}} after the last of them was due.`,
    detail_reconnected: `${missing} The connection ended, and the client connected again.`,
    advice:
      'Look at the sender at that time: a long garbage collection, a blocked event loop or thread, a suspended virtual machine. The timeout of the other end should be at least twice the period, better three times.',
  },
} as const;
