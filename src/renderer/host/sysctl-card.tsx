import { HOST_SYSCTLS } from '../../shared/contract/host-counters';
import { sysctlWords } from '../../shared/contract/host-words';
import { useTexts } from '../theme/use-texts';

/** Each setting that matters: its value, what that amounts to, and what it rules. */
export function SysctlCard({ sysctls }: { readonly sysctls: Readonly<Record<string, string>> }) {
  const { t } = useTexts();
  return (
    <section className="fact-card sysctl-card" aria-label={t('host.view.sysctls')}>
      <h3>{t('host.view.sysctls')}</h3>
      <dl>
        {HOST_SYSCTLS.filter((name) => sysctls[name] !== undefined).map((name) => {
          const words = sysctlWords(name, sysctls);
          return (
            <div key={name}>
              <dt>
                <code className="mono">{name.split('.').at(-1)}</code>
                <strong className="mono">{sysctls[name]}</strong>
              </dt>
              <dd>
                {words !== null && <strong>{t(words.key, words.data)}. </strong>}
                <span className="muted">{t(`host.sysctl.${name.replaceAll('.', '_')}`)}</span>
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
