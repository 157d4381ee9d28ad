/**
 * `npm run lab [-- ID ...]`: records the scenarios from this machine's kernel into test/captures/lab, each with its ground truth, and the
 * samples into resources/samples. Root only; needs ip, iptables, tcpdump and python3. Takes less than a minute.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Network } from './network.js';
import { scenarios } from './scenarios.js';

const CAPTURES = fileURLToPath(new URL('../captures/lab/', import.meta.url));
const SAMPLES_FOLDER = fileURLToPath(new URL('../../resources/samples/', import.meta.url));
/** The most telling ones come with the application. */
const SAMPLES = ['keepalive-answered', 'keepalive-peer-vanished', 'keepalive-peer-rebooted', 'zero-window'];
const CLIENT_PORT = 40_000;
const NEEDED = ['ip', 'iptables', 'ip6tables', 'tcpdump', 'python3', 'sysctl'];

function missingPrerequisite() {
  if (process.getuid?.() !== 0) return 'the lab makes network namespaces: run it as root';
  const missing = NEEDED.filter((program) => {
    try {
      execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
      return false;
    } catch {
      return true;
    }
  });
  return missing.length > 0 ? `missing: ${missing.join(', ')}` : null;
}

/** @param {import('./scenarios.js').Scenario} scenario */
async function record(scenario, network) {
  const file = `${CAPTURES}${scenario.id}.pcap`;
  const { client, server, addresses } = network;
  for (const [name, value] of Object.entries(scenario.sysctl ?? {})) network.sysctl('client', name, value);
  if (!scenario.recordLate) await network.record(file);
  await server.do('listen', { address: addresses.server, port: scenario.port, receiveBufferBytes: scenario.receiveBufferBytes ?? null });
  await client.do('connect', { name: 'c', fromAddress: addresses.client, fromPort: CLIENT_PORT, address: addresses.server, port: scenario.port });
  await server.do('accept', { name: 's' });
  if (scenario.keepAlive.client) await client.do('keep_alive', { name: 'c', ...scenario.keepAlive.client });
  if (scenario.keepAlive.server) await server.do('keep_alive', { name: 's', ...scenario.keepAlive.server });
  if (scenario.recordLate) await network.record(file);
  network.note('connection stands');
  const before = { client: await client.do('counters'), server: await server.do('counters') };
  const more = (await scenario.play(network)) ?? {};
  const kernel = {};
  for (const end of ['client', 'server']) kernel[end] = difference(before[end].counters, (await network[end].do('counters')).counters);
  const truth = {
    id: scenario.id,
    description: scenario.description,
    kernelRelease: release().split('-')[0],
    client: { address: addresses.client, port: CLIENT_PORT },
    server: { address: addresses.server, port: scenario.port },
    keepAlive: scenario.keepAlive,
    handshakeRecorded: !scenario.recordLate,
    events: network.events,
    ...more,
    /** What each end's kernel counted since the connection stood; TcpExt.TCPKeepAlive is the number of probes it sent. */
    kernel,
  };
  return { file, truth };
}

function difference(before, after) {
  const entries = Object.entries(after).map(([name, value]) => [name, value - (before[name] ?? 0)]);
  return Object.fromEntries(entries.filter(([, value]) => value !== 0));
}

/** Those that stand; taken down when the lab is interrupted. @type {Set<Network>} */
const networks = new Set();

/** @param {import('./scenarios.js').Scenario} scenario */
async function play(scenario) {
  const network = new Network(scenario.short, scenario.family ?? 4);
  networks.add(network);
  let recorded;
  try {
    recorded = await record(scenario, network);
  } finally {
    await network.close();
    networks.delete(network);
  }
  writeFileSync(recorded.file.replace(/\.pcap$/, '.json'), `${JSON.stringify(recorded.truth, null, 2)}\n`);
  const probes = ['client', 'server'].map((end) => recorded.truth.kernel[end]['TcpExt.TCPKeepAlive'] ?? 0);
  console.log(`${scenario.id}: ${statSync(recorded.file).size} bytes, probes by client ${probes[0]}, by server ${probes[1]}`);
}

const problem = missingPrerequisite();
if (problem !== null) {
  console.error(`lab: ${problem}`);
  process.exit(2);
}
process.on('exit', () => {
  for (const network of networks) network.remove();
});
process.on('SIGINT', () => process.exit(130));
mkdirSync(CAPTURES, { recursive: true });
const chosen = process.argv.slice(2);
const outcomes = await Promise.allSettled(scenarios.filter(({ id }) => chosen.length === 0 || chosen.includes(id)).map(play));
const failures = outcomes.filter((outcome) => outcome.status === 'rejected');
for (const failure of failures) console.error(failure.reason);
if (failures.length === 0) {
  for (const id of SAMPLES) if (existsSync(`${CAPTURES}${id}.pcap`)) copyFileSync(`${CAPTURES}${id}.pcap`, `${SAMPLES_FOLDER}${id}.pcap`);
}
process.exit(failures.length === 0 ? 0 : 1);
