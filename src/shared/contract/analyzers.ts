/** Analyzers by name, in the order in which they run: what `--without` may leave out. */
import * as z from 'zod/mini';

export const ANALYZER_IDS = [
  'keep-alive',
  'heartbeat',
  'http-reuse',
  'listen-queue',
  'unanswered-data',
  'unprobed-idle',
  'zero-window',
  'close-wait',
] as const;
export type AnalyzerId = (typeof ANALYZER_IDS)[number];

export const analyzersSchema = z.array(z.enum(ANALYZER_IDS));
