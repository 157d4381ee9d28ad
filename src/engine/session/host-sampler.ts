/** Samples one host for as long as somebody looks: several watchers share one probe and one series of samples. */
import type { CancelSignal } from '../../shared/base/cancellation';
import { AppError } from '../../shared/contract/errors';
import type { HostLook, HostSample, HostTarget } from '../../shared/contract/host';
import type { SampleSeries } from '../host/host-recording';
import { NO_SS, parseHostText } from '../host/host-text';
import type { HostProbe, SessionHost } from './host';

/** Sockets with timers are listed, and sysctls read, at most this often: the one is a lot, the other hardly changes. */
const SOCKETS_EVERY_MS = 1000;
const SYSCTLS_EVERY_MS = 10_000;
/** A watcher that is slower than the sampling is given what it missed, up to this many samples. */
const MOST_MISSED = 1000;

interface Watcher {
  readonly intervalMs: number;
  /** Called after each sample and at the end. */
  wake(): void;
}

export class HostSampler {
  readonly #watchers = new Set<Watcher>();
  #running = false;
  #closed = false;
  #failure: unknown = null;
  /** Ends the pause between two looks. */
  #hurry: (() => void) | null = null;
  #socketsAt = Number.NEGATIVE_INFINITY;
  #sysctlsAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly host: SessionHost,
    private readonly target: HostTarget,
    readonly series: SampleSeries,
  ) {}

  /** Every sample from now on. Throws what keeps the host from being sampled. */
  async *watch(intervalMs: number, signal: CancelSignal): AsyncGenerator<HostLook> {
    let wake = (): void => {};
    const watcher: Watcher = { intervalMs, wake: () => wake() };
    const takeBack = signal.onCancel(() => watcher.wake());
    let next = this.series.end;
    this.#watchers.add(watcher);
    this.#start();
    try {
      while (!signal.cancelled && !this.#closed) {
        next = Math.max(next, this.series.end - MOST_MISSED);
        if (next < this.series.end) {
          const look = this.series.lookAt(next++);
          if (look !== null) yield look;
          continue;
        }
        if (!this.#running) throw this.#failure;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      takeBack();
      this.#watchers.delete(watcher);
      this.#hurry?.();
    }
  }

  /** Ends sampling whoever looks. */
  close(): void {
    this.#closed = true;
    for (const watcher of this.#watchers) watcher.wake();
    this.#watchers.clear();
    this.#hurry?.();
  }

  #start(): void {
    this.#hurry?.();
    if (this.#running) return;
    this.#running = true;
    this.#failure = new AppError('cancelled');
    void this.#run();
  }

  async #run(): Promise<void> {
    let probe: HostProbe | null = null;
    this.series.live = true;
    this.#socketsAt = Number.NEGATIVE_INFINITY;
    this.#sysctlsAt = Number.NEGATIVE_INFINITY;
    try {
      if (this.host.kernel === undefined) throw new AppError('host-not-linux', { host: 'localhost' });
      probe = this.host.kernel.open(this.target);
      while (this.#watchers.size > 0) {
        const startedAt = this.host.now();
        await this.#look(probe, startedAt);
        for (const watcher of this.#watchers) watcher.wake();
        await this.#rest(startedAt);
      }
    } catch (error) {
      this.#failure = error;
    }
    probe?.close();
    this.#running = false;
    this.series.live = false;
    for (const watcher of this.#watchers) watcher.wake();
  }

  async #look(probe: HostProbe, now: number): Promise<void> {
    const sockets = now - this.#socketsAt >= SOCKETS_EVERY_MS;
    const sysctls = now - this.#sysctlsAt >= SYSCTLS_EVERY_MS;
    if (sockets) this.#socketsAt = now;
    if (sysctls) this.#sysctlsAt = now;
    const text = await probe.look({ sockets, sysctls });
    const sample = parseHostText(text).samples.at(-1);
    if (sample === undefined || (sample.counters === null && text.includes(NO_SS))) {
      throw new AppError('host-not-linux', { host: this.target.ssh ?? 'localhost' });
    }
    this.series.add(this.#withoutMissing(sample, text));
  }

  /** A part that the host cannot give is null, not empty, and said once. */
  #withoutMissing(sample: HostSample, text: string): HostSample {
    const noSs = text.includes(NO_SS);
    if (noSs) this.#note('ss-missing', '');
    if (sample.counters === null) this.#note('part-not-readable', '/proc/net/netstat');
    return noSs ? { ...sample, listeners: null, timers: null } : sample;
  }

  #note(code: 'ss-missing' | 'part-not-readable', detail: string): void {
    const { issues } = this.series;
    if (!issues.some((issue) => issue.code === code)) issues.push({ code, line: null, detail });
  }

  /** Until the next look is due for the hastiest watcher, or the watchers change. */
  async #rest(startedAt: number): Promise<void> {
    for (;;) {
      const intervalMs = Math.min(...Array.from(this.#watchers, (watcher) => watcher.intervalMs));
      const leftMs = startedAt + intervalMs - this.host.now();
      if (this.#watchers.size === 0 || leftMs <= 0) break;
      const hurried = new Promise<void>((resolve) => {
        this.#hurry = resolve;
      });
      await Promise.race([this.host.sleep(leftMs), hurried]);
    }
    this.#hurry = null;
    await this.host.pause();
  }
}
