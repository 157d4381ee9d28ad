import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { pathsFromArguments } from '../../src/main/paths-from-arguments';

const ROWS = [
  { name: 'unpackaged', argv: ['electron', '.', 'a.pcap'], isPackaged: false, expected: ['a.pcap'] },
  { name: 'packaged', argv: ['tcpulse', 'a.pcap', '/b.pcap'], isPackaged: true, expected: ['a.pcap', '/b.pcap'] },
  { name: 'switches', argv: ['tcpulse', '--no-sandbox', 'a.pcap', '-v'], isPackaged: true, expected: ['a.pcap'] },
  { name: 'a file that looks like a switch', argv: ['electron', '.', '--inspect', '--', '-a.pcap'], isPackaged: false, expected: ['-a.pcap'] },
  { name: 'none', argv: ['electron', '.'], isPackaged: false, expected: [] },
];
it.each(ROWS)('reads captures from the command line: $name', ({ argv, isPackaged, expected }) => {
  expect(pathsFromArguments(argv, isPackaged, '/work')).toEqual(expected.map((path) => resolve('/work', path)));
});
