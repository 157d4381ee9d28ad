import { capture } from './cli-capture';
import { host } from './cli-host';
import { simulate } from './cli-simulate';

export const cli = {
  capture,
  simulate,
  host,
  about: 'Explains long-lived TCP connections in captures: keep-alives, handshakes, resets; with the frames that show it.',
  command: {
    analyze: 'print the report of one or more captures',
    packets: 'print one line a packet',
    dissect: 'print every field of one packet, with its bytes',
    report: 'write a report to hand on: HTML, Markdown or JSON',
    bundle: 'put captures and project into one file, if wanted without addresses and payload',
    statistics: 'conversations, endpoints, protocol hierarchy',
    follow: 'print what both ends of a connection sent, in order',
    serve: 'open the workbench in a browser on this machine',
    simulate: simulate.about,
    host: host.about,
    capture: capture.about,
    interfaces: capture.interfacesAbout,
  },
  argument: {
    files: 'captures: pcap, pcapng (gzip and zstd too), text of tcpdump, hex dump; - reads standard input',
    file: 'a capture; - reads standard input',
    openFile: 'a capture to open at once',
  },
  option: {
    version: 'print the version',
    help: 'print this help',
    helpCommand: 'print the help of a command',
    language: 'language of all texts: en or zh-CN (else that of LC_ALL, LC_MESSAGES, LANG)',
    json: 'one JSON document, schema tcpulse.report/1 (docs/report.md)',
    ndjson: 'the same, one object a line',
    failOn: 'exit with status 1 when there are findings of this severity',
    allConnections: 'list every connection, those of a flood too',
    without: 'analyses that are left out, separated by commas, for example keep-alive,heartbeat',
    pricePerGb: 'price of a GB on a metered link, in your currency: what keep-alive costs there',
    fields: 'tab separated values of these fields, by their Wireshark names, separated by commas',
    jsonLines: 'one JSON object a line',
    frame: 'number of the packet, the first is 1',
    dissectJson: 'the dissection as JSON, bytes as hex digits',
    port: 'TCP port to listen on (else a free one)',
    root: 'the only folder whose files can be opened (else your home folder)',
    noOpen: 'print the address only, open no browser',
  },
  examples: {
    simulate: simulate.examples,
    host: host.examples,
    capture: capture.examples,
    interfaces: capture.interfacesExamples,
    program: `Examples:
  tcpulse analyze capture.pcapng
  tcpulse packets capture.pcapng --fields frame.number,ip.src,tcp.seq_raw
  tcpulse dissect capture.pcapng --frame 12
  tcpulse serve capture.pcapng

Exit status: 0 done, 1 findings that --fail-on asked for, 2 wrong usage,
3 nothing could be read, 4 read in part, 130 interrupted.`,
    analyze: `Examples:
  tcpulse analyze capture.pcapng
  tcpulse analyze client.pcap server.pcap --json > report.json
  tcpdump -i eth0 -c 1000 -w - | tcpulse analyze -
  tcpulse analyze capture.pcap --fail-on error || echo "look at this one"`,
    packets: `Examples:
  tcpulse packets capture.pcapng | less
  tcpulse packets capture.pcapng --fields frame.number,ip.src,tcp.dstport,tcp.options.mss_val
  tcpulse packets capture.pcapng --filter 'keepalive.probe and ip.addr == 10.0.0.0/8'
  zstd -dc capture.pcap.zst | tcpulse packets - --json`,
    dissect: `Examples:
  tcpulse dissect capture.pcapng --frame 12
  tcpulse dissect capture.pcapng --frame 12 --json
  tcpdump -x -r capture.pcap | tcpulse dissect - --frame 1`,
    report: `Examples:
  tcpulse report capture.pcap -o report.html
  tcpulse report case.tcpulse --format md
  tcpulse report capture.pcap --connection 3 -o connection.html
  tcpulse report capture.pcap --listener 443`,
    bundle: `Examples:
  tcpulse bundle case.tcpulse -o case.tcpulse-bundle
  tcpulse bundle capture.pcap --anonymize -o for-the-vendor.tcpulse-bundle`,
    follow: `Examples:
  tcpulse follow capture.pcapng --connection 0
  tcpulse follow capture.pcapng --connection 0 --hex
  tcpulse follow capture.pcapng --connection 0 --raw --from server > answer.bin`,
    statistics: `Examples:
  tcpulse statistics capture.pcapng --conversations tcp
  tcpulse statistics capture.pcapng --endpoints ip --hierarchy --json`,
    serve: `Examples:
  tcpulse serve
  tcpulse serve capture.pcapng --port 8080 --no-open
  tcpulse serve --root /var/captures`,
  },
  helpTitle: {
    usage: 'Usage:',
    arguments: 'Arguments:',
    options: 'Options:',
    'global options': 'Global options:',
    commands: 'Commands:',
  },
  usage: {
    seeHelp: '(--help tells how it is used)',
    standardInputOnce: 'standard input (-) can be named once only',
    fieldNames: '`tcpulse dissect FILE --frame 1 --json` names the fields of a packet.',
    noFields: 'Name at least one field, for example --fields frame.number,ip.src.',
    badFrame: 'Frame numbers are whole numbers from 1 on.',
    badAnalyzer: 'Analyses are called {{known}}.',
    badPrice: 'A price is a number from 0 to 1000000.',
    badPort: 'Ports are whole numbers from 0 (any free one) to 65535.',
  },
  progress: {
    known: '{{name}}: {{percent}} %, {{packets}} packets',
    open: '{{name}}: {{read}} read, {{packets}} packets',
  },
  serve: { listening: 'TCPulse is open at {{url}}\nEnd it with Ctrl+C.' },
  dissect: {
    bytes: '{{label}} ({{bytes}} bytes)',
    fromText: 'Read from this text:',
    absent: 'The text does not tell: {{fields}}',
    issue: {
      truncated: '{{layer}}: cut by the capture: {{needed}} bytes needed at {{offset}}, {{available}} there',
      incomplete: '{{layer}}: incomplete: {{needed}} bytes needed at {{offset}}, {{available}} there, the rest of the message was not captured',
      malformed: '{{layer}}: malformed: {{needed}} bytes needed at {{offset}}, {{available}} there',
      unsupported: '{{layer}}: not dissected further (at {{offset}})',
    },
  },
  report: {
    standardInput: 'standard input',
    read_one: '{{format}}, {{packets}} packet, {{bytes}}',
    read_other: '{{format}}, {{packets}} packets, {{bytes}}',
    times: {
      epoch: '{{first}} to {{last}} UTC ({{duration}})',
      'time-of-day': '{{first}} to {{last}}, time of day only ({{duration}})',
      relative: '{{first}} to {{last}} since an unknown start ({{duration}})',
    },
    interface: 'interface {{id}}: {{linkType}}',
    namedInterface: 'interface {{id}} ({{name}}): {{linkType}}',
    snapLength: 'at most {{bytes}} bytes a packet',
    dropped_one: '{{packets}} packet dropped while capturing',
    dropped_other: '{{packets}} packets dropped while capturing',
    duplicates_one: '{{frames}} frame is a second copy of another frame and is not counted as a retransmission',
    duplicates_other: '{{frames}} frames are second copies of another frame and are not counted as retransmissions',
    issues: 'what was wrong with the file: {{issues}}',
    more: '… and {{rest}} more (see --json)',
    connections: 'TCP connections: {{connections}}',
    handshakes: 'handshake: {{counts}}',
    closes: 'end: {{counts}}',
    unlisted: '{{unlisted}} attempts that came to nothing are told of by their listeners only (--all-connections lists them)',
    connectionNumber: 'connection {{id}}',
    inferred: '~ inferred',
    measured: 'measured',
    findings: 'Findings',
    noFindings: 'Findings: none',
    captureNumber: 'capture {{capture}}',
    listenerName: 'listener {{name}}',
    confidence: '{{percent}} % sure',
    applicationSees: 'What the application saw: {{seen}}',
    advice: 'What to do: {{advice}}',
    frames: 'Frames: {{frames}}',
    beatOutcome: { none: '-', reset: 'reset', closed: 'closed', reconnected: 'reconnected' },
    severity: { info: 'note', warning: 'warning', error: 'ERROR' },
    verdict: {
      healthy: 'healthy',
      'accept-queue-overflow': 'ACCEPT QUEUE OVERFLOW',
      'syn-queue-overflow': 'SYN QUEUE OVERFLOW',
      'syn-flood': 'SYN FLOOD',
      refused: 'refused',
      filtered: 'filtered',
      'half-open': 'half-open',
      closed: 'closed with connections waiting',
      'defer-accept': 'defers accept',
      'lossy-path': 'lossy path',
      unknown: 'not known',
    },
    outcome: {
      complete: 'connected',
      halfOpen: 'half-open',
      refused: 'refused',
      unanswered: 'unanswered',
      reset: 'reset',
      stalled: 'stalled',
    },
    section: {
      listeners: 'Listeners, the most telling first: {{total}}',
      all: 'All connections, the largest first',
      largest: 'Largest connections',
      keepAlive_one: 'TCP keep-alive: {{total}} probing end',
      keepAlive_other: 'TCP keep-alive: {{total}} probing ends',
      heartbeats_one: 'Application heartbeats: {{total}}',
      heartbeats_other: 'Application heartbeats: {{total}}, those with late or missed beats first',
      unanswered_one: 'Unanswered keep-alive probes: {{total}} probing end',
      unanswered_other: 'Unanswered keep-alive probes: {{total}} probing ends',
      retransmissions_one: 'Retransmissions: {{total}} connection',
      retransmissions_other: 'Retransmissions: {{total}} connections',
      keepAliveCost_one: 'What keep-alive costs at the observed rate: {{total}} probing end',
      keepAliveCost_other: 'What keep-alive costs at the observed rate: {{total}} probing ends',
      keepAliveHosts_one: 'What keep-alive costs by host: {{total}} host',
      keepAliveHosts_other: 'What keep-alive costs by host: {{total}} hosts',
      resets_one: 'Ended by a reset: {{total}} connection',
      resets_other: 'Ended by a reset: {{total}} connections',
    },
    column: {
      listener: 'listener',
      verdict: 'verdict',
      confidence: 'confidence',
      attempts: 'attempts',
      outcomes: 'what became of them',
      halfOpenPeak: 'half-open at most',
      acceptQueue: 'accept queue',
      synAgain: 'SYN / SYN-ACK sent again',
      synRate: 'SYNs a second',
      id: 'id',
      connection: 'client → server',
      packets: 'packets',
      bytes: 'bytes',
      duration: 'duration',
      handshake: 'handshake',
      close: 'end',
      prober: 'probed by',
      probes: 'probes',
      answered: 'answered',
      unanswered: 'unanswered',
      interval: 'interval',
      range: 'shortest … longest',
      sender: 'sent by',
      protocol: 'protocol',
      beats: 'beats',
      period: 'period',
      late: 'late',
      missed: 'missed',
      followedBy: 'then',
      settings: 'set: idle / interval × count',
      peer: 'peer',
      certainty: 'told by',
      frames: 'frames',
      host: 'host',
      probingConnections: 'connections',
      perHour: 'an hour',
      perDay: 'a day',
      perMonth: 'a month',
      share: 'of all bytes',
      price: 'price a month',
      frame: 'frame',
      byClient: 'by client',
      byServer: 'by server',
      resetBy: 'reset by',
    },
    end: { client: 'client', server: 'server' },
    handshake: {
      complete: 'complete',
      'half-open': 'half-open',
      refused: 'refused',
      unanswered: 'unanswered',
      reset: 'reset',
      'not-captured': 'not captured',
    },
    close: { fin: 'closed (FIN)', rst: 'reset (RST)', timeout: 'timed out', open: 'still open', notEstablished: 'not established' },
  },
} as const;
