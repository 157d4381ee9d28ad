/** LINKTYPE_ numbers (https://www.tcpdump.org/linktypes.html) that the readers name. */
export const LINK_TYPE = { null: 0, ethernet: 1, rawIp: 101, loop: 108, linuxSll: 113, user0: 147, ipv4: 228, ipv6: 229, linuxSll2: 276 } as const;

/** DLT_RAW has been 12 and 14 on some systems and stands so in files they wrote; as a LINKTYPE_ it is 101. */
const DLT_RAW_VALUES: readonly number[] = [12, 14];

/** LINKTYPE_ number of the link type field of a pcap header or interface description block. */
export function linkTypeFromFile(value: number): number {
  return DLT_RAW_VALUES.includes(value) ? LINK_TYPE.rawIp : value;
}

/** Wireshark's bounds on the captured length of one packet (WTAP_MAX_PACKET_SIZE_*): a longer one is damage. */
const STANDARD_BOUND = 262144;
const LARGE_BOUNDS: Readonly<Record<number, number>> = {
  231: 128 * 1024 * 1024, // D-Bus
  249: 128 * 1024 * 1024, // USBPcap
  279: 32 * 1024 * 1024, // EBHSCR
};

/** Largest captured length believed for packets of a link type, in bytes. */
export function maximumCapturedLength(linkType: number): number {
  return LARGE_BOUNDS[linkType] ?? STANDARD_BOUND;
}
