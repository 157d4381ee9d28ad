import type { AttemptOutcome, AttemptRung, ListenerEvent } from '../../shared/contract/listener-rows';
import type { ListenerVerdict } from '../../shared/contract/report-listener';
import { STATES, type StateName } from '../theme/states';

/** Mark and colour of a verdict, an outcome and an event: those of the same meaning elsewhere. */
export const VERDICT_STATES: Readonly<Record<ListenerVerdict, StateName>> = {
  healthy: 'answered',
  'accept-queue-overflow': 'lost',
  'syn-queue-overflow': 'lost',
  'syn-flood': 'lost',
  refused: 'reset',
  filtered: 'lost',
  'half-open': 'late',
  closed: 'reset',
  'defer-accept': 'muted',
  'lossy-path': 'late',
  unknown: 'muted',
};

export const OUTCOME_STATES: Readonly<Record<AttemptOutcome, StateName>> = {
  complete: 'answered',
  halfOpen: 'late',
  refused: 'reset',
  unanswered: 'lost',
  reset: 'reset',
  stalled: 'icmp',
};

export const EVENT_STATES: Readonly<Record<ListenerEvent, StateName>> = {
  arrival: 'muted',
  droppedSyn: 'lost',
  ignored: 'icmp',
  rejected: 'reset',
  synAgain: 'probe',
  synAckAgain: 'data',
};

export const RUNG_STATES: Readonly<Record<AttemptRung['segment'], StateName>> = { syn: 'probe', synAck: 'closed' };

/** Colours of the queues, apart from those of events. */
export const QUEUE_COLORS = { halfOpen: STATES.data.color, accept: STATES.closed.color, sampled: STATES.answered.color } as const;
