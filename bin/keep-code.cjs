// Loaded before the command by the build (`node --require`), in each of its threads: keeps the code that V8 made of the built scripts while they ran.
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const process = require('node:process');
const { setFlagsFromString } = require('node:v8');

const { CODE_SUFFIX, scriptsRun } = require(join(__dirname, '..', 'out', 'main', 'built-script.js'));

// What runs once would be forgotten before the end. The flag is taken back before the code is kept, since V8 takes it under the same flags only.
setFlagsFromString('--no-flush-bytecode');
process.on('exit', () => {
  setFlagsFromString('--flush-bytecode');
  for (const [path, script] of scriptsRun) writeFileSync(path + CODE_SUFFIX, script.createCachedData());
});
