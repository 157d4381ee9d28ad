// Reads vitest's JSON report and says what ran, what did not, and why.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { projectFolder } from '../../bin/build.js';
import { REQUIREMENTS } from './requirements.js';

/** Counts and the lines to end with; `reportPath`: what vitest's json reporter wrote. */
export function summarize(reportPath) {
  const files = JSON.parse(readFileSync(reportPath, 'utf8')).testResults.map(readFile);
  const total = (count) => files.reduce((sum, file) => sum + count(file), 0);
  const failed = total((file) => file.failed);
  const lines = files.filter((file) => file.skipped > 0).flatMap(skippedLines);
  if (lines.length > 0) lines.unshift('', 'Skipped:');
  lines.push(`${total((file) => file.passed)} passed, ${failed} failed, ${total((file) => file.skipped)} skipped`);
  return { failed, lines };
}

function readFile({ name, status, assertionResults }) {
  const count = (...wanted) => assertionResults.filter((result) => wanted.includes(result.status)).length;
  const failed = count('failed');
  return {
    path: relative(projectFolder, name),
    passed: count('passed'),
    // A file that cannot be loaded has no tests to fail.
    failed: failed === 0 && status === 'failed' ? 1 : failed,
    skipped: count('skipped', 'pending', 'todo', 'disabled'),
  };
}

function skippedLines({ path, skipped }) {
  const reasons = REQUIREMENTS.filter(({ suites, isPresent }) => suites.test(path) && !isPresent());
  const tests = `${skipped} ${skipped === 1 ? 'test' : 'tests'} of ${path}`;
  if (reasons.length === 0) return [`  ${tests}: the suite itself says why, above`];
  return reasons.map(({ name, howToGet }) => `  ${tests}: ${name} is missing (${howToGet})`);
}
