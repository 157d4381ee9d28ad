/** Script of the engine's thread. */
import { join } from 'node:path';
import { runBuiltScript } from './built-script';

runBuiltScript(join(import.meta.dirname, 'engine.js'));
