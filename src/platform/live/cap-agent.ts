/**
 * A capture program of ours around the optional package `cap`: a child process, so that a crash in native code ends nothing else. Writes pcapng to
 * standard output. The package tells no time and no drop count: times are those at which a packet arrives here, and the recording says so.
 */
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PcapngWriter } from '../../engine/formats/write-pcapng';
import { applicationFolder } from '../application-folder';
import { CAP_COMMENT } from './cap-comment';
import { CAP_NOT_LOADED, type CapCapture, type CapRequest } from './cap-invocation';
import { enhancedPacketBytes, writeEnhancedPacket } from './enhanced-packet';
import { hasInterface } from './network-interfaces';

/** What is used of the package. */
interface Cap {
  /** Returns the name of the link type. Throws what libpcap says. */
  open(device: string, filter: string, bufferBytes: number, packet: Buffer): string;
  close(): void;
  on(event: 'packet', listener: (bytes: number, truncated: boolean) => void): void;
  setMinBytes?(bytes: number): void;
}
interface CapPackage {
  readonly Cap: { new (): Cap; deviceList(): { name: string; description?: string; flags?: string; addresses: { addr?: string }[] }[] };
}

/** The package opens every interface with this snap length. */
const PACKAGE_SNAP_LENGTH = 65_535;
const NANOSECONDS = 1_000_000_000;
const OUTPUT_BYTES = 1 << 17;
/** Packets that arrive together are written together; none waits longer. */
const FLUSH_MS = 20;
const ALIVE_MS = 1000;
const LINK_TYPES: Readonly<Record<string, number>> = { NULL: 0, ETHERNET: 1, IEEE802_11_RADIO: 127, LINKTYPE_LINUX_SLL: 113, RAW: 101 };
/** The package does not know it by name. */
const UNKNOWN_LINK_TYPE = /^Unknown linktype (\d+)$/;

function main(): void {
  const request = JSON.parse(process.argv[2] ?? '{}') as CapRequest;
  const { Cap } = loadPackage();
  switch (request.do) {
    case 'list':
      process.stdout.write(JSON.stringify(Cap.deviceList()));
      return;
    case 'try': {
      const cap = new Cap();
      cap.open(request.interface, request.filter, 65_536, Buffer.alloc(PACKAGE_SNAP_LENGTH));
      cap.close();
      return;
    }
    case 'capture':
      new CapCapturing(new Cap(), request).start();
  }
}

function loadPackage(): CapPackage {
  try {
    return createRequire(join(applicationFolder, 'package.json'))('cap') as CapPackage;
  } catch (error) {
    process.stderr.write(`${String(error)}\n`);
    process.exit(CAP_NOT_LOADED);
  }
}

class CapCapturing {
  readonly #writer = new PcapngWriter();
  readonly #packet = Buffer.alloc(PACKAGE_SNAP_LENGTH);
  readonly #output = Buffer.alloc(OUTPUT_BYTES);
  readonly #view = new DataView(this.#output.buffer, this.#output.byteOffset, OUTPUT_BYTES);
  #held = 0;
  /** Wall clock minus the monotonic one, in nanoseconds; set anew from time to time, so that a corrected clock is followed. */
  #epochOffset = clockOffset();

  constructor(
    readonly cap: Cap,
    readonly options: CapCapture,
  ) {}

  start(): void {
    const { cap, options } = this;
    const name = cap.open(options.interface, options.filter, options.bufferMiB * 1024 * 1024, this.#packet);
    cap.setMinBytes?.(0);
    const linkType = LINK_TYPES[name] ?? Number(UNKNOWN_LINK_TYPE.exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(linkType)) throw new Error(`link type ${name}`);
    write(this.#writer.section([CAP_COMMENT]));
    const snapLength = options.snapLength || PACKAGE_SNAP_LENGTH;
    write(
      this.#writer.interface({ name: options.interface, description: null, linkType, snapLength, timestampResolution: NANOSECONDS }, [CAP_COMMENT]),
    );
    cap.on('packet', (bytes) => this.#add(bytes));
    setInterval(() => this.#flush(), FLUSH_MS);
    setInterval(() => this.#alive(), ALIVE_MS);
    const stop = (): void => {
      this.#flush();
      cap.close();
      process.exit(0);
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  }

  #add(bytes: number): void {
    const captured = Math.min(bytes, this.options.snapLength || bytes);
    const total = enhancedPacketBytes(captured);
    if (this.#held + total > OUTPUT_BYTES) this.#flush();
    const ticks = process.hrtime.bigint() + this.#epochOffset;
    const at = this.#held;
    writeEnhancedPacket(this.#view, at, 0, Number(ticks >> 32n), Number(ticks & 0xffffffffn), captured, bytes);
    this.#packet.copy(this.#output, at + 28, 0, captured);
    this.#held += total;
  }

  #flush(): void {
    if (this.#held === 0) return;
    write(this.#output.subarray(0, this.#held));
    this.#held = 0;
  }

  /** Says that this process lives, also while no packet passes; the package itself does not notice that its interface is gone. */
  #alive(): void {
    this.#epochOffset = clockOffset();
    process.stderr.write('alive\n');
    const { interface: name } = this.options;
    if (process.platform !== 'linux' || name === 'any' || hasInterface(name)) return;
    process.stderr.write(`${name}: the interface is gone\n`);
    this.#flush();
    process.exit(1);
  }
}

function clockOffset(): bigint {
  return BigInt(Date.now()) * 1_000_000n - process.hrtime.bigint();
}

/** Waits while the reader is behind: the kernel's buffer is the one that grows. */
function write(bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(process.stdout.fd, bytes, written, bytes.length - written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') process.exit(0);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

try {
  main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
