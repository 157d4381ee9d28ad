import { describe, expect, it } from 'vitest';
import { dissect } from '../../../src/engine/protocols/dissect';
import { registry } from '../../../src/engine/protocols/index';
import { createTexts } from '../../../src/shared/locales/texts';
import { tune } from './amqp-specimens';
import { APPLICATIONS } from './application-specimens';
import { plainFacts } from './capture-frames';
import { bgpOpen } from './control-specimens';
import { conversation } from './conversations';
import { ascii } from './dns-specimens';
import { connect } from './mqtt-specimens';
import { allNodes } from './nodes';
import { smb2Message } from './smb2-specimens';
import type { Specimen } from './specimens';
import { fixMessage } from './text-specimens';

function explanations({ bytes }: Specimen) {
  const packet = dissect(bytes, plainFacts(1, 1, bytes.length), registry);
  return allNodes(packet).flatMap((node) => (node.explanation ? [{ name: node.name, ...node.explanation }] : []));
}

const said = (port: number, from: 'client' | 'server', payload: readonly number[]) =>
  conversation(port, 40000, [['message', from, payload]]).flatMap((specimen) => explanations(specimen));

describe('what intervals and heartbeats mean', () => {
  it.each([
    ['MQTT keep-alive', 1883, 'client', connect(4, 2, 60, [0, 0]), 'mqtt.kalive', 'mqtt-keep-alive', { seconds: 60, limit: 90 }],
    ['MQTT without keep-alive', 1883, 'client', connect(4, 2, 0, [0, 0]), 'mqtt.kalive', 'mqtt-keep-alive-off', {}],
    ['MQTT ping', 1883, 'client', [0xc0, 0], 'mqtt.hdrflags', 'mqtt-ping', {}],
    ['MQTT ping answered', 1883, 'server', [0xd0, 0], 'mqtt.hdrflags', 'mqtt-ping-answer', {}],
    ['AMQP interval', 5672, 'server', tune(60), 'amqp.method.arguments.heartbeat', 'amqp-heartbeat-interval', { seconds: 60 }],
    ['AMQP without heartbeats', 5672, 'server', tune(0), 'amqp.method.arguments.heartbeat', 'amqp-heartbeat-off', {}],
    ['AMQP heartbeat', 5672, 'client', [8, 0, 0, 0, 0, 0, 0, 0xce], 'amqp.type', 'amqp-heartbeat', {}],
    ['BGP hold time', 179, 'client', bgpOpen(180), 'bgp.open.holdtime', 'bgp-hold-time', { seconds: 180, interval: 60 }],
    ['BGP without hold time', 179, 'client', bgpOpen(0), 'bgp.open.holdtime', 'bgp-hold-off', {}],
    ['MySQL ping', 3306, 'client', [1, 0, 0, 0, 14], 'mysql.command', 'mysql-ping', {}],
    [
      'STOMP heart-beat',
      61613,
      'client',
      ascii('CONNECT\nheart-beat:1000,2000\n\n\0'),
      'stomp.header',
      'stomp-heart-beat',
      { sends: 1000, wants: 2000 },
    ],
    ['STOMP line', 61613, 'client', [10], 'stomp.heart_beat', 'stomp-heart-beat-line', {}],
    ['IEC test', 2404, 'client', [0x68, 4, 0x43, 0, 0, 0], 'iec60870_104.utype', 'iec104-test', {}],
    ['IEC test confirmed', 2404, 'server', [0x68, 4, 0x83, 0, 0, 0], 'iec60870_104.utype', 'iec104-test-answer', {}],
    ['FIX interval', 9880, 'client', fixMessage('35=A|98=0|108=30|'), 'fix.HeartBtInt', 'fix-heartbeat-interval', { seconds: 30 }],
    ['FIX heartbeat', 9880, 'client', fixMessage('35=0|'), 'fix.MsgType', 'fix-heartbeat', {}],
    ['FIX test request', 9880, 'client', fixMessage('35=1|112=a|'), 'fix.MsgType', 'fix-test-request', {}],
    ['SMB2 echo', 445, 'client', [0, 0, 0, 68, ...smb2Message(13, '04000000')], 'smb2.cmd', 'smb2-echo', {}],
  ] as const)('%s', (_name, port, from, payload, name, code, data) => {
    expect(said(port, from, payload)).toContainEqual({ name, code, data });
  });

  it('has words in both languages for all that the specimens show', () => {
    const met = new Map(APPLICATIONS.flatMap(({ specimens }) => specimens.flatMap(explanations)).map((one) => [one.code, one.data]));
    expect(met.size).toBeGreaterThan(45);
    for (const language of ['en', 'zh-CN']) {
      const { t } = createTexts(language);
      for (const [code, data] of met) {
        expect(t(`explain.${code}`, data), `${language} ${code}`).not.toBe(`explain.${code}`);
        expect(t(`explain.${code}`, data), `${language} ${code}`).not.toMatch(/\{\{|undefined|NaN/);
      }
    }
  });
});
