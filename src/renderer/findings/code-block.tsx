import type { ReactNode } from 'react';
import { CopyButton } from './copy-button';

/** Code to copy; `title`: where it belongs, empty where that is said elsewhere. */
export function CodeBlock({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div className="advice-code">
      {title && <span className="muted">{title}</span>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long line is scrolled by keyboard. */}
      <pre className="mono" tabIndex={0}>
        {words(text)}
      </pre>
      <CopyButton text={text} />
    </div>
  );
}

/** A line is broken between words alone: within `--count` or a path, whoever reads it would take the parts for words. */
function words(text: string): ReactNode[] {
  return text.split(/(\s+)/).map((part, place) =>
    part.trim() === '' ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the words of a text have no other name.
      <span key={place} className="code-word">
        {part}
      </span>
    ),
  );
}
