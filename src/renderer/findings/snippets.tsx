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
  // Titles hold spaces, which ids of elements must not.
  const shown = Math.max(
    0,
    parts.findIndex(({ title }) => title === chosen),
  );
  return (
    <section className="advice-systems" aria-label={t('cost.systems')}>
      <Tabs
        id={id}
        selectedTabId={shown}
        renderActiveTabPanelOnly
        // The mark that moves would ask the browser to lay out the page whenever a finding is shown.
        animate={false}
        onChange={(index) => useChosenSystem.setState({ title: parts[Number(index)]?.title ?? '' })}
      >
        {parts.map(({ title, text }, index) => (
          // The arrow keys pass over tabs that are not said to be enabled.
          <Tab key={title} id={index} title={title} disabled={false} panel={<CodeBlock title="" text={text} />} />
        ))}
      </Tabs>
    </section>
  );
}
