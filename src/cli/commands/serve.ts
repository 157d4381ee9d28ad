import type { Environment } from '../environment';
import { EXIT, type ExitStatus } from '../exit-status';

export interface ServeOptions {
  readonly port?: number;
  readonly root?: string;
  readonly open: boolean;
}

/** `tcpulse serve [FILE]`: the workbench in a browser of this machine, until interrupted. */
export async function serve(environment: Environment, path: string | undefined, options: ServeOptions): Promise<ExitStatus> {
  const { runServer } = await import('../../server/serve');
  await runServer({
    ...(options.port !== undefined && { port: options.port }),
    ...(options.root !== undefined && { root: options.root }),
    files: path === undefined ? [] : [path],
    open: options.open,
    signal: environment.signal,
    onListening: (url) => void environment.output.write(new TextEncoder().encode(`${environment.texts.t('cli.serve.listening', { url })}\n`)),
  });
  return EXIT.done;
}
