/** Findings of the keep-alive analyzer: `finding.keepalive.<code>`. */
export const keepAliveFindings = {
  absent: {
    title: 'Connections to {{serverAddress}} are idle for long and nobody probes them: {{connections}}',
    detail:
      'The longest silence was {{silenceMs}} ({{clientAddress}}). Neither end sends keep-alives: a dead peer stays unnoticed until somebody sends data.',
    detail_devices:
      'The longest silence was {{silenceMs}} ({{clientAddress}}). Neither end sends keep-alives: a dead peer stays unnoticed until somebody sends data. Devices whose usual idle timeout is shorter: {{devices}}.',
    advice: 'Either end can switch keep-alive on for its own socket; one of them is enough.',
  },
  'peer-crashed': {
    title: 'The peer no longer answers: given up after $t(finding.counts.unansweredProbes, {"count": {{lostProbes}} })',
    detail:
      'The {{prober}} {{proberAddress}} heard nothing from {{peerAddress}} for {{silentMs}}, sent $t(finding.counts.probes, {"count": {{lostProbes}} }) without an answer and reset the connection. The peer crashed, was switched off, or the path went silent.',
    advice:
      'Look at {{peerAddress}} at that time (power, kernel log), then at the path. To notice sooner, lower the idle time and the interval; to outlast short outages, raise the count.',
  },
  'user-timeout': {
    title: 'Given up after {{silentMs}} of silence, off the schedule of the probes',
    detail:
      'The {{prober}} {{proberAddress}} reset the connection {{silentMs}} after it had last heard {{peerAddress}}, off the schedule of its probes: not their count ended it, but a timeout or abort of its application, or a user timeout where TCP does not wait for the next probe (Linux does). $t(finding.counts.probes, {"count": {{lostProbes}} }) had gone unanswered.',
    advice:
      'Look at the timeouts of the application on {{proberAddress}}, then at TCP_USER_TIMEOUT, which takes the place of the probe count. Set them to idle + interval × count, or leave them out where the keep-alive settings shall decide.',
  },
  'peer-rebooted': {
    title: 'The peer forgot the connection: a keep-alive probe was answered by a reset',
    detail:
      '{{peerAddress}} answered a probe of the {{prober}} {{proberAddress}} with a reset that acknowledges nothing: its host runs but knows no such connection. It rebooted, or its process was killed while nothing could be sent. Where an address translator on the path forgets the connection and lets the probe through under another address, the peer answers alike, though it still has the connection.',
    advice:
      'Look for a restart of {{peerAddress}} before that frame; without one, capture at it and see from which address the probe comes. Clients should connect again at once on "Connection reset by peer"; a shorter idle time finds it sooner.',
  },
  'peer-unreachable': {
    title: 'The peer could not be reached',
    detail: '$t(finding.counts.keepAliveProbes, {"count": {{lostProbes}} }) of the {{prober}} {{proberAddress}} went unanswered.',
    detail_icmp:
      '$t(finding.counts.keepAliveProbes, {"count": {{lostProbes}} }) of the {{prober}} {{proberAddress}} went unanswered, and $t(finding.counts.icmpErrors, {"count": {{icmpErrors}} }) said that {{peerAddress}} cannot be reached. TCP takes them as hints only and went on probing.',
    detail_neighbour:
      '$t(finding.counts.keepAliveProbes, {"count": {{lostProbes}} }) of the {{prober}} {{proberAddress}} went unanswered, and $t(finding.counts.neighbourRequests, {"count": {{neighbourRequests}} }) for {{peerAddress}} had no answer: it is gone from its network. Further probes never reach the wire.',
    detail_path:
      '$t(finding.counts.keepAliveProbes, {"count": {{lostProbes}} }) of the {{prober}} {{proberAddress}} went unanswered while {{peerAddress}} sent probes of its own ($t(finding.counts.keepAliveProbes, {"count": {{peerProbes}} })): it lives, but what the two send is lost between them, in one direction at least.',
    title_unheard: 'The answers of the peer did not reach the prober, which gave up',
    detail_unheard:
      '{{peerAddress}} answered $t(finding.counts.keepAliveProbes, {"count": {{lostProbes}} }) of the {{prober}} {{proberAddress}} as this capture shows, but the {{prober}} went on at its interval, as without an answer, and reset the connection one interval after the last: the answers were lost between the capture point and it.',
    advice_unheard:
      'Check routes, firewalls and links from the capture point back to {{proberAddress}}; a capture at {{proberAddress}} shows that the answers do not come.',
    advice_path:
      'Check routes, firewalls and links on the path between {{proberAddress}} and {{peerAddress}}; a capture at each end shows which of them the other does not hear.',
    advice:
      'Check routes, firewalls and links towards {{peerAddress}} from the host that reported it; the ICMP type and code in the named frames say what it missed.',
  },
  'good-connection-killed': {
    title: 'A working connection was killed by keep-alive during a short outage',
    detail:
      'The {{prober}} {{proberAddress}} gave up after $t(finding.counts.unansweredProbes, {"count": {{lostProbes}} }) in {{outageMs}}; {{aliveAfterMs}} later {{peerAddress}} was there again (frame {{aliveFrame}}) and believed the connection open.',
    title_offSchedule: 'A working connection was given up during a short outage',
    detail_offSchedule:
      'The {{prober}} {{proberAddress}} reset the connection after $t(finding.counts.unansweredProbes, {"count": {{lostProbes}} }) in {{outageMs}}, off the schedule of its probes: its application did, or a user timeout. {{aliveAfterMs}} later {{peerAddress}} was there again (frame {{aliveFrame}}) and believed the connection open.',
    advice_offSchedule:
      'Look at the timeouts of the application on {{proberAddress}}, then at TCP_USER_TIMEOUT: outages like this one are survived when they are longer.',
    advice: 'Outages like this one are survived when interval × count is longer than they are. Raise the count or the interval.',
  },
  'middlebox-timeout': {
    title: 'A device on the path may have dropped the idle connection',
    detail:
      'Nothing came back after {{silenceMs}} of silence; the longest silence outlived before was {{outlivedMs}}. Idle timeouts in between: {{devices}}. Such a device forgets the connection without telling either end.',
    detail_forgotten:
      'The reset came after {{silenceMs}} of silence; the longest silence outlived before was {{outlivedMs}}. Idle timeouts in between: {{devices}}. A device that forgot the connection resets it itself, or lets the probe through under another address, which the peer resets.',
    detail_data:
      'Data sent after {{silenceMs}} of silence was never acknowledged and met neither a reset nor an error; the longest silence outlived before was {{outlivedMs}}. Idle timeouts in between: {{devices}}.',
    detail_reset:
      'The reset of {{peerAddress}} after {{silenceMs}} of silence came over another number of hops than its earlier packets: a firewall, balancer or address translator on the path probably sent it.',
    detail_identification:
      'The reset of {{peerAddress}} after {{silenceMs}} of silence came over the usual number of hops, but its IP identification does not go on as that of its earlier packets did: a device on the path may have sent it in its name. A host that was started anew counts anew as well.',
    title_reset: 'A device on the path probably reset the connection',
    title_heard: 'A device on the path reset the connection in the name of the peer',
    detail_heard:
      'A reset in the name of {{peerAddress}} answered a probe of the {{prober}} {{proberAddress}}, but {{peerAddress}} went on with the connection (frame {{heardFrame}}), which a host that had sent it could not do: a firewall, balancer or address translator on the path sent the reset.',
    advice: 'Probe more often than the shortest idle timeout on the path: an idle time of half of it is usual.',
    advice_reset:
      'Look for the device: captures on both sides of it differ in the reset. Its rules, or its idle timeout, reject what it does not know; where it is the timeout, probe more often.',
    advice_heard:
      'Look for the device: captures on both sides of it differ in the reset. Its rules, or its idle timeout, reject what it does not know; where it is the timeout, probe more often.',
  },
  'probes-unanswered': {
    title: 'Keep-alive probes are unanswered at the end of the capture: {{lostProbes}}',
    detail:
      'The {{prober}} {{proberAddress}} last sent $t(finding.counts.probes, {"count": {{lostProbes}} }) to {{peerAddress}} without an answer; the capture ends before the connection is given up.',
    detail_predicted:
      'The {{prober}} {{proberAddress}} last sent $t(finding.counts.probes, {"count": {{lostProbes}} }) to {{peerAddress}} without an answer; the capture ends before the connection is given up, which by the defaults that its settings fit happens {{deathInMs}} later, after $t(finding.counts.probes, {"count": {{deathCount}} }).',
    detail_assumed:
      'The {{prober}} {{proberAddress}} last sent $t(finding.counts.probes, {"count": {{lostProbes}} }) to {{peerAddress}} without an answer; the capture ends before the connection is given up. With the count of Linux, {{deathCount}}, that happens {{deathInMs}} later.',
    advice: 'Capture on, or look at {{peerAddress}} now: while the series runs, an answer still saves the connection.',
  },
  'outage-survived': {
    title: 'The connection outlived an outage; keep-alive probes lost: {{lostProbes}}',
    detail: 'Up to {{outageMs}} passed without a sign of {{peerAddress}}; a later probe of the {{prober}} was answered. Outages: {{outages}}.',
    advice: 'The probe count left room for it. Look for loss on the path at the named frames when it repeats.',
  },
  'answer-lost': {
    title: 'Answers to keep-alive probes were lost behind the capture point: {{lostAnswers}}',
    detail:
      'The capture shows answers of {{peerAddress}}, and yet the {{prober}} probed again after the interval instead of the idle time: it never got them. They were lost between the capture point and the prober.',
    title_between: 'Answers to keep-alive probes were lost between two capture points: {{losses}}',
    detail_between:
      '{{peerAddress}} answered $t(finding.counts.probes, {"count": {{losses}} }) of the {{prober}} {{proberAddress}}: {{farFile}} holds what it answered, {{nearFile}}, captured nearer to the {{prober}}, does not: it was lost on the way back between the two points.',
    advice: 'Capture at the prober as well and compare: the loss lies between the two points.',
    advice_between: 'Look for loss between the two points in the direction from {{peerAddress}} to {{proberAddress}}; the peer itself is well.',
  },
  'probe-lost': {
    title: 'Keep-alive probes were lost on the way: {{losses}}',
    title_beyond: 'Keep-alive probes got no answer beyond the last capture point: {{losses}}',
    detail: '',
    detail_between:
      '{{nearFile}} holds $t(finding.counts.probes, {"count": {{losses}} }) of the {{prober}} {{proberAddress}} that {{farFile}}, captured nearer to {{peerAddress}}, does not: lost on the way between the two points.',
    detail_uncovered:
      '{{nearFile}} holds $t(finding.counts.probes, {"count": {{losses}} }) of the {{prober}} {{proberAddress}} that {{farFile}}, captured nearer to {{peerAddress}}, does not: lost on the way between the two points, unless {{farFile}}, which holds nothing later, had ended by then.',
    detail_beyond:
      '$t(finding.counts.probes, {"count": {{losses}} }) of the {{prober}} {{proberAddress}} passed both {{nearFile}} and {{farFile}}, and neither holds an answer: the loss, or the silence of the peer, is on the side of {{peerAddress}} beyond the last point.',
    advice: 'Look for loss between the two points in the direction from {{proberAddress}} to {{peerAddress}}.',
    advice_beyond:
      'Look at {{peerAddress}} itself, and at the path behind the last capture point; what lies between the two points carried the probes.',
  },
  'idle-hoarding': {
    title: '{{holder}} holds {{connections}} connections open by probes that never carried data',
    detail:
      'All of them go to {{heldOpen}} and cost it memory and a place in its tables; the probes cost {{packetsPerHour, number}} packets and {{perHourBytes}} an hour. An attacker can tie up a server in this way; a leaking connection pool looks the same.',
    advice:
      'Let the server close connections that are idle in the application (for example nginx client_header_timeout, PostgreSQL idle_session_timeout) and limit connections per address; keep-alive alone never ends them.',
  },
  exposed: {
    title: 'Keep-alive probes tell a listener on the path about encrypted connections: {{connections}}',
    detail: '',
    detail_plain: '{{probes}} probes and their answers travel in clear text: they tell that both hosts are up and when the connections are idle.',
    detail_timestamps:
      '{{probes}} probes and their answers travel in clear text: they tell that both hosts are up and when the connections are idle, and their timestamps tell for how long.',
    advice: 'Where that matters, let the encrypted protocol send the heartbeat (ssh ServerAliveInterval, WebSocket or HTTP/2 ping inside TLS).',
  },
} as const;
