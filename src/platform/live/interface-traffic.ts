/** Counters of this machine's interfaces, once a second, for the sparklines: no permission is needed to read them. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { CancelSignal } from '../../shared/base/cancellation';
import type { LiveTraffic } from '../../shared/contract/live';

const PERIOD_MS = 1000;

/** Ends at once where the system tells nothing. */
export async function* interfaceTraffic(signal: CancelSignal): AsyncGenerator<LiveTraffic> {
  const read = READERS[process.platform];
  while (read !== undefined && !signal.cancelled) {
    yield await read();
    await sleep(PERIOD_MS);
  }
}

const READERS: Readonly<Partial<Record<NodeJS.Platform, () => Promise<LiveTraffic>>>> = {
  linux: async () => linuxTraffic(readFileSync('/proc/net/dev', 'utf8')),
  darwin: async () => netstatTraffic((await promisify(execFile)('netstat', ['-ibn'])).stdout),
};

/** `/proc/net/dev` (proc(5)): name, then bytes and packets received first, sent from the ninth on. */
export function linuxTraffic(text: string): LiveTraffic {
  return text.split('\n').flatMap((line) => {
    const [name, counters] = line.split(':');
    const values = counters?.trim().split(/\s+/).map(Number) ?? [];
    const [receivedBytes = 0, receivedPackets = 0] = values;
    if (name === undefined || values.length < 16) return [];
    const loopback = name.trim() === 'lo';
    // What passes the loopback is counted as sent and as received.
    const sentBytes = loopback ? 0 : (values[8] ?? 0);
    const sentPackets = loopback ? 0 : (values[9] ?? 0);
    return [{ name: name.trim(), packets: receivedPackets + sentPackets, bytes: receivedBytes + sentBytes }];
  });
}

/** `netstat -ibn` of macOS: the line of the link layer stands for the interface. */
export function netstatTraffic(text: string): LiveTraffic {
  return text.split('\n').flatMap((line) => {
    const words = line.trim().split(/\s+/);
    if (!words[2]?.startsWith('<Link#')) return [];
    const [packetsIn = 0, , bytesIn = 0, packetsOut = 0, , bytesOut = 0] = words.slice(-7).map(Number);
    return [{ name: words[0] ?? '', packets: packetsIn + packetsOut, bytes: bytesIn + bytesOut }];
  });
}
