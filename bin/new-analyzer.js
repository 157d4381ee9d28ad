#!/usr/bin/env node
// npm run new:analyzer NAME: makes the file of an analyzer, its registration, the words of its finding and its test, and says what to do next.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { camelCase, readName, refuse, tellMade, withBefore, withImport, writeAll } from './scaffold.js';

const USAGE = `npm run new:analyzer NAME

  NAME     id of the analyzer, by which \`--without\` leaves it out: small letters, digits and -; its finding is \`connection.NAME\`
  --in     the project's folder (default: the one this script lies in)
`;

/** The analyzer's file: connections of which several segments were sent again, as a start that works. */
function sourceOf(name) {
  const entry = camelCase(name);
  const run = `${entry[0].toUpperCase()}${entry.slice(1)}Run`;
  return `/** Connections of which segments were sent again. */
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import type { Segment } from '../flows/segment';
import { type AnalyzerInput, type AnalyzerRun, defineAnalyzer, type Finding } from './analyzer';
import { endTexts } from './connection-ends';

/** Fewer are nothing to speak of. */
const FEWEST = 3;
const MOST_FRAMES = 40;

interface Resent {
  count: number;
  readonly frames: number[];
}

class ${run} implements AnalyzerRun {
  /** By connection; those without have no entry. */
  readonly #resent = new Map<number, Resent>();

  constructor(readonly input: AnalyzerInput) {}

  onSegment({ marks, connection, frame }: Segment): void {
    if ((marks & PACKET_MARK.retransmission) === 0) return;
    const resent = this.#resent.get(connection) ?? { count: 0, frames: [] };
    this.#resent.set(connection, resent);
    resent.count++;
    if (resent.frames.length < MOST_FRAMES) resent.frames.push(frame);
  }

  finish(): Finding[] {
    return [...this.#resent].filter(([, { count }]) => count >= FEWEST).map(([connection, resent]) => this.#finding(connection, resent));
  }

  #finding(connection: number, { count, frames }: Resent): Finding {
    return {
      code: 'connection.${name}',
      severity: 'info',
      confidence: 0.9,
      connection,
      listener: null,
      frames,
      data: { ...endTexts(this.input.connections, connection), count },
      ruledOut: [],
      applicationSees: null,
    };
  }
}

export const ${entry} = defineAnalyzer({
  id: '${name}',
  title: '${name}',
  findings: ['connection.${name}'],
  create: (input) => new ${run}(input),
});
`;
}

function testOf(name) {
  return `import { describe, expect, it } from 'vitest';
import { HANDSHAKE } from '../../captures/conversation';
import { client, find } from '../../captures/findings';

const data = (ms: number) => client(ms, 'P.', { seq: 1, ack: 1, length: 50 });
const found = (...times: readonly number[]) => find([...HANDSHAKE, ...times.map(data)]).reports.find(({ code }) => code === 'connection.${name}');

describe('${name}', () => {
  it('is told with its packets', () => {
    const report = found(3000, 3200, 3600, 4400);
    expect(report).toMatchObject({ severity: 'info', connection: 0, frames: [5, 6, 7], data: { count: 3 } });
    expect(report?.detail).toContain('192.0.2.1:40000 and 198.51.100.7:9000');
  });

  it('is not told of fewer', () => {
    expect(found(3000, 3200, 3600)).toBeUndefined();
  });
});
`;
}

const WORDS = {
  en: {
    title: 'Segments were sent again: {{count}}',
    detail: 'Between {{clientAddress}} and {{serverAddress}} {{count}} segments were sent again.',
    advice: 'Look at the path at the first of the frames.',
  },
  'zh-CN': {
    title: '有报文段被重传：{{count}}',
    detail: '{{clientAddress}} 与 {{serverAddress}} 之间有 {{count}} 个报文段被重传。',
    advice: '请从第一个所列帧的时刻检查路径。',
  },
};

function wordsOf(name, words) {
  const lines = Object.entries(words).map(([key, text]) => `    ${key}: '${text}',`);
  return [`  '${name}': {`, ...lines, '  },'].join('\n');
}

const { name, in: folder } = readName({ usage: USAGE, pattern: /^[a-z][a-z0-9-]*$/, options: {} });
const root = resolve(folder ?? join(import.meta.dirname, '..'));
const entry = camelCase(name);
const read = (path) => readFileSync(join(root, path), 'utf8');

const INDEX = 'src/engine/analyzers/index.ts';
const CHOICES = 'src/shared/contract/choices.ts';
const wordsFile = (language) => `src/shared/locales/${language}/findings-connection.ts`;
const index = read(INDEX);
const choices = read(CHOICES);
if (new RegExp(`\\b${entry}\\b`).test(index) || choices.includes(`'${name}'`)) refuse(USAGE, `${name} is there already.`);

const made = {
  [join(root, 'src/engine/analyzers', `${name}.ts`)]: sourceOf(name),
  [join(root, 'test/unit/analyzers', `${name}.test.ts`)]: testOf(name),
};
const idsEnd = choices.indexOf('] as const;', choices.indexOf('ANALYZER_IDS'));
const changed = {
  [join(root, INDEX)]: withImport(index, entry, name).replace(/,?\s*\];\n$/, `, ${entry}];\n`),
  [join(root, CHOICES)]: `${choices.slice(0, idsEnd)}  '${name}',\n${choices.slice(idsEnd)}`,
  ...Object.fromEntries(
    Object.entries(WORDS).map(([language, words]) => {
      const path = wordsFile(language);
      return [join(root, path), withBefore(read(path), '} as const;', wordsOf(name, words))];
    }),
  ),
};
writeAll(USAGE, made, changed);
const format = spawnSync(
  join(root, 'node_modules/.bin/biome'),
  ['format', '--write', '--vcs-enabled=false', ...Object.keys({ ...made, ...changed })],
  {
    cwd: root,
    encoding: 'utf8',
  },
);
if (format.status !== 0) process.stderr.write(`Not formatted (npm run format does it): ${format.error?.message ?? format.stderr}\n`);
tellMade(
  made,
  changed,
  `  1. on...: store what passes; nothing is allocated or formatted on the common path
  2. finish: code, frames that show it, numbers, what was ruled out and why, how sure that is
  3. the words, in every language: src/shared/locales/*/findings-connection.ts
  4. the test: what is found, and what looks alike and is not
     npx vitest run test/unit/analyzers/${name}.test.ts
  5. docs/findings.md: what the finding rests on (documented.test.ts asks for it); docs/report.md: the name for --without
more: docs/new-analyzer.md
`,
);
