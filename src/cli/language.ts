const OPTION = '--language';

/**
 * The language of all texts: of `--language TAG`, else of LC_ALL, LC_MESSAGES or LANG (POSIX.1-2017, 8.2), else English.
 * Known before the arguments are parsed, since the help itself is in that language.
 */
export function languageOf(args: readonly string[], environment: Readonly<Record<string, string | undefined>>): string {
  return optionValue(args) || environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || 'en';
}

function optionValue(args: readonly string[]): string | undefined {
  const joined = args.find((argument) => argument.startsWith(`${OPTION}=`));
  if (joined !== undefined) return joined.slice(OPTION.length + 1);
  const place = args.indexOf(OPTION);
  return place < 0 ? undefined : args[place + 1];
}
