import { Injectable } from '@nestjs/common';
import { Decimal } from 'decimal.js';
import { record } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../platform/shared/nights.rules';
import { proposeSetting, type ProposedSetting } from '../settings';
import { inverse } from './money.rules';
import type { NewNightRate } from './night-rates.queries';

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
  /** Null where the system itself wrote the price. */
  readonly source: string | null;
}

const EARLIEST: CivilDate = '2000-01-01';
/** A rate further than this from the last one is probably a slip: 92 for 9,2. */
const USUAL_STEP = '0.25';

/**
 * Dated rates and prices of a night, typed in by finance, in force once another person confirms them (SettingProposals).
 * None is ever edited: a later date supersedes.
 */
@Injectable()
export class ExchangeRates {
  constructor(private readonly transactions: Transactions) {}

  list(actor: Actor): Promise<RateRow[]> {
    return this.transactions.run(actor, ratesIn);
  }

  propose(actor: Actor, rate: NewRate, requestId: string | null = null): Promise<ProposedSetting> {
    const once = { useCase: 'budget.propose_rate', body: rate, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      await refuseWrong(tx, rate);
      const { from, to, rate: value, validFrom, source } = rate;
      const given = { value: { from, to, rate: value }, from: validFrom, source };
      return proposeSetting(tx, 'exchange_rates', given);
    });
  }

  /** A rate of the monthly file of the United Nations, in force at once: what it says is published. */
  async enterFromFile(tx: Tx, rate: NewRate): Promise<void> {
    await refuseWrong(tx, rate);
    const { from, to, validFrom, source } = rate;
    const inserted = await tx.query(
      `INSERT INTO exchange_rates (from_currency, to_currency, valid_from, rate, source, entered_by)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING rate`,
      [from, to, validFrom, rate.rate, source, tx.actor.userId],
    );
    if (inserted.length === 0) throw rateExists();
    const fields = [`${from}/${to}`, validFrom];
    await record(tx, { action: 'budget.enter_rate', kind: 'exchange_rate', fields });
  }

  nightRates(actor: Actor): Promise<NightRateRow[]> {
    return this.transactions.run(actor, (tx) =>
      tx.query<NightRateRow>(
        `SELECT n.id, localized_name(s.code_name, s.names) AS shelter, lower(n.valid)::text AS from, upper(n.valid)::text AS until,
                n.amount, n.currency, l.code AS line, n.source
           FROM night_rates n JOIN shelters s ON s.id = n.shelter_id JOIN budget_lines l ON l.id = n.line_id
          ORDER BY localized_name(s.code_name, s.names), n.valid DESC`,
      ),
    );
  }

  proposeNight(
    actor: Actor,
    rate: NewNightRate,
    requestId: string | null = null,
  ): Promise<ProposedSetting> {
    const once = { useCase: 'budget.propose_night_rate', body: rate, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      await refuseWrongNight(tx, rate);
      const { from, source, ...value } = rate;
      return proposeSetting(tx, 'night_rates', { value, from, source });
    });
  }
}

export const ratesIn = (tx: Tx): Promise<RateRow[]> =>
  tx.query<RateRow>(
    `SELECT x.from_currency AS from, x.to_currency AS to, x.valid_from::text AS "validFrom", x.rate, x.source,
            localized_name(u.name, u.names) AS "enteredBy", x.entered_at AS "enteredAt"
       FROM exchange_rates x JOIN users u ON u.id = x.entered_by
      ORDER BY x.valid_from DESC, x.from_currency, x.to_currency LIMIT 100`,
  );

async function refuseWrong(tx: Tx, rate: NewRate): Promise<void> {
  const { from, to, validFrom } = rate;
  const refuse = (code: string, field: string) => new DomainError('invalid', code, {}, field);
  refuseDay(validFrom, 'validFrom');
  if (validFrom > tx.today) throw refuse('budget.rate_in_future', 'validFrom');
  if (from === to) throw refuse('budget.same_currency', 'to');
  if (new Decimal(rate.rate).isZero()) throw refuse('budget.bad_rate', 'rate');
  const [last] = await tx.query<{ rate: string; direct: boolean; sameDay: boolean }>(
    `SELECT rate, from_currency = $1 AS direct, valid_from = $3::date AS "sameDay" FROM exchange_rates
      WHERE (from_currency, to_currency) IN (($1, $2), ($2, $1)) AND valid_from <= $3
      ORDER BY valid_from DESC, direct DESC LIMIT 1`,
    [from, to, validFrom],
  );
  if (last?.sameDay) throw rateExists();
  if (last && !rate.confirmed && isFar(rate.rate, last.direct ? last.rate : inverse(last.rate))) {
    throw refuse('budget.rate_jump', 'confirmed');
  }
}

async function refuseWrongNight(tx: Tx, { shelterId, from, lineId }: NewNightRate): Promise<void> {
  refuseDay(from, 'from');
  const [known] = await tx.query<{ shelter: boolean; line: boolean; sameDay: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM shelters WHERE id = $1) AS shelter, EXISTS (SELECT 1 FROM budget_lines WHERE id = $2) AS line,
            EXISTS (SELECT 1 FROM night_rates WHERE shelter_id = $1 AND lower(valid) = $3) AS "sameDay"`,
    [shelterId, lineId, from],
  );
  const { shelter, line, sameDay } = known!;
  if (!shelter) throw new DomainError('invalid', 'common.not_choice', {}, 'shelterId');
  if (!line) throw new DomainError('invalid', 'budget.unknown_line', {}, 'lineId');
  if (sameDay) throw new DomainError('conflict', 'budget.night_rate_exists', {}, 'from');
}

function refuseDay(day: CivilDate, field: string): void {
  if (!isCivilDate(day)) throw new DomainError('invalid', 'common.not_date', {}, field);
  if (day < EARLIEST) throw new DomainError('invalid', 'budget.rate_too_old', {}, field);
}

const isFar = (rate: string, last: string): boolean =>
  new Decimal(rate).dividedBy(last).minus(1).abs().greaterThan(USUAL_STEP);

const rateExists = () => new DomainError('conflict', 'budget.rate_exists', {}, 'validFrom');
