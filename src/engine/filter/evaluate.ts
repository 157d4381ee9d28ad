/** A filter as a function of a dissected packet. */
import type { Term, Test } from './checked';
import { termValues } from './evaluate-terms';
import type { PacketValues } from './packet-values';
import type { Comparison, Quantifier } from './syntax-tree';
import { binaryText, bytesOf, compareValues, containsBytes, maskValue, type Value } from './values';

export type PacketTest = (packet: PacketValues) => boolean;
type ValueTest = (left: Value, right: Value) => boolean;

export function packetTest(test: Test): PacketTest {
  switch (test.kind) {
    case 'and': {
      const tests = test.operands.map(packetTest);
      return (packet) => tests.every((each) => each(packet));
    }
    case 'or': {
      const tests = test.operands.map(packetTest);
      return (packet) => tests.some((each) => each(packet));
    }
    case 'xor': {
      const tests = test.operands.map(packetTest);
      return (packet) => tests.reduce((result, each) => result !== each(packet), false);
    }
    case 'not': {
      const inner = packetTest(test.operand);
      return (packet) => !inner(packet);
    }
    case 'present':
      return presence(test.term);
    case 'compare':
      return pairs(test.quantifier, test.left, test.right, comparing(test.comparison, prefixOf(test.right)));
    case 'contains':
      return pairs(test.quantifier, test.left, test.right, (whole, part) =>
        containsBytes(bytesOf(whole, test.left.type), bytesOf(part, test.right.type)),
      );
    case 'matches':
      return matching(test.quantifier, test.left, test.pattern);
    case 'in':
      return membership(test);
  }
}

function presence(term: Term): PacketTest {
  if (term.kind === 'field') return (packet) => packet.has(term.field, term.layers);
  const values = termValues(term);
  if (term.kind === 'arithmetic') return (packet) => values(packet).some(isNotZero);
  return (packet) => values(packet).length > 0;
}

function isNotZero(value: Value): boolean {
  return value instanceof Uint8Array ? value.some((byte) => byte !== 0) : compareValues(value, 0) !== 0;
}

/** A field that is not there compares with nothing. */
function pairs(quantifier: Quantifier, left: Term, right: Term, test: ValueTest): PacketTest {
  const lefts = termValues(left);
  const rights = termValues(right);
  if (quantifier === 'any') {
    return (packet) => {
      const others = rights(packet);
      return lefts(packet).some((a) => others.some((b) => test(a, b)));
    };
  }
  return (packet) => {
    const others = rights(packet);
    const own = lefts(packet);
    return own.length > 0 && others.length > 0 && own.every((a) => others.every((b) => test(a, b)));
  };
}

export function prefixOf(term: Term): number | null {
  return term.kind === 'literal' ? term.prefix : null;
}

const RESULTS: Readonly<Record<Comparison, (order: number) => boolean>> = {
  eq: (order) => order === 0,
  ne: (order) => order !== 0,
  gt: (order) => order > 0,
  lt: (order) => order < 0,
  ge: (order) => order >= 0,
  le: (order) => order <= 0,
};

/** `prefix`: only so many bits of both addresses count; null: all. */
export function comparing(comparison: Comparison, prefix: number | null): ValueTest {
  const result = RESULTS[comparison];
  if (prefix === null) return (left, right) => result(compareValues(left, right));
  return (left, right) => result(compareValues(maskValue(left, prefix), maskValue(right, prefix)));
}

function matching(quantifier: Quantifier, left: Term, pattern: RegExp): PacketTest {
  const values = termValues(left);
  const test = (value: Value) => pattern.test(binaryText(bytesOf(value, left.type)));
  return (packet) => {
    const found = values(packet);
    return quantifier === 'any' ? found.some(test) : found.length > 0 && found.every(test);
  };
}

function membership({ quantifier, left, elements }: Extract<Test, { kind: 'in' }>): PacketTest {
  const values = termValues(left);
  const members = elements.map(({ from, to }) => ({
    from: termValues(from),
    to: to && termValues(to),
    equal: comparing('eq', prefixOf(from)),
  }));
  return (packet) => {
    const isMember = (value: Value) =>
      members.some(({ from, to, equal }) => {
        if (!to) return from(packet).some((member) => equal(value, member));
        return from(packet).some((low) => compareValues(value, low) >= 0) && to(packet).some((high) => compareValues(value, high) <= 0);
      });
    const found = values(packet);
    return quantifier === 'any' ? found.some(isMember) : found.length > 0 && found.every(isMember);
  };
}
