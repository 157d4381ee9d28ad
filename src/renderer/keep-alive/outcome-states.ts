import type { KeepAliveRow } from '../../shared/contract/methods';
import type { StateName } from '../theme/states';

/** Colour and mark of what became of the peer, and of the connection. */
export const PEER_STATES: Readonly<Record<KeepAliveRow['peerState'], StateName>> = {
  alive: 'answered',
  crashed: 'lost',
  rebooted: 'reset',
  unreachable: 'icmp',
  closed: 'closed',
  unknown: 'muted',
};
export const OUTCOME_STATES: Readonly<Record<KeepAliveRow['outcome']['kind'], StateName>> = {
  survived: 'answered',
  'given-up': 'lost',
  'user-timeout': 'lost',
  'reset-by-peer': 'reset',
  closed: 'closed',
  open: 'muted',
};
