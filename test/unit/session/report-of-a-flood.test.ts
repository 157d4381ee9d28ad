/** Attempts of a flood are counted with the connections, and listed only when all are asked for. */
import { describe, expect, it } from 'vitest';
import { reportSource } from '../../../src/engine/session/report-of-captures';
import { writeTextReport } from '../../../src/engine/session/report-text';
import { createTexts } from '../../../src/shared/locales/texts';
import { analyse, bufferBytes } from '../../captures/analyse-file';
import { type AskedPort, scanCapture } from '../../captures/port-scan';
import { joinText } from '../cli/report-samples';

const { t } = createTexts('en');
const ATTEMPTS = 4200;
const LISTED = 4000;

describe('a flood of attempts without an answer', () => {
  const asked: AskedPort[] = Array.from({ length: ATTEMPTS }, (_, i) => ({ client: '192.0.2.9', port: 1 + i, refused: false }));

  it.each([
    { allConnections: false, listed: LISTED },
    { allConnections: true, listed: ATTEMPTS },
  ])('is counted whole (all connections: $allConnections)', async ({ allConnections, listed }) => {
    const capture = await analyse(bufferBytes('flood.pcap', scanCapture(asked)));
    const source = () => reportSource([capture], '0.0.0', { allConnections, pricePerGb: null }, t);
    const attempts = [...source().connections].length - 1;
    expect(attempts).toBe(listed);
    const text = joinText(writeTextReport(source(), t));
    expect(text).toContain(`TCP connections: ${(ATTEMPTS + 1).toLocaleString('en')}\n`);
    expect(text).toContain(`unanswered ${ATTEMPTS.toLocaleString('en')}`);
    expect(text.includes('200 attempts that came to nothing')).toBe(!allConnections);
  });
});
