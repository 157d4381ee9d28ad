import { useLiveRevision } from '../live/use-live-revision';
import { useMarks } from '../packet-marks/marks-state';
import { useShownCount } from '../packets/use-shown-count';
import { useTimeZone, zoneName } from '../project/time-zone';
import { useSummary } from '../summary/summary-context';
import { formatBytes, formatCount } from '../theme/format';
import { usePreferences } from '../theme/preferences';
import { useTexts } from '../theme/use-texts';
import { useCurrentCapture } from './workbench';

/** One line: file, rows shown of all, drops, what the engine does, the zone of the times. */
export function StatusBar() {
  const { t, language } = useTexts();
  const capture = useCurrentCapture();
  const live = useLiveRevision();
  const shown = useShownCount(capture?.capture ?? -1, live + (capture?.state === 'reading' ? 0 : 1));
  const summary = useSummary().value;
  const marked = useMarks((state) => state.of(capture?.capture ?? -1).length);
  const mode = usePreferences((preferences) => preferences.timeMode);
  const zone = useTimeZone();
  if (!capture) {
    return (
      <footer className="status-bar">
        <span>{t('ui.status.noCapture')}</span>
      </footer>
    );
  }
  const all = formatCount(capture.packets, language);
  const dropped = droppedOf(summary?.capture.interfaces ?? []);
  const size = capture.bytesTotal ?? capture.bytesRead;
  return (
    <footer className="status-bar number">
      <span title={summary?.capture.path}>
        {capture.name} ({formatBytes(size, language)})
      </span>
      <span>
        {shown === null || shown === capture.packets
          ? t('ui.status.packets', { count: capture.packets, packets: all })
          : t('ui.status.shown', { shown: formatCount(shown, language), all })}
      </span>
      {marked > 0 && <span>{t('filter.marked', { marked: formatCount(marked, language) })}</span>}
      {dropped !== null && <span>{t('ui.status.dropped', { count: dropped, dropped: formatCount(dropped, language) })}</span>}
      <span role="status">{t(`ui.status.${capture.state}`, { packets: all })}</span>
      {capture.issues > 0 && <span>{t('ui.status.issues', { count: capture.issues })}</span>}
      <span>{zoneName(mode, zone)}</span>
    </footer>
  );
}

/** Null where the capture tells of none of its interfaces what they dropped: a pcap file never does, a recording at its end. */
function droppedOf(interfaces: readonly { readonly dropped: number | null }[]): number | null {
  const told = interfaces.flatMap(({ dropped }) => dropped ?? []);
  return told.length === 0 ? null : told.reduce((sum, count) => sum + count, 0);
}
