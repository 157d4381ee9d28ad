import {
  addHashParameters,
  type DataDecoder,
  decodeA6,
  decodeApl,
  decodeCaa,
  decodeCsync,
  decodeDnskey,
  decodeHip,
  decodeIpseckey,
  decodeKey,
  decodeNsec,
  decodeNsec3,
  decodeService,
  decodeTkey,
  decodeTsig,
  decodeWks,
  name,
  parts,
  readPart,
  texts,
} from './record-decoders';

const DS: DataDecoder = parts([
  ['dns.ds.key_id', 2],
  ['dns.ds.algorithm', 1],
  ['dns.ds.digest_type', 1],
  ['dns.ds.digest', 'bytes'],
]);

/** By record type (IANA: Resource Record (RR) TYPEs). */
export const RECORD_DATA: Readonly<Record<number, DataDecoder>> = {
  1: parts([['dns.a', 'ipv4']], [0]),
  2: name('dns.ns'),
  3: name('dns.md'),
  4: name('dns.mf'),
  5: name('dns.cname'),
  6: parts(
    [
      ['dns.soa.mname', 'name'],
      ['dns.soa.rname', 'name'],
      ['dns.soa.serial_number', 4],
      ['dns.soa.refresh_interval', 4],
      ['dns.soa.retry_interval', 4],
      ['dns.soa.expire_limit', 4],
      ['dns.soa.minimum_ttl', 4],
    ],
    [0],
  ),
  7: name('dns.mb'),
  8: name('dns.mg'),
  9: name('dns.mr'),
  10: parts([['dns.null', 'bytes']]),
  11: decodeWks,
  12: name('dns.ptr.domain_name'),
  13: parts(
    [
      ['dns.hinfo.cpu', ['dns.hinfo.cpu_length']],
      ['dns.hinfo.os', ['dns.hinfo.os_length']],
    ],
    [0, 1],
  ),
  14: parts(
    [
      ['dns.minfo.r', 'name'],
      ['dns.minfo.e', 'name'],
    ],
    [0],
  ),
  15: parts(
    [
      ['dns.mx.preference', 2],
      ['dns.mx.mail_exchange', 'name'],
    ],
    [0, 1],
  ),
  16: texts('dns.txt', 'dns.txt.length'),
  17: parts(
    [
      ['dns.rp.mailbox', 'name'],
      ['dns.rp.txt_rr', 'name'],
    ],
    [0],
  ),
  18: parts(
    [
      ['dns.afsdb.subtype', 2],
      ['dns.afsdb.hostname', 'name'],
    ],
    [1],
  ),
  19: parts([['dns.x25.psdn_address', ['dns.x25.length']]], [0]),
  20: (data, start) => {
    const address = readPart(data, start, ['dns.idsn.address', ['dns.idsn.length']]);
    if (data.left > 0) readPart(data, start, ['dns.idsn.sa.address', ['dns.idsn.sa.length']]);
    return address;
  },
  21: parts(
    [
      ['dns.rt.subtype', 2],
      ['dns.rt.intermediate_host', 'name'],
    ],
    [1],
  ),
  22: parts([['dns.nsap.rdata', 'bytes']]),
  23: name('dns.nsap_ptr.owner'),
  25: decodeKey,
  26: parts(
    [
      ['dns.px.preference', 2],
      ['dns.px.map822', 'name'],
      ['dns.px.map400', 'name'],
    ],
    [0, 1],
  ),
  27: parts([
    ['dns.gpos.longitude', ['dns.gpos.longitude_length']],
    ['dns.gpos.latitude', ['dns.gpos.latitude_length']],
    ['dns.gpos.altitude', ['dns.gpos.altitude_length']],
  ]),
  28: parts([['dns.aaaa', 'ipv6']], [0]),
  29: parts([
    ['dns.loc.version', 1],
    ['dns.loc.size', 1],
    ['dns.loc.horizontal_precision', 1],
    ['dns.loc.vertical_precision', 1],
    ['dns.loc.latitude', 4],
    ['dns.loc.longitude', 4],
    ['dns.loc.altitude', 4],
  ]),
  33: parts(
    [
      ['dns.srv.priority', 2],
      ['dns.srv.weight', 2],
      ['dns.srv.port', 2],
      ['dns.srv.target', 'name'],
    ],
    [0, 1, 2, 3],
  ),
  35: parts(
    [
      ['dns.naptr.order', 2],
      ['dns.naptr.preference', 2],
      ['dns.naptr.flags', ['dns.naptr.flags_length']],
      ['dns.naptr.service', ['dns.naptr.service_length']],
      ['dns.naptr.regex', ['dns.naptr.regex_length']],
      ['dns.naptr.replacement', 'name'],
    ],
    [0, 1, 2],
  ),
  36: parts(
    [
      ['dns.kx.preference', 2],
      ['dns.kx.key_exchange', 'name'],
    ],
    [0, 1],
  ),
  37: parts([
    ['dns.cert.type', 2],
    ['dns.cert.key_tag', 2],
    ['dns.cert.algorithm', 1],
    ['dns.cert.certificate', 'bytes'],
  ]),
  38: decodeA6,
  39: name('dns.dname'),
  42: decodeApl,
  43: DS,
  44: parts([
    ['dns.sshfp.algorithm', 1],
    ['dns.sshfp.fingerprint.type', 1],
    ['dns.sshfp.fingerprint', 'bytes'],
  ]),
  45: decodeIpseckey,
  46: parts([
    ['dns.rrsig.type_covered', 2],
    ['dns.rrsig.algorithm', 1],
    ['dns.rrsig.labels', 1],
    ['dns.rrsig.original_ttl', 4],
    ['dns.rrsig.signature_expiration', 'time'],
    ['dns.rrsig.signature_inception', 'time'],
    ['dns.rrsig.key_tag', 2],
    ['dns.rrsig.signers_name', 'name'],
    ['dns.rrsig.signature', 'bytes'],
  ]),
  47: decodeNsec,
  48: decodeDnskey,
  49: parts([['dns.dhcid.rdata', 'bytes']]),
  50: decodeNsec3,
  51: (data) => {
    addHashParameters(data);
    return '';
  },
  52: parts([
    ['dns.tlsa.certificate_usage', 1],
    ['dns.tlsa.selector', 1],
    ['dns.tlsa.matching_type', 1],
    ['dns.tlsa.certificate_association_data', 'bytes'],
  ]),
  55: decodeHip,
  59: DS,
  60: decodeDnskey,
  61: parts([['dns.openpgpkey', 'bytes']]),
  62: decodeCsync,
  63: parts([
    ['dns.zonemd.serial', 4],
    ['dns.zonemd.scheme', 1],
    ['dns.zonemd.hash_algo', 1],
    ['dns.zonemd.digest', 'bytes'],
  ]),
  64: decodeService,
  65: decodeService,
  99: texts('dns.spf', 'dns.spf.length'),
  104: parts([
    ['dns.ilnp.nid.preference', 2],
    ['dns.ilnp.nid', 'bytes'],
  ]),
  105: parts([
    ['dns.ilnp.l32.preference', 2],
    ['dns.ilnp.l32', 'ipv4'],
  ]),
  106: parts([
    ['dns.ilnp.l64.preference', 2],
    ['dns.ilnp.l64', 'bytes'],
  ]),
  107: parts([
    ['dns.ilnp.lp.preference', 2],
    ['dns.ilnp.lp', 'name'],
  ]),
  108: parts([['dns.eui48', 'mac']]),
  109: parts([['dns.eui64', 'bytes']]),
  249: decodeTkey,
  250: decodeTsig,
  257: decodeCaa,
};

/** What the line of a record calls its data. */
export const SUMMARY_WORDS: Readonly<Record<number, string>> = {
  1: 'addr',
  2: 'ns',
  5: 'cname',
  6: 'mname',
  28: 'addr',
};
