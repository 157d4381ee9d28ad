import { useMemo } from 'react';
import { useConnection } from '../connection/connection';
import { useFilter } from '../filter-bar/filter-state';
import { findNext, useFind } from '../find/find-state';
import { copyPackets } from '../packet-copy/copy-packets';
import { COPY_FORMATS, type CopyFormat } from '../packet-copy/packet-formats';
import { useMarks } from '../packet-marks/marks-state';
import { nextMark } from '../packet-marks/next-mark';
import { useVisits } from '../packet-marks/visited-packets';
import { useTexts } from '../theme/use-texts';
import type { Command } from './commands';
import { useWorkbench } from './workbench';

const COPY_COMBOS: Readonly<Record<CopyFormat, string>> = {
  text: 'shift + mod + c',
  csv: 'alt + shift + c',
  json: 'alt + shift + j',
  hex: 'alt + shift + h',
  c: 'alt + shift + a',
};

/** Finding, marking and copying packets, as far as there is a capture. */
export function usePacketCommands(): readonly Command[] {
  const { t } = useTexts();
  const { engine } = useConnection();
  return useMemo(() => {
    const go = (backwards: boolean): void => {
      const { capture, frame, selectFrame } = useWorkbench.getState();
      const found = capture === null ? null : nextMark(useMarks.getState().of(capture), frame ?? 0, backwards);
      if (found !== null) selectFrame(found);
    };
    const openFind = (): void => {
      useWorkbench.getState().showView('packets');
      useFind.getState().setOpen(true);
    };
    const commands: readonly Omit<Command, 'label'>[] = [
      { id: 'filter.focus', combo: 'mod + /', run: () => document.querySelector<HTMLInputElement>('[data-filter]')?.focus() },
      { id: 'filter.clear', run: () => useFilter.getState().limit('') },
      { id: 'find.open', combo: 'mod + f', run: openFind },
      { id: 'find.next', combo: 'f3', run: () => void findNext(engine, false) },
      { id: 'find.previous', combo: 'shift + f3', run: () => void findNext(engine, true) },
      { id: 'marks.toggle', combo: 'mod + m', run: toggleMark },
      { id: 'marks.next', combo: 'f2', run: () => go(false) },
      { id: 'marks.previous', combo: 'shift + f2', run: () => go(true) },
      { id: 'marks.clear', run: clearMarks },
      { id: 'visits.back', combo: 'alt + left', run: () => useVisits.getState().go(-1) },
      { id: 'visits.forward', combo: 'alt + right', run: () => useVisits.getState().go(1) },
      ...COPY_FORMATS.map((format) => ({ id: `copy.${format}`, combo: COPY_COMBOS[format], run: () => void copyPackets(engine, format) })),
    ];
    return commands.map((command) => ({ ...command, label: t(`filter.command.${command.id}`) }));
  }, [t, engine]);
}

function toggleMark(): void {
  const { capture, frame } = useWorkbench.getState();
  if (capture !== null && frame !== null) useMarks.getState().toggle(capture, frame);
}

function clearMarks(): void {
  const { capture } = useWorkbench.getState();
  if (capture !== null) useMarks.getState().clear(capture);
}
