import type { LiveSourceKind } from '../../shared/contract/choices';
import type { LiveInterface, LiveRemote, LiveSources } from '../../shared/contract/live';
import { engineContract } from '../../shared/contract/methods';
import { liveRemedy } from '../../shared/locales/live-remedy';
import type { Environment } from '../environment';
import { EXIT, type ExitStatus } from '../exit-status';
import { withEngine } from '../open-captures';

export interface InterfacesOptions {
  readonly source?: LiveSourceKind;
  readonly remote?: LiveRemote;
  readonly sudo?: boolean;
  readonly json?: boolean;
}

/** `tcpulse interfaces`: what can be captured on, with which program; what is missing says how to get it. */
export async function interfaces(environment: Environment, options: InterfacesOptions): Promise<ExitStatus> {
  return await withEngine(environment, engineContract, async ({ client }) => {
    const { signal } = environment;
    const sources = await client['live.sources']({}, signal);
    const remote = options.remote === undefined ? null : { ...options.remote, sudo: options.sudo === true };
    const wanted = options.source ?? (remote === null ? sources.chosen : 'ssh');
    const nothing = { source: null, interfaces: [] };
    const found = wanted === null ? nothing : await client['live.interfaces']({ source: wanted, remote }, signal);
    const text =
      options.json === true ? `${JSON.stringify({ ...found, sources: sources.sources })}\n` : interfacesText(environment, sources, found.interfaces);
    await environment.output.write(new TextEncoder().encode(text));
    return wanted === null ? EXIT.unreadable : EXIT.done;
  });
}

function interfacesText({ texts }: Environment, sources: LiveSources, found: readonly LiveInterface[]): string {
  const { t } = texts;
  const width = Math.max(0, ...found.map(({ name }) => name.length));
  const lines = found.map((item) => {
    const facts = [t(`live.interfaceState.${item.state}`), item.linkType, item.description, ...item.addresses].filter((fact) => fact !== null);
    return `${item.name.padEnd(width)}  ${facts.join('  ')}`;
  });
  return `${[...lines, '', ...sourceLines(sources, t)].join('\n')}\n`;
}

/** One line a source: ready and taken, ready, or what to do about it. */
export function sourceLines(sources: LiveSources, t: Environment['texts']['t']): string[] {
  return sources.sources.map((source) => {
    if (source.state !== 'ready') return `${source.kind}: ${t(`live.sourceState.${source.state}`)}. ${liveRemedy(source, sources, t)}`;
    const version = source.version === null ? '' : ` ${source.version}`;
    return `${source.kind}${version}: ${t(source.kind === sources.chosen ? 'live.sourceState.chosen' : 'live.sourceState.ready')}`;
  });
}
