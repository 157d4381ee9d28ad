/** Captures as the report shows them, and what decides which connections it does. */
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import type { CaptureReport } from '../../shared/contract/report-capture';
import type { ReportOptions } from '../analyzers/analyzer';
import { seriesTraffic } from '../analyzers/keep-alive-cost';
import type { ProbeSeries } from '../analyzers/keep-alive-series';
import { handshakeState, retransmissionCount } from '../flows/connection-state';
import { CONNECTION_FLAG } from '../flows/connection-table';
import { endOfDirection } from '../flows/roles';
import { linkTypeName } from '../formats/link-type-names';
import { packetTime } from '../store/packet-time';
import { type CapturePass, heartbeatRunOf, httpRunOf } from './capture-pass';
import { connectionCloseKind, connectionReport } from './connection-report';
import type { OpenedCapture } from './opened-capture';
import type { ConnectionFate, ConnectionOutline, ProbingOutline } from './report-source';

export function captureReport(capture: OpenedCapture): CaptureReport {
  const { pass, bytes } = capture;
  const count = pass.packets.length;
  const digits = pass.timeDigits;
  const timed = pass.hasTimes && count > 0;
  return {
    path: bytes.path,
    format: capture.reader.format,
    bytes: bytes.storedBytes ?? bytes.available,
    packets: count,
    firstTime: timed ? packetTime(pass.packets, firstTimed(pass), digits) : null,
    lastTime: timed ? packetTime(pass.packets, lastTimed(pass), digits) : null,
    timeBase: capture.reader.timeBase,
    interfaces: pass.interfaces.map((item, id) => ({
      id,
      name: item.name,
      linkType: linkTypeName(item.linkType),
      linkTypeNumber: item.linkType,
      snapLength: item.snapLength,
      timestampResolution: resolutionText(item.timestampResolution),
      received: pass.statisticsOf.get(id)?.received ?? null,
      dropped: pass.statisticsOf.get(id)?.dropped ?? null,
    })),
    duplicateFrames: pass.tracker.duplicateFrames,
    issues: [...pass.issues],
  };
}

function firstTimed(pass: CapturePass): number {
  let row = 0;
  while ((pass.packets.marks.get(row) & PACKET_MARK.noTime) !== 0) row++;
  return row;
}

function lastTimed(pass: CapturePass): number {
  let row = pass.packets.length - 1;
  while ((pass.packets.marks.get(row) & PACKET_MARK.noTime) !== 0) row--;
  return row;
}

/** `1e6`, or `2^20` where the resolution is a power of two. */
function resolutionText(unitsPerSecond: number): string {
  const exponent = Math.log10(unitsPerSecond);
  if (Math.abs(exponent - Math.round(exponent)) < 1e-9) return `1e${Math.round(exponent)}`;
  return `2^${Math.round(Math.log2(unitsPerSecond))}`;
}

/** True when more of the connection was seen than SYNs and SYN-ACKs: a flood of those is folded into its listener. */
export function isWorthListing(pass: CapturePass, id: number): boolean {
  const flags = pass.tracker.connections.flags(id);
  return (flags & (CONNECTION_FLAG.ackSeen | CONNECTION_FLAG.rstSeen)) !== 0 || (flags & CONNECTION_FLAG.synSeen) === 0;
}

export function connectionFate(pass: CapturePass, id: number): ConnectionFate {
  return { handshake: handshakeState(pass.tracker.connections, id), close: connectionCloseKind(pass, id) };
}

/** A connection as far as it decides whether it is worth showing: cheap where most are not. */
export function connectionOutline(pass: CapturePass, capture: number, id: number, options: ReportOptions): ConnectionOutline {
  const { connections } = pass.tracker;
  return {
    packets: connections.packets(id),
    bytes: connections.bytes(id),
    ...connectionFate(pass, id),
    retransmissions: retransmissionCount(connections, id),
    probingEnds: probingOutlines(pass, id),
    heartbeats: heartbeatRunOf(pass)?.outlines(id) ?? [],
    http: httpRunOf(pass)?.outline(id) ?? null,
    report: () => connectionReport(pass, capture, id, options),
  };
}

const NO_ENDS: readonly ProbingOutline[] = [];

function probingOutlines({ keepAlive: { probes }, tracker: { connections } }: CapturePass, id: number): readonly ProbingOutline[] {
  const outline = (series: ProbeSeries): ProbingOutline => ({
    prober: endOfDirection(connections, id, series.direction),
    probes: series.count,
    unanswered: series.count - series.answered,
    bytesPerHour: seriesTraffic(probes, series).bytesPerHour,
  });
  const a = probes.seriesOf(id, 0);
  const b = probes.seriesOf(id, 1);
  if (a === undefined) return b === undefined ? NO_ENDS : [outline(b)];
  return b === undefined ? [outline(a)] : [outline(a), outline(b)];
}
