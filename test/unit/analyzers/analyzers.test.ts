import { describe, expect, it } from 'vitest';
import { analyzers } from '../../../src/engine/analyzers/index';
import { CapturePass } from '../../../src/engine/session/capture-pass';
import { ANALYZER_IDS } from '../../../src/shared/contract/choices';

describe('the analyzers', () => {
  it('have the names by which they may be left out', () => {
    expect(analyzers.map(({ id }) => id)).toEqual([...ANALYZER_IDS]);
  });

  it('are left out one by one', () => {
    const all = new CapturePass().runs.length;
    for (const id of ANALYZER_IDS) expect(new CapturePass({ without: [id] }).runs.length).toBe(all - 1);
    expect(new CapturePass({ without: [...ANALYZER_IDS] }).runs).toEqual([]);
  });
});
