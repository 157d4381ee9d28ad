import type { ReactNode } from 'react';

interface PaneProps {
  readonly title: string;
  /** What the title is about, e.g. which connection. */
  readonly note?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A titled part of the window. */
export function Pane({ title, note, actions, children }: PaneProps) {
  return (
    <section className="pane" aria-label={title}>
      <div className="pane-title">
        <h2>{title}</h2>
        {note && <span className="muted">{note}</span>}
        {actions}
      </div>
      <div className="pane-body">{children}</div>
    </section>
  );
}
