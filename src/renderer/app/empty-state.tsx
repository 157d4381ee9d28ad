import type { ReactNode } from 'react';

/** Says why a view is empty and what would fill it. */
export function EmptyState({ title, advice }: { readonly title: string; readonly advice?: ReactNode }) {
  return (
    <div className="empty-state">
      <p className="empty-title">{title}</p>
      {advice && <p className="muted">{advice}</p>}
    </div>
  );
}
