import { Button } from '@blueprintjs/core';
import { Duplicate, Tick } from '@blueprintjs/icons';
import { useEffect, useState } from 'react';
import { copyText } from '../packet-copy/clipboard';
import { useTexts } from '../theme/use-texts';

const COPIED_MS = 1500;

/** Copies a text and says so for a moment. */
export function CopyButton({ text }: { readonly text: string }) {
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
      onClick={() => void copyText(text).then(setCopied)}
    />
  );
}
