import { describe, expect, it } from 'vitest';
import { HANDSHAKE, type ScriptedSegment } from '../../captures/conversation';
import { answer, client, find, probe, probed, server } from '../../captures/findings';

const data = (ms: number) => client(ms, 'P.', { seq: 1, ack: 1, length: 50 });
const times = (...seconds: number[]): ScriptedSegment[] => seconds.map((second) => data(second * 1000));

describe('data that nothing answers', () => {
  it.each([
    { name: 'sent once', script: times(3), severity: undefined },
    { name: 'repeated twice', script: times(3, 3.2, 3.6), severity: undefined },
    { name: 'repeated three times', script: times(3, 3.2, 3.6, 4.4), severity: 'warning' },
    { name: 'repeated five times', script: times(3, 3.2, 3.6, 4.4, 6, 9.2), severity: 'error' },
    { name: 'acknowledged at last', script: [...times(3, 3.2, 3.6, 4.4, 6, 9.2), server(9300, '.', { seq: 1, ack: 51 })], severity: undefined },
  ])('$name: $severity', ({ script, severity }) => {
    const found = find([...HANDSHAKE, ...script]).findings.find(({ code }) => code === 'connection.unanswered-data');
    expect(found?.severity).toBe(severity);
  });

  describe('a FIN that nothing answers', () => {
    const fin = (...seconds: number[]) => seconds.map((second) => client(second * 1000, 'F.', { seq: 1, ack: 1 }));

    it('is a warning that the peer is gone', () => {
      const found = find([...HANDSHAKE, ...probed(20_000), probe(40_000), ...fin(41, 41.2, 41.6, 42.4, 44, 47.2)]);
      expect(found.findings).toMatchObject([
        { code: 'connection.unanswered-data', severity: 'warning', wording: 'fin', data: { retransmissions: 5 } },
      ]);
    });

    it('leaves open what became of a peer that answers neither probes nor the FIN', () => {
      const close = [41, 41.2, 41.6, 42.4].map((second) => server(second * 1000, 'F.', { seq: 1, ack: 1 }));
      const [keepAlive] = find([...HANDSHAKE, ...probed(20_000), probe(40_000), ...close]).connections[0]?.keepAlive ?? [];
      expect(keepAlive?.peerState).toBe('unknown');
    });

    it('is none of a peer that has closed as well', () => {
      const closed = [...HANDSHAKE, server(10, 'F.', { seq: 1, ack: 1 }), ...fin(1, 1.2, 1.6, 2.4).map((segment) => ({ ...segment, ack: 2 }))];
      expect(find(closed).codes).toEqual([]);
    });
  });

  it('is no finding when the other direction was never captured', () => {
    const oneWay = [client(0, '.', { seq: 1, ack: 1 }), ...times(3, 3.2, 3.6, 4.4, 6, 9.2)];
    expect(find(oneWay).codes).toEqual([]);
  });

  it('after a silence that exceeds a known timeout points at a device on the path', () => {
    const script = [...HANDSHAKE, ...times(400, 400.2, 400.6, 401.4, 403, 406.2)];
    const { codes, reports } = find(script);
    expect(codes).toContain('keepalive.middlebox-timeout');
    expect(reports.find(({ code }) => code === 'keepalive.middlebox-timeout')?.detail).toContain('AWS Network Load Balancer (350 s)');
  });
});

describe('a closed window', () => {
  const closed = (ms: number) => client(ms, '.', { seq: 1, ack: 1001, window: 0 });
  const filled = [...HANDSHAKE, server(10, 'P.', { seq: 1, ack: 1, length: 1000 }), closed(50)];

  it('is found with its length and the probes into it', () => {
    const script = [...filled, server(300, '.', { seq: 1000, ack: 1 }), closed(301), client(5050, '.', { seq: 1, ack: 1001, window: 500 })];
    expect(find(script).findings).toMatchObject([
      { code: 'connection.zero-window', severity: 'warning', data: { stallMs: 5000, probes: 1, stillClosed: false } },
    ]);
  });

  it('that opens within a second is none', () => {
    expect(find([...filled, client(900, '.', { seq: 1, ack: 1001, window: 500 })]).codes).toEqual([]);
  });

  it('that stays closed says so', () => {
    const { findings } = find([...filled, server(2300, '.', { seq: 1000, ack: 1 }), closed(2301)]);
    expect(findings).toMatchObject([{ code: 'connection.zero-window', data: { stillClosed: true }, wording: 'open' }]);
  });
});

describe('an end that does not close', () => {
  const fin = client(100, 'F.', { seq: 1, ack: 1 });
  const ack = server(101, '.', { seq: 1, ack: 2 });
  const other = (ms: number) => client(ms, 'S', { seq: 9_000_000 });

  it.each([
    { name: 'stays in CLOSE_WAIT until the capture ends', script: [fin, ack, other(90_101)], data: { waiting: 'server', stayedMs: 90_000 } },
    { name: 'closes in the end', script: [fin, ack, server(70_101, 'F.', { seq: 1, ack: 2 })], data: { waiting: 'server', stayedMs: 70_000 } },
    {
      name: 'sends what it had to send first',
      script: [fin, ack, server(80_000, 'P.', { seq: 1, ack: 2, length: 9 }), other(150_000)],
      data: { waiting: 'server', stayedMs: 70_000 },
    },
  ])('is found when it $name', ({ script, data }) => {
    const { findings } = find([...HANDSHAKE, ...script]);
    expect(findings.filter(({ code }) => code === 'connection.close-wait')).toMatchObject([{ severity: 'warning', data }]);
  });

  it.each([
    { name: 'closes within a minute', script: [fin, ack, server(59_000, 'F.', { seq: 1, ack: 2 }), other(200_000)] },
    { name: 'sends data until it closes', script: [fin, ack, ...[30, 60, 90].map((s) => server(s * 1000, 'P.', { seq: s, ack: 2, length: 30 }))] },
    { name: 'did not acknowledge the FIN', script: [fin, other(90_000)] },
    { name: 'resets the connection', script: [fin, ack, server(5000, 'R.', { seq: 1, ack: 2 }), other(90_000)] },
    { name: 'has left the capture with the FIN', script: [fin, ack] },
  ])('is none when it $name', ({ script }) => {
    expect(find([...HANDSHAKE, ...script]).codes).not.toContain('connection.close-wait');
  });
});

describe('a long silence', () => {
  it.each([
    {
      name: 'that nobody probes',
      script: [...HANDSHAKE, data(1000), server(1001, '.', { seq: 1, ack: 51 }), server(200_000, 'P.', { seq: 1, ack: 51, length: 9 })],
      absent: true,
    },
    { name: 'shorter than devices wait', script: [...HANDSHAKE, data(100_000), server(100_001, '.', { seq: 1, ack: 51 })], absent: false },
    { name: 'of a connection that is probed', script: [...HANDSHAKE, ...probed(200_000), answer(200_100)], absent: false },
  ])('$name', ({ script, absent }) => {
    expect(find(script).codes.includes('keepalive.absent')).toBe(absent);
  });
});
