/** Findings about a listener, and about connections that only their client believes open. */
import type { AnalyzerInput, Finding, RuledOut } from './analyzer';
import { queueNeeds } from './listen-queue-advice';
import type { Attempt, Moment } from './listen-queue-attempt';
import { FoldedListeners } from './listen-queue-folded';
import type { ListenerStudy } from './listen-queue-listener';
import { overflowOf } from './listen-queue-report';
import { resetsOfWaiting, type Verdict } from './listen-queue-verdict';
import { highestValue } from './step-series';

const SEVERITY: Readonly<Record<Verdict, Finding['severity'] | null>> = {
  healthy: null,
  unknown: null,
  'accept-queue-overflow': 'error',
  'syn-queue-overflow': 'error',
  'syn-flood': 'error',
  closed: 'error',
  refused: 'warning',
  filtered: 'warning',
  'half-open': 'warning',
  'lossy-path': 'warning',
  'defer-accept': 'info',
};

/** What the clients' applications saw; keys below `finding.sees`. */
const SEES: Readonly<Partial<Record<Verdict, string>>> = {
  'syn-queue-overflow': 'connectTimesOut',
  'syn-flood': 'connectTimesOut',
  closed: 'resetThenRefused',
  refused: 'connectionRefused',
  filtered: 'connectTimesOut',
  'half-open': 'connectTimesOut',
  'lossy-path': 'connectIsSlow',
};

/** Connections of one listener that get a finding of their own; the listener's finding counts all. */
const MOST_SILENT_DROPS = 100;
const MOST_FRAMES = 20;

/** Findings of all listeners of a capture; of the many that a port scan finds closed, most are folded into one. */
export class ListenerFindings {
  readonly #findings: Finding[] = [];
  readonly #folded: Readonly<Partial<Record<Verdict, FoldedListeners>>>;

  constructor(input: AnalyzerInput) {
    this.#folded = { refused: new FoldedListeners(input, 'listener.refused'), filtered: new FoldedListeners(input, 'listener.filtered') };
  }

  /** `listener`: its id; `port`: what snippets of configuration are filled in with. */
  add(study: ListenerStudy, listener: number, port: number): void {
    const folded = letSomeIn(study) ? undefined : this.#folded[study.judgement.verdict];
    const tell = () => verdictFinding(study, listener, port);
    if (folded === undefined) this.#findings.push(...tell());
    else folded.add(study, tell);
    if (study.cookies.cookies === 'likely') this.#findings.push(cookieFinding(study, listener));
    const stalled = study.evidence.stalled.slice(0, MOST_SILENT_DROPS);
    this.#findings.push(...stalled.map((attempt) => silentDrop(study, attempt, listener)));
  }

  all(): Finding[] {
    return [...this.#findings, ...Object.values(this.#folded).flatMap((folded) => folded.all())];
  }
}

function letSomeIn({ counts }: ListenerStudy): boolean {
  return counts.complete + counts.stalled + counts.halfOpen > 0;
}

/** The finding that a listener's verdict is; none where nothing is wrong, or nothing known. `listener`: its id; `port`: for snippets of configuration. */
export function verdictFinding(study: ListenerStudy, listener: number, port: number): Finding[] {
  const { judgement, counts, evidence } = study;
  const severity = SEVERITY[judgement.verdict];
  if (severity === null) return [];
  const wording = wordingOf(study);
  const finding: Finding = {
    code: `listener.${judgement.verdict}`,
    severity,
    confidence: judgement.confidence,
    connection: null,
    listener,
    frames: [...judgement.frames],
    data: {
      attempts: study.total,
      ...counts,
      droppedSyns: evidence.dropped.length,
      halfOpenPeak: study.halfOpenPeak,
      waitingAtMost: highestValue(study.bounds.upper),
      queueLimitAtMost: Math.max(0, highestValue(study.bounds.upper) - 1),
      ignoredAcks: evidence.stalled.length + evidence.recovered.length,
      rejectedAcks: evidence.rejected.length,
      sources: study.sources,
      ratePeak: study.ratePeak,
      abandoned: study.flooding,
      afterMs: study.deferral.afterMs,
      overflow: overflowOf(study),
      port,
      ...queueNeeds(study),
    },
    ruledOut: [...judgement.ruledOut],
    applicationSees: seesOf(study),
    ...(wording === null ? {} : { wording }),
  };
  return [finding];
}

function wordingOf(study: ListenerStudy): string | null {
  const { judgement, attempts } = study;
  if (judgement.verdict === 'accept-queue-overflow') return judgement.mode ?? 'dropped';
  if (judgement.verdict === 'closed' && resetsOfWaiting(study).length === 0) return 'idle';
  if (judgement.verdict === 'refused' && letSomeIn(study)) return 'partly';
  if (judgement.verdict !== 'filtered') return null;
  if (attempts.some(({ icmpFrames }) => icmpFrames.length > 0)) return 'icmp';
  return letSomeIn(study) ? 'stopped' : null;
}

function seesOf(study: ListenerStudy): string | null {
  const { judgement, attempts, evidence } = study;
  if (judgement.verdict === 'accept-queue-overflow') {
    if (judgement.mode === 'reset') return 'resetAfterConnect';
    return judgement.mode === 'ignore' ? 'readTimesOut' : 'connectTimesOut';
  }
  if (judgement.verdict === 'filtered' && attempts.some(({ icmpFrames }) => icmpFrames.length > 0)) return 'connectRejected';
  if (judgement.verdict === 'closed' && resetsOfWaiting(study).length === 0) return 'connectionRefused';
  if (judgement.verdict === 'syn-flood' && evidence.dropped.length === 0) return 'nothingYet';
  return SEES[judgement.verdict] ?? null;
}

function cookieFinding(study: ListenerStudy, listener: number): Finding {
  const { lagging, withheld, compared, medianLagMs } = study.cookies;
  const byLag = lagging.length > 0;
  const byScaling = !byLag && withheld.length > 0;
  const frames = singleSynAcks(study, byLag ? new Set(lagging) : byScaling ? new Set(withheld) : null);
  return {
    code: 'listener.cookies',
    severity: 'info',
    confidence: byLag ? 0.9 : 0.75,
    connection: null,
    listener,
    frames: frames.slice(0, MOST_FRAMES),
    data: { lagging: lagging.length, withheld: withheld.length, compared, medianLagMs, stateless: study.stateless },
    ruledOut: byLag ? [{ reason: 'cookiesNotJitter' }] : [],
    applicationSees: null,
    ...(byLag ? {} : { wording: byScaling ? 'scaling' : 'stateless' }),
  };
}

/** SYN-ACKs that were sent once, in the order of their connections; `shown`: of these only. */
function singleSynAcks({ attempts, plain }: ListenerStudy, shown: ReadonlySet<number> | null): number[] {
  const sent: { readonly connection: number; readonly frame: number }[] = [];
  for (let place = 0; place < plain.count; place++) sent.push({ connection: plain.connections[place] as number, frame: plain.synAckFrame(place) });
  for (const { connection, synAcks } of attempts) if (synAcks.length === 1) sent.push({ connection, frame: (synAcks[0] as Moment).frame });
  return sent
    .filter(({ connection }) => shown?.has(connection) ?? true)
    .sort((a, b) => a.connection - b.connection)
    .map(({ frame }) => frame);
}

/** The client has sent its final ACK and believes that it is connected; the server behaves as if it had not. */
function silentDrop(study: ListenerStudy, attempt: Attempt, listener: number): Finding {
  const { ack, reset, vain, synAcks, lostBytes, connection } = attempt;
  const from = ack as Moment;
  const last = vain[vain.length - 1] ?? from;
  const ruledOut: RuledOut[] = [];
  if (synAcks.length > 1) ruledOut.push({ reason: 'silentDropNotSlowApplication' });
  else ruledOut.push({ reason: 'silentDropNotAccepted' });
  ruledOut.push({ reason: study.counts.complete > 0 ? 'silentDropNotServerDown' : 'silentDropNotRefused' });
  const forgotten = reset?.byServer === true;
  return {
    code: 'connection.silent-drop',
    severity: 'error',
    confidence: synAcks.length > 1 || study.judgement.verdict === 'accept-queue-overflow' ? 0.9 : 0.7,
    connection,
    listener,
    frames: [from, ...vain.slice(1), ...(forgotten ? [reset] : [])].map(({ frame }) => frame).slice(0, MOST_FRAMES),
    data: { lostBytes, segments: vain.length, afterMs: last.ms - from.ms, synAcks: synAcks.length, complete: study.counts.complete },
    ruledOut,
    applicationSees: forgotten ? 'resetAfterSilence' : 'readTimesOut',
    ...(lostBytes > 0 ? {} : { wording: 'noData' }),
  };
}
