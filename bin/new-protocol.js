#!/usr/bin/env node
// npm run new:protocol NAME: makes the file of a protocol, its line in the registry and its test, and says what to do next.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';

const USAGE = `npm run new:protocol NAME [-- --port N] [--udp]

  NAME     id of the protocol and its filter name, as in Wireshark: small letters, digits, - and _
  --port   the port that it is found on (default: none; add an attachment yourself)
  --udp    over UDP instead of TCP
  --in     the project's folder (default: the one this script lies in)
`;
const USAGE_ERROR = 2;
const NAME = /^[a-z][a-z0-9_-]*$/;
const MOST_PORTS = 65_535;

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { port: { type: 'string' }, udp: { type: 'boolean', default: false }, in: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    return { ...values, name: positionals[0], count: positionals.length };
  } catch (error) {
    return fail(error.message);
  }
}

function fail(message) {
  process.stderr.write(`${message}\n\n${USAGE}`);
  process.exit(USAGE_ERROR);
}

/** `my-bus` -> `myBus`. */
function camelCase(name) {
  return name.replace(/[-_]+([a-z0-9])/g, (_, letter) => letter.toUpperCase()).replace(/[-_]/g, '');
}

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

/** Puts import and entry into the registry, each where the formatter wants it. */
function register(index, { name, file }) {
  const entry = camelCase(name);
  const line = `import { ${entry} } from './${file}';`;
  const lines = index.split('\n');
  const imports = lines.filter((text) => text.startsWith('import '));
  const from = (text) => text.slice(text.indexOf("'"));
  const before = imports.find((text) => from(text) > from(line));
  const at = before === undefined ? lines.lastIndexOf(imports.at(-1)) + 1 : lines.indexOf(before);
  lines.splice(at, 0, line);
  lines.splice(lines.lastIndexOf(']);'), 0, `  ${entry},`);
  return lines.join('\n');
}

const given = readArguments();
if (given.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
if (given.count !== 1 || !NAME.test(given.name)) fail('One name is needed: small letters, digits, - and _.');
if (given.port !== undefined && !(/^\d+$/.test(given.port) && Number(given.port) >= 1 && Number(given.port) <= MOST_PORTS))
  fail(`${given.port} is no port.`);

const root = resolve(given.in ?? join(import.meta.dirname, '..'));
const file = given.name.replaceAll('_', '-');
const source = join(root, 'src', 'engine', 'protocols', `${file}.ts`);
const test = join(root, 'test', 'unit', 'protocols', `${file}.test.ts`);
const registryFile = join(root, 'src', 'engine', 'protocols', 'index.ts');
const index = readFileSync(registryFile, 'utf8');
for (const path of [source, test]) if (existsSync(path)) fail(`${path} is there already.`);
if (new RegExp(`\\b${camelCase(given.name)}\\b`).test(index)) fail(`${camelCase(given.name)} is registered already.`);

writeFileSync(source, sourceOf(given));
writeFileSync(test, testOf(given));
writeFileSync(registryFile, register(index, { name: given.name, file }));
process.stdout.write(`made       ${source}
made       ${test}
registered ${registryFile}

next:
  1. fields: Wireshark's names where the field is the same (tshark -G fields | grep ${given.name})
  2. decode: read them with MessageCursor; say in the Info column what tells messages apart
  3. attach: ${given.port === undefined ? 'a port, or a content test for any port' : 'a content test beside the port, when one is certain'}${given.udp ? '' : '\n  4. pdu: where a message ends, so that one over several segments is dissected as one'}
  ${given.udp ? 4 : 5}. the test: each kind of message, the least, every cut length, impossible lengths
     npx vitest run test/unit/protocols/${file}.test.ts
more: docs/new-protocol.md
`);
