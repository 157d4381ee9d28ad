import { describe, expect, it } from 'vitest';
import {
  type Arrangement,
  alone,
  closing,
  focusedView,
  focusing,
  focusingNext,
  isSimple,
  movingTab,
  oneView,
  opening,
  openingBeside,
  rearranged,
  showing,
  splitting,
  steppingTab,
} from '../../../src/renderer/panes/arrangement';
import { panesOf, shownIn, viewsOf } from '../../../src/renderer/panes/pane-tree';
import { restoredPanes, storedPanes } from '../../../src/renderer/panes/stored-panes';
import type { StoredPanes } from '../../../src/shared/contract/project';

/** Panes in order: their tabs, the one in front in capitals, the one with the focus between brackets. */
function drawn(arrangement: Arrangement): string {
  return panesOf(arrangement.model)
    .map((pane) => {
      const tabs = viewsOf(pane).map((view) => (view === shownIn(pane) ? view.toUpperCase() : view));
      return pane.id === arrangement.focused ? `[${tabs.join(' ')}]` : tabs.join(' ');
    })
    .join(' | ');
}

const start = oneView('connections');

describe('an arrangement of views', () => {
  it('shows one view after the other in one pane as long as nobody asks for more', () => {
    const shown = showing(showing(start, 'findings'), 'packets');
    expect(drawn(shown)).toBe('[PACKETS]');
    expect(isSimple(shown)).toBe(true);
  });

  const cases: readonly { name: string; from: Arrangement; to: (arrangement: Arrangement) => Arrangement; drawn: string }[] = [
    {
      name: 'splits beside the packets when nothing was looked at before',
      from: start,
      to: (a) => splitting(a, 'right'),
      drawn: 'CONNECTIONS | [PACKETS]',
    },
    {
      name: 'splits beside what was looked at before',
      from: showing(showing(start, 'findings'), 'io'),
      to: (a) => splitting(a, 'right'),
      drawn: 'IO | [FINDINGS]',
    },
    { name: 'splits to the left', from: start, to: (a) => splitting(a, 'left', 'http'), drawn: '[HTTP] | CONNECTIONS' },
    {
      name: 'leaves another view behind when the only one goes to the new pane',
      from: showing(start, 'packets'),
      to: (a) => openingBeside(a, 'packets'),
      drawn: 'CONNECTIONS | [PACKETS]',
    },
    { name: 'opens beside', from: start, to: (a) => openingBeside(a, 'http'), drawn: 'CONNECTIONS | [HTTP]' },
    {
      name: 'opens in the pane that is there already, in front of what it had',
      from: focusing(splitting(start, 'right'), 'pane-1'),
      to: (a) => openingBeside(a, 'http'),
      drawn: 'CONNECTIONS | [packets HTTP]',
    },
    {
      name: 'brings a view to the front where it is open',
      from: splitting(start, 'right'),
      to: (a) => showing(a, 'connections'),
      drawn: '[CONNECTIONS] | PACKETS',
    },
    {
      name: 'opens a tab behind the one in front',
      from: opening(start, 'http'),
      to: (a) => opening(showing(a, 'connections'), 'io'),
      drawn: '[connections IO http]',
    },
    {
      name: 'replaces the tab in front by what the navigator shows',
      from: opening(start, 'http'),
      to: (a) => showing(a, 'io'),
      drawn: '[connections IO]',
    },
    {
      name: 'closes a tab: the next one comes to the front',
      from: showing(opening(start, 'http'), 'connections'),
      to: (a) => closing(a, 'connections'),
      drawn: '[HTTP]',
    },
    { name: 'closes a pane with its last tab', from: splitting(start, 'right'), to: (a) => closing(a, 'packets'), drawn: '[CONNECTIONS]' },
    { name: 'keeps the last view', from: start, to: (a) => closing(a, 'connections'), drawn: '[CONNECTIONS]' },
    { name: 'goes back to one pane', from: opening(splitting(start, 'right'), 'io'), to: alone, drawn: '[IO]' },
    { name: 'goes to the next pane and around', from: splitting(start, 'right'), to: (a) => focusingNext(a, 1), drawn: '[CONNECTIONS] | PACKETS' },
    { name: 'steps through the tabs and around', from: opening(start, 'http'), to: (a) => steppingTab(a, 1), drawn: '[CONNECTIONS http]' },
    { name: 'moves a tab to the left', from: opening(start, 'http'), to: (a) => movingTab(a, -1), drawn: '[HTTP connections]' },
    { name: 'moves no tab over the end', from: opening(start, 'http'), to: (a) => movingTab(a, 1), drawn: '[connections HTTP]' },
  ];
  for (const { name, from, to, drawn: expected } of cases) it(name, () => expect(drawn(to(from))).toBe(expected));

  it('has four panes at most', () => {
    const four = splitting(splitting(splitting(start, 'right'), 'bottom'), 'right');
    expect(panesOf(four.model)).toHaveLength(4);
    expect(splitting(four, 'right')).toBe(four);
    expect(new Set(panesOf(four.model).map(shownIn)).size).toBe(4);
  });

  it('gives the focus to what was dragged to another pane', () => {
    const split = opening(splitting(start, 'right'), 'io');
    const dragged = showing(closing(split, 'io'), 'connections');
    const { model } = opening(dragged, 'io');
    const after = rearranged(split, model);
    expect(focusedView(after)).toBe('io');
    expect(drawn(after)).toBe('[connections IO] | PACKETS');
  });
});

describe('an arrangement that is stored', () => {
  const split = splitting(opening(splitting(start, 'right'), 'io'), 'bottom', 'http');

  it('is the same when it is read again, sizes and focus included', () => {
    const stored = storedPanes(split);
    const again = restoredPanes(stored, focusedView(split));
    expect(drawn(again)).toBe(drawn(split));
    expect(storedPanes(again)).toEqual(stored);
  });

  it('is nothing for one view', () => {
    expect(storedPanes(start)).toBeUndefined();
    expect(drawn(restoredPanes(undefined, 'http'))).toBe('[HTTP]');
  });

  it('leaves out views that are not known and those that are open twice', () => {
    const panes: StoredPanes = {
      kind: 'split',
      size: null,
      direction: 'row',
      parts: [
        { kind: 'pane', size: 40, views: ['packets', 'hologram'], shown: 'hologram' },
        { kind: 'pane', size: 60, views: ['packets', 'http'], shown: 'http' },
        { kind: 'pane', size: 20, views: ['hologram'], shown: 'hologram' },
      ],
    };
    expect(drawn(restoredPanes(panes, 'http'))).toBe('PACKETS | [HTTP]');
    expect(drawn(restoredPanes({ kind: 'pane', size: null, views: ['hologram'], shown: 'hologram' }, 'io'))).toBe('[IO]');
  });
});
