/** What tcpdump prints of ARP, made into an Ethernet frame (RFC 826). */
import { parseIpv4 } from './hosts';

const REQUEST = /Request who-has (\S+)(?: \([^)]*\))? tell (\S+?),? /;
const REPLY = /Reply (\S+) is-at ([0-9a-f:]{17})/i;
const ANNOUNCED = /Announcement (\S+?),? |Probe (\S+?),? /;
const ETHERNET_HEADER_BYTES = 14;
const ARP_BYTES = 28;

/** Ethernet frame of 42 bytes and the names of what the text does not tell; null when the line tells no request or reply between numbers. */
export function arpFrame(text: string): { bytes: Uint8Array; absent: string[] } | null {
  const padded = `${text} `;
  const request = REQUEST.exec(padded);
  const reply = REPLY.exec(padded);
  const announced = ANNOUNCED.exec(padded);
  const bytes = new Uint8Array(ETHERNET_HEADER_BYTES + ARP_BYTES);
  bytes.set([0x08, 0x06, 0x00, 0x01, 0x08, 0x00, 0x06, 0x04, 0x00, reply ? 2 : 1], 12);
  const own = announced?.[1] ?? announced?.[2];
  const sender = parseIpv4(request?.[2] ?? reply?.[1] ?? own ?? '');
  const target = parseIpv4(request?.[1] ?? own ?? '');
  if (!sender || (!reply && !target)) return null;
  bytes.set(sender, ETHERNET_HEADER_BYTES + 14);
  if (target) bytes.set(target, ETHERNET_HEADER_BYTES + 24);
  const mac = reply?.[2]?.split(':').map((byte) => Number.parseInt(byte, 16));
  if (mac) bytes.set(mac, ETHERNET_HEADER_BYTES + 8);
  const absent = ['eth.dst', 'eth.src', ...(mac ? [] : ['arp.src.hw_mac']), 'arp.dst.hw_mac', ...(target ? [] : ['arp.dst.proto_ipv4'])];
  return { bytes, absent };
}
