import type { LiveCaptures } from '../../src/engine/session/live-handlers';
import { AppError } from '../../src/shared/contract/errors';

const refuse = () => {
  throw new AppError('no-live-source');
};

/** The part of the contract about live capture, on a machine that cannot capture. */
export const fakeLive: LiveCaptures['handlers'] = {
  'captures.export': async function* () {},
  'live.sources': () => ({ sources: [], chosen: null, platform: 'linux', user: 'somebody', pkexec: false }),
  'live.interfaces': refuse,
  'live.traffic': async function* () {},
  'live.checkFilter': refuse,
  'live.start': refuse,
  'live.setThresholds': refuse,
  'live.stop': refuse,
  'live.updates': async function* () {},
  'live.recoveries': () => [],
  'live.recover': refuse,
  'live.discard': refuse,
};
