import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { MOST_IO_SERIES } from '../../shared/contract/io-chart';

/** Okabe-Ito; dashes tell the lines apart as well. */
export const IO_STYLES = [
  { colour: '#56b4e9', dash: 'solid' },
  { colour: '#d55e00', dash: 'dashed' },
  { colour: '#009e73', dash: 'dotted' },
  { colour: '#cc79a7', dash: [8, 3, 2, 3] },
  { colour: '#e69f00', dash: [2, 2] },
] as const;

export const IO_UNITS = ['packets', 'bytes', 'bits'] as const;
export type IoUnit = (typeof IO_UNITS)[number];

interface IoState {
  /** One a series; empty: all packets. */
  readonly filters: readonly string[];
  readonly unit: IoUnit;
  setFilter(place: number, filter: string): void;
  add(filter: string): void;
  remove(place: number): void;
  setUnit(unit: IoUnit): void;
}

/** What the I/O chart shows; kept by the page. */
export const useIo = create<IoState>()(
  persist(
    (set) => ({
      filters: ['', 'tcp.analysis.retransmission', 'keepalive.probe', 'tcp.flags.reset == 1'],
      unit: 'packets',
      setFilter: (place, filter) => set(({ filters }) => ({ filters: filters.map((known, i) => (i === place ? filter : known)) })),
      add: (filter) => set(({ filters }) => ({ filters: [...filters, filter].slice(0, MOST_IO_SERIES) })),
      remove: (place) => set(({ filters }) => ({ filters: filters.filter((_, i) => i !== place) })),
      setUnit: (unit) => set({ unit }),
    }),
    { name: 'tcpulse.io' },
  ),
);
