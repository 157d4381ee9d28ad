/** What the checker makes of a syntax tree: names looked up, values read, types agreed. */
import type { FilterField } from './filter-fields';
import type { Arithmetic, Comparison, Quantifier, SlicePart } from './syntax-tree';
import type { Value, ValueType } from './values';

export type Term =
  | { readonly kind: 'field'; readonly type: ValueType; readonly field: FilterField; readonly layers: readonly SlicePart[] | null }
  /** `prefix`: an address of which only so many bits count; null: all. */
  | { readonly kind: 'literal'; readonly type: ValueType; readonly value: Value; readonly prefix: number | null }
  | { readonly kind: 'slice'; readonly type: 'bytes' | 'text'; readonly term: Term; readonly parts: readonly SlicePart[] }
  | { readonly kind: 'length' | 'count'; readonly type: 'integer'; readonly term: Term }
  | { readonly kind: 'lower' | 'upper' | 'string'; readonly type: 'text'; readonly term: Term }
  | { readonly kind: 'max' | 'min'; readonly type: ValueType; readonly terms: readonly Term[] }
  | { readonly kind: 'absolute' | 'negate'; readonly type: ValueType; readonly term: Term }
  | { readonly kind: 'arithmetic'; readonly type: ValueType; readonly operator: Arithmetic; readonly left: Term; readonly right: Term };

export type Test =
  | { readonly kind: 'and' | 'or' | 'xor'; readonly operands: readonly Test[] }
  | { readonly kind: 'not'; readonly operand: Test }
  | { readonly kind: 'compare'; readonly comparison: Comparison; readonly quantifier: Quantifier; readonly left: Term; readonly right: Term }
  | { readonly kind: 'contains'; readonly quantifier: Quantifier; readonly left: Term; readonly right: Term }
  | { readonly kind: 'matches'; readonly quantifier: Quantifier; readonly left: Term; readonly pattern: RegExp }
  | {
      readonly kind: 'in';
      readonly quantifier: Quantifier;
      readonly left: Term;
      readonly elements: readonly { readonly from: Term; readonly to: Term | null }[];
    }
  /** The field is there; of a computed number: it is not 0. */
  | { readonly kind: 'present'; readonly term: Term };
