import './app.css';
import '../open-capture/open-capture.css';
import { HotkeysProvider } from '@blueprintjs/core';
import { useEffect } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { failureOf } from '../connection/app-error';
import { ConnectionsView } from '../connections/connections-view';
import { BundleDialog, ReportDialog } from '../export/export-dialog';
import { FindingsView } from '../findings/findings-view';
import { GlossaryDialog } from '../glossary/glossary-dialog';
import { TermMark, type TermName } from '../glossary/term';
import { HeartbeatsView } from '../heartbeats/heartbeats-view';
import { HostPage } from '../host/host-page';
import { HostView } from '../host/host-view';
import { HttpView } from '../http/http-view';
import { IoView } from '../io-chart/io-view';
import { KeepAliveView } from '../keep-alive/keep-alive-view';
import { ListenersView } from '../listeners/listeners-view';
import { CloseUnsaved } from '../live/close-unsaved';
import { LiveBar } from '../live/live-bar';
import { LiveDialog } from '../live/live-dialog';
import { DropZone } from '../open-capture/drop-zone';
import { FileBrowser } from '../open-capture/file-browser';
import { PasteDialog } from '../open-capture/paste-dialog';
import { PacketsView } from '../packets/packets-view';
import { ProjectDialogs } from '../project/project-dialogs';
import { ProjectView } from '../project/project-view';
import { useProjectLife } from '../project/use-project-life';
import { AboutDialog } from '../settings/about-dialog';
import { SettingsDialog } from '../settings/settings-dialog';
import { useSettingsFile } from '../settings/use-settings-file';
import { StartPage } from '../start-page/start-page';
import { StatisticsView } from '../statistics/statistics-view';
import { StreamDialog } from '../stream/stream-dialog';
import { SummaryProvider } from '../summary/summary-context';
import { SummaryView } from '../summary/summary-view';
import { useDark } from '../theme/use-dark';
import { useTexts } from '../theme/use-texts';
import { Timeline } from '../timeline/timeline';
import { Tour } from '../tour/tour';
import { WhatIfView } from '../what-if/what-if-view';
import { CommandPalette } from './command-palette';
import { ErrorState } from './error-state';
import { EvidenceDock } from './evidence-dock';
import { GotoDialog } from './goto-dialog';
import { Nav } from './nav';
import { Notices } from './notices';
import { Pane } from './pane';
import { StatusBar } from './status-bar';
import { Toolbar } from './toolbar';
import { usePaneLayout } from './use-pane-layout';
import { useStartup } from './use-startup';
import { useWorkbenchHotkeys } from './use-workbench-hotkeys';
import { useCurrentCapture, useWorkbench, type View } from './workbench';

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

/** Views whose name is a word that is easily taken for another. */
const VIEW_TERMS: Readonly<Partial<Record<View, TermName>>> = {
  keepAlive: 'keepAlive',
  heartbeats: 'heartbeat',
  http: 'httpKeepAlive',
  listeners: 'acceptQueue',
};

export function App() {
  return (
    <HotkeysProvider>
      <SummaryProvider>
        <Workbench />
      </SummaryProvider>
    </HotkeysProvider>
  );
}

function Workbench() {
  const { language } = useTexts();
  const dark = useDark();
  const hasCapture = useCurrentCapture() !== null;
  const started = useStartup();
  const hostAlone = useWorkbench((state) => state.view === 'host');
  useWorkbenchHotkeys();
  useProjectLife();
  useSettingsFile();
  useEffect(() => {
    document.documentElement.lang = language;
    // Dialogs and menus are attached to the body, so the theme is too.
    document.body.classList.toggle('bp6-dark', dark);
  }, [language, dark]);

  return (
    <div className="workbench">
      <div className="workbench-head">
        <Toolbar />
        <LiveBar />
      </div>
      {hasCapture ? (
        <>
          <Timeline />
          <Nav />
          <Panes />
        </>
      ) : (
        started && (hostAlone ? <HostPage /> : <StartPage />)
      )}
      <StatusBar />
      <PasteDialog />
      <LiveDialog />
      <CloseUnsaved />
      <FileBrowser />
      <GotoDialog />
      <StreamDialog />
      <CommandPalette />
      <ProjectDialogs />
      <ReportDialog />
      <BundleDialog />
      <SettingsDialog />
      <AboutDialog />
      <Tour />
      <GlossaryDialog />
      <DropZone />
      <Notices />
    </div>
  );
}

function Panes() {
  const { t } = useTexts();
  const view = useWorkbench((state) => state.view);
  const capture = useWorkbench((state) => state.capture);
  const layout = usePaneLayout('main', ['view', 'dock']);
  const View = VIEW_COMPONENTS[view];
  const progress = useCurrentCapture();
  // What was read before a failure is shown, and the status bar says that it is not all.
  const failure = progress?.packets === 0 ? failureOf(progress) : null;
  const term = VIEW_TERMS[view];
  const pane = (
    <Pane title={t(`ui.nav.${view}`)} actions={term && <TermMark name={term} />}>
      {failure && view !== 'host' ? <ErrorState error={failure} /> : <View key={capture} />}
    </Pane>
  );
  // No packet stands behind what is only asked, or what a kernel says.
  if (view === 'whatIf' || view === 'host') return <main className="panes">{pane}</main>;
  return (
    <main className="panes">
      <Group orientation="vertical" {...layout}>
        <Panel id="view" minSize="20%" defaultSize="60%">
          {pane}
        </Panel>
        <Separator className="separator" aria-label={t('ui.dock.resize')} />
        <Panel id="dock" minSize="15%" defaultSize="40%">
          <EvidenceDock />
        </Panel>
      </Group>
    </main>
  );
}
