import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { constraintTranslator } from '../../platform/database/constraint-errors';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, likelyDuplicate, notFound } from '../../platform/shared/domain.errors';
import { countOfFiles } from '../files/money-files.service';
import { isCivilDate, type CivilDate } from '../../platform/shared/nights.rules';

export const MONEY_KINDS = [
  'received',
  'returned',
  'income_earned',
  'income_deducted',
  'income_added',
] as const;
export type MoneyKind = (typeof MONEY_KINDS)[number];

export interface NewDonorMoney {
  readonly grantId: string;
  readonly kind: MoneyKind;
  /** In the grant's currency, decimal text: "40000.00". */
  readonly amount: string;
  readonly onDay: CivilDate;
  readonly reference: string;
  /** It looks like a movement that is entered already, and is another one. */
  readonly confirmed?: boolean;
}

export interface DonorMoneyRow extends Omit<NewDonorMoney, 'confirmed'> {
  readonly id: string;
  readonly currency: string;
  readonly enteredBy: string;
  readonly enteredAt: Date;
  readonly undone: boolean;
  readonly undoes: string | null;
  /** From before Mawa: brought in and taken back by two people. */
  readonly isBroughtIn: boolean;
  readonly files: number;
}

/** Days between the notice of a transfer and its line on the statement of the bank. */
const TWIN_DAYS = 7;

/** What the donor sent, what went back, and what the programme itself earned: entered by finance, taken back by its opposite. */
@Injectable()
export class DonorMoney {
  constructor(private readonly transactions: Transactions) {}

  list(actor: Actor, grantId: string): Promise<DonorMoneyRow[]> {
    return this.transactions.run(actor, (tx) => rowsOf(tx, grantId));
  }

  enter(
    actor: Actor,
    money: NewDonorMoney,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const once = { useCase: 'budget.enter_donor_money', body: money, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      if (!isCivilDate(money.onDay)) throw wrong('common.not_date', 'onDay');
      if (money.onDay > tx.today) throw wrong('federal.in_future', 'onDay');
      if (!money.confirmed) await refuseTwin(tx, money);
      const { grantId, kind, amount, onDay, reference } = money;
      return insert(tx, [grantId, kind, amount, onDay, reference.trim(), null]);
    });
  }

  takeBack(actor: Actor, id: string, requestId: string | null = null): Promise<{ id: string }> {
    const once = { useCase: 'budget.take_donor_money_back', body: { id }, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      const [row] = await tx.query<
        Pick<DonorMoneyRow, 'grantId' | 'kind' | 'amount' | 'reference' | 'undoes'>
      >(
        `SELECT grant_id AS "grantId", kind, amount, reference, undoes FROM donor_money WHERE id = $1`,
        [id],
      );
      if (!row || row.undoes !== null) throw notFound();
      const { grantId, kind, amount, reference } = row;
      return insert(tx, [grantId, kind, `-${amount}`, tx.today, reference, id]);
    });
  }
}

export const rowsOf = (tx: Tx, grantId: string): Promise<DonorMoneyRow[]> =>
  tx.query<DonorMoneyRow>(
    `SELECT m.id, m.grant_id AS "grantId", m.kind, m.amount, g.currency, m.on_day::text AS "onDay", m.reference,
            localized_name(u.name, u.names) AS "enteredBy", m.entered_at AS "enteredAt", m.undoes,
            EXISTS (SELECT 1 FROM donor_money x WHERE x.undoes = m.id) AS undone, m.opening_id IS NOT NULL AS "isBroughtIn",
            ${countOfFiles('donor_money', 'm.id')} AS files
       FROM donor_money m JOIN grants g ON g.id = m.grant_id JOIN users u ON u.id = m.entered_by
      WHERE m.grant_id = $1 ORDER BY m.on_day DESC, m.entered_at DESC, m.id LIMIT 200`,
    [grantId],
  );

/**
 * The same reference, however it is written, or the same amount within a week of it: a transfer is easily entered
 * by its notice and again by its bank statement. What is the same in all of them the trigger refuses.
 */
async function refuseTwin(
  tx: Tx,
  { grantId, kind, amount, onDay, reference }: NewDonorMoney,
): Promise<void> {
  // In the order of the trigger: what another person enters meanwhile is seen.
  tx.execute(`SELECT pg_advisory_xact_lock_shared(hashtextextended('close period', 2))`, []);
  tx.execute('SELECT lock_grant_ledger($1)', [grantId]);
  const [twin] = await tx.query<{
    id: string;
    reference: string;
    amount: string;
    currency: string;
    on: CivilDate;
    by: string;
  }>(
    `SELECT m.id, m.reference, m.amount, g.currency, m.on_day::text AS on, localized_name(u.name, u.names) AS by
       FROM donor_money m JOIN grants g ON g.id = m.grant_id JOIN users u ON u.id = m.entered_by
      WHERE m.grant_id = $1 AND m.kind = $2 AND m.undoes IS NULL
        AND (lower(regexp_replace(m.reference, '[^[:alnum:]]', '', 'g')) = lower(regexp_replace($5, '[^[:alnum:]]', '', 'g'))
          OR m.amount = $3 AND abs(m.on_day - $4::date) <= $6)
        AND NOT (m.amount = $3 AND m.on_day = $4 AND lower(btrim(m.reference)) = lower(btrim($5)))
        AND NOT EXISTS (SELECT 1 FROM donor_money x WHERE x.undoes = m.id)
      ORDER BY m.on_day DESC LIMIT 1`,
    [grantId, kind, amount, onDay, reference, TWIN_DAYS],
  );
  if (!twin) return;
  const { id, amount: sum, currency, ...found } = twin;
  throw likelyDuplicate(
    'federal.entered_twice',
    { id, path: `/budget/donor-money?grantId=${grantId}` },
    { ...found, amount: `${sum} ${currency}` },
  );
}

async function insert(tx: Tx, values: readonly (string | null)[]): Promise<{ id: string }> {
  const [row] = await translateDonorMoneyErrors(
    tx.query<{ id: string }>(
      `INSERT INTO donor_money (grant_id, kind, amount, on_day, reference, undoes)
       VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
      [...values],
    ),
  );
  await record(tx, { action: 'budget.donor_money', kind: 'grant', ids: [values[0]!, row!.id] });
  return row!;
}

const translateDonorMoneyErrors = constraintTranslator({
  donor_money_once: ['conflict', 'federal.entered_already', 'reference'],
  donor_money_undoes_key: ['conflict', 'federal.taken_back_already'],
  donor_money_grant_id_fkey: () => wrong('common.not_choice', 'grantId'),
  donor_money_period_is_open: ['conflict', 'federal.period_closed', 'onDay'],
  donor_money_within_the_grant: () => wrong('federal.before_the_grant', 'onDay'),
  donor_money_within_the_award: () => wrong('federal.more_than_the_award', 'amount'),
  donor_money_returned_within_received: () => wrong('federal.more_than_received', 'amount'),
  donor_money_brought_in_by_two: ['conflict', 'federal.brought_in_by_two'],
  donor_money_after_the_opening: () => wrong('federal.before_the_opening', 'onDay'),
  donor_money_spent_within_earned: () => wrong('federal.more_than_earned', 'amount'),
});

const wrong = (code: string, field: string) => new DomainError('invalid', code, {}, field);
