/** "Decode As": a port, a UDP port or a connection that is dissected as a protocol chosen by a person. */
import * as z from 'zod/mini';
import { DECODE_AS_SELECTORS } from './choices';

export const decodeAsRuleSchema = z.object({
  selector: z.enum(DECODE_AS_SELECTORS),
  /** Port, or 0-based number of the connection. */
  value: z.int().check(z.nonnegative()),
  /** Id of the protocol, e.g. `resp`; `data`: no protocol at all. When set, its short name or another usual name does as well. */
  protocol: z.string(),
});
export type DecodeAsRule = z.infer<typeof decodeAsRuleSchema>;

/** Of one capture. */
export const decodeAsSchema = z.object({
  rules: z.array(decodeAsRuleSchema),
  /** False: protocols are known by port alone, never by content. */
  heuristics: z.boolean(),
});
export type DecodeAs = z.infer<typeof decodeAsSchema>;
