import { Button, HTMLSelect } from '@blueprintjs/core';
import { Cross } from '@blueprintjs/icons';
import { SEVERITIES } from '../../shared/contract/finding-rows';
import { useCurrentCapture } from '../app/workbench';
import { useQuery } from '../connection/use-query';
import { formatCount } from '../theme/format';
import { SeverityLabel } from '../theme/severity';
import { useTexts } from '../theme/use-texts';
import { toggleSeverity, useFindingSelection } from './finding-selection';

/** Chooses findings by severity, code and connection. */
export function FindingFilters() {
  const { t, language } = useTexts();
  const progress = useCurrentCapture();
  const capture = progress?.capture ?? 0;
  const { severities, code, connection } = useFindingSelection();
  const counts = useQuery(
    `finding counts ${capture}`,
    ({ engine }, signal) => engine['findings.counts']({ capture }, signal),
    progress?.findings ?? 0,
  ).value;
  const everyCode = { value: '', label: t('ui.findings.everyCode') };
  const codes = (counts?.codes ?? []).map(({ code: value, findings }) => ({ value, label: `${value} (${formatCount(findings, language)})` }));
  return (
    <div className="grid-tools">
      <div className="finding-severities" role="group" aria-label={t('ui.findings.severity')}>
        {SEVERITIES.map((severity) => (
          <Button
            key={severity}
            size="small"
            variant="outlined"
            active={severities.includes(severity)}
            aria-pressed={severities.includes(severity)}
            onClick={() => toggleSeverity(severity)}
          >
            <SeverityLabel severity={severity} /> <span className="number muted">{formatCount(counts?.severities[severity] ?? 0, language)}</span>
          </Button>
        ))}
      </div>
      <HTMLSelect
        className="bp6-small"
        minimal
        aria-label={t('ui.findings.code')}
        value={code ?? ''}
        options={[everyCode, ...codes]}
        onChange={(event) => useFindingSelection.setState({ code: event.target.value || null })}
      />
      {connection !== null && (
        <Button
          size="small"
          variant="outlined"
          endIcon={<Cross size={12} />}
          text={t('ui.dock.ofConnection', { connection })}
          title={t('ui.findings.everyConnection')}
          onClick={() => useFindingSelection.setState({ connection: null })}
        />
      )}
    </div>
  );
}
