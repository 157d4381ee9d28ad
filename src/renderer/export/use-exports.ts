import { useMemo } from 'react';
import type { ReportDocumentFormat } from '../../shared/contract/choices';
import type { BundleOptions, ReportAnnotations, ReportScope } from '../../shared/contract/export-methods';
import { BUNDLE_EXTENSION } from '../../shared/contract/project';
import { noticing } from '../app/noticing';
import { useWorkbench } from '../app/workbench';
import { useConnection } from '../connection/connection';
import { type ProjectState, useProject } from '../project/project-store';
import { knownZone, zoneName } from '../project/time-zone';
import { suggestedName } from '../project/use-project-actions';
import { usePreferences } from '../theme/preferences';
import { download } from './download';

const TYPES: Readonly<Record<ReportDocumentFormat, string>> = { html: 'text/html', md: 'text/markdown', json: 'application/json' };

export interface Exports {
  report(format: ReportDocumentFormat, scope: ReportScope): Promise<void>;
  bundle(options: BundleOptions): Promise<void>;
  /** The capture with the project's notes on its packets as comments. */
  annotated(capture: number): Promise<void>;
}

/** What leaves the window as a file. */
export function useExports(): Exports {
  const { engine } = useConnection();
  return useMemo(
    () => ({
      report: (format, scope) =>
        noticing(async () => {
          const state = useProject.getState();
          const { language, timeMode } = usePreferences.getState();
          const captures = useWorkbench.getState().captures.map(({ capture }) => capture);
          const timeZone = zoneName(timeMode, knownZone(state.project.timeZone));
          const stream = engine['report.document']({ captures, format, scope, annotations: annotationsOf(state), language, timeZone });
          await download(stream, `${plainName()}-report.${format}`, TYPES[format]);
        }),
      bundle: (options) =>
        noticing(async () => {
          const state = useProject.getState();
          const key = crypto.getRandomValues(new Uint8Array(16));
          const stream = engine['bundle.write']({ project: { ...state.project, savedMs: Date.now() }, captures: mapped(state), options, key });
          await download(stream, `${options.anonymize ? 'anonymous' : plainName()}${BUNDLE_EXTENSION}`, 'application/gzip');
        }),
      annotated: (capture) =>
        noticing(async () => {
          const { project, opened } = useProject.getState();
          const comments = project.notes.flatMap(({ target, text }) =>
            target.kind === 'packet' && target.capture === opened[capture] ? [{ frame: target.frame, text }] : [],
          );
          const name = useWorkbench.getState().captures.find((known) => known.capture === capture)?.name ?? 'capture';
          await download(
            engine['captures.annotated']({ capture, comments }),
            `${name.replace(/(\.(pcapng|pcap|cap|gz|zst|txt))+$/, '')}-notes.pcapng`,
            'application/vnd.tcpdump.pcap',
          );
        }),
    }),
    [engine],
  );
}

function mapped({ opened }: Pick<ProjectState, 'opened'>): ReportAnnotations['captures'] {
  const open = new Set(useWorkbench.getState().captures.map(({ capture }) => capture));
  return Object.entries(opened)
    .map(([capture, id]) => ({ capture: Number(capture), id }))
    .filter(({ capture }) => open.has(capture));
}

function annotationsOf(state: ProjectState): ReportAnnotations {
  const { notes, dismissed, names, thresholds } = state.project;
  return { captures: mapped(state), notes, dismissed, addresses: names.addresses, thresholds };
}

function plainName(): string {
  return (suggestedName().split(/[\\/]/).at(-1) ?? 'project').replace(/\.tcpulse$/, '');
}
