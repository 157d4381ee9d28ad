import { Button, Menu, MenuItem } from '@blueprintjs/core';
import { Download } from '@blueprintjs/icons';
import type { KeepAliveRow } from '../../shared/contract/methods';
import { Popup } from '../app/popup';
import { chartTheme } from '../charts/chart-theme';
import { exportCsv, save, saveText } from '../charts/export-chart';
import { useAxisTime } from '../charts/use-axis-time';
import { useSummary } from '../summary/summary-context';
import { useTexts } from '../theme/use-texts';
import { lanesCsv, lanesSvg, MOST_LANES } from './lanes-drawing';

/** Rows that one call gives, and that an exported table holds. */
const PAGE = 1000;
const MOST_ROWS = 100_000;

interface LanesExportProps {
  /** The rows of the list, as it is sorted and searched. */
  readonly read: (from: number, count: number) => Promise<{ readonly total: number; readonly rows: readonly KeepAliveRow[] }>;
}

/** Saves the lanes as a picture or a drawing, and the list as a table. */
export function LanesExport({ read }: LanesExportProps) {
  const { t } = useTexts();
  const axisTime = useAxisTime();
  const durationMs = useSummary().value?.durationMs ?? 0;
  const name = t('ui.keepAlive.grid');
  const rows = async (most: number): Promise<KeepAliveRow[]> => {
    const all: KeepAliveRow[] = [];
    for (let total = 1; all.length < Math.min(total, most); ) {
      const page = await read(all.length, Math.min(PAGE, most - all.length));
      if (page.rows.length === 0) break;
      all.push(...page.rows);
      total = page.total;
    }
    return all;
  };
  const drawing = async (): Promise<string> => {
    const { text, line, surface } = chartTheme();
    return lanesSvg({ rows: await rows(MOST_LANES), durationMs, timeTicks: axisTime.ticks, colors: { text, line, surface } });
  };
  return (
    <Popup
      placement="bottom-end"
      minimal
      content={
        <Menu>
          <MenuItem text="PNG" onClick={() => void drawing().then((svg) => savePng(svg, name))} />
          <MenuItem text="SVG" onClick={() => void drawing().then((svg) => saveText(`${name}.svg`, 'image/svg+xml', svg))} />
          <MenuItem text="CSV" onClick={() => void rows(MOST_ROWS).then((all) => exportCsv(lanesCsv(all), name))} />
        </Menu>
      }
    >
      <Button variant="minimal" size="small" icon={<Download size={14} />} aria-label={t('cost.exportList')} title={t('cost.exportList')} />
    </Popup>
  );
}

/** Draws the SVG once more on a canvas. */
async function savePng(svg: string, name: string): Promise<void> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext('2d')?.drawImage(image, 0, 0);
  save(`${name}.png`, canvas.toDataURL('image/png'));
}
