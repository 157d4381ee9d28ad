/** Small capture files built in code: one of each format and byte order, with everything a file may hold. */

import { type PacketToWrite, writePcap } from '../../src/engine/formats/write-pcap';
import { PcapngWriter } from '../../src/engine/formats/write-pcapng';
import { ascii, concat, TCP_FLAG, tcpFrame, tcpOption, tcpPacket } from './build-packet';

const CLIENT = { source: '192.0.2.1', destination: '198.51.100.7', sourcePort: 45376, destinationPort: 9000 } as const;
const SERVER = { source: '198.51.100.7', destination: '192.0.2.1', sourcePort: 9000, destinationPort: 45376 } as const;
const OPTIONS = concat(tcpOption.mss(1460), tcpOption.sackPermitted, tcpOption.timestamps(1000, 0), tcpOption.nop, tcpOption.windowScale(7));

/** A handshake, a request, a keep-alive probe and its answer, from the IP header on. */
export const CONVERSATION: readonly Uint8Array[] = [
  tcpPacket({ ...CLIENT, sequence: 617778687, flags: TCP_FLAG.syn, options: OPTIONS }),
  tcpPacket({ ...SERVER, sequence: 1368551434, acknowledgment: 617778688, flags: TCP_FLAG.syn | TCP_FLAG.ack, options: OPTIONS }),
  tcpPacket({ ...CLIENT, sequence: 617778688, acknowledgment: 1368551435, flags: TCP_FLAG.ack, window: 512 }),
  tcpPacket({
    ...CLIENT,
    sequence: 617778688,
    acknowledgment: 1368551435,
    flags: TCP_FLAG.psh | TCP_FLAG.ack,
    window: 512,
    payload: ascii('PING\r\n'),
  }),
  tcpPacket({ ...SERVER, sequence: 1368551435, acknowledgment: 617778694, flags: TCP_FLAG.ack, window: 509 }),
  tcpPacket({ ...CLIENT, sequence: 617778693, acknowledgment: 1368551435, flags: TCP_FLAG.ack, window: 512 }),
  tcpPacket({ ...SERVER, sequence: 1368551435, acknowledgment: 617778694, flags: TCP_FLAG.ack, window: 509 }),
];

/** The conversation with times, half a second and 123456789 ns apart. */
export function timed(packets: readonly Uint8Array[] = CONVERSATION): PacketToWrite[] {
  return packets.map((bytes, i) => ({ seconds: 1_700_000_000 + i, nanoseconds: (i * 123_456_789) % 1_000_000_000, bytes }));
}

export function pcapFile(littleEndian: boolean, nanoseconds: boolean): Uint8Array {
  return writePcap(timed(), { linkType: 101, littleEndian, nanoseconds });
}

/** Two sections of both byte orders, interfaces of several resolutions, and every kind of block. */
export function pcapngFile(): Uint8Array {
  const first = new PcapngWriter(true);
  const second = new PcapngWriter(false);
  const [syn, synAck, ack] = timed() as [PacketToWrite, PacketToWrite, PacketToWrite];
  const info = { description: null, linkType: 101, snapLength: 65535 };
  const simple = concat(Uint8Array.of(0, 0, 0, 5), ascii('hello'), new Uint8Array(3));
  return concat(
    first.section(['the whole section']),
    first.interface({ ...info, name: 'eth0', timestampResolution: 1e9 }, ['the interface']),
    first.interface({ ...info, name: 'eth1', timestampResolution: 2 ** 20 }),
    first.packet({ interfaceId: 0, ...syn, comments: ['first', 'second'] }),
    first.packet({ interfaceId: 1, ...synAck, dropped: 3 }),
    first.block(4, concat(Uint8Array.of(1, 0, 13, 0), Uint8Array.of(192, 0, 2, 1), ascii('client.\0'), new Uint8Array(1 + 3), new Uint8Array(4)), []),
    first.block(0x0a, concat(ascii('KSLT'), new Uint8Array(4)), []),
    first.block(0x0bad, new Uint8Array(8), []),
    first.statistics({ interfaceId: 0, received: 100, dropped: 7 }, 1_700_000_010, 0),
    second.section(),
    second.interface({ ...info, name: null, timestampResolution: 1e6 }),
    second.block(0x77, new Uint8Array(4), []),
    second.block(3, simple, []),
    second.packet({ interfaceId: 0, ...ack }),
  );
}

/** What tcpdump -nn prints of the begin of the conversation. */
export const TCPDUMP_TEXT = `11:40:43.937463 IP 192.0.2.1.45376 > 198.51.100.7.9000: Flags [S], seq 617778687, win 65535, options [mss 1460,sackOK,TS val 1000 ecr 0,nop,wscale 7], length 0
11:40:43.937475 IP 198.51.100.7.9000 > 192.0.2.1.45376: Flags [S.], seq 1368551434, ack 617778688, win 65535, options [mss 1460,sackOK,TS val 1000 ecr 0,nop,wscale 7], length 0
11:40:43.937483 IP 192.0.2.1.45376 > 198.51.100.7.9000: Flags [.], ack 1, win 512, length 0
11:40:49.103446 IP 192.0.2.1.45376 > 198.51.100.7.9000: Flags [P.], seq 1:7, ack 1, win 512, length 6
\t0x0000:  4500 002e 0000 4000 4006 0000 c000 0201  E.....@.@.......
\t0x0010:  c633 6407 b140 2328 24d2 8e00 5192 4acb  .3d..@#($...Q.J.
11:40:49.103454 IP6 2001:db8::1.45376 > 2001:db8::2.9000: Flags [F.], seq 1, ack 7, win 509, options [nop,nop,sack 1 {1:7}], length 0
11:40:49.103455 ARP, Request who-has 192.0.2.1 tell 192.0.2.2, length 28
11:40:49.103456 IP dev.example > other: ICMP echo request, id 1, seq 2, length 64
3 packets captured
`;

/** A frame as `hexdump -C` prints it. */
export function hexDumpText(bytes: Uint8Array = tcpFrame({ ...CLIENT, sequence: 1, flags: TCP_FLAG.syn })): string {
  const rows: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = Array.from(bytes.subarray(at, at + 16), (byte) => byte.toString(16).padStart(2, '0'));
    const text = Array.from(bytes.subarray(at, at + 16), (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
    rows.push(`${at.toString(16).padStart(8, '0')}  ${[row.slice(0, 8).join(' '), row.slice(8).join(' ')].join('  ').padEnd(49)} |${text}|`);
  }
  return `${rows.join('\n')}\n${bytes.length.toString(16).padStart(8, '0')}\n`;
}

/** One sound file of each kind, to be cut and damaged by tests. */
export function soundFiles(): { name: string; bytes: Uint8Array }[] {
  return [
    { name: 'pcap little-endian', bytes: pcapFile(true, false) },
    { name: 'pcap big-endian, nanoseconds', bytes: pcapFile(false, true) },
    { name: 'pcapng', bytes: pcapngFile() },
    { name: 'tcpdump text', bytes: ascii(TCPDUMP_TEXT) },
    { name: 'hex dump', bytes: ascii(hexDumpText()) },
  ];
}
