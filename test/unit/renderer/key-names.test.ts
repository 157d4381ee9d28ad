import { describe, expect, it } from 'vitest';
import { keyNames } from '../../../src/renderer/app/key-names';

describe('names of keys', () => {
  it.each([
    ['mod + k', 'Ctrl+K'],
    ['f3', 'F3'],
    ['shift + f3', 'Shift+F3'],
    ['shift + mod + c', 'Ctrl+Shift+C'],
    ['alt + shift + pageup', 'Alt+Shift+Page Up'],
    ['mod + \\', 'Ctrl+\\'],
    ['alt + left', 'Alt+Left'],
  ])('%s is %s', (combo, names) => expect(keyNames(combo)).toBe(names));
});
