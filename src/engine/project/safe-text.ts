/** Lines of tcpdump that are safe to give away: what they tell of a TCP segment's headers, and nothing else. */
import type { Pseudonyms } from './pseudonyms';

const NUMBER = String.raw`\d{1,10}`;
const OPTION = `(?:nop|eol|sackOK|mss ${NUMBER}|wscale ${NUMBER}|TS val ${NUMBER} ecr ${NUMBER}|sack ${NUMBER} (?:\\{${NUMBER}:${NUMBER}\\})+)`;
const HEADER = [
  String.raw`Flags \[[SFPRUWE.]{0,8}\]`,
  `(?:, seq ${NUMBER}(?::${NUMBER})?)?`,
  `(?:, ack ${NUMBER})?`,
  `(?:, win ${NUMBER})?`,
  `(?:, urg ${NUMBER})?`,
  `(?:, options \\[${OPTION}(?:,${OPTION})*\\])?`,
  `, length ${NUMBER}`,
].join('');
const TIME = String.raw`(?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\.\d{6,9}|${NUMBER}\.\d{6,9}`;
/** Every word of it is a number or one of a few names, so nothing else can hide there; what tcpdump says of the payload comes behind the length. */
const SEGMENT = new RegExp(
  `^(?<time>${TIME}) (?:(?<device>\\S+) +(?<way>In|Out) +)?(?<family>IP6?) (?<from>\\S+)\\.(?<fromPort>\\d{1,5}) > (?<to>\\S+)\\.(?<toPort>\\d{1,5}): (?<header>${HEADER})(?::.*)?$`,
);

/** The line with other addresses, and numbers for its interfaces, where `pseudonyms` are given. Null: of what else the line says it cannot be told whether it is safe. */
export function safeLine(line: string, pseudonyms: Pseudonyms | null, devices: Map<string, string>): string | null {
  const parts = SEGMENT.exec(line)?.groups;
  if (parts === undefined) return null;
  const { time, device, way, family, from = '', fromPort, to = '', toPort, header } = parts;
  const source = pseudonyms === null ? from : pseudonyms.text(from);
  const target = pseudonyms === null ? to : pseudonyms.text(to);
  if (source === null || target === null) return null;
  const link = device === undefined ? '' : `${pseudonyms === null ? device : numbered(device, devices)} ${way} `;
  return `${time} ${link}${family} ${source}.${fromPort} > ${target}.${toPort}: ${header}`;
}

function numbered(device: string, devices: Map<string, string>): string {
  const known = devices.get(device) ?? `interface${devices.size}`;
  devices.set(device, known);
  return known;
}
