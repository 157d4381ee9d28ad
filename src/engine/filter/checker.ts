/** Looks up the names of a filter and agrees its types. */
import { isLiteral, TermChecker, wantedBy } from './check-terms';
import type { Term, Test } from './checked';
import type { TextRange } from './filter-error';
import type { FilterFields } from './filter-fields';
import { isWritten, writtenText } from './literals';
import { compilePattern } from './pattern';
import type { Comparison, Expression, Operand } from './syntax-tree';
import { unescapePattern } from './text-literals';
import { comparable } from './values';

const MIRRORED: Readonly<Record<Comparison, Comparison>> = { eq: 'eq', ne: 'ne', gt: 'lt', lt: 'gt', ge: 'le', le: 'ge' };

/** Throws AppError `filter.syntax`. */
export function checkFilter(filter: string, expression: Expression, fields: FilterFields): Test {
  return new Checker(filter, fields).test(expression);
}

class Checker {
  readonly #terms: TermChecker;

  constructor(filter: string, fields: FilterFields) {
    this.#terms = new TermChecker(filter, fields);
  }

  test(expression: Expression): Test {
    switch (expression.kind) {
      case 'and':
      case 'or':
      case 'xor':
        return { kind: expression.kind, operands: expression.operands.map((operand) => this.test(operand)) };
      case 'not':
        return { kind: 'not', operand: this.test(expression.operand) };
      case 'present':
        return this.#present(expression.operand);
      case 'compare':
        return this.#compare(expression);
      case 'contains':
        return this.#contains(expression);
      case 'matches':
        return this.#matches(expression);
      case 'in': {
        const left = this.#left(expression.left);
        const elements = expression.elements.map(({ from, to }) => ({
          from: this.#right(from, left, from.range),
          to: to && this.#right(to, left, to.range),
        }));
        return { kind: 'in', quantifier: expression.quantifier, left, elements };
      }
    }
  }

  #present(operand: Operand): Test {
    const isValue = isLiteral(operand, this.#terms) && !(operand.kind === 'word' && /^[a-z_]/i.test(operand.text));
    if (isValue) throw this.#terms.refuse(operand.range, 'not-a-test', 'compare-field');
    if (operand.kind === 'negate' || operand.kind === 'call' || (operand.kind === 'arithmetic' && operand.operator !== '&')) {
      throw this.#terms.refuse(operand.range, 'not-a-test', 'compare-field');
    }
    return { kind: 'present', term: this.#terms.term(operand, null) };
  }

  /** What is left of an operator: a field or something made of fields, with values. */
  #left(operand: Operand): Term {
    const term = this.#terms.term(operand, null);
    if (term.type === 'label') throw this.#terms.refuse(operand.range, 'wrong-type', 'presence-only');
    return term;
  }

  #right(operand: Operand, left: Term, range: TextRange): Term {
    const term = this.#terms.term(operand, wantedBy(left));
    if (!comparable(left.type, term.type))
      throw this.#terms.refuse(range, 'types-differ', 'same-types', left.kind === 'field' ? left.field.name : '');
    return term;
  }

  #compare(expression: Extract<Expression, { kind: 'compare' }>): Test {
    const { quantifier, comparison, left, right } = expression;
    if (!this.#terms.isTyped(left) && this.#terms.isTyped(right)) {
      const known = this.#left(right);
      return { kind: 'compare', comparison: MIRRORED[comparison], quantifier, left: known, right: this.#right(left, known, left.range) };
    }
    const known = this.#left(left);
    return { kind: 'compare', comparison, quantifier, left: known, right: this.#right(right, known, right.range) };
  }

  #contains({ quantifier, left, right, operatorRange }: Extract<Expression, { kind: 'contains' }>): Test {
    const term = this.#left(left);
    if (!['text', 'bytes', 'protocol', 'mac'].includes(term.type)) throw this.#terms.refuse(operatorRange, 'wrong-type', 'contains-types');
    const wanted = term.type === 'mac' ? { type: 'bytes' as const, field: null } : wantedBy(term);
    return { kind: 'contains', quantifier, left: term, right: this.#terms.term(right, wanted) };
  }

  #matches({ quantifier, left, right, operatorRange }: Extract<Expression, { kind: 'matches' }>): Test {
    const term = this.#left(left);
    if (!['text', 'bytes', 'protocol'].includes(term.type)) throw this.#terms.refuse(operatorRange, 'wrong-type', 'matches-types');
    if (!isWritten(right) || right.kind === 'word') throw this.#terms.refuse(right.range, 'bad-pattern', 'pattern-string');
    const text = right.kind === 'string' ? (right.raw ? right.text : unescapePattern(right.text)) : writtenText(right);
    try {
      return { kind: 'matches', quantifier, left: term, pattern: compilePattern(text) };
    } catch {
      throw this.#terms.refuse(right.range, 'bad-pattern', 'pattern-dialect');
    }
  }
}
