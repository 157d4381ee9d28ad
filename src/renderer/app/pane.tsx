import type { ReactNode, Ref } from 'react';

interface PaneProps {
  readonly ref?: Ref<HTMLElement>;
  readonly title: string;
  /** What the title is about, e.g. which connection. */
  readonly note?: string;
  readonly actions?: ReactNode;
  /** False: a tab shows the title; for those who listen it stays the heading of what follows. */
  readonly titled?: boolean;
  readonly children: ReactNode;
}

/** A titled part of the window. */
export function Pane({ ref, title, note, actions, titled = true, children }: PaneProps) {
  return (
    <section ref={ref} className="pane" aria-label={title}>
      {!titled && <h2 className="heard">{title}</h2>}
      {titled && (
        <div className="pane-title">
          <h2>{title}</h2>
          {note && <span className="muted">{note}</span>}
          {actions}
        </div>
      )}
      <div className="pane-body">{children}</div>
    </section>
  );
}
