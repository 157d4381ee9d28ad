import { type ReactNode, useEffect, useMemo } from 'react';
import { EmptyState } from '../app/empty-state';
import { ErrorState } from '../app/error-state';
import { useSettledSelection } from '../app/settled-selection';
import { useKept } from '../connection/use-kept';
import { useTexts } from '../theme/use-texts';
import { allFields } from './field-tree';
import { DissectionContext, useDissection, useDissectionState, useFieldSelection } from './use-dissection';

/** Dissects the selected packet for the panes inside. */
export function DissectionProvider({ children }: { readonly children: ReactNode }) {
  const { value, error, loading, reload } = useDissection();
  const capture = useSettledSelection((state) => state.capture);
  const asked = useMemo(() => value && { dissection: value, lines: allFields(value.tree) }, [value]);
  const shown = useKept(asked, loading && error === null, capture).value;

  // The same field of the next packet stays chosen, so that its values can be compared.
  useEffect(() => {
    if (!shown) return;
    const { selected, selectedName, select, hover } = useFieldSelection.getState();
    hover(null);
    const ofName = shown.lines.filter(({ node }) => node.name === selectedName);
    // Of several, the one in the same place.
    const same = ofName.find(({ path }) => path === selected) ?? ofName[0];
    if (same) select(same);
    else useFieldSelection.setState({ selected: null });
  }, [shown]);

  return <DissectionContext value={{ shown, error, reload }}>{children}</DissectionContext>;
}

/** Its children, which keep the keyboard's focus while another packet is dissected; over them is said why there is no dissection, as long as there is none. */
export function WithDissection({ children }: { readonly children: ReactNode }) {
  const { t } = useTexts();
  const frame = useSettledSelection((state) => state.frame);
  const { shown, error, reload } = useDissectionState();
  if (frame === null) return <EmptyState title={t('ui.dissection.emptyTitle')} advice={t('ui.dissection.emptyAdvice')} />;
  return (
    <div className="dissection-place">
      {children}
      {!shown && (
        <div className="dissection-absence">
          {error ? <ErrorState error={error} onRetry={reload} /> : <EmptyState title={t('ui.view.loading')} />}
        </div>
      )}
    </div>
  );
}
