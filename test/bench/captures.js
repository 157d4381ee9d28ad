/** Large captures made for measurements, seeded: the same arguments give the same file. Kept in the system's temporary folder between runs. */
import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FOLDER = join(tmpdir(), 'tcpulse-bench');
const BUFFER_BYTES = 4 * 1024 * 1024;
const RECORD_HEADER_BYTES = 16;
const ETHERNET_BYTES = 14;
const IP_BYTES = 20;
/** With the time stamp option and two bytes of padding. */
const TCP_BYTES = 32;
const HEADER_BYTES = ETHERNET_BYTES + IP_BYTES + TCP_BYTES;
const FLAG = { syn: 0x02, ack: 0x10, pushAck: 0x18, synAck: 0x12 };
const FIRST_SECOND = 1_700_000_000;
const PACKET_GAP_NS = 3000;
const ROUND_GAP_NS = 20_000;
const KEEP_ALIVE_SHARE = 0.1;
const IDLE_NS = 45e9;
const REQUEST_BYTES = 64;
const RESPONSE_BYTES = [64, 200, 800, 1448];
const LARGEST_RECORD = RECORD_HEADER_BYTES + HEADER_BYTES + 1448;

/** Mulberry32: numbers from 0 to 1, the same for the same seed. @param {number} seed */
export function randomNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** Writes pcap records; packets are Ethernet, IPv4, TCP with time stamps. */
class PcapWriter {
  packets = 0;
  #buffer = Buffer.alloc(BUFFER_BYTES, 0x2e);
  #used = 0;
  #descriptor;
  #timeNs = 0;

  constructor(path) {
    this.#descriptor = openSync(path, 'w');
    const header = Buffer.alloc(24);
    header.writeUInt32LE(0xa1b2c3d4, 0);
    header.writeUInt16LE(2, 4);
    header.writeUInt16LE(4, 6);
    header.writeUInt32LE(262_144, 16);
    header.writeUInt32LE(1, 20);
    writeSync(this.#descriptor, header);
  }

  pass(ns) {
    this.#timeNs += ns;
  }

  /** @param {{ address: number, port: number, next: number }} from @param {{ address: number, port: number, next: number }} to */
  segment(from, to, flags, sequence, acknowledgement, payloadBytes) {
    if (this.#used + LARGEST_RECORD > BUFFER_BYTES) this.#flush();
    const buffer = this.#buffer;
    const length = HEADER_BYTES + payloadBytes;
    let at = this.#used;
    buffer.writeUInt32LE(FIRST_SECOND + Math.floor(this.#timeNs / 1e9), at);
    buffer.writeUInt32LE(Math.floor((this.#timeNs % 1e9) / 1000), at + 4);
    buffer.writeUInt32LE(length, at + 8);
    buffer.writeUInt32LE(length, at + 12);
    at += RECORD_HEADER_BYTES;
    buffer.writeUIntBE(0x020000000001, at, 6);
    buffer.writeUIntBE(0x020000000002, at + 6, 6);
    buffer.writeUInt16BE(0x0800, at + 12);
    at += ETHERNET_BYTES;
    buffer.writeUInt16BE(0x4500, at);
    buffer.writeUInt16BE(IP_BYTES + TCP_BYTES + payloadBytes, at + 2);
    buffer.writeUInt16BE(this.packets & 0xffff, at + 4);
    buffer.writeUInt16BE(0x4000, at + 6);
    buffer.writeUInt32BE(0x40060000, at + 8);
    buffer.writeUInt32BE(from.address, at + 12);
    buffer.writeUInt32BE(to.address, at + 16);
    at += IP_BYTES;
    buffer.writeUInt16BE(from.port, at);
    buffer.writeUInt16BE(to.port, at + 2);
    buffer.writeUInt32BE(sequence >>> 0, at + 4);
    buffer.writeUInt32BE(acknowledgement >>> 0, at + 8);
    buffer.writeUInt16BE((TCP_BYTES << 10) | flags, at + 12);
    buffer.writeUInt32BE(501 << 16, at + 14);
    buffer.writeUInt16BE(0, at + 18);
    buffer.writeUInt32BE(0x0101080a, at + 20);
    buffer.writeUInt32BE(this.packets, at + 24);
    buffer.writeUInt32BE(Math.max(0, this.packets - 10), at + 28);
    at += TCP_BYTES;
    buffer.fill(0x78, at, at + payloadBytes);
    this.#used = at + payloadBytes;
    this.packets++;
    this.pass(PACKET_GAP_NS);
  }

  #flush() {
    writeSync(this.#descriptor, this.#buffer, 0, this.#used);
    this.#used = 0;
  }

  close() {
    this.#flush();
    closeSync(this.#descriptor);
  }
}

/** Makes the file when it is not there yet; gives its path. */
function cached(name, write) {
  mkdirSync(FOLDER, { recursive: true });
  const path = join(FOLDER, `${name}.pcap`);
  if (!existsSync(path)) {
    const unfinished = `${path}.${process.pid}`;
    const writer = new PcapWriter(unfinished);
    write(writer);
    writer.close();
    renameSync(unfinished, path);
  }
  return path;
}

/** Connections that carry 20 bytes each and are then kept alive by probes of the client every 45 s, each answered. @param {number} connections @param {number} probes */
export function idleConnections(connections, probes) {
  return cached(`idle-${connections}-${probes}`, (writer) => {
    const ends = Array.from({ length: connections }, (_, i) => ({
      client: { address: 0x0a000002 + Math.floor(i / 50), port: 20_000 + i, next: 1000 },
      server: { address: 0x0ac00001, port: 443, next: 2000 },
    }));
    for (const { client, server } of ends) {
      writer.segment(client, server, FLAG.syn, client.next++, 0, 0);
      writer.segment(server, client, FLAG.synAck, server.next++, client.next, 0);
      writer.segment(client, server, FLAG.ack, client.next, server.next, 0);
      writer.segment(client, server, FLAG.pushAck, client.next, server.next, 20);
      client.next += 20;
      writer.segment(server, client, FLAG.ack, server.next, client.next, 0);
    }
    for (let round = 0; round < probes; round++) {
      writer.pass(IDLE_NS);
      for (const { client, server } of ends) {
        writer.segment(client, server, FLAG.ack, client.next - 1, server.next, 0);
        writer.segment(server, client, FLAG.ack, server.next, client.next, 0);
      }
    }
  });
}

export function emptyCapture() {
  return cached('empty', () => {});
}

/**
 * Handshakes, requests and responses, answered keep-alive probes in about a tenth of the rounds.
 * @param {number} packets @param {number} connections @param {readonly number[]} [responseBytes] one of these is a response's length
 */
export function conversations(packets, connections, responseBytes = RESPONSE_BYTES) {
  return cached(`conversations-${packets}-${connections}-${responseBytes.join('-')}`, (writer) => {
    const random = randomNumbers(1);
    const ends = Array.from({ length: connections }, (_, i) => ({
      client: { address: 0x0a000002 + (i % 60_000), port: 1024 + ((i * 7) % 60_000), next: Math.floor(random() * 2 ** 32) },
      server: { address: 0x0ac00001 + (i % 7), port: i % 3 === 0 ? 6379 : 443, next: Math.floor(random() * 2 ** 32) },
      connected: false,
    }));
    while (writer.packets < packets) {
      const connection = ends[Math.floor(random() * connections)];
      writer.pass(random() * ROUND_GAP_NS);
      if (!connection.connected) connect(writer, connection);
      else if (random() < KEEP_ALIVE_SHARE) probe(writer, connection);
      else exchange(writer, connection, responseBytes[Math.floor(random() * responseBytes.length)]);
    }
  });
}

function connect(writer, connection) {
  const { client, server } = connection;
  writer.segment(client, server, FLAG.syn, client.next++, 0, 0);
  writer.segment(server, client, FLAG.synAck, server.next++, client.next, 0);
  writer.segment(client, server, FLAG.ack, client.next, server.next, 0);
  connection.connected = true;
}

function probe(writer, { client, server }) {
  writer.segment(client, server, FLAG.ack, client.next - 1, server.next, 0);
  writer.segment(server, client, FLAG.ack, server.next, client.next, 0);
}

function exchange(writer, { client, server }, responseBytes) {
  writer.segment(client, server, FLAG.pushAck, client.next, server.next, REQUEST_BYTES);
  client.next += REQUEST_BYTES;
  writer.segment(server, client, FLAG.pushAck, server.next, client.next, responseBytes);
  server.next += responseBytes;
  writer.segment(client, server, FLAG.ack, client.next, server.next, 0);
}

/** One SYN from each of as many random addresses to one listener, none completed. @param {number} packets */
export function synFlood(packets) {
  return cached(`syn-flood-${packets}`, (writer) => {
    const random = randomNumbers(2);
    const server = { address: 0xc0000201, port: 443, next: 0 };
    while (writer.packets < packets) {
      const client = { address: Math.floor(random() * 0xdfffffff), port: 1024 + Math.floor(random() * 64_000), next: 0 };
      writer.segment(client, server, FLAG.syn, Math.floor(random() * 2 ** 32), 0, 0);
    }
  });
}
