/** Filters show exactly the frames that `tshark -Y` shows. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyse, fileBytes } from '../../captures/analyse-file';
import { hasPublicCaptures, hasTshark, ourFrames, PUBLIC, tsharkFrames } from './tshark-filter';

if (!hasPublicCaptures) console.log('skipped: filters against tshark: no public captures beside the project');
if (!hasTshark) console.log('skipped: filters against tshark: tshark is not installed');

interface Pair {
  readonly filter: string;
  /** The same for tshark 4.0, where it does not know the operator. */
  readonly peer?: string;
}

const same = (...filters: string[]): Pair[] => filters.map((filter) => ({ filter }));

/** By capture. Together they hold every operator, kind of value, quantifier and function. */
const PAIRS: Readonly<Record<string, readonly Pair[]>> = {
  'pcpp__one_tcp_stream.pcap': [
    ...same(
      'tcp.port == 80',
      'tcp.port eq 61541 and tcp.len gt 0',
      'tcp.srcport != 80',
      'tcp.dstport ne 80',
      'tcp.port !== 80',
      'tcp.port ~= 80',
      'tcp.srcport === 80',
      'tcp.port any_eq 80 && tcp.port all_ne 81',
      'tcp.port any_ne 80 and tcp.srcport all_eq 61541',
      'tcp.len > 1000 || tcp.len < 1',
      'tcp.len >= 1360 or tcp.len <= 0',
      'tcp.len ge 1420 or tcp.len le 0 or tcp.window_size lt 100',
      'any tcp.port > 1024 and all tcp.port < 65000',
      'all tcp.port > 80',
      'frame.number in {1, 3..7, 30}',
      'tcp.srcport not in {80, 443} and frame.number !in {1..5}',
      'all tcp.len not in {0..100}',
      'tcp.len > +5 and ip.flags.df == 2',
      'len(ip) == 20 and len(tcp) > 20 and len(ip.src) == 4',
      'tcp.flags & 0x02',
      'tcp.flags.syn == 1 and tcp.flags.ack == 0',
      'tcp.flags.syn == True',
      'tcp.flags.push == "Set"',
      'tcp.flags == 0x018',
      'not tcp.flags.push == 1',
      '!(tcp.len == 0) && !!tcp',
      'tcp.len + tcp.hdr_len == 32',
      'tcp.len * 2 > 2000 and tcp.len - 1 < 1400',
      'tcp.len / 100 == 13 or tcp.len % 7 == 3',
      '{tcp.len + 1} * 2 > 2000 or tcp.len - {tcp.hdr_len + 1} < 0',
      'ip.src_host matches "^10\\\\." and ip.host contains "0.0" and ip.dst_host > "100"',
      'ip.ttl & 0x80',
      'ip.src == 10.0.0.0/8',
      'ip.addr != 10.0.0.1',
      'ip.dst != 10.0.0.0/8',
      'ip.src > 10.0.0.1',
      'ip.src in {10.0.0.0..10.0.0.9}',
      'ip.src in {10.0.0.0/8, 1.2.3.4}',
      'ip.proto == TCP and tcp.hdr_len gt 20',
      'tcp contains "POST"',
      'tcp contains 50:4f:53:54',
      'frame contains 0d0a0d0a',
      'tcp.payload[0:4] == "POST"',
      'tcp.payload[:2] == 48:54',
      'tcp.payload[-2:] == 7d:3b',
      'tcp[13] == 12 or tcp[13:1] == 0x02',
      'tcp[0-1] == 00:50',
      'eth.src[0,2-3] == eth.src[0,2-3] and frame.number < 9',
      'ip[8:2] == 80:06',
      'tcp.payload matches "^post .*ashx"',
      'frame matches r"\\x0d\\x0aHost: [a-z]+"',
      'tcp.payload ~ "HTTP/1\\\\.1 200"',
      'len(tcp.payload) > 1400',
      'count(tcp.port) == 2 and frame.number < 4',
      'max(tcp.srcport, tcp.dstport) == 61541 and min(tcp.srcport, tcp.dstport) == 80',
      'abs(tcp.len) == 0',
      'string(frame.number) matches "[13]$"',
      'frame.time_relative > 0.0155 and frame.time_relative <= 15.6',
      'frame.time_relative in {0.01..0.016}',
      'frame.time_delta == 0 or tcp.time_delta <= 0.0001',
      'frame.time > "2014-01-01 00:00:00"',
      'frame.time_epoch > 1400000000.5',
      'tcp.seq == 1 and tcp.ack == 1',
      'tcp.seq > tcp.ack',
      'tcp.options.mss_val == 1460 or tcp.options.sack_perm',
      'tcp.stream eq 0 and tcp.nxtseq > 10000',
      'tcp.srcport == tcp.dstport or tcp.srcport == 80 and ip.ttl < 120',
      'eth.addr == eth.src and (tcp.len == 0 or frame.len == 66)',
    ),
    { filter: 'tcp.len > 0 xor ip.src == 10.0.0.1', peer: '(tcp.len > 0 or ip.src == 10.0.0.1) and not (tcp.len > 0 and ip.src == 10.0.0.1)' },
  ],
  'pcpp__many_interfaces-1.pcapng': same('ip.ttl < 64 or ipv6', 'udp.port == 53 and ip.addr == 10.0.0.0/8', 'arp or icmp'),
  'sv__tcp-fastopen-10-syn-data-ignore.pcap': same('tcp.flags.syn == 1 and tcp.len > 0', 'tcp.options.timestamp.tsval > 0', 'tcp.stream in {1, 3}'),
  'zeek__q-in-q.pcap': same('vlan.id == 100 or vlan.id > 3', 'count(vlan.id) == 2', 'vlan and not arp', 'vlan.priority == 0'),
  'zeek__tcp-retransmit-timeout.pcapng': same('tcp.analysis.retransmission'),
  'dpkt__truncated_dns_2.pcap': same('_ws.short or _ws.malformed', 'not _ws.malformed and udp'),
  'zeek__trunc-trunc-hdr.pcap': same('_ws.short', '_ws.malformed or frame.cap_len < 100'),
  'tcpdump__bgp-4byte-asn.pcap': same('bgp.open.opt#1', 'count(bgp.open.opt) == 1 or count(bgp.type) > 1', 'bgp.open.opt#2'),
  'ndpi__mining.pcapng': same(
    'tcp.analysis.flags',
    'tcp.analysis.retransmission',
    'tcp.analysis.duplicate_ack',
    'tcp.analysis.lost_segment',
    'tcp.analysis.window_update',
  ),
  'pcpp__ip6_fragments.pcap': same(
    'ipv6.addr == 2607:f010:3f9::/48',
    'ipv6.src[0:2] == fe:80',
    'ipv6.nxt == 44 and ipv6.plen > 100',
    'ipv6.dst > 4000::',
    'ipv6.src_host contains "::" and not ipv6.host matches "ff02"',
  ),
  'arkime__icmp-frame-relay.pcap': same('icmp.type == 8', 'icmp and ip.ttl > 1'),
  'zeek__icmp-icmp-destunreach-udp.pcap': same('ip.addr#2 == 192.168.0.0/16', 'udp', 'icmp.type == 3 and ip.src#1 != ip.src#2'),
  'ndpi__ocsp.pcapng': [
    { filter: 'keepalive.probe', peer: 'tcp.analysis.keep_alive' },
    { filter: 'keepalive.answer', peer: 'tcp.analysis.keep_alive_ack' },
    { filter: 'tcp.analysis.keep_alive or tcp.analysis.keep_alive_ack and tcp.srcport == 80' },
  ],
  'pcpp__many-protocols.pcap': same(
    'tcp.flags.fin == 1 or tcp.flags.reset == 1',
    'udp and frame.len > 600',
    'arp.opcode == 1 and arp.dst.proto_ipv4 == 10.0.0.0/8',
    'eth.dst == ff:ff:ff:ff:ff:ff',
    'eth.dst[0] & 1',
    'llc and not ip',
    'vlan and icmp.type == 8',
    'http.request.method == "GET"',
    'http.request and tcp',
    'ip.version == 6 or ip.version == 4 and udp',
    'lower(http.request.method) == "get" and upper(http.host) contains "COM"',
    'http.host[-4:] == ".com" or http.host matches "\\\\.net$"',
    'http.request.uri contains "/" and len(http.request.uri) > 200',
    'ip.src in {10.0.0.0..10.0.0.255, 192.168.0.0/16} and ip.dst != 10.0.0.0/8',
    'tcp.payload contains "\\x0d\\x0a\\x0d\\x0a" and tcp.dstport == 80',
  ),
};

describe.runIf(hasPublicCaptures && hasTshark)('filters against tshark', () => {
  it('are sixty at least', () => {
    expect(Object.values(PAIRS).flat().length).toBeGreaterThanOrEqual(60);
  });

  for (const [name, pairs] of Object.entries(PAIRS)) {
    it(`show the same frames of ${name}`, { timeout: 300_000 }, async () => {
      const path = join(PUBLIC, name);
      const capture = await analyse(fileBytes(path));
      const differences: unknown[] = [];
      let shown = 0;
      for (const { filter, peer } of pairs) {
        const ours = await ourFrames(capture, filter);
        const theirs = tsharkFrames(path, peer ?? filter);
        shown += theirs.length;
        if (ours.join() !== theirs.join()) differences.push({ filter, ours, theirs });
      }
      await capture.close();
      expect(differences).toEqual([]);
      expect(shown).toBeGreaterThan(0);
    });
  }
});
