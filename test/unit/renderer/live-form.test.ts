import { describe, expect, it } from 'vitest';
import { firstForm, type LiveField, type LiveForm, liveOptionsOf, wrongFields } from '../../../src/renderer/live/live-form';
import { liveOptionsSchema } from '../../../src/shared/contract/live';

const FORM: LiveForm = { ...firstForm({ interface: '', snapLength: 0, promiscuous: true, filter: '' }, 'tcp'), interface: 'lo' };

const CASES: readonly { readonly name: string; readonly typed: Partial<LiveForm>; readonly wrong: readonly LiveField[] }[] = [
  { name: 'nothing', typed: {}, wrong: [] },
  { name: 'a time in words', typed: { seconds: '10 min' }, wrong: ['seconds'] },
  { name: 'a separator of thousands', typed: { packets: '10,000' }, wrong: ['packets'] },
  { name: 'nothing of it', typed: { seconds: '0', megabytes: '-1' }, wrong: ['seconds', 'megabytes'] },
  { name: 'half a packet', typed: { packets: '1.5' }, wrong: ['packets'] },
  { name: 'too few bytes of a packet', typed: { snapLength: '10' }, wrong: ['snapLength'] },
  { name: 'more than the largest buffer', typed: { bufferMiB: '4096' }, wrong: ['bufferMiB'] },
  { name: 'what may be left empty', typed: { snapLength: '', bufferMiB: ' ', seconds: '', ringFiles: '' }, wrong: [] },
  { name: 'a ring that is not asked for', typed: { ring: false, ringFiles: 'x' }, wrong: [] },
  { name: 'a ring of one file', typed: { ring: true, ringFiles: '1' }, wrong: ['ringFiles'] },
  { name: 'a ring whose files never end', typed: { ring: true, ringMegabytes: '', ringSeconds: '' }, wrong: ['ringMegabytes'] },
  { name: 'a ring by time', typed: { ring: true, ringMegabytes: '', ringSeconds: '60' }, wrong: [] },
  { name: 'an option in place of a host', typed: { remote: '-oProxyCommand=x' }, wrong: ['remote'] },
  { name: 'a host with its port', typed: { remote: 'ann@host:2222' }, wrong: [] },
];

describe('the form of a live capture', () => {
  it.each(CASES)('takes or refuses $name', ({ typed, wrong }) => {
    const form = { ...FORM, ...typed };
    expect(wrongFields(form)).toEqual(wrong);
    const options = liveOptionsOf(form);
    expect(options === null).toBe(wrong.length > 0);
    if (options !== null) expect(liveOptionsSchema.parse(options)).toEqual(options);
  });

  it('passes on what was typed', () => {
    const form = { ...FORM, snapLength: '96', seconds: '1.5', megabytes: '2', packets: '7', ring: true, ringMegabytes: '100', ringSeconds: '' };
    expect(liveOptionsOf(form)).toMatchObject({
      snapLength: 96,
      bufferMiB: 32,
      stopAfter: { seconds: 1.5, bytes: 2_000_000, packets: 7 },
      ring: { files: 10, bytes: 100_000_000, seconds: null },
    });
  });

  it('is not complete without an interface', () => {
    expect(liveOptionsOf({ ...FORM, interface: null })).toBeNull();
  });
});
