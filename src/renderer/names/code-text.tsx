import { NamedText } from './endpoint';

/** A text with commands between backquotes, which are shown as code; addresses stand by their names elsewhere. */
export function CodeText({ text }: { readonly text: string }) {
  return text.split('`').map((part, place) =>
    place % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place in the text.
      <code key={place}>{part}</code>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place in the text.
      <NamedText key={place} text={part} />
    ),
  );
}
