import './chart-frame.css';
import { Button, Menu, MenuItem, SegmentedControl } from '@blueprintjs/core';
import { Download } from '@blueprintjs/icons';
import type { EChartsOption } from 'echarts';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { Popup } from '../app/popup';
import { useTexts } from '../theme/use-texts';
import { Chart } from './chart';
import type { ChartPoint } from './chart-point';
import { chartTheme } from './chart-theme';
import type { EChartsType } from './echarts';
import { exportCsv, exportPng, exportSvg } from './export-chart';
import type { Sight } from './time-ticks';

interface ChartFrameProps {
  /** What is shown: the name of the exported files. */
  readonly name: string;
  /** Names the chart for those who do not see it. */
  readonly label: string;
  readonly option: EChartsOption;
  /** Part of the x axes in sight; null: all. */
  readonly sight?: Sight | null;
  readonly facts: ReactNode;
  readonly legend?: ReactNode;
  /** The same as a table. */
  readonly table: ReactNode;
  readonly csv: () => (string | number)[][];
  /** Cards beside the chart. */
  readonly side?: ReactNode;
  /** Another answer is on its way. */
  readonly busy?: boolean;
  /** A point that stands for a packet was clicked; `frames`: for several. */
  readonly onPick?: (frame: number, frames?: readonly number[]) => void;
}

/** A chart with its table twin, its exports, what is said about it above, and cards beside it. */
export function ChartFrame(props: ChartFrameProps) {
  const { name, label, option, sight = null, facts, legend, table, csv, side, busy = false, onPick } = props;
  const { t } = useTexts();
  const [shape, setShape] = useState<'chart' | 'table'>('chart');
  const chartRef = useRef<EChartsType>(null);
  const exports = useMemo(
    () => ({
      png: () => chartRef.current && exportPng(chartRef.current, name, chartTheme().surface),
      svg: () => chartRef.current && exportSvg(option, { width: chartRef.current.getWidth(), height: chartRef.current.getHeight() }, name),
    }),
    [option, name],
  );
  return (
    <section className="chart-frame" aria-label={name} aria-busy={busy}>
      <div className="chart-head">
        <div className="chart-facts">{facts}</div>
        {legend}
        <div className="chart-tools">
          <SegmentedControl
            size="small"
            aria-label={t('ui.chart.shape')}
            value={shape}
            options={[
              { value: 'chart', label: t('ui.chart.chart') },
              { value: 'table', label: t('ui.chart.table') },
            ]}
            onValueChange={(value) => setShape(value as 'chart' | 'table')}
          />
          <Popup
            placement="bottom-end"
            minimal
            content={
              <Menu>
                <MenuItem text="PNG" disabled={shape !== 'chart'} onClick={exports.png} />
                <MenuItem text="SVG" disabled={shape !== 'chart'} onClick={exports.svg} />
                <MenuItem text="CSV" onClick={() => exportCsv(csv(), name)} />
              </Menu>
            }
          >
            <Button variant="minimal" size="small" icon={<Download size={14} />} aria-label={t('ui.chart.export')} title={t('ui.chart.export')} />
          </Popup>
        </div>
      </div>
      <div className={`chart-body${side ? ' chart-with-side' : ''}`}>
        <div className="chart-plot">
          {shape === 'chart' ? (
            <Chart
              option={option}
              label={label}
              sight={sight}
              chartRef={chartRef}
              onPick={(data) => {
                const { frame, frames } = (data ?? {}) as Partial<ChartPoint>;
                if (frame !== undefined) onPick?.(frame, frames);
              }}
            />
          ) : (
            table
          )}
        </div>
        {side && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: long cards are scrolled by keyboard.
          <section className="chart-side" aria-label={t('ui.chart.side')} tabIndex={0}>
            {side}
          </section>
        )}
      </div>
    </section>
  );
}
