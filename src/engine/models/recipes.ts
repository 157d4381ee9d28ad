/** How to set what a finding advises, system by system: data in `resources/advice`, one file a purpose, with places for the recommended numbers. */
import backlog from '../../../resources/advice/backlog.json';
import encryptedHeartbeat from '../../../resources/advice/encrypted-heartbeat.json';
import heartbeat from '../../../resources/advice/heartbeat.json';
import httpIdle from '../../../resources/advice/http-idle.json';
import idleLimit from '../../../resources/advice/idle-limit.json';
import keepAlive from '../../../resources/advice/keep-alive.json';
import synFlood from '../../../resources/advice/syn-flood.json';
import synQueue from '../../../resources/advice/syn-queue.json';
import userTimeout from '../../../resources/advice/user-timeout.json';

interface Recipe {
  readonly id: string;
  /** Name of the system, language or product. */
  readonly title: string;
  /** Lines; `{{name}}` is a number. */
  readonly code: readonly string[];
}

const RECIPES = {
  'keep-alive': keepAlive.recipes,
  'user-timeout': userTimeout.recipes,
  heartbeat: heartbeat.recipes,
  'http-idle': httpIdle.recipes,
  'idle-limit': idleLimit.recipes,
  'encrypted-heartbeat': encryptedHeartbeat.recipes,
  backlog: backlog.recipes,
  'syn-queue': synQueue.recipes,
  'syn-flood': synFlood.recipes,
} as const satisfies Readonly<Record<string, readonly Recipe[]>>;

export type RecipeName = keyof typeof RECIPES;
export const RECIPE_NAMES = Object.keys(RECIPES) as RecipeName[];

/** Snippets that were filled in before: findings of one kind mostly ask for the same numbers. */
const filled = new Map<string, string>();
const MOST_FILLED = 100;

/** Every snippet with its numbers, each between lines of three backticks, the title behind the first. A number that is not given is a bug. */
export function snippets(name: RecipeName, numbers: Readonly<Record<string, number>>): string {
  const key = `${name} ${JSON.stringify(numbers)}`;
  const known = filled.get(key);
  if (known !== undefined) return known;
  const text = RECIPES[name]
    .map(({ title, code }) => [`${FENCE}${title}`, ...code.map((line) => filledIn(line, numbers)), FENCE].join('\n'))
    .join('\n');
  if (filled.size >= MOST_FILLED) filled.clear();
  filled.set(key, text);
  return text;
}

/** Opens and closes a snippet. */
const FENCE = '```';
const PLACE = /\{\{(\w+)\}\}/g;

function filledIn(line: string, numbers: Readonly<Record<string, number>>): string {
  return line.replace(PLACE, (_, name: string) => {
    const value = numbers[name];
    if (value === undefined) throw new Error(`a recipe asks for ${name}`);
    return String(value);
  });
}
