import { useEffect } from 'react';
import { CancelSource } from '../../shared/base/cancellation';
import { useWorkbench } from '../app/workbench';
import { isCancelled, toAppError } from '../connection/app-error';
import { useConnection } from '../connection/connection';
import { pageSession } from './page-session';
import { useProject } from './project-store';

/** Work of longer than this is never lost. */
const AUTOSAVE_MS = 2000;

/** Keeps the project safe while the window lives: held against others, kept aside while it is not saved, and a question before it is left. */
export function useProjectLife(): void {
  useHold();
  useAutosave();
  useLeaveQuestion();
  useRecoveries();
}

function useHold(): void {
  const { shell } = useConnection();
  const path = useProject((state) => state.path);
  const takes = useProject((state) => state.takes);
  useEffect(() => {
    const signal = new CancelSource();
    const hold = async (): Promise<void> => {
      for await (const holder of shell['project.hold']({ path, session: pageSession, force: takes > 0 }, signal)) useProject.setState({ holder });
    };
    hold().catch((thrown) => !signal.cancelled && !isCancelled(thrown) && useWorkbench.getState().notify(toAppError(thrown)));
    return () => signal.cancel();
  }, [shell, path, takes]);
}

function useAutosave(): void {
  const { shell } = useConnection();
  const project = useProject((state) => state.project);
  const path = useProject((state) => state.path);
  const dirty = useProject((state) => state.dirty);
  useEffect(() => {
    if (!dirty) return;
    const keep = (): void =>
      void shell['project.autosave']({ path, project, session: pageSession }).catch((thrown) => useWorkbench.getState().notify(toAppError(thrown)));
    const timer = setTimeout(keep, AUTOSAVE_MS);
    return () => clearTimeout(timer);
  }, [shell, project, path, dirty]);
}

function useLeaveQuestion(): void {
  const dirty = useProject((state) => state.dirty);
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [dirty]);
}

/** What a window left that died is offered once. */
function useRecoveries(): void {
  const { shell } = useConnection();
  useEffect(() => {
    let current = true;
    shell['project.recoveries']({}).then(
      ({ recoveries }) => current && recoveries.length > 0 && useWorkbench.getState().openDialog('recovery'),
      () => {
        // Nothing can be offered then.
      },
    );
    return () => {
      current = false;
    };
  }, [shell]);
}
