import './start-page.css';
import { Button } from '@blueprintjs/core';
import { Clipboard, Desktop, Document, FolderOpen, Record, Upload } from '@blueprintjs/icons';
import { useWorkbench } from '../app/workbench';
import { useQuery } from '../connection/use-query';
import { sampleTexts } from '../open-capture/sample-texts';
import { useFilePicker } from '../open-capture/use-file-picker';
import { useOpenCapture } from '../open-capture/use-open-capture';
import { useShell } from '../open-capture/use-shell';
import { dayOf } from '../packet-grid/time-format';
import { formatBytes } from '../theme/format';
import { useTexts } from '../theme/use-texts';

/** What to open: shown while no capture is. */
export function StartPage() {
  const { t } = useTexts();
  const shell = useShell();
  const openDialog = useWorkbench((state) => state.openDialog);
  const showView = useWorkbench((state) => state.showView);
  const actions = useOpenCapture();
  const pickFiles = useFilePicker();
  return (
    <main className="start-page">
      <div className="start-content">
        <h2>{t('ui.start.title')}</h2>
        <p className="muted">{t('ui.start.purpose')}</p>
        <div className="start-actions">
          {shell?.openDialog && (
            <Button intent="primary" icon={<FolderOpen size={16} />} text={t('ui.open.dialog')} onClick={() => void actions.openDialog()} />
          )}
          {shell && !shell.openDialog && (
            <Button intent="primary" icon={<FolderOpen size={16} />} text={t('ui.open.browse')} onClick={() => openDialog('files')} />
          )}
          {shell?.upload && <Button icon={<Upload size={16} />} text={t('ui.open.upload')} onClick={pickFiles} />}
          <Button icon={<Record size={16} />} text={t('live.dialog.title')} onClick={() => openDialog('live')} />
          <Button icon={<Clipboard size={16} />} text={t('ui.open.paste')} onClick={() => openDialog('paste')} />
          <Button icon={<Desktop size={16} />} text={t('host.view.open')} onClick={() => showView('host')} />
        </div>
        <p className="muted">{t('ui.start.drop')}</p>
        <div className="start-columns">
          <Samples />
          <RecentFiles />
        </div>
      </div>
    </main>
  );
}

function Samples() {
  const texts = useTexts();
  const { t, language } = texts;
  const { open } = useOpenCapture();
  const samples = useQuery('describe', ({ engine }, signal) => engine['workbench.describe']({}, signal)).value?.samples ?? [];
  if (samples.length === 0) return null;
  return (
    <section>
      <h3>{t('ui.open.samples')}</h3>
      <ul className="start-list">
        {samples.map(({ id, bytes }) => (
          <li key={id}>
            <button type="button" onClick={() => void open({ kind: 'sample', id })}>
              <Document size={14} />
              <span className="start-item-title">{sampleTexts(texts, id).title}</span>
              <span className="muted number">{formatBytes(bytes, language)}</span>
              <span className="muted start-item-text">{sampleTexts(texts, id).text}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function RecentFiles() {
  const { t } = useTexts();
  const { open } = useOpenCapture();
  const recent = useQuery('recent', ({ shell }, signal) => shell['shell.recentFiles']({}, signal)).value?.files ?? [];
  return (
    <section>
      <h3>{t('ui.open.recent')}</h3>
      {recent.length === 0 ? (
        <p className="muted">{t('ui.start.noRecent')}</p>
      ) : (
        <ul className="start-list">
          {recent.map(({ path, name, openedMs }) => (
            <li key={path}>
              <button type="button" title={path} onClick={() => void open({ kind: 'file', path })}>
                <Document size={14} />
                <span className="start-item-title">{name}</span>
                <span className="muted number">{dayOf(openedMs)}</span>
                <span className="muted start-item-text">{path}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
