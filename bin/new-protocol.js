#!/usr/bin/env node
// npm run new:protocol NAME: makes the file of a protocol, its line in the registry and its test, and says what to do next.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { camelCase, readName, refuse, tellMade, withBefore, withImport, writeAll } from './scaffold.js';

const USAGE = `npm run new:protocol NAME [-- --port N] [--udp]

  NAME     id of the protocol and its filter name, as in Wireshark: small letters, digits, - and _
  --port   the port that it is found on (default: none; add an attachment yourself)
  --udp    over UDP instead of TCP
  --in     the project's folder (default: the one this script lies in)
`;
const MOST_PORTS = 65_535;

/** The protocol's file: a kind and a length, then bytes, as a start that works. */
function sourceOf({ name, port, udp }) {
  const attach = port === undefined ? '[]' : `[{ table: '${udp ? 'udp-port' : 'tcp-port'}', keys: [${port}] }]`;
  const pdu = udp ? '' : '  pdu: messageLength,\n';
  const length = udp
    ? ''
    : `/** Length of the message at \`offset\`: one that goes on in later segments is dissected as one. */
function messageLength(bytes: Uint8Array, offset: number, end: number): number {
  return end - offset < HEADER_LENGTH ? PDU.more : HEADER_LENGTH + readUint16(bytes, offset + LENGTH);
}

`;
  const imports = [
    ...(udp ? [] : ["import { readUint16 } from '../../shared/base/bytes';"]),
    "import type { LayerBuilder } from './dissection';",
    "import { freeBytes, freeUint } from './field-spec';",
    "import { MessageCursor } from './message-cursor';",
    ...(udp ? [] : ["import { PDU } from './message-stream';"]),
    "import { defineProtocol } from './protocol';",
  ];
  const constants = `/** Kind and length; the length does not count them. */\nconst HEADER_LENGTH = 3;\n${udp ? '' : 'const LENGTH = 1;\n'}\n`;
  return `${imports.join('\n')}

${constants}${length}function decode(layer: LayerBuilder): void {
  const cursor = new MessageCursor(layer);
  const kind = cursor.uint('${name}.kind', 1);
  const length = cursor.uint('${name}.length', 2);
  if (cursor.failed) return;
  layer.describe(HEADER_LENGTH + length, \`${name}, kind \${kind}\`);
  layer.column('info', \`Kind \${kind} Len=\${length}\`);
  cursor.bytes('${name}.data', length);
}

export const ${camelCase(name)} = defineProtocol({
  id: '${name}',
  title: '${name}',
  short: '${name.toUpperCase()}',
  spec: '',
  fields: {
    '${name}.kind': freeUint('Kind'),
    '${name}.length': freeUint('Length'),
    '${name}.data': freeBytes('Data'),
  },
  attach: ${attach},
${pdu}  decode,
});
`;
}

function testOf({ name, port, udp }) {
  const number = port ?? 0;
  const build = udp ? `udp(payload, 40000, ${number})` : `tcp(payload, { flags: 0x18, source: 40000, destination: ${number} })`;
  const wrap = udp ? `ipv4(${build}, { protocol: 17 })` : `ipv4(${build})`;
  const imports = udp
    ? "import { ethernet, fromHex, ipv4 } from './packets';\nimport { udp } from './specimens';"
    : "import { ethernet, fromHex, ipv4, tcp } from './packets';";
  const attached =
    port === undefined
      ? `  it('is registered', () => {
    expect(registry.byId('${name}')?.title).toBe('${name}');
  });
`
      : `  it('shows a message', () => {
    const packet = dissected(fromHex('01 0002 abcd'));
    expect(findNode(packet, '${name}.kind')?.value).toBe(1);
    expect(packet.columns).toMatchObject({ protocol: '${name.toUpperCase()}', info: 'Kind 1 Len=2' });
    expect(packet.issues).toEqual([]);
  });

  it('says what is missing at every length', () => {
    const whole = fromHex('01 0002 abcd');
    for (let length = 1; length < whole.length; length++) expect(dissected(whole.slice(0, length)).issues, String(length)).toHaveLength(1);
  });
`;
  const helper =
    port === undefined
      ? ''
      : `function dissected(payload: Uint8Array) {
  const bytes = ethernet(0x0800, ${wrap});
  return dissect(bytes, plainFacts(1, 1, bytes.length), registry);
}

`;
  const head =
    port === undefined
      ? "import { describe, expect, it } from 'vitest';\nimport { registry } from '../../../src/engine/protocols/index';"
      : `import { describe, expect, it } from 'vitest';
import { dissect } from '../../../src/engine/protocols/dissect';
import { registry } from '../../../src/engine/protocols/index';
import { plainFacts } from './capture-frames';
import { findNode } from './nodes';
${imports}`;
  return `${head}

${helper}describe('${name}', () => {
${attached}});
`;
}

const given = readName({
  usage: USAGE,
  pattern: /^[a-z][a-z0-9_-]*$/,
  options: { port: { type: 'string' }, udp: { type: 'boolean', default: false } },
});
if (given.port !== undefined && !(/^\d+$/.test(given.port) && Number(given.port) >= 1 && Number(given.port) <= MOST_PORTS))
  refuse(USAGE, `${given.port} is no port.`);

const root = resolve(given.in ?? join(import.meta.dirname, '..'));
const file = given.name.replaceAll('_', '-');
const entry = camelCase(given.name);
const registry = join(root, 'src', 'engine', 'protocols', 'index.ts');
const index = readFileSync(registry, 'utf8');
if (new RegExp(`\\b${entry}\\b`).test(index)) refuse(USAGE, `${entry} is registered already.`);

const made = {
  [join(root, 'src', 'engine', 'protocols', `${file}.ts`)]: sourceOf(given),
  [join(root, 'test', 'unit', 'protocols', `${file}.test.ts`)]: testOf(given),
};
const changed = { [registry]: withBefore(withImport(index, entry, file), ']);', `  ${entry},`) };
writeAll(USAGE, made, changed);
tellMade(
  made,
  changed,
  `  1. fields: Wireshark's names where the field is the same (tshark -G fields | grep ${given.name})
  2. decode: read them with MessageCursor; say in the Info column what tells messages apart
  3. attach: ${given.port === undefined ? 'a port, or a content test for any port' : 'a content test beside the port, when one is certain'}${given.udp ? '' : '\n  4. pdu: where a message ends, so that one over several segments is dissected as one'}
  ${given.udp ? 4 : 5}. the test: each kind of message, the least, every cut length, impossible lengths
     npx vitest run test/unit/protocols/${file}.test.ts
more: docs/new-protocol.md
`,
);
