/** Samples of a host as text: JSON lines, which can be read again (`host.read`). */
import type { HostLook, HostRecording } from './host';
import type { LiveState } from './live';

/** What is called of the engine. */
export interface SampledHosts {
  'host.recordings'(params: Record<string, never>): Promise<HostRecording[]>;
  'host.sample'(params: { recording: number; index: number | null }): Promise<HostLook | null>;
  'host.look'(params: { recording: number; index: number }): Promise<HostLook | null>;
}

/** One line, with its line break. */
export function sampleLine({ index, sample, changes }: HostLook): string {
  return `${JSON.stringify({ type: 'sample', index, sample, changes })}\n`;
}

/** The recording of what was sampled beside a live capture; null: there is none. */
export async function recordingBeside(
  client: SampledHosts,
  capture: Pick<LiveState, 'host' | 'startedMs' | 'elapsedMs'>,
): Promise<HostRecording | null> {
  const recordings = await client['host.recordings']({});
  return recordings.find((recording) => recording.samples > 0 && isBeside(recording, capture)) ?? null;
}

function isBeside(
  { origin, firstMs, lastMs }: HostRecording,
  { host, startedMs, elapsedMs }: Pick<LiveState, 'host' | 'startedMs' | 'elapsedMs'>,
): boolean {
  if (origin.kind !== 'live' || origin.target.netns !== null) return false;
  const { ssh } = origin.target;
  // Times of a remote host are those of its own clock.
  if (host !== null) return ssh === host || ssh?.startsWith(`ssh://${host}:`) === true;
  return ssh === null && firstMs !== null && lastMs !== null && firstMs <= startedMs + elapsedMs && lastMs >= startedMs;
}

/** Every sample that is still kept, the oldest first. */
export async function* sampleLines(client: SampledHosts, { recording, samples }: HostRecording): AsyncGenerator<string> {
  const last = await client['host.sample']({ recording, index: null });
  if (last === null) return;
  for (let index = Math.max(0, last.index + 1 - samples); index <= last.index; index++) {
    const look = await client['host.look']({ recording, index });
    if (look !== null) yield sampleLine(look);
  }
}
