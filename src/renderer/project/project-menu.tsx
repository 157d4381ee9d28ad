import { Button, Menu, MenuDivider, MenuItem } from '@blueprintjs/core';
import { Archive, CaretDown, Document, FloppyDisk, Projects } from '@blueprintjs/icons';
import { Popup } from '../app/popup';
import { useWorkbench } from '../app/workbench';
import { useTexts } from '../theme/use-texts';
import { projectName, useProject } from './project-store';
import { useProjectActions } from './use-project-actions';

/** The project by its name, with a mark while it is not saved, and what can be done with it. */
export function ProjectMenu() {
  const { t } = useTexts();
  const path = useProject((state) => state.path);
  const dirty = useProject((state) => state.dirty);
  const name = projectName(path) ?? t('project.untitled');
  return (
    <Popup content={<ProjectItems />} placement="bottom-start" minimal>
      <Button
        variant="minimal"
        size="small"
        icon={<Projects size={14} />}
        endIcon={<CaretDown size={14} />}
        aria-label={t(dirty ? 'project.labelUnsaved' : 'project.label', { name })}
        title={path ?? t('project.untitledAdvice')}
        text={
          <span className="capture-name">
            {dirty && <span className="unsaved-mark" aria-hidden="true" />}
            {name}
          </span>
        }
      />
    </Popup>
  );
}

function ProjectItems() {
  const { t } = useTexts();
  const actions = useProjectActions();
  const openDialog = useWorkbench((state) => state.openDialog);
  const hasCapture = useWorkbench((state) => state.captures.length > 0);
  return (
    <Menu>
      <MenuItem icon={<Projects size={14} />} text={t('project.new')} onClick={() => void actions.create()} />
      <MenuItem icon={<FloppyDisk size={14} />} text={t('project.save')} label="Ctrl+S" onClick={() => void actions.save()} />
      <MenuItem icon={<FloppyDisk size={14} />} text={t('project.saveAs')} onClick={() => void actions.saveAs()} />
      <MenuDivider />
      <MenuItem icon={<Archive size={14} />} text={t('project.bundle.menu')} disabled={!hasCapture} onClick={() => openDialog('bundle')} />
      <MenuItem icon={<Document size={14} />} text={t('project.report.menu')} disabled={!hasCapture} onClick={() => openDialog('report')} />
    </Menu>
  );
}
