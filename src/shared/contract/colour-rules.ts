/** Colour rules that come with TCPulse: readable in both themes, told apart by colour-blind eyes (test/unit/renderer/colour-rules.test.ts holds them to both). */
import * as z from 'zod/mini';
import { PACKET_MARK, type PacketMark } from './packet-marks';
import type { ColourRule } from './settings';

/** What decides whether a rule fits a packet: it has any of the marks, where some are named, and the display filter shows it, where there is one. */
export const colourTestSchema = z.object({ marks: z.array(z.string()), filter: z.string() });
export type ColourTest = z.infer<typeof colourTestSchema>;

/** Place of the first test that fits a packet with these marks; -1 without one. A test without marks and filter fits nothing. */
export function firstFitting(tests: readonly ColourTest[], marks: number, shows: (filter: string) => boolean): number {
  return tests.findIndex(({ marks: named, filter }) => {
    if (named.length === 0 && filter === '') return false;
    return (named.length === 0 || (marks & markBits(named)) !== 0) && (filter === '' || shows(filter));
  });
}

function markBits(names: readonly string[]): number {
  return names.reduce((bits, name) => bits | (PACKET_MARK[name as PacketMark] ?? 0), 0);
}

/** The page's own colours of text. */
const TEXT = { light: '#1c2127', dark: '#f2f4f7' } as const;

/** Names are looked up under `settings.rule.<name>`; those of the user's own rules are shown as they are. */
export const DEFAULT_COLOUR_RULES: readonly ColourRule[] = [
  rule('reset', ['rst'], '#fdc2ad', '#2d1b0f'),
  rule('loss', ['retransmission', 'fastRetransmission', 'spuriousRetransmission', 'lostSegment', 'outOfOrder'], '#fbefaa', '#51410e'),
  rule('window', ['zeroWindow', 'zeroWindowProbe', 'windowFull'], '#ecc3fa', '#5a1174'),
  rule('icmp', ['icmpError'], '#d0d3d8', '#40444a'),
  rule('keepAlive', ['keepAlive', 'keepAliveAck'], '#ddedfe', '#19304e'),
  rule('opening', ['syn', 'fin'], '#a7f9d3', '#0d4d2f'),
];

/** What a rule of the user begins with. */
export const NEW_COLOURS = {
  light: { text: TEXT.light, background: '#ffd9e8' },
  dark: { text: TEXT.dark, background: '#5c1f3a' },
} as const;

function rule(name: string, marks: string[], light: string, dark: string): ColourRule {
  const theme = { light: { text: TEXT.light, background: light }, dark: { text: TEXT.dark, background: dark } };
  return { name, marks, filter: '', enabled: true, ...theme };
}
