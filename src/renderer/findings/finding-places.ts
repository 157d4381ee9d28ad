import type { FindingRow } from '../../shared/contract/finding-rows';

/** What a finding is about in one capture. */
export interface FindingPlace extends Pick<FindingRow, 'capture' | 'connection' | 'frames' | 'ends'> {}

/** Where a finding is seen, in the capture shown first. */
export function placesOf(finding: FindingRow, shown: number): readonly [FindingPlace, ...FindingPlace[]] {
  const { elsewhere } = finding;
  if (elsewhere === null) return [finding];
  return elsewhere.capture === shown ? [elsewhere, finding] : [finding, elsewhere];
}
