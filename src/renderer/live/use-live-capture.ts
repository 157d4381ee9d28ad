import { useMemo } from 'react';
import type { HostRecording } from '../../shared/contract/host';
import type { LiveOptions, LiveThresholds } from '../../shared/contract/live';
import { noticing } from '../app/noticing';
import { useWorkbench } from '../app/workbench';
import { useConnection } from '../connection/connection';
import { followProgress } from '../open-capture/follow-progress';
import { usePreferences } from '../theme/preferences';
import { useTexts } from '../theme/use-texts';
import { followLive } from './follow-live';
import { type ExportOf, saveExport, saveSamples } from './save-export';

export interface LiveCaptureActions {
  /** Starts recording and shows the capture; false when it failed, and the user sees why. */
  start(options: LiveOptions): Promise<boolean>;
  stop(capture: number): Promise<void>;
  /** Of a capture that is being recorded. */
  setThresholds(capture: number, thresholds: LiveThresholds): Promise<void>;
  /** Opens a recording that was left behind. */
  recover(id: string): Promise<void>;
  save(selection: ExportOf): Promise<void>;
  /** What was sampled of its host, in a file of its own. */
  saveSamples(recording: HostRecording, name: string): Promise<void>;
}

export function useLiveCapture(): LiveCaptureActions {
  const connection = useConnection();
  const { t } = useTexts();
  return useMemo(() => {
    const { engine } = connection;
    const show = async (capture: number, options: LiveOptions | null): Promise<void> => {
      const progress = (await engine['captures.list']({})).find((known) => known.capture === capture);
      if (progress === undefined) return;
      const { setProgress, showCapture, openDialog } = useWorkbench.getState();
      setProgress(progress);
      showCapture(capture);
      openDialog(null);
      void noticing(() => followProgress(connection, capture));
      void noticing(() => followLive(connection, capture, options, t));
    };
    return {
      start: async (options) => {
        let started = false;
        await noticing(async () => {
          const { capture } = await engine['live.start']({ options, thresholds: usePreferences.getState().liveThresholds });
          started = true;
          await show(capture, options);
        });
        return started;
      },
      stop: (capture) =>
        noticing(async () => {
          await engine['live.stop']({ capture });
        }),
      setThresholds: (capture, thresholds) =>
        noticing(async () => {
          await engine['live.setThresholds']({ capture, thresholds });
        }),
      recover: (id) =>
        noticing(async () => {
          const { capture } = await engine['live.recover']({ id });
          await show(capture, null);
        }),
      saveSamples: (recording, name) => noticing(() => saveSamples(connection, recording, name)),
      save: (selection) =>
        noticing(async () => {
          await saveExport(connection, selection);
          // A recording that was saved as a whole is not asked for any more.
          await followLive(connection, selection.capture, null, t);
        }),
    };
  }, [connection, t]);
}
