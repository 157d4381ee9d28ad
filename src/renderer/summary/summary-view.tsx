import { useTimeZone } from '../project/time-zone';
import './summary.css';
import { HTMLTable } from '@blueprintjs/core';
import { WarningSign } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { CaptureSummary } from '../../shared/contract/capture-methods';
import { EmptyState } from '../app/empty-state';
import { ErrorState } from '../app/error-state';
import { useCurrentCapture, useWorkbench } from '../app/workbench';
import { formatTime, parseDecimal, timeBaseOf } from '../packet-grid/time-format';
import { formatBytes, formatCount, formatDuration, formatResolution } from '../theme/format';
import { usePreferences } from '../theme/preferences';
import { useTexts } from '../theme/use-texts';
import { useSummary } from './summary-context';

/** What the file is and holds, and what is wrong with it. */
export function SummaryView() {
  const { t } = useTexts();
  const { value: summary, error, reload } = useSummary();
  const capture = useCurrentCapture();
  if (error) return <ErrorState error={error} onRetry={reload} />;
  if (!summary) return <EmptyState title={capture?.state === 'reading' ? t('ui.packets.readingTitle') : t('ui.view.loading')} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long page is scrolled by keyboard.
    <div className="summary" role="group" aria-label={t('ui.nav.summary')} tabIndex={0}>
      <div className="summary-columns">
        <Facts summary={summary} />
        <Issues summary={summary} />
        <Protocols summary={summary} />
        <Marks summary={summary} />
        <Interfaces summary={summary} />
        <Comments summary={summary} />
      </div>
    </div>
  );
}

function Block({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="summary-block">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Facts({ summary }: { readonly summary: CaptureSummary }) {
  const { t, language } = useTexts();
  const capture = useCurrentCapture();
  const mode = usePreferences((preferences) => preferences.timeMode);
  const { capture: file } = summary;
  const base = timeBaseOf(summary, useTimeZone());
  const time = (text: string | null): string => {
    if (text === null) return t('ui.summary.noTime');
    const { seconds, nanoseconds } = parseDecimal(text);
    const row = { seconds: seconds - base.baseSeconds, nanoseconds, deltaNs: Number.NaN, connectionDeltaNs: Number.NaN };
    return formatTime(mode === 'utc' ? 'utc' : 'local', row, base);
  };
  const facts: readonly (readonly [string, string])[] = [
    ['file', file.path],
    ['format', file.format],
    ['size', formatBytes(file.bytes, language)],
    ['packets', formatCount(file.packets, language)],
    ['duplicates', formatCount(file.duplicateFrames, language)],
    ['connections', formatCount(summary.connections, language)],
    ['keepAlive', formatCount(summary.keepAliveConnections, language)],
    ['first', time(file.firstTime)],
    ['last', time(file.lastTime)],
    ['duration', formatDuration(summary.durationMs)],
    ['timeBase', t(`ui.timeBase.${file.timeBase}`)],
    ['state', t(`ui.status.${capture?.state ?? 'done'}`, { packets: formatCount(file.packets, language) })],
  ];
  return (
    <Block title={t('ui.summary.facts')}>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`ui.summary.${name}`)}</dt>
            <dd className="mono">{value}</dd>
          </div>
        ))}
      </dl>
    </Block>
  );
}

function Issues({ summary }: { readonly summary: CaptureSummary }) {
  const { t, language } = useTexts();
  const { issues } = summary.capture;
  return (
    <Block title={t('ui.summary.issues')}>
      {issues.length === 0 ? (
        <p className="muted">{t('ui.summary.noIssues')}</p>
      ) : (
        <ul className="issues">
          {issues.map(({ code, frame, offset, detail }) => (
            <li key={`${code} ${frame} ${offset} ${detail}`}>
              <WarningSign size={14} className="issue-mark" />
              <span>
                {t(`issue.${code}`, { frame, offset, detail })}{' '}
                <span className="muted">
                  {t('ui.summary.issuePlace', { offset: formatCount(offset, language) })}
                  {frame !== null && <FrameLink frame={frame} />}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Block>
  );
}

/** Goes to a packet. */
function FrameLink({ frame }: { readonly frame: number }) {
  const { t } = useTexts();
  const { showEvidence } = useWorkbench.getState();
  return (
    <button type="button" className="frame-link" onClick={() => showEvidence({ kind: 'frames', frames: [frame] }, frame)}>
      {t('ui.dock.frame', { frame })}
    </button>
  );
}

function Protocols({ summary }: { readonly summary: CaptureSummary }) {
  const { t, language } = useTexts();
  const most = Math.max(1, ...summary.protocols.map(({ packets }) => packets));
  return (
    <Block title={t('ui.summary.protocols')}>
      <HTMLTable compact className="summary-table">
        <thead>
          <tr>
            <th>{t('ui.packets.protocol')}</th>
            <th className="summary-number">{t('ui.summary.packets')}</th>
            <th className="summary-number">{t('ui.connections.bytes')}</th>
            <th>{t('ui.summary.share')}</th>
          </tr>
        </thead>
        <tbody>
          {summary.protocols.map(({ name, packets, bytes }) => (
            <tr key={name}>
              <td>{name}</td>
              <td className="summary-number mono">{formatCount(packets, language)}</td>
              <td className="summary-number mono">{formatBytes(bytes, language)}</td>
              <td>
                <span className="share-bar" style={{ width: `${(packets / most) * 100}px` }} />
              </td>
            </tr>
          ))}
        </tbody>
      </HTMLTable>
    </Block>
  );
}

function Marks({ summary }: { readonly summary: CaptureSummary }) {
  const { t, language } = useTexts();
  const marks = summary.marks.filter(({ packets }) => packets > 0);
  return (
    <Block title={t('ui.summary.marks')}>
      {marks.length === 0 ? (
        <p className="muted">{t('ui.summary.noMarks')}</p>
      ) : (
        <HTMLTable compact className="summary-table">
          <tbody>
            {marks.map(({ name, packets }) => (
              <tr key={name}>
                <td className="mono">{name}</td>
                <td className="summary-number mono">{formatCount(packets, language)}</td>
              </tr>
            ))}
          </tbody>
        </HTMLTable>
      )}
    </Block>
  );
}

function Interfaces({ summary }: { readonly summary: CaptureSummary }) {
  const { t, language } = useTexts();
  const heads = ['interface', 'linkType', 'snapLength', 'resolution', 'received', 'dropped'] as const;
  const known = (count: number | null): string => (count === null ? t('ui.summary.notTold') : formatCount(count, language));
  return (
    <Block title={t('ui.summary.interfaces')}>
      <HTMLTable compact className="summary-table">
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head}>{t(`ui.summary.${head}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {summary.capture.interfaces.map((face) => (
            <tr key={face.id}>
              <td>{face.name ?? `#${face.id}`}</td>
              <td>
                {face.linkType} ({face.linkTypeNumber})
              </td>
              <td className="mono">{face.snapLength === 0 ? t('ui.summary.unlimited') : formatCount(face.snapLength, language)}</td>
              <td className="mono">{formatResolution(face.timestampResolution)}</td>
              <td className="mono">{known(face.received)}</td>
              <td className="mono">{known(face.dropped)}</td>
            </tr>
          ))}
        </tbody>
      </HTMLTable>
    </Block>
  );
}

function Comments({ summary }: { readonly summary: CaptureSummary }) {
  const { t } = useTexts();
  if (summary.comments.length === 0) return null;
  return (
    <Block title={t('ui.summary.comments')}>
      <ul className="issues">
        {summary.comments.map(({ frame, text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: comments have no other identity, and their order never changes.
          <li key={index}>
            <span>
              {text} {frame !== null && <FrameLink frame={frame} />}
            </span>
          </li>
        ))}
      </ul>
    </Block>
  );
}
