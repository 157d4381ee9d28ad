import { create } from 'zustand';

const NONE: readonly number[] = [];

interface Marks {
  /** Frames that the user marked, rising, by capture. */
  readonly marked: ReadonlyMap<number, readonly number[]>;
  of(capture: number): readonly number[];
  toggle(capture: number, frame: number): void;
  clear(capture: number): void;
}

/** Packets that the user marked to find them again. */
export const useMarks = create<Marks>()((set, get) => ({
  marked: new Map(),
  of: (capture) => get().marked.get(capture) ?? NONE,
  toggle: (capture, frame) => {
    const frames = get().of(capture);
    const next = frames.includes(frame) ? frames.filter((other) => other !== frame) : [...frames, frame].sort((a, b) => a - b);
    set({ marked: new Map(get().marked).set(capture, next) });
  },
  clear: (capture) => set({ marked: new Map(get().marked).set(capture, NONE) }),
}));
