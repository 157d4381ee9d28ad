/** A report as Markdown (GitHub's dialect): charts are written as their tables. */
import type { Block, ReportDocument, Table } from './blocks';
import { escapeMarkdown } from './escape';

export function* writeMarkdown(document: ReportDocument): Generator<string> {
  for (const block of document.blocks) yield `${markdownOf(block, document)}\n\n`;
}

function markdownOf(block: Block, { severities }: ReportDocument): string {
  switch (block.kind) {
    case 'heading': {
      const severity = block.severity === undefined ? '' : `${severities[block.severity]}: `;
      return `${'#'.repeat(block.level)} ${severity}${escapeMarkdown(block.text)}`;
    }
    case 'paragraph':
      return block.label === undefined ? escapeMarkdown(block.text) : `**${escapeMarkdown(block.label)}** ${escapeMarkdown(block.text)}`;
    case 'facts':
      return block.rows.map(([name, value]) => `- ${escapeMarkdown(name)}: ${escapeMarkdown(value)}`).join('\n');
    case 'table':
      return tableOf(block.table);
    case 'list': {
      const items = block.items.map(
        ({ text, severity }) => `- ${severity === undefined ? '' : `**${severities[severity]}** `}${escapeMarkdown(text)}`,
      );
      return [...(block.label === undefined ? [] : [`**${escapeMarkdown(block.label)}**\n`]), ...items].join('\n');
    }
    case 'recipes':
      return [`**${escapeMarkdown(block.label)}**`, ...block.items.map(recipe)].join('\n\n');
    case 'note':
      return block.text
        .split('\n')
        .map((line) => `> ${escapeMarkdown(line)}`)
        .join('\n');
    case 'figure':
      return `**${escapeMarkdown(block.chart.title)}**\n\n${tableOf(block.table)}`;
  }
}

function recipe({ title, text }: { readonly title: string; readonly text: string }): string {
  // A fence longer than any run of backticks inside.
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `${title === '' ? '' : `${escapeMarkdown(title)}\n\n`}${fence}\n${text}\n${fence}`;
}

function tableOf({ head, rows, numbers = [] }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  const ruler = `| ${head.map((_, column) => (numbers.includes(column) ? '---:' : '---')).join(' | ')} |`;
  return [line(head), ruler, ...rows.map(line)].join('\n');
}
