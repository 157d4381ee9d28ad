import { expect, it } from 'vitest';
import { parseSocketLine, splitEndpoint, ssDurationMs } from '../../../src/engine/host/socket-lines';

it.each([
  { text: '1min14sec', ms: 74_000 },
  { text: '119min', ms: 7_140_000 },
  { text: '12sec', ms: 12_000 },
  { text: '1.580ms', ms: 1580 },
  { text: '9.004ms', ms: 9004 },
  { text: '036ms', ms: 36 },
  { text: '1min', ms: 60_000 },
  { text: '', ms: 0 },
  { text: '1h', ms: null },
  { text: '1.5sec', ms: null },
])('ss writes $text for $ms ms', ({ text, ms }) => {
  expect(ssDurationMs(text)).toBe(ms);
});

it.each([
  { text: '192.0.2.1:80', endpoint: { address: '192.0.2.1', port: 80 } },
  { text: '[::1]:80', endpoint: { address: '::1', port: 80 } },
  { text: '[fe80::1]%eth0:80', endpoint: { address: 'fe80::1%eth0', port: 80 } },
  { text: '127.0.0.53%lo:53', endpoint: { address: '127.0.0.53%lo', port: 53 } },
  { text: ':::80', endpoint: { address: '::', port: 80 } },
  { text: '*:*', endpoint: { address: '*', port: null } },
  { text: '*:http', endpoint: null },
  { text: '1.2.3.4:70000', endpoint: null },
  { text: undefined, endpoint: null },
])('$text', ({ text, endpoint }) => {
  expect(splitEndpoint(text)).toEqual(endpoint);
});

it.each(['State Recv-Q', 'listen 0 4 *:80 *:*', 'WAITING 0 4 *:80 *:*', '', '85 times'])('%j is no socket', (line) => {
  expect(parseSocketLine(line)).toBeNull();
});
