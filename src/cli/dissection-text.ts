/** One packet for people at a terminal: the tree with explanations and byte ranges, then the bytes. */

import { toHex } from '../shared/base/bytes';
import { printable } from '../shared/base/printable';
import type { DecodeIssue, Dissection, FieldNode } from '../shared/contract/dissection';
import type { Translate } from '../shared/locales/texts';

const INDENT = '  ';

export function dissectionText(dissection: Dissection, t: Translate): string {
  const lines: string[] = [];
  if (dissection.text !== null) lines.push(...textOrigin(dissection.text, t), '');
  for (const node of dissection.tree) addNode(lines, node, null, 0, t);
  for (const source of dissection.sources) {
    lines.push('', t('cli.dissect.bytes', { label: source.label, bytes: source.bytes.length }));
    lines.push(...hexLines(source.bytes));
  }
  return lines.map((line) => `${printable(line)}\n`).join('');
}

function textOrigin(text: NonNullable<Dissection['text']>, t: Translate): string[] {
  const source = text.line.split('\n').filter((line) => line !== '');
  const lines = [t('cli.dissect.fromText'), ...source.map((line) => INDENT + line.replaceAll('\t', INDENT))];
  if (text.absent.length > 0) lines.push(t('cli.dissect.absent', { fields: text.absent.join(', ') }));
  return lines;
}

/** `before`: the explanation just above on the same level; fields that share one (a window and its scale) have it printed once. */
function addNode(lines: string[], node: FieldNode, before: string | null, depth: number, t: Translate): void {
  const indent = INDENT.repeat(depth);
  const place = placeText(node);
  lines.push(`${indent}${nodeText(node)}${place === '' ? '' : `  ${place}`}`);
  const explanation = explanationText(node, t);
  if (explanation !== null && explanation !== before) lines.push(`${indent}${INDENT}· ${explanation}`);
  if (node.issue !== null) lines.push(`${indent}${INDENT}! ${issueText(node.issue, t)}`);
  let above: string | null = null;
  for (const child of node.children) {
    addNode(lines, child, above, depth + 1, t);
    above = explanationText(child, t);
  }
}

function explanationText({ explanation }: FieldNode, t: Translate): string | null {
  return explanation === null ? null : t(`explain.${explanation.code}`, explanation.data);
}

/** Generated fields stand in square brackets, as in Wireshark. */
function nodeText(node: FieldNode): string {
  const text = node.text === '' ? node.label : node.text.startsWith(node.label) ? node.text : `${node.label}: ${node.text}`;
  return node.generated ? `[${text}]` : text;
}

/** `[14:20]`; in another source than the frame `[1@14:20]`; of a bit field `[14:2 bits 4-15]`. */
function placeText(node: FieldNode): string {
  if (node.length === 0) return '';
  const source = node.source === 0 ? '' : `${node.source}@`;
  const bits = node.bits === null ? '' : bitsText(node.bits);
  return `[${source}${node.offset}:${node.length}${bits}]`;
}

function bitsText({ offset, count }: NonNullable<FieldNode['bits']>): string {
  return count === 1 ? ` bit ${offset}` : ` bits ${offset}-${offset + count - 1}`;
}

function issueText(issue: DecodeIssue, t: Translate): string {
  return t(`cli.dissect.issue.${issue.kind}`, { ...issue });
}

const BYTES_PER_LINE = 16;

/** `0000  45 00 … 00 3c  E..<`, sixteen bytes a line. */
export function hexLines(bytes: Uint8Array): string[] {
  const lines: string[] = [];
  const digits = Math.max(4, (bytes.length - 1).toString(16).length);
  for (let offset = 0; offset < bytes.length; offset += BYTES_PER_LINE) {
    const row = bytes.subarray(offset, offset + BYTES_PER_LINE);
    const hex = toHex(row, ' ').padEnd(3 * BYTES_PER_LINE - 1);
    lines.push(`${offset.toString(16).padStart(digits, '0')}  ${hex}  ${printableBytes(row)}`);
  }
  return lines;
}

function printableBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
}
