// What `npm run new:...` scripts have in common: they make files from a name, register them, and refuse what is there already.
import { existsSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';

const USAGE_ERROR = 2;

/** Options and the one name that a script was given; ends with the usage when they are not right, or asked for. */
export function readName({ usage, pattern, options }) {
  const { values, positionals } = parsed(usage, options);
  if (values.help) {
    process.stdout.write(usage);
    process.exit(0);
  }
  const [name] = positionals;
  if (positionals.length !== 1 || !pattern.test(name)) refuse(usage, `One name is needed: ${pattern.source}`);
  return { ...values, name };
}

function parsed(usage, options) {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { ...options, in: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    return refuse(usage, error.message);
  }
}

export function refuse(usage, message) {
  process.stderr.write(`${message}\n\n${usage}`);
  process.exit(USAGE_ERROR);
}

/** Writes files by path; none when one of the `made` is there already. */
export function writeAll(usage, made, changed) {
  for (const path of Object.keys(made)) if (existsSync(path)) refuse(usage, `${path} is there already.`);
  for (const [path, text] of Object.entries({ ...made, ...changed })) writeFileSync(path, text);
}

/** `my-bus` -> `myBus`. */
export function camelCase(name) {
  return name.replace(/[-_]+([a-z0-9])/g, (_, letter) => letter.toUpperCase()).replace(/[-_]/g, '');
}

/** A module with one more import, where the formatter wants it. */
export function withImport(text, entry, file) {
  const line = `import { ${entry} } from './${file}';`;
  const lines = text.split('\n');
  const imports = lines.filter((other) => other.startsWith('import '));
  const from = (other) => other.slice(other.indexOf("'"));
  const before = imports.find((other) => from(other) > from(line));
  lines.splice(before === undefined ? lines.lastIndexOf(imports.at(-1)) + 1 : lines.indexOf(before), 0, line);
  return lines.join('\n');
}

/** A text with more before the last line that equals `last`. */
export function withBefore(text, last, more) {
  const lines = text.split('\n');
  lines.splice(lines.lastIndexOf(last), 0, more);
  return lines.join('\n');
}

export function tellMade(made, changed, next) {
  const list = (what, files) => Object.keys(files).map((path) => `${what.padEnd(10)} ${path}\n`);
  process.stdout.write([...list('made', made), ...list('registered', changed), '\nnext:\n', next].join(''));
}
