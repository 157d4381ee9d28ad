/** Words and signs of Wireshark's display filter language (wireshark-filter(4)). */
import { createToken, type IMultiModeLexerDefinition, Lexer, type TokenType } from 'chevrotain';

const space = createToken({ name: 'Space', pattern: /\s+/, group: Lexer.SKIPPED });
/** Names of fields and functions, numbers, addresses, bytes. Two points in a row are the sign of a range. */
export const Word = createToken({ name: 'Word', pattern: /\w(?:[\w:-]|\.(?!\.))*|::[\w:.]*/ });
/** An address with the length of its prefix. */
export const Network = createToken({
  name: 'Network',
  pattern: /(?:\d{1,3}(?:\.\d{1,3}){1,3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*)\/\d{1,3}(?![\w.])/,
  categories: Word,
});

const keyword = (name: string, pattern: RegExp): TokenType => createToken({ name, pattern, longer_alt: Word });

export const And = createToken({ name: 'And', pattern: /&&/ });
export const Or = createToken({ name: 'Or', pattern: /\|\|/ });
export const Xor = createToken({ name: 'Xor', pattern: /\^\^/ });
export const Not = createToken({ name: 'Not', pattern: /!/ });
const andWord = createToken({ name: 'AndWord', pattern: /and/i, longer_alt: Word, categories: And });
const orWord = createToken({ name: 'OrWord', pattern: /or/i, longer_alt: Word, categories: Or });
const xorWord = createToken({ name: 'XorWord', pattern: /xor/i, longer_alt: Word, categories: Xor });
const notWord = createToken({ name: 'NotWord', pattern: /not/i, longer_alt: Word, categories: Not });

export const Compare = createToken({ name: 'Compare', pattern: Lexer.NA });
const compareSign = createToken({ name: 'CompareSign', pattern: /===|!==|==|!=|~=|>=|<=|>|</, categories: Compare });
const compareWord = createToken({
  name: 'CompareWord',
  pattern: /any_eq|all_eq|any_ne|all_ne|eq|ne|gt|lt|ge|le/,
  longer_alt: Word,
  categories: Compare,
});
export const Contains = keyword('Contains', /contains/);
export const Matches = createToken({ name: 'Matches', pattern: /~/ });
const matchesWord = createToken({ name: 'MatchesWord', pattern: /matches/, longer_alt: Word, categories: Matches });
export const In = keyword('In', /in/);
/** One sign, so that a `not` that nothing joins is told where it stands. */
export const NotIn = createToken({ name: 'NotIn', pattern: /(?:not\s+|!\s*)in(?![\w.:-])/, categories: In });
export const QuantifierWord = keyword('QuantifierWord', /any|all/);

export const Plus = createToken({ name: 'Plus', pattern: /\+/ });
export const Minus = createToken({ name: 'Minus', pattern: /-/ });
export const Times = createToken({ name: 'Times', pattern: /\*|\/|%/ });
export const BitAnd = createToken({ name: 'BitAnd', pattern: /&/ });
const bitAndWord = createToken({ name: 'BitAndWord', pattern: /bitwise_and|bitand/, longer_alt: Word, categories: BitAnd });

export const Text = createToken({ name: 'Text', pattern: /"(?:[^"\\]|\\[\s\S])*"/ });
export const RawText = createToken({ name: 'RawText', pattern: /[rR]"(?:[^"\\]|\\[\s\S])*"/ });
export const Character = createToken({ name: 'Character', pattern: /'(?:[^'\\]|\\[^'\s]+|\\')'/ });
export const ParenthesisOpen = createToken({ name: 'ParenthesisOpen', pattern: /\(/ });
export const ParenthesisClose = createToken({ name: 'ParenthesisClose', pattern: /\)/ });
export const BraceOpen = createToken({ name: 'BraceOpen', pattern: /\{/ });
export const BraceClose = createToken({ name: 'BraceClose', pattern: /\}/ });
export const Comma = createToken({ name: 'Comma', pattern: /,/ });
export const Range = createToken({ name: 'Range', pattern: /\.\./ });
export const Hash = createToken({ name: 'Hash', pattern: /#/, push_mode: 'layer' });

export const BracketOpen = createToken({ name: 'BracketOpen', pattern: /\[/, push_mode: 'slice' });
export const BracketClose = createToken({ name: 'BracketClose', pattern: /\]/, pop_mode: true });
export const SliceNumber = createToken({ name: 'SliceNumber', pattern: /\d+/ });
export const SliceColon = createToken({ name: 'SliceColon', pattern: /:/ });
export const SliceDash = createToken({ name: 'SliceDash', pattern: /-/ });
export const SliceComma = createToken({ name: 'SliceComma', pattern: /,/ });
/** Behind `#`: one number, or brackets. */
export const LayerNumber = createToken({ name: 'LayerNumber', pattern: /\d+/, pop_mode: true });

const words = [NotIn, andWord, orWord, xorWord, notWord, compareWord, Contains, matchesWord, In, QuantifierWord, bitAndWord];
const literals = [Text, RawText, Character, Network];
const signs = [And, Or, Xor, compareSign, Not, Matches, Plus, Minus, Times, BitAnd, Range, Comma, Hash];
const brackets = [ParenthesisOpen, ParenthesisClose, BraceOpen, BraceClose, BracketOpen];
const slice = [space, BracketClose, SliceNumber, SliceColon, SliceDash, SliceComma];

export const lexerDefinition: IMultiModeLexerDefinition = {
  defaultMode: 'filter',
  modes: {
    filter: [space, ...literals, ...words, ...signs, ...brackets, Compare, Word],
    slice,
    layer: [space, createToken({ name: 'LayerOpen', pattern: /\[/, categories: BracketOpen, push_mode: 'slice', pop_mode: true }), LayerNumber],
  },
};

export const lexer = new Lexer(lexerDefinition, { ensureOptimizations: false, positionTracking: 'onlyOffset' });
