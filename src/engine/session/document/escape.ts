const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
// biome-ignore lint/suspicious/noControlCharactersInRegex: characters that neither HTML nor XML may hold, and that captures do.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g;

/** Text for HTML or SVG, between tags or in an attribute. */
export function escapeText(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}

/** Text for a line of Markdown: what Markdown would read as markup is escaped. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(FORBIDDEN, '\ufffd')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/[\\`*_[\]<>|#~]/g, (character) => `\\${character}`);
}
