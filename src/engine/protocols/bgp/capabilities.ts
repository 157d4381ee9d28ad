import { flag, freeBytes, freeHex, freeText, freeUint, group } from '../field-spec';
import type { MessageCursor } from '../message-cursor';
import type { FieldSpec } from '../protocol';

const MULTIPROTOCOL = 1;
const EXTENDED_NEXT_HOP = 5;
const GRACEFUL_RESTART = 64;
const FOUR_OCTET_AS = 65;
const ADDITIONAL_PATHS = 69;
const FULL_NAME = 73;

const CAPABILITIES: Readonly<Record<number, string>> = {
  1: 'Multiprotocol extensions capability',
  2: 'Route refresh capability',
  3: 'Cooperative route filtering capability',
  5: 'Extended Next Hop Encoding',
  6: 'BGP-Extended Message',
  9: 'BGP Role',
  64: 'Graceful Restart capability',
  65: 'Support for 4-octet AS number capability',
  67: 'Support for Dynamic capability',
  69: 'Support for Additional Paths',
  70: 'Enhanced route refresh capability',
  71: 'Long-Lived Graceful Restart (LLGR) Capability',
  73: 'FQDN Capability',
  128: 'Route refresh capability (Cisco)',
};
export const ADDRESS_FAMILIES: Readonly<Record<number, string>> = { 1: 'IPv4', 2: 'IPv6', 25: 'Layer-2 VPN' };
export const SUBSEQUENT_FAMILIES: Readonly<Record<number, string>> = {
  1: 'Unicast',
  2: 'Multicast',
  4: 'Labeled Unicast',
  70: 'EVPN',
  128: 'Labeled VPN Unicast',
};

/** RFC 5492 section 4, up to the end of the parameter. */
export function addCapabilities(option: MessageCursor): void {
  while (option.left > 0) {
    const type = option.peek(1);
    const capability = option.group('bgp.cap', 2 + option.peek(1, 1), { text: CAPABILITIES[type] ?? `Unknown (${type})` });
    capability.uint('bgp.cap.type', 1);
    capability.uint('bgp.cap.length', 1);
    addValue(capability, type);
  }
}

function addValue(capability: MessageCursor, type: number): void {
  if (type === MULTIPROTOCOL) {
    capability.uint('bgp.cap.mp.afi', 2);
    capability.bytes('bgp.cap.reserved', 1);
    capability.uint('bgp.cap.mp.safi', 1);
  } else if (type === FOUR_OCTET_AS) capability.uint('bgp.cap.4as', 4);
  else if (type === GRACEFUL_RESTART) addGracefulRestart(capability);
  else if (type === ADDITIONAL_PATHS) addAdditionalPaths(capability);
  else if (type === EXTENDED_NEXT_HOP) addExtendedNextHops(capability);
  else if (type === FULL_NAME) addFullName(capability);
  else capability.bytes('bgp.cap.unknown', capability.left);
}

/** RFC 7911 section 4. */
function addAdditionalPaths(capability: MessageCursor): void {
  while (capability.left > 0) {
    capability.uint('bgp.cap.ap.afi', 2);
    capability.uint('bgp.cap.ap.safi', 1);
    capability.uint('bgp.cap.ap.sendreceive', 1);
  }
}

/** RFC 8950 section 4. */
function addExtendedNextHops(capability: MessageCursor): void {
  while (capability.left > 0) {
    capability.uint('bgp.cap.enh.afi', 2);
    capability.uint('bgp.cap.enh.safi', 2);
    capability.uint('bgp.cap.enh.nhafi', 2);
  }
}

/** draft-walton-bgp-hostname-capability. */
function addFullName(capability: MessageCursor): void {
  for (const part of ['hostname', 'domain_name']) {
    const length = capability.uint(`bgp.cap.orf.fqdn.${part}.len`, 1);
    if (length > 0) capability.text(`bgp.cap.orf.fqdn.${part}`, length);
  }
}

/** RFC 4724 section 3, RFC 8538 section 2. */
function addGracefulRestart(capability: MessageCursor): void {
  capability.flags(
    'bgp.cap.gr.timers',
    2,
    ['restart_flag', 'notification_flag', 'restart_time'].map((bit) => `bgp.cap.gr.timers.${bit}`),
  );
  while (capability.left > 0) {
    capability.uint('bgp.cap.gr.afi', 2);
    capability.uint('bgp.cap.gr.safi', 1);
    capability.flags('bgp.cap.gr.flag', 1, ['bgp.cap.gr.flag.pfs']);
  }
}

export const CAPABILITY_FIELDS: Readonly<Record<string, FieldSpec>> = {
  'bgp.cap': group('Capability'),
  'bgp.cap.type': freeUint('Type', { values: CAPABILITIES }),
  'bgp.cap.length': freeUint('Length'),
  'bgp.cap.unknown': freeBytes('Unknown'),
  'bgp.cap.reserved': freeBytes('Reserved'),
  'bgp.cap.mp.afi': freeUint('AFI', { values: ADDRESS_FAMILIES }),
  'bgp.cap.mp.safi': freeUint('SAFI', { values: SUBSEQUENT_FAMILIES }),
  'bgp.cap.4as': freeUint('AS Number'),
  'bgp.cap.ap.afi': freeUint('AFI', { values: ADDRESS_FAMILIES }),
  'bgp.cap.ap.safi': freeUint('SAFI', { values: SUBSEQUENT_FAMILIES }),
  'bgp.cap.ap.sendreceive': freeUint('Send/Receive', { values: { 1: 'Receive', 2: 'Send', 3: 'Both' } }),
  'bgp.cap.enh.afi': freeUint('AFI', { values: ADDRESS_FAMILIES }),
  'bgp.cap.enh.safi': freeUint('SAFI', { values: SUBSEQUENT_FAMILIES }),
  'bgp.cap.enh.nhafi': freeUint('Next hop AFI', { values: ADDRESS_FAMILIES }),
  'bgp.cap.orf.fqdn.hostname.len': freeUint('Hostname Length'),
  'bgp.cap.orf.fqdn.hostname': freeText('Hostname'),
  'bgp.cap.orf.fqdn.domain_name.len': freeUint('Domain Name Length'),
  'bgp.cap.orf.fqdn.domain_name': freeText('Domain Name'),
  'bgp.cap.gr.timers': freeHex('Restart Timers', { digits: 4 }),
  'bgp.cap.gr.timers.restart_flag': flag('Restart state', 0, 2, 0, { 0: 'No', 1: 'Yes' }),
  'bgp.cap.gr.timers.notification_flag': flag('Graceful notification', 0, 2, 1, { 0: 'No', 1: 'Yes' }),
  'bgp.cap.gr.timers.restart_time': { label: 'Time', type: 'uint', at: 0, size: 2, bits: { offset: 4, count: 12 } },
  'bgp.cap.gr.afi': freeUint('AFI', { values: ADDRESS_FAMILIES }),
  'bgp.cap.gr.safi': freeUint('SAFI', { values: SUBSEQUENT_FAMILIES }),
  'bgp.cap.gr.flag': freeHex('Flag', { digits: 2 }),
  'bgp.cap.gr.flag.pfs': flag('Preserve forwarding state', 0, 1, 0, { 0: 'No', 1: 'Yes' }),
};
