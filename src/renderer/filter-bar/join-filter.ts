/** How a test is joined to the filter that is there. */

export const FILTER_JOINS = ['only', 'not', 'and', 'or', 'andNot', 'orNot'] as const;
export type FilterJoin = (typeof FILTER_JOINS)[number];

/** The filter that is there and a test, joined. */
export function joinFilter(current: string, join: FilterJoin, test: string): string {
  const negated = `!(${test})`;
  if (join === 'only' || join === 'not' || current.trim() === '') return join === 'not' || join.endsWith('Not') ? negated : test;
  const operator = join.startsWith('and') ? '&&' : '||';
  return `${enclosed(current.trim(), operator)} ${operator} ${join.endsWith('Not') ? negated : test}`;
}

/** In parentheses, unless it is one test or joined alike. */
function enclosed(filter: string, operator: string): string {
  const plain = filter.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  const others = operator === '&&' ? /\|\||\^\^|\b(?:or|xor)\b/i : /&&|\^\^|\b(?:and|xor)\b/i;
  return others.test(plain) ? `(${filter})` : filter;
}
