import { Injectable } from '@nestjs/common';
import { Decimal } from 'decimal.js';
import { record } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../platform/shared/nights.rules';
import { inverse } from './money.rules';
import { setNightRate, type NewNightRate } from './night-rates.queries';
import { WaitingCharges } from './waiting-charges.service';

export interface NewRate {
  readonly from: string;
  readonly to: string;
  readonly validFrom: CivilDate;
  readonly rate: string;
  readonly source: string;
  readonly confirmed?: boolean;
}

export interface RateRow extends Omit<NewRate, 'confirmed'> {
  readonly enteredBy: string;
  readonly enteredAt: Date;
}

export interface NightRateRow {
  readonly id: string;
  readonly shelter: string;
  readonly from: CivilDate;
  readonly until: CivilDate | null;
  readonly amount: string;
  readonly currency: string;
  readonly line: string;
}

const EARLIEST: CivilDate = '2000-01-01';
/** A rate further than this from the last one is probably a slip: 92 for 9,2. */
const USUAL_STEP = '0.25';

/** Dated rates, typed in by finance. None is ever edited: a later date supersedes. */
@Injectable()
export class ExchangeRates {
  constructor(
    private readonly transactions: Transactions,
    private readonly waiting: WaitingCharges,
  ) {}

  list(actor: Actor): Promise<RateRow[]> {
    return this.transactions.run(actor, ratesIn);
  }

  /** Facts that waited for this rate are charged at once. */
  async enter(actor: Actor, rate: NewRate, requestId: string | null = null) {
    const entered = await this.transactions.once(
      actor,
      { useCase: 'budget.enter_rate', body: rate, requestId },
      (tx) => this.enterIn(tx, rate),
    );
    return { ...entered, charged: await this.waiting.chargeAll(actor) };
  }

  async enterIn(tx: Tx, rate: NewRate) {
    const { from, to, validFrom, source } = rate;
    refuseWrong(tx, rate);
    const [last] = await tx.query<{ rate: string; direct: boolean; sameDay: boolean }>(
      `SELECT rate, from_currency = $1 AS direct, valid_from = $3::date AS "sameDay" FROM exchange_rates
        WHERE (from_currency, to_currency) IN (($1, $2), ($2, $1)) AND valid_from <= $3
        ORDER BY valid_from DESC, direct DESC LIMIT 1`,
      [from, to, validFrom],
    );
    if (last?.sameDay) throw rateExists();
    if (last && !rate.confirmed && isFar(rate.rate, last.direct ? last.rate : inverse(last.rate))) {
      throw new DomainError('invalid', 'budget.rate_jump', {}, 'confirmed');
    }
    const inserted = await tx.query(
      `INSERT INTO exchange_rates (from_currency, to_currency, valid_from, rate, source, entered_by)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING rate`,
      [from, to, validFrom, rate.rate, source, tx.actor.userId],
    );
    if (inserted.length === 0) throw rateExists();
    const fields = [`${from}/${to}`, validFrom];
    await record(tx, { action: 'budget.enter_rate', kind: 'exchange_rate', fields });
    return { from, to, validFrom, rate: rate.rate };
  }

  nightRates(actor: Actor): Promise<NightRateRow[]> {
    return this.transactions.run(actor, (tx) =>
      tx.query<NightRateRow>(
        `SELECT n.id, s.code_name AS shelter, lower(n.valid)::text AS from, upper(n.valid)::text AS until,
                n.amount, n.currency, l.code AS line
           FROM night_rates n JOIN shelters s ON s.id = n.shelter_id JOIN budget_lines l ON l.id = n.line_id
          ORDER BY s.code_name, n.valid DESC`,
      ),
    );
  }

  async setNight(actor: Actor, rate: NewNightRate, requestId: string | null = null) {
    if (!isCivilDate(rate.from)) throw new DomainError('invalid', 'common.not_date', {}, 'from');
    if (rate.from < EARLIEST) throw new DomainError('invalid', 'budget.rate_too_old', {}, 'from');
    const set = await this.transactions.once(
      actor,
      { useCase: 'budget.set_night_rate', body: rate, requestId },
      (tx) => setNightRate(tx, rate),
    );
    return { ...set, charged: await this.waiting.chargeAll(actor) };
  }
}

export const ratesIn = (tx: Tx): Promise<RateRow[]> =>
  tx.query<RateRow>(
    `SELECT x.from_currency AS from, x.to_currency AS to, x.valid_from::text AS "validFrom", x.rate, x.source,
            u.name AS "enteredBy", x.entered_at AS "enteredAt"
       FROM exchange_rates x JOIN users u ON u.id = x.entered_by
      ORDER BY x.valid_from DESC, x.from_currency, x.to_currency LIMIT 100`,
  );

function refuseWrong(tx: Tx, { from, to, validFrom, rate }: NewRate): void {
  const refuse = (code: string, field: string) => new DomainError('invalid', code, {}, field);
  if (!isCivilDate(validFrom)) throw refuse('common.not_date', 'validFrom');
  if (validFrom > tx.today) throw refuse('budget.rate_in_future', 'validFrom');
  if (validFrom < EARLIEST) throw refuse('budget.rate_too_old', 'validFrom');
  if (from === to) throw refuse('budget.same_currency', 'to');
  if (new Decimal(rate).isZero()) throw refuse('budget.bad_rate', 'rate');
}

const isFar = (rate: string, last: string): boolean =>
  new Decimal(rate).dividedBy(last).minus(1).abs().greaterThan(USUAL_STEP);

const rateExists = () => new DomainError('conflict', 'budget.rate_exists', {}, 'validFrom');
