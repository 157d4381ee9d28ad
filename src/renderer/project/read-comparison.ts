import type { CancelSignal } from '../../shared/base/cancellation';
import type { Comparison } from '../../shared/contract/comparison';
import { AppError } from '../../shared/contract/errors';
import type { Connection } from '../connection/connection';

interface AskedComparison {
  readonly first: number;
  readonly second: number;
  readonly seriesPoints: number;
}

/** Compares two captures; `onShare` is told how far that is, 0 to 1. Throws AppError `cancelled` when it is stopped. */
export async function readComparison(
  { engine }: Connection,
  asked: AskedComparison,
  signal: CancelSignal,
  onShare: (share: number) => void = () => {},
): Promise<Comparison> {
  for await (const step of engine['captures.compare'](asked, signal)) {
    if (step.kind === 'done') return step.comparison;
    onShare(step.share);
  }
  throw new AppError('cancelled');
}
