/** Packets of every application protocol, with what tshark shows otherwise on purpose: the reasons are in docs/differences-from-tshark.md. */
import { AMQP_SPECIMENS } from './amqp-specimens';
import { BGP_SPECIMENS, IEC104_SPECIMENS } from './control-specimens';
import { MYSQL_SPECIMENS, PGSQL_SPECIMENS } from './database-specimens';
import { DHCP_SPECIMENS, NTP_SPECIMENS, QUIC_SPECIMENS, SCTP_SPECIMENS } from './datagram-specimens';
import { DNS_SPECIMENS } from './dns-specimens';
import { MQTT_SPECIMENS } from './mqtt-specimens';
import type { Known } from './peer';
import { SMB2_SPECIMENS } from './smb2-specimens';
import type { Specimen } from './specimens';
import { FIX_SPECIMENS, MEMCACHED_SPECIMENS, STOMP_SPECIMENS } from './text-specimens';

export interface Application {
  readonly name: string;
  readonly specimens: readonly Specimen[];
  /** Protocols of tshark whose fields are compared. */
  readonly protocols: RegExp;
  /** Fields that differ. */
  readonly known: Known;
  /** Names of specimens whose columns differ. */
  readonly columns: RegExp;
  /** Names of specimens that are not compared, only cut. */
  readonly damaged?: RegExp;
  /** False where tshark has no dissector: nothing is compared. */
  readonly tsharkKnows?: boolean;
}

/** Nothing differs. */
const NONE = /^$/;

export const APPLICATIONS: readonly Application[] = [
  {
    name: 'DNS',
    specimens: DNS_SPECIMENS,
    protocols: /^(dns|mdns|llmnr)$/,
    known: {
      'dns.srv.service': 'missing',
      'dns.srv.proto': 'missing',
      'dns.srv.name': 'missing',
      'dns.openpgpkey': 'value',
      'dns.opt.chain.fqdn': 'value',
    },
    columns: /^record (MD|MF|MB|MG|MR|NULL|MINFO|RP|AFSDB|X25|ISDN|RT|NSAP|NSAP-PTR|PX|GPOS|APL|DHCID|NSEC3PARAM|TLSA|HIP)$|^TKEY$|^pointer/,
    damaged: /two over TCP|over TCP, padded/,
  },
  {
    name: 'DHCP',
    specimens: DHCP_SPECIMENS,
    protocols: /^dhcp$/,
    known: { 'dhcp.option.type': 'value' },
    columns: /^BOOTP$/,
    damaged: /overload|beyond the end|padding before/,
  },
  { name: 'NTP', specimens: NTP_SPECIMENS, protocols: /^ntp$/, known: {}, columns: NONE, damaged: /^control$/ },
  {
    name: 'QUIC',
    specimens: QUIC_SPECIMENS,
    protocols: /^quic$/,
    known: {
      'quic.long.reserved': 'missing',
      'quic.packet_number_length': 'missing',
      'quic.packet_number': 'missing',
      'quic.payload': 'missing',
      'quic.short': 'missing',
    },
    columns: /Initial|draft|short header/,
    damaged: /unknown version|beyond the datagram/,
  },
  {
    name: 'SCTP',
    specimens: SCTP_SPECIMENS,
    protocols: /^sctp$/,
    known: { 'sctp.data_tsn': 'value' },
    columns: /DATA|gaps|NR-SACK|unknown chunk|bundled|chunk length 0/,
    damaged: /longer than the packet/,
  },
  {
    name: 'MQTT',
    specimens: MQTT_SPECIMENS,
    protocols: /^mqtt$/,
    known: {},
    columns: /^UNSUBSCRIBE$|^PUBLISH 5$|another port/,
    damaged: /five bytes|longer than|^SUBACK 5$/,
  },
  {
    name: 'AMQP',
    specimens: AMQP_SPECIMENS,
    protocols: /^amqp$/,
    known: { 'amqp.method.arguments.publish_number': 'missing' },
    columns: /eader$|^content body$|^two in|unknown|no frame end/,
    damaged: /table longer/,
  },
  {
    name: 'BGP',
    specimens: BGP_SPECIMENS,
    protocols: /^bgp$/,
    known: { 'bgp.large_communities': 'value' },
    columns: /^NOTIFICATION|^prefix too long$|^length below/,
    damaged: /longer than the message|labelled|beyond its attribute/,
  },
  {
    name: 'IEC 60870-5-104',
    specimens: IEC104_SPECIMENS,
    protocols: /^iec60870_(104|asdu)$/,
    known: Object.fromEntries(
      ['qoi', 'float', 'qds', 'qds.ov', 'qds.bl', 'qds.sb', 'qds.nt', 'qds.iv'].map((name) => [`iec60870_asdu.${name}`, 'missing']),
    ),
    columns: /^I$|^two in|unknown function|too short/,
  },
  {
    name: 'memcached',
    specimens: MEMCACHED_SPECIMENS,
    protocols: /^memcache$/,
    known: {},
    columns: /^(VALUE|number|touch|STAT|meta|MN$|error)/,
    damaged: /longer than|no command/,
  },
  {
    name: 'PostgreSQL',
    specimens: PGSQL_SPECIMENS,
    protocols: /^pgsql$/,
    known: { 'pgsql.auth.gssapi_sspi.data': 'place' },
    columns: /^several in/,
    damaged: /no TLS|no GSS|SASL, (first )?answer|GSS answer|below four|without end/,
  },
  {
    name: 'MySQL',
    specimens: MYSQL_SPECIMENS,
    protocols: /^mysql$/,
    known: {
      'mariadb.prefix': 'missing',
      'mariadb.length': 'missing',
      'mysql.payload': 'missing',
      'mysql.caps.pm': 'place',
      'mysql.caps.unused': 'missing',
    },
    columns: /./,
    damaged: /^login$|^TLS request$|statistics, answer|prepare, answer|^row$|^empty$/,
  },
  {
    name: 'SMB2',
    specimens: SMB2_SPECIMENS,
    protocols: /^(smb2|nbss)$/,
    known: {
      ...Object.fromEntries(
        [
          'smb2.preauth_hash',
          'smb2.current_time',
          'smb2.boot_time',
          'smb2.olb.offset',
          'smb2.olb.length',
          'smb2.unknown',
          'smb2.error.context_count',
          'smb2.error.reserved',
          'smb2.error.byte_count',
          'smb2.error.data',
          'smb2.close.flags',
          'smb2.close.pq_attrib',
          'smb2.fid',
          'dcerpc.nt.close_frame',
          'nbss.flags',
          'nbss.flags.e',
        ].map((name) => [name, 'missing' as const]),
      ),
      'smb2.reserved': 'place',
      'smb2.negotiate_context.offset': 'place',
    },
    columns: /SMB1|unknown command/,
    damaged: /behind the end|^negotiate, answer$/,
  },
  { name: 'FIX', specimens: FIX_SPECIMENS, protocols: /^fix$/, known: {}, columns: NONE },
  { name: 'STOMP', specimens: STOMP_SPECIMENS, protocols: /^stomp$/, known: {}, columns: /./, tsharkKnows: false },
];
