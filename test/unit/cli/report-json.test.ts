import { describe, expect, it } from 'vitest';
import { writeJsonReport, writeNdjsonReport } from '../../../src/engine/session/report-json';
import { reportSchema } from '../../../src/shared/contract/report';
import { captureReport, connectionReport, findingReport, joinText, keepAliveReport, reportSource } from './report-samples';

describe('the JSON report', () => {
  it('is valid against the schema with nothing in it', () => {
    const report = reportSchema.parse(JSON.parse(joinText(writeJsonReport(reportSource({ captures: [] })))));
    expect(report).toEqual({
      schema: 'tcpulse.report/1',
      generator: { name: 'tcpulse', version: '0.1.0' },
      captures: [],
      connections: [],
      listeners: [],
      keepAliveHosts: [],
      findings: [],
    });
  });

  it('gives back what went in', () => {
    const captures = [captureReport(), captureReport({ path: '抓包.pcap' })];
    const connections = [connectionReport(0), connectionReport(1, { keepAlive: [keepAliveReport(3, 1)] })];
    const findings = [findingReport()];
    const report = reportSchema.parse(JSON.parse(joinText(writeJsonReport(reportSource({ captures, connections, findings })))));
    expect(report).toMatchObject({ captures, connections, findings });
  });

  it('comes in chunks of about 128 KiB, each good until the next', () => {
    const connections = Array.from({ length: 1000 }, (_, id) => connectionReport(id));
    const chunks = Array.from(writeJsonReport(reportSource({ connections })), (chunk) => chunk.slice());
    expect(chunks.length).toBeGreaterThan(3);
    for (const chunk of chunks.slice(0, -1)) {
      expect(chunk.length).toBeGreaterThan(120 * 1024);
      expect(chunk.length).toBeLessThanOrEqual(128 * 1024);
    }
    expect(JSON.parse(joinText(chunks)).connections).toHaveLength(1000);
  });

  it('writes what is longer than a chunk whole', () => {
    const path = '抓'.repeat(100_000);
    const report = JSON.parse(joinText(writeJsonReport(reportSource({ captures: [captureReport(), captureReport({ path })] }))));
    expect(report.captures[1].path).toBe(path);
  });

  it('asks for connections no earlier than it needs them', () => {
    let made = 0;
    function* connections() {
      for (let id = 0; id < 10_000; id++) {
        made++;
        yield connectionReport(id);
      }
    }
    const chunks = writeJsonReport(reportSource({ connections: connections() }));
    chunks.next();
    expect(made).toBeGreaterThan(0);
    expect(made).toBeLessThan(500);
  });
});

describe('the NDJSON report', () => {
  it('has one object a line, each with its type', () => {
    const text = joinText(writeNdjsonReport(reportSource({ connections: [connectionReport(0), connectionReport(1)], findings: [findingReport()] })));
    expect(text.endsWith('\n')).toBe(true);
    const objects = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(objects.map((object) => object.type)).toEqual(['report', 'capture', 'connection', 'connection', 'finding']);
    expect(objects[0]).toEqual({ type: 'report', schema: 'tcpulse.report/1', generator: { name: 'tcpulse', version: '0.1.0' } });
    expect(objects[3]).toEqual({ type: 'connection', ...connectionReport(1) });
  });
});
