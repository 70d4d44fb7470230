/**
 * Numbers, money and dates as Morocco writes them. Own tables rather than `Intl`: a frozen report
 * must give the same bytes on another Node, whose language data may differ.
 */
import Decimal from 'decimal.js';
import {
  groupedDigits,
  NO_BREAK_SPACE,
  withPercent,
} from '../../platform/shared/grouped-digits.words';
import type { Cell, CivilDate, Language, ValueType } from './report-document.types';
import { isHidden } from './report-document.types';
import type { LabelSet } from './labels.words';

const MONTHS: Record<Language, readonly string[]> = {
  fr: 'janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.'.split(' '),
  en: 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' '),
  ar: 'يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر'.split(' '),
};
const DAYS: Record<Language, readonly string[]> = {
  fr: 'dim. lun. mar. mer. jeu. ven. sam.'.split(' '),
  en: 'Sun Mon Tue Wed Thu Fri Sat'.split(' '),
  ar: 'الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت'.split(' '),
};

/** "1 285 046,73" in French and Arabic, "1,285,046.73" in English. */
export function writeNumber(value: string | number, language: Language, decimals = 0): string {
  const fixed = new Decimal(value).toFixed(decimals, Decimal.ROUND_HALF_UP);
  return groupedDigits(fixed, language, '-');
}

export const writeMoney = (
  amount: string | number,
  currency: string | undefined,
  language: Language,
  decimals = 2,
): string => writeNumber(amount, language, decimals) + (currency ? NO_BREAK_SPACE + currency : '');

/** From a ratio: "0.8731" is written "87,3 %". */
export const writePercent = (ratio: string | number, language: Language, decimals = 1): string =>
  withPercent(writeNumber(new Decimal(ratio).times(100).toString(), language, decimals), language);

/** "mar. 24 nov. 2026". */
export function writeDate(date: CivilDate, language: Language): string {
  const instant = new Date(`${date}T00:00:00Z`);
  const day = DAYS[language][instant.getUTCDay()]!;
  const month = MONTHS[language][instant.getUTCMonth()]!;
  const comma = language === 'ar' ? '،' : '';
  return [day + comma, instant.getUTCDate(), month, instant.getUTCFullYear()].join(NO_BREAK_SPACE);
}

interface Shape {
  readonly type: ValueType;
  readonly currency?: string;
  readonly decimals?: number;
}

/** Formats a cell; within tables the heading names the currency. */
export function writeCell(
  cell: Cell | undefined,
  shape: Shape,
  language: Language,
  labels: LabelSet,
): string {
  if (isHidden(cell)) return cell.mark;
  if (cell === null || cell === undefined || cell === '') return labels.not_applicable;
  if (shape.type === 'integer') return writeNumber(cell, language, shape.decimals ?? 0);
  if (shape.type === 'money')
    return writeMoney(cell, shape.currency, language, shape.decimals ?? 2);
  if (shape.type === 'percent') return writePercent(cell, language, shape.decimals ?? 1);
  if (shape.type === 'date') return writeDate(String(cell), language);
  return String(cell);
}

/** "Budget (USD)". */
export const writeHeader = (column: Shape & { readonly header: string }): string =>
  column.type === 'money' && column.currency
    ? `${column.header} (${column.currency})`
    : column.header;
