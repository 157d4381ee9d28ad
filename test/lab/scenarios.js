/** What is recorded: each scenario plays on its own pair of namespaces and says what it set. */
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @typedef {{ idleS: number, intervalS: number, count: number }} KeepAliveSettings
 * @typedef {object} Scenario
 * @property {string} id name of the files written
 * @property {string} short at most 8 characters
 * @property {string} description
 * @property {4 | 6} [family]
 * @property {number} port of the server
 * @property {{ client?: KeepAliveSettings, server?: KeepAliveSettings }} keepAlive socket options
 * @property {number} [receiveBufferBytes] SO_RCVBUF of the server
 * @property {Record<string, number | string>} [sysctl] of the client
 * @property {boolean} [recordLate] recording starts on the idle connection
 * @property {(network: import('./network.js').Network) => Promise<Record<string, unknown> | void>} play after the connection stands; returns further truth
 */

const REQUEST = 'hello\n';
const REPLY = 'welcome\n';

/** One request and its reply. */
async function greet({ client, server }) {
  await client.do('send', { name: 'c', text: REQUEST });
  await server.do('receive', { name: 's', bytes: REQUEST.length });
  await server.do('send', { name: 's', text: REPLY });
  await client.do('receive', { name: 'c', bytes: REPLY.length });
}

async function closeBoth(network) {
  network.note('client closes');
  await network.client.do('close', { name: 'c' });
  await sleep(200);
  network.note('server closes');
  await network.server.do('close', { name: 's' });
}

async function stayIdle(network, seconds) {
  await greet(network);
  network.note('idle');
  await sleep(seconds * 1000);
  await closeBoth(network);
}

/** @type {Scenario[]} */
export const scenarios = [
  {
    id: 'keepalive-answered',
    short: 'answered',
    description: 'An idle connection whose client probes every 5 s; the server answers each probe.',
    port: 9000,
    keepAlive: { client: { idleS: 5, intervalS: 5, count: 3 } },
    play: (network) => stayIdle(network, 33),
  },
  {
    id: 'keepalive-peer-vanished',
    short: 'vanished',
    description: 'The server disappears without a word: four probes go unanswered, the client gives up and sends a reset.',
    port: 9000,
    keepAlive: { client: { idleS: 3, intervalS: 2, count: 4 } },
    play: async (network) => {
      await greet(network);
      await sleep(7000);
      network.note('server unreachable from here on');
      network.silence('server', 'INPUT');
      const end = await network.client.do('receive', { name: 'c', bytes: 1, timeoutS: 30 });
      network.note('client gave up');
      return { clientSees: end.failed };
    },
  },
  {
    id: 'keepalive-outage-survived',
    short: 'outage',
    description: 'Two probes are lost in a short outage; the next is answered and the connection lives on.',
    port: 9000,
    keepAlive: { client: { idleS: 3, intervalS: 2, count: 5 } },
    play: async (network) => {
      await greet(network);
      await sleep(4500);
      network.note('outage begins');
      network.silence('server', 'INPUT');
      await sleep(4700);
      network.note('outage ends');
      network.unsilence('server', 'INPUT');
      await sleep(8000);
      await greet(network);
      await closeBoth(network);
    },
  },
  {
    id: 'keepalive-peer-rebooted',
    short: 'rebooted',
    description: 'The server forgets the connection, as after a reboot: it answers the next probe with a reset.',
    port: 9000,
    keepAlive: { client: { idleS: 4, intervalS: 2, count: 3 } },
    play: async (network) => {
      await greet(network);
      await sleep(9500);
      network.silence('server', 'OUTPUT');
      await network.server.do('abort', { name: 's' });
      network.unsilence('server', 'OUTPUT');
      network.note('server has forgotten the connection');
      const end = await network.client.do('receive', { name: 'c', bytes: 1, timeoutS: 30 });
      network.note('client was reset');
      return { clientSees: end.failed };
    },
  },
  {
    id: 'keepalive-one-byte',
    short: 'onebyte',
    description: 'Probes that carry one byte of old data, as Windows and others send them; each is answered with a D-SACK.',
    port: 9000,
    keepAlive: {},
    sysctl: { 'net.ipv4.tcp_timestamps': 0 },
    play: async (network) => {
      await greet(network);
      const probes = 5;
      for (let i = 0; i < probes; i++) {
        await sleep(3000);
        await network.client.do('one_byte_probe', { name: 'c' });
        network.note('client probes with one byte');
      }
      await sleep(500);
      await closeBoth(network);
      return { rawProbes: probes };
    },
  },
  {
    id: 'keepalive-both-ends',
    short: 'both',
    description: 'Both ends probe, each by its own settings.',
    port: 9000,
    keepAlive: { client: { idleS: 4, intervalS: 4, count: 3 }, server: { idleS: 3, intervalS: 3, count: 3 } },
    play: (network) => stayIdle(network, 26),
  },
  {
    id: 'keepalive-mid-stream',
    short: 'midstrm',
    description: 'The recording starts on an idle connection that is hours old for all one can see: no handshake, probes only.',
    port: 9000,
    keepAlive: { client: { idleS: 3, intervalS: 3, count: 3 } },
    recordLate: true,
    play: async (network) => {
      await sleep(16_000);
      await greet(network);
      await closeBoth(network);
    },
  },
  {
    id: 'keepalive-ipv6',
    short: 'ipv6',
    description: 'An idle connection over IPv6 whose server probes every 3 s.',
    family: 6,
    port: 9000,
    keepAlive: { server: { idleS: 3, intervalS: 3, count: 3 } },
    play: (network) => stayIdle(network, 14),
  },
  {
    id: 'zero-window',
    short: 'zerowin',
    description: 'The server stops reading; its window closes and the client sends window probes, which are no keep-alives, until it reads again.',
    port: 9000,
    keepAlive: { client: { idleS: 2, intervalS: 2, count: 3 } },
    receiveBufferBytes: 2304,
    play: async (network) => {
      await greet(network);
      const { sentBytes } = await network.client.do('fill', { name: 'c', bytes: 12_000 });
      network.note('client sends, server does not read');
      await sleep(15_000);
      network.note('server reads');
      await network.server.do('receive', { name: 's', bytes: sentBytes, timeoutS: 10 });
      await sleep(5000);
      await closeBoth(network);
      return { sentBytes };
    },
  },
  {
    id: 'redis-ping',
    short: 'redis',
    description: 'A Redis client sends PING every 3 s on a connection that the server probes as well.',
    port: 6379,
    keepAlive: { server: { idleS: 2, intervalS: 2, count: 3 } },
    play: async (network) => {
      const ping = '*1\r\n$4\r\nPING\r\n';
      const pong = '+PONG\r\n';
      for (let i = 0; i < 5; i++) {
        await network.client.do('send', { name: 'c', text: ping });
        await network.server.do('receive', { name: 's', bytes: ping.length });
        await network.server.do('send', { name: 's', text: pong });
        await network.client.do('receive', { name: 'c', bytes: pong.length });
        await sleep(3000);
      }
      await closeBoth(network);
    },
  },
];
