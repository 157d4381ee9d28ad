import { describe, expect, it } from 'vitest';
import { isValidQueueField, QUEUE_DEFAULTS, queueCommandOf, queueScenarioOf, usedFields } from '../../../src/renderer/what-if/queue-scenario';

const captured = { capture: 0, listener: 2, endpoint: '192.0.2.80:443', file: "it's.pcap" };

describe('what is asked of the model of listen queues', () => {
  it('is nothing while a field cannot be used', () => {
    expect(queueScenarioOf(QUEUE_DEFAULTS)).toMatchObject({ backlog: 128, acceptEveryMs: 0, durationMs: 60_000, syncookies: 1 });
    expect(queueScenarioOf({ ...QUEUE_DEFAULTS, backlog: '-1' })).toBeNull();
    expect(queueScenarioOf({ ...QUEUE_DEFAULTS, backlog: '' })).toBeNull();
    expect(queueScenarioOf({ ...QUEUE_DEFAULTS, acceptEvery: '' })?.acceptEveryMs).toBeNull();
    expect(isValidQueueField('flood', { ...QUEUE_DEFAULTS, flood: '100000' })).toBe(false);
    expect(isValidQueueField('synAckRetries', { ...QUEUE_DEFAULTS, synAckRetries: '2.5' })).toBe(false);
  });
  it('takes the arrivals of a capture in place of a rate', () => {
    const texts = { ...QUEUE_DEFAULTS, clients: 'nonsense', captured };
    expect(usedFields(texts)).not.toContain('clients');
    expect(queueScenarioOf(texts)?.arrivals).toEqual({ kind: 'captured', capture: 0, listener: 2 });
  });
  it('is the same on the command line', () => {
    expect(queueCommandOf({ ...QUEUE_DEFAULTS, backlog: '4', acceptEvery: '', syncookies: '0', abort: true })).toBe(
      'tcpulse simulate queue --backlog 4 --accept-every never --syncookies 0 --abort-on-overflow',
    );
    expect(queueCommandOf({ ...QUEUE_DEFAULTS, captured })).toContain("--capture 'it'\\''s.pcap' --listener 192.0.2.80:443 --backlog 128");
  });
});
