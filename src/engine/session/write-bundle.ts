/** A project and its captures in one file, gzip around tar: to send to somebody else. */
import type { BundleOptions } from '../../shared/contract/export-methods';
import { emptyProject, PROJECT_VERSION, type Project } from '../../shared/contract/project';
import { BUNDLED_CAPTURES, BUNDLED_PROJECT } from '../project/bundle-layout';
import { Pseudonyms } from '../project/pseudonyms';
import { writeProject } from '../project/read-project';
import { safeFrame } from '../project/safe-frame';
import { TAR_END, tarHeader, tarPadding } from '../project/tar';
import type { OpenedCapture } from './opened-capture';
import { dissectFrame } from './packet-rows';
import { writeCapture } from './write-capture';
import { isSafeAsText, writeSafeText } from './write-text';

export interface BundledCapture {
  /** The project's id of it. */
  readonly id: string;
  readonly opened: OpenedCapture;
}

const COPY_BYTES = 1024 * 1024;

/**
 * The bundle in chunks. Captures that are changed (anonymised, cut) are held in memory, one at a time, until their size is known; others are copied as they
 * are. Captures of the project that are not open are left out. Throws AppError `file-not-readable`.
 */
export async function* writeBundle(
  project: Project,
  captures: readonly BundledCapture[],
  options: BundleOptions,
  key: Uint8Array,
  pause: () => Promise<void>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  yield* gzip(archive(project, captures, options, key, pause));
}

async function* archive(
  project: Project,
  captures: readonly BundledCapture[],
  options: BundleOptions,
  key: Uint8Array,
  pause: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  const pseudonyms = options.anonymize ? new Pseudonyms(key) : null;
  const changed = options.anonymize || options.cutPayload;
  const texts = new Set(changed ? captures.filter(({ opened }) => isSafeAsText(opened, pseudonyms)) : []);
  const names = bundledNames(captures, pseudonyms !== null, changed, texts);
  const modified = project.savedMs / 1000;
  const text = new TextEncoder().encode(writeProject(bundledProject(project, names, pseudonyms)));
  yield* entry(BUNDLED_PROJECT, text.length, modified, [text]);
  for (const capture of captures) {
    const { id, opened } = capture;
    const name = `${BUNDLED_CAPTURES}${names.get(id)}`;
    if (!changed) {
      yield* entry(name, opened.bytes.available, modified, copied(opened));
      continue;
    }
    const chunks: Uint8Array[] = [];
    for (const chunk of texts.has(capture) ? writeSafeText(opened, pseudonyms) : safePackets(opened, pseudonyms)) {
      chunks.push(chunk);
      await pause();
    }
    yield* entry(
      name,
      chunks.reduce((sum, { length }) => sum + length, 0),
      modified,
      chunks,
    );
  }
  yield TAR_END;
}

function safePackets(opened: OpenedCapture, pseudonyms: Pseudonyms | null): Generator<Uint8Array> {
  const frame = (number: number) => safeFrame(dissectFrame(opened, number), { pseudonyms });
  return writeCapture(opened, { comments: new Map(), plain: pseudonyms !== null, frame });
}

function* entry(name: string, bytes: number, modifiedSeconds: number, chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
  yield tarHeader(name, bytes, modifiedSeconds);
  yield* chunks;
  yield tarPadding(bytes);
}

function* copied({ bytes }: OpenedCapture): Generator<Uint8Array> {
  const end = bytes.available;
  for (let at = 0; at < end; ) {
    const chunk = new Uint8Array(Math.min(COPY_BYTES, end - at));
    const got = bytes.read(at, chunk, 0, chunk.length);
    if (got === 0) return;
    yield chunk.subarray(0, got);
    at += got;
  }
}

/** Names in the archive by capture: told apart, and safe to unpack anywhere. `texts`: those that stay text. */
function bundledNames(
  captures: readonly BundledCapture[],
  anonymous: boolean,
  changed: boolean,
  texts: ReadonlySet<BundledCapture>,
): Map<string, string> {
  const names = new Map<string, string>();
  for (const [index, capture] of captures.entries()) {
    const { id, opened } = capture;
    const plain = opened.bytes.name
      .replace(/\.(gz|zst)$/, '')
      .replace(/[^\w.-]+/g, '_')
      .slice(-60);
    const ending = texts.has(capture) ? '.txt' : '.pcapng';
    const own = anonymous ? `capture${ending}` : changed ? `${plain.replace(/\.(pcap|pcapng|cap|txt)$/, '')}${ending}` : plain;
    names.set(id, `${index + 1}-${own}`);
  }
  return names;
}

/** The project as it is stored in the bundle. Where nobody is to be recognised, it is made from scratch out of what tells nothing. */
function bundledProject(project: Project, names: ReadonlyMap<string, string>, pseudonyms: Pseudonyms | null): Project {
  const captures = project.captures
    .filter(({ id }) => names.has(id))
    .map((capture, index) => ({
      ...(pseudonyms === null ? capture : { id: capture.id, offsetMs: capture.offsetMs }),
      name: pseudonyms === null ? capture.name : `capture ${index + 1}`,
      source: { kind: 'file' as const, path: `${BUNDLED_CAPTURES}${names.get(capture.id)}`, fingerprint: { bytes: 0, sha256: '' } },
    }));
  if (pseudonyms === null) return { ...project, captures };
  const known = new Set(captures.map(({ id }) => id));
  return {
    ...emptyProject(),
    version: PROJECT_VERSION,
    captures,
    bookmarks: project.bookmarks.filter(({ capture }) => known.has(capture)).map(({ capture, frame }) => ({ capture, frame, label: '' })),
    dismissed: project.dismissed
      .filter(({ target }) => target.kind === 'finding' && known.has(target.capture))
      .map(({ target, changedMs }) => ({ target, reason: '', changedMs })),
    decodeAs: project.decodeAs.filter(({ capture }) => known.has(capture)).map(({ capture, rules, heuristics }) => ({ capture, rules, heuristics })),
    marks: project.marks.filter(({ capture }) => known.has(capture)).map(({ capture, frames }) => ({ capture, frames })),
    thresholds: { minConfidence: project.thresholds.minConfidence, severity: project.thresholds.severity },
    names: { addresses: namesOf(project, pseudonyms), ports: {} },
  };
}

/** The same addresses have names, other ones. */
function namesOf(project: Project, pseudonyms: Pseudonyms): Record<string, string> {
  const names: Record<string, string> = {};
  for (const address of Object.keys(project.names.addresses)) {
    const other = pseudonyms.text(address);
    if (other !== null) names[other] = `host ${Object.keys(names).length + 1}`;
  }
  return names;
}

async function* gzip(parts: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { readable, writable } = new CompressionStream('gzip');
  const writer = writable.getWriter();
  const feed = async (): Promise<void> => {
    try {
      for await (const part of parts) await writer.write(part);
      await writer.close();
    } catch (error) {
      await writer.abort(error);
      throw error;
    }
  };
  const fed = feed();
  // Told by `await fed`; a reader that stops early leaves it unheard.
  fed.catch(() => {});
  for await (const chunk of readable) yield chunk;
  await fed;
}
