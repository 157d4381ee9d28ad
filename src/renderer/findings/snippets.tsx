import { Tab, Tabs } from '@blueprintjs/core';
import { useId } from 'react';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { AdvicePart } from '../../shared/base/advice-parts';
import { useTexts } from '../theme/use-texts';
import { CodeBlock } from './code-block';

/** The system that was chosen last, by its title: kept, as people mostly set the same one. */
const useChosenSystem = create<{ readonly title: string }>()(persist(() => ({ title: '' }), { name: 'tcpulse.advice-system' }));

/** How to set the same on each of several systems: a tab each, with its code to copy. */
export function Snippets({ parts }: { readonly parts: readonly AdvicePart[] }) {
  const { t } = useTexts();
  const id = useId();
  const chosen = useChosenSystem(({ title }) => title);
  const shown = parts.find(({ title }) => title === chosen) ?? parts[0];
  return (
    <section className="advice-systems" aria-label={t('cost.systems')}>
      <Tabs
        id={id}
        selectedTabId={shown?.title ?? ''}
        renderActiveTabPanelOnly
        onChange={(title) => useChosenSystem.setState({ title: String(title) })}
      >
        {parts.map(({ title, text }) => (
          // The arrow keys pass over tabs that are not said to be enabled.
          <Tab key={title} id={title} title={title} disabled={false} panel={<CodeBlock title="" text={text} />} />
        ))}
      </Tabs>
    </section>
  );
}
