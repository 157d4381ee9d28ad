import { create } from 'zustand';
import { SEVERITIES, type Severity } from '../../shared/contract/finding-rows';

/** Which findings of a capture are listed, and which one is chosen: kept while other views are looked at. */
export interface FindingSelection {
  /** The capture that this is about. */
  readonly capture: number | null;
  readonly severities: readonly Severity[];
  /** Null: of any code. */
  readonly code: string | null;
  /** Null: of any connection. */
  readonly connection: number | null;
  /** `FindingRow.id`. */
  readonly chosen: number | null;
}

const EVERYTHING = { severities: SEVERITIES, code: null, connection: null, chosen: null } as const;

export const useFindingSelection = create<FindingSelection>()(() => ({ capture: null, ...EVERYTHING }));

/** Begins anew when another capture is shown. */
export function selectFindingsOf(capture: number): void {
  if (useFindingSelection.getState().capture !== capture) useFindingSelection.setState({ capture, ...EVERYTHING });
}

/** Lists what was found about one connection. */
export function listFindingsOfConnection(capture: number, connection: number): void {
  useFindingSelection.setState({ capture, ...EVERYTHING, connection });
}

/** Takes a severity out of the list, or back in; the last one stays. */
export function toggleSeverity(severity: Severity): void {
  useFindingSelection.setState(({ severities }) => {
    const left = severities.includes(severity) ? severities.filter((other) => other !== severity) : [...severities, severity];
    return { severities: left.length === 0 ? severities : left };
  });
}
