/** What was watched of hosts, kept in the project when it is saved: as text that can be read again, evenly thinned where it would be too much. */
import type { HostRecording } from '../../shared/contract/host';
import { type SampledHosts, sampleLine } from '../../shared/contract/host-lines';
import type { Project, ProjectHostSample } from '../../shared/contract/project';
import { withHostSample, withoutHostSample } from './project-edits';

/** Of all recordings together: the page keeps the project in a storage of some millions of characters. */
const MOST_CHARACTERS = 1_000_000;

/** Places from `first` to `last`, both included, evenly spread: `most` of them at most. */
export function spreadPlaces(first: number, last: number, most: number): number[] {
  const all = last - first + 1;
  const count = Math.max(1, Math.min(all, most));
  if (count === 1) return [last];
  return Array.from({ length: count }, (_, place) => first + Math.round((place * (all - 1)) / (count - 1)));
}

/** As text; null: nothing is kept of it any more. */
export async function recordingText(client: SampledHosts, { recording, samples }: HostRecording, mostCharacters: number): Promise<string | null> {
  const last = await client['host.sample']({ recording, index: null });
  if (last === null) return null;
  // The last sample in full: the parts that others lack are known from before.
  let text = sampleLine(last);
  const most = Math.floor(mostCharacters / text.length);
  const lines: string[] = [];
  for (const index of spreadPlaces(Math.max(0, last.index + 1 - samples), last.index, most)) {
    const look = index === last.index ? null : await client['host.look']({ recording, index });
    if (look !== null) lines.push(sampleLine(look));
  }
  text = [...lines, text].join('');
  return text.length <= mostCharacters ? text : null;
}

/** The project with what was watched so far. `idOf`: the sample of the project that a recording is already; `nameOf` is shown. */
export async function withLiveSamples(
  client: SampledHosts,
  project: Project,
  idOf: (recording: number) => string,
  nameOf: (recording: HostRecording) => string,
): Promise<Project> {
  const live = (await client['host.recordings']({})).filter(({ origin, samples }) => origin.kind === 'live' && samples > 0);
  let kept = project;
  for (const recording of live) {
    const text = await recordingText(client, recording, Math.floor(MOST_CHARACTERS / live.length));
    if (text === null) continue;
    const sample: ProjectHostSample = { id: idOf(recording.recording), name: nameOf(recording), source: { kind: 'text', text } };
    kept = withHostSample(withoutHostSample(kept, sample.id), sample);
  }
  return kept;
}
