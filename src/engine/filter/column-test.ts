/** A filter as a function of a row of the store: yes, no, or not to be told without reading the packet. */
import type { Term, Test } from './checked';
import { type CaptureColumns, type FieldColumn, fieldColumns, ROW, type RowNumber, rowKind } from './columns';
import { comparing, prefixOf } from './evaluate';
import type { FilterField } from './filter-fields';
import type { Comparison, Quantifier } from './syntax-tree';
import { partsOf, termsOf } from './terms';
import { maskValue, type Value } from './values';

export const VERDICT = { no: 0, yes: 1, unknown: 2 } as const;
export type Verdict = (typeof VERDICT)[keyof typeof VERDICT];
export type RowTest = (row: number) => Verdict;

const NO = VERDICT.no;
const YES = VERDICT.yes;
const UNKNOWN = VERDICT.unknown;
/** Protocols that a plain TCP segment does not hold. */
const NOT_IN_SEGMENTS: readonly string[] = ['arp', 'udp', 'icmp', 'icmpv6'];
const TCP = 'tcp';

type NumberTest = (number: number) => boolean;

/** Three-valued logic (Kleene's): what is certain although a part is unknown is told. */
export function rowTest(test: Test, columns: CaptureColumns): RowTest {
  return new RowCompiler(columns).test(test);
}

class RowCompiler {
  readonly #fields: ReadonlyMap<string, FieldColumn>;

  constructor(readonly columns: CaptureColumns) {
    this.#fields = fieldColumns(columns);
  }

  test(test: Test): RowTest {
    switch (test.kind) {
      case 'and':
        return conjunction(test.operands.map((operand) => this.test(operand)));
      case 'or':
        return negation(conjunction(test.operands.map((operand) => negation(this.test(operand)))));
      case 'xor':
        return exclusion(test.operands.map((operand) => this.test(operand)));
      case 'not':
        return negation(this.test(test.operand));
      default:
        return this.#leaf(test);
    }
  }

  #leaf(test: Test): RowTest {
    const { packets } = this.columns;
    if (test.kind === 'present' && test.term.kind === 'field' && test.term.field.marks !== 0) {
      const { marks } = test.term.field;
      return (row) => ((packets.marks.get(row) & marks) !== 0 ? YES : NO);
    }
    const known = this.#known(test);
    if (known?.everyRow) return (row) => (known.test(row) ? YES : NO);
    const terms = termsOf(test);
    const withoutTcp = terms.some((term) => lacks(term, (name) => belongsTo(name, [TCP]))) ? NO : UNKNOWN;
    const notInSegments = terms.some((term) => lacks(term, (name) => belongsTo(name, NOT_IN_SEGMENTS)));
    const inSegments = notInSegments ? NO : UNKNOWN;
    return (row) => {
      const kind = rowKind(packets, row);
      if (kind === ROW.segment) return known ? (known.test(row) ? YES : NO) : inSegments;
      return kind === ROW.other ? withoutTcp : UNKNOWN;
    };
  }

  /** The test over numbers of columns, if they are all it asks for. */
  #known(test: Test): { readonly everyRow: boolean; readonly test: (row: number) => boolean } | null {
    if (test.kind !== 'compare' && test.kind !== 'in' && test.kind !== 'present') return null;
    const found = this.#columnsOf(test.kind === 'present' ? test.term : test.left);
    const first = found?.[0];
    if (!found || !first) return null;
    const everyRow = found.every((column) => column.everyRow);
    const reads = found.map((column) => column.read);
    if (test.kind === 'present') return { everyRow, test: quantified(reads, 'any', () => true) };
    const others = test.kind === 'compare' ? this.#columnsOf(test.right) : null;
    if (test.kind === 'compare' && others) return pairsOfColumns(test, found, others);
    const numberTest = test.kind === 'compare' ? comparison(test, first) : membership(test, first);
    return numberTest && { everyRow, test: quantified(reads, test.quantifier, numberTest) };
  }

  #columnsOf(term: Term): FieldColumn[] | null {
    if (term.kind !== 'field' || term.layers !== null || term.field.column || term.field.marks !== 0) return null;
    if (term.field.name === 'frame') return [{ everyRow: true, read: () => 0, toNumber: Number, toValue: null }];
    if (term.field.type === 'text') return null;
    const found = term.field.targets.map((name) => this.#fields.get(name));
    return found.every((column) => column !== undefined) ? found : null;
  }
}

function belongsTo(name: string, protocols: readonly string[]): boolean {
  return protocols.includes(name.split('.', 1)[0] as string);
}

/** Has the term no value in packets that lack the fields of `isLacking`? */
function lacks(term: Term, isLacking: (name: string) => boolean): boolean {
  if (term.kind === 'field') return !term.field.column && term.field.marks === 0 && (term.field as FilterField).targets.every(isLacking);
  if (term.kind === 'literal') return false;
  const parts = partsOf(term);
  return term.kind === 'arithmetic' ? parts.some((part) => lacks(part, isLacking)) : parts.every((part) => lacks(part, isLacking));
}

function conjunction(tests: readonly RowTest[]): RowTest {
  return (row) => {
    let result: Verdict = YES;
    for (const test of tests) {
      const verdict = test(row);
      if (verdict === NO) return NO;
      if (verdict === UNKNOWN) result = UNKNOWN;
    }
    return result;
  };
}

function negation(test: RowTest): RowTest {
  return (row) => {
    const verdict = test(row);
    return verdict === UNKNOWN ? UNKNOWN : verdict === YES ? NO : YES;
  };
}

function exclusion(tests: readonly RowTest[]): RowTest {
  return (row) => {
    let result: Verdict = NO;
    for (const test of tests) {
      const verdict = test(row);
      if (verdict === UNKNOWN) return UNKNOWN;
      result = result === verdict ? NO : YES;
    }
    return result;
  };
}

/** Occurrences that are not there (NaN) compare with nothing. */
function quantified(reads: readonly RowNumber[], quantifier: Quantifier, test: NumberTest): (row: number) => boolean {
  const [first, second] = reads;
  if (first && !second) {
    return (row) => {
      const number = first(row);
      return !Number.isNaN(number) && test(number);
    };
  }
  const isAny = quantifier === 'any';
  return (row) => {
    let there = false;
    for (const read of reads) {
      const number = read(row);
      if (Number.isNaN(number)) continue;
      there = true;
      if (test(number) === isAny) return isAny;
    }
    return there && !isAny;
  };
}

/** A column compared with another; null where their numbers have no order of their own. */
function pairsOfColumns(
  { comparison: wanted, quantifier }: Extract<Test, { kind: 'compare' }>,
  left: readonly FieldColumn[],
  right: readonly FieldColumn[],
): { readonly everyRow: boolean; readonly test: (row: number) => boolean } | null {
  if ([...left, ...right].some((column) => column.toValue)) return null;
  const reads = left.map((column) => column.read);
  const others = right.map((column) => column.read);
  const compare = TWO_NUMBERS[wanted];
  // What is compared now, outside of the tests: they are made once, not for each row.
  let row = 0;
  let a = Number.NaN;
  const ofRight = quantified(others, quantifier, (b) => compare(a, b));
  const ofLeft = quantified(reads, quantifier, (number) => {
    a = number;
    return ofRight(row);
  });
  const test = (at: number) => {
    row = at;
    return ofLeft(at);
  };
  return { everyRow: [...left, ...right].every((column) => column.everyRow), test };
}

const TWO_NUMBERS: Readonly<Record<Comparison, (a: number, b: number) => boolean>> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  gt: (a, b) => a > b,
  lt: (a, b) => a < b,
  ge: (a, b) => a >= b,
  le: (a, b) => a <= b,
};

/** Null where what it compares with is no plain value. */
function comparison(test: Extract<Test, { kind: 'compare' }>, column: FieldColumn): NumberTest | null {
  if (test.right.kind !== 'literal') return null;
  const { value } = test.right;
  const prefix = prefixOf(test.right);
  if (column.toValue) {
    const compare = comparing(test.comparison, prefix);
    return remembered(column.toValue, (number) => compare(number, value));
  }
  const wanted = column.toNumber(prefix === null ? value : maskValue(value, prefix));
  const compare = comparingNumbers(test.comparison, wanted);
  if (prefix === null) return compare;
  const mask = prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0;
  return (number) => compare((number & mask) >>> 0);
}

function comparingNumbers(comparison: Comparison, wanted: number): NumberTest {
  const compare = TWO_NUMBERS[comparison];
  return (number) => compare(number, wanted);
}

function membership(test: Extract<Test, { kind: 'in' }>, column: FieldColumn): NumberTest | null {
  const members: NumberTest[] = [];
  for (const { from, to } of test.elements) {
    const low = comparison({ kind: 'compare', comparison: to ? 'ge' : 'eq', quantifier: 'any', left: test.left, right: from }, column);
    const high = to && comparison({ kind: 'compare', comparison: 'le', quantifier: 'any', left: test.left, right: to }, column);
    if (!low || (to && !high)) return null;
    members.push(high ? (number) => low(number) && high(number) : low);
  }
  return (number) => members.some((member) => member(number));
}

/** Asks once for each number. */
function remembered(toValue: (number: number) => Value, test: (value: Value) => boolean): NumberTest {
  const answers = new Map<number, boolean>();
  return (number) => {
    let answer = answers.get(number);
    if (answer === undefined) {
      answer = test(toValue(number));
      answers.set(number, answer);
    }
    return answer;
  };
}
