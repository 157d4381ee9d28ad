/** Every wrong filter has a place and a hint, in every language. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFilter } from '../../../src/engine/filter/compile-filter';
import { AppError } from '../../../src/shared/contract/errors';
import type { FilterIssue } from '../../../src/shared/contract/filter-methods';
import { filterMessage, filterPlace } from '../../../src/shared/locales/filter-message';
import { createTexts, LANGUAGES } from '../../../src/shared/locales/texts';

/** `at` marks the wrong place below the filter. */
const WRONG: readonly {
  readonly filter: string;
  readonly at: string;
  readonly problem: string;
  readonly hint: string;
  readonly suggestion?: string;
}[] = [
  { filter: '', at: '^', problem: 'unexpected-end', hint: 'value-expected' },
  { filter: 'tcp.port ==', at: '           ^', problem: 'unexpected-end', hint: 'value-expected' },
  { filter: 'tcp.port = 80', at: '         ^', problem: 'unexpected', hint: 'write-equals' },
  { filter: 'tcp.port == 80 or', at: '                 ^', problem: 'unexpected-end', hint: 'value-expected' },
  { filter: 'tcp | udp', at: '    ^', problem: 'unexpected', hint: 'write-or' },
  { filter: 'tcp udp', at: '    ^^^', problem: 'unexpected', hint: 'operator-missing' },
  { filter: 'tcp.port == 80 tcp.len == 0', at: '               ^^^^^^^', problem: 'unexpected', hint: 'connective-missing' },
  { filter: 'tcp and and udp', at: '        ^^^', problem: 'unexpected', hint: 'value-expected' },
  { filter: 'and tcp', at: '^^^', problem: 'unexpected', hint: 'value-expected' },
  { filter: '(tcp', at: '    ^', problem: 'unexpected-end', hint: 'close-parenthesis' },
  { filter: 'tcp)', at: '   ^', problem: 'unexpected', hint: 'remove' },
  { filter: 'tcp not udp', at: '    ^^^', problem: 'unexpected', hint: 'connective-missing' },
  { filter: 'tcp.port in 80', at: '            ^^', problem: 'unexpected', hint: 'close-brace' },
  { filter: 'tcp.port in {80 443}', at: '                ^^^', problem: 'unexpected', hint: 'comma-missing' },
  { filter: 'tcp.port in {80, 443', at: '                    ^', problem: 'unexpected-end', hint: 'close-brace' },
  { filter: 'tcp.port not in {}', at: '                 ^', problem: 'unexpected', hint: 'value-expected' },
  { filter: 'tcp.port not in 80', at: '                ^^', problem: 'unexpected', hint: 'close-brace' },
  { filter: 'tcp.port in {}', at: '             ^', problem: 'unexpected', hint: 'value-expected' },
  { filter: 'tcp.port in {80..}', at: '                 ^', problem: 'unexpected', hint: 'value-expected' },
  { filter: '{tcp.len 1} > 2', at: '         ^', problem: 'unexpected', hint: 'operator-missing' },
  { filter: '{tcp.len + 1 > 2', at: '             ^', problem: 'unexpected', hint: 'close-calculation' },
  { filter: 'tcp.len > {tcp.hdr_len + 1', at: '                          ^', problem: 'unexpected-end', hint: 'close-calculation' },
  { filter: 'tcp.port in {{1 + 1} 443}', at: '                     ^^^', problem: 'unexpected', hint: 'comma-missing' },
  { filter: 'eth.src[0:3 == 00:00:00', at: '            ^', problem: 'unexpected', hint: 'slice-forms' },
  { filter: 'eth.src[0:3', at: '           ^', problem: 'unexpected-end', hint: 'close-bracket' },
  { filter: 'eth.src[] == 00', at: '        ^', problem: 'unexpected', hint: 'slice-forms' },
  { filter: 'eth.src[3-1] == 00', at: '^^^^^^^^^^^^', problem: 'bad-slice', hint: 'slice-forms' },
  { filter: 'eth.src[0:0] == 00', at: '^^^^^^^^^^^^', problem: 'bad-slice', hint: 'slice-forms' },
  { filter: 'tcp.port[0:1] == 00', at: '^^^^^^^^^^^^^', problem: 'not-sliceable', hint: 'slice-types' },
  { filter: 'http.host == "a', at: '             ^^', problem: 'unterminated-string', hint: 'close-string', suggestion: '"' },
  { filter: 'tcp.prot == 80', at: '^^^^^^^^', problem: 'unknown-field', hint: 'similar-field', suggestion: 'tcp.port' },
  { filter: 'foo.bar.baz == 80', at: '^^^^^^^^^^^', problem: 'unknown-field', hint: 'field-list' },
  { filter: 'ip.source == 10.0.0.1', at: '^^^^^^^^^', problem: 'unknown-field', hint: 'similar-field', suggestion: 'ip.src' },
  { filter: 'mss_val > 1000', at: '^^^^^^^', problem: 'unknown-field', hint: 'similar-field', suggestion: 'tcp.options.mss_val' },
  {
    filter: 'tcp.srcport == tcp.dstprt',
    at: '               ^^^^^^^^^^',
    problem: 'unknown-field',
    hint: 'similar-field',
    suggestion: 'tcp.dstport',
  },
  { filter: '80', at: '^^', problem: 'not-a-test', hint: 'compare-field' },
  { filter: '"text"', at: '^^^^^^', problem: 'not-a-test', hint: 'compare-field' },
  { filter: '1 == 1', at: '^', problem: 'needs-field', hint: 'field-first' },
  { filter: 'tcp.len + 1', at: '^^^^^^^^^^^', problem: 'not-a-test', hint: 'compare-field' },
  { filter: 'len(tcp.payload)', at: '^^^^^^^^^^^^^^^^', problem: 'not-a-test', hint: 'compare-field' },
  { filter: 'tcp.port == http', at: '            ^^^^', problem: 'types-differ', hint: 'same-types', suggestion: 'tcp.port' },
  { filter: 'http.host == ip.src', at: '             ^^^^^^', problem: 'types-differ', hint: 'same-types', suggestion: 'http.host' },
  { filter: 'tcp.port == eighty', at: '            ^^^^^^', problem: 'not-a-value', hint: 'number' },
  { filter: 'tcp.port == 80.5', at: '            ^^^^', problem: 'not-a-value', hint: 'number' },
  { filter: 'tcp.port == "80"', at: '            ^^^^', problem: 'not-a-value', hint: 'number' },
  { filter: 'tcp.port == 70000', at: '            ^^^^^', problem: 'value-too-large', hint: 'number' },
  { filter: 'tcp.len == 99999999999999999999', at: '           ^^^^^^^^^^^^^^^^^^^^', problem: 'value-too-large', hint: 'number' },
  { filter: 'tcp.flags.syn == maybe', at: '                 ^^^^^', problem: 'not-a-value', hint: 'boolean' },
  { filter: 'ip.src == abc', at: '          ^^^', problem: 'not-a-value', hint: 'ipv4' },
  { filter: 'ip.src == 10.0.0.256', at: '          ^^^^^^^^^^', problem: 'not-a-value', hint: 'ipv4' },
  { filter: 'ip.src == 10.0.0.0/33', at: '          ^^^^^^^^^^^', problem: 'not-a-value', hint: 'ipv4' },
  { filter: 'ipv6.src == 2001:db8::1::2', at: '            ^^^^^^^^^^^^^^', problem: 'not-a-value', hint: 'ipv6' },
  { filter: 'eth.src == 00:11:22', at: '           ^^^^^^^^', problem: 'not-a-value', hint: 'mac' },
  { filter: 'tcp.payload == GET', at: '               ^^^', problem: 'not-a-value', hint: 'bytes' },
  { filter: 'frame.time_relative > soon', at: '                      ^^^^', problem: 'not-a-value', hint: 'duration' },
  { filter: 'frame.time > "yesterday"', at: '             ^^^^^^^^^^^', problem: 'not-a-value', hint: 'time' },
  { filter: 'ip.src contains 10', at: '       ^^^^^^^^', problem: 'wrong-type', hint: 'contains-types' },
  { filter: 'tcp.port matches "8"', at: '         ^^^^^^^', problem: 'wrong-type', hint: 'matches-types' },
  { filter: 'http.host matches abc', at: '                  ^^^', problem: 'bad-pattern', hint: 'pattern-string' },
  { filter: 'http.host matches "a("', at: '                  ^^^^', problem: 'bad-pattern', hint: 'pattern-dialect' },
  { filter: 'http.host matches "a++"', at: '                  ^^^^^', problem: 'bad-pattern', hint: 'pattern-dialect' },
  { filter: 'tcp.analysis.flags == 1', at: '^^^^^^^^^^^^^^^^^^', problem: 'wrong-type', hint: 'presence-only' },
  { filter: 'keepalive.probe > 3', at: '^^^^^^^^^^^^^^^', problem: 'wrong-type', hint: 'presence-only' },
  {
    filter: 'length(tcp.payload) > 1',
    at: '^^^^^^',
    problem: 'unknown-function',
    hint: 'function-list',
    suggestion: 'len, count, lower, upper, string, max, min, abs',
  },
  { filter: 'len(tcp.port) > 1', at: '    ^^^^^^^^', problem: 'wrong-type', hint: 'slice-types' },
  { filter: 'len() > 1', at: '^^^^^', problem: 'wrong-arguments', hint: 'one-argument', suggestion: 'len' },
  { filter: 'max() > 1', at: '^^^^^', problem: 'wrong-arguments', hint: 'more-arguments', suggestion: 'max' },
  { filter: 'lower(tcp.port) == "a"', at: '      ^^^^^^^^', problem: 'wrong-type', hint: 'contains-types' },
  { filter: 'http.host + 1 == 2', at: '^^^^^^^^^^^^^', problem: 'wrong-type', hint: 'arithmetic-types' },
  { filter: '_ws.malformed#1', at: '^^^^^^^^^^^^^^^', problem: 'wrong-type', hint: 'compare-field' },
  { filter: '_ws.short == 1', at: '^^^^^^^^^', problem: 'wrong-type', hint: 'presence-only' },
  { filter: 'keepalive.probe#1', at: '^^^^^^^^^^^^^^^^^', problem: 'wrong-type', hint: 'compare-field' },
  { filter: 'tcp ; udp', at: '    ^', problem: 'unexpected', hint: 'remove' },
];

async function issueOf(filter: string): Promise<FilterIssue> {
  try {
    await compileFilter(filter);
  } catch (error) {
    if (error instanceof AppError && error.code === 'filter.syntax') return error.data as unknown as FilterIssue;
    throw error;
  }
  throw new Error(`no error: ${filter}`);
}

describe('a wrong filter', () => {
  for (const { filter, at, problem, hint, suggestion = '' } of WRONG) {
    it(`has a place and a hint: ${filter || '(empty)'}`, async () => {
      const issue = await issueOf(filter);
      expect({ problem: issue.problem, hint: issue.hint, suggestion: issue.suggestion, place: filterPlace(issue).split('\n')[1]?.slice(2) }).toEqual({
        problem,
        hint,
        suggestion,
        place: at.replaceAll('^', '~').replace('~', '^'),
      });
    });
  }

  it('is refused when it is too long or too deep, before any work is done', async () => {
    expect(await issueOf(`${'('.repeat(5000)}tcp${')'.repeat(5000)}`)).toMatchObject({ problem: 'too-complex', hint: 'shorten' });
    expect(await issueOf('!'.repeat(5000))).toMatchObject({ problem: 'too-complex' });
    expect(await issueOf(`tcp${' or tcp'.repeat(20_000)}`)).toMatchObject({ problem: 'too-complex' });
    await compileFilter(`frame.number in {${Array.from({ length: 5000 }, (_, i) => i + 1).join(',')}}`);
    await compileFilter(`tcp${' or tcp'.repeat(5000)}`);
    expect(await issueOf(`${'{'.repeat(5000)}tcp.len${'}'.repeat(5000)} > 1`)).toMatchObject({ problem: 'too-complex' });
    expect(await issueOf(`${'!('.repeat(60)}tcp${')'.repeat(60)}`)).toMatchObject({ problem: 'too-complex' });
  });

  it('is not one that holds many negations beside each other', async () => {
    await compileFilter(`tcp${' and not udp'.repeat(500)}${' and !(tcp.len == 1)'.repeat(500)}`);
    await compileFilter(`tcp.len${' - 1'.repeat(500)} > 0`);
  });

  it('never fails otherwise, whatever is written', async () => {
    const piece = fc.constantFrom(...WRONG.flatMap(({ filter }) => filter.split(/(?<=\W)|(?=\W)/)), ' ', '"', '\\', '[', ']', '#', '-1', '中');
    const text = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join('')),
    );
    await fc.assert(
      fc.asyncProperty(text, async (filter) => {
        try {
          await compileFilter(filter);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
          const { position, length, hint, problem } = (error as AppError).data as unknown as FilterIssue;
          expect(position).toBeLessThanOrEqual(filter.length);
          expect(length).toBeGreaterThan(0);
          expect(`${problem} ${hint}`).toMatch(/^[a-z0-9-]+ [a-z0-9-]+$/);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('is told in words of every language', async () => {
    for (const language of LANGUAGES) {
      const { t } = createTexts(language);
      for (const { filter } of WRONG) {
        const { problem, hint } = filterMessage(await issueOf(filter), t);
        expect(problem).not.toMatch(/filter\.|\{\{/);
        expect(hint).not.toMatch(/filter\.|\{\{/);
      }
    }
  });
});
