/** Colours and faces of every chart, read from the theme in force. */
export interface ChartTheme {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
  readonly accent: string;
  readonly fontUi: string;
}

export function chartTheme(): ChartTheme {
  const style = getComputedStyle(document.body);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    text: read('--text'),
    muted: read('--text-muted'),
    line: read('--line'),
    surface: read('--surface'),
    accent: read('--accent'),
    fontUi: read('--font-ui'),
  };
}

/** The same axis in every chart. */
export function axisStyle(theme: ChartTheme) {
  return {
    // At the edge of the chart, also where the other axis has a 0 within.
    axisLine: { show: true, onZero: false, lineStyle: { color: theme.line } },
    axisTick: { lineStyle: { color: theme.line } },
    splitLine: { lineStyle: { color: theme.line, opacity: 0.5 } },
    axisLabel: { color: theme.muted, fontSize: 11, hideOverlap: true },
    nameTextStyle: { color: theme.muted, fontSize: 11 },
  } as const;
}
