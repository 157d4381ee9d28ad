import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { writePcap } from '../../../src/engine/formats/write-pcap';
import { readTarHeader, TAR_BLOCK_BYTES } from '../../../src/engine/project/tar';
import { type DocumentContext, moment } from '../../../src/engine/session/document/document-context';
import { Session } from '../../../src/engine/session/session';
import { CancelSource } from '../../../src/shared/base/cancellation';
import { NO_ANNOTATIONS, type ReportAnnotations, type ReportScope } from '../../../src/shared/contract/export-methods';
import { DEFAULT_THRESHOLDS, emptyProject, type Project, type Thresholds } from '../../../src/shared/contract/project';
import { type FindingReport, reportSchema } from '../../../src/shared/contract/report';
import { bufferBytes, HOST } from '../../captures/analyse-file';
import { frameOf, HANDSHAKE } from '../../captures/conversation';
import { answer, probe } from '../../captures/findings';
import { heartbeatCapture, httpCapture, mixedCapture } from '../../e2e/captures';

const CONTEXT = { signal: new CancelSource() };
const LAB = join(import.meta.dirname, '../../captures/lab');
const KEY = Uint8Array.from({ length: 16 }, (_, i) => i * 7 + 1);
const opened: Session[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((session) => session.dispose()));
});

async function openAll(files: readonly Uint8Array[]) {
  let next = 0;
  const session = new Session({ ...HOST, open: async () => bufferBytes(`secret-name-${next}.pcap`, files[next++] as Uint8Array) });
  opened.push(session);
  const { handlers } = session;
  const captures: number[] = [];
  for (const _ of files) {
    const { capture } = await handlers['captures.open']({ source: { kind: 'file', path: 'f' } }, CONTEXT);
    for await (const progress of handlers['captures.progress']({ capture }, CONTEXT)) if (progress.state === 'failed') throw new Error('failed');
    captures.push(capture);
  }
  return { handlers, captures };
}

async function joined(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts);
}

async function findingsOf(file: Uint8Array): Promise<FindingReport[]> {
  const { handlers, captures } = await openAll([file]);
  const text = await joined(handlers['report.write']({ captures, format: 'json', allConnections: true, language: 'en' }, CONTEXT));
  return reportSchema.parse(JSON.parse(text.toString())).findings;
}

const outline = (findings: readonly FindingReport[]) =>
  findings.map(({ code, severity, confidence, connection, listener, frames }) => ({ code, severity, confidence, connection, listener, frames }));

function untar(bytes: Uint8Array): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (let at = 0; ; ) {
    const entry = readTarHeader(bytes.subarray(at, at + TAR_BLOCK_BYTES));
    if (entry === null) return files;
    at += TAR_BLOCK_BYTES;
    files.set(entry.name, bytes.subarray(at, at + entry.bytes));
    at += Math.ceil(entry.bytes / TAR_BLOCK_BYTES) * TAR_BLOCK_BYTES;
  }
}

function projectOf(captures: readonly number[]): Project {
  return {
    ...emptyProject(),
    captures: captures.map((capture) => ({
      id: `c${capture}`,
      name: `secret-name-${capture}.pcap`,
      offsetMs: 5,
      source: { kind: 'file', path: '/secret/folder/a.pcap', fingerprint: { bytes: 1, sha256: 'x' } },
    })),
    notes: [{ id: 'n', target: { kind: 'packet', capture: 'c0', frame: 1 }, text: 'secret words about 10.0.0.1', changedMs: 0 }],
    names: { addresses: { '10.0.0.1': 'secret host' }, ports: {} },
  };
}

async function bundle(files: readonly Uint8Array[], options: { anonymize: boolean; cutPayload: boolean }): Promise<Map<string, Uint8Array>> {
  const { handlers, captures } = await openAll(files);
  const mapped = captures.map((capture) => ({ capture, id: `c${capture}` }));
  return untar(gunzipSync(await joined(handlers['bundle.write']({ project: projectOf(captures), captures: mapped, options, key: KEY }, CONTEXT))));
}

/** A client that probes each five seconds, as tcpdump prints it. */
function idleText(): string[] {
  const time = (ms: number) => `11:40:${String(10 + Math.floor(ms / 1000)).padStart(2, '0')}.${String(ms % 1000).padStart(3, '0')}000`;
  const [there, back] = ['IP 10.0.0.1.45376 > 10.0.0.2.9000:', 'IP 10.0.0.2.9000 > 10.0.0.1.45376:'];
  return [
    `${time(0)} ${there} Flags [S], seq 617778687, win 65495, options [mss 65495,sackOK,TS val 2883 ecr 0,nop,wscale 7], length 0`,
    `${time(1)} ${back} Flags [S.], seq 1368551434, ack 617778688, win 65483, options [mss 65495,sackOK,TS val 99 ecr 2883,nop,wscale 7], length 0`,
    `${time(2)} ${there} Flags [.], ack 1, win 512, length 0`,
    `${time(3)} ${there} Flags [P.], seq 1:15, ack 1, win 512, length 14`,
    `${time(4)} ${back} Flags [.], ack 15, win 512, length 0`,
    ...[1, 2, 3, 4, 5].flatMap((turn) => [
      `${time(turn * 5000)} ${there} Flags [.], ack 1, win 512, length 0`,
      `${time(turn * 5000 + 1)} ${back} Flags [.], ack 15, win 512, length 0`,
    ]),
  ];
}

async function reportOf(file: Uint8Array) {
  const { handlers, captures } = await openAll([file]);
  const text = await joined(handlers['report.write']({ captures, format: 'json', allConnections: true, language: 'en' }, CONTEXT));
  return reportSchema.parse(JSON.parse(text.toString()));
}

const ANONYMOUS = { anonymize: true, cutPayload: true };
const LAB_FILES = readdirSync(LAB).filter((name) => name.endsWith('.pcap'));

describe('a bundle', () => {
  it('as it is holds the captures byte for byte, and the project beside them', async () => {
    const file = mixedCapture();
    const files = await bundle([file], { anonymize: false, cutPayload: false });
    expect([...files.keys()]).toEqual(['project.tcpulse', 'captures/1-secret-name-0.pcap']);
    expect(Buffer.from(files.get('captures/1-secret-name-0.pcap') as Uint8Array).equals(file)).toBe(true);
    const project = JSON.parse(Buffer.from(files.get('project.tcpulse') as Uint8Array).toString()) as Project;
    expect(project.captures[0]?.source).toMatchObject({ path: 'captures/1-secret-name-0.pcap' });
    expect(project.notes).toHaveLength(1);
  });

  it.each([
    ['mixed', mixedCapture()] as const,
    ['heartbeat', heartbeatCapture()] as const,
    ...LAB_FILES.map((name) => [name, new Uint8Array(readFileSync(join(LAB, name)))] as const),
  ])('without names and payload tells the same findings: %s', async (_, file) => {
    const files = await bundle([file], ANONYMOUS);
    const capture = files.get('captures/1-capture.pcapng') as Uint8Array;
    expect(outline(await findingsOf(capture))).toEqual(outline(await findingsOf(file)));
  });

  it('without names and payload holds no original address, name or byte of payload', async () => {
    const secrets: Buffer[] = [];
    for (const text of ['secret', '10.0.0.1', 'PING', 'example.com', 'page-1000']) secrets.push(Buffer.from(text));
    for (const address of [
      [10, 0, 0, 1],
      [10, 0, 0, 2],
      [10, 0, 0, 3],
      [192, 0, 2, 80],
    ])
      secrets.push(Buffer.from(address));
    const files = await bundle([mixedCapture(), httpCapture(), heartbeatCapture()], ANONYMOUS);
    expect(files.size).toBe(4);
    for (const [name, bytes] of files) {
      for (const secret of secrets) expect(Buffer.from(bytes).includes(secret), `${secret} in ${name}`).toBe(false);
    }
    for (const bytes of files.values()) expect(Buffer.from(bytes).includes('/folder')).toBe(false);
    // The same search finds them where they are.
    const open = await bundle([mixedCapture(), httpCapture(), heartbeatCapture()], { anonymize: false, cutPayload: false });
    const everything = Buffer.concat([...open.values()]);
    for (const secret of secrets) expect(everything.includes(secret), String(secret)).toBe(true);
  });

  it.each([
    { name: 'as tcpdump prints it', line: (text: string) => text },
    { name: 'with interfaces and dates', line: (text: string) => text.replace(/^(\S+) IP/, '2026-01-02 $1 secret0 In  IP') },
    {
      name: 'with what tcpdump says at its end',
      line: (text: string) => text.replace(/^11:40:35\.001.*/, '$&\n12 packets captured\n14 packets received by filter\n2 packets dropped by kernel'),
    },
    { name: 'with words about the payload', line: (text: string) => text.replace(/length [1-9]\d*$/, '$&: HTTP: GET /secret HTTP/1.1') },
  ])('of text stays text without names and payload, so that what is inferred is inferred again: $name', async ({ line }) => {
    const text = new TextEncoder().encode(idleText().map(line).join('\n'));
    const files = await bundle([text], ANONYMOUS);
    const copy = files.get('captures/1-capture.txt') as Uint8Array;
    expect(Buffer.from(copy).toString()).not.toMatch(/secret|10\.0\.0\.|HTTP/);
    const probes = async (file: Uint8Array) => (await reportOf(file)).connections.map(({ keepAlive }) => keepAlive.map((end) => end.probes));
    expect((await probes(copy)).flat(2).length).toBeGreaterThan(3);
    expect(await probes(copy)).toEqual(await probes(text));
    expect(outline(await findingsOf(copy))).toEqual(outline(await findingsOf(text)));
    const dropped = async (file: Uint8Array) =>
      (await reportOf(file)).captures.map(({ interfaces }) => interfaces.map((item) => [item.received, item.dropped]));
    expect(await dropped(copy)).toEqual(await dropped(text));
  });

  it.each([
    ['a datagram', '11:40:59.000001 IP 10.0.0.1.53 > 10.0.0.2.4000: UDP, length 12'],
    ['a name', '11:40:59.000001 IP secret.example.4000 > 10.0.0.2.80: Flags [.], ack 1, win 5, length 0'],
    [
      'an option that may hold anything',
      '11:40:59.000001 IP 10.0.0.1.4000 > 10.0.0.2.80: Flags [.], ack 1, win 5, options [unknown-99 0x736563726574], length 0',
    ],
  ])('of text with %s holds packets in its place', async (_, odd) => {
    const files = await bundle([new TextEncoder().encode([...idleText(), odd].join('\n'))], ANONYMOUS);
    expect([...files.keys()]).toEqual(['project.tcpulse', 'captures/1-capture.pcapng']);
  });

  it('that only cuts payload keeps addresses and every header', async () => {
    const files = await bundle([mixedCapture()], { anonymize: false, cutPayload: true });
    const capture = Buffer.from(files.get('captures/1-secret-name-0.pcapng') as Uint8Array);
    expect(capture.includes(Buffer.from([10, 0, 0, 1]))).toBe(true);
    expect(capture.includes('PING')).toBe(false);
    expect(outline(await findingsOf(capture))).toEqual(outline(await findingsOf(mixedCapture())));
  });
});

/** A server that probes each 20 s, on its side and on the client's side of a router that loses one answer. */
function lostAnswer(point: 'near' | 'far'): Uint8Array {
  const way = point === 'near' ? 0 : 20;
  const segments = [
    ...HANDSHAKE.map((segment) => ({ ...segment, ms: 100 + segment.ms * 50 })),
    ...[20_000, 40_100, 50_200, 70_300].flatMap((ms) => [probe(ms), answer(ms + 41)]),
  ].filter(({ ms }) => point === 'far' || ms !== 40_141);
  const frames = segments.map((segment, index) => {
    const fromServer = segment.from === 'server';
    const ms = segment.ms + (fromServer ? way : -way);
    return { ms, bytes: frameOf({ ...segment, hopLimit: fromServer === (point === 'near') ? 64 : 63 }, index) };
  });
  return writePcap(
    frames.map(({ ms, bytes }) => ({ seconds: 1_700_000_000 + Math.floor(ms / 1000), nanoseconds: (ms % 1000) * 1e6, bytes })),
    { linkType: 1 },
  );
}

async function document(
  format: 'html' | 'md' | 'json',
  language = 'en',
  scope: ReportScope = { kind: 'everything' },
  annotations: ReportAnnotations = NO_ANNOTATIONS,
) {
  const { handlers, captures } = await openAll([heartbeatCapture(), mixedCapture()]);
  const params = { captures, format, scope, annotations, language, timeZone: 'Europe/Berlin' };
  return (await joined(handlers['report.document'](params, CONTEXT))).toString();
}

describe('a report to hand on', () => {
  it('is one HTML file that loads and runs nothing, with charts inside', async () => {
    const html = await document('html');
    expect(html).toContain('<svg class="chart"');
    expect(html).not.toMatch(/<script|<link|<img|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
    expect(html).toContain('What happened.');
    expect(html).toMatch(/Frames \d+ \(at /);
    expect(html).toContain('How sure.');
    expect(html).toContain('What to do.');
    // 22:13:20 UTC.
    expect(html).toContain('23:13:20.');
    expect(html).not.toMatch(/report\.[a-z]|undefined|NaN|\{\{/);
  });

  it.each(['en', 'zh-CN'])('is Markdown without a missing text in %s', async (language) => {
    const text = await document('md', language);
    expect(text).not.toMatch(/(report|finding|ui)\\?\.[a-zA-Z]|undefined|NaN|\{\{/);
    expect(text).toContain(language === 'en' ? '**What to do.**' : '**处理建议：**');
    expect(text).toMatch(/^\| .* \|$/m);
  });

  it('of one connection is about that one alone', async () => {
    const html = await document('html', 'en', { kind: 'connection', capture: 0, connection: 0 });
    expect(html).toContain('Connection 0: 10.0.0.1:40010 to 192.0.2.80:1883');
    expect(html).not.toContain('40001');
    const json = reportSchema.parse(JSON.parse(await document('json', 'en', { kind: 'connection', capture: 1, connection: 0 })));
    expect(json.connections.map(({ capture, id }) => [capture, id])).toEqual([[1, 0]]);
    expect(json.findings.every(({ capture, connection }) => capture === 1 && connection === 0)).toBe(true);
  });

  it('is dark on a screen alone', async () => {
    const html = await document('html');
    expect(html.match(/@media[^{]*prefers-color-scheme[^{]*/g)).toEqual(['@media screen and (prefers-color-scheme:dark)']);
    expect(html).toContain('@media print{:root{color-scheme:light}');
  });

  it('names the capture where there are several, and what a heartbeat speaks as views do', async () => {
    const headings = (text: string) => text.split('\n').filter((line) => line.startsWith('###'));
    const text = headings(await document('md', 'zh-CN'));
    const connections = text.filter((line) => line.includes('连接 '));
    expect(connections.map((line) => line.replace(/：.*(?= \()/, ''))).toEqual(['### 连接 0 (secret-name-0.pcap)']);
    expect(text.filter((line) => line.includes('监听端口 '))).toEqual([expect.stringMatching(/\(secret-name-1\.pcap\)$/)]);
    expect(text.join()).toContain('客户端的心跳（MQTT）');
  });

  it('tells what the captures show together', async () => {
    const { handlers, captures } = await openAll([lostAnswer('near'), lostAnswer('far')]);
    const params = { captures, scope: { kind: 'everything' }, annotations: NO_ANNOTATIONS, language: 'en', timeZone: 'UTC' } as const;
    const write = async (format: 'json' | 'md') => (await joined(handlers['report.document']({ ...params, format }, CONTEXT))).toString();
    const { findings } = reportSchema.parse(JSON.parse(await write('json')));
    expect(findings.map(({ code }) => code)).toContain('keepalive.answer-lost');
    const text = await write('md');
    for (const { title } of findings) expect(text).toContain(`: ${title}`);
    expect(text).toContain('secret-name-1.pcap holds what it answered, secret-name-0.pcap, captured nearer to the server, does not');
  });

  it('of a listener is about its attempts', async () => {
    const scope = { kind: 'listener', capture: 1, address: null, port: 443 } as const;
    const html = await document('html', 'en', scope);
    expect(html).toContain('Listener *:443');
    expect(html).toContain('refuses connections');
    const json = reportSchema.parse(JSON.parse(await document('json', 'en', scope)));
    expect(json.listeners.map(({ port }) => port)).toEqual([443]);
    expect(json.connections.map(({ server }) => server.port)).toEqual([443]);
  });

  it.each([
    { scope: { kind: 'connection', capture: 0, connection: 99 }, code: 'no-such-connection', data: { connection: 99 } },
    { scope: { kind: 'listener', capture: 1, address: null, port: 1 }, code: 'no-such-listener', data: { listener: '*:1' } },
    { scope: { kind: 'listener', capture: 1, address: '2001:db8::1', port: 443 }, code: 'no-such-listener', data: { listener: '[2001:db8::1]:443' } },
  ] as const)('is refused about what is not there: $data', async ({ scope, code, data }) => {
    for (const format of ['html', 'md', 'json'] as const) await expect(document(format, 'en', scope)).rejects.toMatchObject({ code, data });
  });

  it('says what the user noted, and lists what was dismissed with the reason', async () => {
    const everything = reportSchema.parse(JSON.parse(await document('json')));
    const late = everything.findings.find(({ code }) => code === 'heartbeat.late') as FindingReport;
    const annotations: ReportAnnotations = {
      captures: [{ capture: 0, id: 'c0' }],
      notes: [{ id: 'n', target: { kind: 'connection', capture: 'c0', connection: 0 }, text: 'ask <them>', changedMs: 0 }],
      dismissed: [
        {
          target: { kind: 'finding', capture: 'c0', code: late.code, connection: late.connection, frame: late.frames[0] ?? null },
          reason: 'planned maintenance',
        },
      ],
      addresses: { '192.0.2.80': 'broker' },
      thresholds: DEFAULT_THRESHOLDS,
    };
    const html = await document('html', 'en', { kind: 'everything' }, annotations);
    expect(html).toContain('ask &lt;them&gt;');
    expect(html).toContain('planned maintenance');
    expect(html).toContain('broker (192.0.2.80:1883)');
    expect(html.match(/id="finding-/g)?.length).toBe(everything.findings.length - 1);
  });

  it.each<{ thresholds: Thresholds; shown: (finding: FindingReport) => boolean }>([
    { thresholds: { minConfidence: 0, severity: 'error' }, shown: ({ severity }) => severity === 'error' },
    { thresholds: { minConfidence: 0.9, severity: 'info' }, shown: ({ confidence }) => confidence >= 0.9 },
    { thresholds: { minConfidence: 1, severity: 'error' }, shown: ({ severity, confidence }) => severity === 'error' && confidence === 1 },
  ])('counts what is below the thresholds of the project, and leaves it out: $thresholds', async ({ thresholds, shown }) => {
    const annotations: ReportAnnotations = { ...NO_ANNOTATIONS, thresholds };
    const { findings } = reportSchema.parse(JSON.parse(await document('json', 'en', { kind: 'everything' }, annotations)));
    const html = await document('html', 'en', { kind: 'everything' }, annotations);
    const count = findings.filter(shown).length;
    expect(count).toBeLessThan(findings.length);
    expect(html.match(/id="finding-/g)?.length ?? 0).toBe(count);
    expect(html).toContain(`Found but not listed: ${findings.length - count}.`);
    expect(html).not.toContain('Nothing to report was found');
    const marks = (text: string) => text.match(/class="moment/g)?.length ?? 0;
    expect(marks(html)).toBe(marks(await document('html')) - (findings.length - count));
  });

  it('does not say that nothing was found where all of it was dismissed', async () => {
    const { findings } = reportSchema.parse(JSON.parse(await document('json')));
    const captures = [0, 1].map((capture) => ({ capture, id: `c${capture}` }));
    const dismissed = findings.map(({ capture, code, connection, frames }) => ({
      target: { kind: 'finding' as const, capture: `c${capture}`, code, connection, frame: frames[0] ?? null },
      reason: 'known',
    }));
    const html = await document('html', 'en', { kind: 'everything' }, { ...NO_ANNOTATIONS, captures, dismissed });
    expect(html).toContain('Dismissed findings');
    expect(html).not.toContain('Nothing to report was found');
  });
});

describe('a moment of a report', () => {
  const context = { language: 'en', timeZone: 'UTC' } as DocumentContext;
  it.each([
    { time: '1700000000.123456', expected: '11/14/2023, 22:13:20.123 UTC' },
    { time: '4102444800.5', expected: '01/01/2100, 00:00:00.5 UTC' },
    { time: '-1.750000', expected: '12/31/1969, 23:59:58.250 UTC' },
    { time: '-2', expected: '12/31/1969, 23:59:58 UTC' },
  ])('$time', ({ time, expected }) => expect(moment(time, 'epoch', context)).toBe(expected));
});

describe('a capture with comments', () => {
  it('is written with its own and the added ones, and read again', async () => {
    const { handlers, captures } = await openAll([mixedCapture()]);
    const comments = [
      { frame: 4, text: 'the ping' },
      { frame: 4, text: '第二条' },
    ];
    const copy = await joined(handlers['captures.annotated']({ capture: captures[0] as number, comments }, CONTEXT));
    const again = await openAll([copy]);
    const summary = await again.handlers['captures.summary']({ capture: 0 }, CONTEXT);
    expect(summary.comments).toEqual(comments);
    expect(outline(await findingsOf(copy))).toEqual(outline(await findingsOf(mixedCapture())));
    const twice = await joined(again.handlers['captures.annotated']({ capture: 0, comments: [{ frame: 1, text: 'more' }] }, CONTEXT));
    const last = await openAll([twice]);
    expect((await last.handlers['captures.summary']({ capture: 0 }, CONTEXT)).comments).toEqual([{ frame: 1, text: 'more' }, ...comments]);
  });

  it('holds a note that is longer than a comment can be as several', async () => {
    const { handlers, captures } = await openAll([mixedCapture()]);
    const text = `x${'证据'.repeat(40_000)}`;
    const copy = await joined(handlers['captures.annotated']({ capture: captures[0] as number, comments: [{ frame: 4, text }] }, CONTEXT));
    const again = await openAll([copy]);
    const { comments, capture } = await again.handlers['captures.summary']({ capture: 0 }, CONTEXT);
    expect(capture).toMatchObject({ issues: [] });
    expect(comments.length).toBeGreaterThan(1);
    expect(comments.every(({ frame }) => frame === 4)).toBe(true);
    expect(comments.map((comment) => comment.text).join('')).toBe(text);
  });
});

it('lab captures are there to be compared', () => {
  expect(existsSync(LAB) && LAB_FILES.length).toBeGreaterThan(5);
});
