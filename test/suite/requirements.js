// What suites need besides Node, how to tell whether it is here, and how to get it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { projectFolder } from '../../bin/build.js';
import { findElectron } from '../../bin/electron.js';

/**
 * @typedef {object} Requirement
 * @property {string} name
 * @property {() => boolean} isPresent
 * @property {string | null} debianPackage null: not to be had by apt
 * @property {string} howToGet
 * @property {RegExp} suites those that are skipped, in whole or in part, without it
 */

const runs = (command, argument) => spawnSync(command, [argument], { stdio: 'ignore' }).error === undefined;
const byApt = (name) => `apt-get install ${name}`;

/** @type {readonly Requirement[]} */
export const REQUIREMENTS = [
  {
    name: 'Chromium',
    isPresent: () =>
      [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].some(
        (path) => path && existsSync(path),
      ),
    debianPackage: 'chromium',
    howToGet: `${byApt('chromium')}, or name a browser in CHROMIUM_PATH`,
    suites: /^test\/(e2e\/|live\/killed-capture)/,
  },
  {
    name: 'tshark',
    isPresent: () => runs('tshark', '--version'),
    debianPackage: 'tshark',
    howToGet: byApt('tshark'),
    suites: /^test\/unit\/protocols\/fidelity/,
  },
  {
    name: 'tcpdump',
    isPresent: () => runs('tcpdump', '--version'),
    debianPackage: 'tcpdump',
    howToGet: byApt('tcpdump'),
    suites: /^test\/(live\/|e2e\/live|unit\/platform\/live\/|unit\/formats\/tcpdump-installed)/,
  },
  {
    name: 'dumpcap',
    isPresent: () => runs('dumpcap', '--version'),
    debianPackage: 'wireshark-common',
    howToGet: byApt('wireshark-common'),
    suites: /^test\/(live|unit\/platform\/live)\//,
  },
  {
    name: 'ip',
    isPresent: () => runs('ip', '-V'),
    debianPackage: 'iproute2',
    howToGet: byApt('iproute2'),
    suites: /^test\/live\//,
  },
  {
    name: 'iptables',
    isPresent: () => runs('iptables', '--version'),
    debianPackage: 'iptables',
    howToGet: byApt('iptables'),
    suites: /^test\/(live|e2e\/live)/,
  },
  {
    name: 'Python 3',
    isPresent: () => runs('python3', '--version'),
    debianPackage: 'python3',
    howToGet: byApt('python3'),
    suites: /^test\/(live|e2e\/live)/,
  },
  {
    name: 'zstd',
    isPresent: () => runs('zstd', '--version'),
    debianPackage: 'zstd',
    howToGet: byApt('zstd'),
    suites: /^test\/unit\/platform\/capture-bytes/,
  },
  {
    name: 'iproute2',
    isPresent: () => runs('ip', '-V') && runs('ss', '-V') && runs('nstat', '-V'),
    debianPackage: 'iproute2',
    howToGet: byApt('iproute2'),
    suites: /^test\/lab\/host/,
  },
  {
    name: 'net-tools',
    isPresent: () => runs('netstat', '-V'),
    debianPackage: 'net-tools',
    howToGet: byApt('net-tools'),
    suites: /^test\/lab\/host/,
  },
  {
    name: 'Python',
    isPresent: () => runs('python3', '-V'),
    debianPackage: 'python3',
    howToGet: byApt('python3'),
    suites: /^test\/lab\/host/,
  },
  {
    name: 'the ssh server',
    isPresent: () => existsSync('/usr/sbin/sshd') && runs('ssh', '-V'),
    debianPackage: 'openssh-server',
    howToGet: byApt('openssh-server'),
    suites: /^test\/lab\/host/,
  },
  {
    name: "Electron's binary",
    isPresent: () => findElectron() !== null,
    debianPackage: null,
    howToGet: 'npx install-electron, where its download host can be reached',
    suites: /^test\/electron\/smoke/,
  },
  {
    name: 'the folder ../shared/captures',
    isPresent: () => existsSync(join(projectFolder, '..', 'shared', 'captures')),
    debianPackage: null,
    howToGet: 'put the collection of public captures beside this folder',
    suites: /^test\/unit\/(formats|protocols|flows|session|cli)\//,
  },
];

/** Installs what is missing and can be installed. Throws when that fails: a run that promised everything must not pass with less. */
export function installMissing() {
  const missing = REQUIREMENTS.filter(({ debianPackage, isPresent }) => debianPackage !== null && !isPresent());
  if (missing.length === 0) return;
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const packages = missing.map(({ debianPackage }) => debianPackage);
  for (const step of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const { status } = spawnSync('apt-get', ['-q', ...step], { stdio: 'inherit', env: environment });
    if (status !== 0) throw new Error(`apt-get ${step.join(' ')} failed`);
  }
  const stillMissing = missing.filter(({ isPresent }) => !isPresent()).map(({ name }) => name);
  if (stillMissing.length > 0) throw new Error(`installed, yet not found: ${stillMissing.join(', ')}`);
}

/** True where everything is to run and may be installed: a root user of a Debian machine, with CI=true. */
export function mayInstall() {
  return process.env.CI === 'true' && process.getuid?.() === 0 && existsSync('/etc/debian_version');
}
