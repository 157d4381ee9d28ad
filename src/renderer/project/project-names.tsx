import { Button, Checkbox, HTMLTable, InputGroup } from '@blueprintjs/core';
import { type FormEvent, useState } from 'react';
import { usePreferences } from '../theme/preferences';
import { useTexts } from '../theme/use-texts';
import { portOf, withAddressName, withPortName } from './project-edits';
import { useProject } from './project-store';

/** Names for addresses and ports: lists show them, reports use them. */
export function ProjectNames() {
  const { t } = useTexts();
  const names = useProject((state) => state.project.names);
  const edit = useProject((state) => state.edit);
  const shown = usePreferences((preferences) => preferences.showNames);
  const change = usePreferences((preferences) => preferences.change);
  const [subject, setSubject] = useState('');
  const [name, setName] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const asked = subject.trim();
    if (asked === '' || name.trim() === '') return;
    const port = portOf(asked);
    edit((project) => (port === null ? withAddressName(project, asked, name) : withPortName(project, port, name)));
    setSubject('');
    setName('');
  };
  const known = [
    ...Object.entries(names.addresses).map(([address, given]) => ({
      key: address,
      label: address,
      given,
      remove: () => edit((project) => withAddressName(project, address, '')),
    })),
    ...Object.entries(names.ports).map(([port, given]) => ({
      key: `port ${port}`,
      label: t('project.names.port', { port }),
      given,
      remove: () => edit((project) => withPortName(project, Number(port), '')),
    })),
  ];
  return (
    <section>
      <h3>{t('project.names.title')}</h3>
      <p className="muted">{t('project.names.advice')}</p>
      <Checkbox checked={shown} label={t('project.names.show')} onChange={(event) => change({ showNames: event.currentTarget.checked })} />
      {known.length > 0 && (
        <HTMLTable compact className="project-table">
          <tbody>
            {known.map(({ key, label, given, remove }) => (
              <tr key={key}>
                <td className="mono">{label}</td>
                <td>{given}</td>
                <td>
                  <Button size="small" variant="minimal" text={t('project.notes.remove')} onClick={remove} />
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
          value={subject}
          onChange={(event) => setSubject(event.target.value)}
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
