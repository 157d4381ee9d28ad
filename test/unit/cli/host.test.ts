/** `tcpulse host`: its arguments, what it prints of text and of a kernel made in code, and how it ends. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type HostOptions, host } from '../../../src/cli/commands/host';
import type { Environment } from '../../../src/cli/environment';
import { EXIT, UsageError } from '../../../src/cli/exit-status';
import { runProgram } from '../../../src/cli/program';
import type { KernelAccess } from '../../../src/engine/session/host';
import { Session } from '../../../src/engine/session/session';
import { CancelSource } from '../../../src/shared/base/cancellation';
import { AppError } from '../../../src/shared/contract/errors';
import { hostSampleSchema } from '../../../src/shared/contract/host';
import { engineContract } from '../../../src/shared/contract/methods';
import { createTexts } from '../../../src/shared/locales/texts';
import { createClient } from '../../../src/shared/rpc/client';
import { memoryTransportPair } from '../../../src/shared/rpc/memory-transport';
import { serve } from '../../../src/shared/rpc/server';
import { CHANNEL } from '../../../src/shared/rpc/transport';
import { bufferBytes, HOST } from '../../captures/analyse-file';
import { ascii } from '../../captures/build-packet';

const textOf = (name: string): string => readFileSync(join(import.meta.dirname, '../host/texts', `${name}.txt`), 'utf8');

/** One overflow a look. */
const KERNEL: KernelAccess = {
  missing: [],
  namespaces: async () => [],
  open: ({ netns }) => {
    let looks = 0;
    return {
      look: async () => {
        if (netns === 'gone') throw new AppError('no-such-namespace', { host: 'localhost', name: netns });
        looks++;
        return `${1_795_356_000 + looks}\nTcpExt: ListenOverflows\nTcpExt: ${looks}\n@tcpulse listeners\nLISTEN 5 4 0.0.0.0:80 0.0.0.0:*\nnet/core/somaxconn = 4\n`;
      },
      close: () => {},
    };
  },
};

interface Ran {
  readonly status: number;
  readonly output: string;
  readonly messages: string;
}

/** `takenLines`: what is read of the output before the reader goes away. */
async function run(
  paths: readonly string[],
  options: HostOptions,
  files: Record<string, string> = {},
  language = 'en',
  takenLines = 99,
): Promise<Ran> {
  const open = async (source: { kind: string; path?: string }) => {
    const text = files[source.path ?? ''];
    if (text === undefined) throw new AppError('file-not-found', { path: source.path ?? '' });
    return bufferBytes(source.path ?? '', ascii(text));
  };
  const session = new Session({ ...HOST, open, kernel: KERNEL });
  let output = '';
  let messages = '';
  const environment: Environment = {
    version: '0',
    texts: createTexts(language),
    output: {
      write: async (bytes) => {
        output += new TextDecoder().decode(bytes);
        return output.split('\n').length - 1 < takenLines;
      },
    },
    messages: { isTerminal: false, write: (text) => (messages += text) },
    signal: new CancelSource(),
    startEngine: async (contract) => {
      const [near, far] = memoryTransportPair();
      serve(engineContract, session.handlers, far, CHANNEL.engine);
      return { client: createClient(contract, near, CHANNEL.engine), death: new Promise<Error>(() => {}), close: async () => near.close() };
    },
  };
  try {
    return { status: await host(environment, paths, options), output, messages };
  } finally {
    await session.dispose();
  }
}

describe('of text', () => {
  it('says what happened between two outputs of netstat -s', async () => {
    const { status, output, messages } = await run(['saved'], {}, { saved: textOf('netstat-before') + textOf('netstat-after') });
    expect(output.split('\n').slice(0, 8)).toEqual([
      'saved: 2 samples without a time',
      '',
      'What happened in between',
      '  ! An accept queue was full 85 times: that many SYNs and final ACKs were dropped. (ListenOverflows +85)',
      '  ! Listeners dropped 85 SYNs and connections, all of them because an accept queue was full. (ListenDrops +85)',
      '    5 connections were accepted from others. (PassiveOpens +5)',
      '    100 segments came in. (InSegs +100)',
      '    10 segments went out. (OutSegs +10)',
    ]);
    expect({ status, messages }).toEqual({ status: EXIT.done, messages: '' });
  });

  it('shows listeners with their longest queue, timers, and what settings amount to', async () => {
    const text = `${textOf('ss-lnt')}\n1795356902\n${textOf('ss-lntpo').replace('LISTEN 5', 'LISTEN 1')}${textOf('ss-nto-client')}${textOf('sysctl')}`;
    const { output } = await run(['saved'], {}, { saved: text });
    expect(output).toContain('saved: 5 samples, 2026-11-22 14:14:55.000Z to 2026-11-22 14:15:02.000Z');
    expect(output).toMatch(/192\.0\.2\.2 +8080 +1 +4 +5 +- +20 % full/);
    expect(output).toMatch(/ESTAB +192\.0\.2\.1:59632 +192\.0\.2\.2:8080 +keepalive +1 min 14 s +0/);
    expect(output).toContain('Forgotten after 63 s');
  });

  it('is in Chinese when asked', async () => {
    expect((await run(['saved'], {}, { saved: textOf('ss-lntpo') }, 'zh-CN')).output).toContain('已满');
  });

  it('becomes JSON lines that can be read again', async () => {
    const { output } = await run(['saved'], { json: true }, { saved: textOf('loop') });
    const lines = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ type }) => type)).toEqual(['sample', 'sample', 'sample', 'changes']);
    expect(hostSampleSchema.parse(lines[2].sample).counters).toMatchObject({ ListenOverflows: 83 });
    expect(lines[2].changes).toContainEqual(expect.objectContaining({ name: 'ListenOverflows', delta: 29 }));
    expect((await run(['again'], { json: true }, { again: output })).output).toBe(output);
  });

  it('names what was left out, and says so by its status', async () => {
    const { status, output } = await run(['saved'], {}, { saved: `${textOf('ss-lntpo')}LISTEN x\n` });
    expect(status).toBe(EXIT.readInPart);
    expect(output).toContain('Line 3 cannot be read (queue x).');
  });

  it('of several files reads those that can be', async () => {
    const { status, output, messages } = await run(['none', 'saved', 'other'], {}, { saved: textOf('ss-lntpo'), other: 'a letter' });
    expect(status).toBe(EXIT.readInPart);
    expect(output).toContain('saved: one sample');
    expect(messages).toContain('none does not exist');
    expect(messages).toContain('Nothing in other is output of ss');
  });

  it('that holds nothing is not readable', async () => {
    expect((await run(['saved'], {}, { saved: 'a letter' })).status).toBe(EXIT.unreadable);
  });
});

describe('live', () => {
  it('looks once', async () => {
    const { status, output } = await run([], {});
    expect(status).toBe(EXIT.done);
    expect(output).toContain('this machine, 2026-11-22');
    expect(output).toMatch(/0\.0\.0\.0 +80 +5 +4 +- +FULL: over its limit, drops/);
  });

  it('goes on when watching, a line for each look after the first', async () => {
    const { status, output } = await run([], { watch: true, interval: 100, netns: 'web' }, {}, 'en', 17);
    expect(status).toBe(EXIT.done);
    expect(output).toContain('namespace web, ');
    expect(output.trim().split('\n').at(-1)).toMatch(/Z {2}0\.0\.0\.0:80 5\/4 FULL.* ListenOverflows \+1$/);
  });

  it('writes JSON lines', async () => {
    const { output } = await run([], { watch: true, json: true, interval: 100 }, {}, 'en', 2);
    const [, second] = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(second).toMatchObject({ type: 'sample', index: 1, changes: [{ name: 'ListenOverflows', delta: 1, perSecond: 1 }] });
  });

  it('tells why it cannot', async () => {
    await expect(run([], { netns: 'gone' })).rejects.toMatchObject({ code: 'no-such-namespace' });
  });
});

describe('wrong use', () => {
  it.each([
    { paths: ['saved'], options: { watch: true } },
    { paths: ['saved'], options: { ssh: 'web' } },
    { paths: [], options: { capture: 'c.pcap' } },
    { paths: ['-'], options: { capture: '-' } },
  ])('$paths $options', async ({ paths, options }) => {
    await expect(run(paths, options)).rejects.toBeInstanceOf(UsageError);
  });

  it.each([
    { args: ['--interval', '50'], message: '100 to 60000' },
    { args: ['--interval', '1s'], message: '100 to 60000' },
    { args: ['--netns', '../x'], message: 'no name of a network namespace' },
    { args: ['--ssh', '-oProxyCommand=id'], message: 'no destination of ssh' },
  ])('$args', async ({ args, message }) => {
    let messages = '';
    const write = (text: string) => (messages += text);
    const never = () => Promise.reject(new Error('a command ran'));
    const commands = new Proxy({}, { get: () => never }) as Parameters<typeof runProgram>[2];
    const environment = { version: '0', texts: createTexts('en'), messages: { isTerminal: false, write }, help: { write } };
    expect(await runProgram(['host', ...args], environment, commands)).toBe(EXIT.usage);
    expect(messages).toContain(message);
  });
});
