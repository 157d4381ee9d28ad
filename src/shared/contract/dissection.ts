import * as z from 'zod/mini';

/** Why a field has the value it has, as a code with numbers; the words are in the locales under `explain.<code>`. */
export const explanationSchema = z.object({
  code: z.string(),
  data: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
});
export type Explanation = z.infer<typeof explanationSchema>;

/**
 * Something wrong with a packet: a value, not an exception. A capture cut by its snap length is truncated, not malformed; a message whose other segments
 * are not there is incomplete.
 */
export const decodeIssueSchema = z.object({
  kind: z.enum(['truncated', 'incomplete', 'malformed', 'unsupported']),
  layer: z.string(),
  offset: z.int(),
  needed: z.int(),
  available: z.int(),
});
export type DecodeIssue = z.infer<typeof decodeIssueSchema>;

/** One line of the dissection tree, tied to its bytes. */
export interface FieldNode {
  /** Filter name, e.g. `ip.ttl`; of a protocol line the protocol's id. */
  name: string;
  /** e.g. `Time to Live`. */
  label: string;
  /** Raw value: number, text (addresses, names), hex digits of bytes; null where a line has none. */
  value: number | string | boolean | null;
  /** The value as people read it, e.g. `64`, `0x14a5 [correct]`, `Syn: Set`. */
  text: string;
  /** Byte range in `sources[source]`. A length of 0 marks a generated line without bytes. */
  offset: number;
  length: number;
  /** Bit field inside the byte range: `offset` counts from the most significant bit of the first byte. */
  bits: { offset: number; count: number } | null;
  source: number;
  generated: boolean;
  explanation: Explanation | null;
  issue: DecodeIssue | null;
  /** Another frame that the line speaks of: a link. */
  frame?: number | undefined;
  children: FieldNode[];
}

export const fieldNodeSchema: z.ZodMiniType<FieldNode> = z.lazy(() =>
  z.object({
    name: z.string(),
    label: z.string(),
    value: z.union([z.number(), z.string(), z.boolean(), z.null()]),
    text: z.string(),
    offset: z.int(),
    length: z.int(),
    bits: z.nullable(z.object({ offset: z.int(), count: z.int() })),
    source: z.int(),
    generated: z.boolean(),
    explanation: z.nullable(explanationSchema),
    issue: z.nullable(decodeIssueSchema),
    frame: z.optional(z.int()),
    children: z.array(fieldNodeSchema),
  }),
);

/** One packet, whole. `sources[0]` is the frame; further ones are reassembled packets. */
export const dissectionSchema = z.object({
  capture: z.int(),
  frame: z.int(),
  tree: z.array(fieldNodeSchema),
  sources: z.array(z.object({ label: z.string(), bytes: z.instanceof(Uint8Array) })),
  /** The line of text this packet was read from, when its bytes were made from text; `absent` names the fields that the text does not tell. */
  text: z.nullable(z.object({ line: z.string(), absent: z.array(z.string()) })),
  columns: z.object({ source: z.string(), destination: z.string(), protocol: z.string(), info: z.string() }),
  issues: z.array(decodeIssueSchema),
});
export type Dissection = z.infer<typeof dissectionSchema>;
