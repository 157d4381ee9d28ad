/** Traffic on the loopback interface, from a process of its own. Needs python3. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const TRAFFIC = fileURLToPath(new URL('./live-traffic.py', import.meta.url));

/**
 * Traffic that begins when it is told to.
 * @param {...(string | number)} args of live-traffic.py, which tells what there is
 */
export async function loopbackTraffic(...args) {
  const child = spawn('python3', [TRAFFIC, ...args.map(String)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const port = Number((await lines.next()).value);
  return {
    port,
    begin: () => child.stdin.write('go\n'),
    line: async () => (await lines.next()).value,
    kill: () => child.kill('SIGKILL'),
    end: async () => {
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
