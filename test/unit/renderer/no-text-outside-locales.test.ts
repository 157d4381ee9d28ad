/** Every text that a user reads stands in the locales: the components' sources hold none. And every key is there in every language, with the same slots. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseAst } from 'vite';
import { describe, expect, it } from 'vitest';
import { LANGUAGES, resources } from '../../../src/shared/locales/texts';

const RENDERER = join(import.meta.dirname, '../../../src/renderer');

/** Attributes and properties that people read or hear. */
const READ_ATTRIBUTES = new Set([
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'alt',
  'title',
  'placeholder',
  'label',
  'text',
  'helperText',
  'description',
]);
/** The same in every language: the product's name, formats, units, keys, settings of the kernel, the syntax of capture filters. */
const SAME_EVERYWHERE =
  /^(?:TCPulse|CSV|PNG|SVG|HTML|Markdown|JSON|YAML|RTT|UTC|SYN|ACK|FIN|RST|PSH|URG|ECE|CWR|ms|s|B|kB|px|ppm|Ctrl\+.|mod \+ .|pcapng|hex|C|UTF-8|ASCII|MAD|HTTP\/|tcp_\w+|(?:tcp )?(?:host|port) …|\((?:Ctrl\+.|Enter)\))$/;

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

/** Literal texts between tags and in attributes that are read: of code, each with its line. */
function literalTexts(code: string): string[] {
  const found: string[] = [];
  const report = (node: Node, text: string): void => {
    const plain = text.trim();
    if (!/\p{L}{2}|\p{Script=Han}/u.test(plain) || SAME_EVERYWHERE.test(plain)) return;
    found.push(`${code.slice(0, node.start).split('\n').length}: ${plain}`);
  };
  const visit = (node: Node): void => {
    if (node.type === 'JSXText') report(node, String(node.value));
    if (node.type === 'JSXAttribute') visitAttribute(node);
    if (node.type === 'JSXExpressionContainer') visitExpression(node.expression);
    for (const value of Object.values(node)) {
      if (Array.isArray(value)) for (const item of value) if (isNode(item)) visit(item);
      if (isNode(value)) visit(value);
    }
  };
  /** A text that an expression between tags comes to at once: `{'text'}`, `{wide && 'text'}`, `{a ? 'b' : 'c'}`. */
  const visitExpression = (value: unknown): void => {
    if (!isNode(value)) return;
    if (value.type === 'Literal' && typeof value.value === 'string') report(value, value.value);
    if (value.type === 'TemplateLiteral') for (const quasi of value.quasis as Node[]) report(quasi, String((quasi.value as { raw: string }).raw));
    if (value.type === 'LogicalExpression') visitExpression(value.right);
    if (value.type === 'ConditionalExpression') for (const branch of [value.consequent, value.alternate]) visitExpression(branch);
  };
  const visitAttribute = (node: Node): void => {
    const name = (node.name as Node).name;
    if (!READ_ATTRIBUTES.has(String(name))) return;
    const value = node.value;
    if (isNode(value) && value.type === 'Literal') report(value, String(value.value));
  };
  /** Attributes hold names of classes and the like in expressions: only those that are read are looked into. */
  const program = parseAst(code, { lang: 'tsx' }) as unknown as Node;
  const withoutPlainAttributes = (node: Node): Node => {
    if (node.type !== 'JSXOpeningElement') return node;
    const attributes = (node.attributes as Node[]).filter((attribute) => attribute.type !== 'JSXAttribute' || isReadOrHoldsElements(attribute));
    return { ...node, attributes };
  };
  visit(mapNodes(program, withoutPlainAttributes));
  return found;
}

function isReadOrHoldsElements(attribute: Node): boolean {
  const name = String((attribute.name as Node).name);
  return READ_ATTRIBUTES.has(name) || JSON.stringify(attribute, (_, value) => (typeof value === 'bigint' ? null : value)).includes('"JSXElement"');
}

function mapNodes(node: Node, change: (node: Node) => Node): Node {
  const changed = change(node);
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(changed)) {
    if (Array.isArray(value)) copy[key] = value.map((item) => (isNode(item) ? mapNodes(item, change) : item));
    else copy[key] = isNode(value) ? mapNodes(value, change) : value;
  }
  return copy as unknown as Node;
}

const sources = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.tsx'))
  .map((name) => join(RENDERER, name));

describe('the components', () => {
  it.each(sources.map((path) => [relative(RENDERER, path), path] as const))('%s holds no text of its own', (_, path) => {
    expect(literalTexts(readFileSync(path, 'utf8'))).toEqual([]);
  });

  it.each([
    ['<p>Hello there</p>', ['1: Hello there']],
    ['<p>\n  你好\n</p>', ['1: 你好']],
    ['<Button text="Open it" />', ['1: Open it']],
    ["<p>{busy && 'Please wait'}</p>", ['1: Please wait']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source code that is looked at.
    ['<p>{`${count} packets`}</p>', ['1: packets']],
    ['<div title={t("a.b")} className="wide" id="x">{t(\'a.c\')} TCPulse 5 ms</div>'.replace(' TCPulse 5 ms', ''), []],
    ["<HTMLTable className={dark ? 'one' : 'two'}>{value}</HTMLTable>", []],
  ])('a scan of %s finds %j', (code, expected) => {
    expect(literalTexts(code)).toEqual(expected);
  });
});

function slots(texts: object, path = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([key, value]) =>
      typeof value === 'string'
        ? [[`${path}${key}`, [...new Set([...value.matchAll(/\{\{(\w+)/g)].map(([, name]) => name))].sort().join(' ')]]
        : Object.entries(slots(value, `${path}${key}.`)),
    ),
  );
}

/** Chinese has one form for every number. */
function withoutPlurals(keys: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(keys).map(([key, names]) => [key.replace(/_(?:one|other)$/, ''), names]));
}

describe.each(Object.keys(resources.en) as (keyof typeof resources.en)[])('the texts of %s', (namespace) => {
  it.each(LANGUAGES.filter((language) => language !== 'en'))('are complete in %s, with the same slots', (language) => {
    expect(withoutPlurals(slots(resources[language][namespace]))).toEqual(withoutPlurals(slots(resources.en[namespace])));
  });
});
