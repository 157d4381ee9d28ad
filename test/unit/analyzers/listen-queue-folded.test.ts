/** A port scan finds thousands of closed ports: what is told of them must stay readable, and what is not of the scan must not be lost in it. */
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/engine/analyzers/analyzer';
import { findingReport } from '../../../src/engine/session/finding-report';
import { Session } from '../../../src/engine/session/session';
import { CancelSource } from '../../../src/shared/base/cancellation';
import { createTexts } from '../../../src/shared/locales/texts';
import { analyse, bufferBytes, HOST } from '../../captures/analyse-file';
import { type AskedPort, scanCapture } from '../../captures/port-scan';

const SCANNER = '192.0.2.9';
const CONTEXT = { signal: new CancelSource() };

async function findingsOf(asked: readonly AskedPort[]): Promise<readonly Finding[]> {
  return (await analyse(bufferBytes('scan.pcap', scanCapture(asked)))).pass.findings;
}

const scan = (ports: number, refused: boolean, firstPort = 1000): AskedPort[] =>
  Array.from({ length: ports }, (_, i) => ({ client: SCANNER, port: firstPort + i, refused }));
const tries = (port: number, count: number, refused: boolean): AskedPort[] =>
  Array.from({ length: count }, () => ({ client: '192.0.2.77', port, refused }));

describe.each([
  { refused: true, code: 'listener.refused', verdict: 'refused', framesAPort: 2, confidence: 0.95 },
  { refused: false, code: 'listener.filtered', verdict: 'filtered', framesAPort: 1, confidence: 0.5 },
])('ports that let nobody in: $code', ({ refused, code, verdict, framesAPort, confidence }) => {
  it('are told one by one while they are few', async () => {
    const findings = await findingsOf(scan(20, refused));
    expect(findings.map((finding) => [finding.code, finding.listener])).toEqual(Array.from({ length: 20 }, (_, id) => [code, id]));
  });

  it('are one finding in a scan, which names who asked', async () => {
    const findings = await findingsOf([...scan(300, refused), { client: '192.0.2.10', port: 999, refused }]);
    expect(findings).toMatchObject([
      {
        code,
        listener: null,
        severity: 'warning',
        confidence,
        wording: 'many',
        data: { listeners: 301, clientAddress: SCANNER, clientListeners: 300, clients: 2 },
      },
    ]);
    expect(findings[0]?.frames).toEqual(Array.from({ length: 20 }, (_, i) => (i + 1) * framesAPort));
  });

  it('say in both languages what to do about a scan', async () => {
    const [finding] = await findingsOf(scan(50, refused));
    for (const language of ['en', 'zh-CN'] as const) {
      const { title, detail, advice } = findingReport(finding as Finding, 0, createTexts(language).t);
      expect(advice).toContain(SCANNER);
      expect(detail).toContain('50');
      expect(`${title}${detail}${advice}`).not.toMatch(/\{\{|finding\./);
    }
  });

  it('do not hide the port that others keep asking', async () => {
    const findings = await findingsOf([...scan(200, refused), ...tries(5432, 4, refused), ...scan(10, !refused, 6000)]);
    const own = findings.filter((finding) => finding.code === code);
    expect(own.map(({ data }) => data.listeners ?? data.port)).toEqual([200, 5432]);
    expect(findings).toHaveLength(12);
  });

  it('are explained one by one where one is looked at', async () => {
    const { handlers } = new Session({ ...HOST, open: () => Promise.resolve(bufferBytes('scan.pcap', scanCapture(scan(50, refused)))) });
    const { capture } = await handlers['captures.open']({ source: { kind: 'file', path: 'scan.pcap' } }, CONTEXT);
    for await (const { state } of handlers['captures.progress']({ capture }, CONTEXT)) if (state === 'done') break;
    const asked = { capture, listener: 7, fromMs: null, toMs: null, points: 100, language: 'en' as const };
    const { listener, findings } = await handlers['listeners.detail'](asked, CONTEXT);
    expect(listener).toMatchObject({ id: 7, port: 1007, verdict });
    expect(findings).toMatchObject([{ id: 0, code, listener: 7, data: { port: 1007, attempts: 1 } }]);
    expect(findings[0]?.advice).toContain('sport = :1007');
  });
});
