import './findings.css';
import { useEffect, useState } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import type { FindingRow } from '../../shared/contract/finding-rows';
import { usePaneLayout } from '../app/use-pane-layout';
import { useCurrentCapture } from '../app/workbench';
import { useTexts } from '../theme/use-texts';
import { FindingDetail } from './finding-detail';
import { FindingFilters } from './finding-filters';
import { FindingList } from './finding-list';
import { selectFindingsOf } from './finding-selection';

/** What was found, the gravest first, and the chosen finding with what supports it and what to do. */
export function FindingsView() {
  const { t } = useTexts();
  const capture = useCurrentCapture()?.capture ?? 0;
  const layout = usePaneLayout('findings', ['list', 'detail']);
  const [finding, setFinding] = useState<FindingRow | null>(null);
  useEffect(() => selectFindingsOf(capture), [capture]);
  return (
    <div className="searched-grid">
      <FindingFilters />
      <Group className="panes" orientation="horizontal" {...layout}>
        <Panel id="list" minSize="25%" defaultSize="46%">
          <FindingList onChosen={setFinding} />
        </Panel>
        <Separator className="separator" aria-label={t('ui.findings.resize')} />
        <Panel id="detail" minSize="25%" defaultSize="54%">
          <FindingDetail finding={finding} />
        </Panel>
      </Group>
    </div>
  );
}
