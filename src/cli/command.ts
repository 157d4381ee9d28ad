/** Runs the command. The engine's thread is started before anything else is loaded: it takes as long to load as the rest does. */
import { startEngineThread } from './engine-thread';
import { readsCaptures } from './reads-captures';

const args = process.argv.slice(2);
const early = readsCaptures(args) ? startEngineThread() : null;
void import('./command-line').then(async ({ runCommandLine }) => process.exit(await runCommandLine(args, () => early ?? startEngineThread())));
