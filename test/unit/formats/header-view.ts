/** IP, TCP and UDP headers of a packet as far as the tests compare them: written apart from the engine's protocols on purpose. */
export interface HeaderView {
  readonly version: 4 | 6;
  readonly source: string;
  readonly destination: string;
  readonly protocol: number;
  readonly hopLimit: number;
  readonly identification: number | null;
  readonly ipLength: number;
  readonly ports: readonly [number, number] | null;
  readonly tcp: {
    readonly sequence: number;
    readonly acknowledgment: number;
    readonly flags: number;
    readonly window: number;
    readonly headerBytes: number;
    readonly payloadBytes: number;
    readonly checksum: number;
    readonly options: string;
  } | null;
}

const IP_AT: Readonly<Record<number, number>> = { 0: 4, 1: 14, 101: 0, 108: 4, 113: 16, 228: 0, 229: 0, 276: 20 };

/** Null when there is no IP header at the usual place, VLAN tags counted. */
export function headersOf(bytes: Uint8Array, linkType: number): HeaderView | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = IP_AT[linkType];
  if (at === undefined) return null;
  if (linkType === 1) {
    while (at + 2 <= bytes.length && [0x8100, 0x88a8].includes(view.getUint16(at - 2))) at += 4;
    if (at > bytes.length || ![0x0800, 0x86dd].includes(view.getUint16(at - 2))) return null;
  }
  const version = (bytes[at] ?? 0) >> 4;
  if (version === 4 && bytes.length >= at + 20) {
    const address = (offset: number) => Array.from(bytes.subarray(at + offset, at + offset + 4)).join('.');
    const transport = at + ((bytes[at] as number) & 15) * 4;
    const ipLength = view.getUint16(at + 2);
    const first = (view.getUint16(at + 6) & 0x1fff) === 0;
    const base = {
      version: 4 as const,
      source: address(12),
      destination: address(16),
      protocol: bytes[at + 9] as number,
      hopLimit: bytes[at + 8] as number,
    };
    return { ...base, identification: view.getUint16(at + 4), ipLength, ...transportOf(view, first ? base.protocol : -1, transport, at + ipLength) };
  }
  if (version !== 6 || bytes.length < at + 40) return null;
  const address = (offset: number) => Buffer.from(bytes.subarray(at + offset, at + offset + 16)).toString('hex');
  const ipLength = 40 + view.getUint16(at + 4);
  const base = {
    version: 6 as const,
    source: address(8),
    destination: address(24),
    protocol: bytes[at + 6] as number,
    hopLimit: bytes[at + 7] as number,
  };
  return { ...base, identification: null, ipLength, ...transportOf(view, base.protocol, at + 40, at + ipLength) };
}

function transportOf(view: DataView, protocol: number, at: number, wireEnd: number): Pick<HeaderView, 'ports' | 'tcp'> {
  if ((protocol !== 6 && protocol !== 17) || at + 4 > view.byteLength) return { ports: null, tcp: null };
  const ports = [view.getUint16(at), view.getUint16(at + 2)] as const;
  if (protocol === 17 || at + 20 > view.byteLength) return { ports, tcp: null };
  const headerBytes = (view.getUint8(at + 12) >> 4) << 2;
  const options = new Uint8Array(view.buffer, view.byteOffset + at + 20, Math.max(0, Math.min(headerBytes - 20, view.byteLength - at - 20)));
  return {
    ports,
    tcp: {
      sequence: view.getUint32(at + 4),
      acknowledgment: view.getUint32(at + 8),
      flags: view.getUint16(at + 12) & 0xfff,
      window: view.getUint16(at + 14),
      headerBytes,
      payloadBytes: wireEnd - at - headerBytes,
      checksum: view.getUint16(at + 16),
      options: Buffer.from(options).toString('hex'),
    },
  };
}
