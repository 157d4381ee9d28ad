import { printable } from '../shared/base/printable';
import { formatBytes, formatCount } from '../shared/base/quantity';
import type { CaptureProgress } from '../shared/contract/capture-methods';
import type { Environment } from './environment';

/** ECMA-48: back to the first column, erase the line. */
const CLEAR_LINE = '\r\u001b[K';

/** One line on standard error that is written over, and removed at the end; nothing when that is no terminal. */
export class ProgressLine {
  #shown = false;

  constructor(private readonly environment: Pick<Environment, 'messages' | 'texts'>) {}

  show(progress: CaptureProgress): void {
    if (!this.environment.messages.isTerminal || progress.state !== 'reading') return;
    const { t } = this.environment.texts;
    const read = formatBytes(progress.bytesRead);
    const data = { name: printable(progress.name), packets: formatCount(progress.packets), read };
    const text =
      progress.bytesTotal === null
        ? t('cli.progress.open', data)
        : t('cli.progress.known', { ...data, percent: percent(progress.bytesRead, progress.bytesTotal) });
    this.environment.messages.write(CLEAR_LINE + text);
    this.#shown = true;
  }

  clear(): void {
    if (this.#shown) this.environment.messages.write(CLEAR_LINE);
    this.#shown = false;
  }
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 100 : Math.floor((100 * part) / whole);
}
