import { MenuDivider, MenuItem } from '@blueprintjs/core';
import type { MouseEvent } from 'react';
import type { EngineContract } from '../../shared/contract/methods';
import type { Translate } from '../../shared/locales/texts';
import type { Client } from '../../shared/rpc/handlers';
import { useWorkbench } from '../app/workbench';
import { cellTest } from '../filter-bar/field-test';
import { FilterMenu, openMenuAt } from '../filter-bar/filter-menu';
import { copyPackets } from '../packet-copy/copy-packets';
import { COPY_FORMATS } from '../packet-copy/packet-formats';
import { useMarks } from '../packet-marks/marks-state';
import type { PacketRow } from './packet-row';

interface Place {
  readonly engine: Client<EngineContract>;
  readonly t: Translate;
  readonly dark: boolean;
}

/** Filters by the cell, marks and copies the packet. */
export function openPacketMenu(event: MouseEvent, row: PacketRow, column: string, { engine, t, dark }: Place): void {
  const { capture } = useWorkbench.getState();
  const test = cellTest(row, column) ?? `frame.number == ${row.frame}`;
  const content = (
    <FilterMenu t={t} test={test} value={null}>
      <MenuDivider />
      <MenuItem text={t('filter.command.marks.toggle')} onClick={() => capture !== null && useMarks.getState().toggle(capture, row.frame)} />
      <MenuDivider title={t('filter.copyAs')} />
      {COPY_FORMATS.map((format) => (
        <MenuItem key={format} text={t(`filter.format.${format}`)} onClick={() => void copyPackets(engine, format)} />
      ))}
    </FilterMenu>
  );
  openMenuAt(event, content, dark);
}
