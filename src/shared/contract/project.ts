/**
 * The project file `*.tcpulse`: what an engineer has gathered about a problem, as JSON. Objects are loose: fields that a newer version has added are kept
 * when the project is saved again. `src/engine/project/read-project.ts` brings older versions up to this one.
 */
import * as z from 'zod/mini';
import type { CaptureSource } from './capture-methods';
import { decodeAsRuleSchema } from './decode-as';
import { SEVERITIES } from './finding-rows';

export const PROJECT_SCHEMA = 'tcpulse.project';
export const PROJECT_VERSION = 2;
/** Of project files, with the dot. */
export const PROJECT_EXTENSION = '.tcpulse';
/** Of bundles: a gzip-compressed tar archive of a project and its captures. */
export const BUNDLE_EXTENSION = '.tcpulse-bundle';

const text = z.string().check(z.maxLength(100_000));
const id = z.string().check(z.minLength(1), z.maxLength(100));
const epochMs = z.number();
const count = z.int().check(z.nonnegative());
const frame = z.int().check(z.positive());

/** What a file was when it was last seen: size, and SHA-256 in hex digits of the whole file, or of its first and last 32 MiB where it is larger than both. */
export const fingerprintSchema = z.looseObject({ bytes: count, sha256: z.string() });
export type Fingerprint = z.infer<typeof fingerprintSchema>;

/** `path`: relative to the project's folder, with `/` between its parts; absolute when it lies on another drive. */
const fileSource = z.looseObject({ kind: z.literal('file'), path: z.string(), fingerprint: fingerprintSchema });

export const projectCaptureSourceSchema = z.discriminatedUnion('kind', [
  fileSource,
  z.looseObject({ kind: z.literal('sample'), id: z.string() }),
  z.looseObject({ kind: z.literal('text'), text: z.string() }),
]);
export type ProjectCaptureSource = z.infer<typeof projectCaptureSourceSchema>;

/** `offsetMs` is added to the capture's times to bring it onto the project's time axis (a clock that was 3 s fast has -3000). */
export const projectCaptureSchema = z.looseObject({ id, name: z.string(), source: projectCaptureSourceSchema, offsetMs: z.number() });
export type ProjectCapture = z.infer<typeof projectCaptureSchema>;

/** Text that a host printed (`ss`, `netstat -s`, `nstat`), or a file of recorded samples. */
export const hostSampleSchema = z.looseObject({
  id,
  name: z.string(),
  source: z.discriminatedUnion('kind', [fileSource, z.looseObject({ kind: z.literal('text'), text: z.string().check(z.maxLength(2_000_000)) })]),
});
export type ProjectHostSample = z.infer<typeof hostSampleSchema>;

/** What a note, a bookmark or a dismissal is about. `capture`: id of a project's capture; frames and connections count as in the report. */
export const projectTargetSchema = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('packet'), capture: id, frame }),
  z.looseObject({ kind: z.literal('connection'), capture: id, connection: count }),
  z.looseObject({ kind: z.literal('listener'), capture: id, address: z.string(), port: count }),
  /** A finding is known again by its code, its connection and its first frame. */
  z.looseObject({ kind: z.literal('finding'), capture: id, code: z.string(), connection: z.nullable(count), frame: z.nullable(frame) }),
]);
export type ProjectTarget = z.infer<typeof projectTargetSchema>;

export const projectNoteSchema = z.looseObject({ id, target: projectTargetSchema, text, changedMs: epochMs });
export type ProjectNote = z.infer<typeof projectNoteSchema>;

export const dismissalSchema = z.looseObject({ target: projectTargetSchema, reason: text, changedMs: epochMs });
export type Dismissal = z.infer<typeof dismissalSchema>;

/** Of the analysis views: findings below these are not shown. */
export const thresholdsSchema = z.looseObject({
  /** 0 to 1. */
  minConfidence: z.number().check(z.minimum(0), z.maximum(1)),
  severity: z.enum(SEVERITIES),
});
export type Thresholds = z.infer<typeof thresholdsSchema>;
export const DEFAULT_THRESHOLDS: Thresholds = { minConfidence: 0, severity: 'info' };

/** Panes side by side (`row`) or one below the other (`column`), and the views that each has open, by name; `size`: percent of what it is a part of, null: an equal share. */
export type StoredPanes =
  | { kind: 'pane'; size: number | null; views: string[]; shown: string }
  | { kind: 'split'; size: number | null; direction: 'row' | 'column'; parts: StoredPanes[] };

export const storedPanesSchema: z.ZodMiniType<StoredPanes> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.looseObject({ kind: z.literal('pane'), size: z.nullable(z.number()), views: z.array(z.string()), shown: z.string() }),
    z.looseObject({
      kind: z.literal('split'),
      size: z.nullable(z.number()),
      direction: z.enum(['row', 'column']),
      parts: z.array(storedPanesSchema),
    }),
  ]),
);

export const projectSchema = z.looseObject({
  schema: z.literal(PROJECT_SCHEMA),
  /** Of the layout of this file; a newer version's number is kept when such a project is saved. */
  version: z.int().check(z.positive()),
  savedMs: epochMs,
  captures: z.array(projectCaptureSchema),
  hostSamples: z.array(hostSampleSchema),
  filters: z.looseObject({ display: z.string(), saved: z.array(z.looseObject({ name: z.string(), filter: z.string() })) }),
  /** Of captures with rules of their own. */
  decodeAs: z.array(z.looseObject({ capture: id, rules: z.array(decodeAsRuleSchema), heuristics: z.boolean() })),
  /** Packets marked to find them again. */
  marks: z.array(z.looseObject({ capture: id, frames: z.array(frame) })),
  bookmarks: z.array(z.looseObject({ capture: id, frame, label: text })),
  notes: z.array(projectNoteSchema),
  dismissed: z.array(dismissalSchema),
  thresholds: thresholdsSchema,
  /** Names that the user gave; ports by their decimal number. */
  names: z.looseObject({ addresses: z.record(z.string(), text), ports: z.record(z.string(), text) }),
  /** IANA name of a zone, `UTC`, or null: that of the machine. */
  timeZone: z.nullable(z.string()),
  /** The view that had the focus last, and what it was about; null fields: nothing. `panes`: what was open beside it; absent: nothing. */
  view: z.looseObject({ name: z.string(), capture: z.nullable(id), frame: z.nullable(frame), panes: z.optional(storedPanesSchema) }),
  /** Sizes of panes in percent, by the name of the layout. */
  layout: z.record(z.string(), z.record(z.string(), z.number())),
});
export type Project = z.infer<typeof projectSchema>;

/** What opens the capture. */
export function captureSourceOf({ name, source }: ProjectCapture): CaptureSource {
  switch (source.kind) {
    case 'file':
      return { kind: 'file', path: source.path };
    case 'sample':
      return { kind: 'sample', id: source.id };
    case 'text':
      return { kind: 'text', name, text: source.text };
  }
}

/** A project without anything in it. */
export function emptyProject(): Project {
  return {
    schema: PROJECT_SCHEMA,
    version: PROJECT_VERSION,
    savedMs: 0,
    captures: [],
    hostSamples: [],
    filters: { display: '', saved: [] },
    decodeAs: [],
    marks: [],
    bookmarks: [],
    notes: [],
    dismissed: [],
    thresholds: DEFAULT_THRESHOLDS,
    names: { addresses: {}, ports: {} },
    timeZone: null,
    view: { name: 'summary', capture: null, frame: null },
    layout: {},
  };
}
