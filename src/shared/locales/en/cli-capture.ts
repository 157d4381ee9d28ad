/** `tcpulse capture` and `tcpulse interfaces`. */
export const capture = {
  about: 'record from an interface and say what goes wrong as it happens',
  interfacesAbout: 'list the interfaces that can be captured on, and with what',
  option: {
    interface: 'interface to capture on (any: all; -: a pcap or pcapng stream on standard input)',
    filter: 'capture filter in BPF syntax, as tcpdump takes it',
    write: 'keep the recording in this file (pcapng)',
    samples: "keep what the host's kernel says meanwhile in this file (JSON lines, which tcpulse host reads)",
    ring: 'a ring of files: files:N,size:BYTES,duration:SECONDS',
    duration: 'stop after so many seconds',
    packets: 'stop after so many packets',
    size: 'stop when the recording has so many bytes (10MB, 1GiB)',
    snapLength: 'bytes to keep of each packet (else all)',
    buffer: "size of the kernel's buffer",
    noPromiscuous: 'do not ask for packets to other hosts',
    source: 'program to capture with (else the first that is ready)',
    remote: 'capture on this host, over ssh: [user@]host[:port]',
    sudo: 'with sudo -n on the remote host',
    threshold: 'when a finding is told; can be given again',
    json: 'findings as they happen, one JSON object a line',
    interfacesJson: 'one JSON document',
  },
  bad: {
    duration: 'expected a number of seconds',
    packets: 'expected a number of packets',
    size: 'expected a number of bytes such as 500000, 10MB or 1GiB',
    snapLength: 'expected 64 to 262144 bytes',
    buffer: 'expected 1 to 2048 MiB',
    ring: 'expected limits such as files:5,size:10MB or files:24,duration:3600',
    threshold: 'expected a threshold such as probeUnansweredMs=500; there are {{names}}',
    remote: 'expected a host such as admin@server or server:2222',
    standardOutput: 'expected the name of a file: standard output is for what is found',
  },
  started: 'Capturing on {{interface}} with {{source}} ({{times}}). Ctrl+C ends it.',
  status: '{{elapsed}}  {{packets}} packets  {{bytes}}  dropped {{dropped}}  waiting for analysis {{backlog}}',
  summary: '{{packets}} packets ({{bytes}}) in {{elapsed}}; dropped by the kernel: {{dropped}}, by TCPulse: {{lost}}.',
  findings: 'Findings: {{error}} errors, {{warning}} warnings, {{info}} notes.',
  file: 'Recording: {{file}}',
  samplesOfPipe: '--samples needs the host that is captured on: what comes out of a pipe does not tell which one that was.',
  noSamples: 'The kernel of the host was not sampled. {{reason}}',
  examples: `Examples:
  tcpulse capture -i eth0 -f "tcp port 443" -w session.pcapng
  tcpulse capture -i any -f "tcp[tcpflags] & (tcp-syn|tcp-fin|tcp-rst) != 0" --ring files:24,duration:3600 -w day.pcapng
  tcpulse capture -i eth0 --remote admin@server --duration 60 --json
  ssh server tcpdump -w - | tcpulse capture -i -`,
  interfacesExamples: `Examples:
  tcpulse interfaces
  tcpulse interfaces --json
  tcpulse interfaces --remote admin@server`,
} as const;
