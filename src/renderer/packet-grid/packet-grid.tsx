import { type ReactNode, useEffect, useMemo } from 'react';
import { useSettledSelection } from '../app/settled-selection';
import { useWorkbench } from '../app/workbench';
import { useConnection } from '../connection/connection';
import type { GridColumn } from '../data-grid/columns';
import { DataGrid } from '../data-grid/data-grid';
import { RowPages } from '../data-grid/row-pages';
import { Address } from '../names/endpoint';
import { useMarks } from '../packet-marks/marks-state';
import { useTimeZone } from '../project/time-zone';
import { useStreamDialogs } from '../stream/stream-state';
import { useSummary } from '../summary/summary-context';
import { formatCount } from '../theme/format';
import { usePreferences } from '../theme/preferences';
import { useDark } from '../theme/use-dark';
import { useTexts } from '../theme/use-texts';
import { useColourTests } from './colour-rules';
import { PacketMarks } from './marks';
import { openPacketMenu } from './packet-menu';
import type { PacketRow } from './packet-row';
import { loadPackets, locateFrame, type PacketQuery } from './packet-source';
import { formatTime, type TimeBase, timeBaseOf } from './time-format';

const DATE_CHARACTERS = 'YYYY-MM-DD '.length;

interface PacketGridProps {
  /** Grids of the same id share their column layout. */
  readonly id: string;
  /** Little room: times without their date, and fewer columns until the user chooses them. */
  readonly narrow?: boolean;
  readonly query: PacketQuery;
  /** Changes when the table may have grown. */
  readonly revision: number;
  readonly empty: ReactNode;
  /** Keeps the last packet in sight while more arrive. */
  readonly followEnd?: boolean;
  readonly onTotal?: (total: number | null) => void;
}

/** Packets as rows; the selected one is the workbench's. */
export function PacketGrid({ id, narrow = false, query, revision, empty, followEnd = false, onTotal }: PacketGridProps) {
  const { engine } = useConnection();
  const { t } = useTexts();
  const present = useWorkbench((state) => state.frame);
  const settled = useSettledSelection((state) => state.frame);
  // Beside another list the packets follow it.
  const frame = narrow ? settled : present;
  const selectFrame = useWorkbench((state) => state.selectFrame);
  const marked = useMarks((state) => state.of(query.capture));
  const dark = useDark();
  const columns = usePacketColumns(narrow);
  const colours = useColourTests();
  const rules = useStreamDialogs((state) => state.rulesRevision);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows are others once protocols are told otherwise.
  const pages = useMemo(() => new RowPages<PacketRow>(loadPackets(engine, query, colours)), [engine, query, colours, rules]);
  useEffect(() => () => pages.dispose(), [pages]);
  useEffect(() => {
    if (!onTotal) return;
    onTotal(pages.total);
    return pages.subscribe(() => onTotal(pages.total));
  }, [pages, onTotal]);

  return (
    <DataGrid
      id={id}
      label={t('ui.packets.grid')}
      columns={columns}
      pages={pages}
      keyOf={(row) => row.frame}
      selectedKey={frame}
      onSelect={(row) => selectFrame(row.frame)}
      locate={(wanted, signal) => locateFrame(engine, query, pages.total ?? 0, wanted, signal)}
      revision={revision}
      rowClass={(row) => (marked.includes(row.frame) ? 'packet-marked' : row.colour > 0 ? `colour-rule-${row.colour}` : '')}
      onMenu={(event, row, column) => openPacketMenu(event, row, column, { engine, t, dark })}
      followEnd={followEnd}
      empty={empty}
    />
  );
}

function usePacketColumns(narrow: boolean): readonly GridColumn<PacketRow>[] {
  const { t, language } = useTexts();
  const mode = usePreferences((preferences) => preferences.timeMode);
  const zone = useTimeZone();
  const summary = useSummary().value;
  return useMemo(() => {
    const base: TimeBase | null = summary ? timeBaseOf(summary, zone) : null;
    const dated = (mode === 'local' || mode === 'utc') && base?.kind === 'epoch';
    const timeText = (row: PacketRow): string => {
      const text = base ? formatTime(mode, row, base) : '';
      return dated && narrow ? text.slice(DATE_CHARACTERS) : text;
    };
    const columns: GridColumn<PacketRow>[] = [
      { id: 'frame', label: t('ui.packets.frame'), width: 72, align: 'right', mono: true, render: (row) => row.frame },
      {
        id: 'time',
        label: t(`ui.timeMode.${mode}`),
        width: dated && !narrow ? 224 : 148,
        mono: true,
        align: 'right',
        render: timeText,
      },
      { id: 'source', label: t('ui.packets.source'), width: 136, mono: true, initially: !narrow, render: (row) => <Address address={row.source} /> },
      {
        id: 'destination',
        label: t('ui.packets.destination'),
        width: 136,
        mono: true,
        initially: !narrow,
        render: (row) => <Address address={row.destination} />,
      },
      { id: 'protocol', label: t('ui.packets.protocol'), width: 80, initially: !narrow, render: (row) => row.protocol },
      {
        id: 'length',
        label: t('ui.packets.length'),
        width: 72,
        align: 'right',
        mono: true,
        initially: !narrow,
        render: (row) => formatCount(row.length, language),
      },
      { id: 'marks', label: t('ui.packets.marks'), width: 136, render: (row) => <PacketMarks bits={row.marks} /> },
      {
        id: 'connection',
        label: t('ui.packets.connection'),
        width: 88,
        align: 'right',
        mono: true,
        initially: false,
        render: (row) => row.connection,
      },
      {
        id: 'delta',
        label: t('ui.timeMode.delta'),
        width: 128,
        align: 'right',
        mono: true,
        initially: false,
        render: (row) => (base ? formatTime('delta', row, base) : ''),
      },
      {
        id: 'connectionDelta',
        label: t('ui.timeMode.connection-delta'),
        width: 152,
        align: 'right',
        mono: true,
        initially: false,
        render: (row) => (base ? formatTime('connection-delta', row, base) : ''),
      },
      { id: 'info', label: t('ui.packets.info'), width: 232, grow: true, mono: true, render: (row) => row.info },
    ];
    return columns;
  }, [t, language, mode, zone, summary, narrow]);
}
