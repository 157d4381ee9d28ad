import { linkTypeFromFile } from '../link-type';
import { INTERFACE_AT } from './block';
import { INTERFACE_OPTION, OPTION, optionText, readOptions } from './options';
import { MICROSECONDS, type TimeScale, timeScale } from './time-stamp';

export interface InterfaceDescription {
  readonly linkType: number;
  readonly snapLength: number;
  readonly name: string | null;
  readonly description: string | null;
  readonly comments: readonly string[];
  readonly scale: TimeScale;
  /** What is wrong with the options, in words for a log. */
  readonly problems: readonly string[];
}

/** Reads an interface description block at `at` whose trailing length begins at `end`. */
export function readInterfaceDescription(view: DataView, at: number, end: number, littleEndian: boolean): InterfaceDescription {
  let name: string | null = null;
  let description: string | null = null;
  let resolution = 6;
  let offsetSeconds = 0;
  const comments: string[] = [];
  const { options, problem } = readOptions(view, at + INTERFACE_AT.options, end, littleEndian);
  const problems = problem === null ? [] : [problem];
  for (const option of options) {
    if (option.code === OPTION.comment) comments.push(optionText(view, option));
    if (option.code === INTERFACE_OPTION.name) name = optionText(view, option);
    if (option.code === INTERFACE_OPTION.description) description = optionText(view, option);
    if (option.code === INTERFACE_OPTION.timeResolution && option.length >= 1) resolution = view.getUint8(option.at);
    if (option.code === INTERFACE_OPTION.timeOffset && option.length === 8) {
      const value = Number(view.getBigInt64(option.at, littleEndian));
      if (Number.isSafeInteger(value)) offsetSeconds = value;
      else problems.push(`time offset ${value} s is impossible`);
    }
  }
  const scale = timeScale(resolution, offsetSeconds);
  if (!scale) problems.push(`time resolution 0x${resolution.toString(16)} is impossible`);
  return {
    linkType: linkTypeFromFile(view.getUint16(at + INTERFACE_AT.linkType, littleEndian)),
    snapLength: view.getUint32(at + INTERFACE_AT.snapLength, littleEndian),
    name,
    description,
    comments,
    scale: scale ?? MICROSECONDS,
    problems,
  };
}
