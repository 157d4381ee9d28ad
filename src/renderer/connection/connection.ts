import { createContext, useContext } from 'react';
import type { EngineContract, ShellContract } from '../../shared/contract/methods';
import type { Client } from '../../shared/rpc/handlers';

/** The two ends that the workbench talks to, over one transport. */
export interface Connection {
  readonly engine: Client<EngineContract>;
  readonly shell: Client<ShellContract>;
  /** Calls once when the other end is gone. */
  onLost(listener: () => void): () => void;
}

export const ConnectionContext = createContext<Connection | null>(null);

export function useConnection(): Connection {
  const connection = useContext(ConnectionContext);
  if (!connection) throw new Error('useConnection outside ConnectionGate');
  return connection;
}
