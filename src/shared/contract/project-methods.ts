/** Methods on project files. The shell answers them, since it is the shell that may write files. */
import * as z from 'zod/mini';
import { fingerprintSchema, projectSchema } from './project';

const path = z.string().check(z.minLength(1), z.maxLength(4096));
const epochMs = z.number();
/** Identifies a page for as long as it lives. */
const session = z.string().check(z.regex(/^[\w-]{8,64}$/));
/** What the file held when it was read or written last; a save on top of anything else is refused. */
const revision = z.string();

/** How a capture of a project was found: as it was, with other bytes, or not at all. `path`: where it is now, absolute. */
export const captureStatusSchema = z.object({
  id: z.string(),
  state: z.enum(['found', 'moved', 'changed', 'missing']),
  path: z.nullable(z.string()),
});
export type CaptureStatus = z.infer<typeof captureStatusSchema>;

export const openedProjectSchema = z.object({
  /** Absolute; null: the project lies nowhere yet (a bundle that was opened, a recovered project that was never saved). */
  path: z.nullable(z.string()),
  project: projectSchema,
  revision: z.nullable(revision),
  captures: z.array(captureStatusSchema),
  /** Written by a newer TCPulse. */
  newer: z.boolean(),
});
export type OpenedProject = z.infer<typeof openedProjectSchema>;

export const recoverySchema = z.object({
  id: z.string(),
  /** Where the project was last saved; null: nowhere. */
  path: z.nullable(z.string()),
  savedMs: epochMs,
  captures: z.array(z.string()),
  notes: z.int(),
});
export type Recovery = z.infer<typeof recoverySchema>;

export const projectHolderSchema = z.object({
  /** `own`: this page holds the project; `other`: another window does. */
  state: z.enum(['own', 'other']),
  pid: z.int(),
  host: z.string(),
  sinceMs: epochMs,
});
export type ProjectHolder = z.infer<typeof projectHolderSchema>;

const none = z.object({});
const method = <P extends z.core.$ZodType, R extends z.core.$ZodType>(params: P, result: R) => ({ kind: 'method', params, result }) as const;
const stream = <P extends z.core.$ZodType, I extends z.core.$ZodType>(params: P, item: I) => ({ kind: 'stream', params, item }) as const;

export const projectContract = {
  /** `upload`: id of a file that the page sent, whose name is `path`. AppError `project-damaged` (with `backup`: whether the version saved before is there), `project-too-new`, and those of files. */
  'project.open': method(z.object({ path, upload: z.nullable(z.string()), backup: z.boolean() }), openedProjectSchema),
  /**
   * Writes the project so that the file holds either all of the old or all of the new. Captures' paths are absolute in `project`; they are stored
   * relative to the file, with fingerprints where `sha256` is empty so far. `revision`: null overwrites whatever is there. AppError `project-changed` when somebody else has written it meanwhile.
   */
  'project.save': method(
    z.object({ path, project: projectSchema, revision: z.nullable(revision), session }),
    z.object({ path: z.string(), revision, savedMs: epochMs, fingerprints: z.record(z.string(), fingerprintSchema) }),
  ),
  /** Keeps a project that was not saved yet, for the case that the page or the machine dies. */
  'project.autosave': method(z.object({ path: z.nullable(path), project: projectSchema, session }), none),
  /** There is nothing to recover any more. */
  'project.forget': method(z.object({ session }), none),
  /** What pages that are gone left behind. */
  'project.recoveries': method(none, z.object({ recoveries: z.array(recoverySchema) })),
  'project.recover': method(z.object({ id: z.string() }), openedProjectSchema),
  'project.discard': method(z.object({ id: z.string() }), none),
  /** Whether the file at `path` is the capture that the fingerprint tells of. */
  'project.locate': method(
    z.object({ path, fingerprint: fingerprintSchema }),
    z.object({ state: z.enum(['found', 'changed', 'missing']), path: z.nullable(z.string()) }),
  ),
  /**
   * Tells that the page lives, and holds the project (null: one that lies nowhere) until cancelled; tells who holds it, again when that changes.
   * `force`: takes it from another window.
   */
  'project.hold': stream(z.object({ path: z.nullable(path), session, force: z.boolean() }), projectHolderSchema),
  /** Asks for a name to save under, by the system's dialog; null: cancelled, or there is no such dialog. */
  'project.saveDialog': method(
    z.object({ name: z.string(), kind: z.enum(['project', 'bundle', 'report', 'capture']) }),
    z.object({ path: z.nullable(z.string()) }),
  ),
};
export type ProjectContract = typeof projectContract;
