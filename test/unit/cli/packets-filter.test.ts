/** `tcpulse packets --filter`: handed on, and told at its place when it is wrong. */
import { describe, expect, it } from 'vitest';
import { packets } from '../../../src/cli/commands/packets';
import { EXIT, statusOfError } from '../../../src/cli/exit-status';
import { errorMessage } from '../../../src/cli/messages';
import { compileFilter } from '../../../src/engine/filter/compile-filter';
import { createTexts } from '../../../src/shared/locales/texts';
import { CliDouble } from './cli-double';

describe('packets --filter', () => {
  it('asks for the packets that the filter shows', async () => {
    const cli = new CliDouble({ 'a.pcap': {} });
    expect(await packets(cli.environment, 'a.pcap', { filter: 'tcp.port == 80' })).toBe(EXIT.done);
    expect(cli.calls.at(-1)).toEqual({
      method: 'packets.write',
      params: { capture: 0, fields: null, format: 'text', filter: 'tcp.port == 80' },
    });
  });

  it('says where a wrong filter is wrong and what to do, and gives 2', async () => {
    const error: unknown = await compileFilter('ip.src == 10.0.0.1 and tcp.prot > 3').catch((thrown: unknown) => thrown);
    expect(statusOfError(error)).toBe(EXIT.usage);
    expect(errorMessage(error, createTexts('en'))).toBe(
      [
        'The filter is wrong at character 24: “tcp.prot” is no known field or protocol. Did you mean tcp.port?',
        '  ip.src == 10.0.0.1 and tcp.prot > 3',
        '                         ^~~~~~~~',
      ].join('\n'),
    );
    expect(errorMessage(error, createTexts('zh-CN'))).toContain('是否想写 tcp.port？');
  });
});
