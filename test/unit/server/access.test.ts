import { describe, expect, it } from 'vitest';
import { cookieValue, createToken, isLoopbackHost, isOwnOrigin, isToken } from '../../../src/server/access';

describe('access', () => {
  it.each([
    { host: '127.0.0.1:8080', expected: true },
    { host: 'localhost:1', expected: true },
    { host: 'LOCALHOST', expected: true },
    { host: '[::1]:8080', expected: true },
    { host: 'evil.example:8080', expected: false },
    { host: '127.0.0.1.evil.example:8080', expected: false },
    { host: 'localhost.evil.example', expected: false },
    { host: '10.0.0.1:8080', expected: false },
    { host: '', expected: false },
    { host: undefined, expected: false },
  ])('host $host: $expected', ({ host, expected }) => expect(isLoopbackHost(host)).toBe(expected));

  it.each([
    { origin: 'http://127.0.0.1:80', host: '127.0.0.1:80', expected: true },
    { origin: 'http://localhost:9000', host: 'localhost:9000', expected: true },
    { origin: 'http://127.0.0.1:81', host: '127.0.0.1:80', expected: false },
    { origin: 'https://127.0.0.1:80', host: '127.0.0.1:80', expected: false },
    { origin: 'http://evil.example', host: '127.0.0.1:80', expected: false },
    { origin: 'null', host: '127.0.0.1:80', expected: false },
    { origin: undefined, host: '127.0.0.1:80', expected: false },
  ])('origin $origin of $host: $expected', ({ origin, host, expected }) => expect(isOwnOrigin(origin, host)).toBe(expected));

  it('tells the token from all else', () => {
    const token = createToken();
    expect(token.length).toBe(43);
    expect([token, `${token}x`, token.slice(1), '', createToken()].map((given) => isToken(given, token))).toEqual([true, false, false, false, false]);
  });

  it.each([
    { header: 'a=1; tcpulse-80=secret; b=2', expected: 'secret' },
    { header: 'tcpulse-80=se=cret', expected: 'se=cret' },
    { header: 'xtcpulse-80=secret', expected: null },
    { header: undefined, expected: null },
  ])('cookie in $header: $expected', ({ header, expected }) => expect(cookieValue(header, 'tcpulse-80')).toBe(expected));
});
