/** Amounts, months and stated totals as files write them; the lists of money from files share it. */
import { type CellReader, dayIn, fold, type NumberedRow, RejectedRows } from '../imports';
import { latinDigits } from '../platform/shared/digits.rules';
import { DomainError } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import { sumOf, toCent, written } from './money.rules';
import { typedChange } from './typed-change.rules';
import { typedNumber } from './typed-number.rules';

/** A row under the others that states what they make. */
const TOTALS = ['total', 'totaux', 'somme', 'sum', 'المجموع', 'الإجمالي', 'مجموع'].map(fold);
export const isTotalCell = (cell: string): boolean => TOTALS.includes(fold(cell));

export interface RowWithTotal {
  readonly amount: string;
  /** What the file says that all its rows make. */
  readonly total: string | null;
  readonly isTotal: boolean;
}

/** Every total that the file states, in a column or in a row of its own, is what its rows make. */
export function refuseOtherTotals(all: readonly NumberedRow<RowWithTotal>[]): void {
  const rows = all.filter(({ value }) => !value.isTotal);
  const sum = written(sumOf(rows.map(({ value }) => value.amount)));
  const refused = all
    .filter(({ value }) => value.total !== null && !toCent(value.total).equals(sum))
    .map(({ row, value }) => {
      const field = value.isTotal ? 'amount' : 'total';
      const figures = { stated: written(value.total!), sum, rows: rows.length };
      return { row, error: new DomainError('invalid', 'budget.total_differs', figures, field) };
    });
  if (refused.length > 0) throw new RejectedRows(refused.slice(0, 1));
}

export function parseMoney(reader: CellReader, key: string): string | null {
  const text = reader.cell(key);
  if (text === '') return null;
  const plain = typedNumber(text);
  if (typeof plain === 'string' && /^\d{1,12}(\.\d{1,2})?$/.test(plain)) return plain;
  return reader.wrong(key, 'budget.bad_amount');
}

const IN_BRACKETS = /^\s*\((.+)\)\s*$/;

/** A credit is "-250.00", "−250,00" or, as ledgers write it, "(250.00)". */
export function parseSignedMoney(reader: CellReader, key: string): string | null {
  const text = reader.cell(key);
  if (text === '') return null;
  const [, inside] = IN_BRACKETS.exec(text) ?? [];
  const plain = typedChange(inside === undefined ? text : `-${inside}`);
  if (typeof plain === 'string' && /^-?\d{1,12}(\.\d{1,2})?$/.test(plain)) return plain;
  return reader.wrong(key, 'reconcile.bad_amount');
}

/** "2026-10", "10/2026" or any day of the month: its first day. */
export function parseMonth(cell: string): CivilDate | null {
  const text = latinDigits(cell).trim();
  const [, year, month] = /^(\d{4})[-/.](\d{1,2})$/.exec(text) ?? [];
  const [, other, otherYear] = /^(\d{1,2})[-/.](\d{4})$/.exec(text) ?? [];
  if (year ?? otherYear) {
    const number = Number(month ?? other);
    const padded = String(number).padStart(2, '0');
    return number >= 1 && number <= 12 ? `${year ?? otherYear}-${padded}-01` : null;
  }
  const day = dayIn(text);
  return day && day !== 'two_digits' ? `${day.slice(0, 7)}-01` : null;
}
