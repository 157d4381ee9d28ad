import { readDomain } from '../dns/names';
import { freeBytes, freeText, freeUint } from '../field-spec';
import type { MessageCursor } from '../message-cursor';
import type { FieldSpec } from '../protocol';
import { secondsText } from '../seconds-text';

/** What the data of an option is: one value, or for `ipv4s` and `items` several. `seconds` and `offset` (signed) have 4 bytes. */
type Form = 'ipv4' | 'ipv4s' | 'text' | 'uint8' | 'uint16' | 'uint32' | 'seconds' | 'offset' | 'boolean' | 'items' | 'bytes' | 'pairs' | 'domains';

interface Option {
  readonly name: string;
  /** Behind `dhcp.option.`; of pairs two. */
  readonly field: string;
  readonly form: Form;
  readonly label?: string;
  readonly values?: Readonly<Record<number, string>>;
}

const of = (name: string, field: string, form: Form, extra: Partial<Option> = {}): Option => ({ name, field, form, ...extra });

export const MESSAGE_TYPES: Readonly<Record<number, string>> = {
  1: 'Discover',
  2: 'Offer',
  3: 'Request',
  4: 'Decline',
  5: 'ACK',
  6: 'NAK',
  7: 'Release',
  8: 'Inform',
  9: 'Force Renew',
  10: 'Lease query',
  11: 'Lease Unassigned',
  12: 'Lease Unknown',
  13: 'Lease Active',
};
export const MESSAGE_TYPE = 53;
export const END = 255;

const NODE_TYPES = { 1: 'B-node', 2: 'P-node', 4: 'M-node', 8: 'H-node' };
const OVERLOADS = {
  1: 'Boot file name holds options',
  2: 'Server host name holds options',
  3: 'Boot file and server host names hold options',
};
const ARCHITECTURES = { 0: 'IA x86 PC', 6: 'EFI IA32', 7: 'EFI BC', 9: 'EFI x86-64', 11: 'EFI ARM64' };
const ENABLED = { 0: 'Disabled', 1: 'Enabled' };

/** RFC 2132 and IANA: BOOTP Vendor Extensions and DHCP Options; names as Wireshark's. */
export const OPTIONS: Readonly<Record<number, Option>> = {
  1: of('Subnet Mask', 'subnet_mask', 'ipv4'),
  2: of('Time Offset', 'time_offset', 'offset'),
  3: of('Router', 'router', 'ipv4s'),
  4: of('Time Server', 'time_server', 'ipv4s'),
  5: of('Name Server', 'name_server', 'ipv4s'),
  6: of('Domain Name Server', 'domain_name_server', 'ipv4s'),
  7: of('Log Server', 'log_server', 'ipv4s'),
  8: of('Quotes Server', 'quotes_server', 'ipv4s'),
  9: of('LPR Server', 'lpr_server', 'ipv4s'),
  10: of('Impress Server', 'impress_server', 'ipv4s'),
  11: of('Resource Location Server', 'resource_location_server', 'ipv4s'),
  12: of('Host Name', 'hostname', 'text'),
  13: of('Boot File Size', 'boot_file_size', 'uint16'),
  14: of('Merit Dump File', 'merit_dump_file', 'text'),
  15: of('Domain Name', 'domain_name', 'text'),
  16: of('Swap Server', 'swap_server', 'ipv4'),
  17: of('Root Path', 'root_path', 'text'),
  18: of('Extensions Path', 'extension_path', 'text'),
  19: of('IP Forwarding', 'ip_forwarding', 'boolean'),
  20: of('Non-Local Source Routing', 'non_local_source_routing', 'boolean'),
  21: of('Policy Filter', 'policy_filter.ip policy_filter.subnet_mask', 'pairs', { label: 'IP Address/Subnet Mask' }),
  22: of('Maximum Datagram Reassembly Size', 'max_datagram_reassembly_size', 'uint16'),
  23: of('Default IP Time-to-Live', 'default_ip_ttl', 'uint8'),
  24: of('Path MTU Aging Timeout', 'path_mtu_aging_timeout', 'seconds'),
  26: of('Interface MTU', 'interface_mtu', 'uint16'),
  27: of('All Subnets are Local', 'all_subnets_are_local', 'boolean'),
  28: of('Broadcast Address', 'broadcast_address', 'ipv4'),
  29: of('Perform Mask Discovery', 'perform_mask_discovery', 'boolean'),
  30: of('Mask Supplier', 'mask_supplier', 'boolean'),
  31: of('Perform Router Discover', 'perform_router_discover', 'boolean'),
  32: of('Router Solicitation Address', 'router_solicitation_address', 'ipv4'),
  33: of('Static Route', 'static_route.ip static_route.router', 'pairs', { label: 'Destination IP Address/Destination Router' }),
  34: of('Trailer Encapsulation', 'trailer_encapsulation', 'boolean'),
  35: of('ARP Cache Timeout', 'arp_cache_timeout', 'seconds'),
  36: of('Ethernet Encapsulation', 'ethernet_encapsulation', 'boolean'),
  37: of('TCP Default TTL', 'tcp_default_ttl', 'uint8'),
  38: of('TCP Keepalive Interval', 'tcp_keepalive_interval', 'seconds'),
  39: of('TCP Keepalive Garbage', 'tcp_keepalive_garbage', 'boolean'),
  40: of('Network Information Service Domain', 'nis_domain', 'text'),
  41: of('Network Information Service Servers', 'nis_server', 'ipv4s', { label: 'Network Information Service Server' }),
  42: of('Network Time Protocol Servers', 'ntp_server', 'ipv4s', { label: 'Network Time Protocol Server' }),
  43: of('Vendor-Specific Information', 'vendor.value', 'bytes', { label: 'Value' }),
  44: of('NetBIOS over TCP/IP Name Server', 'netbios_over_tcpip_name_server', 'ipv4s'),
  45: of('NetBIOS over TCP/IP Datagram Distribution Name Server', 'netbios_over_tcpip_dd_name_server', 'ipv4s'),
  46: of('NetBIOS over TCP/IP Node Type', 'netbios_over_tcpip_node_type', 'uint8', { values: NODE_TYPES }),
  47: of('NetBIOS over TCP/IP Scope', 'netbios_over_tcpip_scope', 'text'),
  50: of('Requested IP Address', 'requested_ip_address', 'ipv4'),
  51: of('IP Address Lease Time', 'ip_address_lease_time', 'seconds'),
  52: of('Option Overload', 'option_overload', 'uint8', { values: OVERLOADS }),
  53: of('DHCP Message Type', 'dhcp', 'uint8', { label: 'DHCP', values: MESSAGE_TYPES }),
  54: of('DHCP Server Identifier', 'dhcp_server_id', 'ipv4'),
  55: of('Parameter Request List', 'request_list_item', 'items', { label: 'Parameter Request List Item' }),
  56: of('Message', 'message', 'text'),
  57: of('Maximum DHCP Message Size', 'dhcp_max_message_size', 'uint16'),
  58: of('Renewal Time Value', 'renewal_time_value', 'seconds'),
  59: of('Rebinding Time Value', 'rebinding_time_value', 'seconds'),
  60: of('Vendor class identifier', 'vendor_class_id', 'text'),
  64: of('Network Information Service+ Domain', 'nis_plus_domain', 'text'),
  65: of('Network Information Service+ Server', 'nis_plus_server', 'ipv4s'),
  66: of('TFTP Server Name', 'tftp_server_name', 'text'),
  67: of('Bootfile name', 'bootfile_name', 'text'),
  69: of('SMTP Server', 'smtp_server', 'ipv4s'),
  70: of('POP3 Server', 'pop3_server', 'ipv4s'),
  93: of('Client System Architecture', 'client_system_architecture', 'uint16', { values: ARCHITECTURES }),
  114: of('DHCP Captive-Portal', 'captive_portal', 'text', { label: 'Captive Portal' }),
  118: of('Subnet Selection Option', 'subnet_selection_option', 'ipv4'),
  119: of('Domain Search', 'dhcp_dns_domain_search_list_fqdn', 'domains', { label: 'FQDN' }),
  252: of('Private/Proxy autodiscovery', 'private_proxy_autodiscovery', 'text'),
};
const CLIENT_IDENTIFIER = 61;
const RELAY_AGENT = 82;
const NAMES_ONLY: Readonly<Record<number, string>> = {
  61: 'Client identifier',
  82: 'Agent Information Option',
  121: 'Classless Static Route',
  255: 'End',
};

/** Bytes that the data of an option of this form has, where that is fixed. */
const SIZES: Readonly<Partial<Record<Form, number>>> = { ipv4: 4, uint8: 1, uint16: 2, uint32: 4, seconds: 4, offset: 4, boolean: 1 };

/** Fields of all options, from the table. */
export function optionFields(): Record<string, FieldSpec> {
  const fields: Record<string, FieldSpec> = {};
  for (const option of Object.values(OPTIONS)) {
    const labels = (option.label ?? option.name).split('/');
    const names = option.form === 'pairs' ? option.field.split(' ') : [option.field];
    for (const [index, name] of names.entries())
      fields[`dhcp.option.${name}`] = fieldSpec(option, names.length > 1 ? (labels[index] as string) : (option.label ?? option.name));
  }
  return fields;
}

function fieldSpec({ form, values }: Option, label: string): FieldSpec {
  if (form === 'ipv4' || form === 'ipv4s' || form === 'pairs') return { label, type: 'ipv4' };
  if (form === 'text' || form === 'domains') return freeText(label);
  if (form === 'bytes') return freeBytes(label);
  if (form === 'boolean') return { label, type: 'boolean', values: ENABLED };
  if (form === 'offset') return { label, type: 'int' };
  return values ? freeUint(label, { values }) : freeUint(label);
}

export function optionName(code: number): string {
  return OPTIONS[code]?.name ?? NAMES_ONLY[code] ?? (code >= 224 ? 'Private' : 'Unassigned');
}

/** The data of one option, whose length the cursor has as its end. */
export function addOptionData(cursor: MessageCursor, code: number): void {
  if (code === CLIENT_IDENTIFIER) addClientIdentifier(cursor);
  else if (code === RELAY_AGENT) addRelayAgent(cursor);
  else {
    const option = OPTIONS[code];
    if (!option || (SIZES[option.form] ?? cursor.left) !== cursor.left) cursor.bytes('dhcp.option.value', cursor.left);
    else addValues(cursor, option);
  }
}

function addValues(cursor: MessageCursor, option: Option): void {
  const field = `dhcp.option.${option.field}`;
  switch (option.form) {
    case 'ipv4':
    case 'ipv4s':
      while (cursor.left > 0) cursor.ipv4(field);
      return;
    case 'pairs':
      while (cursor.left > 0) for (const name of option.field.split(' ')) cursor.ipv4(`dhcp.option.${name}`);
      return;
    case 'text':
      cursor.text(field, cursor.left);
      return;
    case 'bytes':
      cursor.bytes(field, cursor.left);
      return;
    case 'boolean':
      cursor.add(field, 1, cursor.peek(1) !== 0);
      return;
    case 'seconds':
      addSeconds(cursor, field);
      return;
    case 'offset': {
      const seconds = cursor.peek(4) | 0;
      cursor.int(field, 4, { text: `(${seconds}s) ${secondsText(seconds)}` });
      return;
    }
    case 'items':
      while (cursor.left > 0) cursor.uint(field, 1, { text: `(${cursor.peek(1)}) ${optionName(cursor.peek(1))}` });
      return;
    case 'domains':
      addDomains(cursor, field);
      return;
    default:
      cursor.uint(field, cursor.left);
  }
}

const EXPLAINED: Readonly<Record<string, string>> = {
  'dhcp.option.tcp_keepalive_interval': 'dhcp-tcp-keepalive',
  'dhcp.option.ip_address_lease_time': 'dhcp-lease',
  'dhcp.option.renewal_time_value': 'dhcp-renewal',
  'dhcp.option.rebinding_time_value': 'dhcp-rebinding',
};

function addSeconds(cursor: MessageCursor, field: string): void {
  const seconds = cursor.peek(4);
  const code = EXPLAINED[field];
  const explanation = code && seconds !== 0xffffffff ? { code, data: { seconds } } : null;
  cursor.uint(field, 4, { text: `(${seconds}s) ${secondsText(seconds)}`, explanation });
}

/** Names one after the other, compressed within the option (RFC 3397). */
function addDomains(cursor: MessageCursor, field: string): void {
  const start = cursor.at;
  while (cursor.left > 0) {
    const domain = readDomain(cursor.layer.bytes, start, cursor.at, Math.min(cursor.end, cursor.layer.end));
    if (domain.fault !== null) {
      cursor.layer.issue(cursor.layer.end < cursor.end ? 'truncated' : 'malformed', cursor.at, domain.length + 1);
      return;
    }
    cursor.add(field, domain.length, domain.text);
  }
}

function addClientIdentifier(cursor: MessageCursor): void {
  const type = cursor.peek(1);
  if (type === 1 && cursor.left === 7) {
    cursor.uint('dhcp.hw.type', 1);
    cursor.mac('dhcp.hw.mac_addr');
  } else if (type === 0 && cursor.left > 1) {
    cursor.uint('dhcp.client_id.type', 1);
    cursor.text('dhcp.client_id.undef', cursor.left);
  } else cursor.bytes('dhcp.client_id', cursor.left);
}

const SUB_OPTIONS: Readonly<Record<number, string>> = { 1: 'Agent Circuit ID', 2: 'Agent Remote ID' };

/** RFC 3046 section 2. */
function addRelayAgent(cursor: MessageCursor): void {
  while (cursor.left > 0) {
    const code = cursor.peek(1);
    const inner = cursor.group('dhcp.option.agent_information_option.suboption', 2 + cursor.peek(1, 1));
    inner.describe(`(${code}) ${SUB_OPTIONS[code] ?? 'Unknown'}`, code);
    inner.skip(1);
    inner.uint('dhcp.option.suboption_length', 1);
    const name = code === 1 ? 'agent_circuit_id' : code === 2 ? 'agent_remote_id' : 'value';
    inner.bytes(`dhcp.option.agent_information_option.${name}`, inner.left);
  }
}

export const OPTION_FIELDS: Readonly<Record<string, FieldSpec>> = {
  'dhcp.option.type': freeUint('Option'),
  'dhcp.option.length': freeUint('Length'),
  'dhcp.option.value': freeBytes('Value'),
  'dhcp.option.end': freeUint('Option End'),
  'dhcp.option.padding': freeBytes('Padding'),
  'dhcp.option.suboption_length': freeUint('Length'),
  'dhcp.option.agent_information_option.suboption': freeUint('Option 82 Suboption'),
  'dhcp.option.agent_information_option.agent_circuit_id': freeBytes('Agent Circuit ID'),
  'dhcp.option.agent_information_option.agent_remote_id': freeBytes('Agent Remote ID'),
  'dhcp.option.agent_information_option.value': freeBytes('Value'),
  'dhcp.client_id': freeBytes('Identifier'),
  'dhcp.client_id.type': freeUint('Type'),
  'dhcp.client_id.undef': freeText('Client Identifier'),
  ...optionFields(),
};
