import './panes.css';
import { type KeyboardEvent, type MouseEvent, type SyntheticEvent, useCallback, useLayoutEffect, useMemo } from 'react';
import { Separator, type TabDropTarget, type TabRenderProps, Workspace } from 'react-resizable-panels';
import { useWorkbench } from '../app/workbench';
import { useTexts } from '../theme/use-texts';
import { canSplit, closing, focusing, isSimple, rearranged } from './arrangement';
import { PaneActions } from './pane-actions';
import { paneHandle } from './pane-handle';
import { type Pane, shownIn, type Tab } from './pane-tree';
import { PaneView } from './pane-view';
import { TabStripName } from './tab-strip-name';
import { isView } from './views';

/** Room that each view needs to be of use. */
const LEAST_WIDTH = '220px';
const LEAST_HEIGHT = '64px';

/** The views that are open, in panes that a person divides, resizes and moves their tabs between. */
export function ViewPanes() {
  const { t } = useTexts();
  const arrangement = useWorkbench((state) => state.arrangement);
  const changePanes = useWorkbench((state) => state.changePanes);
  const { model, focused } = arrangement;
  useLayoutEffect(() => {
    if (paneHandle.current && paneHandle.current.getModel() !== model) paneHandle.current.setModel(model);
  }, [model]);

  const classNames = useMemo(() => ({ tabset: ({ id }: Pane) => (id === focused ? 'view-pane-focused' : undefined) }), [focused]);
  const renderTab = useCallback((tab: Tab, props: TabRenderProps) => <ViewTab tab={tab} tabProps={props} />, []);
  return (
    <Workspace<null, undefined>
      workspaceRef={paneHandle}
      classNames={classNames}
      className={isSimple(arrangement) ? 'view-panes view-panes-simple' : 'view-panes'}
      defaultModel={model}
      hiddenTabBehavior="unmount"
      lazyTabContent
      tabRemovalSelectionBehavior="adjacent"
      tabsetMinWidth={LEAST_WIDTH}
      tabsetMinHeight={LEAST_HEIGHT}
      disableDrop={({ target }) => divides(target) && !canSplit(useWorkbench.getState().arrangement)}
      onModelChanged={(changed) => changePanes((present) => (present.model === changed ? present : rearranged(present, changed)))}
      onPointerDownCapture={focusWhereItHappened}
      onFocusCapture={focusWhereItHappened}
      renderTab={renderTab}
      renderTabContent={renderContent}
      renderTabsetToolbar={renderToolbar}
      renderSeparator={() => <Separator className="separator" aria-label={t('panes.resize')} />}
      renderDragPreview={(tab) => t(`ui.nav.${tab.id}`)}
    />
  );
}

function renderContent({ id }: Tab) {
  return isView(id) ? <PaneView view={id} /> : null;
}

function renderToolbar(pane: Pane) {
  const view = shownIn(pane);
  return (
    <>
      <TabStripName />
      {view !== null && <PaneActions view={view} />}
    </>
  );
}

function divides(target: TabDropTarget): boolean {
  return 'edge' in target || ('region' in target && target.region !== 'center');
}

function focusWhereItHappened({ target }: SyntheticEvent): void {
  const pane = target instanceof Element ? target.closest<HTMLElement>('[data-tabset-id]')?.dataset.tabsetId : undefined;
  const { arrangement, changePanes } = useWorkbench.getState();
  if (pane !== undefined && pane !== arrangement.focused) changePanes((present) => focusing(present, pane));
}

interface ViewTabProps {
  readonly tab: Tab;
  readonly tabProps: TabRenderProps;
}

/** A tab that the middle button closes too; Delete and Alt+W do so by keyboard, so its cross is for the mouse alone. */
function ViewTab({ tab, tabProps }: ViewTabProps) {
  const { t } = useTexts();
  const close = (): void => useWorkbench.getState().changePanes((present) => (isView(tab.id) ? closing(present, tab.id) : present));
  const onClick = (event: MouseEvent<HTMLElement>): void => {
    if (event.target instanceof Element && event.target.closest('[data-close]')) close();
    else tabProps.onClick?.(event);
  };
  const onAuxClick = (event: MouseEvent<HTMLElement>): void => {
    if (event.button === MIDDLE_BUTTON) close();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    // Alt with the arrows goes through the packets visited.
    if (!event.altKey) tabProps.onKeyDown?.(event);
  };
  return (
    <div
      {...tabProps}
      role="tab"
      tabIndex={tabProps.tabIndex}
      aria-selected={tabProps['aria-selected']}
      className="view-tab"
      onClick={onClick}
      onAuxClick={onAuxClick}
      onKeyDown={onKeyDown}
      title={t('panes.tabAdvice')}
    >
      <span>{t(`ui.nav.${tab.id}`)}</span>
      <span className="view-tab-close" data-close data-tab-ignore aria-hidden>
        ×
      </span>
    </div>
  );
}

const MIDDLE_BUTTON = 1;
