/** What the analysis of keep-alives adds to the time of a capture that is made of them: with it, and with it left out. */
import { idleConnections } from './captures.js';
import { measure } from './measure.js';

const CONNECTIONS = 10_000;
const PROBES = 100;

/**
 * Runs alternate, so that a busy moment of the machine falls on both; the quickest of each is compared.
 * @param {(path: string, ...options: string[]) => string[]} analyze the command that analyses a capture
 * @param {number} runs
 * @returns {Promise<{ ratio: number, withMs: number, withoutMs: number, what: string }>}
 */
export async function measureKeepAliveCost(analyze, runs) {
  const path = idleConnections(CONNECTIONS, PROBES);
  let withMs = Number.POSITIVE_INFINITY;
  let withoutMs = Number.POSITIVE_INFINITY;
  for (let i = 0; i < runs; i++) {
    withMs = Math.min(withMs, (await measure(analyze(path))).ms);
    withoutMs = Math.min(withoutMs, (await measure(analyze(path, '--without', 'keep-alive'))).ms);
  }
  return { ratio: withMs / withoutMs, withMs, withoutMs, what: `${CONNECTIONS} connections with ${PROBES} probes each` };
}
