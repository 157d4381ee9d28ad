import type { Thresholds } from '../../shared/contract/project';
import { usePreferences } from '../theme/preferences';
import { useProject } from './project-store';

/** Below these, findings are not listed: those of a project that was saved, else those of the settings. */
export function useThresholds(): Thresholds {
  const saved = useProject((state) => state.path !== null);
  const own = useProject((state) => state.project.thresholds);
  const general = usePreferences((preferences) => preferences.thresholds);
  return saved ? own : general;
}
