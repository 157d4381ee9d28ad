import { DialogBody } from '@blueprintjs/core';
import { glossary } from '../../shared/locales/en/glossary';
import { Modal } from '../app/modal';
import { useWorkbench } from '../app/workbench';
import { useTexts } from '../theme/use-texts';

const TERMS = Object.keys(glossary.terms);

/** What the words of the field mean. */
export function GlossaryDialog() {
  const { t } = useTexts();
  const isOpen = useWorkbench((state) => state.dialog === 'glossary');
  const openDialog = useWorkbench((state) => state.openDialog);
  return (
    <Modal isOpen={isOpen} onClose={() => openDialog(null)} title={t('glossary.title')} className="wide-dialog">
      {/* A long text is scrolled by keyboard. */}
      <DialogBody tabIndex={0}>
        <dl>
          {TERMS.map((name) => (
            <div key={name}>
              <dt>
                <strong>{t(`glossary.terms.${name}.term`)}</strong>
              </dt>
              <dd>{t(`glossary.terms.${name}.text`)}</dd>
            </div>
          ))}
        </dl>
      </DialogBody>
    </Modal>
  );
}
