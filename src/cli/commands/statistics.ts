import type { StatisticsLayer } from '../../shared/contract/choices';
import { engineContract } from '../../shared/contract/methods';
import { type ConversationRow, type EndpointRow, type HierarchyNode, WHOLE_CAPTURE } from '../../shared/contract/statistics';
import type { Engine, Environment } from '../environment';
import { EXIT, type ExitStatus, UsageError } from '../exit-status';
import { readCaptureTellingDamage, withEngine } from '../open-captures';
import { statisticsText } from '../statistics-text';

export interface StatisticsOptions {
  readonly conversations?: StatisticsLayer;
  readonly endpoints?: StatisticsLayer;
  readonly hierarchy?: boolean;
  /** Counts the packets that a display filter shows. */
  readonly filter?: string;
  readonly json?: boolean;
}

/** What was asked for; a part that was not is absent. */
export interface CountedStatistics {
  readonly conversations?: { readonly layer: StatisticsLayer; readonly rows: readonly ConversationRow[] };
  readonly endpoints?: { readonly layer: StatisticsLayer; readonly rows: readonly EndpointRow[] };
  readonly hierarchy?: { readonly packets: number; readonly bytes: number; readonly nodes: readonly HierarchyNode[] };
}

/** `tcpulse statistics FILE`: conversations, endpoints, protocol hierarchy. */
export async function statistics(environment: Environment, path: string, options: StatisticsOptions): Promise<ExitStatus> {
  const { t } = environment.texts;
  if (options.conversations === undefined && options.endpoints === undefined && options.hierarchy !== true) {
    throw new UsageError(t('statistics.usage.nothing'));
  }
  return await withEngine(environment, engineContract, async (engine) => {
    const { progress, damage } = await readCaptureTellingDamage(engine, environment, path);
    const counted = await count(engine, environment, progress.capture, options);
    const text = options.json === true ? `${JSON.stringify(counted, null, 2)}\n` : statisticsText(counted, t);
    await environment.output.write(new TextEncoder().encode(text));
    return damage !== null ? EXIT.readInPart : EXIT.done;
  });
}

/** Rows of one call. */
const WINDOW = 1000;

async function count({ client }: Engine, { signal }: Environment, capture: number, options: StatisticsOptions): Promise<CountedStatistics> {
  const scope = { ...WHOLE_CAPTURE, capture, filter: options.filter ?? null };
  for await (const { done } of client['statistics.count'](scope, signal)) if (done) break;
  const { conversations, endpoints, hierarchy } = options;
  const query = { ...scope, count: WINDOW, sort: 'bytes', descending: true, search: '' } as const;
  return {
    ...(conversations !== undefined && {
      conversations: {
        layer: conversations,
        rows: await allRows((from) => client['statistics.conversations']({ ...query, layer: conversations, from }, signal)),
      },
    }),
    ...(endpoints !== undefined && {
      endpoints: { layer: endpoints, rows: await allRows((from) => client['statistics.endpoints']({ ...query, layer: endpoints, from }, signal)) },
    }),
    ...(hierarchy === true && { hierarchy: await client['statistics.hierarchy'](scope, signal) }),
  };
}

async function allRows<Row>(read: (from: number) => Promise<{ readonly total: number; readonly rows: readonly Row[] }>): Promise<Row[]> {
  const all: Row[] = [];
  for (;;) {
    const { total, rows } = await read(all.length);
    all.push(...rows);
    if (rows.length === 0 || all.length >= total) return all;
  }
}
