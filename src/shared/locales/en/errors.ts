/** By error code: what happened, and what to do. */
export const errors = {
  'file-not-found': '{{path}} does not exist. Check the name and the folder.',
  'file-not-readable': '{{path}} cannot be read ({{reason}}). Check its permissions and the disk or network share it is on.',
  'is-a-folder': '{{path}} is a folder. Name a file in it.',
  'outside-root': '{{path}} lies outside the folder that may be read. Move the file there, or serve its folder with --root.',
  'empty-file': '{{path}} is empty. Where a program was to write it, look at what that program said.',
  'not-a-capture':
    '{{path}} is no capture that TCPulse knows: it reads pcap and pcapng (also inside gzip or zstd), the text that tcpdump prints, and hex dumps. Check that the file is complete.',
  'foreign-capture':
    '{{path}} looks like a capture of another format ({{format}}), which TCPulse does not read. Save it as pcapng first: Wireshark opens most formats, and so does its editcap (editcap -F pcapng IN OUT).',
  'no-such-capture': 'That capture is not open any more. Open it again.',
  'no-such-frame': 'There is no frame {{frame}}: the capture has {{packets}}.',
  'no-such-connection': 'There is no connection {{connection}} in this capture.',
  'no-such-heartbeat': 'There is no heartbeat {{heartbeat}} in this capture.',
  'no-such-protocol': 'There is no protocol “{{name}}”.',
  'no-such-field': 'There is no field, protocol or column “{{name}}”. `tcpulse dissect FILE --frame 1 --json` names those of a packet.',
  'no-http': 'Connection {{connection}} carries no HTTP.',
  'no-such-listener': 'There is no listener {{listener}} in this capture.',
  'no-such-attempt': 'Connection {{connection}} is no attempt to connect to that listener.',
  'no-such-sample': 'There is no sample capture {{id}}.',
  'not-host-text':
    'Nothing in {{name}} is output of ss, netstat -s, nstat, sysctl or of /proc/net/netstat and /proc/net/snmp. Paste or save it unchanged, for example of: date; ss -lnt; nstat -az.',
  'no-such-recording': 'Those samples of a host are not kept any more. Watch the host or read the text again.',
  'no-such-namespace': 'There is no network namespace {{name}} on {{host}}. `ip netns list` there shows those that have a name.',
  'host-not-linux':
    '{{host}} has no /proc/net/netstat and no ss: its kernel cannot be sampled, which needs Linux. Sample a Linux server with --ssh user@host, or read text saved there.',
  'host-not-permitted':
    'The network namespace {{name}} on {{host}} may not be entered ({{reason}}): that takes root there. Run TCPulse with sudo, or save text inside the namespace and read it.',
  'host-lost': 'Sampling {{host}} ended ({{reason}}). Start it again.',
  'ssh-failed':
    'ssh to {{host}} failed ({{reason}}). TCPulse asks for no password: check that `ssh -o BatchMode=yes {{host}} true` works, with a key in your agent and the host in known_hosts.',
  filter: { syntax: 'The filter cannot be used: look at the place that is marked.' },
  'upload-failed': '{{name}} could not be transferred. Try again; for a large file, open it from the folder on the server.',
  'out-of-memory': 'The capture needs more memory than there is. Close other captures, or cut it into parts (editcap -c).',
  'disk-full': 'The disk is full. Make room and try again.',
  cancelled: 'Cancelled.',
  'invalid-params': 'The request {{method}} was refused: {{at}}: {{problem}}.',
  'invalid-result': 'The engine gave an answer that breaks the contract ({{method}}, {{at}}: {{problem}}). Please report this as a bug.',
  'unknown-method': 'The engine does not know {{method}}. The parts of TCPulse are of different versions: build or install it again.',
  'connection-lost': 'The connection to the engine is lost. Start TCPulse again, or reload the page.',
  'port-not-available':
    'Port {{port}} cannot be used ({{reason}}). Another program may be using it: choose another with --port, or none to take a free one.',
  'file-not-writable': '{{path}} cannot be written ({{reason}}). Choose another folder, or change its permissions.',
  'project-damaged': '{{path}} is damaged at {{place}}: {{problem}}. Mend it there with a text editor, or open the version that was saved before.',
  'project-too-new':
    '{{path}} was written by a newer TCPulse (version {{version}} of the file; this one knows up to {{known}}) and cannot be understood at {{place}}. Install the newer TCPulse.',
  'project-changed': '{{path}} was changed by somebody else since it was opened. Save under another name, or overwrite it.',
  'bundle-damaged': '{{path}} is no sound bundle ({{problem}}). Ask for it again: it may have been cut on the way.',
  'no-live-source': 'No capture program can be used here. Run tcpulse interfaces to see what is missing and how to get it.',
  'live-source-not-ready': '{{source}} cannot capture here. {{reason}} Run tcpulse interfaces to see what to do.',
  'bad-capture-filter': 'The capture filter is wrong: {{message}}.',
  'not-live': 'This capture is not recorded live.',
  'no-such-live-recording': 'That recording is not there any more.',
  'remote-failed': '{{host}} cannot be captured on: {{reason}}',
  'live-start-failed': 'The capture could not be started: {{reason}}',
  'settings-damaged':
    'The settings in {{path}} are damaged ({{problem}}): what is wrong there counts as not set. Change any setting to write the file anew.',
  internal: 'Something went wrong inside TCPulse ({{detail}}). Please report this as a bug, with the capture if you can share it.',
} as const;
