/** Listeners that let nobody in: a port scan leaves thousands of them, and a finding for each would hide every other. */
import { CONNECTION_FLAG } from '../flows/connection-table';
import { clientDirection } from '../flows/roles';
import type { AnalyzerInput, Finding } from './analyzer';
import type { ListenerStudy } from './listen-queue-listener';

/** Listeners of one code that get a finding of their own. */
const MOST_TOLD = 20;
const MOST_FRAMES = 20;

export type FoldedCode = 'listener.refused' | 'listener.filtered';

interface Told {
  readonly study: Pick<ListenerStudy, 'total' | 'connection'>;
  readonly findings: readonly Finding[];
}

/** Listeners that an address asked first. */
interface Asked {
  /** One of its connections. */
  readonly connection: number;
  listeners: number;
}

/** Findings of one code about listeners. Where there are too many, only those are told that were asked more often than any other; the rest are one finding. */
export class FoldedListeners {
  /** Asked most often first; in the order of the listeners where they were asked as often. */
  readonly #told: Told[] = [];
  #folded = 0;
  /** Attempts at the folded listener that was asked most often. */
  #mostFolded = 0;
  readonly #frames: number[] = [];
  readonly #clients = new Map<number, Asked>();

  constructor(
    readonly input: AnalyzerInput,
    readonly code: FoldedCode,
  ) {}

  /** `tell` makes what is found about the listener; it is asked only where there is room for it. */
  add(study: ListenerStudy, tell: () => readonly Finding[]): void {
    const { total, connection } = study;
    const least = this.#told[MOST_TOLD - 1];
    if (least !== undefined && least.study.total >= total) {
      this.#fold(study, study.judgement.frames);
      return;
    }
    if (least !== undefined) this.#foldLeast();
    const place = this.#told.findIndex((told) => told.study.total < total);
    this.#told.splice(place < 0 ? this.#told.length : place, 0, { study: { total, connection }, findings: tell() });
  }

  /** Asked once, after the last listener. */
  all(): Finding[] {
    while ((this.#told.at(-1)?.study.total ?? Number.POSITIVE_INFINITY) <= this.#mostFolded) this.#foldLeast();
    const told = this.#told.flatMap(({ findings }) => findings);
    return this.#folded === 0 ? told : [...told, this.#foldedFinding()];
  }

  #foldLeast(): void {
    const least = this.#told.pop();
    if (least !== undefined) this.#fold(least.study, least.findings[0]?.frames ?? []);
  }

  #fold({ connection, total }: Told['study'], [frame]: readonly number[]): void {
    this.#folded++;
    this.#mostFolded = Math.max(this.#mostFolded, total);
    if (frame !== undefined) this.#keepFrame(frame);
    const { connections } = this.input;
    const address = connections.addressNumber(connection, clientDirection(connections, connection));
    const key = address * 2 + (connections.has(connection, CONNECTION_FLAG.ipv6) ? 1 : 0);
    const asked = this.#clients.get(key);
    if (asked === undefined) this.#clients.set(key, { connection, listeners: 1 });
    else asked.listeners++;
  }

  /** The first ones of the capture are shown. */
  #keepFrame(frame: number): void {
    const last = this.#frames[MOST_FRAMES - 1];
    if (last !== undefined && last <= frame) return;
    this.#frames.push(frame);
    this.#frames.sort((a, b) => a - b);
    this.#frames.length = Math.min(this.#frames.length, MOST_FRAMES);
  }

  #foldedFinding(): Finding {
    const { connections } = this.input;
    const [first, ...others] = this.#clients.values();
    const busiest = others.reduce((most, asked) => (asked.listeners > most.listeners ? asked : most), first as Asked);
    const refuses = this.code === 'listener.refused';
    const clientAddress = connections.address(busiest.connection, clientDirection(connections, busiest.connection));
    return {
      code: this.code,
      severity: 'warning',
      confidence: refuses ? 0.95 : 0.5,
      connection: null,
      listener: null,
      frames: this.#frames,
      data: { listeners: this.#folded, clientAddress, clientListeners: busiest.listeners, clients: this.#clients.size },
      ruledOut: [],
      applicationSees: refuses ? 'connectionRefused' : 'connectTimesOut',
      wording: 'many',
    };
  }
}
