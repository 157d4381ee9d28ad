/** What a user has set, in one file (`settings.json` of the configuration folder), and what the shell tells about itself. */
import * as z from 'zod/mini';
import { LIVE_THRESHOLDS } from './choices';
import { liveThresholdsSchema } from './live';
import { DEFAULT_THRESHOLDS, thresholdsSchema } from './project';

export const THEMES = ['system', 'light', 'dark'] as const;
/** How a packet's time is written; `delta` is since the previous frame, `connection-delta` since the previous one of its connection. */
export const TIME_MODES = ['local', 'utc', 'since-start', 'delta', 'connection-delta'] as const;

const pixels = z.int().check(z.minimum(10), z.maximum(20));
const colour = z.string().check(z.regex(/^#[0-9a-f]{6}$/));

/**
 * Packets that match are shown in these colours; the first rule that is switched on and matches wins. `marks`: any of these packet marks, by their names
 * in `PACKET_MARKS`; `filter`: a display filter, empty where the marks say it all.
 */
export const colourRuleSchema = z.looseObject({
  name: z.string().check(z.minLength(1), z.maxLength(100)),
  marks: z.array(z.string()),
  filter: z.string(),
  enabled: z.boolean(),
  light: z.looseObject({ text: colour, background: colour }),
  dark: z.looseObject({ text: colour, background: colour }),
});
export type ColourRule = z.infer<typeof colourRuleSchema>;

export const settingsSchema = z.looseObject({
  version: z.int().check(z.positive()),
  theme: z.enum(THEMES),
  language: z.enum(['system', 'en', 'zh-CN']),
  timeMode: z.enum(TIME_MODES),
  fonts: z.looseObject({ textPx: pixels, monoPx: pixels }),
  /** Taken over by a new live capture. `interface`: chosen beforehand where it is there; `snapLength` 0: whole packets. */
  capture: z.looseObject({
    interface: z.optional(z.string().check(z.maxLength(4096))),
    snapLength: z.int().check(z.minimum(0), z.maximum(262_144)),
    promiscuous: z.boolean(),
    filter: z.string().check(z.maxLength(1000)),
  }),
  thresholds: thresholdsSchema,
  /** When the rules of a live capture speak. */
  liveThresholds: liveThresholdsSchema,
  /** Null: those that come with TCPulse. */
  colourRules: z.nullable(z.array(colourRuleSchema).check(z.maxLength(100))),
  /** Addresses and ports are shown by their names, where they have some. */
  showNames: z.boolean(),
  /** The tour was taken or skipped. */
  tourSeen: z.boolean(),
  logLevel: z.enum(['error', 'warning', 'info', 'debug']),
});
export type Settings = z.infer<typeof settingsSchema>;

export const DEFAULT_SETTINGS: Settings = {
  version: 1,
  theme: 'system',
  language: 'system',
  timeMode: 'local',
  fonts: { textPx: 12, monoPx: 12 },
  capture: { snapLength: 0, promiscuous: false, filter: '' },
  thresholds: DEFAULT_THRESHOLDS,
  liveThresholds: LIVE_THRESHOLDS,
  colourRules: null,
  showNames: true,
  tourSeen: false,
  logLevel: 'info',
};

export const LOG_LEVELS = ['error', 'warning', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const aboutSchema = z.object({
  version: z.string(),
  /** Programs and their versions, e.g. `node` `20.19.2`. */
  versions: z.record(z.string(), z.string()),
  platform: z.string(),
  licences: z.array(z.object({ name: z.string(), version: z.string(), licence: z.string() })),
});
export type About = z.infer<typeof aboutSchema>;

const none = z.object({});
const method = <P extends z.core.$ZodType, R extends z.core.$ZodType>(params: P, result: R) => ({ kind: 'method', params, result }) as const;

/** Answered by the shell. */
export const settingsContract = {
  /** `problem`: what is wrong with the file, which is then left alone until the user saves settings; null: nothing. `stored`: false while there is none. */
  'settings.read': method(none, z.object({ settings: settingsSchema, path: z.string(), stored: z.boolean(), problem: z.nullable(z.string()) })),
  'settings.write': method(z.object({ settings: settingsSchema }), none),
  'about.read': method(none, aboutSchema),
  /** Versions, platform, settings and the last lines of the log, as text to send along with a question. No names of captures. */
  'diagnostics.read': method(none, z.object({ text: z.string(), logPath: z.string() })),
  /** A line in the log, from the page. */
  'diagnostics.log': method(z.object({ level: z.enum(LOG_LEVELS), message: z.string().check(z.maxLength(4000)) }), none),
};
export type SettingsContract = typeof settingsContract;
