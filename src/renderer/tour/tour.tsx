import '../settings/settings.css';
import { Button } from '@blueprintjs/core';
import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import { useWorkbench, type View } from '../app/workbench';
import { useOpenCapture } from '../open-capture/use-open-capture';
import { usePreferences } from '../theme/preferences';
import { useTexts } from '../theme/use-texts';

/** The sample that the tour looks at: a client whose peer vanishes. */
const SAMPLE = 'keepalive-peer-vanished.pcap';

/** By then a dialog that the tour was called from has given the focus back. */
const DIALOG_CLOSED_MS = 500;

/** Where each step goes. */
const STEPS: readonly { readonly name: string; readonly view: View }[] = [
  { name: 'summary', view: 'summary' },
  { name: 'finding', view: 'findings' },
  { name: 'keepAlive', view: 'keepAlive' },
  { name: 'evidence', view: 'packets' },
  { name: 'project', view: 'project' },
];

/** Which step is shown; -1: the welcome; null: no tour. Outlives the dialogs that opening a capture puts away. */
const useTour = create<{ readonly step: number | null }>()(() => ({ step: null }));

/** Five steps on a sample capture; taken once, skipped at any time, found again in the command palette. */
export function Tour() {
  const isAsked = useWorkbench((state) => state.dialog === 'tour');
  const openDialog = useWorkbench((state) => state.openDialog);
  const step = useTour((state) => state.step);
  useEffect(() => {
    if (!isAsked) return;
    useTour.setState({ step: -1 });
    openDialog(null);
  }, [isAsked, openDialog]);
  return step === null ? null : <TourCard step={step} />;
}

function TourCard({ step }: { readonly step: number }) {
  const { t } = useTexts();
  const { open } = useOpenCapture();
  const heading = useRef<HTMLHeadingElement>(null);
  const { showView, selectFrame } = useWorkbench.getState();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step is read from its heading on.
  useEffect(() => {
    heading.current?.focus();
    const timer = setTimeout(() => {
      const isInside = heading.current?.parentElement?.contains(document.activeElement) ?? true;
      if (!isInside) heading.current?.focus();
    }, DIALOG_CLOSED_MS);
    return () => clearTimeout(timer);
  }, [step]);

  const end = (): void => {
    usePreferences.getState().change({ tourSeen: true });
    useTour.setState({ step: null });
  };
  const go = async (next: number): Promise<void> => {
    if (step < 0) await open({ kind: 'sample', id: SAMPLE });
    const target = STEPS[next];
    if (!target) return end();
    showView(target.view);
    if (target.view === 'packets') selectFrame(14);
    useTour.setState({ step: next });
  };
  const name = STEPS[step]?.name ?? 'welcome';
  return (
    <aside className="tour-card" aria-label={t('settings.tour.label')}>
      <h2 ref={heading} tabIndex={-1}>
        {t(`settings.tour.${name}.title`)}
      </h2>
      <p>{t(`settings.tour.${name}.text`)}</p>
      <div className="tour-actions">
        <span className="muted">{step >= 0 && t('settings.tour.step', { step: step + 1, steps: STEPS.length })}</span>
        <Button size="small" text={t('settings.tour.skip')} onClick={end} />
        <Button
          size="small"
          intent="primary"
          text={t(step < 0 ? 'settings.tour.start' : step === STEPS.length - 1 ? 'settings.tour.done' : 'settings.tour.next')}
          onClick={() => void go(step + 1)}
        />
      </div>
    </aside>
  );
}
