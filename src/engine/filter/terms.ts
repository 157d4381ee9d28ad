import type { Term, Test } from './checked';
import type { FilterField } from './filter-fields';

/** The terms that a test compares; none of those that join other tests. */
export function termsOf(test: Test): readonly Term[] {
  switch (test.kind) {
    case 'compare':
    case 'contains':
      return [test.left, test.right];
    case 'matches':
      return [test.left];
    case 'in':
      return [test.left, ...test.elements.flatMap(({ from, to }) => (to ? [from, to] : [from]))];
    case 'present':
      return [test.term];
    default:
      return [];
  }
}

/** Terms that a term is made of. */
export function partsOf(term: Term): readonly Term[] {
  switch (term.kind) {
    case 'field':
    case 'literal':
      return [];
    case 'max':
    case 'min':
      return term.terms;
    case 'arithmetic':
      return [term.left, term.right];
    default:
      return [term.term];
  }
}

/** Every field that a filter asks for. */
export function fieldsOf(test: Test): FilterField[] {
  if (test.kind === 'and' || test.kind === 'or' || test.kind === 'xor') return test.operands.flatMap(fieldsOf);
  if (test.kind === 'not') return fieldsOf(test.operand);
  return termsOf(test).flatMap(fieldsOfTerm);
}

function fieldsOfTerm(term: Term): FilterField[] {
  return term.kind === 'field' ? [term.field] : partsOf(term).flatMap(fieldsOfTerm);
}
