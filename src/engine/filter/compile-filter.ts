/** From a filter's text to what runs it. The parser's library is loaded with the first filter, not before. */
import { registry } from '../protocols';
import type { DissectedPacket } from '../protocols/dissect';
import type { Test } from './checked';
import { checkFilter } from './checker';
import type { RowTest } from './column-test';
import { rowTest } from './column-test';
import type { CaptureColumns } from './columns';
import { packetTest } from './evaluate';
import { FilterFields } from './filter-fields';
import { PacketValues } from './packet-values';
import { fieldsOf } from './terms';

let known: FilterFields | null = null;

/** Every name that a filter may use. */
export function filterFields(): FilterFields {
  known ??= new FilterFields(registry);
  return known;
}

export interface CompiledFilter {
  readonly text: string;
  /** Is the packet one of those asked for? `marks`: bits of PACKET_MARK. */
  matches(packet: DissectedPacket, marks: number): boolean;
  /** What the columns alone tell. */
  rowTest(columns: CaptureColumns): RowTest;
}

/** Throws AppError `filter.syntax`. */
export async function compileFilter(text: string): Promise<CompiledFilter> {
  const { parseFilter } = await import('./parser');
  const test: Test = checkFilter(text, parseFilter(text), filterFields());
  const matches = packetTest(test);
  const values = new PacketValues(new Set(fieldsOf(test).flatMap((field) => field.targets)), registry);
  return {
    text,
    matches: (packet, marks) => {
      values.use(packet, marks);
      return matches(values);
    },
    rowTest: (columns) => rowTest(test, columns),
  };
}
