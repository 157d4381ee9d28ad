/** A capture program made of a few lines of JavaScript: writes pcap to standard output, and then does what a fault needs. */
import type { Invocation } from '../../src/platform/live/run-program';

/** In the script: `header()`, `packet(seconds, length?)`, `out(bytes)`, `say(text)`; `after(ms, what)` runs later. */
const PRELUDE = `
const { writeSync } = require('node:fs');
const out = (bytes) => { let at = 0; while (at < bytes.length) { try { at += writeSync(1, bytes, at); } catch (e) { if (e.code !== 'EAGAIN') process.exit(9); } } };
const say = (text) => writeSync(2, text + '\\n');
const after = (ms, what) => setTimeout(what, ms);
const header = () => { const h = Buffer.alloc(24); h.writeUInt32LE(0xa1b2c3d4, 0); h.writeUInt16LE(2, 4); h.writeUInt16LE(4, 6); h.writeUInt32LE(65535, 16); h.writeUInt32LE(1, 20); out(h); };
const packet = (seconds, length = 60) => { const p = Buffer.alloc(16 + length); p.writeUInt32LE(seconds, 0); p.writeUInt32LE(250000, 4); p.writeUInt32LE(length, 8); p.writeUInt32LE(length, 12); p.fill(seconds & 255, 16); out(p); };
`;

export function fakeSource(script: string): Invocation {
  return { program: process.execPath, args: ['-e', `${PRELUDE}\n${script}`] };
}
