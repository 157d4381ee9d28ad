/** A port scan finds thousands of closed ports: what is told of them must stay readable, and what is not of the scan must not be lost in it. */
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/engine/analyzers/analyzer';
import { CapturePass } from '../../../src/engine/session/capture-pass';
import { findingReport } from '../../../src/engine/session/finding-report';
import { createTexts } from '../../../src/shared/locales/texts';
import { TCP_FLAG, tcpFrame } from '../../captures/build-packet';

const SERVER = '198.51.100.7';
const SCANNER = '192.0.2.9';
const END_MS = 90_000;

interface Asked {
  readonly client: string;
  readonly port: number;
  readonly refused: boolean;
}

/** One SYN each, and a reset in answer where it is refused. */
function findingsOf(asked: readonly Asked[]): readonly Finding[] {
  const pass = new CapturePass();
  pass.interface({ linkType: 1, snapLength: 65_535, timestampResolution: 1e6, name: null, description: null });
  const add = (ms: number, bytes: Uint8Array) =>
    pass.packet({
      bytes,
      start: 0,
      capturedLength: bytes.length,
      originalLength: bytes.length,
      offset: 0,
      interfaceId: 0,
      seconds: Math.floor(ms / 1000),
      nanoseconds: Math.round((ms % 1000) * 1e6),
      hasTime: true,
      sequenceUnknown: false,
    });
  for (const [index, { client, port, refused }] of asked.entries()) {
    const ports = { sourcePort: 20_000 + index, destinationPort: port };
    const sequence = 1000 + index;
    add(index, tcpFrame({ source: client, destination: SERVER, ...ports, sequence, flags: TCP_FLAG.syn }));
    if (!refused) continue;
    const back = { sourcePort: port, destinationPort: 20_000 + index };
    const flags = TCP_FLAG.rst | TCP_FLAG.ack;
    add(index + 0.1, tcpFrame({ source: SERVER, destination: client, ...back, sequence: 0, acknowledgment: sequence + 1, flags }));
  }
  add(END_MS, tcpFrame({ source: SCANNER, destination: SERVER, sourcePort: 1, destinationPort: 1, sequence: 1, flags: TCP_FLAG.ack }));
  pass.finish();
  return pass.findings;
}

const scan = (ports: number, refused: boolean): Asked[] => Array.from({ length: ports }, (_, i) => ({ client: SCANNER, port: 1000 + i, refused }));
const tries = (port: number, count: number, refused: boolean): Asked[] =>
  Array.from({ length: count }, () => ({ client: '192.0.2.77', port, refused }));

describe.each([
  { refused: true, code: 'listener.refused' },
  { refused: false, code: 'listener.filtered' },
])('ports that let nobody in: $code', ({ refused, code }) => {
  it('are told one by one while they are few', () => {
    const findings = findingsOf(scan(20, refused)).filter((finding) => finding.code === code);
    expect(findings.map(({ listener }) => listener)).toEqual(Array.from({ length: 20 }, (_, id) => id));
  });

  it('are one finding in a scan, which names who asked', () => {
    const findings = findingsOf([...scan(300, refused), { client: '192.0.2.10', port: 999, refused }]).filter((finding) => finding.code === code);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      listener: null,
      severity: 'warning',
      wording: 'many',
      data: { listeners: 301, clientAddress: SCANNER, clientListeners: 300, clients: 2 },
    });
    const step = refused ? 2 : 1;
    expect(findings[0]?.frames).toEqual(Array.from({ length: 20 }, (_, i) => (i + 1) * step));
  });

  it('say in both languages what to do about a scan', () => {
    const [finding] = findingsOf(scan(50, refused));
    for (const language of ['en', 'zh-CN'] as const) {
      const { title, detail, advice } = findingReport(finding as Finding, 0, createTexts(language).t);
      expect(`${detail}${advice}`).toContain(SCANNER);
      expect(detail).toContain('50');
      expect(`${title}${detail}${advice}`).not.toMatch(/\{\{|finding\./);
    }
  });

  it('do not hide the port that others keep asking', () => {
    const findings = findingsOf([
      ...scan(200, refused),
      ...tries(5432, 4, refused),
      ...scan(10, !refused).map((asked) => ({ ...asked, port: asked.port + 5000 })),
    ]);
    const own = findings.filter((finding) => finding.code === code);
    expect(own.map(({ data }) => data.port ?? data.listeners)).toEqual([200, 5432]);
  });
});
