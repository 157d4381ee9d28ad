/** How the `cap` agent is run: this same runtime, with a script of ours. */
import { scriptPath } from '../application-folder';
import type { Invocation } from './run-program';

/** Where electron-vite puts it. */
export const AGENT_SCRIPT = scriptPath('cap-agent.js');

export interface CapCapture {
  readonly interface: string;
  readonly filter: string;
  /** 0: all bytes. */
  readonly snapLength: number;
  readonly bufferMiB: number;
}

export type CapRequest =
  | { readonly do: 'list' }
  /** Opens the interface with the filter and closes it again. */
  | { readonly do: 'try'; readonly interface: string; readonly filter: string }
  | ({ readonly do: 'capture' } & CapCapture);

/** Exit status of the agent where this runtime cannot load the package: its native part is built for one version of Node. */
export const CAP_NOT_LOADED = 3;

/** Under Electron the same binary is Node when it is told so. */
export const AS_NODE: Readonly<Record<string, string>> = { ELECTRON_RUN_AS_NODE: '1' };

export function capInvocation(request: CapRequest): Invocation {
  return { program: process.execPath, args: [AGENT_SCRIPT, JSON.stringify(request)], environment: AS_NODE };
}
