// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;

const NAMES: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** Text out of a capture, made safe for one line of a terminal: control characters become `\n`, `\t`, `\r` or `\x1b`. */
export function printable(text: string): string {
  return text.replace(CONTROLS, (character) => NAMES[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
