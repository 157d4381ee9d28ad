/** Requests that met the server's close, and timeouts that do not fit. */
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import { CONNECTION_FLAG, EVENT } from '../flows/connection-table';
import type { AnalyzerInput, Finding } from './analyzer';
import { endText } from './connection-ends';
import type { HttpClose } from './http-close';
import type { HttpConnection } from './http-connections';
import { spreadOf } from './statistics';

/** Closes by a server after a silence shorter than this are no idle timeout: it closes right after its response. */
const SHORTEST_IDLE_MS = 500;
const MOST_FRAMES = 40;
const MOST_SAMPLES = 1000;

const RULED_OUT = {
  crossing: ['request-not-lost', 'race-not-sloppy'],
  sloppy: ['request-not-lost', 'race-not-crossing'],
  forgotten: ['request-not-unanswered', 'aborted-by-application'],
} as const;

interface HttpServer {
  readonly connection: number;
  readonly server: 0 | 1;
  readonly closesMs: number[];
  announcedMs: number | null;
  clientTimeoutMs: number | null;
  raceIdleMs: number | null;
  readonly frames: number[];
}

/** Takes every closed HTTP connection once; `finish` gives the findings. */
export class HttpFindings {
  readonly #findings: Finding[] = [];
  readonly #servers = new Map<string, HttpServer>();

  constructor(readonly input: AnalyzerInput) {}

  add(connection: number, http: HttpConnection, close: HttpClose): void {
    const server = this.#server(connection, http);
    if (http.serverTimeoutMs !== null) server.announcedMs = http.serverTimeoutMs;
    if (http.clientTimeoutMs !== null) server.clientTimeoutMs = http.clientTimeoutMs;
    if (close.reuseRace !== null) {
      this.#findings.push(this.#raceFinding(connection, http, close.reuseRace));
      server.raceIdleMs = Math.max(server.raceIdleMs ?? 0, close.reuseRace.idleMs ?? 0);
      if (server.frames.length < MOST_FRAMES) server.frames.push(close.reuseRace.closeFrame, close.reuseRace.requestFrame);
    }
    const { idleBeforeCloseMs, closedBy } = close;
    const isIdleTimeout =
      closedBy === 'server' && close.reuseRace?.kind !== 'forgotten' && idleBeforeCloseMs !== null && idleBeforeCloseMs >= SHORTEST_IDLE_MS;
    if (isIdleTimeout && http.pendingFrame <= (close.reuseRace?.requestFrame ?? 0) && server.closesMs.length < MOST_SAMPLES)
      server.closesMs.push(idleBeforeCloseMs);
  }

  finish(): Finding[] {
    return [...this.#findings, ...[...this.#servers.values()].flatMap((server) => this.#mismatch(server) ?? [])];
  }

  #server(connection: number, http: HttpConnection): HttpServer {
    const { connections } = this.input;
    const server = (1 - http.client) as 0 | 1;
    const key = `${connections.has(connection, CONNECTION_FLAG.ipv6)} ${connections.addressNumber(connection, server)} ${connections.port(connection, server)}`;
    const known = this.#servers.get(key);
    if (known) return known;
    const added: HttpServer = { connection, server, closesMs: [], announcedMs: null, clientTimeoutMs: null, raceIdleMs: null, frames: [] };
    this.#servers.set(key, added);
    return added;
  }

  #raceFinding(connection: number, http: HttpConnection, race: NonNullable<HttpClose['reuseRace']>): Finding {
    const { connections, packets } = this.input;
    const server = (1 - http.client) as 0 | 1;
    let resetFrame = 0;
    connections.forEachEvent(connection, (kind, frame) => {
      if (kind === EVENT.rst && frame > race.requestFrame && resetFrame === 0) resetFrame = frame;
    });
    const answered = resetFrame > 0 && ((packets.marks.get(resetFrame - 1) & PACKET_MARK.reverse) !== 0 ? 1 : 0) === server;
    return {
      code: 'http.reuse-race',
      severity: answered ? 'error' : 'warning',
      confidence: 0.9,
      connection,
      listener: null,
      frames: [...new Set([race.closeFrame, race.requestFrame, ...(answered ? [resetFrame] : [])])].sort((a, b) => a - b),
      data: {
        clientAddress: endText(connections, connection, http.client),
        serverAddress: endText(connections, connection, server),
        kind: race.kind,
        idleMs: race.idleMs,
        requestFrame: race.requestFrame,
        closeFrame: race.closeFrame,
      },
      ruledOut: RULED_OUT[race.kind].map((reason) => ({ reason })),
      applicationSees: answered ? 'reuseReset' : 'reuseClosed',
      wording: race.kind,
    };
  }

  /** The server closes idle connections sooner than clients stop using them: seen by a request that came too late, or told by headers. */
  #mismatch(server: HttpServer): Finding | null {
    const observedMs = spreadOf(Float64Array.from(server.closesMs))?.median ?? null;
    const serverMs = server.announcedMs ?? observedMs;
    const clientMs = server.clientTimeoutMs ?? server.raceIdleMs;
    const raced = server.raceIdleMs !== null;
    if (serverMs === null || clientMs === null || (!raced && clientMs <= serverMs)) return null;
    return {
      code: 'http.idle-timeout-mismatch',
      severity: raced ? 'warning' : 'info',
      confidence: raced ? 0.8 : 0.7,
      connection: server.connection,
      listener: null,
      frames: server.frames.slice(0, MOST_FRAMES).sort((a, b) => a - b),
      data: { serverAddress: endText(this.input.connections, server.connection, server.server), serverTimeoutMs: serverMs, clientIdleMs: clientMs },
      ruledOut: [],
      applicationSees: null,
    };
  }
}
