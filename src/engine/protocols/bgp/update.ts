import { flag, freeBytes, freeHex, freeText, freeUint, group, hexBits } from '../field-spec';
import { MessageCursor } from '../message-cursor';
import type { FieldSpec } from '../protocol';
import { addReachable, addUnreachable, MULTIPROTOCOL_FIELDS } from './multiprotocol';
import { addPrefixes, ROUTE_FIELDS } from './routes';

const ATTRIBUTE = 'bgp.update.path_attribute';
const EXTENDED_LENGTH = 0x10;
const ATTRIBUTES: Readonly<Record<number, string>> = {
  1: 'ORIGIN',
  2: 'AS_PATH',
  3: 'NEXT_HOP',
  4: 'MULTI_EXIT_DISC',
  5: 'LOCAL_PREF',
  6: 'ATOMIC_AGGREGATE',
  7: 'AGGREGATOR',
  8: 'COMMUNITIES',
  9: 'ORIGINATOR_ID',
  10: 'CLUSTER_LIST',
  14: 'MP_REACH_NLRI',
  15: 'MP_UNREACH_NLRI',
  16: 'EXTENDED_COMMUNITIES',
  17: 'AS4_PATH',
  18: 'AS4_AGGREGATOR',
  32: 'LARGE_COMMUNITY',
};
const ORIGINS: Readonly<Record<number, string>> = { 0: 'IGP', 1: 'EGP', 2: 'INCOMPLETE' };
const SEGMENTS: Readonly<Record<number, string>> = { 1: 'AS_SET', 2: 'AS_SEQUENCE', 3: 'AS_CONFED_SEQUENCE', 4: 'AS_CONFED_SET' };
const LARGE = 'bgp.large_communities';
/** IANA: BGP Well-known Communities. */
const WELL_KNOWN: Readonly<Record<number, string>> = {
  4294901760: 'GRACEFUL_SHUTDOWN',
  4294901761: 'ACCEPT_OWN',
  4294901766: 'LLGR_STALE',
  4294901767: 'NO_LLGR',
  4294902426: 'BLACKHOLE',
  4294967041: 'NO_EXPORT',
  4294967042: 'NO_ADVERTISE',
  4294967043: 'NO_EXPORT_SUBCONFED',
  4294967044: 'NOPEER',
};
const FLAGS = ['optional', 'transitive', 'partial', 'extended_length', 'unused'].map((bit) => `${ATTRIBUTE}.flags.${bit}`);

/** RFC 4271 section 4.3. */
export function addUpdate(body: MessageCursor): void {
  const withdrawn = body.uint('bgp.update.withdrawn_routes.length', 2);
  if (withdrawn > 0) addPrefixes(body.group('bgp.update.withdrawn_routes', withdrawn), { field: 'bgp.withdrawn_prefix', bits: 32 });
  const length = body.uint('bgp.update.path_attributes.length', 2);
  if (length > 0) {
    const attributes = body.group('bgp.update.path_attributes', length);
    while (attributes.left > 0) addAttribute(attributes);
  }
  if (body.left > 0) addPrefixes(body.group('bgp.update.nlri', body.left), { field: 'bgp.nlri_prefix', bits: 32 });
}

function addAttribute(list: MessageCursor): void {
  const wide = (list.peek(1) & EXTENDED_LENGTH) !== 0 ? 2 : 1;
  const type = list.peek(1, 1);
  const name = ATTRIBUTES[type] ?? `Unknown (${type})`;
  const attribute = list.group(ATTRIBUTE, 2 + wide + list.peek(wide, 2), { text: name });
  attribute.flags(`${ATTRIBUTE}.flags`, 1, FLAGS);
  attribute.uint(`${ATTRIBUTE}.type_code`, 1);
  attribute.uint(`${ATTRIBUTE}.length`, wide);
  const text = addAttributeValue(attribute, type);
  if (text !== '') attribute.describe(`${name}: ${text}`);
}

function addAttributeValue(value: MessageCursor, type: number): string {
  switch (type) {
    case 1: {
      const origin = value.uint(`${ATTRIBUTE}.origin`, 1);
      return ORIGINS[origin] ?? String(origin);
    }
    case 2:
    case 17:
      return addPath(value, type === 17);
    case 3:
      return value.ipv4(`${ATTRIBUTE}.next_hop`);
    case 4:
      return String(value.uint(`${ATTRIBUTE}.multi_exit_disc`, 4));
    case 5:
      return String(value.uint(`${ATTRIBUTE}.local_pref`, 4));
    case 7:
    case 18:
      value.uint(`${ATTRIBUTE}.aggregator_as`, value.left === 8 ? 4 : 2);
      return value.ipv4(`${ATTRIBUTE}.aggregator_origin`);
    case 8:
      return addCommunities(value);
    case 9:
      return value.ipv4(`${ATTRIBUTE}.originator_id`);
    case 10:
      return addClusters(value);
    case 32:
      return addLargeCommunities(value);
  }
  const text = type === 14 ? addReachable(value) : type === 15 ? addUnreachable(value) : '';
  value.bytes(`${ATTRIBUTE}.value`, value.left);
  return text;
}

/** Numbers of two bytes, or of four where both ends said so in OPEN: told from how the segments fill the attribute. */
function asNumberSize(value: MessageCursor): number {
  const { layer, at, end } = value;
  const probe = new MessageCursor(layer, at, end);
  while (SEGMENTS[probe.peek(1)] !== undefined) probe.at += 2 + 2 * probe.peek(1, 1);
  return probe.at === end ? 2 : 4;
}

function addPath(value: MessageCursor, alwaysWide: boolean): string {
  const size = alwaysWide ? 4 : asNumberSize(value);
  const path: number[] = [];
  while (value.left > 0) {
    const count = value.peek(1, 1);
    const segment = value.group(`${ATTRIBUTE}.as_path_segment`, 2 + count * size);
    const type = segment.uint(`${ATTRIBUTE}.as_path_segment.type`, 1);
    segment.uint(`${ATTRIBUTE}.as_path_segment.length`, 1);
    const from = path.length;
    while (segment.left > 0) path.push(segment.uint(`${ATTRIBUTE}.as_path_segment.as${size}`, size));
    segment.describe(`${SEGMENTS[type] ?? `Type ${type}`}: ${path.slice(from).join(' ')}`);
  }
  return path.join(' ');
}

function addCommunities(value: MessageCursor): string {
  const texts: string[] = [];
  const list = value.group(`${ATTRIBUTE}.communities`, value.left);
  while (list.left > 0) {
    const community = list.group(`${ATTRIBUTE}.community`, 4);
    const name = WELL_KNOWN[community.peek(4)];
    if (name !== undefined) {
      community.uint(`${ATTRIBUTE}.community_wellknown`, 4);
      community.describe(name);
      texts.push(name);
      continue;
    }
    const as = community.uint(`${ATTRIBUTE}.community_as`, 2);
    const number = community.uint(`${ATTRIBUTE}.community_value`, 2);
    community.describe(`${as}:${number}`);
    texts.push(`${as}:${number}`);
  }
  return texts.join(' ');
}

/** RFC 4456 section 8. */
function addClusters(value: MessageCursor): string {
  const texts: string[] = [];
  const list = value.group('bgp.path_attribute.cluster_list', value.left);
  while (list.left > 0) texts.push(list.ipv4('bgp.path_attribute.cluster_id'));
  return texts.join(' ');
}

/** RFC 8092 section 3. */
function addLargeCommunities(value: MessageCursor): string {
  const texts: string[] = [];
  while (value.left > 0) {
    const community = value.group(LARGE, 12);
    const text = ['ga', 'ldp1', 'ldp2'].map((part) => community.uint(`${LARGE}.${part}`, 4)).join(':');
    community.describe(text, text);
    texts.push(text);
  }
  return texts.join(' ');
}

const yes = { 0: 'Not set', 1: 'Set' };

export const UPDATE_FIELDS: Readonly<Record<string, FieldSpec>> = {
  'bgp.update.withdrawn_routes.length': freeUint('Withdrawn Routes Length'),
  'bgp.update.withdrawn_routes': group('Withdrawn Routes'),
  'bgp.update.path_attributes.length': freeUint('Total Path Attribute Length'),
  'bgp.update.path_attributes': group('Path attributes'),
  'bgp.update.nlri': group('Network Layer Reachability Information (NLRI)'),
  [ATTRIBUTE]: group('Path Attribute'),
  [`${ATTRIBUTE}.flags`]: freeHex('Flags', { digits: 2 }),
  [`${ATTRIBUTE}.flags.optional`]: flag('Optional', 0, 1, 0, yes),
  [`${ATTRIBUTE}.flags.transitive`]: flag('Transitive', 0, 1, 1, yes),
  [`${ATTRIBUTE}.flags.partial`]: flag('Partial', 0, 1, 2, yes),
  [`${ATTRIBUTE}.flags.extended_length`]: flag('Extended-Length', 0, 1, 3, yes),
  [`${ATTRIBUTE}.flags.unused`]: hexBits('Unused', 0, 1, [4, 4], { digits: 2 }),
  [`${ATTRIBUTE}.type_code`]: freeUint('Type Code', { values: ATTRIBUTES }),
  [`${ATTRIBUTE}.length`]: freeUint('Length'),
  [`${ATTRIBUTE}.origin`]: freeUint('Origin', { values: ORIGINS }),
  [`${ATTRIBUTE}.as_path_segment`]: group('AS Path segment'),
  [`${ATTRIBUTE}.as_path_segment.type`]: freeUint('Segment type', { values: SEGMENTS }),
  [`${ATTRIBUTE}.as_path_segment.length`]: freeUint('Segment length (number of ASN)'),
  [`${ATTRIBUTE}.as_path_segment.as2`]: freeUint('AS2'),
  [`${ATTRIBUTE}.as_path_segment.as4`]: freeUint('AS4'),
  [`${ATTRIBUTE}.next_hop`]: { label: 'Next hop', type: 'ipv4' },
  [`${ATTRIBUTE}.multi_exit_disc`]: freeUint('Multiple exit discriminator'),
  [`${ATTRIBUTE}.local_pref`]: freeUint('Local preference'),
  [`${ATTRIBUTE}.aggregator_as`]: freeUint('Aggregator AS'),
  [`${ATTRIBUTE}.aggregator_origin`]: { label: 'Aggregator origin', type: 'ipv4' },
  [`${ATTRIBUTE}.communities`]: group('Communities'),
  [`${ATTRIBUTE}.community`]: group('Community'),
  [`${ATTRIBUTE}.community_as`]: freeUint('Community AS'),
  [`${ATTRIBUTE}.community_value`]: freeUint('Community value'),
  [`${ATTRIBUTE}.community_wellknown`]: freeHex('Community Well-known', { values: WELL_KNOWN, digits: 8 }),
  [`${ATTRIBUTE}.originator_id`]: { label: 'Originator identifier', type: 'ipv4' },
  'bgp.path_attribute.cluster_list': group('Cluster List'),
  'bgp.path_attribute.cluster_id': { label: 'Cluster ID', type: 'ipv4' },
  [LARGE]: freeText('Large Community'),
  [`${LARGE}.ga`]: freeUint('Global Administrator'),
  [`${LARGE}.ldp1`]: freeUint('Local Data Part 1'),
  [`${LARGE}.ldp2`]: freeUint('Local Data Part 2'),
  [`${ATTRIBUTE}.value`]: freeBytes('Value'),
  ...ROUTE_FIELDS,
  ...MULTIPROTOCOL_FIELDS,
};
