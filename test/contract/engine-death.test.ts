import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EngineHost } from '../../src/platform/engine-host';
import { linkPage } from '../../src/platform/page-link';
import type { AppError } from '../../src/shared/contract/errors';
import type { ShellContract } from '../../src/shared/contract/methods';
import { shellContract } from '../../src/shared/contract/methods';
import { createClient } from '../../src/shared/rpc/client';
import type { Handlers } from '../../src/shared/rpc/handlers';
import { memoryTransportPair } from '../../src/shared/rpc/memory-transport';
import { CHANNEL } from '../../src/shared/rpc/transport';
import { bundleScript } from './bundle-script';
import { trialContract } from './trial-contract';

let script: string;
let trialScript: string;
const hosts: EngineHost[] = [];
beforeAll(async () => {
  script = await bundleScript(new URL('./dying-worker.ts', import.meta.url));
  trialScript = await bundleScript(new URL('./trial-worker.ts', import.meta.url));
});
afterEach(() => Promise.all(hosts.splice(0).map((host) => host.dispose())));
afterAll(() => expect(hosts).toEqual([]));

const start = (workerScript: string): EngineHost => {
  const host = new EngineHost({ script: workerScript, workerData: null, resourceLimits: { maxOldGenerationSizeMb: 32 } });
  hosts.push(host);
  return host;
};

describe('an engine that dies', () => {
  it.each([
    { name: 'of too little memory', work: 1, code: 'out-of-memory', data: {} },
    { name: 'of a bug', work: 2, code: 'internal', data: { detail: 'a bug' } },
    { name: 'by itself', work: 3, code: 'internal', data: { detail: 'engine ended with 7' } },
  ])('$name: tells why, and another can be had', async ({ work, code, data }) => {
    const host = start(script);
    const death = new Promise<AppError>((resolve) => host.onDeath(resolve));
    const transport = host.connect();
    const lost = new Promise<void>((resolve) => transport.onClose(resolve));
    transport.send(new Uint8Array([0, work]));
    const error = await death;
    expect([error.code, error.data]).toEqual([code, data]);
    await lost;
    const next = host.connect();
    const echo = new Promise((resolve) => next.onMessage(resolve));
    next.send(new Uint8Array([0, 9]));
    expect(await echo).toEqual(new Uint8Array([0, 9]));
  });

  it('fails what its pages wait for with the reason, leaves their shell alone, and answers again', async () => {
    const host = start(trialScript);
    const [page, far] = memoryTransportPair();
    linkPage(far, host, { 'shell.recentFiles': () => ({ files: [] }) } as unknown as Handlers<ShellContract>);
    const engine = createClient(trialContract, page, CHANNEL.engine);
    const shell = createClient(shellContract, page, CHANNEL.shell);
    expect(await engine.add({ left: 1, right: 1 })).toEqual({ sum: 2 });
    const waiting = engine.untilCancelled({}).catch((error: unknown) => error as AppError);
    const dying = engine.exhaust({}).catch((error: unknown) => error as AppError);
    expect(await waiting).toMatchObject({ code: 'out-of-memory' });
    expect(await dying).toMatchObject({ code: 'out-of-memory' });
    expect(await shell['shell.recentFiles']({})).toEqual({ files: [] });
    expect(await engine.add({ left: 2, right: 2 })).toEqual({ sum: 4 });
  });

  it('is not missed once disposed', async () => {
    const host = start(script);
    let deaths = 0;
    host.onDeath(() => deaths++);
    host.connect();
    await host.dispose();
    expect(deaths).toBe(0);
    expect(() => host.connect()).toThrow('connection-lost');
  });
});
