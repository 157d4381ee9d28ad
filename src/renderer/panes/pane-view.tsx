import { useEffect, useRef } from 'react';
import { ErrorState } from '../app/error-state';
import { goInto, isFocusLost } from '../app/focus-place';
import { Pane } from '../app/pane';
import { useCurrentCapture, useWorkbench } from '../app/workbench';
import { failureOf } from '../connection/app-error';
import { ConnectionsView } from '../connections/connections-view';
import { FindingsView } from '../findings/findings-view';
import { HeartbeatsView } from '../heartbeats/heartbeats-view';
import { HostView } from '../host/host-view';
import { HttpView } from '../http/http-view';
import { IoView } from '../io-chart/io-view';
import { KeepAliveView } from '../keep-alive/keep-alive-view';
import { ListenersView } from '../listeners/listeners-view';
import { PacketsView } from '../packets/packets-view';
import { ProjectView } from '../project/project-view';
import { StatisticsView } from '../statistics/statistics-view';
import { SummaryView } from '../summary/summary-view';
import { useTexts } from '../theme/use-texts';
import { WhatIfView } from '../what-if/what-if-view';
import { isSimple } from './arrangement';
import { PaneActions } from './pane-actions';
import type { View } from './views';

const VIEW_COMPONENTS = {
  summary: SummaryView,
  findings: FindingsView,
  keepAlive: KeepAliveView,
  heartbeats: HeartbeatsView,
  http: HttpView,
  listeners: ListenersView,
  host: HostView,
  connections: ConnectionsView,
  packets: PacketsView,
  whatIf: WhatIfView,
  project: ProjectView,
  io: IoView,
  statistics: StatisticsView,
} satisfies Record<View, () => unknown>;

/** A view of the capture shown. Its title is a bar above it, or its tab where there are several. */
export function PaneView({ view }: { readonly view: View }) {
  const { t } = useTexts();
  const capture = useWorkbench((state) => state.capture);
  const hasTitle = useWorkbench(({ arrangement }) => isSimple(arrangement));
  const progress = useCurrentCapture();
  // What was read before a failure is shown, and the status bar says that it is not all.
  const failure = progress?.packets === 0 ? failureOf(progress) : null;
  const View = VIEW_COMPONENTS[view];
  const place = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with another capture all that is in it is another, but for the project, which is about all of them.
  useEffect(() => {
    if (isFocusLost()) goInto(place.current);
  }, [view, capture]);
  return (
    <Pane ref={place} title={t(`ui.nav.${view}`)} titled={hasTitle} actions={<PaneActions view={view} />}>
      {failure && view !== 'host' ? <ErrorState error={failure} /> : <View key={view === 'project' ? 'project' : capture} />}
    </Pane>
  );
}
