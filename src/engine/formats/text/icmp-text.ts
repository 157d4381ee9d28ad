/** What tcpdump prints of ICMP and ICMPv6, made into the first eight bytes of the message (RFC 792, 4443, 4861). */

export interface IcmpText {
  readonly type: number;
  readonly code: number;
  /** Bytes 4 to 7: identifier and sequence number, or an MTU. */
  readonly rest: number;
  /** Length of the whole message; null when not printed. */
  readonly length: number | null;
}

type Row = readonly [pattern: RegExp, type: number, code: number];

const ICMP: readonly Row[] = [
  [/^echo request/, 8, 0],
  [/^echo reply/, 0, 0],
  [/ (?:tcp|udp) port \S+ unreachable/, 3, 3],
  [/ need to frag/, 3, 4],
  [/ unreachable - admin prohibited filter/, 3, 13],
  [/^host \S+ unreachable - admin prohibited/, 3, 10],
  [/^net \S+ unreachable - admin prohibited/, 3, 9],
  [/ protocol \S+ unreachable/, 3, 2],
  [/^host \S+ unreachable/, 3, 1],
  [/^net \S+ unreachable/, 3, 0],
  [/ unreachable/, 3, 1],
  [/^time exceeded/, 11, 0],
  [/^ip reassembly time exceeded/, 11, 1],
  [/^redirect \S+ to net/, 5, 0],
  [/^redirect/, 5, 1],
  [/^source quench/, 4, 0],
  [/^router advertisement/, 9, 0],
  [/^router solicitation/, 10, 0],
  [/^parameter problem/, 12, 0],
  [/^time stamp (?:query|request)/, 13, 0],
  [/^time stamp reply/, 14, 0],
];

const ICMPV6: readonly Row[] = [
  [/^echo request/, 128, 0],
  [/^echo reply/, 129, 0],
  [/unreachable (?:\S+ )?(?:udp|tcp)? ?port/, 1, 4],
  [/unreachable address/, 1, 3],
  [/unreachable prohibited/, 1, 1],
  [/unreachable/, 1, 0],
  [/^packet too big/, 2, 0],
  [/^time exceeded in-transit/, 3, 0],
  [/^(?:ip reassembly )?time exceeded/, 3, 1],
  [/^parameter problem/, 4, 0],
  [/^router solicitation/, 133, 0],
  [/^router advertisement/, 134, 0],
  [/^neighbor solicitation/, 135, 0],
  [/^neighbor advertisement/, 136, 0],
  [/^redirect/, 137, 0],
  [/^multicast listener report v2/, 143, 0],
];

const START = /^ICMP(6?)[:,]? /;

/** Null when the text is no ICMP, or a message whose type is not known. */
export function readIcmpText(text: string): IcmpText | null {
  const start = START.exec(text);
  if (!start) return null;
  const body = text.slice(start[0].length);
  const row = (start[1] === '6' ? ICMPV6 : ICMP).find(([pattern]) => pattern.test(body));
  if (!row) return null;
  const number = (pattern: RegExp) => {
    const found = pattern.exec(body)?.[1];
    return found === undefined ? null : Number(found);
  };
  const mtu = number(/mtu:? (\d+)/);
  const rest = mtu ?? ((number(/\bid (\d+)/) ?? 0) & 0xffff) * 65536 + ((number(/\bseq (\d+)/) ?? 0) & 0xffff);
  return { type: row[1], code: row[2], rest, length: number(/length (\d+)/) };
}
