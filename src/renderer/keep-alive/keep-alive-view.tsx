import './keep-alive.css';
import { SegmentedControl } from '@blueprintjs/core';
import { useEffect, useRef, useState } from 'react';
import { isFocusLost } from '../app/focus-place';
import { ListAndDetail } from '../app/list-and-detail';
import { useSettledSelection } from '../app/settled-selection';
import { connectionOf } from '../app/workbench';
import { useTexts } from '../theme/use-texts';
import { markTimeline } from '../timeline/timeline-marks';
import { ConnectionDetail } from './connection-detail';
import { ConnectionList } from './connection-list';
import { HostList } from './host-list';

/** The connections with probes, or the hosts that they cost something. */
function Lists() {
  const { t } = useTexts();
  const [list, setList] = useState<'connections' | 'hosts'>('connections');
  const [search, setSearch] = useState<string | null>(null);
  const control = useRef<HTMLDivElement>(null);
  // Each list has a control of its own.
  // biome-ignore lint/correctness/useExhaustiveDependencies: with the list the control is another.
  useEffect(() => {
    if (isFocusLost()) control.current?.querySelector<HTMLElement>('[aria-checked=true]')?.focus();
  }, [list]);
  const tools = (
    <SegmentedControl
      ref={control}
      size="small"
      aria-label={t('cost.lists')}
      value={list}
      options={[
        { value: 'connections', label: t('cost.connections') },
        { value: 'hosts', label: t('cost.hosts') },
      ]}
      onValueChange={(value) => {
        setSearch(null);
        setList(value as 'connections' | 'hosts');
      }}
    />
  );
  if (list === 'connections') return <ConnectionList tools={tools} initialSearch={search} />;
  return (
    <HostList
      tools={tools}
      onOpen={(address) => {
        setSearch(address);
        setList('connections');
      }}
    />
  );
}

/** Connections that are kept alive by probes, and below them the chosen one's probes, answers and intervals. */
export function KeepAliveView() {
  const { t } = useTexts();
  const connection = useSettledSelection((state) => connectionOf(state.evidence));
  useEffect(() => () => markTimeline('keepAlive', []), []);
  return (
    <ListAndDetail id="keep-alive" list={<Lists />} detail={<ConnectionDetail connection={connection} />} resizeLabel={t('ui.keepAlive.resize')} />
  );
}
