/** Steps from one version of the project file to the next. A step gets JSON of its version and gives JSON of the next; `read-project.ts` checks the result. */

type Document = Readonly<Record<string, unknown>>;

/** `MIGRATIONS[n]` goes from version n to n + 1. */
export const MIGRATIONS: Readonly<Record<number, (document: Document) => Document>> = {
  1: fromVersion1,
};

/**
 * Version 1 held one capture, as `path`, `bytes` and `sha256` of the document, notes on packets alone (`notes: { "12": "text" }` by frame number), and
 * no thresholds, names, bookmarks or host samples.
 */
function fromVersion1(document: Document): Document {
  const { path, bytes, sha256, notes, filter, timeZone, ...rest } = document;
  const capture = 'capture-1';
  const name = String(path).split('/').at(-1);
  return {
    ...rest,
    savedMs: document.savedMs ?? 0,
    captures: [{ id: capture, name, offsetMs: 0, source: { kind: 'file', path, fingerprint: { bytes, sha256 } } }],
    hostSamples: [],
    filters: { display: filter ?? '', saved: [] },
    decodeAs: [],
    marks: [],
    bookmarks: [],
    notes: Object.entries((notes ?? {}) as Readonly<Record<string, unknown>>).map(([frame, text], index) => ({
      id: `note-${index + 1}`,
      target: { kind: 'packet', capture, frame: Number(frame) },
      text,
      changedMs: document.savedMs ?? 0,
    })),
    dismissed: [],
    thresholds: { minConfidence: 0, severity: 'info' },
    names: { addresses: {}, ports: {} },
    timeZone: timeZone ?? null,
    view: { name: 'summary', capture, frame: null },
    layout: {},
  };
}
