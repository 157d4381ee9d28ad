import './settings.css';
import { Button, Checkbox, DialogBody, FormGroup, HTMLSelect, InputGroup, NumericInput, Tab, Tabs } from '@blueprintjs/core';
import { SEVERITIES } from '../../shared/contract/finding-rows';
import { LOG_LEVELS, type LogLevel, type Settings } from '../../shared/contract/settings';
import { Modal } from '../app/modal';
import { useWorkbench } from '../app/workbench';
import { useQuery } from '../connection/use-query';
import { ThresholdFields } from '../live/threshold-fields';
import { copyText } from '../packet-copy/clipboard';
import { THEMES, type Theme, TIME_MODES, type TimeMode, usePreferences } from '../theme/preferences';
import { useTexts } from '../theme/use-texts';
import { ColourRuleList } from './colour-rule-list';

const LANGUAGE_SETTINGS = ['system', 'en', 'zh-CN'] as const;
const LEAST_PX = 10;
const MOST_PX = 20;

/** Everything that the user can set. A change is in force at once, and in the file. */
export function SettingsDialog() {
  const { t } = useTexts();
  const isOpen = useWorkbench((state) => state.dialog === 'settings');
  const openDialog = useWorkbench((state) => state.openDialog);
  return (
    <Modal isOpen={isOpen} onClose={() => openDialog(null)} title={t('settings.title')} className="settings-dialog">
      <DialogBody>
        <Tabs id="settings" vertical renderActiveTabPanelOnly animate={false}>
          <Tab id="look" title={t('settings.tab.look')} panel={<Look />} />
          <Tab id="colours" title={t('settings.tab.colours')} panel={<ColourRuleList />} />
          <Tab id="capture" title={t('settings.tab.capture')} panel={<CaptureDefaults />} />
          <Tab id="findings" title={t('settings.tab.findings')} panel={<FindingThresholds />} />
          <Tab id="log" title={t('settings.tab.log')} panel={<Log />} />
        </Tabs>
      </DialogBody>
    </Modal>
  );
}

function Look() {
  const { t } = useTexts();
  const preferences = usePreferences();
  const { theme, timeMode, languageSetting, fonts, setTheme, setLanguage, setTimeMode, change } = preferences;
  const size = (name: 'textPx' | 'monoPx') => (
    <FormGroup label={t(`settings.${name}`)} labelFor={name}>
      <NumericInput
        id={name}
        size="small"
        buttonPosition="none"
        min={LEAST_PX}
        max={MOST_PX}
        clampValueOnBlur
        value={fonts[name]}
        onValueChange={(value) => value >= LEAST_PX && value <= MOST_PX && change({ fonts: { ...fonts, [name]: Math.round(value) } })}
      />
    </FormGroup>
  );
  return (
    <>
      <FormGroup label={t('ui.theme.label')} labelFor="theme">
        <HTMLSelect
          id="theme"
          value={theme}
          options={THEMES.map((value) => ({ value, label: t(`ui.theme.${value}`) }))}
          onChange={(event) => setTheme(event.target.value as Theme)}
        />
      </FormGroup>
      <FormGroup label={t('settings.language')} labelFor="language">
        <HTMLSelect
          id="language"
          value={languageSetting}
          options={LANGUAGE_SETTINGS.map((value) => ({ value, label: t(`settings.languages.${value}`) }))}
          onChange={(event) => setLanguage(event.target.value as Settings['language'])}
        />
      </FormGroup>
      <FormGroup label={t('ui.timeMode.label')} labelFor="time-mode">
        <HTMLSelect
          id="time-mode"
          value={timeMode}
          options={TIME_MODES.map((value) => ({ value, label: t(`ui.timeMode.${value}`) }))}
          onChange={(event) => setTimeMode(event.target.value as TimeMode)}
        />
      </FormGroup>
      {size('textPx')}
      {size('monoPx')}
    </>
  );
}

function CaptureDefaults() {
  const { t } = useTexts();
  const capture = usePreferences((preferences) => preferences.capture);
  const change = usePreferences((preferences) => preferences.change);
  return (
    <>
      <p className="muted">{t('settings.captureAdvice')}</p>
      <FormGroup label={t('settings.captureInterface')} labelFor="capture-interface" helperText={t('settings.captureInterfaceAdvice')}>
        <InputGroup
          id="capture-interface"
          size="small"
          className="mono"
          value={capture.interface ?? ''}
          onChange={(event) => change({ capture: { ...capture, interface: event.target.value } })}
        />
      </FormGroup>
      <FormGroup label={t('settings.snapLength')} labelFor="snap-length" helperText={t('settings.snapLengthAdvice')}>
        <NumericInput
          id="snap-length"
          size="small"
          buttonPosition="none"
          min={0}
          max={262_144}
          clampValueOnBlur
          value={capture.snapLength}
          onValueChange={(value) => value >= 0 && value <= 262_144 && change({ capture: { ...capture, snapLength: Math.round(value) } })}
        />
      </FormGroup>
      <FormGroup label={t('settings.captureFilter')} labelFor="capture-filter" helperText={t('settings.captureFilterAdvice')}>
        <InputGroup
          id="capture-filter"
          size="small"
          className="mono"
          value={capture.filter}
          onChange={(event) => change({ capture: { ...capture, filter: event.target.value } })}
        />
      </FormGroup>
      <Checkbox
        checked={capture.promiscuous}
        label={t('settings.promiscuous')}
        onChange={(event) => change({ capture: { ...capture, promiscuous: event.currentTarget.checked } })}
      />
      <ThresholdFields />
    </>
  );
}

const PERCENT = 100;

function FindingThresholds() {
  const { t } = useTexts();
  const thresholds = usePreferences((preferences) => preferences.thresholds);
  const change = usePreferences((preferences) => preferences.change);
  return (
    <>
      <p className="muted">{t('settings.thresholdAdvice')}</p>
      <FormGroup label={t('settings.minConfidence')} labelFor="min-confidence">
        <NumericInput
          id="min-confidence"
          size="small"
          buttonPosition="none"
          min={0}
          max={PERCENT}
          stepSize={5}
          clampValueOnBlur
          rightElement={<span className="settings-unit">%</span>}
          value={Math.round(thresholds.minConfidence * PERCENT)}
          onValueChange={(value) => value >= 0 && value <= PERCENT && change({ thresholds: { ...thresholds, minConfidence: value / PERCENT } })}
        />
      </FormGroup>
      <FormGroup label={t('settings.minSeverity')} labelFor="min-severity">
        <HTMLSelect
          id="min-severity"
          value={thresholds.severity}
          options={SEVERITIES.map((value) => ({ value, label: t(`ui.severity.${value}`) }))}
          onChange={(event) => change({ thresholds: { ...thresholds, severity: event.target.value as (typeof SEVERITIES)[number] } })}
        />
      </FormGroup>
    </>
  );
}

function Log() {
  const { t } = useTexts();
  const logLevel = usePreferences((preferences) => preferences.logLevel);
  const change = usePreferences((preferences) => preferences.change);
  const settingsPath = useQuery('settings file', ({ shell }, signal) => shell['settings.read']({}, signal)).value?.path ?? '';
  const diagnostics = useQuery('diagnostics', ({ shell }, signal) => shell['diagnostics.read']({}, signal)).value;
  return (
    <>
      <FormGroup label={t('settings.logLevel')} labelFor="log-level">
        <HTMLSelect
          id="log-level"
          value={logLevel}
          options={LOG_LEVELS.map((value) => ({ value, label: t(`settings.logLevels.${value}`) }))}
          onChange={(event) => change({ logLevel: event.target.value as LogLevel })}
        />
      </FormGroup>
      <p>
        {t('settings.logFile')} <span className="mono">{diagnostics?.logPath}</span>
      </p>
      <p>
        {t('settings.settingsFile')} <span className="mono">{settingsPath}</span>
      </p>
      <Button size="small" text={t('settings.copyDiagnostics')} disabled={!diagnostics} onClick={() => void copyText(diagnostics?.text ?? '')} />
      <p className="muted">{t('settings.diagnosticsAdvice')}</p>
    </>
  );
}
