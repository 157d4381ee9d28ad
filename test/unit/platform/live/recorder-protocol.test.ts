import { describe, expect, it } from 'vitest';
import { jsonLines } from '../../../../src/platform/live/recorder-protocol';

describe('what the recorder and its owner tell each other', () => {
  it('arrives whole wherever a pipe cuts it, letters of several bytes included', () => {
    const told = [{ path: '/抓包/会话.pcapng' }, { path: 'naïve 🎣' }];
    const bytes = Buffer.from(`${told.map((message) => JSON.stringify(message)).join('\n')}\n`);
    for (let length = 1; length <= bytes.length; length++) {
      const heard: unknown[] = [];
      const take = jsonLines((message) => heard.push(message));
      for (let at = 0; at < bytes.length; at += length) take(bytes.subarray(at, at + length));
      expect(heard, `${length} bytes at a time`).toEqual(told);
    }
  });

  it('leaves out what is no message', () => {
    const heard: unknown[] = [];
    jsonLines((message) => heard.push(message))(Buffer.from('Debugger attached.\n{"do":"stop"}\n'));
    expect(heard).toEqual([{ do: 'stop' }]);
  });
});
