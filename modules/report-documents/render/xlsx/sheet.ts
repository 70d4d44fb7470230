/** A sheet of the workbook: how it opens, prints and is called. */
import type ExcelJS from 'exceljs';
import type { DisclosedDocument } from '../../document';
import { FACE } from './style';

export function addSheet(
  book: ExcelJS.Workbook,
  name: string,
  document: DisclosedDocument,
  frozen: number,
): ExcelJS.Worksheet {
  const { meta, labels } = document;
  const foot = `${meta.audience.label} · ${labels.version} ${meta.version}`;
  const rightToLeft = meta.direction === 'rtl';
  return book.addWorksheet(name, {
    views: [
      frozen
        ? { state: 'frozen', xSplit: 1, ySplit: frozen, rightToLeft, showGridLines: false }
        : { state: 'normal', rightToLeft, showGridLines: false },
    ],
    pageSetup: {
      paperSize: 9,
      orientation: frozen ? 'landscape' : 'portrait',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      ...(frozen ? { printTitlesRow: `${frozen}:${frozen}` } : {}),
    },
    headerFooter: {
      // Explicit font, since the default footer font of programs may lack Arabic.
      oddFooter: `&L&"${FACE},Regular"&9${ampersand(foot)}&R&"${FACE},Regular"&9&P / &N`,
    },
  });
}

const ampersand = (text: string): string => text.replaceAll('&', '&&');

/** Sheet names: neutral, at most 31 characters, none twice. */
export class SheetNames {
  private readonly used = new Set<string>();

  of(title: string): string {
    const plain =
      title
        .replace(/[[\]:*?/\\']/g, ' ')
        .replace(/\s+/g, ' ')
        .trim() || '-';
    for (let number = 1; ; number += 1) {
      const tail = number === 1 ? '' : ` ${number}`;
      const name = shortened(plain, 31 - tail.length) + tail;
      if (this.used.has(name.toLowerCase())) continue;
      this.used.add(name.toLowerCase());
      return name;
    }
  }
}

function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 12))}…`;
}
