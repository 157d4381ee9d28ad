import { AppError } from '../../src/shared/contract/errors';
import type { hostContract } from '../../src/shared/contract/host';
import type { Handlers } from '../../src/shared/rpc/handlers';

/** A machine whose kernel cannot be sampled, and a session that keeps no samples. */
export const noHosts: Handlers<typeof hostContract> = {
  'host.describe': () => ({ missing: ['not-linux'], namespaces: [] }),
  'host.read': ({ source }) => {
    throw new AppError('not-host-text', { name: source.kind === 'file' ? source.path : source.name });
  },
  // biome-ignore lint/correctness/useYield: it fails before the first look.
  'host.watch': async function* () {
    throw new AppError('host-not-linux', { host: 'localhost' });
  },
  'host.recordings': () => [],
  'host.forget': () => ({}),
  'host.look': () => null,
  'host.sample': () => null,
  'host.changes': () => [],
  'host.counters': () => ({ recording: null, timesMs: new Float64Array(), series: [] }),
  'host.listener': () => ({
    recording: null,
    address: null,
    timesMs: new Float64Array(),
    queue: new Float64Array(),
    limit: new Float64Array(),
    halfOpen: new Float64Array(),
  }),
  'host.findings': () => [],
};
