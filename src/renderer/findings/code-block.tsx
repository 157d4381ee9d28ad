import { CopyButton } from './copy-button';

/** Code to copy; `title`: where it belongs, empty where that is said elsewhere. */
export function CodeBlock({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div className="advice-code">
      {title && <span className="muted">{title}</span>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long line is scrolled by keyboard. */}
      <pre className="mono" tabIndex={0}>
        {text}
      </pre>
      <CopyButton text={text} />
    </div>
  );
}
