/** ARP (RFC 826) and neighbour discovery (RFC 4861): who is asked for, and who answers. */
import { readUint16 } from '../../shared/base/bytes';
import type { PacketPath } from '../protocols/packet-path';

/** Offsets in an ARP packet for IPv4 over Ethernet, and its length. */
const ARP = { hardwareSize: 4, protocolSize: 5, opcode: 6, senderAddress: 14, targetAddress: 24, length: 28 } as const;
const ARP_REQUEST = 1;
const ARP_REPLY = 2;
const ND = { solicitation: 135, advertisement: 136, target: 8, length: 24 } as const;

/** A neighbour message. */
export interface NeighbourMessage {
  readonly asks: boolean;
  /** Offset of the address asked for, or that answers, in the packet's bytes. */
  readonly addressOffset: number;
}

/** The ARP request or reply that `path` reached; null for any other, and for a request for the sender's own address. */
export function arpMessage(path: PacketPath): NeighbourMessage | null {
  const { bytes, arpOffset } = path;
  if (arpOffset < 0 || arpOffset + ARP.length > path.end || bytes[arpOffset + ARP.hardwareSize] !== 6 || bytes[arpOffset + ARP.protocolSize] !== 4)
    return null;
  const opcode = readUint16(bytes, arpOffset + ARP.opcode);
  const senderOffset = arpOffset + ARP.senderAddress;
  const targetOffset = arpOffset + ARP.targetAddress;
  if (opcode === ARP_REPLY) return { asks: false, addressOffset: senderOffset };
  if (opcode !== ARP_REQUEST || path.view.getUint32(senderOffset) === path.view.getUint32(targetOffset)) return null;
  return { asks: true, addressOffset: targetOffset };
}

/** The neighbour solicitation or advertisement that `path` reached, or null. */
export function neighbourDiscoveryMessage(path: PacketPath): NeighbourMessage | null {
  const at = path.transportOffset;
  if (path.ipVersion !== 6 || at + ND.length > path.end) return null;
  const type = path.bytes[at] as number;
  if (type !== ND.solicitation && type !== ND.advertisement) return null;
  return { asks: type === ND.solicitation, addressOffset: at + ND.target };
}
