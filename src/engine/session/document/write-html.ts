/** A report as one HTML file: no script, no request, readable in both themes and on paper. */
import type { Severity } from '../../../shared/contract/finding-rows';
import type { Block, ReportDocument, Table } from './blocks';
import { escapeText } from './escape';
import { REPORT_STYLE } from './report-style';
import { svgOf } from './svg-chart';

/** Nothing may be loaded, whatever a capture put into the text. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

export function* writeHtml(document: ReportDocument): Generator<string> {
  const { title, language } = document;
  yield `<!doctype html>\n<html lang="${escapeText(language)}">\n<head>\n<meta charset="utf-8">\n`;
  yield `<meta http-equiv="Content-Security-Policy" content="${POLICY}">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n`;
  yield `<title>${escapeText(title)}</title>\n<style>${REPORT_STYLE}</style>\n</head>\n<body>\n<main>\n`;
  for (const block of document.blocks) yield `${htmlOf(block, document)}\n`;
  yield '</main>\n</body>\n</html>\n';
}

function htmlOf(block: Block, document: ReportDocument): string {
  switch (block.kind) {
    case 'heading': {
      const id = block.id === undefined ? '' : ` id="${escapeText(block.id)}"`;
      return `<h${block.level}${id}>${severityTag(block.severity, document)}${escapeText(block.text)}</h${block.level}>`;
    }
    case 'paragraph':
      return `<p>${block.label === undefined ? '' : `<strong>${escapeText(block.label)}</strong> `}${escapeText(block.text)}</p>`;
    case 'facts':
      return `<dl>${block.rows.map(([name, value]) => `<div><dt>${escapeText(name)}</dt><dd>${escapeText(value)}</dd></div>`).join('')}</dl>`;
    case 'table':
      return tableOf(block.table);
    case 'list': {
      const items = block.items.map(({ text, link, severity }) => {
        const words = link === undefined ? escapeText(text) : `<a href="#${escapeText(link)}">${escapeText(text)}</a>`;
        return `<li>${severityTag(severity, document)}${words}</li>`;
      });
      const label = block.label === undefined ? '' : `<p><strong>${escapeText(block.label)}</strong></p>`;
      return `${label}<ul>${items.join('')}</ul>`;
    }
    case 'recipes':
      return `<details><summary>${escapeText(block.label)}</summary>${block.items.map(recipe).join('')}</details>`;
    case 'note':
      return `<aside>${escapeText(block.text)}</aside>`;
    case 'figure': {
      const twin = `<details><summary>${escapeText(document.asTable)}</summary>${tableOf(block.table)}</details>`;
      return `<figure><figcaption>${escapeText(block.chart.title)}</figcaption>${svgOf(block.chart)}${twin}</figure>`;
    }
  }
}

function recipe({ title, text }: { readonly title: string; readonly text: string }): string {
  return `<figure class="code">${title === '' ? '' : `<figcaption>${escapeText(title)}</figcaption>`}<pre>${escapeText(text)}</pre></figure>`;
}

function tableOf({ caption, head, rows, numbers = [] }: Table): string {
  const cell = (tag: 'th' | 'td', text: string, column: number) =>
    `<${tag}${numbers.includes(column) ? ' class="number"' : ''}${tag === 'th' ? ' scope="col"' : ''}>${escapeText(text)}</${tag}>`;
  const body = rows.map((row) => `<tr>${row.map((text, column) => cell('td', text, column)).join('')}</tr>`).join('\n');
  return `<div class="table"><table><caption>${escapeText(caption)}</caption><thead><tr>${head.map((text, column) => cell('th', text, column)).join('')}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function severityTag(severity: Severity | undefined, { severities }: ReportDocument): string {
  return severity === undefined ? '' : `<span class="severity ${severity}">${escapeText(severities[severity])}</span> `;
}
