import { describe, expect, it } from 'vitest';
import { queueAdvice } from '../../../src/shared/contract/host-advice';

const listener = (queue: number, limit: number | null, address = '192.0.2.2') => ({ address, port: 8080, queue, limit, halfOpen: null });
const overflows = { name: 'ListenOverflows', before: 0, after: 85, delta: 85, perSecond: null, alarming: true };
const limitedTo = (somaxconn: number) => ({ 'net.core.somaxconn': String(somaxconn) });

describe('advice about a full accept queue', () => {
  it.each([
    { name: 'the backlog rules', listeners: [listener(5, 4)], changes: [], sysctls: limitedTo(4096), expected: 'backlog' },
    { name: 'somaxconn rules', listeners: [listener(129, 128)], changes: [overflows], sysctls: limitedTo(128), expected: 'somaxconn' },
    { name: 'nobody knows which', listeners: [listener(0, 511), listener(5, 4)], changes: [], sysctls: null, expected: 'either' },
    { name: 'the queue was full between the samples', listeners: [listener(4, 4)], changes: [overflows], sysctls: null, expected: 'unseen' },
    { name: 'nothing is full', listeners: [listener(4, 4), listener(9, null)], changes: [], sysctls: null, expected: null },
  ])('$name', ({ listeners, changes, sysctls, expected }) => {
    expect(queueAdvice(listeners, changes, sysctls)?.key ?? null).toBe(expected === null ? null : `host.view.advice.${expected}`);
  });

  it('names the listener as it would be typed', () => {
    expect(queueAdvice([listener(6, 5, '::1')], [], null)?.data).toEqual({ listener: '[::1]:8080', queue: 6, limit: 5 });
  });
});
