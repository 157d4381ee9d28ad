import './settings.css';
import { DialogBody, HTMLTable } from '@blueprintjs/core';
import { ErrorState } from '../app/error-state';
import { Modal } from '../app/modal';
import { useWorkbench } from '../app/workbench';
import { useQuery } from '../connection/use-query';
import { useTexts } from '../theme/use-texts';

/** Versions, and whose work TCPulse is built on. */
export function AboutDialog() {
  const { t } = useTexts();
  const isOpen = useWorkbench((state) => state.dialog === 'about');
  const openDialog = useWorkbench((state) => state.openDialog);
  return (
    <Modal isOpen={isOpen} onClose={() => openDialog(null)} title={t('settings.about.title')} className="wide-dialog">
      <DialogBody>{isOpen && <About />}</DialogBody>
    </Modal>
  );
}

function About() {
  const { t } = useTexts();
  const { value: about, error, reload } = useQuery('about', ({ shell }, signal) => shell['about.read']({}, signal));
  if (error) return <ErrorState error={error} onRetry={reload} />;
  if (!about) return <p>{t('ui.view.loading')}</p>;
  return (
    <>
      <p>
        <strong>{t('settings.about.version', { version: about.version })}</strong>
      </p>
      <p>{t('settings.about.purpose')}</p>
      <p className="muted">
        {Object.entries(about.versions)
          .map(([program, version]) => `${program} ${version}`)
          .join(', ')}
        , {about.platform}
      </p>
      <p>{t('settings.about.network')}</p>
      <h3>{t('settings.about.licences')}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list is scrolled by keyboard. */}
      <div className="about-licences" role="group" aria-label={t('settings.about.licences')} tabIndex={0}>
        <HTMLTable compact className="project-table">
          <tbody>
            {about.licences.map(({ name, version, licence }) => (
              <tr key={`${name} ${version}`}>
                <td>{name}</td>
                <td className="number">{version}</td>
                <td>{licence}</td>
              </tr>
            ))}
          </tbody>
        </HTMLTable>
      </div>
    </>
  );
}
