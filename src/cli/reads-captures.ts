/** The commands whose work is done by the engine. */
const COMMANDS: readonly (string | undefined)[] = [
  'analyze',
  'packets',
  'dissect',
  'follow',
  'statistics',
  'report',
  'bundle',
  'host',
  'capture',
  'interfaces',
];
const HELP: readonly string[] = ['-h', '--help'];

/** Whether the engine will be needed, as far as the arguments (without `node` and script) tell at a glance. A wrong guess costs some time, nothing else. */
export function readsCaptures(args: readonly string[]): boolean {
  return COMMANDS.includes(args[0]) && !args.some((argument) => HELP.includes(argument));
}
