/** Recordings of a real kernel: what is said with confidence of its settings holds, from every capture point. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { connectionReport } from '../../../src/engine/session/connection-report';
import { findingReport } from '../../../src/engine/session/finding-report';
import { createTexts } from '../../../src/shared/locales/texts';
import { analyse, fileBytes } from '../../captures/analyse-file';

const RECORDINGS = new URL('../../../../shared/scenarios/', import.meta.url);
const present = existsSync(RECORDINGS);
if (!present) console.log('skipped: the recordings of keep-alives are not beside this checkout (../shared/scenarios)');

const SURE = 0.8;
const TOLERANCE = 0.1;

type Timers = readonly [idleS: number, intervalS: number, count: number, userTimeoutS?: number];
interface Truth {
  readonly scenario: string;
  readonly captures: readonly { readonly file: string }[];
  readonly parameters: { readonly ka?: Timers | Readonly<Record<string, Timers>>; readonly port?: number };
}

const truths = present
  ? readdirSync(RECORDINGS)
      .filter((name) => /^K.*\.json$/.test(name))
      .map((name) => JSON.parse(readFileSync(new URL(name, RECORDINGS), 'utf8')) as Truth)
  : [];
// The probes of K11 are made up by a program: its settings are not those that the kernel was told.
const recordings = truths.filter(({ scenario }) => scenario !== 'K11').flatMap((truth) => truth.captures.map(({ file }) => ({ file, truth })));

async function analysed(file: string) {
  const capture = await analyse(fileBytes(fileURLToPath(new URL(file, RECORDINGS))));
  const { pass } = capture;
  const connections = Array.from({ length: pass.tracker.connections.length }, (_, id) => connectionReport(pass, 0, id));
  await capture.close();
  return { connections, findings: pass.findings.map((finding) => findingReport(finding, 0, createTexts('en').t)) };
}

describe.skipIf(!present)('keep-alive of the recordings', () => {
  it.each(recordings)('$file: nothing said with confidence is wrong', async ({ file, truth }) => {
    const { ka, port } = truth.parameters;
    const { connections } = await analysed(file);
    const wrong = connections.flatMap(({ server, keepAlive }) =>
      keepAlive.flatMap(({ prober, settings }) => {
        const really = (prober === 'server') === (server.port === port) ? 'server' : 'client';
        const timers = Array.isArray(ka) ? (ka as unknown as Timers) : (ka as Readonly<Record<string, Timers>> | undefined)?.[really];
        if (settings.confidence <= SURE || timers === undefined) return [];
        const pairs = [
          [settings.idleMs, timers[0] * 1000],
          [settings.intervalMs, timers[1] * 1000],
          [settings.count, timers[2]],
        ] as const;
        return pairs.filter(([said, real]) => said !== null && Math.abs(said - real) > TOLERANCE * real);
      }),
    );
    expect(wrong).toEqual([]);
  });

  it.each(recordings)('$file: every error says what it ruled out and what the applications saw', async ({ file }) => {
    const { findings } = await analysed(file);
    for (const { severity, ruledOut, applicationSees, title, detail, advice } of findings) {
      expect(`${title}${detail}${advice}${applicationSees}`).not.toMatch(/\{\{|finding\.|undefined|NaN/);
      if (severity !== 'error') continue;
      expect(ruledOut.length).toBeGreaterThan(0);
      expect(applicationSees).not.toBeNull();
    }
  });
});

it.skipIf(!existsSync(new URL('../../../../shared/captures/seed/', import.meta.url)))(
  'the text trace gives an idle time of 5 s, inferred',
  async () => {
    const file = new URL('../../../../shared/captures/seed/keepalive-5s.tcpdump.txt', import.meta.url);
    const capture = await analyse(fileBytes(fileURLToPath(file)));
    const [keepAlive] = connectionReport(capture.pass, 0, 0).keepAlive;
    await capture.close();
    expect(keepAlive).toMatchObject({ prober: 'client', peerState: 'alive', settings: { idleMs: 5000, alternatives: [{ intervalMs: 5000 }] } });
    expect(keepAlive?.settings.confidence).toBeLessThanOrEqual(0.5);
    expect(keepAlive?.probes.every(({ inferred }) => inferred)).toBe(true);
  },
);
