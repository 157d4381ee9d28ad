/** What the session keeps of hosts: recordings of samples, live or read from text, and the views of them. */
import { type CancelSignal, CancelSource } from '../../shared/base/cancellation';
import { AppError } from '../../shared/contract/errors';
import { DEFAULT_HOST_INTERVAL_MS, type HostLook, type HostOrigin, type HostTarget, type hostContract } from '../../shared/contract/host';
import type { LiveOptions, LiveRemote } from '../../shared/contract/live';
import type { Translate } from '../../shared/locales/texts';
import type { Handlers } from '../../shared/rpc/handlers';
import type { Finding } from '../analyzers/analyzer';
import { SampleSeries, type SampleSpan } from '../host/host-recording';
import { HostTextParser } from '../host/host-text';
import { bySeverity } from './capture-pass';
import { findingReport } from './finding-report';
import type { CaptureBytes, SessionHost } from './host';
import { type CapturedListeners, hostFindings } from './host-findings';
import { HostSampler } from './host-sampler';
import type { OpenedCapture } from './opened-capture';
import { linesOf } from './text-lines';

interface AskedSpan extends SampleSpan {
  readonly capture: number | null;
}

export class HostSessions {
  readonly handlers: Handlers<typeof hostContract>;
  readonly #series = new Map<number, SampleSeries>();
  readonly #samplers = new Map<string, HostSampler>();
  /** Of captures that are read. */
  readonly #capturedOf = new WeakMap<OpenedCapture, CapturedListeners>();
  #nextId = 0;

  constructor(
    private readonly host: SessionHost,
    private readonly captures: ReadonlyMap<number, OpenedCapture>,
    private readonly translations: (language: string) => Promise<Translate>,
  ) {
    this.handlers = this.#makeHandlers();
  }

  /** Holds the capture against the samples of its time, once it is read. */
  follow(capture: OpenedCapture): void {
    const stop = capture.watch(() => {
      if (capture.state === 'reading') return;
      stop();
      this.#compare([capture]);
    });
  }

  /** Samples the host that is captured on, until the recording has ended. What keeps it from being sampled is told to those who watch it. */
  captureBegun(capture: OpenedCapture, { source: program, remote }: LiveOptions): void {
    if (program === 'pipe') return;
    const source = new CancelSource();
    const stop = capture.watch(() => {
      if (capture.state === 'reading') return;
      stop();
      source.cancel();
    });
    void drain(this.#watch({ ssh: remote && destinationOf(remote), netns: null }, DEFAULT_HOST_INTERVAL_MS, source));
  }

  dispose(): void {
    for (const sampler of this.#samplers.values()) sampler.close();
    this.#samplers.clear();
    this.#series.clear();
  }

  #makeHandlers(): Handlers<typeof hostContract> {
    return {
      'host.describe': async () => ({
        missing: [...(this.host.kernel?.missing ?? ['not-linux' as const])],
        namespaces: (await this.host.kernel?.namespaces()) ?? [],
      }),
      'host.read': async ({ source }) => (await this.#read(await this.host.open(source))).describe(),
      'host.watch': ({ target, intervalMs }, { signal }) => this.#watch(target, intervalMs, signal),
      'host.recordings': () => [...this.#series.values()].map((series) => series.describe()),
      'host.forget': ({ recording }) => {
        this.#forget(recording);
        return {};
      },
      'host.look': ({ recording, index }) => this.#recording(recording).lookAt(index),
      'host.sample': ({ recording, index }) => this.#recording(recording).whole(index),
      'host.changes': ({ recording, ...span }) => this.#recording(recording).changes(this.#asked(span).span),
      'host.counters': ({ recording, names, ...asked }) => {
        const { span, baseMs } = this.#asked(asked);
        const series = this.#chosen(recording, (candidate) => candidate.counters([], span).timesMs.length);
        if (series === null) return { recording: null, timesMs: new Float64Array(), series: [] };
        const counters = series.counters(names, span);
        return { ...counters, timesMs: counters.timesMs.map((timeMs) => timeMs - baseMs) };
      },
      'host.listener': ({ recording, address, port, ...asked }) => {
        const { span, baseMs } = this.#asked(asked);
        const series = this.#chosen(recording, (candidate) =>
          candidate.listener(address, port, span).queue.reduce((shown, queue) => shown + (Number.isNaN(queue) ? 0 : 1), 0),
        );
        if (series === null) return { recording: null, address: null, ...NO_LISTENER_SAMPLES };
        const samples = series.listener(address, port, span);
        return { ...samples, timesMs: samples.timesMs.map((timeMs) => timeMs - baseMs) };
      },
      'host.findings': async ({ capture, recording, language }) => {
        const opened = this.#capture(capture);
        const t = await this.translations(language);
        return this.#findings(opened, recording).map((finding) => findingReport(finding, capture, t));
      },
    };
  }

  #capture(id: number): OpenedCapture {
    const capture = this.captures.get(id);
    if (capture === undefined) throw new AppError('no-such-capture', { capture: id });
    return capture;
  }

  async *#watch(target: HostTarget, intervalMs: number, signal: CancelSignal): AsyncGenerator<HostLook> {
    const key = JSON.stringify([target.ssh, target.netns]);
    let sampler = this.#samplers.get(key);
    if (sampler === undefined) {
      sampler = new HostSampler(this.host, target, this.#add({ kind: 'live', target }));
      this.#samplers.set(key, sampler);
    }
    try {
      yield* sampler.watch(intervalMs, signal);
    } finally {
      const { series } = sampler;
      if (series.length === 0 && !series.live && this.#series.has(series.id)) this.#forget(series.id);
      this.#compare(this.captures.values());
    }
  }

  #add(origin: HostOrigin): SampleSeries {
    const series = new SampleSeries(this.#nextId++, origin);
    this.#series.set(series.id, series);
    return series;
  }

  async #read(bytes: CaptureBytes): Promise<SampleSeries> {
    const series = new SampleSeries(this.#nextId++, { kind: 'text', name: bytes.name });
    try {
      const parser = new HostTextParser((sample) => series.add(sample));
      for await (const line of linesOf(bytes, this.host)) parser.line(line);
      parser.finish();
      series.issues.push(...parser.issues);
    } finally {
      await bytes.close();
    }
    if (series.length === 0) throw new AppError('not-host-text', { name: bytes.name });
    this.#series.set(series.id, series);
    this.#compare(this.captures.values());
    return series;
  }

  #forget(recording: number): void {
    const series = this.#recording(recording);
    this.#series.delete(series.id);
    for (const [key, sampler] of this.#samplers) {
      if (sampler.series !== series) continue;
      sampler.close();
      this.#samplers.delete(key);
    }
    this.#compare(this.captures.values());
  }

  #recording(id: number): SampleSeries {
    const series = this.#series.get(id);
    if (series === undefined) throw new AppError('no-such-recording', { recording: id });
    return series;
  }

  /** The one asked for, else the one that has most to tell. */
  #chosen(recording: number | null, worth: (series: SampleSeries) => number): SampleSeries | null {
    if (recording !== null) return this.#recording(recording);
    let best: SampleSeries | null = null;
    let most = 0;
    for (const series of this.#series.values()) {
      const told = worth(series);
      if (told > most) [best, most] = [series, told];
    }
    return best;
  }

  /** The part of time asked for in ms since the epoch, and what is to be taken off the times answered. */
  #asked({ capture, fromMs, toMs }: AskedSpan): { span: SampleSpan; baseMs: number } {
    if (capture === null) return { span: { fromMs, toMs }, baseMs: 0 };
    const { firstMs, lastMs } = timeOf(this.#capture(capture));
    return { span: { fromMs: firstMs + (fromMs ?? 0), toMs: toMs === null ? lastMs : firstMs + toMs }, baseMs: firstMs };
  }

  #captured(capture: OpenedCapture): CapturedListeners {
    const known = this.#capturedOf.get(capture);
    if (known !== undefined) return known;
    const captured = { ...timeOf(capture), listeners: [...capture.pass.listenQueue.listeners(capture.id)] };
    if (capture.state !== 'reading') this.#capturedOf.set(capture, captured);
    return captured;
  }

  /**
   * Recording null: the one that has most samples of the capture's time. Listeners are told only where samples lie beside them: as texts and pairs
   * they take megabytes.
   */
  #findings(capture: OpenedCapture, recording: number | null): Finding[] {
    const { firstMs, lastMs } = timeOf(capture);
    const span = { fromMs: firstMs, toMs: lastMs };
    const series = this.#chosen(recording, (candidate) => candidate.within(span).length + (candidate.around(firstMs, lastMs) === null ? 0 : 1));
    return series === null ? [] : hostFindings(this.#captured(capture), series);
  }

  /** Findings of captures and samples together stand among those of the captures. */
  #compare(captures: Iterable<OpenedCapture>): void {
    for (const capture of captures) {
      if (capture.state === 'reading') continue;
      const { pass } = capture;
      const own = pass.findings.filter(({ code }) => !code.startsWith(HOST_FINDINGS));
      pass.findings = [...own, ...this.#findings(capture, null)].sort(bySeverity);
    }
  }
}

const HOST_FINDINGS = 'host.';

/** As ssh takes it in one word. */
function destinationOf({ destination, port }: LiveRemote): string {
  return port === null ? destination : `ssh://${destination}:${port}`;
}

async function drain(looks: AsyncGenerator<HostLook>): Promise<void> {
  try {
    let look = await looks.next();
    while (!look.done) look = await looks.next();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}

const NO_LISTENER_SAMPLES = {
  timesMs: new Float64Array(),
  queue: new Float64Array(),
  limit: new Float64Array(),
  halfOpen: new Float64Array(),
};

/** Of the first and last packet, in ms since the epoch; a capture without dates lies in no part of time. */
function timeOf({ pass, reader }: OpenedCapture): { firstMs: number; lastMs: number } {
  const { packets } = pass;
  if (reader.timeBase !== 'epoch' || packets.length === 0) return { firstMs: Number.NaN, lastMs: Number.NaN };
  const firstMs = packets.baseSeconds * 1000 + packets.baseNanoseconds / 1e6;
  return { firstMs, lastMs: firstMs + packets.timeMs(packets.length - 1) };
}
