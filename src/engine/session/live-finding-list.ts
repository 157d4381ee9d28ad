/** Findings made while packets arrive, with what changed since somebody last looked. */
import type { LiveFinding } from '../../shared/contract/live';

/** Older findings than this many are forgotten: the analysis at the end tells all. */
const MOST_FINDINGS = 2000;

export type NewFinding = Omit<LiveFinding, 'id' | 'resolved'>;

export class LiveFindingList {
  readonly #findings = new Map<number, { finding: LiveFinding; version: number }>();
  #nextId = 0;
  #version = 0;

  /** Counts up with every change. */
  get version(): number {
    return this.#version;
  }

  add(finding: NewFinding): number {
    const id = this.#nextId++;
    this.#findings.set(id, { finding: { ...finding, id, resolved: false }, version: ++this.#version });
    if (this.#findings.size > MOST_FINDINGS) this.#findings.delete(this.#findings.keys().next().value as number);
    return id;
  }

  /** Does nothing to a finding that was forgotten. */
  change(id: number, change: Partial<NewFinding> & { readonly resolved?: boolean }): void {
    const known = this.#findings.get(id);
    if (known === undefined) return;
    known.finding = { ...known.finding, ...change };
    known.version = ++this.#version;
  }

  /** Those that are new or changed since `version`, in the order in which they were made, at most `most`. */
  since(version: number, most: number): LiveFinding[] {
    const found: LiveFinding[] = [];
    if (version === this.#version) return found;
    for (const entry of this.#findings.values()) {
      if (entry.version > version) found.push(entry.finding);
    }
    return found.slice(-most);
  }
}
