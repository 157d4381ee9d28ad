import type { Explanation } from '../../shared/contract/dissection';
import type { LayerBuilder } from './dissection';
import { bits, flag, freeBytes, freeHex, freeUint } from './field-spec';
import { MessageCursor } from './message-cursor';
import { PDU } from './message-stream';
import { defineProtocol } from './protocol';

/** IEC 60870-5-104 section 5: telecontrol over TCP. */
const PORT = 2404;
const START = 0x68;
const HEADER_LENGTH = 2;
const CONTROL_LENGTH = 4;
const LONGEST = 253;
const FORMAT = { information: 0, supervisory: 1, unnumbered: 3 };
const FORMATS: Readonly<Record<number, string>> = { 0: 'I', 1: 'S', 3: 'U' };
const FUNCTIONS: Readonly<Record<number, string>> = {
  1: 'STARTDT act',
  2: 'STARTDT con',
  4: 'STOPDT act',
  8: 'STOPDT con',
  16: 'TESTFR act',
  32: 'TESTFR con',
};
const TEST = 0x10;
const TEST_ANSWER = 0x20;

function messageLength(bytes: Uint8Array, offset: number, end: number): number {
  if (bytes[offset] !== START) return PDU.none;
  if (end - offset < HEADER_LENGTH) return PDU.more;
  const length = bytes[offset + 1] as number;
  return length < CONTROL_LENGTH || length > LONGEST ? PDU.none : HEADER_LENGTH + length;
}

function decodeIec104(layer: LayerBuilder): void {
  const cursor = new MessageCursor(layer);
  layer.describe(HEADER_LENGTH + CONTROL_LENGTH, 'IEC 60870-5-104');
  cursor.uint('iec60870_asdu.start', 1);
  cursor.uint('iec60870_104.apdulen', 1);
  const control = cursor.peekLittle(CONTROL_LENGTH);
  const format = (control & 1) === 0 ? FORMAT.information : control & 3;
  const { at, parent } = cursor;
  if (!cursor.has(CONTROL_LENGTH)) return;
  cursor.add('iec60870_104.type', CONTROL_LENGTH, format);
  const arrow = layer.shared.destinationPort === PORT ? '<-' : '->';
  const words = addControl(layer, at, control, format, parent);
  layer.describe(HEADER_LENGTH + CONTROL_LENGTH, `IEC 60870-5-104: ${arrow} ${FORMATS[format] ?? '?'} ${words}`);
  layer.column('info', `${arrow} ${FORMATS[format] ?? '?'} ${words}`);
  if (format === FORMAT.information && cursor.left > 0) layer.nextProtocol(iec60870Asdu, cursor.at);
}

function addControl(layer: LayerBuilder, at: number, control: number, format: number, parent: LayerBuilder['node']): string {
  const receive = control >>> 17;
  const send = (control >>> 1) & 0x7fff;
  if (format === FORMAT.unnumbered) {
    const code = (control >>> 2) & 0x3f;
    layer.field('iec60870_104.utype', at, CONTROL_LENGTH, code, { parent, explanation: explainFunction(code) });
    return `(${FUNCTIONS[code] ?? 'unknown'})`;
  }
  const explanation: Explanation = { code: 'iec104-supervisory', data: { number: receive } };
  if (format === FORMAT.information) layer.field('iec60870_104.tx', at, CONTROL_LENGTH, send, { parent });
  layer.field('iec60870_104.rx', at, CONTROL_LENGTH, receive, { parent, explanation });
  return format === FORMAT.information ? `(${send},${receive})` : `(${receive})`;
}

function explainFunction(code: number): Explanation {
  if (code === TEST) return { code: 'iec104-test', data: {} };
  return code === TEST_ANSWER ? { code: 'iec104-test-answer', data: {} } : { code: 'iec104-start', data: {} };
}

export const iec104 = defineProtocol({
  id: 'iec60870_104',
  title: 'IEC 60870-5-104',
  short: 'IEC 60870-5-104',
  spec: 'IEC 60870-5-104',
  fields: {
    'iec60870_asdu.start': freeHex('START', { digits: 2 }),
    'iec60870_104.apdulen': freeUint('ApduLen'),
    'iec60870_104.type': freeHex('Type', { values: FORMATS, digits: 8 }),
    'iec60870_104.utype': freeHex('UType', { values: FUNCTIONS, digits: 8 }),
    'iec60870_104.tx': freeUint('Tx'),
    'iec60870_104.rx': freeUint('Rx'),
  },
  attach: [{ table: 'tcp-port', keys: [PORT] }],
  pdu: messageLength,
  decode: decodeIec104,
});

/** Types of information that are met most (IEC 60870-5-101 section 7.2.1.1). */
const TYPE_IDS: Readonly<Record<number, string>> = {
  1: 'M_SP_NA_1',
  3: 'M_DP_NA_1',
  9: 'M_ME_NA_1',
  11: 'M_ME_NB_1',
  13: 'M_ME_NC_1',
  15: 'M_IT_NA_1',
  30: 'M_SP_TB_1',
  31: 'M_DP_TB_1',
  36: 'M_ME_TF_1',
  45: 'C_SC_NA_1',
  46: 'C_DC_NA_1',
  50: 'C_SE_NC_1',
  58: 'C_SC_TA_1',
  70: 'M_EI_NA_1',
  100: 'C_IC_NA_1',
  101: 'C_CI_NA_1',
  103: 'C_CS_NA_1',
  105: 'C_RP_NA_1',
};
const CAUSES: Readonly<Record<number, string>> = {
  1: 'Per/Cyc',
  2: 'Back',
  3: 'Spont',
  4: 'Init',
  5: 'Req',
  6: 'Act',
  7: 'ActCon',
  8: 'Deact',
  9: 'DeactCon',
  10: 'ActTerm',
  20: 'Inrogen',
};

function decodeAsdu(layer: LayerBuilder): void {
  const cursor = new MessageCursor(layer);
  const type = cursor.uint('iec60870_asdu.typeid', 1);
  cursor.bits(1, ['iec60870_asdu.sq', 'iec60870_asdu.numix']);
  const cause = cursor.bits(1, ['iec60870_asdu.causetx', 'iec60870_asdu.nega', 'iec60870_asdu.test']) & 0x3f;
  cursor.uint('iec60870_asdu.oa', 1);
  const address = cursor.uintLittle('iec60870_asdu.addr', 2);
  const object = cursor.left > 0 ? ` IOA=${cursor.uintLittle('iec60870_asdu.ioa', 3)}` : '';
  if (cursor.failed) return;
  const text = `ASDU=${address} ${TYPE_IDS[type] ?? `<TypeId=${type}>`} ${CAUSES[cause] ?? `<CauseTx=${cause}>`}${object}`;
  layer.describe(layer.end - layer.offset, `IEC 60870-5-101/104 ASDU: ${text}`);
  layer.column('info', `${layer.columns.info} ${text}`);
  cursor.rest('iec60870_asdu.objects');
}

/** What I-frames carry: the header of the application's data; the elements of its objects are shown as bytes. */
export const iec60870Asdu = defineProtocol({
  id: 'iec60870_asdu',
  title: 'IEC 60870-5-101/104 ASDU',
  short: 'IEC 60870-5 ASDU',
  spec: 'IEC 60870-5-101 section 7',
  fields: {
    'iec60870_asdu.typeid': freeUint('TypeId', { values: TYPE_IDS }),
    'iec60870_asdu.sq': flag('SQ', 0, 1, 0, { 0: 'False', 1: 'True' }),
    'iec60870_asdu.numix': bits('NumIx', 0, 1, [1, 7]),
    'iec60870_asdu.causetx': bits('CauseTx', 0, 1, [2, 6], { values: CAUSES }),
    'iec60870_asdu.nega': flag('Negative', 0, 1, 1, { 0: 'False', 1: 'True' }),
    'iec60870_asdu.test': flag('Test', 0, 1, 0, { 0: 'False', 1: 'True' }),
    'iec60870_asdu.oa': freeUint('OA'),
    'iec60870_asdu.addr': freeUint('Addr'),
    'iec60870_asdu.ioa': freeUint('IOA'),
    'iec60870_asdu.objects': freeBytes('Information objects'),
  },
  attach: [],
  decode: decodeAsdu,
});
