import { useQuery } from '../connection/use-query';
import { useTexts } from '../theme/use-texts';

/** What of a text was left out, or what a host cannot give. */
export function HostIssues({ recording }: { readonly recording: number }) {
  const { t } = useTexts();
  const { value } = useQuery(`host-issues ${recording}`, async ({ engine }, signal) =>
    (await engine['host.recordings']({}, signal)).find((known) => known.recording === recording),
  );
  if (!value || value.issues.length === 0) return null;
  const title = t('host.view.issues');
  return (
    <section className="fact-card" aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {value.issues.map(({ code, line, detail }) => (
          <li key={`${code} ${line}`}>{t(`host.issue.${code}`, { line: line ?? 0, detail })}</li>
        ))}
      </ul>
    </section>
  );
}
