/** What a report is asked to be about: whether it is there, and what belongs to it. */
import { AppError } from '../../../shared/contract/errors';
import type { ReportScope } from '../../../shared/contract/export-methods';
import { endsOf, endText } from '../connection-rows';
import { type DocumentContext, indexOf } from './document-context';

type ListenerScope = Extract<ReportScope, { kind: 'listener' }>;

/** True for the listener on this address and port, and for a connection with this server. */
export function isMeant(scope: ListenerScope, address: string, port: number): boolean {
  return port === scope.port && (scope.address === null || address === scope.address);
}

/** Throws AppError `no-such-capture`, `no-such-connection`, or `no-such-listener` when no connection of the capture goes there. */
export function checkScope(context: DocumentContext): void {
  const { scope, captures } = context;
  if (scope.kind === 'everything') return;
  const pass = captures[indexOf(scope.capture, context)]?.pass;
  if (pass === undefined) throw new AppError('no-such-capture');
  const { connections } = pass.tracker;
  if (scope.kind === 'connection') {
    if (scope.connection >= connections.length) throw new AppError('no-such-connection', { connection: scope.connection });
    return;
  }
  for (let id = 0; id < connections.length; id++) {
    const { server, serverPort } = endsOf(connections, id);
    if (isMeant(scope, server, serverPort)) return;
  }
  throw new AppError('no-such-listener', { listener: endText(scope.address ?? '*', scope.port) });
}
