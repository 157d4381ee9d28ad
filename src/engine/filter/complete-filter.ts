/** What may be typed next in a filter. */
import type { Completion } from '../../shared/contract/filter-methods';
import { FUNCTIONS } from './check-terms';
import { filterFields } from './compile-filter';
import type { FilterField } from './filter-fields';
import { isByteType, type ValueType } from './values';

type Item = Completion['items'][number];

const MOST_ITEMS = 60;
const CONNECTIVES: readonly Item[] = operators(['and', 'or', 'xor']);
/** A field, its operator, and the values written so far. */
const AFTER_OPERATOR =
  /([\w.]+)\s*(?:[!=]==?|[<>]=?|~=?|\b(?:any_|all_)?(?:eq|ne)\b|\b(?:gt|lt|ge|le|contains|matches)\b|\bin\s*\{[^}]*?(?:,|\.\.)?)\s*$/;
const CONNECTIVE = /(?:^|\(|\b(?:and|or|xor|not|any|all)|&&|\|\||\^\^|!|[-+*/%&,])\s*$/i;

/** `position`: of the cursor, in UTF-16 units. Empty inside of quotes. */
export function completeFilter(text: string, position: number): Completion {
  const before = text.slice(0, position);
  const typed = /[\w.]*$/.exec(before)?.[0] ?? '';
  const from = before.length - typed.length;
  const to = position + (/^[\w.]*/.exec(text.slice(position))?.[0].length ?? 0);
  return { from, to, items: itemsFor(before.slice(0, from), typed).slice(0, MOST_ITEMS) };
}

function itemsFor(lead: string, typed: string): Item[] {
  if ((lead.match(/(?<!\\)"/g)?.length ?? 0) % 2 === 1) return [];
  const compared = AFTER_OPERATOR.exec(lead);
  if (compared) {
    const field = filterFields().find(compared[1] as string);
    return field ? matching(valuesOf(field), typed) : [];
  }
  if (CONNECTIVE.test(lead)) return [...fieldItems(typed), ...matching(functionItems(), typed)];
  const last = /([\w.]+)\s+$/.exec(lead)?.[1];
  const field = last === undefined ? undefined : filterFields().find(last);
  return matching([...(field ? operatorsOf(field.type) : []), ...CONNECTIVES], typed);
}

function operators(texts: readonly string[]): Item[] {
  return texts.map((text) => ({ text, kind: 'operator', detail: '' }));
}

function operatorsOf(type: ValueType): Item[] {
  if (type === 'label') return [];
  const order = ['==', '!=', '>', '<', '>=', '<='];
  if (type === 'protocol') return operators(['contains', 'matches']);
  if (type === 'text' || type === 'bytes') return operators(['==', '!=', 'contains', 'matches', 'in']);
  return operators(isByteType(type) || type === 'boolean' ? ['==', '!=', 'in'] : [...order, 'in']);
}

function valuesOf(field: FilterField): Item[] {
  if (field.type === 'boolean') {
    return [1, 0].map((value) => ({ text: String(value), kind: 'value', detail: field.values?.[value] ?? (value === 1 ? 'True' : 'False') }));
  }
  return Object.entries(field.values ?? {}).map(([value, name]) => ({ text: value, kind: 'value', detail: name }));
}

function functionItems(): Item[] {
  return FUNCTIONS.map((name) => ({ text: `${name}(`, kind: 'function', detail: '' }));
}

/** Those that begin with what was typed, then those that hold it. */
function matching(items: readonly Item[], typed: string): Item[] {
  const wanted = typed.toLowerCase();
  const begins = (item: Item) => item.text.toLowerCase().startsWith(wanted) || item.detail.toLowerCase().startsWith(wanted);
  const rest = items.filter((item) => !begins(item) && item.detail.toLowerCase().includes(wanted));
  return [...items.filter(begins), ...rest];
}

/** Fields by name: those that begin so first, the shorter the better; then those whose name or label holds what was typed. */
function fieldItems(typed: string): Item[] {
  const wanted = typed.toLowerCase();
  const begins: FilterField[] = [];
  const holds: FilterField[] = [];
  for (const field of filterFields().all()) {
    const name = field.name.toLowerCase();
    if (name.startsWith(wanted)) begins.push(field);
    else if (wanted !== '' && (name.includes(wanted) || field.label.toLowerCase().includes(wanted))) holds.push(field);
  }
  const depth = ({ name }: FilterField) => name.split('.').length;
  begins.sort((a, b) => depth(a) - depth(b) || (a.name < b.name ? -1 : 1));
  return [...begins, ...holds].map(({ name, label, type }) => ({ text: name, kind: type === 'protocol' ? 'protocol' : 'field', detail: label }));
}
