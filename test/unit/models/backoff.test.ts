import { describe, expect, it } from 'vitest';
import { synAckBackoff, synAckRetriesUnderPressure } from '../../../src/engine/models/syn-ack-backoff';
import { synBackoff } from '../../../src/engine/models/syn-backoff';

const seconds = (steps: readonly { readonly atMs: number }[]) => steps.map(({ atMs }) => atMs / 1000);

describe('SYN-ACK backoff', () => {
  it('sends five times again and forgets after 63 seconds by default', () => {
    const backoff = synAckBackoff();
    expect(seconds(backoff.retransmissions)).toEqual([1, 3, 7, 15, 31]);
    expect(backoff.givenUp).toEqual({ atMs: 63_000, gapMs: 32_000 });
  });

  it.each([
    { retries: 0, expected: [], givenUp: 1 },
    { retries: 2, expected: [1, 3], givenUp: 7 },
    { retries: 8, expected: [1, 3, 7, 15, 31, 63, 127, 247], givenUp: 367 },
  ])('holds tcp_synack_retries $retries', ({ retries, expected, givenUp }) => {
    const backoff = synAckBackoff(retries);
    expect(seconds(backoff.retransmissions)).toEqual(expected);
    expect(backoff.givenUp.atMs / 1000).toBe(givenUp);
  });

  it.each([
    { name: 'a queue that is half full keeps all', length: 16, young: 0, limit: 32, expected: 5 },
    { name: 'a fuller one with only old connections keeps two', length: 17, young: 0, limit: 32, expected: 2 },
    { name: 'a fuller one with only young connections keeps all', length: 17, young: 17, limit: 32, expected: 5 },
    { name: 'a quarter of young ones costs two', length: 20, young: 5, limit: 32, expected: 3 },
    { name: 'short queues are never under pressure below five', length: 4, young: 0, limit: 1, expected: 5 },
  ])('$name', ({ length, young, limit, expected }) => {
    expect(synAckRetriesUnderPressure(5, length, young, limit)).toBe(expected);
  });
});

describe('SYN backoff', () => {
  it('doubles from the first retransmission before Linux 6.5, and gives up after 127 seconds', () => {
    const backoff = synBackoff(6, 0);
    expect(seconds(backoff.retransmissions)).toEqual([1, 3, 7, 15, 31, 63]);
    expect(backoff.givenUp.atMs).toBe(127_000);
  });

  it('makes four linear steps first since Linux 6.5, and gives up after 131 seconds', () => {
    const backoff = synBackoff();
    expect(seconds(backoff.retransmissions)).toEqual([1, 2, 3, 4, 5, 7, 11, 19, 35, 67]);
    expect(backoff.givenUp.atMs).toBe(131_000);
  });
});
