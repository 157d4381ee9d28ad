import './glossary.css';
import { PopupKind } from '@blueprintjs/core';
import type { ReactElement, ReactNode } from 'react';
import type { glossary } from '../../shared/locales/en/glossary';
import { Popup } from '../app/popup';
import { useTexts } from '../theme/use-texts';

export type TermName = keyof typeof glossary.terms;

/** A word of the field in a heading or a card; a click or Enter shows what it means, Escape closes that again. */
export function Term({ name, children }: { readonly name: TermName; readonly children: ReactNode }) {
  return (
    <Explained name={name}>
      <button type="button" className="term">
        {children}
      </button>
    </Explained>
  );
}

/** A question mark beside a title that is a word of the field. */
export function TermMark({ name }: { readonly name: TermName }) {
  const { t } = useTexts();
  const label = t('glossary.ask', { term: t(`glossary.terms.${name}.term`) });
  return (
    <Explained name={name}>
      <button type="button" className="term term-mark" aria-label={label} title={label}>
        ?
      </button>
    </Explained>
  );
}

function Explained({ name, children }: { readonly name: TermName; readonly children: ReactElement<{ className?: string }> }) {
  return (
    <Popup content={<Explanation name={name} />} placement="bottom-start" popupKind={PopupKind.DIALOG}>
      {children}
    </Popup>
  );
}

function Explanation({ name }: { readonly name: TermName }) {
  const { t } = useTexts();
  return (
    <div className="term-card">
      <strong>{t(`glossary.terms.${name}.term`)}</strong>
      <p>{t(`glossary.terms.${name}.text`)}</p>
    </div>
  );
}
