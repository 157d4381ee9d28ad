import { describe, expect, it } from 'vitest';
import { connectionLife, connectionSequence } from '../../../src/engine/session/connection-life';
import { ConnectionSegments } from '../../../src/engine/session/connection-segments';
import { atOnce } from '../../../src/engine/session/in-slices';
import { lifeRows } from '../../../src/renderer/connections/life-rows';
import { acknowledgementWords, sequenceWords } from '../../../src/renderer/connections/life-words';
import { sequenceCsv, sequencePoints } from '../../../src/renderer/connections/sequence-points';
import { createTexts } from '../../../src/shared/locales/texts';
import { follow, HANDSHAKE, type ScriptedSegment } from '../../captures/conversation';
import { client, server } from '../../captures/findings';

const { t } = createTexts('en');
const SCRIPT: readonly ScriptedSegment[] = [
  ...HANDSHAKE,
  client(10, 'P.', { seq: 1, ack: 1, length: 64 }),
  server(11, '.', { seq: 1, ack: 65, window: 229 }),
  client(2011, '.', { seq: 64, ack: 1 }),
  server(2012, '.', { seq: 1, ack: 65, window: 229 }),
  client(2020, 'FP.', { seq: 65, ack: 1, length: 1 }),
  server(2021, '.', { seq: 1, ack: 67, window: 0 }),
];
const segments = new ConnectionSegments(follow(SCRIPT).pass, 0);
const rowsFrom = (from: number, before: number) => lifeRows(atOnce(connectionLife(segments, from - before, 1000)), before).rows;

describe('rows of the sequence diagram', () => {
  it('say in words what each segment does', () => {
    const rows = rowsFrom(0, 0);
    expect(rows.map((row) => sequenceWords(row, t))).toEqual([
      'seq 0, SYN counts one: next 1',
      'seq 0, SYN: next 1',
      'seq 1',
      'seq 1, 64 bytes: next 65',
      'seq 1',
      'seq 64, one below the next byte',
      'seq 1',
      'seq 65, 1 byte and the FIN: next 67',
      'seq 1',
    ]);
    expect(rows.map((row) => acknowledgementWords(row, t))).toEqual([
      null,
      'ack 1 = 0 + 1 (SYN)',
      'ack 1 = 0 + 1 (SYN)',
      'ack 1',
      'ack 65 = 1 + 64',
      'ack 1',
      'ack 65',
      'ack 1',
      'ack 67 = 65 + 1 + 1 (FIN)',
    ]);
  });

  it('tell silence, changes of state and what a segment is', () => {
    const rows = rowsFrom(0, 0);
    expect(rows.flatMap(({ isSilence, frame }) => (isSilence ? [frame] : []))).toEqual([6]);
    expect(rows.map(({ clientChanged }) => clientChanged)).toEqual([true, true, false, false, false, false, false, true, true]);
    expect(rows.map(({ state }) => state)).toEqual(['data', 'data', 'muted', 'data', 'muted', 'probe', 'answered', 'closed', 'icmp']);
    expect(rows[6]?.isHollow).toBe(true);
    expect(rows[7]?.flags).toBe('FIN, PSH, ACK');
  });

  it('know what lies above their window', () => {
    const [first] = rowsFrom(4, 2);
    expect(first).toEqual(rowsFrom(0, 0)[4]);
    const [alone] = rowsFrom(4, 0);
    expect(alone && acknowledgementWords(alone, t)).toBe('ack 65');
    expect(alone?.acknowledgedFrame).toBe(4);
  });
});

describe('points of the sequence space', () => {
  const points = sequencePoints(atOnce(connectionSequence(segments, 100)).client);
  const sent = points.filter(({ isAnswer }) => !isAnswer);

  it('tell the room that the peer announced and what was in flight', () => {
    expect(sent.map(({ frame, from, to }) => [frame, from, to])).toEqual([
      [1, 0, 1],
      [4, 1, 65],
      [6, 64, 64],
      [8, 65, 67],
    ]);
    expect(points.map(({ frame, inFlight }) => [frame, inFlight])).toEqual([
      [1, Number.NaN],
      [2, 0],
      [4, 64],
      [5, 0],
      [6, 0],
      [7, 0],
      [8, 2],
      [9, 0],
    ]);
    expect(sent[2]?.announced).toBe(229 * 128);
    expect(sent[2]?.isProbe).toBe(true);
    expect(points.at(-1)).toMatchObject({ announced: 0, state: 'icmp' });
  });

  it('leave cells empty where nothing is known', () => {
    expect(sequenceCsv(points)[1]).toEqual([1, 0, 'sender', 0, 1, 0, '', '', '', '', 'syn']);
  });
});
