import { Button, HTMLTable, InputGroup } from '@blueprintjs/core';
import { type FormEvent, useState } from 'react';
import { useTexts } from '../theme/use-texts';
import { withAddressName } from './project-edits';
import { useProject } from './project-store';

/** Names for addresses: reports use them. */
export function ProjectNames() {
  const { t } = useTexts();
  const names = useProject((state) => state.project.names.addresses);
  const edit = useProject((state) => state.edit);
  const [address, setAddress] = useState('');
  const [name, setName] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (address.trim() === '' || name.trim() === '') return;
    edit((project) => withAddressName(project, address.trim(), name));
    setAddress('');
    setName('');
  };
  return (
    <section>
      <h3>{t('project.names.title')}</h3>
      <p className="muted">{t('project.names.advice')}</p>
      {Object.keys(names).length > 0 && (
        <HTMLTable compact className="project-table">
          <tbody>
            {Object.entries(names).map(([known, given]) => (
              <tr key={known}>
                <td className="mono">{known}</td>
                <td>{given}</td>
                <td>
                  <Button
                    size="small"
                    variant="minimal"
                    text={t('project.notes.remove')}
                    onClick={() => edit((project) => withAddressName(project, known, ''))}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </HTMLTable>
      )}
      <form className="project-form" onSubmit={submit}>
        <InputGroup
          size="small"
          className="mono"
          aria-label={t('project.names.address')}
          placeholder={t('project.names.address')}
          value={address}
          onChange={(event) => setAddress(event.target.value)}
        />
        <InputGroup
          size="small"
          aria-label={t('project.names.name')}
          placeholder={t('project.names.name')}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button size="small" type="submit" text={t('project.names.add')} />
      </form>
    </section>
  );
}
