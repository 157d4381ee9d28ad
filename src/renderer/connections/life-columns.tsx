import { useMemo } from 'react';
import type { TcpState } from '../../shared/contract/connection-life';
import { FrameLink } from '../app/frame-link';
import { useAxisTime } from '../charts/use-axis-time';
import type { GridColumn } from '../data-grid/columns';
import { PacketMarks } from '../packet-grid/marks';
import { formatCount, formatDuration } from '../theme/format';
import { STATES } from '../theme/states';
import { useTexts } from '../theme/use-texts';
import type { LifeRow } from './life-rows';
import { acknowledgementWords, sequenceWords } from './life-words';

/** Columns of the diagram: time, the state of the client, the arrow between the two life lines, the state of the server, what the segment is. */
export function useLifeColumns(onFrame: (frame: number) => void): readonly GridColumn<LifeRow>[] {
  const { t } = useTexts();
  const { text } = useAxisTime();
  return useMemo(
    (): readonly GridColumn<LifeRow>[] => [
      { id: 'frame', label: t('life.frame'), width: 64, align: 'right', mono: true, render: ({ frame }) => frame },
      { id: 'time', label: t('life.time'), width: 152, align: 'right', mono: true, render: (row) => <Moment row={row} text={text} /> },
      {
        id: 'client',
        label: t('ui.end.client'),
        width: 132,
        align: 'right',
        render: (row) => <EndState end="client" state={row.client} changed={row.clientChanged} />,
      },
      { id: 'segment', label: t('life.segments'), width: 400, grow: true, render: (row) => <Arrow row={row} onFrame={onFrame} /> },
      {
        id: 'server',
        label: t('ui.end.server'),
        width: 132,
        render: (row) => <EndState end="server" state={row.server} changed={row.serverChanged} />,
      },
      { id: 'marks', label: t('life.marks'), width: 128, render: ({ marks }) => <PacketMarks bits={marks} /> },
    ],
    [t, text, onFrame],
  );
}

function Moment({ row, text }: { readonly row: LifeRow; readonly text: (ms: number) => string }) {
  const { t } = useTexts();
  const duration = formatDuration(row.sinceMs);
  return (
    <span className="life-moment">
      <span>{text(row.timeMs)}</span>
      {duration !== '' && (
        <span className={row.isSilence ? 'life-silence' : 'muted'}>{t(row.isSilence ? 'life.silence' : 'life.since', { duration })}</span>
      )}
    </span>
  );
}

interface EndStateProps {
  readonly end: 'client' | 'server';
  readonly state: TcpState;
  readonly changed: boolean;
}

/** The state of an end where it changes; elsewhere it shows with the chosen row only. */
function EndState({ end, state, changed }: EndStateProps) {
  const { t } = useTexts();
  const name = state === 'unknown' ? t('life.stateUnknown') : state;
  return (
    <span
      className={`life-state ${changed ? 'life-state-new' : 'life-state-same'}`}
      title={t('life.state', { end: t(`ui.end.${end}`), state: name })}
    >
      {name}
    </span>
  );
}

/** Two life lines, an arrow from the sender to the receiver, and above it the segment in words. */
function Arrow({ row, onFrame }: { readonly row: LifeRow; readonly onFrame: (frame: number) => void }) {
  const { t, language } = useTexts();
  const acknowledgement = acknowledgementWords(row, t);
  const { color } = STATES[row.state];
  return (
    <span className={`life-lane${row.isSilence ? ' life-broken' : ''}`}>
      <span className="life-words number">
        <strong>{row.flags}</strong>
        <span>{sequenceWords(row, t)}</span>
        {acknowledgement !== null && (
          <span>
            {acknowledgement}
            {row.acknowledgedFrame > 0 && <FrameLink frame={row.acknowledgedFrame} onPick={onFrame} />}
          </span>
        )}
        {!Number.isNaN(row.window) && <span className="muted">{t('life.window', { bytes: formatCount(row.window, language) })}</span>}
      </span>
      <ArrowLine color={color} toRight={row.fromClient} hollow={row.isHollow} />
    </span>
  );
}

interface ArrowLineProps {
  readonly color: string;
  readonly toRight: boolean;
  readonly hollow: boolean;
}

/** The line takes the width of the lane; the head keeps its shape. */
function ArrowLine({ color, toRight, hollow }: ArrowLineProps) {
  return (
    <span className={`life-arrow${toRight ? '' : ' life-arrow-left'}`}>
      <svg className="life-shaft" width="100%" height="10" aria-hidden="true">
        <line x1="0" y1="5" x2="100%" y2="5" stroke={color} strokeWidth="1.5" />
      </svg>
      <svg className="life-tip" viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
        <path className={hollow ? 'life-hollow' : ''} d="M1 1L9 5L1 9Z" fill={color} stroke={color} strokeWidth="1.4" />
      </svg>
    </span>
  );
}
