import { type AdvicePart, adviceParts } from '../../shared/base/advice-parts';
import { CodeText } from '../names/code-text';
import { CodeBlock } from './code-block';
import { Snippets } from './snippets';

/** Advice as paragraphs and code to copy; snippets of several systems in a row are a choice. */
export function Advice({ text }: { readonly text: string }) {
  return grouped(adviceParts(text)).map((group) => {
    const [first] = group;
    if (first.kind === 'text')
      return (
        <p key={first.text}>
          <CodeText text={first.text} />
        </p>
      );
    if (group.length > 1) return <Snippets key={first.title} parts={group} />;
    return <CodeBlock key={first.text} title={first.title} text={first.text} />;
  });
}

/** Text stands alone, snippets that follow each other together. */
function grouped(parts: readonly AdvicePart[]): [AdvicePart, ...AdvicePart[]][] {
  const groups: [AdvicePart, ...AdvicePart[]][] = [];
  for (const part of parts) {
    const last = groups.at(-1);
    if (last && part.kind === 'code' && last[0].kind === 'code') last.push(part);
    else groups.push([part]);
  }
  return groups;
}
