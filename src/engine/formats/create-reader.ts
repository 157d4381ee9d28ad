import type { FormatId, FormatReader, RecordSink } from './format';
import { PcapReader } from './pcap/pcap-reader';
import { PcapngReader } from './pcapng/pcapng-reader';

export interface ReaderOptions {
  /** Length of the (decompressed) file, null while it is not known. */
  readonly fileBytes: number | null;
}

/** A reader for one file of a format told by `detectFormat`. */
export function createReader(format: FormatId, sink: RecordSink, options: ReaderOptions): FormatReader {
  switch (format) {
    case 'pcap':
      return new PcapReader(sink);
    case 'pcapng':
      return new PcapngReader(sink, options.fileBytes);
    case 'tcpdump-text':
    case 'hex-dump':
      throw new Error(`no reader for ${format} yet`);
  }
}
