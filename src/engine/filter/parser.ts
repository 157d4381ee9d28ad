/** Grammar of display filters, from the weakest binding to the strongest: or, xor, and, not, comparison, sum, product. */
import { EmbeddedActionsParser, EOF, type IToken, type TokenType } from 'chevrotain';
import { filterError, type TextRange } from './filter-error';
import { lexicalError, syntaxError } from './syntax-errors';
import type { Arithmetic, Comparison, Expression, Operand, Quantifier, SetElement, SlicePart } from './syntax-tree';
import { characterCode } from './text-literals';
import * as T from './tokens';

/** Longer filters are refused: their work for each packet would be too much. */
const MAX_CHARACTERS = 64 * 1024;
/** Of parentheses, braces, negations and functions within each other. */
const MAX_NESTING = 100;

const COMPARISONS: Readonly<Record<string, readonly [Comparison, Quantifier]>> = {
  '==': ['eq', 'any'],
  eq: ['eq', 'any'],
  any_eq: ['eq', 'any'],
  '===': ['eq', 'all'],
  all_eq: ['eq', 'all'],
  '!=': ['ne', 'all'],
  ne: ['ne', 'all'],
  all_ne: ['ne', 'all'],
  '!==': ['ne', 'any'],
  '~=': ['ne', 'any'],
  any_ne: ['ne', 'any'],
  '>': ['gt', 'any'],
  gt: ['gt', 'any'],
  '<': ['lt', 'any'],
  lt: ['lt', 'any'],
  '>=': ['ge', 'any'],
  ge: ['ge', 'any'],
  '<=': ['le', 'any'],
  le: ['le', 'any'],
};

function rangeOf(token: IToken): TextRange {
  return { position: token.startOffset, length: token.image.length };
}

function spanning(first: TextRange, last: TextRange): TextRange {
  return { position: first.position, length: last.position + last.length - first.position };
}

type BinaryKind = 'and' | 'or' | 'xor';

function joined(kind: BinaryKind, operands: readonly Expression[]): Expression {
  return operands.length === 1 ? (operands[0] as Expression) : { kind, operands };
}

class FilterParser extends EmbeddedActionsParser {
  constructor() {
    super(T.lexerDefinition, { recoveryEnabled: false, maxLookahead: 2 });
    this.performSelfAnalysis();
  }

  readonly filter = this.RULE('filter', (): Expression => this.SUBRULE(this.disjunction));

  readonly disjunction = this.RULE('disjunction', (): Expression => {
    const operands: Expression[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: T.Or, DEF: () => operands.push(this.SUBRULE(this.exclusion)) });
    return joined('or', operands);
  });

  readonly exclusion = this.RULE('exclusion', (): Expression => {
    const operands: Expression[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: T.Xor, DEF: () => operands.push(this.SUBRULE(this.conjunction)) });
    return joined('xor', operands);
  });

  readonly conjunction = this.RULE('conjunction', (): Expression => {
    const operands: Expression[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: T.And, DEF: () => operands.push(this.SUBRULE(this.negation)) });
    return joined('and', operands);
  });

  readonly negation = this.RULE(
    'negation',
    (): Expression =>
      this.OR([
        {
          ALT: () => {
            this.CONSUME(T.Not);
            return { kind: 'not' as const, operand: this.SUBRULE(this.negation) };
          },
        },
        {
          ALT: () => {
            this.CONSUME(T.ParenthesisOpen);
            const inner = this.SUBRULE(this.disjunction);
            this.CONSUME(T.ParenthesisClose);
            return inner;
          },
        },
        { ALT: () => this.SUBRULE(this.test) },
      ]),
  );

  /** A comparison or the presence of a field; comparisons in a row (`a < b < c`) must all hold. */
  readonly test = this.RULE('test', (): Expression => {
    let quantifier: Quantifier | null = null;
    this.OPTION(() => {
      const token = this.CONSUME(T.QuantifierWord);
      quantifier = token.image === 'all' ? 'all' : 'any';
    });
    const left = this.SUBRULE(this.sum);
    let result: Expression = { kind: 'present', operand: left };
    this.OPTION1(() => {
      result = this.OR([
        { ALT: () => this.SUBRULE(this.comparisons, { ARGS: [left, quantifier] }) },
        { ALT: () => this.SUBRULE(this.textTest, { ARGS: [left, quantifier] }) },
        { ALT: () => this.SUBRULE(this.membership, { ARGS: [left, quantifier] }) },
      ]);
    });
    return result;
  });

  readonly comparisons = this.RULE('comparisons', (first: Operand, quantifier: Quantifier | null): Expression => {
    const found: Expression[] = [];
    let left = first;
    this.AT_LEAST_ONE(() => {
      const operator = this.CONSUME(T.Compare);
      const right = this.SUBRULE(this.sum);
      const [comparison, usual] = COMPARISONS[operator.image] ?? ['eq', 'any'];
      found.push({ kind: 'compare', comparison, quantifier: quantifier ?? usual, left, right, operatorRange: rangeOf(operator) });
      left = right;
    });
    return joined('and', found);
  });

  readonly textTest = this.RULE('textTest', (left: Operand, quantifier: Quantifier | null): Expression => {
    const operator = this.OR([{ ALT: () => this.CONSUME(T.Contains) }, { ALT: () => this.CONSUME(T.Matches) }]);
    const right = this.SUBRULE(this.sum);
    return this.ACTION((): Expression => {
      const kind = operator.image === 'contains' ? 'contains' : 'matches';
      return { kind, quantifier: quantifier ?? 'any', left, right, operatorRange: rangeOf(operator) };
    });
  });

  readonly membership = this.RULE('membership', (left: Operand, quantifier: Quantifier | null): Expression => {
    const elements: SetElement[] = [];
    const operator = this.CONSUME(T.In);
    this.CONSUME(T.BraceOpen);
    this.AT_LEAST_ONE_SEP({
      SEP: T.Comma,
      DEF: () => {
        const from = this.SUBRULE(this.sum);
        let to: Operand | null = null;
        this.OPTION(() => {
          this.CONSUME(T.Range);
          to = this.SUBRULE1(this.sum);
        });
        elements.push({ from, to });
      },
    });
    this.CONSUME(T.BraceClose);
    const membership: Expression = { kind: 'in', quantifier: quantifier ?? 'any', left, elements };
    return operator.tokenType === T.NotIn ? { kind: 'not', operand: membership } : membership;
  });

  readonly sum = this.RULE('sum', (): Operand => {
    let left = this.SUBRULE(this.product);
    this.MANY(() => {
      const operator = this.OR([{ ALT: () => this.CONSUME(T.Plus) }, { ALT: () => this.CONSUME(T.Minus) }, { ALT: () => this.CONSUME(T.BitAnd) }]);
      const right = this.SUBRULE1(this.product);
      left = this.ACTION(() => arithmetic(left, operator, right));
    });
    return left;
  });

  readonly product = this.RULE('product', (): Operand => {
    let left = this.SUBRULE(this.operand);
    this.MANY(() => {
      const operator = this.CONSUME(T.Times);
      const right = this.SUBRULE1(this.operand);
      left = this.ACTION(() => arithmetic(left, operator, right));
    });
    return left;
  });

  readonly operand = this.RULE(
    'operand',
    (): Operand =>
      this.OR([
        {
          ALT: () => {
            const sign = this.CONSUME(T.Minus);
            const operand = this.SUBRULE(this.operand);
            return this.ACTION((): Operand => ({ kind: 'negate', operand, range: spanning(rangeOf(sign), operand.range) }));
          },
        },
        {
          ALT: () => {
            this.CONSUME(T.Plus);
            return this.SUBRULE1(this.operand);
          },
        },
        {
          ALT: () => {
            const open = this.CONSUME(T.BraceOpen);
            const inner = this.SUBRULE(this.sum);
            const close = this.CONSUME(T.BraceClose);
            return this.ACTION((): Operand => ({ ...inner, range: spanning(rangeOf(open), rangeOf(close)) }));
          },
        },
        {
          ALT: () => {
            const token = this.CONSUME(T.Text);
            return this.ACTION((): Operand => ({ kind: 'string', text: token.image.slice(1, -1), raw: false, range: rangeOf(token) }));
          },
        },
        {
          ALT: () => {
            const token = this.CONSUME(T.RawText);
            return this.ACTION((): Operand => ({ kind: 'string', text: token.image.slice(2, -1), raw: true, range: rangeOf(token) }));
          },
        },
        {
          ALT: () => {
            const token = this.CONSUME(T.Character);
            return this.ACTION((): Operand => characterOperand(token));
          },
        },
        { ALT: () => this.SUBRULE(this.wordOperand) },
      ]),
  );

  readonly wordOperand = this.RULE('wordOperand', (): Operand => {
    const word = this.CONSUME(T.Word);
    let operand: Operand = { kind: 'word', text: word.image, range: rangeOf(word) };
    this.OPTION(() => {
      const operands: Operand[] = [];
      this.CONSUME(T.ParenthesisOpen);
      this.MANY_SEP({ SEP: T.Comma, DEF: () => operands.push(this.SUBRULE(this.sum)) });
      const close = this.CONSUME(T.ParenthesisClose);
      operand = { kind: 'call', name: word.image, operands, nameRange: rangeOf(word), range: spanning(rangeOf(word), rangeOf(close)) };
    });
    this.OPTION1(() => {
      this.CONSUME(T.Hash);
      const layers = this.OR([{ ALT: () => this.SUBRULE(this.slice) }, { ALT: () => oneLayer(this.CONSUME(T.LayerNumber)) }]);
      operand = this.ACTION((): Operand => ({ kind: 'layer', operand, layers: layers.parts, range: spanning(operand.range, layers.range) }));
    });
    this.MANY(() => {
      const { parts, range } = this.SUBRULE1(this.slice);
      operand = this.ACTION((): Operand => ({ kind: 'slice', operand, parts, range: spanning(operand.range, range) }));
    });
    return operand;
  });

  readonly slice = this.RULE('slice', (): { parts: readonly SlicePart[]; range: TextRange } => {
    const parts: SlicePart[] = [];
    const open = this.CONSUME(T.BracketOpen);
    this.AT_LEAST_ONE_SEP({ SEP: T.SliceComma, DEF: () => parts.push(this.SUBRULE(this.slicePart)) });
    const close = this.CONSUME(T.BracketClose);
    return { parts, range: spanning(rangeOf(open), rangeOf(close)) };
  });

  /** `[i:length]`, `[first-last]`, `[i]`, `[:length]`, `[i:]`. */
  readonly slicePart = this.RULE('slicePart', (): SlicePart => {
    let start = 0;
    let end: number | null = null;
    this.OR([
      {
        ALT: () => {
          this.CONSUME(T.SliceColon);
          end = this.SUBRULE(this.sliceNumber);
        },
      },
      {
        ALT: () => {
          start = this.SUBRULE1(this.sliceNumber);
          end = start === -1 ? null : start + 1;
          this.OPTION(() => {
            end = this.OR1([{ ALT: () => this.SUBRULE(this.sliceLength, { ARGS: [start] }) }, { ALT: () => this.SUBRULE(this.sliceLast) }]);
          });
        },
      },
    ]);
    return { start, end };
  });

  readonly sliceLength = this.RULE('sliceLength', (start: number): number | null => {
    let end: number | null = null;
    this.CONSUME(T.SliceColon);
    this.OPTION(() => {
      const length = this.SUBRULE(this.sliceNumber);
      end = start < 0 && start + length >= 0 ? null : start + length;
    });
    return end;
  });

  readonly sliceLast = this.RULE('sliceLast', (): number | null => {
    this.CONSUME(T.SliceDash);
    const last = this.SUBRULE(this.sliceNumber);
    return last === -1 ? null : last + 1;
  });

  readonly sliceNumber = this.RULE('sliceNumber', (): number => {
    let sign = 1;
    this.OPTION(() => {
      this.CONSUME(T.SliceDash);
      sign = -1;
    });
    return sign * Number(this.CONSUME(T.SliceNumber).image);
  });
}

function arithmetic(left: Operand, operator: IToken, right: Operand): Operand {
  const sign = operator.image.startsWith('bit') ? '&' : operator.image;
  return { kind: 'arithmetic', operator: sign as Arithmetic, left, right, range: spanning(left.range, right.range) };
}

function characterOperand(token: IToken): Operand {
  const code = characterCode(token.image.slice(1, -1));
  const range = rangeOf(token);
  return code === null ? { kind: 'string', text: token.image.slice(1, -1), raw: false, range } : { kind: 'character', code, range };
}

function oneLayer(token: IToken): { parts: readonly SlicePart[]; range: TextRange } {
  const layer = Number(token.image);
  return { parts: [{ start: layer, end: layer + 1 }], range: rangeOf(token) };
}

const parser = new FilterParser();

/** The tree of a filter's text. Throws AppError `filter.syntax`. */
export function parseFilter(text: string): Expression {
  if (text.length > MAX_CHARACTERS) {
    throw filterError(text, { position: MAX_CHARACTERS, length: text.length - MAX_CHARACTERS }, 'too-complex', 'shorten');
  }
  const { tokens, errors } = T.lexer.tokenize(text);
  if (errors[0]) throw lexicalError(text, errors[0].offset);
  refuseDeepNesting(text, tokens);
  parser.input = tokens;
  const expression = parser.filter();
  const error = parser.errors[0];
  if (error) throw syntaxError(text, tokens, error.token.tokenType === EOF ? null : error.token);
  return expression;
}

function refuseDeepNesting(text: string, tokens: readonly IToken[]): void {
  /** Signs before each bracket that is open: what is nested in it is nested in them. */
  const signsBefore: number[] = [];
  let depth = 0;
  let signs = 0;
  for (const token of tokens) {
    const isOneOf = (...types: readonly TokenType[]) => types.some((type) => token.tokenType === type || token.tokenType.CATEGORIES?.includes(type));
    if (isOneOf(T.Not, T.Minus, T.Plus)) {
      signs++;
      depth++;
    } else if (isOneOf(T.ParenthesisOpen, T.BraceOpen)) {
      signsBefore.push(signs);
      signs = 0;
      depth++;
    } else {
      depth -= signs;
      signs = 0;
      if (isOneOf(T.ParenthesisClose, T.BraceClose)) depth -= 1 + (signsBefore.pop() ?? 0);
    }
    if (depth > MAX_NESTING) throw filterError(text, rangeOf(token), 'too-complex', 'shorten');
  }
}
