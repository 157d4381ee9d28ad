import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { CaptureProgress } from '../../shared/contract/capture-methods';
import type { LiveFinding, LiveOptions, LiveState } from '../../shared/contract/live';

export interface LiveView {
  readonly state: LiveState;
  /** The newest first. */
  readonly findings: readonly LiveFinding[];
  /** Packets a second, of the last update that was a second after another. */
  readonly rate: number;
  readonly rateFrom: { readonly packets: number; readonly elapsedMs: number };
  /** How it was started, to start it again; null for a recording that was recovered. */
  readonly options: LiveOptions | null;
  /** The views stand still: progress is held back. */
  readonly standing: boolean;
  readonly held: CaptureProgress | null;
}

interface LiveStore {
  readonly views: ReadonlyMap<number, LiveView>;
  /** The unsaved recording that is to be closed, while the user is asked. */
  readonly asked: number | null;
  ask(capture: number | null): void;
  update(capture: number, state: LiveState, findings: readonly LiveFinding[], options: LiveOptions | null): void;
  setStanding(capture: number, standing: boolean): void;
  hold(capture: number, progress: CaptureProgress | null): void;
  forget(capture: number): void;
}

const MOST_FINDINGS = 200;
const RATE_MS = 1000;

/** What is known of live captures, by capture. */
export const useLiveStore = create<LiveStore>()((set) => {
  const change = (capture: number, changed: (view: LiveView) => Partial<LiveView>): void =>
    set(({ views }) => {
      const view = views.get(capture);
      return view === undefined ? {} : { views: new Map(views).set(capture, { ...view, ...changed(view) }) };
    });
  return {
    views: new Map(),
    asked: null,
    ask: (asked) => set({ asked }),
    update: (capture, state, findings, options) =>
      set(({ views }) => {
        const known = views.get(capture);
        const since = known?.rateFrom ?? { packets: 0, elapsedMs: 0 };
        const now = { packets: state.counters.received, elapsedMs: state.elapsedMs };
        const passedMs = now.elapsedMs - since.elapsedMs;
        const due = passedMs >= RATE_MS;
        const view: LiveView = {
          state,
          findings: merged(known?.findings ?? [], findings),
          rate: due ? ((now.packets - since.packets) / passedMs) * 1000 : (known?.rate ?? 0),
          rateFrom: due ? now : since,
          options: options ?? known?.options ?? null,
          standing: state.phase !== 'ended' && (known?.standing ?? false),
          held: known?.held ?? null,
        };
        return { views: new Map(views).set(capture, view) };
      }),
    setStanding: (capture, standing) => change(capture, () => ({ standing, held: null })),
    hold: (capture, held) => change(capture, () => ({ held })),
    forget: (capture) =>
      set(({ views }) => {
        const rest = new Map(views);
        rest.delete(capture);
        return { views: rest };
      }),
  };
});

function merged(known: readonly LiveFinding[], changed: readonly LiveFinding[]): readonly LiveFinding[] {
  if (changed.length === 0) return known;
  const byId = new Map(known.map((finding) => [finding.id, finding]));
  for (const finding of changed) byId.set(finding.id, finding);
  return [...byId.values()].sort((a, b) => b.id - a.id).slice(0, MOST_FINDINGS);
}

interface LivePreferences {
  /** Desktop notifications of live findings. */
  readonly notify: boolean;
  readonly filter: string;
  setNotify(notify: boolean): void;
  setFilter(filter: string): void;
}

/** What the user chose for captures to come, kept in localStorage. */
export const useLivePreferences = create<LivePreferences>()(
  persist((set) => ({ notify: false, filter: '', setNotify: (notify) => set({ notify }), setFilter: (filter) => set({ filter }) }), {
    name: 'tcpulse.live',
  }),
);
