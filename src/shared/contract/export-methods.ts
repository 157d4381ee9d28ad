/** What leaves the workbench: reports, bundles, captures with comments; and the comparison of two captures. Answered by the engine. */
import * as z from 'zod/mini';
import { REPORT_DOCUMENT_FORMATS } from './choices';
import { comparisonStepSchema } from './comparison';
import { DEFAULT_THRESHOLDS, projectNoteSchema, projectSchema, projectTargetSchema, thresholdsSchema } from './project';

const capture = z.int().check(z.nonnegative());
const count = z.int().check(z.nonnegative());
const frame = z.int().check(z.positive());
const u8 = z.instanceof(Uint8Array);

/** What a report is about; frame numbers and ids are those of the capture it names. */
export const reportScopeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('everything') }),
  z.object({ kind: z.literal('connection'), capture, connection: count }),
  /** `address` null: any address that listens on the port. */
  z.object({ kind: z.literal('listener'), capture, address: z.nullable(z.string()), port: count }),
]);
export type ReportScope = z.infer<typeof reportScopeSchema>;

/** A project's capture as the engine has it open. */
const mappedCaptureSchema = z.object({
  capture,
  id: z.string(),
  /** What a report in JSON tells as its path; absent: the one it was opened with. */
  path: z.optional(z.string()),
});

/** What the user has added, and which findings to list; targets name captures by the project's ids. */
export const reportAnnotationsSchema = z.object({
  captures: z.array(mappedCaptureSchema),
  notes: z.array(projectNoteSchema),
  dismissed: z.array(z.object({ target: projectTargetSchema, reason: z.string() })),
  addresses: z.record(z.string(), z.string()),
  /** Reports for people count what is below these and do not describe it; JSON holds every finding. */
  thresholds: thresholdsSchema,
});
export type ReportAnnotations = z.infer<typeof reportAnnotationsSchema>;
export const NO_ANNOTATIONS: ReportAnnotations = { captures: [], notes: [], dismissed: [], addresses: {}, thresholds: DEFAULT_THRESHOLDS };

export const bundleOptionsSchema = z.object({
  /** Addresses become others, which share a prefix where the originals did; names become numbers; notes and other free text are left out. */
  anonymize: z.boolean(),
  /** Nothing behind the TCP header is kept; lengths are. */
  cutPayload: z.boolean(),
});
export type BundleOptions = z.infer<typeof bundleOptionsSchema>;

const stream = <P extends z.core.$ZodType, I extends z.core.$ZodType>(params: P, item: I) => ({ kind: 'stream', params, item }) as const;

export const exportContract = {
  /** A report to hand on, as UTF-8. */
  'report.document': stream(
    z.object({
      captures: z.array(capture),
      format: z.enum(REPORT_DOCUMENT_FORMATS),
      scope: reportScopeSchema,
      annotations: reportAnnotationsSchema,
      language: z.string(),
      /** `UTC` or the IANA name of a zone. */
      timeZone: z.string(),
    }),
    u8,
  ),
  /** One file with the project and its captures (gzip, tar). `key`: 16 secret bytes that addresses are made from when anonymised. */
  'bundle.write': stream(z.object({ project: projectSchema, captures: z.array(mappedCaptureSchema), options: bundleOptionsSchema, key: u8 }), u8),
  /** The capture as pcapng, its own comments kept and these added. */
  'captures.annotated': stream(z.object({ capture, comments: z.array(z.object({ frame, text: z.string() })) }), u8),
  /** Two captures of the same traffic: how far the comparison is, and at the end what it came to. `seriesPoints`: about how many points of the delay series are of use. */
  'captures.compare': stream(
    z.object({ first: capture, second: capture, seriesPoints: z.int().check(z.minimum(1), z.maximum(5000)) }),
    comparisonStepSchema,
  ),
};
export type ExportContract = typeof exportContract;
