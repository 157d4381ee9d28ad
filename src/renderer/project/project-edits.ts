/** Changes to a project: pure functions from one project to the next. */
import type { CaptureSource } from '../../shared/contract/capture-methods';
import type { Project, ProjectCapture, ProjectCaptureSource, ProjectHostSample, ProjectNote, ProjectTarget } from '../../shared/contract/project';

/** Text that is kept in the project itself; longer text is a file's job. */
const MOST_TEXT_CHARACTERS = 2_000_000;

/** How a project names where a capture came from; null: only a bundle can keep it (bytes that were given to the page). */
export function storedSource(source: CaptureSource): ProjectCaptureSource | null {
  switch (source.kind) {
    case 'file':
      return { kind: 'file', path: source.path, fingerprint: { bytes: 0, sha256: '' } };
    case 'sample':
      return { kind: 'sample', id: source.id };
    case 'text':
      return source.text.length <= MOST_TEXT_CHARACTERS ? { kind: 'text', text: source.text } : null;
    default:
      return null;
  }
}

export function withCapture(project: Project, capture: ProjectCapture): Project {
  return { ...project, captures: [...project.captures, capture] };
}

/** Notes on the capture go with it. */
export function withoutCapture(project: Project, id: string): Project {
  const stays = ({ target }: { readonly target: ProjectTarget }) => target.capture !== id;
  return {
    ...project,
    captures: project.captures.filter((capture) => capture.id !== id),
    notes: project.notes.filter(stays),
    dismissed: project.dismissed.filter(stays),
    bookmarks: project.bookmarks.filter(({ capture }) => capture !== id),
    decodeAs: project.decodeAs.filter(({ capture }) => capture !== id),
    marks: project.marks.filter(({ capture }) => capture !== id),
  };
}

export function withOffset(project: Project, id: string, offsetMs: number): Project {
  return { ...project, captures: project.captures.map((capture) => (capture.id === id ? { ...capture, offsetMs } : capture)) };
}

export function isSameTarget(a: ProjectTarget, b: ProjectTarget): boolean {
  if (a.kind !== b.kind || a.capture !== b.capture) return false;
  switch (a.kind) {
    case 'packet':
      return b.kind === 'packet' && a.frame === b.frame;
    case 'connection':
      return b.kind === 'connection' && a.connection === b.connection;
    case 'listener':
      return b.kind === 'listener' && a.address === b.address && a.port === b.port;
    case 'finding':
      return b.kind === 'finding' && a.code === b.code && a.connection === b.connection && a.frame === b.frame;
  }
}

export function noteOn(project: Project, target: ProjectTarget): ProjectNote | null {
  return project.notes.find((note) => isSameTarget(note.target, target)) ?? null;
}

/** An empty text takes the note away. */
export function withNote(project: Project, target: ProjectTarget, text: string, nowMs: number): Project {
  const known = noteOn(project, target);
  const others = project.notes.filter((note) => note !== known);
  if (text.trim() === '') return { ...project, notes: others };
  const note: ProjectNote = { ...(known ?? { id: `note-${nowMs}-${others.length}` }), target, text: text.trim(), changedMs: nowMs };
  return { ...project, notes: known === null ? [...others, note] : project.notes.map((other) => (other === known ? note : other)) };
}

export function dismissalOf(project: Project, target: ProjectTarget): string | null {
  return project.dismissed.find((dismissal) => isSameTarget(dismissal.target, target))?.reason ?? null;
}

/** `reason` null: it stands again. */
export function withDismissal(project: Project, target: ProjectTarget, reason: string | null, nowMs: number): Project {
  const others = project.dismissed.filter((dismissal) => !isSameTarget(dismissal.target, target));
  return { ...project, dismissed: reason === null ? others : [...others, { target, reason, changedMs: nowMs }] };
}

export function isBookmarked(project: Project, capture: string, frame: number): boolean {
  return project.bookmarks.some((bookmark) => bookmark.capture === capture && bookmark.frame === frame);
}

export function withBookmark(project: Project, capture: string, frame: number, label: string | null): Project {
  const others = project.bookmarks.filter((bookmark) => bookmark.capture !== capture || bookmark.frame !== frame);
  return { ...project, bookmarks: label === null ? others : [...others, { capture, frame, label }].sort((a, b) => a.frame - b.frame) };
}

/** An empty name takes the name away. */
export function withAddressName(project: Project, address: string, name: string): Project {
  const { [address]: _, ...others } = project.names.addresses;
  return { ...project, names: { ...project.names, addresses: name.trim() === '' ? others : { ...others, [address]: name.trim() } } };
}

/** An empty name takes the name away. */
export function withPortName(project: Project, port: number, name: string): Project {
  const { [port]: _, ...others } = project.names.ports;
  return { ...project, names: { ...project.names, ports: name.trim() === '' ? others : { ...others, [port]: name.trim() } } };
}

const LAST_PORT = 65_535;

/** The port that a text names; null: it is something else. */
export function portOf(text: string): number | null {
  return /^\d{1,5}$/.test(text) && Number(text) <= LAST_PORT ? Number(text) : null;
}

export function withHostSample(project: Project, sample: ProjectHostSample): Project {
  return { ...project, hostSamples: [...project.hostSamples, sample] };
}

export function withoutHostSample(project: Project, id: string): Project {
  return { ...project, hostSamples: project.hostSamples.filter((sample) => sample.id !== id) };
}
