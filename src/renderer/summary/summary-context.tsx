import { createContext, type ReactNode, useContext } from 'react';
import type { CaptureSummary } from '../../shared/contract/capture-methods';
import { useCurrentCapture } from '../app/workbench';
import { type Query, useQuery } from '../connection/use-query';
import { useLiveRevision } from '../live/use-live-revision';

/** Packets between two readings of the summary while a capture is still read: its facts change with what was read. */
const REVISION_PACKETS = 250_000;

const NOTHING: Query<CaptureSummary> = { value: null, error: null, loading: false, reload: () => {} };
const SummaryContext = createContext<Query<CaptureSummary>>(NOTHING);

/** Reads the facts of the capture shown once for all views; empty before its first packets were read. */
export function SummaryProvider({ children }: { readonly children: ReactNode }) {
  const capture = useCurrentCapture();
  const ready = capture !== null && (capture.packets > 0 || capture.state !== 'reading');
  const revision = capture?.state === 'reading' ? Math.floor(capture.packets / REVISION_PACKETS) : (capture?.state ?? '');
  const live = useLiveRevision();
  const summary = useQuery(
    ready ? `summary ${capture.capture}` : null,
    ({ engine }, signal) => engine['captures.summary']({ capture: capture?.capture ?? 0 }, signal),
    `${revision} ${live}`,
  );
  return <SummaryContext value={summary}>{children}</SummaryContext>;
}

export function useSummary(): Query<CaptureSummary> {
  return useContext(SummaryContext);
}
