import { DialogBody, InputGroup } from '@blueprintjs/core';
import { Search } from '@blueprintjs/icons';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTexts } from '../theme/use-texts';
import { type Command, useCommands } from './commands';
import { keyNames } from './key-names';
import { Modal } from './modal';
import { useWorkbench } from './workbench';

/** Finds a command by its words. */
export function CommandPalette() {
  const { t } = useTexts();
  const isOpen = useWorkbench((state) => state.dialog === 'palette');
  const openDialog = useWorkbench((state) => state.openDialog);
  return (
    <Modal isOpen={isOpen} onClose={() => openDialog(null)} title={t('ui.palette.title')}>
      <DialogBody>{isOpen && <CommandList />}</DialogBody>
    </Modal>
  );
}

function CommandList() {
  const { t } = useTexts();
  const commands = useCommands();
  const openDialog = useWorkbench((state) => state.openDialog);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const id = useId();
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = commands.filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)));
  const chosen = Math.min(active, found.length - 1);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);

  const run = (command: Command | undefined): void => {
    if (!command) return;
    // Whatever the command gives the focus to keeps it: nothing is to be given back any more.
    flushSync(() => openDialog(null));
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setActive(Math.min(found.length - 1, chosen + 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(0, chosen - 1));
    else if (event.key === 'Enter') run(found[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <InputGroup
        autoFocus
        leftIcon={<Search size={14} />}
        value={query}
        placeholder={t('ui.palette.placeholder')}
        role="combobox"
        aria-label={t('ui.palette.placeholder')}
        aria-expanded
        aria-controls={id}
        aria-activedescendant={found[chosen] ? `${id}-${chosen}` : undefined}
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div ref={list} className="palette-list" role="listbox" id={id} aria-label={t('ui.palette.title')} tabIndex={-1}>
        {found.map((command, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the input has the focus and handles the keys.
          <div
            key={command.id}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            className="palette-item"
            onClick={() => run(command)}
            onMouseMove={() => setActive(index)}
          >
            <span>{command.label}</span>
            {command.combo && <kbd>{keyNames(command.combo)}</kbd>}
          </div>
        ))}
      </div>
      {found.length === 0 && <p className="muted">{t('ui.palette.none')}</p>}
    </>
  );
}
