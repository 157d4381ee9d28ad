import { describe, expect, it } from 'vitest';
import { RECIPE_NAMES, snippets } from '../../../src/engine/models/recipes';
import { heartbeatNumbers, httpIdleNumbers, toNotice, toOutlive, toRefresh } from '../../../src/engine/models/recommendation';
import { adviceText } from '../../../src/engine/session/finding-advice';
import { createTexts } from '../../../src/shared/locales/texts';
import { HANDSHAKE } from '../../captures/conversation';
import { find, giveUp, probe, probed } from '../../captures/findings';

const UNSEEN = { idleMs: null, intervalMs: null, count: null };

describe('recommended numbers', () => {
  it('notice a dead peer within two minutes; settings that do so already stay as they are', () => {
    expect(toNotice(UNSEEN)).toEqual({ idle: 60, interval: 10, count: 6 });
    expect(toNotice({ idleMs: 7_200_000, intervalMs: 75_000, count: 9 })).toEqual({ idle: 60, interval: 10, count: 6 });
    expect(toNotice({ idleMs: 20_000, intervalMs: 5000, count: 4 })).toEqual({ idle: 20, interval: 5, count: 4 });
  });

  it('outlive twice the outage that was seen', () => {
    expect(toOutlive({ idleMs: 5000, intervalMs: 3000, count: 2 }, 11_000)).toEqual({ idle: 5, interval: 3, count: 8 });
    expect(toOutlive({ idleMs: 5000, intervalMs: 1000, count: 2 }, 200_000)).toEqual({ idle: 5, interval: 4, count: 127 });
  });

  it('refresh a device twice in the time that it waits', () => {
    expect(toRefresh({ idleMs: 7_200_000, intervalMs: 75_000, count: 9 }, 350_000)).toEqual({ idle: 175, interval: 75, count: 9 });
    expect(toRefresh(UNSEEN, 240_000)).toEqual({ idle: 120, interval: 10, count: 6 });
  });

  it('wait three periods for a heartbeat', () => {
    expect(heartbeatNumbers(45_000)).toEqual({ period: 45, timeout: 135, timeoutMs: 135_000, mqttKeepAlive: 90 });
  });

  it('let clients give up idle connections before servers do', () => {
    expect(httpIdleNumbers(65_000, null)).toMatchObject({ server: 65, client: 60 });
    expect(httpIdleNumbers(5000, 30_000)).toMatchObject({ server: 35, client: 30, headersMs: 36_000 });
  });
});

describe('advice', () => {
  const death = [...HANDSHAKE, ...probed(20_030), probe(40_060), probe(50_060), probe(60_060), giveUp(70_060)];

  it('says why, and carries the numbers into every system', () => {
    const [finding] = find(death).reports;
    expect(finding?.code).toBe('keepalive.peer-crashed');
    const advice = finding?.advice ?? '';
    expect(advice).toContain('idle time 20 s, interval 10 s, count 3. A dead peer is then noticed within 50 s');
    for (const part of [
      'net.ipv4.tcp_keepalive_time=20',
      'int on = 1, idle = 20, interval = 10, count = 3;',
      'socket.TCP_KEEPINTVL, 10)',
      'Idle: 20 * time.Second, Interval: 10 * time.Second, Count: 3',
      'TCP_KEEPCOUNT, 3)',
      'setKeepAlive(true, 20000)',
      'from_secs(20)',
      'TcpKeepAliveTime, 20)',
      'so_keepalive=20s:10s:3',
      'tcp-keepalive 20',
      'tcp_keepalives_idle = 20',
      'Time: 20 * time.Second',
      'tcp_keepalive_probes, value: "3"',
      'Value=350',
      '--idle-timeout 4 ',
      '--tcp-established-idle-timeout=1200s',
    ]) {
      expect(advice).toContain(part);
    }
    expect(advice.split('\n').filter((line) => line.startsWith('```'))).toHaveLength(32);
  });

  it('names the device whose patience decides', () => {
    const data = { idleMs: 7_200_000, intervalMs: 75_000, probeCount: 9, deviceTimeoutMs: 350_000 };
    const advice = adviceText({ code: 'keepalive.middlebox-timeout', data }, 'Probe more often.', createTexts('en').t);
    expect(advice).toMatch(/^Probe more often\.\nRecommended: idle time 175 s, .* half of the 350 s/);
    expect(advice).toContain('sysctl -w net.ipv4.tcp_keepalive_time=175');
  });

  it('is the sentence alone where nothing is to be set', () => {
    expect(adviceText({ code: 'keepalive.probe-lost', data: {} }, 'Look for loss.', createTexts('en').t)).toBe('Look for loss.');
  });

  const numbered = [
    { code: 'keepalive.user-timeout', data: {}, part: 'TCP_USER_TIMEOUT, 120000)' },
    { code: 'connection.unanswered-data', data: {}, part: 'timeout = 30000;' },
    { code: 'heartbeat.late', data: { periodMs: 45_000 }, part: 'proxy_read_timeout 135s;' },
    { code: 'http.reuse-race', data: { idleMs: 5004 }, part: 'server.keepAliveTimeout = 10000;' },
    { code: 'keepalive.idle-hoarding', data: {}, part: 'limit_conn per_address 20;' },
    { code: 'keepalive.exposed', data: {}, part: 'ServerAliveInterval 60' },
    { code: 'keepalive.absent', data: { silenceMs: 300_000, deviceTimeoutMs: null }, part: 'tcp_keepalive_time=150' },
  ];
  it.each(numbered)('$code: $part, in every language', ({ code, data, part }) => {
    for (const language of ['en', 'zh-CN']) {
      const advice = adviceText({ code, data }, 'First.', createTexts(language).t);
      expect(advice).toContain(part);
      expect(advice).not.toMatch(/\{\{|finding\.reason/);
    }
  });

  it('leaves no recipe without a number that it asks for', () => {
    for (const name of RECIPE_NAMES) expect(() => snippets(name, {})).toThrow('asks for');
  });
});
