/** What the parser makes of a filter's text: names are not looked up yet, words may be fields or values. */
import type { TextRange } from './filter-error';

export type Comparison = 'eq' | 'ne' | 'gt' | 'lt' | 'ge' | 'le';
export type Arithmetic = '+' | '-' | '*' | '/' | '%' | '&';
/** `any`: one pair of values is enough; `all`: every pair must compare so. */
export type Quantifier = 'any' | 'all';

/** Part of a slice in bytes: `end` exclusive; negative numbers count from the end; null: to the end. */
export interface SlicePart {
  readonly start: number;
  readonly end: number | null;
}

export type Operand =
  | { readonly kind: 'word'; readonly text: string; readonly range: TextRange }
  /** `text` is what stands between the quotes; `raw`: escapes are not to be read. */
  | { readonly kind: 'string'; readonly text: string; readonly raw: boolean; readonly range: TextRange }
  | { readonly kind: 'character'; readonly code: number; readonly range: TextRange }
  | { readonly kind: 'slice'; readonly operand: Operand; readonly parts: readonly SlicePart[]; readonly range: TextRange }
  | { readonly kind: 'layer'; readonly operand: Operand; readonly layers: readonly SlicePart[]; readonly range: TextRange }
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Operand[]; readonly nameRange: TextRange; readonly range: TextRange }
  | { readonly kind: 'negate'; readonly operand: Operand; readonly range: TextRange }
  | {
      readonly kind: 'arithmetic';
      readonly operator: Arithmetic;
      readonly left: Operand;
      readonly right: Operand;
      readonly range: TextRange;
    };

/** One element of a set: a value, or a range with both ends in it. */
export interface SetElement {
  readonly from: Operand;
  readonly to: Operand | null;
}

export type Expression =
  | { readonly kind: 'and' | 'or' | 'xor'; readonly operands: readonly Expression[] }
  | { readonly kind: 'not'; readonly operand: Expression }
  | {
      readonly kind: 'compare';
      readonly comparison: Comparison;
      readonly quantifier: Quantifier;
      readonly left: Operand;
      readonly right: Operand;
      readonly operatorRange: TextRange;
    }
  | {
      readonly kind: 'contains';
      readonly quantifier: Quantifier;
      readonly left: Operand;
      readonly right: Operand;
      readonly operatorRange: TextRange;
    }
  | {
      readonly kind: 'matches';
      readonly quantifier: Quantifier;
      readonly left: Operand;
      readonly right: Operand;
      readonly operatorRange: TextRange;
    }
  | { readonly kind: 'in'; readonly quantifier: Quantifier; readonly left: Operand; readonly elements: readonly SetElement[] }
  | { readonly kind: 'present'; readonly operand: Operand };
