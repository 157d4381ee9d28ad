/** Advice taken apart: what is read, and what is copied. */
export interface AdvicePart {
  readonly kind: 'text' | 'code';
  readonly text: string;
  /** Of code: where it belongs, as written behind its opening fence. */
  readonly title: string;
}

const FENCE = /^```(.*)$/;

/** Paragraphs are lines of their own; code stands between lines that begin with three backticks. */
export function adviceParts(advice: string): AdvicePart[] {
  const parts: AdvicePart[] = [];
  let code: { title: string; lines: string[] } | null = null;
  for (const line of advice.split('\n')) {
    const fence = FENCE.exec(line);
    if (fence && code) {
      parts.push({ kind: 'code', title: code.title, text: code.lines.join('\n') });
      code = null;
    } else if (fence) code = { title: (fence[1] ?? '').trim(), lines: [] };
    else if (code) code.lines.push(line);
    else if (line.trim() !== '') parts.push({ kind: 'text', title: '', text: line.trim() });
  }
  if (code) parts.push({ kind: 'code', title: code.title, text: code.lines.join('\n') });
  return parts;
}
