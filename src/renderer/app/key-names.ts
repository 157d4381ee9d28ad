const NAMES: Readonly<Record<string, string>> = { mod: 'Ctrl', pageup: 'Page Up', pagedown: 'Page Down' };

/** A key combination in Blueprint's form (`alt + shift + pageup`) as it is shown: `Alt+Shift+Page Up`; of several keys Ctrl comes first. */
export function keyNames(combo: string): string {
  const names = combo.split(' + ').map((key) => NAMES[key] ?? `${key.charAt(0).toUpperCase()}${key.slice(1)}`);
  return names.sort((one, other) => Number(other === 'Ctrl') - Number(one === 'Ctrl')).join('+');
}
