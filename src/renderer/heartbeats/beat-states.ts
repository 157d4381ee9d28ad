import type { HeartbeatRow, OffBeatRow } from '../../shared/contract/heartbeat-rows';
import type { StateName } from '../theme/states';

/** Colour and mark of a beat, by the numbers in `HeartbeatDetail.states`. */
export const BEAT_MARKS: readonly StateName[] = ['answered', 'late', 'icmp', 'late'];
export const OFF_BEAT_MARKS: Readonly<Record<OffBeatRow['kind'], StateName>> = { late: 'late', early: 'icmp', missed: 'lost' };
export const OUTCOME_MARKS: Readonly<Record<HeartbeatRow['outcome']['kind'], StateName>> = {
  none: 'muted',
  reset: 'reset',
  closed: 'closed',
  reconnected: 'reset',
};
