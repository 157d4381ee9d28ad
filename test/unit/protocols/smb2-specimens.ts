/** SMB2 messages in their frames built in code. */
import { conversation } from './conversations';
import { fromHex, uint16 } from './packets';
import type { Specimen } from './specimens';

const hex = (text: string): number[] => [...fromHex(text)];
const frame = (message: readonly number[], type = 0): number[] => [type, 0, ...uint16(message.length), ...message];
const little16 = (value: number): number[] => [value & 255, value >> 8];

interface Choices {
  readonly flags?: string;
  readonly status?: string;
  readonly next?: number;
}

export const smb2Message = (command: number, body: string, { flags = '00000000', status = '00000000', next = 0 }: Choices = {}): number[] => [
  ...hex('fe534d42 4000 0100'),
  ...hex(status),
  ...little16(command),
  ...hex('0100'),
  ...hex(flags),
  ...little16(next),
  0,
  0,
  ...hex('0700000000000000 fffe0000 05000000 0900000000040000'),
  ...new Array<number>(16).fill(0),
  ...hex(body),
];

const RESPONSE = { flags: '01000000' };
const GUID = '000102030405060708090a0b0c0d0e0f';
const CLOSE = `1800 0000 00000000 ${GUID}`;

export const SMB2_SPECIMENS: readonly Specimen[] = conversation(445, 48001, [
  ['negotiate', 'client', frame(smb2Message(0, `2400 0200 0100 0000 7f000000 ${GUID} 0000000000000000 0202 1002`))],
  [
    'negotiate, answer',
    'server',
    frame(smb2Message(0, `4100 0100 0203 0000 ${GUID} 07000000 00008000 00008000 00008000 ${'00'.repeat(16)} 8000 0000 00000000`, RESPONSE)),
  ],
  ['echo', 'client', frame(smb2Message(13, '0400 0000'))],
  ['echo, answer', 'server', frame(smb2Message(13, '0400 0000', RESPONSE))],
  ['logoff', 'client', frame(smb2Message(2, '0400 0000'))],
  ['tree disconnect', 'client', frame(smb2Message(4, '0400 0000'))],
  ['session expired', 'server', frame(smb2Message(13, '0900 0000 00000000 00', { flags: '01000000', status: '5c0300c0' }))],
  ['asynchronous', 'server', frame(smb2Message(13, '0900 0000 00000000 00', { flags: '03000000', status: '03010000' }))],
  ['compound', 'client', frame([...smb2Message(6, CLOSE, { next: 88 }), ...smb2Message(13, '0400 0000', { flags: '04000000' })])],
  ['keep-alive of the session', 'client', frame([], 0x85)],
  ['SMB1', 'client', frame(hex('ff534d42 72 00000000 18 0128'))],
  ['unknown command', 'client', frame(smb2Message(99, '0400 0000'))],
  ['next message behind the end', 'client', frame(smb2Message(13, '0400 0000', { next: 4000 }))],
]);
