import type { Explanation } from '../../shared/contract/dissection';

/** Hop counts that systems start with: Linux and macOS 64, Windows 128, many routers 255. */
const INITIAL_HOPS: readonly number[] = [64, 128, 255];

/** Where a TTL or hop limit probably started, and how many routers lowered it. */
export function explainHops(value: number): Explanation {
  const initial = INITIAL_HOPS.find((start) => start >= value) ?? 255;
  return { code: value === initial ? 'ttl-first-hop' : 'ttl', data: { ttl: value, initial, hops: initial - value } };
}

const ECN_NAMES = ['Not-ECT', 'ECT(1)', 'ECT(0)', 'CE'] as const;
export const ECN_VALUES = {
  0: 'Not ECN-Capable Transport',
  1: 'ECN-Capable Transport codepoint (1)',
  2: 'ECN-Capable Transport codepoint (0)',
  3: 'Congestion Experienced',
};
/** Differentiated services codepoints (RFC 2474, 2597, 3246, 8622). */
export const DSCP_VALUES: Readonly<Record<number, string>> = {
  0: 'Default',
  1: 'Lower Effort',
  8: 'Class Selector 1',
  10: 'Assured Forwarding 11',
  12: 'Assured Forwarding 12',
  14: 'Assured Forwarding 13',
  16: 'Class Selector 2',
  18: 'Assured Forwarding 21',
  20: 'Assured Forwarding 22',
  22: 'Assured Forwarding 23',
  24: 'Class Selector 3',
  26: 'Assured Forwarding 31',
  28: 'Assured Forwarding 32',
  30: 'Assured Forwarding 33',
  32: 'Class Selector 4',
  34: 'Assured Forwarding 41',
  36: 'Assured Forwarding 42',
  38: 'Assured Forwarding 43',
  40: 'Class Selector 5',
  44: 'Voice Admit',
  46: 'Expedited Forwarding',
  48: 'Class Selector 6',
  56: 'Class Selector 7',
};

/** Text of the byte of differentiated services and congestion notification. */
export function serviceText(value: number): string {
  const dscp = value >> 2;
  return `0x${value.toString(16).padStart(2, '0')} (DSCP: ${DSCP_VALUES[dscp] ?? dscp}, ECN: ${ECN_NAMES[value & 3]})`;
}

export function explainService(value: number): Explanation {
  return { code: `ecn-${value & 3}`, data: { dscp: value >> 2 } };
}
