/** What the session answers about hosts, with a kernel made in code. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { HostProbe, KernelAccess } from '../../../src/engine/session/host';
import { HostSessions } from '../../../src/engine/session/host-handlers';
import type { OpenedCapture } from '../../../src/engine/session/opened-capture';
import { Session } from '../../../src/engine/session/session';
import { CancelSource } from '../../../src/shared/base/cancellation';
import { AppError } from '../../../src/shared/contract/errors';
import type { HostLook, HostTarget } from '../../../src/shared/contract/host';
import type { LiveOptions } from '../../../src/shared/contract/live';
import { bufferBytes, HOST } from '../../captures/analyse-file';
import { ascii } from '../../captures/build-packet';
import { pcapFile } from '../../captures/sample-files';

const CONTEXT = { signal: new CancelSource() };
const HERE: HostTarget = { netns: null, ssh: null };
const sessions: Session[] = [];
afterEach(async () => {
  await Promise.all(sessions.splice(0).map((session) => session.dispose()));
});

interface Kernel extends KernelAccess {
  readonly asked: { sockets: boolean; sysctls: boolean }[];
  open(target: HostTarget): HostProbe;
  opened: number;
  closed: number;
}

/** A kernel that counts one overflow a look; `failAt`: the look that fails. */
function kernelOf({ failAt = Number.POSITIVE_INFINITY, noSs = false } = {}): Kernel {
  const kernel: Kernel = {
    missing: [],
    namespaces: async () => ['web'],
    asked: [],
    opened: 0,
    closed: 0,
    open: () => {
      kernel.opened++;
      let looks = 0;
      return {
        look: async (parts) => {
          kernel.asked.push({ ...parts });
          if (++looks === failAt) throw new AppError('host-lost', { host: 'localhost', reason: 'gone' });
          const list = noSs ? '@tcpulse no ss' : 'State Recv-Q Send-Q Local Address:Port Peer Address:Port\nLISTEN 5 4 0.0.0.0:80 0.0.0.0:*';
          return `${1_795_356_000 + looks}\nTcpExt: ListenOverflows\nTcpExt: ${looks}\n@tcpulse listeners\n${list}\n${parts.sysctls ? 'net/core/somaxconn = 128\n' : ''}`;
        },
        close: () => {
          kernel.closed++;
        },
      };
    },
  };
  return kernel;
}

function sessionOn(kernel?: KernelAccess, files: Readonly<Record<string, Uint8Array>> = {}) {
  const open = async (source: { kind: string; path?: string; name?: string; text?: string }) =>
    bufferBytes(source.name ?? '', files[source.path ?? ''] ?? ascii(source.text ?? ''));
  const session = new Session({ ...HOST, open, ...(kernel && { kernel }) });
  sessions.push(session);
  return session.handlers;
}

async function take(looks: AsyncIterable<HostLook>, count: number): Promise<HostLook[]> {
  const taken: HostLook[] = [];
  for await (const look of looks) if (taken.push(look) === count) break;
  return taken;
}

async function until(done: () => boolean): Promise<void> {
  for (let waited = 0; !done(); waited += 5) {
    if (waited > 5000) throw new Error('it did not come to pass');
    await sleep(5);
  }
}

describe('a watched host', () => {
  it('is looked at again and again, and no longer when nobody looks', async () => {
    const kernel = kernelOf();
    const handlers = sessionOn(kernel);
    const looks = await take(handlers['host.watch']({ target: HERE, intervalMs: 100 }, CONTEXT), 3);
    expect(looks.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(looks[2]?.changes).toMatchObject([{ name: 'ListenOverflows', delta: 1, perSecond: 1 }]);
    await until(() => kernel.closed === 1);
    const asked = kernel.asked.length;
    await sleep(250);
    expect(kernel.asked.length).toBe(asked);
    expect(handlers['host.recordings']({}, CONTEXT)).toMatchObject([{ live: false, samples: asked, origin: { kind: 'live', target: HERE } }]);
  });

  it('is asked for sysctls and timers less often', async () => {
    const kernel = kernelOf();
    await take(sessionOn(kernel)['host.watch']({ target: HERE, intervalMs: 100 }, CONTEXT), 3);
    expect(kernel.asked.slice(0, 3)).toEqual([
      { sockets: true, sysctls: true },
      { sockets: false, sysctls: false },
      { sockets: false, sysctls: false },
    ]);
  });

  it('is sampled once for several watchers, at the shortest interval', async () => {
    const kernel = kernelOf();
    const handlers = sessionOn(kernel);
    const slow = take(handlers['host.watch']({ target: HERE, intervalMs: 60_000 }, CONTEXT), 3);
    const fast = take(handlers['host.watch']({ target: HERE, intervalMs: 100 }, CONTEXT), 3);
    expect((await slow).map(({ index }) => index)).toEqual([0, 1, 2]);
    await fast;
    expect(kernel.opened).toBe(1);
  });

  it('goes on in the same recording', async () => {
    const kernel = kernelOf();
    const handlers = sessionOn(kernel);
    await take(handlers['host.watch']({ target: HERE, intervalMs: 100 }, CONTEXT), 1);
    await until(() => kernel.closed === 1);
    const [look] = await take(handlers['host.watch']({ target: HERE, intervalMs: 100 }, CONTEXT), 1);
    expect(look).toMatchObject({ recording: 0, index: 1 });
  });

  it('tells why it ended, and can be watched again', async () => {
    const handlers = sessionOn(kernelOf({ failAt: 2 }));
    const watch = () => take(handlers['host.watch']({ target: HERE, intervalMs: 100 }, CONTEXT), 9);
    await expect(watch()).rejects.toMatchObject({ code: 'host-lost', data: { reason: 'gone' } });
    await expect(watch()).rejects.toMatchObject({ code: 'host-lost' });
    expect(handlers['host.recordings']({}, CONTEXT)).toMatchObject([{ samples: 2 }]);
  });

  it('without ss has counters, says so once, and no list', async () => {
    const handlers = sessionOn(kernelOf({ noSs: true }));
    const looks = await take(handlers['host.watch']({ target: HERE, intervalMs: 100 }, CONTEXT), 2);
    expect(looks[1]?.sample).toMatchObject({ listeners: null, counters: { ListenOverflows: 2 } });
    expect(handlers['host.recordings']({}, CONTEXT)).toMatchObject([{ issues: [{ code: 'ss-missing' }] }]);
  });

  it('stops when the call is cancelled', async () => {
    const kernel = kernelOf();
    const signal = new CancelSource();
    const looks = take(sessionOn(kernel)['host.watch']({ target: HERE, intervalMs: 60_000 }, { signal }), 9);
    await until(() => kernel.asked.length === 1);
    signal.cancel();
    expect((await looks).length).toBeLessThanOrEqual(1);
    await until(() => kernel.closed === 1);
  });

  it('is refused where no kernel can be sampled', async () => {
    const handlers = sessionOn();
    expect(await handlers['host.describe']({}, CONTEXT)).toEqual({ missing: ['not-linux'], namespaces: [] });
    await expect(take(handlers['host.watch']({ target: HERE, intervalMs: 100 }, CONTEXT), 1)).rejects.toMatchObject({ code: 'host-not-linux' });
  });
});

describe('text', () => {
  const read = (handlers: Session['handlers'], text: string) => handlers['host.read']({ source: { kind: 'text', name: 'saved', text } }, CONTEXT);
  const TEXT =
    '1795356001\nLISTEN 0 4 0.0.0.0:80 0.0.0.0:*\nTcpExt: ListenOverflows\nTcpExt: 1\n1795356002\nLISTEN 5 4 0.0.0.0:80 0.0.0.0:*\nTcpExt: ListenOverflows\nTcpExt: 4\n';

  it('becomes a recording that answers like a live one', async () => {
    const handlers = sessionOn();
    const { recording, samples, firstMs, lastMs } = await read(handlers, TEXT);
    expect({ samples, firstMs, lastMs }).toEqual({ samples: 2, firstMs: 1795356001000, lastMs: 1795356002000 });
    const span = { capture: null, fromMs: null, toMs: null };
    expect(handlers['host.changes']({ recording, ...span }, CONTEXT)).toMatchObject([{ delta: 3, perSecond: 3 }]);
    expect(await handlers['host.listener']({ recording: null, address: '192.0.2.1', port: 80, ...span }, CONTEXT)).toMatchObject({
      recording,
      address: '0.0.0.0',
      queue: Float64Array.of(0, 5),
    });
    expect(await handlers['host.counters']({ recording: null, names: ['ListenOverflows'], ...span }, CONTEXT)).toMatchObject({
      timesMs: Float64Array.of(1795356001000, 1795356002000),
    });
    expect(handlers['host.look']({ recording, index: 1 }, CONTEXT)).toMatchObject({ changes: [{ delta: 3 }] });
  });

  it('without anything of a host is refused', async () => {
    await expect(read(sessionOn(), 'nothing')).rejects.toMatchObject({ code: 'not-host-text', data: { name: 'saved' } });
  });

  it('is forgotten when asked', async () => {
    const handlers = sessionOn();
    const { recording } = await read(handlers, TEXT);
    handlers['host.forget']({ recording }, CONTEXT);
    expect(handlers['host.recordings']({}, CONTEXT)).toEqual([]);
    expect(() => handlers['host.sample']({ recording, index: null }, CONTEXT)).toThrow('no-such-recording');
    expect(
      await handlers['host.listener']({ recording: null, address: '::', port: 80, capture: null, fromMs: null, toMs: null }, CONTEXT),
    ).toMatchObject({ recording: null });
  });
});

it('counts what contradicts a capture among its findings, whichever was opened first, until it is forgotten', async () => {
  const files = { capture: pcapFile(true, false) };
  const handlers = sessionOn(undefined, files);
  const { capture } = await handlers['captures.open']({ source: { kind: 'file', path: 'capture' } }, CONTEXT);
  for await (const { state } of handlers['captures.progress']({ capture }, CONTEXT)) if (state === 'done') break;
  const summary = await handlers['captures.summary']({ capture }, CONTEXT);
  const [firstMs, lastMs] = [summary.capture.firstTime, summary.capture.lastTime].map((time) => Number(time) * 1000) as [number, number];
  const counted = (timeMs: number, overflows: number): string => `${(timeMs / 1000).toFixed(3)}\nTcpExt: ListenOverflows\nTcpExt: ${overflows}\n`;
  const text = counted(firstMs - 100, 2) + counted(lastMs + 100, 9);
  const codes = async (of: number) => {
    const all = { from: 0, count: 100, sort: 'time' as const, descending: false, severities: ['error' as const, 'warning' as const], code: null };
    const found = await handlers['findings.rows']({ capture: of, ...all, connection: null, fromMs: null, toMs: null, language: 'en' }, CONTEXT);
    return found.rows.map(({ code }) => code).filter((code) => code.startsWith('host.'));
  };
  expect(await codes(capture)).toEqual([]);
  const { recording } = await handlers['host.read']({ source: { kind: 'text', name: 'saved', text } }, CONTEXT);
  expect(await codes(capture)).toEqual(['host.overflow-elsewhere']);
  const again = await handlers['captures.open']({ source: { kind: 'file', path: 'capture' } }, CONTEXT);
  for await (const { state } of handlers['captures.progress']({ capture: again.capture }, CONTEXT)) if (state === 'done') break;
  expect(await codes(again.capture)).toEqual(['host.overflow-elsewhere']);
  expect(await handlers['host.counters']({ recording: null, names: ['ListenOverflows'], capture, fromMs: -200, toMs: null }, CONTEXT)).toMatchObject({
    series: [{ totals: Float64Array.of(2) }],
  });
  handlers['host.forget']({ recording }, CONTEXT);
  expect(await codes(capture)).toEqual([]);
});

describe('a live capture', () => {
  const OPTIONS: LiveOptions = {
    source: null,
    remote: null,
    interface: 'eth0',
    filter: '',
    snapLength: null,
    promiscuous: true,
  } as LiveOptions;

  /** A capture that is read until `end` is called. */
  function growing() {
    let state = 'reading';
    const watchers = new Set<() => void>();
    const capture = {
      get state() {
        return state;
      },
      watch: (watcher: () => void) => {
        watchers.add(watcher);
        return () => watchers.delete(watcher);
      },
    } as unknown as OpenedCapture;
    const end = (): void => {
      state = 'done';
      for (const watcher of watchers) watcher();
    };
    return { capture, end };
  }

  it.each([
    { name: 'of this machine', options: OPTIONS, target: HERE },
    {
      name: 'of a host reached by ssh',
      options: { ...OPTIONS, source: 'ssh' as const, remote: { destination: 'me@web', port: 2222, sudo: false } },
      target: { ssh: 'ssh://me@web:2222', netns: null },
    },
  ])('$name is sampled beside until it ends', async ({ options, target }) => {
    const kernel = kernelOf();
    const sessions = new HostSessions({ ...HOST, kernel }, new Map(), async () => String);
    const { capture, end } = growing();
    sessions.captureBegun(capture, options);
    await until(() => kernel.asked.length > 0);
    expect(await sessions.handlers['host.recordings']({}, CONTEXT)).toMatchObject([{ live: true, origin: { target } }]);
    end();
    await until(() => kernel.closed === 1);
    expect(await sessions.handlers['host.recordings']({}, CONTEXT)).toMatchObject([{ live: false, samples: kernel.asked.length }]);
  });

  it('is none the worse where the host cannot be sampled, and leaves nothing behind', async () => {
    const kernel = kernelOf({ failAt: 1 });
    const sessions = new HostSessions({ ...HOST, kernel }, new Map(), async () => String);
    sessions.captureBegun(growing().capture, OPTIONS);
    await until(() => kernel.closed === 1);
    await sleep(20);
    expect(await sessions.handlers['host.recordings']({}, CONTEXT)).toEqual([]);
  });

  it('out of a pipe is of an unknown host', async () => {
    const kernel = kernelOf();
    new HostSessions({ ...HOST, kernel }, new Map(), async () => String).captureBegun(growing().capture, { ...OPTIONS, source: 'pipe' });
    await sleep(20);
    expect(kernel.opened).toBe(0);
  });
});

it('ends a watch whose recording is forgotten', async () => {
  const handlers = sessionOn(kernelOf());
  const looks = take(handlers['host.watch']({ target: HERE, intervalMs: 60_000 }, CONTEXT), 9);
  await until(() => (handlers['host.recordings']({}, CONTEXT) as { samples: number }[])[0]?.samples === 1);
  handlers['host.forget']({ recording: 0 }, CONTEXT);
  expect((await looks).length).toBeLessThanOrEqual(1);
});
