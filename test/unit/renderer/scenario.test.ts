import { describe, expect, it } from 'vitest';
import { commandOf, isValid, LINUX_DEFAULTS, type ScenarioField, scenarioOf } from '../../../src/renderer/what-if/scenario';

describe('what is asked of the model', () => {
  it.each<{ field: ScenarioField; text: string; valid: boolean }>([
    { field: 'idle', text: '7200', valid: true },
    { field: 'idle', text: '', valid: false },
    { field: 'idle', text: '0', valid: false },
    { field: 'interval', text: '0.5', valid: true },
    { field: 'interval', text: '-1', valid: false },
    { field: 'count', text: '127', valid: true },
    { field: 'count', text: '128', valid: false },
    { field: 'count', text: '1.5', valid: false },
    { field: 'deviceTimeout', text: '', valid: true },
    { field: 'deviceTimeout', text: 'x', valid: false },
    { field: 'heartbeat', text: '1e12', valid: false },
  ])('$field "$text": $valid', ({ field, text, valid }) => {
    expect(isValid(field, text)).toBe(valid);
  });
  it('is in milliseconds, what is empty is not set', () => {
    expect(scenarioOf({ ...LINUX_DEFAULTS, deviceTimeout: '350', userTimeout: ' 1.5 ' })).toEqual({
      idleMs: 7_200_000,
      intervalMs: 75_000,
      count: 9,
      userTimeoutMs: 1500,
      deviceTimeoutMs: 350_000,
      heartbeatMs: null,
    });
    expect(scenarioOf({ ...LINUX_DEFAULTS, count: '0' })).toBeNull();
  });
  it('is the same on the command line', () => {
    expect(commandOf({ ...LINUX_DEFAULTS, idle: '5', interval: '3', count: '2', deviceTimeout: '350' })).toBe(
      'tcpulse simulate keepalive --idle 5 --interval 3 --count 2 --device-timeout 350',
    );
  });
});
