import { Injectable } from '@nestjs/common';
import {
  CellReader,
  type Cells,
  dayIn,
  eachRow,
  type ListField,
  type ImportList,
  type NumberedRow,
  type ImportOutcome,
  type ImportProgress,
  type ReadRow,
  type ImportSource,
  type KeptRecord,
  type WrittenRecord,
} from '../imports';
import { latinDigits } from '../platform/shared/digits.rules';
import type { Tx } from '../platform/database/transactions';
import { DomainError } from '../platform/shared/domain.errors';
import { daysBetween, type CivilDate } from '../platform/shared/nights.rules';
import { CURRENCIES } from './money.rules';
import { ExchangeRates } from './rates.service';
import { typedNumber } from './typed-number.rules';
import { WaitingCharges } from './waiting-charges.service';

const field = (key: string, kind: ListField['kind'], more: Partial<ListField> = {}): ListField => ({
  key,
  kind,
  label: `budget:un_rates.field.${key}`,
  ...more,
});

const FIELDS: readonly ListField[] = [
  field('currency', 'text', {
    required: true,
    help: 'budget:un_rates.help.currency',
    headings: ['abbreviation', 'currency', 'currency code', 'code', 'monnaie', 'devise', 'العملة'],
  }),
  field('rate', 'number', {
    required: true,
    help: 'budget:un_rates.help.rate',
    headings: ['rate', 'operational rate', 'taux', 'rate per usd', 'سعر الصرف'],
  }),
  field('date', 'date', {
    required: true,
    help: 'budget:un_rates.help.date',
    headings: ['effective date', 'date', 'date d’effet', 'valid from', 'تاريخ السريان'],
  }),
  field('confirmed', 'yes_no', {
    help: 'budget:un_rates.help.confirmed',
    headings: ['confirmed', 'confirmé', 'مؤكد'],
  }),
];

interface UnRate {
  readonly currency: string;
  /** Units of the currency to one dollar. */
  readonly rate: string;
  readonly on: CivilDate;
  readonly confirmed: boolean;
  /** One of the many that nothing here is written in. */
  readonly passedOver: boolean;
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/** As the United Nations write it, "01 Nov 2026", or as people here do. */
export function effectiveDay(text: string): CivilDate | 'two_digits' | null {
  const [, day, name, year] =
    /^(\d{1,2})[-\s]([a-z]{3})[a-z]*[-\s](\d{4})$/i.exec(latinDigits(text).trim()) ?? [];
  const month = MONTHS.indexOf(name?.toLowerCase() ?? '') + 1;
  return dayIn(month > 0 ? `${year}-${month}-${day}` : text);
}

/** The United Nations operational rates of exchange, as their file comes: dollars on one side, dated. */
@Injectable()
export class UnRateImport implements ImportList<UnRate> {
  readonly name = 'un-rates';
  readonly title = 'budget:un_rates.title';
  readonly permission = 'rates:enter';
  readonly ofPeople = false;
  readonly fields = FIELDS;
  readonly home = '/budget/rates';
  readonly ignored = ['country', 'pays', 'currency name', 'name', 'n°', '#'];
  readonly mostRows = 5_000;

  constructor(
    private readonly rates: ExchangeRates,
    private readonly waiting: WaitingCharges,
  ) {}

  read(cells: Cells, { today }: { readonly today: CivilDate }): ReadRow<UnRate> {
    const reader = new CellReader(cells);
    const currency = reader.cell('currency').trim().toUpperCase();
    const passedOver =
      /^[A-Z]{3}$/.test(currency) &&
      (currency === 'USD' || !(CURRENCIES as readonly string[]).includes(currency));
    const day = effectiveDay(reader.cell('date'));
    const on = day === 'two_digits' ? null : day;
    const rate = typedNumber(reader.cell('rate'), 8);
    const isRate = typeof rate === 'string' && /^\d{1,9}(\.\d{1,8})?$/.test(rate);
    if (!passedOver) {
      if (!/^[A-Z]{3}$/.test(currency))
        reader.wrong('currency', 'budget.unknown_currency', { currency });
      if (on === null) reader.wrong('date', day === null ? 'not_a_date' : 'year_of_two_digits');
      if (on !== null && on > today) reader.wrong('date', 'budget.rate_in_future');
      if (!isRate || !/[1-9]/.test(rate)) reader.wrong('rate', 'budget.bad_rate');
    }
    return {
      row: {
        currency,
        passedOver,
        on: on ?? '',
        rate: isRate ? rate : '0',
        confirmed: reader.yesNo('confirmed') ?? false,
      },
      errors: reader.errors,
    };
  }

  /** Rows are looked at in the order of their days: each is far from, or long after, the one before it. */
  async write(
    tx: Tx,
    rows: readonly NumberedRow<UnRate>[],
    progress: ImportProgress,
    { digest }: ImportSource,
  ): Promise<ImportOutcome> {
    const taken = rows.filter(({ value }) => !value.passedOver);
    if (taken.length === 0) throw new DomainError('invalid', 'imports.no_rows');
    const inOrder = [...taken].sort(
      (a, b) => a.value.on.localeCompare(b.value.on) || a.row - b.row,
    );
    const first = new Map<string, number>();
    const days = await daysOfARate(tx);
    await eachRow(tx, inOrder, progress, async (value, row) => {
      const key = `${value.currency}/${value.on}`;
      const before = first.get(key);
      if (before !== undefined) throw twice(before);
      first.set(key, row);
      if (await isKnown(tx, value)) return;
      await refuseGap(tx, value, days);
      await this.rates.enterFromFile(tx, {
        from: 'USD',
        to: value.currency,
        validFrom: value.on,
        rate: value.rate,
        source: `UNORE ${digest.slice(0, 12)}`,
        confirmed: value.confirmed,
      });
    });
    // Facts that waited for one of these rates are charged once they stand.
    tx.afterCommit(async () => void (await this.waiting.chargeAll(tx.actor)));
    return { written: [] };
  }

  /** A rate is never taken away: entries may have been booked at it. A later one supersedes it. */
  undo(_tx: Tx, written: readonly WrittenRecord[]): Promise<readonly KeptRecord[]> {
    return Promise.resolve(written.map(({ row }) => ({ row, why: 'used' as const })));
  }
}

const twice = (first: number) =>
  new DomainError('invalid', 'budget.rate_twice', { first }, 'currency');

/** The very same rate of that day is there already: nothing to do. Another rate of that day is refused. */
async function isKnown(tx: Tx, { currency, on, rate }: UnRate): Promise<boolean> {
  const [known] = await tx.query<{ same: boolean; rate: string }>(
    `SELECT rate = $3::numeric AS same, rate::text AS rate FROM exchange_rates
      WHERE from_currency = 'USD' AND to_currency = $1 AND valid_from = $2`,
    [currency, on, rate],
  );
  if (known && !known.same) {
    const params = { currency, day: on, known: known.rate.replace(/\.?0+$/, ''), found: rate };
    throw new DomainError('conflict', 'budget.rate_differs', params, 'rate');
  }
  return known?.same ?? false;
}

async function daysOfARate(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ days: number }>(
    `SELECT mawa_setting('exchange_rate_days')::int AS days`,
  );
  return row!.days;
}

/** Longer without a rate than one holds for what is spent by choice: a month of the file may be missing. */
async function refuseGap(tx: Tx, { currency, on, confirmed }: UnRate, days: number): Promise<void> {
  if (confirmed) return;
  const [last] = await tx.query<{ day: CivilDate | null }>(
    `SELECT max(valid_from)::text AS day FROM exchange_rates
      WHERE (from_currency, to_currency) IN (('USD', $1), ($1, 'USD')) AND valid_from < $2`,
    [currency, on],
  );
  if (!last?.day || daysBetween(last.day, on) <= days) return;
  const params = { currency, last: last.day, day: on, gap: daysBetween(last.day, on) };
  throw new DomainError('invalid', 'budget.rate_gap', params, 'confirmed');
}
