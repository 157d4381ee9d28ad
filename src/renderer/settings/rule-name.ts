import type { ColourRule } from '../../shared/contract/settings';

/** Names of the rules that come with TCPulse are texts; those of the user's own are shown as they are. */
export function ruleName({ name }: Pick<ColourRule, 'name'>, t: (key: string) => string): string {
  const key = `settings.rule.${name}`;
  const text = t(key);
  return text === key ? name : text;
}
