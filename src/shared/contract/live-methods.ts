/** Methods and streams of live capture, answered by the engine. */
import * as z from 'zod/mini';
import { LIVE_SOURCES } from './choices';
import {
  EXPORT_FORMATS,
  liveFilterCheckSchema,
  liveInterfaceSchema,
  liveOptionsSchema,
  liveRecoverySchema,
  liveRemoteSchema,
  liveSourcesSchema,
  liveTargetSchema,
  liveThresholdsSchema,
  liveTrafficSchema,
  liveUpdateSchema,
} from './live';

const none = z.object({});
const capture = z.int().check(z.nonnegative());
const source = z.enum(LIVE_SOURCES);
const recording = z.object({ id: liveRecoverySchema.shape.id });

const stream = <P extends z.core.$ZodType, I extends z.core.$ZodType>(params: P, item: I) => ({ kind: 'stream', params, item }) as const;
const method = <P extends z.core.$ZodType, R extends z.core.$ZodType>(params: P, result: R) => ({ kind: 'method', params, result }) as const;

export const liveContract = {
  /** Packets of a capture as a file: all, or those of a time range (ms since the first packet), a connection or a display filter. A recording exported as a whole counts as saved. */
  'captures.export': stream(
    z.object({
      capture,
      format: z.enum(EXPORT_FORMATS),
      fromMs: z.nullable(z.number()),
      toMs: z.nullable(z.number()),
      connection: z.nullable(z.int().check(z.nonnegative())),
      filter: z.nullable(z.string()),
    }),
    z.instanceof(Uint8Array),
  ),
  'live.sources': method(none, liveSourcesSchema),
  /** Of this machine, or of the remote host. `source`: the one that would be taken. */
  'live.interfaces': method(
    z.object({ source: z.nullable(source), remote: z.nullable(liveRemoteSchema) }),
    z.object({ source, interfaces: z.array(liveInterfaceSchema) }),
  ),
  /** Counters of this machine's interfaces, once a second. Ends at once where the system does not tell. */
  'live.traffic': stream(none, liveTrafficSchema),
  'live.checkFilter': method(liveTargetSchema, liveFilterCheckSchema),
  /** The capture is open from then on like any other, and reads what arrives. */
  'live.start': method(z.object({ options: liveOptionsSchema, thresholds: liveThresholdsSchema }), z.object({ capture })),
  /** Of a capture that is being recorded, from now on. */
  'live.setThresholds': method(z.object({ capture, thresholds: liveThresholdsSchema }), none),
  /** Answers when the recording has ended, what was received is written, and the analysis is done. */
  'live.stop': method(z.object({ capture }), none),
  /** Until the recording has ended and is analysed. */
  'live.updates': stream(z.object({ capture }), liveUpdateSchema),
  'live.recoveries': method(none, z.array(liveRecoverySchema)),
  'live.recover': method(recording, z.object({ capture })),
  'live.discard': method(recording, none),
};
