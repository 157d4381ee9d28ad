import { useEffect } from 'react';
import { AppError } from '../../shared/contract/errors';
import { useWorkbench } from '../app/workbench';
import { toAppError } from '../connection/app-error';
import { useConnection } from '../connection/connection';
import { settingsOf, usePreferences } from '../theme/preferences';

/** Sliders and typing make many changes. */
const WRITE_PAUSE_MS = 300;

/** By then what the command line names is open: who came for a capture is not shown around. */
const WELCOME_MS = 1500;

function offerTour(): void {
  const { captures, dialog, openDialog } = useWorkbench.getState();
  if (captures.length === 0 && dialog === null) openDialog('tour');
}

/** Reads the settings file once and writes every change into it; applies what no component does. */
export function useSettingsFile(): void {
  const { shell } = useConnection();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let loaded = false;
    let welcome: ReturnType<typeof setTimeout> | undefined;
    const { notify } = useWorkbench.getState();
    const write = (): void => {
      const written = usePreferences.getState();
      shell['settings.write']({ settings: settingsOf(written) }).then(
        () => usePreferences.getState() === written && usePreferences.setState({ unsaved: false }),
        (thrown) => notify(toAppError(thrown)),
      );
    };
    shell['settings.read']({}).then(
      ({ settings, stored, path, problem }) => {
        if (usePreferences.getState().unsaved) write();
        else if (stored) usePreferences.getState().load(settings);
        if (problem !== null) notify(new AppError('settings-damaged', { path, problem }));
        loaded = true;
        if (!stored && !usePreferences.getState().tourSeen) welcome = setTimeout(offerTour, WELCOME_MS);
      },
      (thrown) => notify(toAppError(thrown)),
    );
    const stop = usePreferences.subscribe(({ unsaved }) => {
      if (!loaded || !unsaved) return;
      clearTimeout(timer);
      timer = setTimeout(write, WRITE_PAUSE_MS);
    });
    return () => {
      clearTimeout(timer);
      clearTimeout(welcome);
      stop();
    };
  }, [shell]);
  useFonts();
  useErrorLog();
}

function useFonts(): void {
  const { textPx, monoPx } = usePreferences((preferences) => preferences.fonts);
  useEffect(() => {
    const { style } = document.documentElement;
    style.setProperty('--text-size', `${textPx}px`);
    style.setProperty('--mono-size', `${monoPx - 0.5}px`);
  }, [textPx, monoPx]);
}

/** What goes wrong in the page stands in the log as well. */
function useErrorLog(): void {
  const { shell } = useConnection();
  useEffect(() => {
    const log = (message: string): void => void shell['diagnostics.log']({ level: 'error', message: message.slice(0, 4000) }).catch(() => {});
    const onError = (event: ErrorEvent): void => log(`${event.message} (${event.filename}:${event.lineno})`);
    const onRejection = (event: PromiseRejectionEvent): void => log(`unhandled: ${String(event.reason)}`);
    window.addEventListener('error', onError);
    window.addEventListener('unhandledrejection', onRejection);
    const stop = useWorkbench.subscribe((state, before) => {
      const added = state.notices.filter((notice) => !before.notices.includes(notice));
      for (const { error } of added) log(`${error.code} ${JSON.stringify(error.data)}`);
    });
    return () => {
      window.removeEventListener('error', onError);
      window.removeEventListener('unhandledrejection', onRejection);
      stop();
    };
  }, [shell]);
}
