/** Script of the command `tcpulse`. */
import { join } from 'node:path';
import { runBuiltScript } from '../platform/built-script';
import { limitHeapGrowth } from '../platform/heap-growth';

limitHeapGrowth();
runBuiltScript(join(import.meta.dirname, 'command.js'));
