import { Button } from '@blueprintjs/core';
import { Duplicate, Tick } from '@blueprintjs/icons';
import { useEffect, useState } from 'react';
import { useTexts } from '../theme/use-texts';
import { type AdvicePart, adviceParts } from '../../shared/base/advice-parts';

const COPIED_MS = 1500;

/** Advice as paragraphs and code to copy. */
export function Advice({ text }: { readonly text: string }) {
  return adviceParts(text).map((part) => <Part key={`${part.title} ${part.text}`} part={part} />);
}

function Part({ part }: { readonly part: AdvicePart }) {
  if (part.kind === 'text') return <p>{part.text}</p>;
  return (
    <div className="advice-code">
      {part.title && <span className="muted">{part.title}</span>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long line is scrolled by keyboard. */}
      <pre className="mono" tabIndex={0}>
        {part.text}
      </pre>
      <CopyButton text={part.text} />
    </div>
  );
}

function CopyButton({ text }: { readonly text: string }) {
  const { t } = useTexts();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const label = t(copied ? 'ui.findings.copied' : 'ui.findings.copy');
  return (
    <Button
      variant="minimal"
      size="small"
      icon={copied ? <Tick size={12} /> : <Duplicate size={12} />}
      aria-label={label}
      title={label}
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
    />
  );
}
