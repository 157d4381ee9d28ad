import type { FormatId, FormatReader, RecordSink } from './format';
import { HexDumpReader } from './hex/hex-dump-reader';
import { PcapReader } from './pcap/pcap-reader';
import { PcapngReader } from './pcapng/pcapng-reader';
import { TcpdumpTextReader } from './text/tcpdump-text-reader';

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
      return new TcpdumpTextReader(sink);
    case 'hex-dump':
      return new HexDumpReader(sink);
  }
}
