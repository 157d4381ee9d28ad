import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/cli/commands/analyze';
import { dissect } from '../../../src/cli/commands/dissect';
import { packets } from '../../../src/cli/commands/packets';
import { dissectionText } from '../../../src/cli/dissection-text';
import { firstDamage, statusOfError, UsageError } from '../../../src/cli/exit-status';
import { languageOf } from '../../../src/cli/language';
import { errorMessage } from '../../../src/cli/messages';
import { AppError } from '../../../src/shared/contract/errors';
import { CliDouble, DISSECTION } from './cli-double';

describe('analyze', () => {
  it('writes one report of all files and gives 0', async () => {
    const cli = new CliDouble({ 'a.pcap': {}, 'b.pcap': {} });
    expect(await analyze(cli.environment, ['a.pcap', 'b.pcap'], { json: true })).toBe(0);
    expect(cli.output).toBe('first second third fourth fifth\n');
    expect(cli.messages).toBe('');
    expect(cli.calls.at(-1)).toEqual({
      method: 'report.write',
      params: { captures: [0, 1], format: 'json', allConnections: false, pricePerGb: null, language: 'en' },
    });
    expect(cli.closed).toBe(1);
  });

  it.each([
    [{}, { format: 'text', allConnections: false }],
    [
      { ndjson: true, allConnections: true },
      { format: 'ndjson', allConnections: true },
    ],
  ])('passes its options on: %o', async (options, expected) => {
    const cli = new CliDouble({ '-': {} }, false, 'zh_CN.UTF-8');
    await analyze(cli.environment, ['-'], options);
    expect(cli.calls[0]?.params).toEqual({ source: { kind: 'file', path: '-' } });
    expect(cli.calls.at(-1)?.params).toMatchObject({ ...expected, language: 'zh-CN' });
  });

  it.each([
    { name: 'an oddity is no damage', file: { issues: ['time-backwards', 'mixed-link-types', 'empty'] }, status: 0 },
    { name: 'damage is told', file: { issues: ['time-backwards', 'truncated-file'] }, status: 4 },
    { name: 'errors do not count unasked', file: { errorFindings: 2 }, status: 0 },
    { name: 'errors count when asked', file: { errorFindings: 2 }, options: { failOn: 'error' as const }, status: 1 },
    {
      name: 'errors asked for come before damage',
      file: { errorFindings: 1, issues: ['bad-block'] },
      options: { failOn: 'error' as const },
      status: 1,
    },
    { name: 'no errors', file: {}, options: { failOn: 'error' as const }, status: 0 },
  ])('status $status: $name', async ({ file, options, status }) => {
    const cli = new CliDouble({ 'a.pcap': file });
    expect(await analyze(cli.environment, ['a.pcap'], options ?? {})).toBe(status);
    expect(cli.output).not.toBe('');
  });

  it('gives 3 and says why when nothing can be read', async () => {
    const cli = new CliDouble({ 'notes.txt': { fails: { code: 'not-a-capture', data: { path: 'notes.txt' } } } });
    expect(await analyze(cli.environment, ['missing.pcap', 'notes.txt'], { json: true })).toBe(3);
    expect(cli.output).toBe('');
    const lines = cli.messages.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^tcpulse: .*missing\.pcap/);
    expect(lines[1]).toMatch(/^tcpulse: .*notes\.txt/);
    expect(cli.closed).toBe(1);
  });

  it('reports what it could read of several files, and gives 4', async () => {
    const cli = new CliDouble({ 'b.pcap': {} });
    expect(await analyze(cli.environment, ['missing.pcap', 'b.pcap'], {})).toBe(4);
    expect(cli.calls.at(-1)?.params).toMatchObject({ captures: [0] });
    expect(cli.messages).toContain('missing.pcap');
  });

  it('refuses to read standard input twice', async () => {
    const cli = new CliDouble({ '-': {} });
    await expect(analyze(cli.environment, ['-', '-'], {})).rejects.toBeInstanceOf(UsageError);
    expect(cli.calls).toEqual([]);
  });

  it('stops when its reader goes away', async () => {
    const cli = new CliDouble({ 'a.pcap': {} });
    cli.chunksTaken = 1;
    expect(await analyze(cli.environment, ['a.pcap'], {})).toBe(0);
    expect(cli.output).toBe('first ');
    expect(cli.messages).toBe('');
  });

  it('shows progress on a terminal and wipes it', async () => {
    const cli = new CliDouble({ 'a.pcap': {} }, true);
    await analyze(cli.environment, ['a.pcap'], {});
    expect(cli.messages).toBe('\r\u001b[Ka.pcap: 25 %, 10 packets\r\u001b[K');
  });

  it('is interrupted by a signal', async () => {
    const cli = new CliDouble({ 'a.pcap': {} });
    cli.cancellation.cancel();
    const error = await analyze(cli.environment, ['a.pcap'], {}).catch((reason: unknown) => reason);
    expect(statusOfError(error)).toBe(130);
    expect(cli.closed).toBe(1);
  });

  it('tells why the engine died', async () => {
    const cli = new CliDouble({ 'a.pcap': { dies: true } });
    await expect(packets(cli.environment, 'a.pcap', {})).rejects.toMatchObject({ code: 'out-of-memory' });
    await expect(analyze(cli.environment, ['a.pcap', 'b.pcap'], {})).rejects.toMatchObject({ code: 'out-of-memory' });
    expect(cli.messages).toBe('');
  });
});

describe('packets', () => {
  it('asks for lines or fields, and copies them out', async () => {
    const cli = new CliDouble({ 'a.pcap': {} });
    expect(await packets(cli.environment, 'a.pcap', { fields: ['ip.src', 'tcp.seq_raw'], json: true })).toBe(0);
    expect(cli.calls.at(-1)).toEqual({
      method: 'packets.write',
      params: { capture: 0, fields: ['ip.src', 'tcp.seq_raw'], format: 'json', filter: null },
    });
    expect(cli.output).toBe('first second third fourth fifth\n');
  });
});

describe('dissect', () => {
  it('prints the tree with byte ranges, then the bytes', async () => {
    const cli = new CliDouble({ 'a.pcap': {} });
    expect(await dissect(cli.environment, 'a.pcap', { frame: 2 })).toBe(0);
    expect(cli.output.split('\n')).toEqual([
      'Internet Protocol Version 4, Src: 10.0.0.1, Dst: 10.0.0.2  [14:20]',
      '  Header Length: 20 bytes (5)  [14:1 bits 4-7]',
      '    ! ip: cut by the capture: 20 bytes needed at 30, 4 there',
      '  [Header checksum status: Good]',
      '',
      'Frame (18 bytes)',
      '0000  45 00 41 7f ff ff ff ff ff ff ff ff ff ff ff ff  E.A.............',
      '0010  ff ff                                            ..',
      '',
    ]);
  });

  it('shows the text that a packet was made from, and what it does not tell', () => {
    const { t } = new CliDouble({}).environment.texts;
    const text = { line: '10:55 IP a > b: Flags [S]\n\t0x0000:  4500\n', absent: ['tcp.seq_raw'] };
    const lines = dissectionText({ ...DISSECTION, tree: [], sources: [], text }, t).split('\n');
    expect(lines).toEqual([
      'Read from this text:',
      '  10:55 IP a > b: Flags [S]',
      '    0x0000:  4500',
      'The text does not tell: tcp.seq_raw',
      '',
      '',
    ]);
  });

  it('prints JSON with the bytes as hex digits', async () => {
    const cli = new CliDouble({ 'a.pcap': {} });
    await dissect(cli.environment, 'a.pcap', { frame: 2, json: true });
    expect(JSON.parse(cli.output)).toEqual({ ...DISSECTION, sources: [{ label: 'Frame', bytes: `4500417f${'ff'.repeat(14)}` }] });
  });

  it('takes a frame that is not there as wrong usage', async () => {
    const cli = new CliDouble({ 'a.pcap': {} });
    const error = await dissect(cli.environment, 'a.pcap', { frame: 99 }).catch((reason: unknown) => reason);
    expect(statusOfError(error)).toBe(2);
    expect(errorMessage(error, cli.environment.texts)).toContain('99');
  });
});

describe('firstDamage', () => {
  it.each([
    { codes: [], expected: null },
    { codes: ['unknown-version', 'bad-option'], expected: null },
    { codes: ['compressed-damaged'], expected: 'compressed-damaged' },
    { codes: ['a-code-of-tomorrow'], expected: 'a-code-of-tomorrow' },
  ])('$codes', ({ codes, expected }) => expect(firstDamage(codes.map((code) => ({ code })))?.code ?? null).toBe(expected));
});

describe('languageOf', () => {
  it.each([
    { args: [], environment: {}, expected: 'en' },
    { args: [], environment: { LANG: 'zh_CN.UTF-8' }, expected: 'zh_CN.UTF-8' },
    { args: [], environment: { LC_ALL: '', LC_MESSAGES: 'zh_CN', LANG: 'de_DE' }, expected: 'zh_CN' },
    { args: ['analyze', '--language', 'zh-CN'], environment: { LC_ALL: 'C' }, expected: 'zh-CN' },
    { args: ['--language=en'], environment: { LC_ALL: 'zh_CN' }, expected: 'en' },
  ])('$args $environment', ({ args, environment, expected }) => expect(languageOf(args, environment)).toBe(expected));
});

describe('errorMessage', () => {
  it('is one line without a stack trace, whatever was thrown', () => {
    const { texts } = new CliDouble({}).environment;
    for (const error of [new AppError('disk-full', { path: '/x' }), new Error('boom'), 'text', new UsageError('so not')]) {
      const text = errorMessage(error, texts);
      expect(text).not.toMatch(/\n| {4}at /);
      expect(text.length).toBeGreaterThan(3);
    }
  });
});
