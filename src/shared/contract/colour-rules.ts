/** Colour rules that come with TCPulse: readable in both themes, told apart by colour-blind eyes (test/unit/renderer/colour-rules.test.ts holds them to both). */
import type { ColourRule } from './settings';

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

function rule(name: string, marks: string[], light: string, dark: string): ColourRule {
  const theme = { light: { text: TEXT.light, background: light }, dark: { text: TEXT.dark, background: dark } };
  return { name, marks, filter: '', enabled: true, ...theme };
}
