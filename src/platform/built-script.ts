/**
 * Runs built scripts (CommonJS) with the code that V8 made of them when they were built, which lies beside them: nothing is parsed or compiled that the
 * build has seen run. Another V8, or other flags, does not take that code; it compiles the script as it ever did.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { constants, Script } from 'node:vm';

/** Of the file beside a script that holds its code. */
export const CODE_SUFFIX = '.code';

interface BuiltModule {
  exports: unknown;
}

type ModuleFunction = (exports: unknown, require: (id: string) => unknown, module: BuiltModule, filename: string, folder: string) => void;

/** What takes milliseconds to load and few runs use: loaded when something of it is asked for. */
const LOADED_ON_DEMAND = ['hpack', 'node:child_process', 'node:crypto', 'node:fs/promises', 'node:net', 'node:url', 'node:zlib'];

const nodeRequire = createRequire(import.meta.url);
const modules = new Map<string, BuiltModule>();

/** What ran in this thread, by path: whoever keeps the code asks for it. */
export const scriptsRun = new Map<string, Script>();

/**
 * The code that was read stays: glibc gives back freed memory at once only as long as it is larger than what was freed before
 * (mallopt(3), M_MMAP_THRESHOLD), and a freed megabyte would make it keep those of the columns, 8 MB in a million packets.
 */
const codeRead: Buffer[] = [];

/** The exports of the built script at `path` (absolute); it runs once, and so does each that it requires by a relative path. */
export function runBuiltScript(path: string): unknown {
  const known = modules.get(path);
  if (known !== undefined) return known.exports;
  const module: BuiltModule = { exports: {} };
  modules.set(path, module);
  const folder = dirname(path);
  const require = (id: string): unknown => (id.startsWith('.') ? runBuiltScript(join(folder, id)) : requireFromNode(id));
  const run = compile(path).runInThisContext() as ModuleFunction;
  run(module.exports, require, module, path, folder);
  return module.exports;
}

function requireFromNode(id: string): unknown {
  if (!LOADED_ON_DEMAND.includes(id)) return nodeRequire(id);
  const load = () => nodeRequire(id);
  return new Proxy(function onDemand() {}, {
    // Bundled code looks whether it is an ES module in disguise; none of them is.
    get: (_, name) => (name === '__esModule' ? undefined : Reflect.get(load(), name)),
    construct: (_, args) => Reflect.construct(load(), args),
  });
}

function compile(path: string): Script {
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(path, 'utf8')}\n})`;
  const script = new Script(source, {
    filename: path,
    cachedData: keptCode(path),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  scriptsRun.set(path, script);
  return script;
}

function keptCode(path: string): Buffer | undefined {
  try {
    const code = readFileSync(path + CODE_SUFFIX);
    codeRead.push(code);
    return code;
  } catch {
    return undefined;
  }
}
