/** DNS messages of every record type that the dissector knows, built in code. */
import { type Bytes, ethernet, fromHex, ipv4, join, tcp, uint16, uint32 } from './packets';
import { padded, type Specimen, udp } from './specimens';

const UDP = 17;
const DNS = 53;

export const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));
export const counted = (text: string): number[] => [text.length, ...ascii(text)];
export const domain = (text: string): number[] => (text === '' ? [0] : [...text.split('.').flatMap(counted), 0]);

export interface DnsChoices {
  readonly id?: number;
  readonly flags?: number;
  readonly questions?: readonly (readonly number[])[];
  readonly answers?: readonly (readonly number[])[];
  readonly authorities?: readonly (readonly number[])[];
  readonly additionals?: readonly (readonly number[])[];
}

export function dnsMessage({ id = 0x1234, flags = 0x8180, questions = [], answers = [], authorities = [], additionals = [] }: DnsChoices): Bytes {
  const counts = [questions, answers, authorities, additionals].flatMap((section) => uint16(section.length));
  return join(uint16(id), uint16(flags), counts, ...questions, ...answers, ...authorities, ...additionals);
}

export const question = (name: string, type: number, kind = 1): number[] => [...domain(name), ...uint16(type), ...uint16(kind)];
/** A record of the name in the question, by a pointer to it. */
export const record = (type: number, data: readonly number[] | Uint8Array, kind = 1, ttl = 300, name: readonly number[] = [0xc0, 12]): number[] => [
  ...name,
  ...uint16(type),
  ...uint16(kind),
  ...uint32(ttl),
  ...uint16(data.length),
  ...data,
];
const option = (code: number, data: readonly number[] | Uint8Array): number[] => [...uint16(code), ...uint16(data.length), ...data];
const opt = (...options: readonly number[][]): number[] => record(41, options.flat(), 1232, 0x00008000, [0]);

const IN_DATAGRAM = (payload: Uint8Array, source: number, destination: number): Bytes =>
  ethernet(0x0800, ipv4(udp(payload, source, destination), { protocol: UDP }));
export const asked = (choices: DnsChoices): Bytes => IN_DATAGRAM(dnsMessage({ flags: 0x0100, ...choices }), 40001, DNS);
export const answered = (choices: DnsChoices): Bytes => IN_DATAGRAM(dnsMessage(choices), DNS, 40001);

const hex = (text: string): number[] => [...fromHex(text)];

/** Record data by type. */
const RECORDS: readonly (readonly [name: string, type: number, data: readonly number[]])[] = [
  ['A', 1, [192, 0, 2, 1]],
  ['NS', 2, domain('ns1.example.com')],
  ['MD', 3, domain('md.example.com')],
  ['MF', 4, domain('mf.example.com')],
  ['CNAME', 5, [...counted('www'), 0xc0, 12]],
  [
    'SOA',
    6,
    [
      ...domain('ns1.example.com'),
      ...domain('admin.example.com'),
      ...uint32(2024),
      ...uint32(7200),
      ...uint32(900),
      ...uint32(1209600),
      ...uint32(60),
    ],
  ],
  ['MB', 7, domain('mb.example.com')],
  ['MG', 8, domain('mg.example.com')],
  ['MR', 9, domain('mr.example.com')],
  ['NULL', 10, hex('010203')],
  ['WKS', 11, [192, 0, 2, 1, 6, 0, 0, 0x40]],
  ['PTR', 12, domain('host.example.com')],
  ['HINFO', 13, [...counted('x86'), ...counted('Linux')]],
  ['MINFO', 14, [...domain('r.example.com'), ...domain('e.example.com')]],
  ['MX', 15, [...uint16(10), ...domain('mail.example.com')]],
  ['TXT', 16, [...counted('v=spf1'), ...counted('-all')]],
  ['RP', 17, [...domain('a.example.com'), ...domain('b.example.com')]],
  ['AFSDB', 18, [...uint16(1), ...domain('afs.example.com')]],
  ['X25', 19, counted('311061700956')],
  ['ISDN', 20, [...counted('150862028003217'), ...counted('004')]],
  ['RT', 21, [...uint16(2), ...domain('relay.example.com')]],
  ['NSAP', 22, hex('47000580005a00000001e133ffffff00016100')],
  ['NSAP-PTR', 23, domain('foo.example.com')],
  ['KEY', 25, hex('0100 03 05 0103aabbccdd')],
  ['PX', 26, [...uint16(10), ...domain('a.example.com'), ...domain('b.example.com')]],
  ['GPOS', 27, [...counted('-32.6882'), ...counted('116.8652'), ...counted('10.0')]],
  ['AAAA', 28, hex('20010db8000000000000000000000001')],
  ['LOC', 29, hex('00 12 16 13 8b0d2c8c 7ff8fca5 00989680')],
  ['SRV', 33, [...uint16(1), ...uint16(2), ...uint16(443), ...domain('a.example.com')]],
  ['NAPTR', 35, [...uint16(100), ...uint16(50), ...counted('s'), ...counted('SIP+D2U'), ...counted(''), ...domain('_sip._udp.example.com')]],
  ['KX', 36, [...uint16(10), ...domain('kx.example.com')]],
  ['CERT', 37, hex('0001 0002 05 010203')],
  ['A6', 38, hex('40 0000000000000001 03616263 00')],
  ['DNAME', 39, domain('other.example.net')],
  ['APL', 42, hex('0001 18 03 c00002 0002 20 84 20010db8')],
  ['DS', 43, hex('1234 08 02 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20')],
  ['SSHFP', 44, hex('04 02 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20')],
  ['IPSECKEY', 45, hex('0a 01 02 c0000201 0103aabb')],
  ['RRSIG', 46, [...hex('0001 08 02 0000012c 65a00000 65900000 1234'), ...domain('example.com'), ...hex('0102030405060708')]],
  ['NSEC', 47, [...domain('b.example.com'), ...hex('0006 400000000003')]],
  ['DNSKEY', 48, hex('0101 03 08 0301000199')],
  ['DHCID', 49, hex('000201636fc0')],
  ['NSEC3', 50, hex('01 01 000a 04 aabbccdd 14 000102030405060708090a0b0c0d0e0f10111213 0006 400000000002')],
  ['NSEC3PARAM', 51, hex('01 00 000a 04 aabbccdd')],
  ['TLSA', 52, hex('03 01 01 0102030405060708090a0b0c0d0e0f10')],
  ['HIP', 55, [...hex('10 02 0004 200100107b1a74df365639cc39f1d578 03010001'), ...domain('rvs.example.com')]],
  ['CDS', 59, hex('1234 08 02 01020304')],
  ['CDNSKEY', 60, hex('0101 03 0d 0301000199')],
  ['OPENPGPKEY', 61, hex('99010203')],
  ['CSYNC', 62, hex('00000042 0003 0004 60000008')],
  ['ZONEMD', 63, hex('00000042 01 01 0102030405060708')],
  ['SVCB', 64, [...uint16(1), ...domain('svc.example.com'), ...option(1, [...counted('h2'), ...counted('h3')]), ...option(3, uint16(8443))]],
  [
    'HTTPS',
    65,
    [
      ...uint16(1),
      0,
      ...option(0, uint16(1)),
      ...option(1, counted('h2')),
      ...option(4, [192, 0, 2, 1, 192, 0, 2, 2]),
      ...option(5, hex('0102')),
      ...option(6, hex('20010db8000000000000000000000001')),
      ...option(9, hex('ff')),
    ],
  ],
  ['HTTPS alias', 65, [0, 0, ...domain('svc.example.com')]],
  ['SPF', 99, counted('v=spf1 -all')],
  ['NID', 104, hex('000a 0014 4fff ff20 ee64')],
  ['L32', 105, hex('000a 0a010200')],
  ['L64', 106, hex('000a 20010db81140 1000')],
  ['LP', 107, [...uint16(10), ...domain('l64.example.com')]],
  ['EUI48', 108, hex('00005e005301')],
  ['EUI64', 109, hex('00005e0053010203')],
  ['URI', 256, [...uint16(10), ...uint16(1), ...ascii('https://example.com/')]],
  ['CAA', 257, [0x80, ...counted('issue'), ...ascii('ca.example.net')]],
  ['CAA of another tag', 257, [0, ...counted('tbs'), ...ascii('x')]],
  ['of an unknown type', 4242, hex('01020304')],
  ['A of the wrong length', 1, [1, 2]],
];

const OPTIONS: readonly (readonly [name: string, code: number, data: readonly number[]])[] = [
  ['NSID', 3, ascii('gpdns')],
  ['DAU', 5, [8, 13]],
  ['DHU', 6, [1, 2]],
  ['N3U', 7, [1]],
  ['client subnet', 8, hex('0001 18 00 c00002')],
  ['client subnet v6', 8, hex('0002 38 00 20010db8000100')],
  ['cookie', 10, hex('0102030405060708 1112131415161718')],
  ['client cookie', 10, hex('0102030405060708')],
  ['TCP keep-alive', 11, uint16(300)],
  ['TCP keep-alive asked for', 11, []],
  ['padding', 12, [0, 0, 0, 0]],
  ['chain', 13, domain('example.com')],
  ['extended error', 15, [...uint16(18), ...ascii('blocked')]],
  ['unknown', 4000, [1, 2, 3]],
];

const A = question('example.com', 1);
const segments = (payload: Uint8Array, source: number, destination: number, index: number): Bytes =>
  ethernet(
    0x0800,
    ipv4(tcp(payload, { flags: 0x18, source: source === DNS ? DNS : source + index, destination: destination === DNS ? DNS : destination + index })),
  );
const framed = (message: Uint8Array, length = message.length): Bytes => join(uint16(length), message);

export const DNS_SPECIMENS: readonly Specimen[] = [
  { name: 'query', bytes: asked({ questions: [A] }) },
  { name: 'header only', bytes: asked({}) },
  { name: 'query of the root', bytes: asked({ questions: [question('', 2)] }) },
  { name: 'two questions', bytes: asked({ questions: [A, question('example.net', 28)] }) },
  { name: 'query of class CHAOS', bytes: asked({ questions: [question('version.bind', 16, 3)] }) },
  { name: 'no such name', bytes: answered({ flags: 0x8183, questions: [A], authorities: [record(6, RECORDS[5]?.[2] ?? [])] }) },
  { name: 'truncated answer', bytes: answered({ flags: 0x8380, questions: [A] }) },
  {
    name: 'CNAME chain',
    bytes: answered({ questions: [A], answers: [record(5, [...counted('www'), 0xc0, 12]), record(1, [192, 0, 2, 1], 1, 60, [0xc0, 41])] }),
  },
  {
    name: 'all sections',
    bytes: answered({
      questions: [A],
      answers: [record(1, [1, 2, 3, 4])],
      authorities: [record(2, domain('ns.example.com'))],
      additionals: [record(1, [5, 6, 7, 8])],
    }),
  },
  { name: 'authenticated, checking disabled', bytes: answered({ flags: 0x85b0, questions: [A] }) },
  { name: 'dynamic update', bytes: asked({ flags: 0x2800, questions: [question('example.com', 6)], authorities: [record(1, [192, 0, 2, 7])] }) },
  { name: 'zone change notification', bytes: asked({ flags: 0x2400, questions: [question('example.com', 6)] }) },
  { name: 'unknown opcode', bytes: asked({ flags: 0x5800 }) },
  ...RECORDS.map(([name, type, data]) => ({
    name: `record ${name}`,
    bytes: answered({ questions: [question('example.com', type)], answers: [record(type, data)] }),
  })),
  ...OPTIONS.map(([name, code, data]) => ({ name: `option ${name}`, bytes: answered({ questions: [A], additionals: [opt(option(code, data))] }) })),
  { name: 'EDNS without options', bytes: asked({ questions: [A], additionals: [opt()] }) },
  {
    name: 'TSIG',
    bytes: asked({
      questions: [A],
      additionals: [
        record(250, [...domain('hmac-sha256'), ...hex('000065a00000 012c 0004 01020304 1234 0000 0000')], 255, 0, domain('key.example.com')),
      ],
    }),
  },
  {
    name: 'TKEY',
    bytes: asked({
      questions: [A],
      additionals: [record(249, [...domain('gss-tsig'), ...hex('65a00000 65a10000 0003 0000 0002 aabb 0000')], 255, 0, domain('key.example.com'))],
    }),
  },
  { name: 'pointer to itself', bytes: asked({ questions: [[0xc0, 12, 0, 1, 0, 1]] }) },
  { name: 'pointers in a ring', bytes: asked({ questions: [[0xc0, 14, 0xc0, 12, 0, 1, 0, 1]] }) },
  { name: 'pointer beyond the message', bytes: asked({ questions: [[0xc1, 0xff, 0, 1, 0, 1]] }) },
  { name: 'label of an undefined kind', bytes: asked({ questions: [[0x81, 0x61, 0, 0, 1, 0, 1]] }) },
  { name: 'more questions counted than there are', bytes: asked({ questions: [A] }).map((byte, i) => (i === 14 + 20 + 8 + 5 ? 9 : byte)) },
  {
    name: 'record longer than the message',
    bytes: answered({ questions: [A], answers: [[0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 1, 0, 200, 3, 97, 98, 99]] }),
  },
  { name: 'over TCP', bytes: segments(framed(dnsMessage({ flags: 0x0100, questions: [A] })), 40100, DNS, 0) },
  { name: 'answer over TCP', bytes: segments(framed(dnsMessage({ questions: [A], answers: [record(1, [192, 0, 2, 1])] })), DNS, 40100, 1) },
  {
    name: 'two over TCP',
    bytes: segments(
      join(framed(dnsMessage({ flags: 0x0100, questions: [A] })), framed(dnsMessage({ id: 7, flags: 0x0100, questions: [A] }))),
      40100,
      DNS,
      2,
    ),
  },
  {
    name: 'DSO keep-alive over TCP',
    bytes: segments(framed(join(uint16(1), uint16(0x3000), new Uint8Array(8), option(1, [...uint32(15000), ...uint32(30000)]))), 40100, DNS, 3),
  },
  { name: 'over TCP, padded', bytes: segments(Uint8Array.from(padded(framed(dnsMessage({ questions: [A] })))), DNS, 40100, 4) },
  { name: 'multicast query', bytes: IN_DATAGRAM(dnsMessage({ id: 0, flags: 0, questions: [question('_http._tcp.local', 12, 0x8001)] }), 5353, 5353) },
  {
    name: 'multicast answer',
    bytes: IN_DATAGRAM(dnsMessage({ id: 0, flags: 0x8400, answers: [record(1, [192, 0, 2, 1], 0x8001, 120, domain('host.local'))] }), 5353, 5353),
  },
  { name: 'link-local multicast query', bytes: IN_DATAGRAM(dnsMessage({ flags: 0, questions: [question('host', 1)] }), 40001, 5355) },
];
