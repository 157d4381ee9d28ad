import { describe, expect, it } from 'vitest';
import type { HostChange } from '../../../src/shared/contract/host';
import { HOST_COUNTERS, HOST_SYSCTLS } from '../../../src/shared/contract/host-counters';
import { changeWords, sysctlWords, targetWords } from '../../../src/shared/contract/host-words';
import { createTexts, resources } from '../../../src/shared/locales/texts';

const change = (name: string, delta: number): HostChange => ({ name, before: 0, after: delta, delta, perSecond: null, alarming: false });

it.each(['en', 'zh-CN'] as const)('every counter, setting and issue has its words in %s', (language) => {
  const { t } = createTexts(language);
  const keys = [
    ...HOST_COUNTERS.flatMap(({ name, group }) => [`host.counter.${name}`, `host.happened.${name}`, `host.group.${group}`]),
    ...HOST_SYSCTLS.map((name) => `host.sysctl.${name.replaceAll('.', '_')}`),
  ];
  expect(keys.filter((key) => t(key) === key)).toEqual([]);
  expect(Object.keys(resources[language].host.view)).toEqual(Object.keys(resources.en.host.view));
});

describe('what happened to ListenDrops', () => {
  it.each([
    { others: [change('ListenOverflows', 7)], key: 'host.happened.ListenDrops_overflows', data: { count: 7 } },
    { others: [change('ListenOverflows', 5), change('TCPReqQFullDrop', 2)], key: 'host.happened.ListenDrops', data: { count: 7 } },
    { others: [change('ListenOverflows', 4)], key: 'host.happened.ListenDrops_others', data: { count: 7, explained: 4, rest: 3 } },
    { others: [], key: 'host.happened.ListenDrops_others', data: { count: 7, explained: 0, rest: 7 } },
  ])('is $key', ({ others, key, data }) => {
    const drops = change('ListenDrops', 7);
    expect(changeWords(drops, [...others, drops])).toEqual({ key, data });
  });
});

describe('what a setting amounts to', () => {
  const LINUX = {
    'net.ipv4.tcp_synack_retries': '5',
    'net.ipv4.tcp_syn_retries': '6',
    'net.ipv4.tcp_syn_linear_timeouts': '4',
    'net.ipv4.tcp_keepalive_time': '7200',
    'net.ipv4.tcp_keepalive_intvl': '75',
    'net.ipv4.tcp_keepalive_probes': '9',
    'net.ipv4.tcp_syncookies': '1',
    'net.ipv4.tcp_abort_on_overflow': '0',
    'net.core.somaxconn': '4096',
  };
  it.each([
    { name: 'net.ipv4.tcp_synack_retries', text: 'Forgotten after 63 s' },
    { name: 'net.ipv4.tcp_syn_retries', text: 'connect() fails after 131 s' },
    { name: 'net.ipv4.tcp_keepalive_probes', text: 'A silent peer is given up 2 h 11 min after it was last heard' },
    { name: 'net.ipv4.tcp_syncookies', text: 'SYNs are answered with cookies' },
    { name: 'net.ipv4.tcp_abort_on_overflow', text: 'It is ignored: the client believes that it is connected' },
    { name: 'net.core.somaxconn', text: 'A backlog above 4096 is cut to 4096' },
  ])('$name: $text', ({ name, text }) => {
    const words = sysctlWords(name, LINUX);
    expect(words && createTexts('en').t(words.key, words.data)).toBe(text);
  });
  it('takes old kernels for what they are: no linear steps', () => {
    expect(sysctlWords('net.ipv4.tcp_syn_retries', { 'net.ipv4.tcp_syn_retries': '6' })?.data).toEqual({ seconds: 127 });
  });
  it('is not said of what is no number, or needs another that is not known', () => {
    expect(sysctlWords('net.core.somaxconn', { 'net.core.somaxconn': 'many' })).toBeNull();
    expect(sysctlWords('net.ipv4.tcp_keepalive_probes', { 'net.ipv4.tcp_keepalive_probes': '9' })).toBeNull();
  });
});

it.each([
  { target: { ssh: null, netns: null }, text: 'this machine' },
  { target: { ssh: null, netns: 'web' }, text: 'namespace web' },
  { target: { ssh: 'me@web', netns: null }, text: 'me@web' },
  { target: { ssh: 'me@web', netns: 'a' }, text: 'me@web, namespace a' },
])('a host is named: $text', ({ target, text }) => {
  const { key, data } = targetWords(target);
  expect(createTexts('en').t(key, data)).toBe(text);
});
