import type { Words } from '../../shared/contract/host-words';
import { CodeText } from '../names/code-text';
import { useTexts } from '../theme/use-texts';

/** What to do about the queue that is full. */
export function AdviceCard({ advice }: { readonly advice: Words }) {
  const { t } = useTexts();
  const title = t('host.view.advice.title');
  return (
    <section className="fact-card" aria-label={title}>
      <h3>{title}</h3>
      <p>
        <CodeText text={t(advice.key, advice.data)} />
      </p>
      <p>
        <CodeText text={t('host.view.advice.accept')} />
      </p>
    </section>
  );
}
