import './app.css';
import '../open-capture/open-capture.css';
import { HotkeysProvider } from '@blueprintjs/core';
import { useEffect } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { BundleDialog, ReportDialog } from '../export/export-dialog';
import { useFindingsBetween } from '../findings/use-findings-between';
import { GlossaryDialog } from '../glossary/glossary-dialog';
import { HostPage } from '../host/host-page';
import { CloseUnsaved } from '../live/close-unsaved';
import { LiveBar } from '../live/live-bar';
import { LiveDialog } from '../live/live-dialog';
import { DropZone } from '../open-capture/drop-zone';
import { FileBrowser } from '../open-capture/file-browser';
import { PasteDialog } from '../open-capture/paste-dialog';
import { visibleViews } from '../panes/arrangement';
import { ViewPanes } from '../panes/view-panes';
import { ProjectDialogs } from '../project/project-dialogs';
import { useProjectLife } from '../project/use-project-life';
import { AboutDialog } from '../settings/about-dialog';
import { SettingsDialog } from '../settings/settings-dialog';
import { useSettingsFile } from '../settings/use-settings-file';
import { StartPage } from '../start-page/start-page';
import { StreamDialog } from '../stream/stream-dialog';
import { SummaryProvider } from '../summary/summary-context';
import { useDark } from '../theme/use-dark';
import { useTexts } from '../theme/use-texts';
import { Timeline } from '../timeline/timeline';
import { Tour } from '../tour/tour';
import { CommandPalette } from './command-palette';
import { EvidenceDock } from './evidence-dock';
import { focusView, isFocusLost } from './focus-place';
import { GotoDialog } from './goto-dialog';
import { KeySheet } from './key-sheet';
import { Nav } from './nav';
import { Notices } from './notices';
import { StatusBar } from './status-bar';
import { Toolbar } from './toolbar';
import { usePaneLayout } from './use-pane-layout';
import { useStartup } from './use-startup';
import { useWorkbenchHotkeys } from './use-workbench-hotkeys';
import { useCurrentCapture, useWorkbench, type View } from './workbench';

export function App() {
  return (
    <HotkeysProvider
      renderDialog={({ isDialogOpen, hotkeys }, { handleDialogClose }) => (
        <KeySheet isOpen={isDialogOpen} hotkeys={hotkeys} onClose={handleDialogClose} />
      )}
    >
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
  useProjectLife();
  useSettingsFile();
  useFindingsBetween();
  useEffect(() => {
    document.documentElement.lang = language;
    // Dialogs and menus are attached to the body, so the theme is too.
    document.body.classList.toggle('bp6-dark', dark);
  }, [language, dark]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each is another page.
  useEffect(() => {
    if (isFocusLost()) focusView();
  }, [hasCapture, hostAlone]);

  return (
    <div className="workbench">
      <Hotkeys />
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

/** On its own: the keys follow what can be done, and nothing else is drawn anew with them. */
function Hotkeys() {
  useWorkbenchHotkeys();
  return null;
}

/** No packet stands behind what is only asked, or what a kernel says. */
const WITHOUT_EVIDENCE: readonly View[] = ['whatIf', 'host'];

function Panes() {
  const { t } = useTexts();
  const hasEvidence = useWorkbench(({ arrangement }) => visibleViews(arrangement).some((view) => !WITHOUT_EVIDENCE.includes(view)));
  const layout = usePaneLayout('main', ['view', 'dock']);
  return (
    <main className="panes">
      <Group orientation="vertical" {...layout}>
        <Panel id="view" minSize="20%" defaultSize="65%">
          <ViewPanes />
        </Panel>
        {hasEvidence && (
          <>
            <Separator className="separator" aria-label={t('ui.dock.resize')} />
            <Panel id="dock" minSize="15%" defaultSize="35%">
              <EvidenceDock />
            </Panel>
          </>
        )}
      </Group>
    </main>
  );
}
