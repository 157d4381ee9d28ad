/** Colour rules that come with TCPulse: readable in both themes, told apart by colour-blind eyes (test/unit/renderer/colour-rules.test.ts holds them to both). */
import type { ColourRule } from './settings';

/** Names are looked up under `settings.rule.<name>`; those of the user's own rules are shown as they are. */
export const DEFAULT_COLOUR_RULES: readonly ColourRule[] = [
  rule('reset', ['rst'], ['#7a1f00', '#ffd9c7'], ['#ffd2bd', '#6b2410']),
  rule(
    'loss',
    ['retransmission', 'fastRetransmission', 'spuriousRetransmission', 'lostSegment', 'outOfOrder'],
    ['#4a3800', '#fff0b3'],
    ['#ffe9a0', '#584400'],
  ),
  rule('window', ['zeroWindow', 'zeroWindowProbe', 'windowFull'], ['#3d1640', '#f0d6f2'], ['#f3d9f5', '#5a2d5e']),
  rule('icmp', ['icmpError'], ['#1c2127', '#c9ced6'], ['#f2f4f7', '#59626f']),
  rule('keepAlive', ['keepAlive', 'keepAliveAck'], ['#003a5c', '#cfe8f8'], ['#cde9fb', '#0d4468']),
  rule('opening', ['syn', 'fin'], ['#003d2d', '#c9efe2'], ['#c4f2e2', '#0f4c3b']),
];

function rule(name: string, marks: string[], light: readonly [string, string], dark: readonly [string, string]): ColourRule {
  const colours = ([text, background]: readonly [string, string]) => ({ text, background });
  return { name, marks, filter: '', enabled: true, light: colours(light), dark: colours(dark) };
}
