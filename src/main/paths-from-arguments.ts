import { resolve } from 'node:path';

/** Captures named on the command line, absolute. Unpackaged, Electron's own first argument is the application; what begins with a dash is for Electron or Chromium. */
export function pathsFromArguments(argv: readonly string[], isPackaged: boolean, workingFolder: string): string[] {
  const given = argv.slice(isPackaged ? 1 : 2);
  const separator = given.indexOf('--');
  const named = separator < 0 ? given.filter(isNoOption) : [...given.slice(0, separator).filter(isNoOption), ...given.slice(separator + 1)];
  return named.map((path) => resolve(workingFolder, path));
}

function isNoOption(argument: string): boolean {
  return !argument.startsWith('-');
}
