import { expect, it } from 'vitest';
import { shownNames } from '../../../src/renderer/names/shown-names';
import { portOf, withPortName } from '../../../src/renderer/project/project-edits';
import { emptyProject } from '../../../src/shared/contract/project';

const NAMES = shownNames(
  { addresses: { '10.0.0.1': 'gateway', '2001:db8::1': 'web' }, ports: { '9000': 'telemetry' } },
  { '10.0.0.1': 'dns-name', '10.0.0.2': 'told' },
);

it.each([
  ['10.0.0.1', 80, 'gateway:80'],
  ['10.0.0.2', 80, 'told:80'],
  ['10.0.0.3', 80, '10.0.0.3:80'],
  ['10.0.0.3', 9000, '10.0.0.3:telemetry'],
  ['2001:db8::1', 9000, 'web:telemetry'],
  ['2001:db8::2', 9000, '[2001:db8::2]:telemetry'],
  ['2001:db8::2', 80, '[2001:db8::2]:80'],
])('%s port %d is shown as %s: the name given before the name told', (address, port, shown) => {
  expect(NAMES.endpoint(address, port)).toBe(shown);
});

it('an address alone is shown by its name, or as it is', () => {
  expect(['10.0.0.1', '10.0.0.2', '10.0.0.3'].map((address) => NAMES.address(address))).toEqual(['gateway', 'told', '10.0.0.3']);
});

it.each([
  ['10.0.0.1:80 answered 10.0.0.3.', 'gateway:80 answered 10.0.0.3.'],
  ['The peer is 10.0.0.1.', 'The peer is gateway.'],
  ['from 10.0.0.2 to [2001:db8::1]:9000', 'from told to web:telemetry'],
  ['2001:db8::1 was asked', 'web was asked'],
  ['10.0.0.3:9000 and 10.0.0.3:90', '10.0.0.3:telemetry and 10.0.0.3:90'],
  ['10.0.0.1/8, 110.0.0.1, 10.0.0.10 and 10.0.0.1.5 at 22:13:20', '10.0.0.1/8, 110.0.0.1, 10.0.0.10 and 10.0.0.1.5 at 22:13:20'],
  ['', ''],
])('in "%s" addresses stand by their names', (text, shown) => {
  const parts = NAMES.parts(text);
  expect(parts.map((part) => part.text).join('')).toBe(shown);
  expect(parts.map((part) => part.address ?? part.text).join('')).toBe(text);
});

it('a port gets a name and loses it', () => {
  const named = withPortName(emptyProject(), 443, ' front ');
  expect(named.names.ports).toEqual({ '443': 'front' });
  expect(withPortName(named, 443, '').names.ports).toEqual({});
});

it.each([
  ['443', 443],
  ['0', 0],
  ['65535', 65_535],
  ['65536', null],
  ['10.0.0.1', null],
  ['::1', null],
  ['', null],
])('"%s" names the port %s', (text, port) => {
  expect(portOf(text)).toBe(port);
});
