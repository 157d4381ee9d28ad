import { useTexts } from '../theme/use-texts';
import { useShownDissection } from './use-dissection';

/** The line of text that a packet was read from, when its bytes were made from text. */
export function SourceLine() {
  const { t } = useTexts();
  const text = useShownDissection()?.dissection.text;
  if (!text) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled by keyboard.
    <section className="source-line mono" aria-label={t('ui.dissection.sourceLine')} tabIndex={0}>
      {text.line}
    </section>
  );
}
