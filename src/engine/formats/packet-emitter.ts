import type { CaptureIssueCode, PacketRecord, RecordSink } from './format';
import { IssueLog } from './issue-log';

/**
 * Hands packets of one file to a sink: numbers the frames, reuses one record, and notices what is odd in time and lengths.
 * Fill `record`, then call `emit`. Nothing is allocated on the way of a sound packet.
 */
export class PacketEmitter {
  readonly record: PacketRecord = {
    seconds: 0,
    nanoseconds: 0,
    hasTime: true,
    interfaceId: 0,
    offset: 0,
    capturedLength: 0,
    originalLength: 0,
    bytes: new Uint8Array(0),
    start: 0,
    sequenceUnknown: false,
  };
  readonly issues: IssueLog;
  readonly sink: RecordSink;
  /** Packets handed on so far: the number of the last frame. */
  frames = 0;
  #lastSeconds = Number.NEGATIVE_INFINITY;
  #lastNanoseconds = 0;

  constructor(sink: RecordSink) {
    this.sink = sink;
    this.issues = new IssueLog(sink);
  }

  /** `offset`: of the record in the file, for issues; `snapLength`: 0 when there is no limit. */
  emit(offset: number, snapLength: number): void {
    const record = this.record;
    this.frames++;
    if (record.capturedLength > record.originalLength) this.#tellLengths(offset);
    if (snapLength !== 0 && record.capturedLength > snapLength) {
      this.issues.add('beyond-snap-length', this.frames, offset, `captured length ${record.capturedLength}, snapshot length ${snapLength}`);
    }
    if (record.hasTime) {
      if (record.seconds < this.#lastSeconds || (record.seconds === this.#lastSeconds && record.nanoseconds < this.#lastNanoseconds)) {
        this.#tellTimeBackwards(offset);
      }
      this.#lastSeconds = record.seconds;
      this.#lastNanoseconds = record.nanoseconds;
    }
    this.sink.packet(record);
  }

  /** Issue that concerns the file after the last frame so far. */
  damage(code: CaptureIssueCode, offset: number, detail: string): void {
    this.issues.add(code, this.frames === 0 ? null : this.frames, offset, detail);
  }

  finish(offset: number): void {
    if (this.frames === 0 && this.issues.total === 0) this.issues.add('empty', null, offset, 'no packets');
    this.issues.finish();
  }

  #tellLengths(offset: number): void {
    const { capturedLength, originalLength } = this.record;
    const detail = `captured length ${capturedLength}, original length ${originalLength}`;
    this.issues.add('captured-longer-than-original', this.frames, offset, detail);
  }

  #tellTimeBackwards(offset: number): void {
    const seconds = this.#lastSeconds - this.record.seconds + (this.#lastNanoseconds - this.record.nanoseconds) / 1e9;
    this.issues.add('time-backwards', this.frames, offset, `${seconds.toFixed(9)} s before the frame in front of it`);
  }
}
