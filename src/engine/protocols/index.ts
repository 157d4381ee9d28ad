import { ah } from './ah';
import { amqp } from './amqp/amqp';
import { arp } from './arp';
import { bgp } from './bgp/bgp';
import { chdlc, slarp } from './chdlc';
import { data } from './data';
import { dhcp } from './dhcp/dhcp';
import { dns, llmnr, mdns } from './dns/dns';
import { erspan } from './erspan';
import { etherIp } from './etherip';
import { ethernet } from './ethernet';
import { fix } from './fix/fix';
import { frame } from './frame';
import { frameRelay, frameRelayWithDirection } from './frame-relay';
import { geneve } from './geneve';
import { gre } from './gre';
import { gtp } from './gtp';
import { http } from './http';
import { grpc } from './http2/grpc';
import { http2 } from './http2/http2';
import { icmp } from './icmp';
import { icmpv6 } from './icmpv6';
import { iec104, iec60870Asdu } from './iec104';
import { ieee80211, ieee80211Padded } from './ieee80211';
import { ipv4 } from './ipv4';
import { ipv6 } from './ipv6';
import { ipv6Destination } from './ipv6-destination';
import { ipv6Fragment } from './ipv6-fragment';
import { ipv6HopByHop } from './ipv6-hop-by-hop';
import { ipv6Routing } from './ipv6-routing';
import { l2tp } from './l2tp';
import { linuxSll } from './linux-sll';
import { linuxSll2 } from './linux-sll2';
import { llc } from './llc';
import { macsec } from './macsec';
import { memcached } from './memcached';
import { mpls } from './mpls';
import { mqtt } from './mqtt/mqtt';
import { mysql } from './mysql/mysql';
import { nbss } from './nbss';
import { nflog } from './nflog';
import { ntp } from './ntp';
import { nullLoopback, openBsdLoopback } from './null-loopback';
import { pgsql } from './pgsql/pgsql';
import { pktap } from './pktap';
import { ppi } from './ppi';
import { ppp } from './ppp';
import { pppFromDaemon, pppWithDirection } from './ppp-direction';
import { lcp } from './ppp-lcp';
import { pppoeDiscovery, pppoeSession } from './pppoe';
import { wirelessCapture } from './prism';
import { quic } from './quic';
import { radiotap } from './radiotap';
import { rawIp } from './raw-ip';
import { Registry } from './registry';
import { resp } from './resp';
import { sctp } from './sctp/sctp';
import { shim6 } from './shim6';
import { slip } from './slip';
import { smb2 } from './smb2/smb2';
import { ssh } from './ssh/ssh';
import { stomp } from './stomp';
import { broadcomPrepended, broadcomTag, dsa, edsa, edsaLink } from './switch-tags';
import { tcp } from './tcp';
import { tls } from './tls/tls';
import { udp } from './udp';
import { instanceTag, serviceVlan, vlan } from './vlan';
import { vxlan } from './vxlan';
import { websocket } from './websocket';

/** Every protocol, one line each. */
export const registry = new Registry([
  frame,
  data,
  ethernet,
  vlan,
  serviceVlan,
  instanceTag,
  llc,
  linuxSll,
  linuxSll2,
  nullLoopback,
  openBsdLoopback,
  rawIp,
  arp,
  ipv4,
  ipv6,
  ipv6HopByHop,
  ipv6Routing,
  ipv6Fragment,
  ipv6Destination,
  ah,
  shim6,
  tcp,
  udp,
  icmp,
  icmpv6,
  dns,
  mdns,
  llmnr,
  dhcp,
  ntp,
  quic,
  sctp,
  mqtt,
  amqp,
  bgp,
  iec104,
  iec60870Asdu,
  stomp,
  pgsql,
  mysql,
  nbss,
  smb2,
  memcached,
  fix,
  http,
  resp,
  tls,
  ssh,
  websocket,
  http2,
  grpc,
  gre,
  erspan,
  etherIp,
  vxlan,
  geneve,
  mpls,
  pppoeDiscovery,
  pppoeSession,
  ppp,
  pppFromDaemon,
  pppWithDirection,
  lcp,
  chdlc,
  slarp,
  frameRelay,
  frameRelayWithDirection,
  gtp,
  l2tp,
  macsec,
  ieee80211,
  ieee80211Padded,
  radiotap,
  wirelessCapture,
  ppi,
  nflog,
  pktap,
  slip,
  broadcomPrepended,
  broadcomTag,
  dsa,
  edsa,
  edsaLink,
]);
