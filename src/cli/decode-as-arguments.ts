/** `--decode-as` and `--no-heuristics` of the commands that read captures. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { DECODE_AS_SELECTORS } from '../shared/contract/choices';
import type { DecodeAs, DecodeAsRule } from '../shared/contract/decode-as';
import type { Translate } from '../shared/locales/texts';

/** As commander gives them. */
export interface DecodeAsOptions {
  readonly decodeAs?: readonly DecodeAsRule[];
  readonly heuristics?: boolean;
}

const LARGEST_PORT = 65_535;
/** `tcp.port==7001,redis`. */
const FORM = /^([a-z.]+)\s*==\s*(\d{1,9})\s*,\s*([\w.-]+)$/i;

export function addDecodeAs(command: Command, t: Translate): Command {
  return command
    .addOption(
      new Option('--decode-as <rule>', t('streams.option.decodeAs')).argParser((value, before: DecodeAsRule[] = []) => [
        ...before,
        parseRule(value, t),
      ]),
    )
    .option('--no-heuristics', t('streams.option.noHeuristics'));
}

function parseRule(text: string, t: Translate): DecodeAsRule {
  const [, name, number, protocol] = FORM.exec(text.trim()) ?? [];
  const selector = DECODE_AS_SELECTORS.find((known) => known === name?.toLowerCase());
  const value = Number(number);
  if (selector === undefined || protocol === undefined || (selector !== 'tcp.stream' && value > LARGEST_PORT)) {
    throw new InvalidArgumentError(t('streams.usage.badRule'));
  }
  return { selector, value, protocol };
}

/** What the options say, for `captures.open`; undefined when they say nothing. */
export function decodeAsOf({ decodeAs = [], heuristics = true }: DecodeAsOptions): DecodeAs | undefined {
  return decodeAs.length === 0 && heuristics ? undefined : { rules: [...decodeAs], heuristics };
}
