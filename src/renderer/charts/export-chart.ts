import type { EChartsOption } from 'echarts';
import { csvOf } from '../export/csv';
import { type EChartsType, init } from './echarts';

/** Offers a file to the user. */
export function save(name: string, url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}

/** Offers a text as a file. */
export function saveText(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  save(name, url);
  URL.revokeObjectURL(url);
}

/** What is in sight, at twice the size. */
export function exportPng(chart: EChartsType, name: string, background: string): void {
  save(`${name}.png`, chart.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: background }));
}

/** The whole chart, drawn once more as vectors. */
export function exportSvg(option: EChartsOption, size: { readonly width: number; readonly height: number }, name: string): void {
  const drawn = init(null, null, { renderer: 'svg', ssr: true, ...size });
  drawn.setOption({ ...option, animation: false });
  saveText(`${name}.svg`, 'image/svg+xml', drawn.renderToSVGString());
  drawn.dispose();
}

export function exportCsv(rows: readonly (readonly (string | number)[])[], name: string): void {
  saveText(`${name}.csv`, 'text/csv', csvOf(rows));
}
