/** Two network namespaces joined by a veth pair, an agent in each, a recording at the client's end. Root only. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const AGENT = fileURLToPath(new URL('./socket-agent.py', import.meta.url));
const STARTED_WITHIN_MS = 5000;

/** Addresses of documentation (RFC 5737, RFC 3849): the recordings name no real network. */
const ADDRESSES = {
  4: { client: '192.0.2.1', server: '192.0.2.2', prefix: 24 },
  6: { client: '2001:db8::1', server: '2001:db8::2', prefix: 64 },
};

/** @param {string[]} command */
function run(command) {
  const [program = '', ...args] = command;
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** A process in a namespace that answers commands in order. */
class Agent {
  #process;
  #lines;

  /** @param {string} namespace */
  constructor(namespace) {
    this.#process = spawn('ip', ['netns', 'exec', namespace, 'python3', AGENT], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  /**
   * @param {string} command name of a command of socket-agent.py
   * @param {Record<string, unknown>} [params]
   */
  async do(command, params = {}) {
    this.#process.stdin.write(`${JSON.stringify({ do: command, ...params })}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`the agent ended at ${command}`);
    const reply = JSON.parse(value);
    if (!reply.ok) throw new Error(`${command}: ${reply.error}`);
    return reply;
  }

  async stop() {
    this.#process.stdin.end();
    if (this.#process.exitCode === null) await once(this.#process, 'exit');
  }
}

/** The laboratory of one recording; `close` takes everything down again. */
export class Network {
  #namespaces;
  #recording = null;
  /** @type {{ timeMs: number, what: string }[]} */
  events = [];
  #startMs = 0;

  /**
   * @param {string} name at most 8 characters: interface names have 15
   * @param {4 | 6} family
   */
  constructor(name, family) {
    this.#namespaces = { client: `tcpulse-${name}-c`, server: `tcpulse-${name}-s` };
    this.family = family;
    this.addresses = ADDRESSES[family];
    try {
      this.#build();
    } catch (error) {
      this.remove();
      throw error;
    }
    this.client = new Agent(this.#namespaces.client);
    this.server = new Agent(this.#namespaces.server);
  }

  #build() {
    const { client, server } = this.#namespaces;
    for (const namespace of [client, server]) run(['ip', 'netns', 'add', namespace]);
    run(['ip', '-n', client, 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', server]);
    this.#setUp('client', '02:00:00:00:00:01');
    this.#setUp('server', '02:00:00:00:00:02');
  }

  #setUp(end, mac) {
    const namespace = this.#namespaces[end];
    const { prefix, [end]: address } = this.addresses;
    if (this.family === 4) this.sysctl(end, 'net.ipv6.conf.all.disable_ipv6', 1);
    run(['ip', '-n', namespace, 'link', 'set', 'eth0', 'address', mac, 'up']);
    run(['ip', '-n', namespace, 'address', 'add', `${address}/${prefix}`, 'dev', 'eth0', ...(this.family === 6 ? ['nodad'] : [])]);
  }

  /**
   * @param {'client' | 'server'} end
   * @param {string} name
   * @param {number | string} value
   */
  sysctl(end, name, value) {
    run(['ip', 'netns', 'exec', this.#namespaces[end], 'sysctl', '-q', '-w', `${name}=${value}`]);
  }

  /**
   * Lets no TCP segment pass, without a word to either side.
   * @param {'client' | 'server'} end
   * @param {'INPUT' | 'OUTPUT'} chain
   */
  silence(end, chain) {
    this.#firewall(end, ['-A', chain, '-p', 'tcp', '-j', 'DROP']);
  }

  unsilence(end, chain) {
    this.#firewall(end, ['-D', chain, '-p', 'tcp', '-j', 'DROP']);
  }

  #firewall(end, rule) {
    run(['ip', 'netns', 'exec', this.#namespaces[end], this.family === 4 ? 'iptables' : 'ip6tables', '-w', ...rule]);
  }

  /** Starts recording at the client's end. @param {string} file */
  async record(file) {
    for (const agent of [this.client, this.server]) await agent.do('offload_off', { interface: 'eth0' });
    const filter = this.family === 4 ? 'tcp or icmp or arp' : 'tcp or icmp6';
    const command = [
      'netns',
      'exec',
      this.#namespaces.client,
      'tcpdump',
      '-i',
      'eth0',
      '-n',
      '-U',
      '--immediate-mode',
      '-Z',
      'root',
      '-w',
      file,
      filter,
    ];
    const recording = spawn('ip', command, { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#recording = recording;
    const started = new AbortController();
    recording.stderr.on('data', (text) => {
      if (String(text).includes('listening on')) started.abort();
    });
    await sleep(STARTED_WITHIN_MS, undefined, { signal: started.signal }).then(
      () => {
        throw new Error('tcpdump did not start');
      },
      () => {},
    );
    this.#startMs = Date.now();
  }

  /** Notes what happens now, for the ground truth. @param {string} what */
  note(what) {
    this.events.push({ timeMs: Date.now() - this.#startMs, what });
  }

  async close() {
    const recording = this.#recording;
    if (recording !== null && recording.exitCode === null) {
      await sleep(300);
      recording.kill('SIGINT');
      await once(recording, 'exit');
    }
    await Promise.all([this.client?.stop(), this.server?.stop()]);
    this.remove();
  }

  /** Removes the namespaces, and with them everything in them. */
  remove() {
    for (const namespace of Object.values(this.#namespaces)) {
      try {
        run(['ip', 'netns', 'del', namespace]);
      } catch {
        // It was not made, or is gone already.
      }
    }
  }
}
