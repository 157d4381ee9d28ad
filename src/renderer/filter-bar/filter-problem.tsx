import type { FilterIssue } from '../../shared/contract/filter-methods';
import { filterMessage } from '../../shared/locales/filter-message';
import { useTexts } from '../theme/use-texts';

/** The filter with its wrong place marked, what is wrong there and what to do. */
export function FilterProblem({ id, issue }: { readonly id: string; readonly issue: FilterIssue }) {
  const { t } = useTexts();
  const { filter, position, length } = issue;
  const { problem, hint } = filterMessage(issue, t);
  const wrong = filter.slice(position, position + length);
  return (
    <div id={id} className="filter-popup filter-problem" role="status">
      <p className="mono filter-place">
        {filter.slice(0, position)}
        <mark>{wrong === '' ? ' ' : wrong}</mark>
        {filter.slice(position + length)}
      </p>
      <p className="filter-problem-text">{problem}</p>
      <p className="muted">{hint}</p>
    </div>
  );
}
