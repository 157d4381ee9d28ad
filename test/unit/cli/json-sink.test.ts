import { describe, expect, it } from 'vitest';
import { JsonSink } from '../../../src/shared/base/json-sink';
import { type ListSink, listOf, type ObjectSink, objectOf } from '../../../src/shared/base/object-sink';
import { formatSeconds } from '../../../src/shared/base/time';

function written(write: (sink: JsonSink) => void): string {
  const sink = new JsonSink(64);
  write(sink);
  return new TextDecoder().decode(sink.take());
}

describe('a value as JSON', () => {
  const values = [
    ...[0, -0, 1, -1, 9, 10, 99, 100, 4_294_967_295, 999_999_999, 1e9, 1_234_567_890_123, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, 1e21],
    ...[0.1, -0.5, 0.006, 66.812, 0.000001, -0.000001, 0.0000001, 1.0000005, 123_456_789.123456, 999_999_999.999999, 1e9 + 0.25, 4e9 + 1 / 64],
    ...[1 / 3, 0.000001476458099312239, 9.843053995414927e-7, 0.1 + 0.2, 2 ** 53 + 0.5, 5e-324, 1.7976931348623157e308, 1e15 + 0.5],
    ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    ...['', 'ack', 'a"b', 'a\\b', 'tab\t', '\u0000', '\u007f', 'é', '抓包'.repeat(40), '\ud800', '😀'],
    ...[true, false, null, [], {}, [[]], [null, undefined], { a: undefined, b: 1 }, { a: { b: [1, 'x', { c: null }] }, d: [] }],
  ];
  for (const value of values) {
    it(`is what JSON.stringify makes of ${JSON.stringify(value)} (${String(value)})`, () => {
      expect(written((sink) => sink.value(value))).toBe(JSON.stringify(value));
    });
  }

  it('is so for numbers of every size, with up to seven places', () => {
    for (let exponent = -7; exponent < 17; exponent++) {
      for (let i = 1; i < 200; i++) {
        const value = Math.round(i * 7919 * 10 ** exponent * 1e6) / 10 ** (i % 8);
        expect(written((sink) => sink.value(value))).toBe(JSON.stringify(value));
      }
    }
  });
});

interface Probe {
  readonly frame: number | null;
  readonly time: string;
  readonly answer: { readonly kind: string };
  readonly series: readonly (readonly [string, number])[];
  readonly alsoIn?: number;
}

function describeProbe(sink: ObjectSink<Probe>): void {
  sink.put('frame', 7);
  sink.time('time', 1_700_000_000, 5000, 6);
  const answer = sink.object('answer');
  answer.put('kind', 'ack');
  answer.endObject();
  const series = sink.list('series');
  for (const value of [1, 2]) {
    const point = series.list();
    point.addTime(value, 0, 0);
    point.add(value);
    point.endList();
  }
  series.endList();
}

const PROBE: Probe = {
  frame: 7,
  time: '1700000000.000005',
  answer: { kind: 'ack' },
  series: [
    ['1', 1],
    ['2', 2],
  ],
};

describe('an object that is told field by field', () => {
  it('becomes the object', () => {
    expect(objectOf(describeProbe)).toEqual(PROBE);
  });

  it('becomes its text', () => {
    const text = written((sink) => {
      sink.object();
      describeProbe(sink);
      sink.endObject();
    });
    expect(text).toBe(JSON.stringify(PROBE));
  });

  it('becomes an element of a list', () => {
    const describeAll = (sink: ListSink<Probe>) => {
      for (let i = 0; i < 2; i++) {
        const probe = sink.object();
        describeProbe(probe);
        probe.endObject();
      }
    };
    expect(listOf(describeAll)).toEqual([PROBE, PROBE]);
    const text = written((sink) => {
      describeAll(sink.list());
      sink.endList();
    });
    expect(text).toBe(JSON.stringify([PROBE, PROBE]));
  });

  it('has times as formatSeconds writes them', () => {
    const times = [
      [1_700_000_000, 5000, 6],
      [0, 0, 0],
      [0, 999_999_999, 9],
      [12, 340_000_000, 1],
      [-3, 250_000_000, 6],
      [2 ** 60, 1, 9],
      [5, 4_000_000_000, 6],
    ] as const;
    for (const [seconds, nanoseconds, digits] of times) {
      const text = written((sink) => sink.addTime(seconds, nanoseconds, digits));
      expect(text).toBe(JSON.stringify(formatSeconds(seconds, nanoseconds, digits)));
    }
  });
});

describe('the memory of what was written', () => {
  it('is used again after it was taken, and grows where one object needs more', () => {
    const sink = new JsonSink(64);
    for (const size of [10, 1000, 20]) {
      sink.value('x'.repeat(size));
      expect(sink.length).toBe(size + 2);
      expect(new TextDecoder().decode(sink.take())).toBe(`"${'x'.repeat(size)}"`);
    }
    expect(sink.length).toBe(0);
  });
});
