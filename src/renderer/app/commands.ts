import { useMemo } from 'react';
import { useLiveStore } from '../live/live-store';
import { useLiveCapture } from '../live/use-live-capture';
import { useFilePicker } from '../open-capture/use-file-picker';
import { useOpenCapture } from '../open-capture/use-open-capture';
import { useShell } from '../open-capture/use-shell';
import { usePaneCommands } from '../panes/use-pane-commands';
import { useProjectActions } from '../project/use-project-actions';
import { useStreamDialogs } from '../stream/stream-state';
import { THEMES, usePreferences } from '../theme/preferences';
import { useTexts } from '../theme/use-texts';
import { usePacketCommands } from './use-packet-commands';
import { connectionOf, useCurrentCapture, useWorkbench, VIEWS } from './workbench';

export interface Command {
  readonly id: string;
  readonly label: string;
  /** As Blueprint writes key combinations; `mod` is Ctrl, or Cmd on a Mac. */
  readonly combo?: string;
  /** Keys that only a window of its own is given: a browser keeps them for itself. */
  readonly ownWindowCombo?: string;
  /** Where the sheet of keys lists it; absent: with the workbench's. */
  readonly group?: string;
  run(): void;
}

/** Blueprint's sheet of hotkeys opens by its key alone. */
function showShortcuts(): void {
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '?', code: 'Slash', shiftKey: true, bubbles: true }));
}

function followStream(): void {
  const connection = connectionOf(useWorkbench.getState().evidence);
  if (connection !== null) useStreamDialogs.getState().follow(connection);
}

/** What the palette offers and the hotkeys do, as far as it makes sense now. */
export function useCommands(): readonly Command[] {
  const { t, language } = useTexts();
  const shell = useShell();
  const actions = useOpenCapture();
  const pickFiles = useFilePicker();
  const projects = useProjectActions();
  const capture = useCurrentCapture();
  // Which one is asked for when the command runs: moving through a list makes no new commands.
  const hasConnection = useWorkbench((state) => connectionOf(state.evidence) !== null);
  const packetCommands = usePacketCommands();
  const live = useLiveCapture();
  const paneCommands = usePaneCommands();
  const isLive = useLiveStore(({ views }) => capture !== null && views.has(capture.capture));
  const { openDialog, showView, setRange } = useWorkbench.getState();
  const showNames = usePreferences((preferences) => preferences.showNames);
  const { setTheme, setLanguage, change } = usePreferences.getState();

  return useMemo(() => {
    const commands: Command[] = [
      {
        id: 'open',
        label: t('ui.open.any'),
        combo: 'mod + o',
        run: () => (shell?.openDialog ? void actions.openDialog() : openDialog('files')),
      },
      { id: 'paste', label: t('ui.open.paste'), run: () => openDialog('paste') },
      { id: 'live', label: t('live.dialog.title'), run: () => openDialog('live') },
    ];
    if (shell?.upload) commands.push({ id: 'upload', label: t('ui.open.upload'), run: pickFiles });
    commands.push(
      { id: 'project-save', label: t('project.save'), combo: 'mod + s', run: () => void projects.save() },
      { id: 'project-save-as', label: t('project.saveAs'), run: () => void projects.saveAs() },
      { id: 'project-new', label: t('project.new'), run: () => void projects.create() },
    );
    if (capture) {
      commands.push(
        { id: 'report', label: t('project.report.menu'), run: () => openDialog('report') },
        { id: 'bundle', label: t('project.bundle.menu'), run: () => openDialog('bundle') },
      );
      commands.push({ id: 'goto', label: t('ui.goto.title'), combo: 'mod + g', run: () => openDialog('goto') });
      if (hasConnection) commands.push({ id: 'follow', label: t('streams.follow.open'), run: followStream });
      commands.push(...packetCommands);
      VIEWS.forEach((view, index) => {
        const label = t('ui.command.view', { view: t(`ui.nav.${view}`) });
        commands.push({ id: view, label, ...(index < 9 && { combo: `mod + ${index + 1}` }), run: () => showView(view) });
      });
      commands.push(...paneCommands);
      commands.push({ id: 'range', label: t('ui.timeline.clear'), run: () => setRange(null) });
      if (capture.state === 'reading' && isLive)
        commands.push({ id: 'live-stop', label: t('live.bar.stop'), run: () => void live.stop(capture.capture) });
      else if (capture.state === 'reading')
        commands.push({ id: 'cancel', label: t('ui.command.cancel'), run: () => void actions.cancel(capture.capture) });
      commands.push({ id: 'close', label: t('ui.capture.close', { name: capture.name }), run: () => void actions.close(capture.capture) });
    }
    if (!capture) commands.push({ id: 'host', label: t('host.view.open'), run: () => showView('host') });
    commands.push(
      { id: 'settings', label: t('settings.title'), combo: 'mod + ,', run: () => openDialog('settings') },
      { id: 'shortcuts', label: t('settings.shortcuts'), run: showShortcuts },
      { id: 'tour', label: t('settings.tour.menu'), run: () => openDialog('tour') },
      { id: 'glossary', label: t('glossary.title'), run: () => openDialog('glossary') },
      { id: 'about', label: t('settings.about.title'), run: () => openDialog('about') },
    );
    for (const theme of THEMES) {
      commands.push({ id: `theme-${theme}`, label: `${t('ui.theme.label')}: ${t(`ui.theme.${theme}`)}`, run: () => setTheme(theme) });
    }
    commands.push({ id: 'names', label: t(showNames ? 'project.names.hide' : 'project.names.show'), run: () => change({ showNames: !showNames }) });
    commands.push({ id: 'language', label: t('ui.language.other'), run: () => setLanguage(language === 'en' ? 'zh-CN' : 'en') });
    return commands;
  }, [
    t,
    language,
    shell,
    actions,
    pickFiles,
    projects,
    capture,
    hasConnection,
    openDialog,
    showView,
    setRange,
    setTheme,
    setLanguage,
    showNames,
    change,
    packetCommands,
    paneCommands,
    live,
    isLive,
  ]);
}
