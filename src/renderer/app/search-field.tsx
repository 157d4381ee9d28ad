import { Button, InputGroup } from '@blueprintjs/core';
import { Cross, Search } from '@blueprintjs/icons';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../theme/use-texts';

const TYPING_PAUSE_MS = 150;

interface SearchFieldProps {
  readonly label: string;
  /** What it begins with. */
  readonly initial?: string;
  readonly onSearch: (text: string) => void;
}

/** The search box of a view; `/` goes there. Tells what was typed once the typing pauses. */
export function SearchField({ label, initial = '', onSearch }: SearchFieldProps) {
  const { t } = useTexts();
  const [text, setText] = useState(initial);
  const input = useRef<HTMLInputElement>(null);
  // Its button goes with the text.
  const clear = (): void => {
    setText('');
    input.current?.focus();
  };
  useEffect(() => {
    const timer = setTimeout(() => onSearch(text.trim()), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, onSearch]);
  return (
    <InputGroup
      inputRef={input}
      size="small"
      className="search-field"
      data-search
      leftIcon={<Search size={12} />}
      value={text}
      placeholder={label}
      aria-label={label}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => event.key === 'Escape' && setText('')}
      {...(text && {
        rightElement: <Button variant="minimal" size="small" icon={<Cross size={12} />} aria-label={t('ui.search.clear')} onClick={clear} />,
      })}
    />
  );
}
