import { ProjectSettings } from './project-settings';
import './project.css';
import { useTexts } from '../theme/use-texts';
import { CaptureComparison } from './capture-comparison';
import { ProjectCaptures } from './project-captures';
import { ProjectNames } from './project-names';
import { ProjectNotes } from './project-notes';

/** The project: its captures on one time axis, what is lost between them, what was noted, what was named. */
export function ProjectView() {
  const { t } = useTexts();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long page is scrolled by keyboard.
    <div className="project-view" role="group" aria-label={t('ui.nav.project')} tabIndex={0}>
      <ProjectCaptures />
      <CaptureComparison />
      <ProjectNotes />
      <ProjectNames />
      <ProjectSettings />
    </div>
  );
}
