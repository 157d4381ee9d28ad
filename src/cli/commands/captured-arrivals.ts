import { engineContract } from '../../shared/contract/methods';
import type { CapturedSettings } from '../../shared/contract/queue-simulation';
import type { Environment } from '../environment';
import { UsageError } from '../exit-status';
import { readCapture, withEngine } from '../open-captures';

/** Arrivals at a listener of a capture, in ms from the first on, and what the capture shows of its settings. */
export interface CapturedListener {
  readonly clientsMs: readonly number[];
  readonly floodMs: readonly number[];
  readonly settings: CapturedSettings;
}

/** Listeners named when the wanted one is not there. */
const MOST_NAMED = 10;

/** Reads the capture for the listener `endpoint` (`192.0.2.80:443`, `[2001:db8::1]:443`). Throws UsageError when it has none such. */
export async function capturedListener(environment: Environment, path: string, endpoint: string): Promise<CapturedListener> {
  const { signal } = environment;
  return await withEngine(environment, engineContract, async (engine) => {
    const { progress } = await readCapture(engine, environment, path);
    const { capture } = progress;
    const query = { capture, count: 1000, fromMs: null, toMs: null, sort: 'verdict', descending: false } as const;
    const found = await engine.client['listeners.rows']({ ...query, from: 0, search: endpoint }, signal);
    const row = found.rows.find(({ address, port }) => endpointText(address, port) === endpoint.trim().toLowerCase());
    if (row === undefined) {
      const { rows } = await engine.client['listeners.rows']({ ...query, from: 0, count: MOST_NAMED, search: '' }, signal);
      const listeners = rows.map(({ address, port }) => endpointText(address, port)).join(', ');
      throw new UsageError(environment.texts.t('cli.simulate.usage.noSuchListener', { listener: endpoint, listeners: listeners || '-' }));
    }
    const which = { capture, listener: row.id };
    const [arrivals, settings] = await Promise.all([
      engine.client['simulate.capturedArrivals'](which, signal),
      engine.client['simulate.capturedSettings'](which, signal),
    ]);
    return { clientsMs: [...arrivals.clientsMs], floodMs: [...arrivals.floodMs], settings };
  });
}

function endpointText(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
