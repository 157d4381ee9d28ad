import type * as z from 'zod/mini';
import type { shellContract } from '../../shared/contract/methods';
import { useQuery } from '../connection/use-query';

type ShellDescription = z.infer<(typeof shellContract)['shell.describe']['result']>;

/** What the shell around the page can do; null until it answered. */
export function useShell(): ShellDescription | null {
  return useQuery('shell', ({ shell }, signal) => shell['shell.describe']({}, signal)).value;
}
