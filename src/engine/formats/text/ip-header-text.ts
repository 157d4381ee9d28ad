/** The IP header in parentheses that tcpdump prints with -v. */

export interface IpHeaderText {
  /** TOS byte or traffic class. */
  readonly trafficClass: number;
  /** TTL or hop limit. */
  readonly hopLimit: number | null;
  /** IPv4 only; null for IPv6. */
  readonly identification: number | null;
  /** Bytes. */
  readonly fragmentOffset: number;
  readonly dontFragment: boolean;
  readonly moreFragments: boolean;
  readonly flowLabel: number;
  readonly protocol: number | null;
  /** IPv4: total length; IPv6: payload length. */
  readonly length: number | null;
  /** Header checksum when it is printed because it is wrong. */
  readonly badChecksum: number | null;
  /** True when IPv4 options are named. */
  readonly options: boolean;
}

/** `[total length 85 > length 84] (invalid)` and the like. */
const COMPLAINT = /^\[[^\]]*\](?: \(invalid\))? */;

/** Splits the header in parentheses from what follows it; `header` is null when there is none. */
export function readIpHeaderText(text: string): { header: IpHeaderText | null; rest: string } {
  const start = COMPLAINT.exec(text)?.[0].length ?? 0;
  if (text[start] !== '(') return { header: null, rest: text.slice(start) };
  let depth = 0;
  let end = start;
  for (; end < text.length; end++) {
    if (text[end] === '(') depth++;
    if (text[end] === ')' && --depth === 0) break;
  }
  return { header: parse(text.slice(start + 1, end)), rest: text.slice(end + 1).trimStart() };
}

function parse(text: string): IpHeaderText {
  const number = (pattern: RegExp, radix = 10) => {
    const found = pattern.exec(text)?.[1];
    return found === undefined ? null : Number.parseInt(found, radix);
  };
  const flags = /flags \[([^\]]*)\]/.exec(text)?.[1] ?? '';
  return {
    trafficClass: number(/(?:tos|class) 0x([0-9a-f]+)/, 16) ?? 0,
    hopLimit: number(/(?:ttl|hlim) (\d+)/),
    identification: number(/\bid (\d+)/),
    fragmentOffset: number(/offset (\d+)/) ?? 0,
    dontFragment: flags.includes('DF'),
    moreFragments: flags.includes('+'),
    flowLabel: number(/flowlabel 0x([0-9a-f]+)/, 16) ?? 0,
    protocol: number(/(?:proto|next-header) [^(]*\((\d+)\)/),
    length: number(/(?:payload )?length:? (\d+)/),
    badChecksum: number(/bad cksum ([0-9a-f]+)/, 16),
    options: text.includes(', options ('),
  };
}
