/** Says what is wrong where the text of a filter is no filter. */
import type { IToken } from 'chevrotain';
import type { AppError } from '../../shared/contract/errors';
import { type FilterHint, filterError } from './filter-error';
import * as T from './tokens';

/** A character that begins no word and no sign. */
export function lexicalError(text: string, offset: number): AppError {
  const at = { position: offset, length: 1 };
  if (isInSlice(text, offset)) return filterError(text, at, 'unexpected', 'slice-forms');
  switch (text[offset]) {
    case '"':
    case "'":
      return filterError(text, { position: offset, length: text.length - offset }, 'unterminated-string', 'close-string', text[offset]);
    case '=':
      return filterError(text, at, 'unexpected', 'write-equals');
    case '|':
      return filterError(text, at, 'unexpected', 'write-or');
    default:
      return filterError(text, at, 'unexpected', 'remove');
  }
}

function isInSlice(text: string, offset: number): boolean {
  return text.lastIndexOf('[', offset) > text.lastIndexOf(']', offset);
}

/** A token where the grammar has no place for it; null: the filter ends too early. */
export function syntaxError(text: string, tokens: readonly IToken[], token: IToken | null): AppError {
  if (token === null) return filterError(text, { position: text.length, length: 1 }, 'unexpected-end', hintAtEnd(tokens));
  const previous = tokens[tokens.indexOf(token) - 1];
  return filterError(text, { position: token.startOffset, length: token.image.length }, 'unexpected', hintAt(tokens, previous, token));
}

function is(token: IToken | undefined, ...types: readonly IToken['tokenType'][]): boolean {
  if (!token) return false;
  return types.some((type) => token.tokenType === type || (token.tokenType.CATEGORIES ?? []).includes(type));
}

const isValue = (token: IToken | undefined) =>
  is(token, T.Word, T.Text, T.RawText, T.Character, T.ParenthesisClose, T.BracketClose, T.BraceClose, T.LayerNumber);
const isOperator = (token: IToken | undefined) =>
  is(token, T.Compare, T.Contains, T.Matches, T.In, T.Plus, T.Minus, T.Times, T.BitAnd, T.And, T.Or, T.Xor, T.Not, T.Range, T.Comma);

function count(tokens: readonly IToken[], type: IToken['tokenType']): number {
  return tokens.filter((token) => is(token, type)).length;
}

/** Unclosed ones of a pair of brackets. */
function openOf(tokens: readonly IToken[], open: IToken['tokenType'], close: IToken['tokenType']): number {
  return count(tokens, open) - count(tokens, close);
}

function hintAtEnd(tokens: readonly IToken[]): FilterHint {
  const last = tokens.at(-1);
  if (openOf(tokens, T.BracketOpen, T.BracketClose) > 0) return 'close-bracket';
  if (last === undefined || isOperator(last)) return 'value-expected';
  const brace = braceAround(tokens);
  if (brace) return brace === 'set' ? 'close-brace' : 'close-calculation';
  if (openOf(tokens, T.ParenthesisOpen, T.ParenthesisClose) > 0) return 'close-parenthesis';
  return 'value-expected';
}

/** What the innermost brace that is open is for: a set, or a part of a calculation; null: none is open. */
function braceAround(tokens: readonly IToken[]): 'set' | 'calculation' | null {
  let closed = 0;
  for (let i = tokens.length - 1; i >= 0; i--) {
    if (is(tokens[i], T.BraceClose)) closed++;
    else if (is(tokens[i], T.BraceOpen) && closed-- === 0) return is(tokens[i - 1], T.In) ? 'set' : 'calculation';
  }
  return null;
}

function hintAt(tokens: readonly IToken[], previous: IToken | undefined, token: IToken): FilterHint {
  const before = tokens.slice(0, tokens.indexOf(token));
  if (openOf(before, T.BracketOpen, T.BracketClose) > 0) return 'slice-forms';
  const brace = braceAround(before);
  if (brace === 'calculation' && isValue(previous) && is(token, T.Compare)) return 'close-calculation';
  if (isValue(previous) && isValue(token) && !is(token, T.ParenthesisClose, T.BracketClose, T.BraceClose)) {
    if (brace === 'set') return 'comma-missing';
    return comparedBefore(before) ? 'connective-missing' : 'operator-missing';
  }
  if (isOperator(previous) && (isOperator(token) || is(token, T.ParenthesisClose, T.BraceClose))) return 'value-expected';
  if (isValue(previous) && is(token, T.Not, T.ParenthesisOpen)) return 'connective-missing';
  if (is(previous, T.In)) return 'close-brace';
  if (previous === undefined || isOperator(token) || is(previous, T.BraceOpen, T.ParenthesisOpen)) return 'value-expected';
  return 'remove';
}

/** Was there a comparison since the last `and`, `or` or parenthesis? */
function comparedBefore(tokens: readonly IToken[]): boolean {
  for (let i = tokens.length - 1; i >= 0; i--) {
    if (is(tokens[i], T.And, T.Or, T.Xor, T.ParenthesisOpen)) return false;
    if (is(tokens[i], T.Compare, T.Contains, T.Matches, T.In)) return true;
  }
  return false;
}
