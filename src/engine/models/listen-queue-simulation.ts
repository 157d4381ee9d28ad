/** The queues of a Linux listener as a discrete-event simulation: what a backlog, an accept rate and a burst of clients lead to. */
import { EventQueue } from './event-queue';
import type { QueueCounters, QueueOptions, QueueOutcomes, QueueResult, QueueSample } from './listen-queue-options';
import { synAckRetriesUnderPressure, synAckTimeoutMs } from './syn-ack-backoff';
import { synTimeoutMs } from './syn-backoff';

/** TCP_RTO_MIN: added to the round trip for the first retransmission of data. */
const LEAST_RTO_MS = 200;

interface Client {
  /** When its first SYN left. */
  readonly startMs: number;
  /** False for the forged sender of a flood: what is sent to it is lost. */
  readonly answers: boolean;
  state: 'connecting' | 'connected' | 'reset' | 'timed-out';
  connectedMs: number | null;
  acknowledged: boolean;
}

/** A half-open connection of the server. */
interface Request {
  readonly client: Client;
  timeouts: number;
  /** Counts re-armed timers: an older one that fires is void. */
  armed: number;
}

export function simulateListenQueue(options: QueueOptions): QueueResult {
  return new Simulation(options).run();
}

function makeClient(startMs: number, answers: boolean): Client {
  return { startMs, answers, state: 'connecting', connectedMs: null, acknowledged: false };
}

class Simulation {
  readonly #events = new EventQueue();
  readonly #requests = new Map<Client, Request>();
  readonly #cookies = new Set<Client>();
  readonly #established = new Set<Client>();
  readonly #clients: Client[] = [];
  readonly #series: QueueSample[] = [];
  readonly #limit: number;
  readonly #counters: QueueCounters = {
    listenOverflows: 0,
    listenDrops: 0,
    reqQFullDrop: 0,
    reqQFullDoCookies: 0,
    synAckRetransmissions: 0,
    synRetransmissions: 0,
    dataRetransmissions: 0,
    embryonicResets: 0,
  };
  #acceptQueue = 0;
  #accepted = 0;
  #acceptAllowedMs = 0;

  constructor(readonly options: QueueOptions) {
    this.#limit = Math.min(options.backlog, options.somaxconn);
  }

  run(): QueueResult {
    const { arrivalsMs, floodMs, durationMs, roundTripMs } = this.options;
    for (const ms of arrivalsMs) {
      const client = makeClient(ms - roundTripMs / 2, true);
      this.#clients.push(client);
      this.#events.at(ms, (now) => this.#onSyn(client, now));
      this.#armSyn(client, client.startMs, 0);
    }
    for (const ms of floodMs) {
      const client = makeClient(ms, false);
      this.#events.at(ms, (now) => this.#onSyn(client, now));
    }
    this.#events.run(durationMs);
    return this.#result();
  }

  /** The client's SYN timer. */
  #armSyn(client: Client, sentMs: number, retransmissions: number): void {
    const { synRetries, synLinearTimeouts, roundTripMs } = this.options;
    this.#events.at(sentMs + synTimeoutMs(retransmissions, synLinearTimeouts), (ms) => {
      if (client.state !== 'connecting') return;
      if (retransmissions === synRetries + synLinearTimeouts) {
        client.state = 'timed-out';
        return;
      }
      this.#counters.synRetransmissions++;
      this.#events.at(ms + roundTripMs / 2, (now) => this.#onSyn(client, now));
      this.#armSyn(client, ms, retransmissions + 1);
    });
  }

  /** net/ipv4/tcp_input.c, tcp_conn_request. */
  #onSyn(client: Client, ms: number): void {
    const { options } = this;
    const request = this.#requests.get(client);
    if (request) {
      this.#sendSynAck(client, ms);
      this.#armRequest(request, ms);
      return;
    }
    if (this.#established.has(client)) return;
    const room = options.synQueueHolds === 'limit' ? this.#limit : this.#limit + 1;
    const full = this.#requests.size >= room;
    if (full && options.syncookies === 0) {
      this.#counters.reqQFullDrop++;
      this.#counters.listenDrops++;
      return;
    }
    if (this.#overflows()) return;
    const cookie = full || options.syncookies === 2;
    const { maxSynBacklog } = options;
    if (!cookie && options.syncookies === 0 && maxSynBacklog - this.#requests.size < maxSynBacklog >> 2) {
      this.#counters.listenDrops++;
      return;
    }
    if (cookie) {
      this.#counters.reqQFullDoCookies++;
      this.#cookies.add(client);
    } else {
      const added: Request = { client, timeouts: 0, armed: 0 };
      this.#requests.set(client, added);
      this.#armRequest(added, ms);
      this.#sample(ms);
    }
    this.#sendSynAck(client, ms);
  }

  /** True when the accept queue is full; counts it. */
  #overflows(): boolean {
    if (this.#acceptQueue <= this.#limit) return false;
    this.#counters.listenOverflows++;
    this.#counters.listenDrops++;
    return true;
  }

  #sendSynAck(client: Client, ms: number): void {
    if (!client.answers) return;
    this.#events.at(ms + this.options.roundTripMs / 2, (now) => this.#onSynAck(client, now));
  }

  /** net/ipv4/inet_connection_sock.c, reqsk_timer_handler. */
  #armRequest(request: Request, ms: number): void {
    const armed = ++request.armed;
    this.#events.at(ms + synAckTimeoutMs(request.timeouts), (now) => {
      if (request.armed !== armed || this.#requests.get(request.client) !== request) return;
      if (request.timeouts >= this.#retriesLeft()) {
        this.#requests.delete(request.client);
        this.#sample(now);
        return;
      }
      request.timeouts++;
      this.#counters.synAckRetransmissions++;
      this.#sendSynAck(request.client, now);
      this.#armRequest(request, now);
    });
  }

  #retriesLeft(): number {
    const { synAckRetries } = this.options;
    const length = this.#requests.size;
    if (2 * length <= Math.max(8, this.#limit)) return synAckRetries;
    let young = 0;
    for (const { timeouts } of this.#requests.values()) if (timeouts === 0) young++;
    return synAckRetriesUnderPressure(synAckRetries, length, young, this.#limit);
  }

  #onSynAck(client: Client, ms: number): void {
    const { roundTripMs, sendsData } = this.options;
    if (client.state === 'connecting') {
      client.state = 'connected';
      client.connectedMs = ms;
      if (sendsData) this.#events.at(ms, (now) => this.#sendData(client, now, 0));
    } else if (client.state !== 'connected') return;
    this.#events.at(ms + roundTripMs / 2, (now) => this.#onSegment(client, now, false));
  }

  /** Data and its retransmissions: a tail loss probe after one timeout, then the timeout, then twice as long each time (RFC 6298, RFC 8985). */
  #sendData(client: Client, ms: number, transmissions: number): void {
    if (client.state !== 'connected' || client.acknowledged) return;
    if (transmissions > 0) this.#counters.dataRetransmissions++;
    const { roundTripMs } = this.options;
    this.#events.at(ms + roundTripMs / 2, (now) => this.#onSegment(client, now, true));
    const timeoutMs = (LEAST_RTO_MS + roundTripMs) * 2 ** Math.max(0, transmissions - 1);
    this.#events.at(ms + timeoutMs, (now) => this.#sendData(client, now, transmissions + 1));
  }

  /** An ACK, bare or with data. */
  #onSegment(client: Client, ms: number, carriesData: boolean): void {
    if (!this.#established.has(client)) {
      const request = this.#requests.get(client);
      if (!request && !this.#cookies.has(client)) {
        this.#reset(client, ms);
        return;
      }
      if (this.#overflows()) {
        if (request && this.options.abortOnOverflow) {
          this.#requests.delete(client);
          this.#counters.embryonicResets++;
          this.#sample(ms);
          this.#reset(client, ms);
        }
        return;
      }
      this.#establish(client, ms);
    }
    if (carriesData) this.#events.at(ms + this.options.roundTripMs / 2, () => (client.acknowledged = true));
  }

  #reset(client: Client, ms: number): void {
    this.#events.at(ms + this.options.roundTripMs / 2, () => {
      if (client.state === 'connected') client.state = 'reset';
    });
  }

  #establish(client: Client, ms: number): void {
    this.#requests.delete(client);
    this.#cookies.delete(client);
    this.#established.add(client);
    this.#acceptQueue++;
    this.#sample(ms);
    this.#accept(ms);
  }

  #accept(ms: number): void {
    const { acceptEveryMs } = this.options;
    if (acceptEveryMs === Number.POSITIVE_INFINITY || this.#acceptQueue === 0 || ms < this.#acceptAllowedMs) return;
    this.#acceptQueue--;
    this.#accepted++;
    this.#acceptAllowedMs = ms + acceptEveryMs;
    this.#sample(ms);
    this.#events.at(this.#acceptAllowedMs, (now) => this.#accept(now));
  }

  #sample(ms: number): void {
    this.#series.push({ ms, halfOpen: this.#requests.size, acceptQueue: this.#acceptQueue });
  }

  #result(): QueueResult {
    return {
      limit: this.#limit,
      counters: this.#counters,
      outcomes: this.#outcomes(),
      peaks: {
        halfOpen: this.#series.reduce((peak, { halfOpen }) => Math.max(peak, halfOpen), 0),
        acceptQueue: this.#series.reduce((peak, { acceptQueue }) => Math.max(peak, acceptQueue), 0),
      },
      series: this.#series,
      connectMs: this.#clients.flatMap(({ connectedMs, startMs }) => (connectedMs === null ? [] : [connectedMs - startMs])),
    };
  }

  #outcomes(): QueueOutcomes {
    const outcomes: QueueOutcomes = { established: 0, accepted: this.#accepted, stalled: 0, reset: 0, waiting: 0, timedOut: 0 };
    for (const client of this.#clients) {
      if (this.#established.has(client)) outcomes.established++;
      else if (client.state === 'connected') outcomes.stalled++;
      else if (client.state === 'reset') outcomes.reset++;
      else if (client.state === 'timed-out') outcomes.timedOut++;
      else outcomes.waiting++;
    }
    return outcomes;
  }
}

/** `count` arrivals at a steady rate; the first at 0. */
export function steadyArrivals(count: number, ratePerSecond: number): number[] {
  const gapMs = ratePerSecond === Number.POSITIVE_INFINITY ? 0 : 1000 / ratePerSecond;
  return Array.from({ length: count }, (_, index) => index * gapMs);
}
