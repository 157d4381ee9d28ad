import { type ReactNode, useEffect, useMemo } from 'react';
import { EmptyState } from '../app/empty-state';
import { ErrorState } from '../app/error-state';
import { useWorkbench } from '../app/workbench';
import { useTexts } from '../theme/use-texts';
import { allFields } from './field-tree';
import { DissectionContext, useDissection, useDissectionState, useFieldSelection } from './use-dissection';

/** Dissects the selected packet for the panes inside. */
export function DissectionProvider({ children }: { readonly children: ReactNode }) {
  const { value, error, reload } = useDissection();
  const shown = useMemo(() => value && { dissection: value, lines: allFields(value.tree) }, [value]);

  // The same field of the next packet stays chosen, so that its values can be compared.
  useEffect(() => {
    if (!shown) return;
    const { selectedName, select, hover } = useFieldSelection.getState();
    hover(null);
    const same = shown.lines.find(({ node }) => node.name === selectedName);
    if (same) select(same);
    else useFieldSelection.setState({ selected: null });
  }, [shown]);

  return <DissectionContext value={{ shown, error, reload }}>{children}</DissectionContext>;
}

/** Shows its children once there is a dissection; else says why there is none. */
export function WithDissection({ children }: { readonly children: ReactNode }) {
  const { t } = useTexts();
  const frame = useWorkbench((state) => state.frame);
  const { shown, error, reload } = useDissectionState();
  if (error) return <ErrorState error={error} onRetry={reload} />;
  if (frame === null) return <EmptyState title={t('ui.dissection.emptyTitle')} advice={t('ui.dissection.emptyAdvice')} />;
  if (!shown) return <EmptyState title={t('ui.view.loading')} />;
  return children;
}
