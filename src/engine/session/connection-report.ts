/** Connections as the report shows them. */
import { type ObjectSink, objectOf } from '../../shared/base/object-sink';
import type { ConnectionReport } from '../../shared/contract/report';
import { type ConnectionDescriber, NO_OPTIONS, type ReportOptions } from '../analyzers/analyzer';
import { closeKind, closeReport, describeHandshake, eventFrames } from '../flows/connection-state';
import { CONNECTION_FLAG } from '../flows/connection-table';
import { clientDirection } from '../flows/roles';
import type { CapturePass } from './capture-pass';

/** How a connection ended: as its flags say, or by an end that gave up, which analyzers find out. */
export function connectionClose(pass: CapturePass, id: number): ConnectionReport['close'] {
  return pass.givenUp(id) ?? closeReport(pass.tracker.connections, id);
}

/** What `connectionClose` says of the kind, which costs less than the whole. */
export function connectionCloseKind(pass: CapturePass, id: number): ConnectionReport['close']['kind'] {
  return pass.givenUp(id)?.kind ?? closeKind(pass.tracker.connections, id);
}

/** What analyzers tell of a connection, in the order of the report, with what it says where one was left out. */
const ANALYZED: readonly ConnectionDescriber[] = [
  { field: 'keepAlive', describe: (_connection, sink) => sink.put('keepAlive', []) },
  { field: 'heartbeats', describe: (_connection, sink) => sink.put('heartbeats', []) },
  { field: 'http', describe: (_connection, sink) => sink.put('http', null) },
];

/** Tells of the connections of one capture; `capture`: its index in the report. */
export class ConnectionReporter {
  readonly #digits: number;
  readonly #analyzed: readonly ConnectionDescriber[];

  constructor(
    readonly pass: CapturePass,
    readonly capture: number,
    readonly options: ReportOptions,
  ) {
    this.#digits = pass.timeDigits;
    this.#analyzed = ANALYZED.map((none) => pass.runs.map(({ describer }) => describer).find((describer) => describer?.field === none.field) ?? none);
  }

  /** All fields of a connection but `alsoIn`. */
  describe(id: number, sink: ObjectSink<ConnectionReport>): void {
    const { connections } = this.pass.tracker;
    const client = clientDirection(connections, id);
    const events = eventFrames(connections, id);
    sink.put('id', id);
    sink.put('capture', this.capture);
    this.#describeEnd(id, client, sink.object('client'));
    this.#describeEnd(id, (1 - client) as 0 | 1, sink.object('server'));
    sink.put('rolesKnown', connections.has(id, CONNECTION_FLAG.rolesKnown));
    this.#describeExtent(id, sink);
    const handshake = sink.object('handshake');
    describeHandshake(handshake, connections, id, events);
    handshake.put('cookieSuspected', this.pass.listenQueue.cookieSuspected(id));
    handshake.endObject();
    const retransmissions = sink.object('retransmissions');
    retransmissions.put('client', (client === 0 ? events.retransmissionA : events.retransmissionB) ?? []);
    retransmissions.put('server', (client === 0 ? events.retransmissionB : events.retransmissionA) ?? []);
    retransmissions.endObject();
    sink.put('close', connectionClose(this.pass, id));
    for (const analyzed of this.#analyzed) analyzed.describe(id, sink, this.options);
  }

  #describeEnd(id: number, direction: 0 | 1, sink: ObjectSink<ConnectionReport['client']>): void {
    const { connections } = this.pass.tracker;
    sink.put('address', connections.address(id, direction));
    sink.put('port', connections.port(id, direction));
    sink.endObject();
  }

  #describeExtent(id: number, sink: ObjectSink<ConnectionReport>): void {
    const { packets, tracker } = this.pass;
    const { connections } = tracker;
    const firstFrame = connections.firstFrame(id);
    const lastFrame = connections.lastFrame(id);
    sink.put('packets', connections.packets(id));
    sink.put('bytes', connections.bytes(id));
    sink.put('firstFrame', firstFrame);
    sink.put('lastFrame', lastFrame);
    sink.time('firstTime', packets.baseSeconds + packets.secondsSinceBase(firstFrame - 1), packets.nanoseconds(firstFrame - 1), this.#digits);
    sink.time('lastTime', packets.baseSeconds + packets.secondsSinceBase(lastFrame - 1), packets.nanoseconds(lastFrame - 1), this.#digits);
  }
}

export function connectionReport(pass: CapturePass, capture: number, id: number, options: ReportOptions = NO_OPTIONS): ConnectionReport {
  return objectOf((sink) => new ConnectionReporter(pass, capture, options).describe(id, sink));
}
