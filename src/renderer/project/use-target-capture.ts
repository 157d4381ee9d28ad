import { useWorkbench } from '../app/workbench';
import { projectCaptureId, useProject } from './project-store';

/** The project's id of the capture shown; null while it is not part of the project. */
export function useTargetCapture(): string | null {
  const capture = useWorkbench((state) => state.capture);
  return useProject((state) => (capture === null ? null : projectCaptureId(state, capture)));
}
