import { useCurrentCapture } from '../app/workbench';
import { useLiveStore } from './live-store';

/** Grows with the live capture that is shown, so that views ask anew while it is recorded; 0 for any other. */
export function useLiveRevision(): number {
  const progress = useCurrentCapture();
  const isLive = useLiveStore(({ views }) => progress !== null && views.has(progress.capture));
  return isLive && progress?.state === 'reading' ? progress.packets : 0;
}
