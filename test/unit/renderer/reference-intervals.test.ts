import { describe, expect, it } from 'vitest';
import { referencesInReach } from '../../../src/renderer/keep-alive/reference-intervals';

const namesOf = (topMs: number) => referencesInReach(topMs).map(({ id, column }) => `${id} ${column}`);

describe('references of the interval chart', () => {
  it('are those that lie in the chart and not on its floor', () => {
    expect(namesOf(10_000)).toEqual(['windows 0']);
    expect(namesOf(20 * 7_200_000)).toEqual(['linuxIdle 0']);
  });
  it('have their names beside each other where their lines lie close', () => {
    expect(namesOf(360_000)).toEqual(['chrome 0', 'linux 1', 'redis 2', 'awsNlb 0']);
    expect(namesOf(120_000)).toEqual(['chrome 0', 'linux 0', 'redis 0']);
  });
});
