/** Answers what the contract asks about streams and what they are taken for. */

import type { DecodeAs } from '../../shared/contract/decode-as';
import { AppError } from '../../shared/contract/errors';
import type { EngineContract } from '../../shared/contract/methods';
import type { streamContract } from '../../shared/contract/stream-methods';
import type { Handlers } from '../../shared/rpc/handlers';
import { choosableProtocols } from './decode-rules';
import { followStream } from './follow-stream';
import type { OpenedCapture } from './opened-capture';

type StreamHandlers = Pick<Handlers<EngineContract>, keyof typeof streamContract>;

export function streamHandlers(opened: (capture: number) => OpenedCapture): StreamHandlers {
  return {
    'decodeAs.read': ({ capture }) => ({ ...decodeAs(opened(capture)), protocols: choosableProtocols() }),
    'decodeAs.set': ({ capture, rules, heuristics }) => {
      const { rules: kept } = opened(capture);
      kept.set(rules, heuristics);
      return decodeAs(opened(capture));
    },
    'streams.follow': ({ capture, connection, limitBytes }, { signal }) => {
      const of = opened(capture);
      if (connection >= of.pass.tracker.connections.length) throw new AppError('no-such-connection', { connection });
      return followStream(of, connection, limitBytes, signal);
    },
  };
}

function decodeAs({ rules }: OpenedCapture): DecodeAs {
  return { rules: [...rules.rules], heuristics: rules.heuristics };
}
