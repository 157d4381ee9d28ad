/** Capture filters that are hard to type. */

/**
 * SYN, FIN and RST, and TCP segments with at most one byte of data (acknowledgements, keep-alive probes and their answers), over IPv4 and over IPv6
 * without extension headers, with the ICMP errors about them: what keep-alives and handshakes of a busy server are seen by, at little cost.
 */
export const CONTROL_AND_EMPTY_SEGMENTS = [
  '(tcp[tcpflags] & (tcp-syn|tcp-fin|tcp-rst) != 0)',
  '(ip proto 6 and ip[2:2] - ((ip[0] & 0xf) << 2) - ((tcp[12] & 0xf0) >> 2) <= 1)',
  '(ip6 proto 6 and (ip6[53] & 7 != 0 or ip6[4:2] - ((ip6[52] & 0xf0) >> 2) <= 1))',
  'icmp',
  'icmp6',
].join(' or ');
