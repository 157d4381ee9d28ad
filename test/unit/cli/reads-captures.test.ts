import { describe, expect, it } from 'vitest';
import { readsCaptures } from '../../../src/cli/reads-captures';

describe('the engine started before the arguments are parsed', () => {
  it.each([
    { args: ['analyze', 'a.pcap', '--json'], wanted: true },
    { args: ['packets', '-'], wanted: true },
    { args: ['dissect', 'a.pcap', '--frame', '1'], wanted: true },
    { args: ['analyze', '--help'], wanted: false },
    { args: ['dissect', '-h'], wanted: false },
    { args: ['serve', 'analyze'], wanted: false },
    { args: ['--version'], wanted: false },
    { args: [], wanted: false },
  ])('is $wanted for $args', ({ args, wanted }) => {
    expect(readsCaptures(args)).toBe(wanted);
  });
});
