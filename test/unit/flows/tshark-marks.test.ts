/** Marks of segments against tshark's, over public captures beside the project. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PACKET_MARK, type PacketMark } from '../../../src/shared/contract/packet-marks';
import { analyse, fileBytes } from '../../captures/analyse-file';

const SHARED = join(import.meta.dirname, '../../../../shared/captures');
const present = existsSync(join(SHARED, 'public-truth'));
if (!present) console.log('skipped: marks against tshark: no public captures beside the project');

const TRUTH_KEYS: Partial<Record<PacketMark, string>> = {
  retransmission: 'retransmission_frames',
  fastRetransmission: 'fast_retransmission_frames',
  spuriousRetransmission: 'spurious_retransmission_frames',
  outOfOrder: 'out_of_order_frames',
  duplicateAck: 'duplicate_ack_frames',
  zeroWindow: 'zero_window_frames',
  lostSegment: 'lost_segment_frames',
};

/** Captures in which tshark is wrong or the packets are no real conversation; why: docs/differences-from-tshark.md. */
const DOUBTFUL = [
  'tracepcap__week1_baseline.pcap',
  'sv__bug-4376-syn_retransmit_with_ts.pcap',
  'sv__bug-5437-02.pcap',
  'joy__sample.pcap',
  'ndpi__tls_multiple_synack_different_seq.pcapng',
  'pcpp__CiscoHDLC.pcap',
];

interface Truth {
  readonly file: string;
  readonly status: string;
  readonly non_packet_frames: readonly number[];
  readonly streams: readonly Record<string, readonly number[]>[];
}

function usableTruths(): Truth[] {
  if (!present) return [];
  const truths = readdirSync(join(SHARED, 'public-truth')).map(
    (name) => JSON.parse(readFileSync(join(SHARED, 'public-truth', name), 'utf8')) as Truth,
  );
  return truths.filter(
    ({ file, status, non_packet_frames: others }) =>
      status === 'ok' && others.length === 0 && !/\.(gz|snoop)$/.test(file) && !DOUBTFUL.includes(file),
  );
}

describe.runIf(present)('marks against tshark', () => {
  it('agree on nearly every segment that is no copy of another', async () => {
    let same = 0;
    const differences: string[] = [];
    for (const truth of usableTruths()) {
      const path = join(SHARED, 'public', truth.file);
      if (!existsSync(path)) continue;
      const capture = await analyse(fileBytes(path)).catch(() => null);
      if (capture === null) continue;
      const { packets } = capture.pass;
      for (const [mark, key] of Object.entries(TRUTH_KEYS) as [PacketMark, string][]) {
        const want = new Set(truth.streams.flatMap((stream) => stream[key] ?? []));
        for (let frame = 1; frame <= packets.length; frame++) {
          const marks = packets.marks.get(frame - 1);
          if ((marks & PACKET_MARK.duplicate) !== 0) continue;
          const got = (marks & PACKET_MARK[mark]) !== 0;
          if (got && want.has(frame)) same++;
          else if (got !== want.has(frame)) differences.push(`${truth.file} frame ${frame}: ${mark} by ${got ? 'us' : 'tshark'} only`);
        }
      }
      await capture.close();
    }
    expect(same).toBeGreaterThan(500);
    expect(differences.length / (same + differences.length), differences.join('\n')).toBeLessThan(0.02);
  });
});
