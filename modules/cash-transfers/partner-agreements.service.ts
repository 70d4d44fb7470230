import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../platform/shared/nights.rules';
import {
  Agreements,
  type NewAgreement,
  sumOf,
  toCent,
  written,
  reserveForAgreement,
  adjustReservation,
  lockAgreementAccounts,
} from '../grant-budgeting';
import { translatePartnerErrors, linesDoNotAddUp, wrong } from './partner.errors';
import { confirmedAgreement } from './agreement-lock.queries';

export const RATINGS = ['low', 'moderate', 'significant', 'high'] as const;
export type Rating = (typeof RATINGS)[number];
export const RATING_REASONS = [
  'assessment',
  'spot_check',
  'audit',
  'late_reports',
  'new_partner',
] as const;
export type RatingReason = (typeof RATING_REASONS)[number];

export interface NewPartnerAgreement extends NewAgreement {
  readonly amount: string;
  readonly currency: string;
  readonly rows: readonly { readonly lineId: string; readonly amount: string }[];
}

export interface NewRating {
  readonly rating: Rating;
  readonly reason: RatingReason;
  readonly validFrom: CivilDate;
}

/** Agreements with partners: amounts and budget lines; in force once a second person has confirmed. */
@Injectable()
export class PartnerAgreements {
  constructor(
    private readonly transactions: Transactions,
    private readonly agreements: Agreements,
  ) {}

  make(
    actor: Actor,
    agreement: NewPartnerAgreement,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const { rows, amount, currency, ...plain } = agreement;
    const parts = rows.filter((row) => toCent(row.amount).greaterThan(0));
    const sum = sumOf(parts.map((row) => row.amount));
    if (!toCent(amount).greaterThan(0)) throw wrong('budget.bad_amount', 'amount');
    if (!sum.equals(amount)) {
      throw linesDoNotAddUp({
        sum: `${written(sum)} ${currency}`,
        amount: `${written(amount)} ${currency}`,
      });
    }
    const once = { useCase: 'budget.make_partner_agreement', body: agreement, requestId };
    return translatePartnerErrors(
      this.transactions.once(actor, once, async (tx) => {
        const made = await this.agreements.makeIn(tx, { ...plain, amount, currency });
        await addLines(tx, made.id, plain.grantId, parts);
        return made;
      }),
    );
  }

  confirm(actor: Actor, id: string): Promise<{ id: string }> {
    return this.transactions.run(actor, async (tx) => {
      const known = await tx.query('SELECT 1 FROM agreements WHERE id = $1', [id]);
      if (known.length === 0) throw notFound();
      await translatePartnerErrors(
        tx.query('INSERT INTO agreement_confirmations (agreement_id) VALUES ($1)', [id]),
      );
      await reserveForAgreement(tx, id);
      await record(tx, { action: 'budget.confirm_agreement', kind: 'agreement', ids: [id] });
      return { id };
    });
  }

  /** Nothing of it is open any more: what its lines still keep for it is given back. */
  close(actor: Actor, id: string): Promise<{ id: string }> {
    return this.transactions.run(actor, async (tx) => {
      const { grantId } = await confirmedAgreement(tx, id);
      await lockAgreementAccounts(tx, id, grantId);
      await translatePartnerErrors(
        tx.query('INSERT INTO agreement_closings (agreement_id) VALUES ($1)', [id]),
      );
      await adjustReservation(tx, id, `${id}/closed`);
      await record(tx, { action: 'budget.close_agreement', kind: 'agreement', ids: [id] });
      return { id };
    });
  }

  /** Risk rating of the partner organisation; dated and immutable. */
  rate(
    actor: Actor,
    id: string,
    { rating, reason, validFrom }: NewRating,
  ): Promise<{ id: string }> {
    if (!isCivilDate(validFrom)) throw wrong('common.not_date', 'validFrom');
    return this.transactions.run(actor, async (tx) => {
      if (validFrom > tx.today) throw wrong('budget.not_happened_yet', 'validFrom');
      const [rated] = await tx.query<{ id: string }>(
        `INSERT INTO partner_ratings (organisation_id, rating, valid_from, reason)
         SELECT organisation_id, $2, $3, $4 FROM agreements WHERE id = $1 RETURNING id`,
        [id, rating, validFrom, reason],
      );
      if (!rated) throw notFound();
      await record(tx, { action: 'budget.rate_partner', kind: 'agreement', ids: [id] });
      return rated;
    });
  }
}

async function addLines(
  tx: Tx,
  id: string,
  grantId: string,
  parts: readonly { lineId: string; amount: string }[],
): Promise<void> {
  const known = await tx.query<{ id: string }>(
    'SELECT id FROM budget_lines WHERE grant_id = $1 AND id = ANY ($2)',
    [grantId, parts.map(({ lineId }) => lineId)],
  );
  const stray = parts.findIndex(({ lineId }) => !known.some((line) => line.id === lineId));
  if (stray >= 0) throw wrong('budget.unknown_line', `rows.${stray}.lineId`);
  if (new Set(parts.map(({ lineId }) => lineId)).size < parts.length) {
    throw wrong('budget.line_twice', 'rows.0.lineId');
  }
  await tx.query(
    `INSERT INTO agreement_lines (agreement_id, grant_id, line_id, amount)
     SELECT $1, $2, * FROM unnest($3::uuid[], $4::numeric[])`,
    [id, grantId, parts.map(({ lineId }) => lineId), parts.map(({ amount }) => amount)],
  );
}
