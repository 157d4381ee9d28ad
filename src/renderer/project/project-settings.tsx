import { FormGroup, HTMLSelect, NumericInput } from '@blueprintjs/core';
import { useId } from 'react';
import { SEVERITIES, type Severity } from '../../shared/contract/finding-rows';
import type { Thresholds } from '../../shared/contract/project';
import { useTexts } from '../theme/use-texts';
import { useProject } from './project-store';
import { useThresholds } from './thresholds';
import { zoneName } from './time-zone';

const PERCENT = 100;
const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

/** What is set for this project alone. */
export function ProjectSettings() {
  const { t } = useTexts();
  const id = useId();
  const zone = useProject((state) => state.project.timeZone);
  const saved = useProject((state) => state.path !== null);
  const edit = useProject((state) => state.edit);
  const thresholds = useThresholds();
  const change = (changed: Partial<Thresholds>): void => edit((project) => ({ ...project, thresholds: { ...project.thresholds, ...changed } }));
  const machine = t('project.settings.machineZone', { zone: zoneName('local', null) });
  return (
    <section>
      <h3>{t('project.settings.title')}</h3>
      <div className="project-settings">
        <FormGroup label={t('project.settings.zone')} labelFor={`${id}-zone`}>
          <HTMLSelect
            id={`${id}-zone`}
            className="bp6-small"
            value={zone ?? ''}
            options={[{ value: '', label: machine }, ...ZONES.map((value) => ({ value, label: value }))]}
            onChange={({ target }) => edit((project) => ({ ...project, timeZone: target.value === '' ? null : target.value }))}
          />
        </FormGroup>
        <FormGroup label={t('settings.minConfidence')} labelFor={`${id}-confidence`}>
          <NumericInput
            id={`${id}-confidence`}
            size="small"
            buttonPosition="none"
            disabled={!saved}
            min={0}
            max={PERCENT}
            clampValueOnBlur
            rightElement={<span className="settings-unit">%</span>}
            value={Math.round(thresholds.minConfidence * PERCENT)}
            onValueChange={(value) => value >= 0 && value <= PERCENT && change({ minConfidence: value / PERCENT })}
          />
        </FormGroup>
        <FormGroup label={t('settings.minSeverity')} labelFor={`${id}-severity`}>
          <HTMLSelect
            id={`${id}-severity`}
            className="bp6-small"
            disabled={!saved}
            value={thresholds.severity}
            options={SEVERITIES.map((value) => ({ value, label: t(`ui.severity.${value}`) }))}
            onChange={({ target }) => change({ severity: target.value as Severity })}
          />
        </FormGroup>
      </div>
      <p className="muted">{t(saved ? 'project.settings.advice' : 'project.settings.unsaved')}</p>
    </section>
  );
}
