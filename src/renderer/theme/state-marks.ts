/**
 * What can become of a probe, a segment or a connection: the same colour, mark and word in every view. Colours are those of Okabe and Ito
 * (https://jfly.uni-koeln.de/color/), told apart by the common kinds of colour blindness; `path` is drawn in a 10 x 10 box.
 */
export const STATES = {
  answered: { color: '#009e73', path: 'M5 0.5A4.5 4.5 0 1 1 5 9.5A4.5 4.5 0 1 1 5 0.5Z' },
  probe: { color: '#0072b2', path: 'M5 0.5A4.5 4.5 0 1 1 5 9.5A4.5 4.5 0 1 1 5 0.5Z' },
  lost: { color: '#d55e00', path: 'M1.8 0.2L5 3.4L8.2 0.2L9.8 1.8L6.6 5L9.8 8.2L8.2 9.8L5 6.6L1.8 9.8L0.2 8.2L3.4 5L0.2 1.8Z' },
  reset: { color: '#cc79a7', path: 'M5 0L10 9.5L0 9.5Z' },
  icmp: { color: '#e69f00', path: 'M5 0L10 5L5 10L0 5Z' },
  late: { color: '#e69f00', path: 'M0 0.5L10 0.5L5 10Z' },
  closed: { color: '#0072b2', path: 'M0.5 0.5L9.5 0.5L9.5 9.5L0.5 9.5Z' },
  data: { color: '#56b4e9', path: 'M3.2 0L6.8 0L6.8 10L3.2 10Z' },
  muted: { color: '#8f99a8', path: 'M0 4L10 4L10 6L0 6Z' },
} as const;
export type StateName = keyof typeof STATES;
