import { Button, Menu, MenuDivider, MenuItem } from '@blueprintjs/core';
import { CaretDown, Clipboard, Document, FolderOpen, Upload } from '@blueprintjs/icons';
import { Popup } from '../app/popup';
import { useWorkbench } from '../app/workbench';
import { useQuery } from '../connection/use-query';
import { useTexts } from '../theme/use-texts';
import { sampleTexts } from './sample-texts';
import { useFilePicker } from './use-file-picker';
import { useOpenCapture } from './use-open-capture';
import { useShell } from './use-shell';

const MAX_RECENT = 10;

/** Every way to open a capture. */
export function OpenMenu() {
  const { t } = useTexts();
  return (
    <Popup content={<OpenItems />} placement="bottom-start" minimal>
      <Button size="small" intent="primary" icon={<FolderOpen size={14} />} endIcon={<CaretDown size={14} />} text={t('ui.open.button')} />
    </Popup>
  );
}

function OpenItems() {
  const texts = useTexts();
  const { t } = texts;
  const shell = useShell();
  const openDialog = useWorkbench((state) => state.openDialog);
  const actions = useOpenCapture();
  const pickFiles = useFilePicker();
  const samples = useQuery('describe', ({ engine }, signal) => engine['workbench.describe']({}, signal)).value?.samples ?? [];
  const recent = useQuery('recent', (connection, signal) => connection.shell['shell.recentFiles']({}, signal)).value?.files ?? [];
  return (
    <Menu>
      {shell?.openDialog && (
        <MenuItem icon={<FolderOpen size={14} />} text={t('ui.open.dialog')} label="Ctrl+O" onClick={() => void actions.openDialog()} />
      )}
      {shell && !shell.openDialog && (
        <MenuItem icon={<FolderOpen size={14} />} text={t('ui.open.browse')} label="Ctrl+O" onClick={() => openDialog('files')} />
      )}
      {shell?.upload && <MenuItem icon={<Upload size={14} />} text={t('ui.open.upload')} onClick={pickFiles} />}
      <MenuItem icon={<Clipboard size={14} />} text={t('ui.open.paste')} onClick={() => openDialog('paste')} />
      {recent.length > 0 && <MenuDivider title={t('ui.open.recent')} />}
      {recent.slice(0, MAX_RECENT).map(({ path, name }) => (
        <MenuItem key={path} icon={<Document size={14} />} text={name} title={path} onClick={() => void actions.open({ kind: 'file', path })} />
      ))}
      {samples.length > 0 && <MenuDivider title={t('ui.open.samples')} />}
      {samples.map(({ id }) => (
        <MenuItem
          key={id}
          icon={<Document size={14} />}
          text={sampleTexts(texts, id).title}
          onClick={() => void actions.open({ kind: 'sample', id })}
        />
      ))}
    </Menu>
  );
}
