/** Findings about single probing ends: what became of the peer, outages, lost answers. */
import { endOfDirection } from '../flows/roles';
import { devicesBetween } from '../models/presets';
import type { Finding, RuledOut } from './analyzer';
import { endText } from './connection-ends';
import { lostAnswerFrames } from './keep-alive-lost-answers';
import { predictDeath } from './keep-alive-prediction';
import type { KeepAliveProbes } from './keep-alive-probes';
import type { UnansweredRun } from './keep-alive-timing';
import type { KeepAliveVerdict } from './keep-alive-verdict';

/** Frames named as evidence of one finding. */
const MOST_FRAMES = 40;
/** Lost probes in a row from which an outage is more than a lost packet. */
const OUTAGE_PROBES = 2;
/** Confidence of a cause that the capture proves, shows, suggests. */
const CONFIDENCE = { proven: 0.95, shown: 0.9, likely: 0.75, possible: 0.5 } as const;

type Draft = Pick<Finding, 'code' | 'severity' | 'confidence'> &
  Partial<Pick<Finding, 'ruledOut' | 'applicationSees' | 'wording' | 'data'>> & { readonly frames: readonly number[] };

export function findingsOfSeries(table: KeepAliveProbes, verdict: KeepAliveVerdict): Finding[] {
  const drafts = [...deathDrafts(table, verdict), ...outageDrafts(table, verdict), ...answerLostDrafts(table, verdict)];
  return drafts.map((draft) => completed(table, verdict, draft));
}

/** What ended, or is about to end, the connection: at most one verdict, and a device on the path as another reading of it. */
function deathDrafts(table: KeepAliveProbes, verdict: KeepAliveVerdict): Draft[] {
  const { lastRun, peerState, outcome, killedGood } = verdict;
  if (killedGood) return [killedDraft(table, verdict)];
  if (lastRun === null) return [];
  const frames = runFrames(table, verdict, lastRun);
  const draft = (): Draft | null => {
    if (peerState === 'rebooted') return rebootedDraft(frames);
    if (peerState === 'unreachable') return unreachableDraft(verdict, frames);
    if (peerState === 'crashed') return crashedDraft(verdict, frames);
    return peerState === 'unknown' && outcome.kind !== 'closed' ? unansweredDraft(table, verdict, frames) : null;
  };
  const found = draft();
  return found === null ? [] : [found, ...middleboxDrafts(verdict, lastRun, frames)];
}

function killedDraft(table: KeepAliveProbes, verdict: KeepAliveVerdict): Draft {
  const { timing } = verdict;
  const run = timing.runs.find(({ end }) => end === 'own-reset') as UnansweredRun;
  const { packets } = table.input;
  const aliveFrame = timing.peerAfterResetRow + 1;
  return {
    code: 'keepalive.good-connection-killed',
    severity: 'error',
    confidence: CONFIDENCE.proven,
    frames: [...runFrames(table, verdict, run), aliveFrame],
    data: {
      lostProbes: run.count,
      outageMs: run.endMs - (Number.isNaN(run.peerHeardMs) ? run.startMs : run.peerHeardMs),
      aliveFrame,
      aliveAfterMs: packets.timeMs(timing.peerAfterResetRow) - run.endMs,
    },
    ...(verdict.outcome.kind === 'user-timeout' ? { wording: 'offSchedule' } : {}),
    ruledOut: [{ reason: 'crashed-but-heard' }, { reason: 'rebooted-but-remembers' }],
    applicationSees: verdict.outcome.kind === 'user-timeout' ? 'killedOffSchedule' : 'killed',
  };
}

function crashedDraft(verdict: KeepAliveVerdict, frames: readonly number[]): Draft {
  const run = verdict.lastRun as UnansweredRun;
  const ruledOut: RuledOut[] = [{ reason: 'rebooted-no-reset' }, { reason: 'closed-no-fin' }, { reason: 'unreachable-no-error' }];
  return {
    code: verdict.outcome.kind === 'user-timeout' ? 'keepalive.user-timeout' : 'keepalive.peer-crashed',
    severity: 'error',
    confidence: CONFIDENCE.likely,
    frames,
    data: runData(run),
    ruledOut,
    applicationSees: verdict.outcome.kind === 'user-timeout' ? 'offSchedule' : 'timeout',
  };
}

function rebootedDraft(frames: readonly number[]): Draft {
  return {
    code: 'keepalive.peer-rebooted',
    severity: 'error',
    confidence: CONFIDENCE.shown,
    frames,
    ruledOut: [{ reason: 'crashed-but-answers' }, { reason: 'aborted-by-application' }, { reason: 'device-same-hops' }],
    applicationSees: 'reset',
  };
}

function unreachableDraft(verdict: KeepAliveVerdict, frames: readonly number[]): Draft {
  const { failure, lastRun, foreignReset, outcome, timing } = verdict;
  if (foreignReset) return foreignResetDraft(verdict, frames);
  if (verdict.unheard) return unheardDraft(lastRun as UnansweredRun, frames);
  const told = [...failure.icmpFrames, ...failure.neighbourFrames].sort((a, b) => a - b);
  const peerProbes = told.length === 0 ? timing.peerProbeFrames : [];
  return {
    code: 'keepalive.peer-unreachable',
    severity: 'error',
    confidence: CONFIDENCE.shown,
    frames: [...frames, ...told, ...peerProbes],
    data: {
      ...runData(lastRun as UnansweredRun),
      icmpErrors: failure.icmpFrames.length,
      neighbourRequests: failure.neighbourFrames.length,
      peerProbes: peerProbes.length,
    },
    wording: peerProbes.length > 0 ? 'path' : failure.icmpFrames.length > 0 ? 'icmp' : 'neighbour',
    ruledOut:
      peerProbes.length > 0
        ? [{ reason: 'crashed-but-probes' }, { reason: 'closed-no-fin' }]
        : [{ reason: 'rebooted-no-reset' }, { reason: 'closed-no-fin' }],
    applicationSees: outcome.kind === 'open' ? 'timeoutSoon' : 'timeout',
  };
}

/** The peer answered, but the way back to the prober was cut. */
function unheardDraft(run: UnansweredRun, frames: readonly number[]): Draft {
  return {
    code: 'keepalive.peer-unreachable',
    severity: 'error',
    confidence: CONFIDENCE.likely,
    frames,
    data: runData(run),
    wording: 'unheard',
    ruledOut: [{ reason: 'crashed-but-answered' }, { reason: 'aborted-by-prober' }],
    applicationSees: 'timeoutAndReset',
  };
}

/** The reset is not the peer's: it came from elsewhere on the path, or the peer went on after it. */
function foreignResetDraft({ lastRun, heardAfterResetRow }: KeepAliveVerdict, frames: readonly number[]): Draft {
  const isHeard = heardAfterResetRow >= 0;
  const heardFrame = heardAfterResetRow + 1;
  return {
    code: 'keepalive.middlebox-timeout',
    severity: 'error',
    confidence: isHeard ? CONFIDENCE.proven : CONFIDENCE.likely,
    frames: isHeard ? [...frames, heardFrame] : frames,
    data: { silenceMs: lastRun?.silenceMs ?? null, devices: [], ...(isHeard ? { heardFrame } : {}) },
    wording: isHeard ? 'heard' : 'reset',
    ruledOut: [{ reason: isHeard ? 'rebooted-but-remembers' : 'rebooted-other-hops' }],
    applicationSees: 'resetByDevice',
  };
}

function unansweredDraft({ input: { packets } }: KeepAliveProbes, verdict: KeepAliveVerdict, frames: readonly number[]): Draft {
  const run = verdict.lastRun as UnansweredRun;
  const death = predictDeath(verdict);
  const deathInMs = death === null ? null : death.atMs - packets.timeMs(packets.length - 1);
  const isNear = death !== null && deathInMs !== null && deathInMs > 0;
  return {
    code: 'keepalive.probes-unanswered',
    severity: run.count >= OUTAGE_PROBES ? 'warning' : 'info',
    confidence: CONFIDENCE.shown,
    frames,
    data: { ...runData(run), deathInMs, deathCount: death?.count ?? null, deathAssumed: death?.assumed ?? null },
    ...(isNear ? { wording: death.assumed ? 'assumed' : 'predicted' } : {}),
    applicationSees: 'nothingYet',
  };
}

/** The silence before the lost probes was longer than any outlived, and long enough for a device on the path to forget the connection. */
function middleboxDrafts({ foreignReset, oddReset }: KeepAliveVerdict, run: UnansweredRun, frames: readonly number[]): Draft[] {
  if (oddReset) {
    return [
      {
        code: 'keepalive.middlebox-timeout',
        severity: 'warning',
        confidence: CONFIDENCE.possible,
        frames,
        data: { silenceMs: run.silenceMs, devices: [] },
        wording: 'identification',
      },
    ];
  }
  const devices = foreignReset ? [] : devicesBetween(run.outlivedMs, run.silenceMs);
  if (devices.length === 0) return [];
  return [
    {
      code: 'keepalive.middlebox-timeout',
      severity: 'warning',
      confidence: CONFIDENCE.possible,
      frames: frames.slice(0, 1),
      data: {
        silenceMs: run.silenceMs,
        outlivedMs: run.outlivedMs,
        deviceTimeoutMs: Math.min(...devices.map(({ timeoutMs }) => timeoutMs)),
        devices: devices.map(({ name, timeoutMs }) => `${name} (${timeoutMs / 1000} s)`),
      },
      // An address translator that forgot the connection lets the probe through under another address, which the peer resets.
      ...(run.end === 'peer-reset' ? { wording: 'forgotten' } : {}),
    },
  ];
}

function outageDrafts(table: KeepAliveProbes, verdict: KeepAliveVerdict): Draft[] {
  const outages = verdict.timing.runs.filter(({ end }) => end === 'answer');
  if (outages.length === 0) return [];
  const longest = outages.reduce((best, run) => (run.count > best.count ? run : best));
  const lost = outages.reduce((sum, { count }) => sum + count, 0);
  return [
    {
      code: 'keepalive.outage-survived',
      severity: longest.count >= OUTAGE_PROBES ? 'warning' : 'info',
      confidence: CONFIDENCE.shown,
      frames: outages.flatMap((run) => runFrames(table, verdict, run)),
      data: {
        outages: outages.length,
        lostProbes: lost,
        outageMs: longest.endMs - (Number.isNaN(longest.peerHeardMs) ? longest.startMs : longest.peerHeardMs),
      },
    },
  ];
}

/** Of answers that did not end the connection. */
function answerLostDrafts(table: KeepAliveProbes, { series, settings, unheard, lastRun }: KeepAliveVerdict): Draft[] {
  const end = unheard && lastRun !== null ? lastRun.firstFrame : Number.POSITIVE_INFINITY;
  const frames = lostAnswerFrames(table, series, settings).filter((frame) => frame < end);
  if (frames.length === 0) return [];
  return [{ code: 'keepalive.answer-lost', severity: 'info', confidence: CONFIDENCE.likely, frames, data: { lostAnswers: frames.length / 2 } }];
}

function runData(run: UnansweredRun): Record<string, unknown> {
  return {
    lostProbes: run.count,
    silentMs: Number.isNaN(run.peerHeardMs) ? null : (Number.isNaN(run.endMs) ? run.lastMs : run.endMs) - run.peerHeardMs,
    silenceMs: run.silenceMs,
  };
}

/** The probes of a run, and what ended it. */
function runFrames(table: KeepAliveProbes, { series }: KeepAliveVerdict, run: UnansweredRun): number[] {
  const frames: number[] = [];
  table.forEach(series, ({ frame }) => {
    if (frame >= run.firstFrame && frame <= run.lastFrame && frames.length < MOST_FRAMES) frames.push(frame);
  });
  if (run.endFrame > 0) frames.push(run.endFrame);
  return frames;
}

function completed(table: KeepAliveProbes, { series, settings }: KeepAliveVerdict, draft: Draft): Finding {
  const { connections } = table.input;
  const { connection, direction } = series;
  const peer = (1 - direction) as 0 | 1;
  const { idleMs, intervalMs, count } = settings;
  return {
    ruledOut: [],
    applicationSees: null,
    ...draft,
    connection,
    listener: null,
    frames: [...new Set(draft.frames)].sort((a, b) => a - b).slice(0, MOST_FRAMES),
    data: {
      prober: endOfDirection(connections, connection, direction),
      peer: endOfDirection(connections, connection, peer),
      proberAddress: endText(connections, connection, direction),
      peerAddress: endText(connections, connection, peer),
      idleMs,
      intervalMs,
      probeCount: count,
      ...draft.data,
    },
  };
}
