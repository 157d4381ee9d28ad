/** Types of what is compared. */
import type { Term } from './checked';
import { type FilterHint, type FilterProblem, filterError, type TextRange } from './filter-error';
import type { FilterField, FilterFields } from './filter-fields';
import { isWritten, literalTerm } from './literals';
import { similarName } from './similar-name';
import type { Operand } from './syntax-tree';
import { comparable, isByteType, type ValueType } from './values';

export const FUNCTIONS = ['len', 'count', 'lower', 'upper', 'string', 'max', 'min', 'abs'] as const;
type FunctionName = (typeof FUNCTIONS)[number];

/** What a written value is read as. */
export interface Wanted {
  readonly type: ValueType;
  readonly field: FilterField | null;
}

export class TermChecker {
  constructor(
    readonly filter: string,
    readonly fields: FilterFields,
  ) {}

  refuse(range: TextRange, problem: FilterProblem, hint: FilterHint, suggestion = ''): Error {
    return filterError(this.filter, range, problem, hint, suggestion);
  }

  /** Is this something whose type is known without what it is compared with? */
  isTyped(operand: Operand): boolean {
    if (operand.kind === 'word') return this.fields.find(operand.text) !== undefined;
    if (operand.kind === 'arithmetic') return this.isTyped(operand.left) || this.isTyped(operand.right);
    if (operand.kind === 'negate') return this.isTyped(operand.operand);
    return operand.kind === 'slice' || operand.kind === 'layer' || operand.kind === 'call';
  }

  /** `wanted`: what a written value is to be; null: only fields and what is made of them. */
  term(operand: Operand, wanted: Wanted | null): Term {
    switch (operand.kind) {
      case 'word':
        return this.#word(operand, wanted);
      case 'string':
      case 'character':
        if (!wanted) throw this.refuse(operand.range, 'needs-field', 'field-first');
        return literalTerm(this.filter, operand, wanted.type, wanted.field);
      case 'layer': {
        const term = this.term(operand.operand, null);
        if (term.kind !== 'field' || term.field.marks !== 0 || term.field.column || term.field.issue)
          throw this.refuse(operand.range, 'wrong-type', 'compare-field');
        return { ...term, layers: operand.layers };
      }
      case 'slice':
        return this.#slice(operand);
      case 'call':
        return this.#call(operand);
      case 'negate': {
        const { operand: negated, range } = operand;
        if (wanted?.type === 'text' && negated.kind === 'word') {
          return literalTerm(this.filter, { kind: 'word', text: `-${negated.text}`, range }, 'text', wanted.field);
        }
        const term = this.term(operand.operand, wanted);
        this.#needNumber(term, operand.range);
        return { kind: 'negate', type: term.type, term };
      }
      case 'arithmetic':
        return this.#arithmetic(operand, wanted);
    }
  }

  #word(operand: Extract<Operand, { kind: 'word' }>, wanted: Wanted | null): Term {
    const field = this.fields.find(operand.text);
    const fits = field && (wanted === null || comparable(field.type, wanted.type));
    if (field && fits) return { kind: 'field', type: field.type, field, layers: null };
    if (wanted) {
      if (!field) return this.#valueOrField(operand, wanted);
      const isMeantAsField = wanted.type === 'text' && operand.text.includes('.');
      if (isMeantAsField) throw this.refuse(operand.range, 'types-differ', 'same-types', wanted.field?.name ?? '');
      try {
        return literalTerm(this.filter, operand, wanted.type, wanted.field);
      } catch {
        throw this.refuse(operand.range, 'types-differ', 'same-types', wanted.field?.name ?? '');
      }
    }
    throw this.#unknown(operand);
  }

  /** A word that is no field: a value, else perhaps a field whose name is wrong. */
  #valueOrField(operand: Extract<Operand, { kind: 'word' }>, wanted: Wanted): Term {
    try {
      return literalTerm(this.filter, operand, wanted.type, wanted.field);
    } catch (error) {
      const looksLikeField = /^[a-z_]\w*(?:\.\w+)+$/i.test(operand.text) && !/^[\d.]+$/.test(operand.text);
      if (looksLikeField && this.#similar(operand.text) !== '') throw this.#unknown(operand);
      throw error;
    }
  }

  #unknown(operand: Extract<Operand, { kind: 'word' }>): Error {
    if (/^(?:\d|::)/.test(operand.text)) return this.refuse(operand.range, 'needs-field', 'field-first');
    const similar = this.#similar(operand.text);
    return this.refuse(operand.range, 'unknown-field', similar === '' ? 'field-list' : 'similar-field', similar);
  }

  #similar(name: string): string {
    const names = this.fields.all().map((field) => field.name);
    return similarName(name, names) || (names.find((known) => known.endsWith(`.${name}`)) ?? '');
  }

  #slice(operand: Extract<Operand, { kind: 'slice' }>): Term {
    const term = this.term(operand.operand, null);
    if (term.type !== 'text' && term.type !== 'ipv4' && !isByteType(term.type)) throw this.refuse(operand.range, 'not-sliceable', 'slice-types');
    for (const { start, end } of operand.parts) {
      const backwards = end !== null && start >= 0 === end >= 0 && end <= start;
      if (backwards) throw this.refuse(operand.range, 'bad-slice', 'slice-forms');
    }
    return { kind: 'slice', type: term.type === 'text' ? 'text' : 'bytes', term, parts: operand.parts };
  }

  #call(operand: Extract<Operand, { kind: 'call' }>): Term {
    const name = FUNCTIONS.find((known): known is FunctionName => known === operand.name);
    if (!name) throw this.refuse(operand.nameRange, 'unknown-function', 'function-list', FUNCTIONS.join(', '));
    const several = name === 'max' || name === 'min';
    if (several ? operand.operands.length === 0 : operand.operands.length !== 1) {
      throw this.refuse(operand.range, 'wrong-arguments', several ? 'more-arguments' : 'one-argument', name);
    }
    const first = operand.operands.find((argument) => this.isTyped(argument)) ?? (operand.operands[0] as Operand);
    const leading = this.term(first, null);
    if (several) {
      this.#needNumber(leading, operand.range);
      const wanted = wantedBy(leading);
      return { kind: name, type: leading.type, terms: operand.operands.map((argument) => this.term(argument, wanted)) };
    }
    return this.#oneArgument(name as Exclude<FunctionName, 'max' | 'min'>, leading, first.range);
  }

  #oneArgument(name: Exclude<FunctionName, 'max' | 'min'>, term: Term, range: TextRange): Term {
    switch (name) {
      case 'count':
        if (term.kind !== 'field') throw this.refuse(range, 'wrong-type', 'compare-field');
        return { kind: 'count', type: 'integer', term };
      case 'len':
        if (term.type !== 'text' && term.type !== 'ipv4' && !isByteType(term.type)) throw this.refuse(range, 'wrong-type', 'slice-types');
        return { kind: 'length', type: 'integer', term };
      case 'lower':
      case 'upper':
        if (term.type !== 'text') throw this.refuse(range, 'wrong-type', 'contains-types');
        return { kind: name, type: 'text', term };
      case 'string':
        if (term.type === 'label' || term.type === 'protocol') throw this.refuse(range, 'wrong-type', 'presence-only');
        return { kind: 'string', type: 'text', term };
      case 'abs':
        this.#needNumber(term, range);
        return { kind: 'absolute', type: term.type, term };
    }
  }

  #arithmetic(operand: Extract<Operand, { kind: 'arithmetic' }>, wanted: Wanted | null): Term {
    const leftFirst = this.isTyped(operand.left) || !this.isTyped(operand.right);
    const first = this.term(leftFirst ? operand.left : operand.right, wanted ?? (this.isTyped(operand) ? null : { type: 'integer', field: null }));
    const takesBytes = operand.operator === '&' && isByteType(first.type);
    if (!takesBytes) this.#needNumber(first, operand.range);
    const second = this.term(leftFirst ? operand.right : operand.left, wantedBy(first));
    if (!takesBytes) this.#needNumber(second, operand.range);
    const [left, right] = leftFirst ? [first, second] : [second, first];
    return { kind: 'arithmetic', type: first.type, operator: operand.operator, left, right };
  }

  #needNumber(term: Term, range: TextRange): void {
    if (!['integer', 'boolean', 'duration', 'time'].includes(term.type)) throw this.refuse(range, 'wrong-type', 'arithmetic-types');
  }
}

/** What a value compared with `term` is read as. */
export function wantedBy(term: Term): Wanted {
  return { type: term.type, field: term.kind === 'field' ? term.field : null };
}

export function isLiteral(operand: Operand, checker: TermChecker): boolean {
  return isWritten(operand) && !checker.isTyped(operand);
}
