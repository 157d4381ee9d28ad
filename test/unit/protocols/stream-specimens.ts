/** Messages of protocols over TCP, built in code. */
import { ascii } from '../../captures/build-packet';
import type { Said } from '../../captures/streams';
import { type Bytes, fromHex, join, uint16, uint32 } from './packets';

const uint24 = (value: number): number[] => [(value >> 16) & 255, ...uint16(value & 0xffff)];
const sized16 = (bytes: Uint8Array | readonly number[]): Bytes => join(uint16(bytes.length), bytes);
const sized8 = (bytes: Uint8Array | readonly number[]): Bytes => join([bytes.length], bytes);

export const tlsRecord = (type: number, body: Uint8Array | readonly number[], version = 0x0303): Bytes =>
  join([type], uint16(version), uint16(body.length), body);
export const handshake = (type: number, body: Uint8Array | readonly number[]): Bytes => join([type], uint24(body.length), body);
const extension = (type: number, body: Uint8Array | readonly number[]): Bytes => join(uint16(type), uint16(body.length), body);
const RANDOM = new Uint8Array(32).fill(0x5a);

/** TLS 1.3 and 1.2 offered, two cipher suites, SNI, ALPN, groups, key share. */
export function clientHello(name = 'example.test', alpn = 'h2'): Bytes {
  const extensions = join(
    extension(0, sized16(join([0], sized16(ascii(name))))),
    extension(16, sized16(sized8(ascii(alpn)))),
    extension(10, sized16([...uint16(0x001d), ...uint16(0x0017)])),
    extension(13, sized16([...uint16(0x0804), ...uint16(0x0403)])),
    extension(43, sized8([...uint16(0x0304), ...uint16(0x0303)])),
    extension(51, sized16(join(uint16(0x001d), sized16(new Uint8Array(32).fill(7))))),
    extension(0x0a0a, []),
    extension(15, [1]),
  );
  return handshake(1, join(uint16(0x0303), RANDOM, [0], sized16([...uint16(0x1301), ...uint16(0xc02f)]), sized8([0]), sized16(extensions)));
}

export function serverHello(version: number): Bytes {
  const extensions = version === 0x0304 ? extension(43, uint16(0x0304)) : new Uint8Array(0);
  const legacy = Math.min(version, 0x0303);
  return handshake(2, join(uint16(legacy), RANDOM, sized8([1, 2, 3]), uint16(version === 0x0304 ? 0x1301 : 0xc02f), [0], sized16(extensions)));
}

const RETRY = fromHex('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c');
export const helloRetryRequest = (): Bytes =>
  handshake(2, join(uint16(0x0303), RETRY, [0], uint16(0x1301), [0], sized16(join(extension(43, uint16(0x0304)), extension(51, uint16(0x0017))))));

export const certificate = (...lengths: readonly number[]): Bytes => {
  const list = join(...lengths.map((length) => join(uint24(length), new Uint8Array(length))));
  return handshake(11, join(uint24(list.length), list));
};

const client = (...payloads: readonly (Uint8Array | string)[]): Said[] => payloads.map((payload) => ({ from: 'client', payload }));
const server = (...payloads: readonly (Uint8Array | string)[]): Said[] => payloads.map((payload) => ({ from: 'server', payload }));

export const frame2 = (type: number, flags: number, stream: number, body: Uint8Array | readonly number[]): Bytes =>
  join(uint24(body.length), [type, flags], uint32(stream), body);
export const PREFACE = ascii('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const SETTINGS = frame2(4, 0, 0, [...uint16(3), ...uint32(100), ...uint16(4), ...uint32(65_535)]);

const INDEXED = 0x80;
const LITERAL_INDEXED = 0x40;
/** The static table has 61 entries (RFC 7541 appendix A). */
const FIRST_DYNAMIC = 62;

/** One encoder a direction, as each end has: what was sent before is named by its place in the table, all else is written out and added to it. */
export function headerEncoder(): (headers: readonly (readonly [string, string])[]) => Bytes {
  const table: string[] = [];
  return (headers) =>
    join(
      ...headers.map(([name, value]) => {
        const known = table.indexOf(`${name}\n${value}`);
        if (known >= 0) return [INDEXED | (FIRST_DYNAMIC + known)];
        table.unshift(`${name}\n${value}`);
        return join([LITERAL_INDEXED], sized8(ascii(name)), sized8(ascii(value)));
      }),
    );
}

function grpcCall(): Said[] {
  const up = headerEncoder();
  const down = headerEncoder();
  const message = join([0], uint32(7), ascii('payload'));
  const call = [
    [':method', 'POST'],
    [':scheme', 'http'],
    [':path', '/greet.Greeter/Hello'],
    [':authority', 'localhost'],
    ['content-type', 'application/grpc'],
  ] as const;
  return [
    ...client(join(PREFACE, SETTINGS)),
    ...server(join(SETTINGS, frame2(4, 1, 0, []))),
    ...client(join(frame2(1, 4, 1, up(call)), frame2(0, 1, 1, message))),
    ...server(
      join(
        frame2(
          1,
          4,
          1,
          down([
            [':status', '200'],
            ['content-type', 'application/grpc'],
          ]),
        ),
        frame2(0, 0, 1, message),
        frame2(1, 5, 1, down([['grpc-status', '0']])),
      ),
    ),
    // The same headers once more come from the table.
    ...client(join(frame2(1, 4, 3, up(call)), frame2(6, 0, 0, new Uint8Array(8)))),
    ...server(
      join(
        frame2(6, 1, 0, new Uint8Array(8)),
        frame2(3, 0, 3, uint32(8)),
        frame2(8, 0, 0, uint32(1000)),
        frame2(7, 0, 0, [...uint32(1), ...uint32(11)]),
      ),
    ),
  ];
}

const name = (text: string): Bytes => join(uint32(text.length), ascii(text));
function sshPacket(payload: Uint8Array | readonly number[]): Bytes {
  return join(uint32(payload.length + 1 + 10), [10], payload, new Uint8Array(10));
}
const keyExchange = (methods: string): Bytes =>
  sshPacket(join([20], new Uint8Array(16), name(methods), ...new Array<Bytes>(7).fill(name('none,zlib')), name(''), name(''), [0], uint32(0)));

export const UPGRADE_REQUEST = 'GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';
export const UPGRADE_RESPONSE = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';

/** A WebSocket frame; masked as clients send it when a key is given. */
export function webSocketFrame(opcode: number, payload: Uint8Array, key: Uint8Array | null = null, fin = true): Bytes {
  const length =
    payload.length < 126
      ? [payload.length]
      : payload.length < 0x10000
        ? [126, ...uint16(payload.length)]
        : [127, ...uint32(0), ...uint32(payload.length)];
  const bytes = key === null ? payload : payload.map((byte, i) => byte ^ (key[i & 3] ?? 0));
  length[0] = (length[0] ?? 0) | (key === null ? 0 : 0x80);
  return join([(fin ? 0x80 : 0) | opcode, ...length], key ?? [], bytes);
}
const KEY = fromHex('e2b695ed');

export interface StreamSpecimen {
  readonly name: string;
  readonly said: readonly Said[];
  /** Protocol and Info of each frame. */
  readonly columns: readonly string[];
}

const APPLICATION_DATA = tlsRecord(23, new Uint8Array(40));
const CHANGE = tlsRecord(20, [1]);

export const STREAMS: readonly StreamSpecimen[] = [
  {
    name: 'TLS 1.3',
    said: [
      ...client(tlsRecord(22, clientHello(), 0x0301)),
      ...server(join(tlsRecord(22, serverHello(0x0304)), CHANGE, APPLICATION_DATA)),
      ...client(join(CHANGE, APPLICATION_DATA)),
    ],
    columns: [
      'TLSv1.3 Client Hello (SNI=example.test)',
      'TLSv1.3 Server Hello, Change Cipher Spec, Application Data',
      'TLSv1.3 Change Cipher Spec, Application Data',
    ],
  },
  {
    name: 'TLS 1.3 after a HelloRetryRequest',
    said: [
      ...client(tlsRecord(22, clientHello(), 0x0301)),
      ...server(join(tlsRecord(22, helloRetryRequest()), CHANGE)),
      ...client(join(CHANGE, tlsRecord(22, clientHello()))),
      ...server(join(tlsRecord(22, serverHello(0x0304)), APPLICATION_DATA)),
      ...client(APPLICATION_DATA),
    ],
    columns: [
      'TLSv1.3 Client Hello (SNI=example.test)',
      'TLSv1.3 Hello Retry Request, Change Cipher Spec',
      'TLSv1.3 Change Cipher Spec, Client Hello (SNI=example.test)',
      'TLSv1.3 Server Hello, Application Data',
      'TLSv1.3 Application Data',
    ],
  },
  {
    name: 'TLS 1.2',
    said: [
      ...client(tlsRecord(22, clientHello())),
      ...server(tlsRecord(22, join(serverHello(0x0303), certificate(300, 100), handshake(14, [])))),
      ...client(join(tlsRecord(22, handshake(16, [0, 2, 9, 9])), CHANGE, tlsRecord(22, new Uint8Array(40).fill(0xee)))),
      ...server(tlsRecord(21, new Uint8Array(26))),
    ],
    columns: [
      'TLSv1.2 Client Hello (SNI=example.test)',
      'TLSv1.2 Server Hello, Certificate, Server Hello Done',
      'TLSv1.2 Client Key Exchange, Change Cipher Spec, Encrypted Handshake Message',
      'TLSv1.2 Encrypted Alert',
    ],
  },
  {
    name: 'SSL 3.0, refused',
    said: [
      ...client(tlsRecord(22, handshake(1, join(uint16(0x0300), RANDOM, [0], sized16(uint16(0x0004)), sized8([0]))), 0x0300)),
      ...server(tlsRecord(21, [2, 70], 0x0300)),
    ],
    columns: ['SSLv3 Client Hello', 'SSLv3 Alert (Level: Fatal, Description: Protocol Version)'],
  },
  {
    name: 'a handshake message over two records',
    said: server(
      join(
        tlsRecord(22, join(serverHello(0x0303), certificate(200).subarray(0, 100))),
        tlsRecord(22, join(certificate(200).subarray(100), handshake(14, []))),
      ),
    ),
    columns: ['TLSv1.2 Server Hello, Certificate, Handshake fragment, Server Hello Done'],
  },
  {
    name: 'TLS heartbeat that asks for too much',
    said: client(tlsRecord(24, [1, 0x40, 0, 1, 2, 3])),
    columns: ['TLSv1.2 Heartbeat Request'],
  },
  {
    name: 'SSH',
    said: [
      ...server('SSH-2.0-OpenSSH_9.6\r\n'),
      ...client('SSH-2.0-client\r\n'),
      ...client(keyExchange('curve25519-sha256,diffie-hellman-group14-sha256')),
      ...server(keyExchange('curve25519-sha256')),
      ...client(sshPacket([30, 1, 2, 3])),
      ...server(join(sshPacket([31, 1, 2, 3]), sshPacket([21]))),
      ...client(join(sshPacket([21]), new Uint8Array(44))),
      ...server(new Uint8Array(52)),
    ],
    columns: [
      'SSH Server: Protocol (SSH-2.0-OpenSSH_9.6)',
      'SSH Client: Protocol (SSH-2.0-client)',
      'SSHv2 Client: Key Exchange Init',
      'SSHv2 Server: Key Exchange Init',
      'SSHv2 Client: Elliptic Curve Diffie-Hellman Key Exchange Init',
      'SSHv2 Server: Elliptic Curve Diffie-Hellman Key Exchange Reply, New Keys',
      'SSHv2 Client: New Keys, Encrypted packet (len=44)',
      'SSHv2 Server: Encrypted packet (len=52)',
    ],
  },
  {
    name: 'HTTP/2 with gRPC',
    said: grpcCall(),
    columns: [
      'HTTP2 Magic, SETTINGS[0]',
      'HTTP2 SETTINGS[0], SETTINGS[0]',
      'GRPC HEADERS[1]: POST /greet.Greeter/Hello, DATA[1] (GRPC)',
      'HTTP2 HEADERS[1]: 200 OK, DATA[1] (GRPC), HEADERS[1]: grpc-status 0 (OK)',
      'HTTP2 HEADERS[3]: POST /greet.Greeter/Hello, PING[0]',
      'HTTP2 PING[0], RST_STREAM[3] (CANCEL), WINDOW_UPDATE[0], GOAWAY[0] (ENHANCE_YOUR_CALM)',
    ],
  },
  {
    name: 'WebSocket',
    said: [
      ...client(UPGRADE_REQUEST),
      ...server(join(ascii(UPGRADE_RESPONSE), webSocketFrame(1, ascii('welcome')))),
      ...client(join(webSocketFrame(1, ascii('hello'), KEY), webSocketFrame(9, ascii('p'), KEY))),
      ...server(join(webSocketFrame(10, ascii('p')), webSocketFrame(2, new Uint8Array(300)))),
      ...client(webSocketFrame(8, join(uint16(1000), ascii('bye')), KEY)),
    ],
    columns: [
      'HTTP GET /chat HTTP/1.1',
      'WebSocket HTTP/1.1 101 Switching Protocols, WebSocket Text [FIN]',
      'WebSocket WebSocket Text [FIN] [MASKED], WebSocket Ping [FIN] [MASKED]',
      'WebSocket WebSocket Pong [FIN], WebSocket Binary [FIN]',
      'WebSocket WebSocket Connection Close [FIN] [MASKED] (1000 Normal Closure)',
    ],
  },
];
