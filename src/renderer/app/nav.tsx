import {
  Desktop,
  Exchange,
  GlobeNetwork,
  Inbox,
  PredictiveAnalysis,
  Projects,
  Properties,
  Pulse,
  SearchText,
  Th,
  ThList,
  TimelineEvents,
  TimelineLineChart,
} from '@blueprintjs/icons';
import { isVisible } from '../panes/arrangement';
import { entryHandlers } from '../panes/open-view';
import { formatCount, formatShortCount } from '../theme/format';
import { useDark } from '../theme/use-dark';
import { useTexts } from '../theme/use-texts';
import { useCurrentCapture, useWorkbench, VIEWS, type View } from './workbench';

const ICONS = {
  summary: Properties,
  findings: SearchText,
  keepAlive: Pulse,
  heartbeats: TimelineEvents,
  http: GlobeNetwork,
  listeners: Inbox,
  host: Desktop,
  connections: Exchange,
  packets: ThList,
  whatIf: PredictiveAnalysis,
  project: Projects,
  io: TimelineLineChart,
  statistics: Th,
} satisfies Record<View, typeof Pulse>;

/** The views that there are, each with how much it holds. */
export function Nav() {
  const { t, language } = useTexts();
  const shown = useWorkbench((state) => state.view);
  const arrangement = useWorkbench((state) => state.arrangement);
  const dark = useDark();
  const capture = useCurrentCapture();
  const counts: Record<View, number | null> = {
    summary: capture?.issues || null,
    findings: capture?.findings ?? null,
    keepAlive: capture?.keepAliveConnections ?? null,
    heartbeats: null,
    http: null,
    listeners: null,
    host: null,
    connections: capture?.connections ?? null,
    packets: null,
    whatIf: null,
    project: null,
    io: null,
    statistics: null,
  };
  return (
    <nav className="nav" aria-label={t('ui.nav.label')}>
      {VIEWS.map((view) => {
        const Icon = ICONS[view];
        const count = counts[view];
        return (
          <button
            type="button"
            key={view}
            aria-current={view === shown ? 'page' : undefined}
            className={isVisible(arrangement, view) ? 'nav-visible' : undefined}
            title={t(`ui.nav.${view}`)}
            {...entryHandlers(view, t, dark)}
          >
            <Icon size={14} />
            <span>{t(`ui.nav.${view}`)}</span>
            {count !== null && (
              <span className="nav-count" title={view === 'summary' ? t('ui.nav.issues', { count }) : formatCount(count, language)}>
                {formatShortCount(count, language)}
              </span>
            )}
          </button>
        );
      })}
    </nav>
  );
}
