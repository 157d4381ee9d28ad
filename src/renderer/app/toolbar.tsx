import { Button, HTMLSelect, Menu, MenuItem } from '@blueprintjs/core';
import { CaretDown, Cog, Cross, Desktop, Flash, KeyCommand, Moon, Pulse, Record, Tick, Time, Translate } from '@blueprintjs/icons';
import { FilterBar } from '../filter-bar/filter-bar';
import { OpenMenu } from '../open-capture/open-menu';
import { useOpenCapture } from '../open-capture/use-open-capture';
import { ProjectMenu } from '../project/project-menu';
import { THEMES, TIME_MODES, type TimeMode, usePreferences } from '../theme/preferences';
import { useTexts } from '../theme/use-texts';
import { Popup } from './popup';
import { ToolbarProgress } from './toolbar-progress';
import { useCurrentCapture, useWorkbench } from './workbench';

const THEME_ICONS = { system: Desktop, light: Flash, dark: Moon };

export function Toolbar() {
  const { t } = useTexts();
  const openDialog = useWorkbench((state) => state.openDialog);
  return (
    <header className="toolbar">
      <div className="toolbar-part">
        <span className="toolbar-brand">
          <Pulse size={16} />
          <h1 className="brand-name">TCPulse</h1>
        </span>
        <OpenMenu />
        <ProjectMenu />
        <Button
          size="small"
          icon={<Record size={14} />}
          text={<span className="toolbar-word">{t('live.button')}</span>}
          aria-label={t('live.button')}
          title={t('live.button')}
          onClick={() => openDialog('live')}
        />
        <CaptureSwitcher />
        <ToolbarProgress />
      </div>
      <div className="toolbar-part">
        <FilterBar />
        <TimeModeSelect />
        <Button
          variant="minimal"
          size="small"
          icon={<KeyCommand size={14} />}
          aria-label={t('ui.palette.title')}
          title={`${t('ui.palette.title')} (Ctrl+K)`}
          onClick={() => openDialog('palette')}
        />
        <ThemeButton />
        <LanguageButton />
        <Button
          variant="minimal"
          size="small"
          icon={<Cog size={14} />}
          aria-label={t('settings.title')}
          title={`${t('settings.title')} (Ctrl+,)`}
          onClick={() => openDialog('settings')}
        />
      </div>
    </header>
  );
}

function CaptureSwitcher() {
  const { t } = useTexts();
  const captures = useWorkbench((state) => state.captures);
  const showCapture = useWorkbench((state) => state.showCapture);
  const current = useCurrentCapture();
  const { close } = useOpenCapture();
  if (captures.length === 0) return null;
  const menu = (
    <Menu>
      {captures.map(({ capture, name }) => (
        <MenuItem
          key={capture}
          icon={capture === current?.capture ? <Tick size={14} /> : <span className="bp6-icon" style={{ width: 14 }} />}
          text={name}
          onClick={() => showCapture(capture)}
        />
      ))}
      <MenuItem text={t('ui.capture.start')} icon={<span className="bp6-icon" style={{ width: 14 }} />} onClick={() => showCapture(null)} />
    </Menu>
  );
  return (
    <>
      <Popup content={menu} placement="bottom-start" minimal>
        <Button
          variant="minimal"
          size="small"
          endIcon={<CaretDown size={14} />}
          aria-label={t('ui.capture.switch', { name: current?.name ?? t('ui.capture.start') })}
          title={current?.name}
          text={<span className="capture-name">{current?.name ?? t('ui.capture.start')}</span>}
        />
      </Popup>
      {current && (
        <Button
          variant="minimal"
          size="small"
          icon={<Cross size={14} />}
          aria-label={t('ui.capture.close', { name: current.name })}
          title={t('ui.capture.close', { name: current.name })}
          onClick={() => void close(current.capture)}
        />
      )}
    </>
  );
}

function TimeModeSelect() {
  const { t } = useTexts();
  const timeMode = usePreferences((preferences) => preferences.timeMode);
  const setTimeMode = usePreferences((preferences) => preferences.setTimeMode);
  return (
    <span className="toolbar-time" title={t('ui.timeMode.label')}>
      <Time size={14} />
      <HTMLSelect
        className="bp6-small"
        minimal
        aria-label={t('ui.timeMode.label')}
        value={timeMode}
        options={TIME_MODES.map((mode) => ({ value: mode, label: t(`ui.timeMode.${mode}`) }))}
        onChange={(event) => setTimeMode(event.target.value as TimeMode)}
      />
    </span>
  );
}

function ThemeButton() {
  const { t } = useTexts();
  const theme = usePreferences((preferences) => preferences.theme);
  const setTheme = usePreferences((preferences) => preferences.setTheme);
  const Icon = THEME_ICONS[theme];
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  const label = `${t('ui.theme.label')}: ${t(`ui.theme.${theme}`)}`;
  return <Button variant="minimal" size="small" icon={<Icon size={14} />} aria-label={label} title={label} onClick={() => setTheme(next)} />;
}

function LanguageButton() {
  const { t, language } = useTexts();
  const setLanguage = usePreferences((preferences) => preferences.setLanguage);
  const next = language === 'en' ? 'zh-CN' : 'en';
  return (
    <Button
      variant="minimal"
      size="small"
      icon={<Translate size={14} />}
      text={<span className="toolbar-word">{t('ui.language.other')}</span>}
      aria-label={t('ui.language.other')}
      title={t('ui.language.other')}
      onClick={() => setLanguage(next)}
    />
  );
}
