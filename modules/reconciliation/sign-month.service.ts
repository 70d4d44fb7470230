import { Injectable } from '@nestjs/common';
import { may } from '../access';
import { record } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import type { AgencyOfGrant } from './open-items.queries';
import {
  translateReconciliationErrors,
  preparesFinance,
  saysWhyItIsOpened,
  signsAnother,
  unexplained,
} from './reconciliation.errors';
import { bridgeIn, monthOf, type MonthState, type MonthStep } from './reconciliation.queries';

export const MONTH_STEPS = [
  'prepared',
  'returned',
  'signed',
  'unlock_asked',
  'unlock_refused',
  'unlocked',
] as const;
export const MONTH_REASONS = [
  'late_row',
  'wrong_match',
  'wrong_reason',
  'agency_corrected',
] as const;
export type MonthReason = (typeof MONTH_REASONS)[number];

/**
 * One prepares a month of an agency, another signs it over the same figures; what is signed is locked.
 * The same two-person way opens it again, and every step stays.
 */
@Injectable()
export class SignMonth {
  constructor(private readonly transactions: Transactions) {}

  take(
    actor: Actor,
    where: AgencyOfGrant,
    month: string,
    { step, reason }: { readonly step: MonthStep; readonly reason?: MonthReason },
    requestId: string | null = null,
  ): Promise<{ step: MonthStep; state: MonthState }> {
    const body = { ...where, month, step, reason };
    return translateReconciliationErrors(
      this.transactions.once(actor, { useCase: 'budget.sign_month', body, requestId }, (tx) =>
        takeIn(tx, where, month, step, reason ?? null),
      ),
    );
  }
}

async function takeIn(
  tx: Tx,
  where: AgencyOfGrant,
  asked: string,
  step: MonthStep,
  reason: MonthReason | null,
) {
  const { grantId, organisationId } = where;
  const month = monthOf(asked);
  const key = [grantId, organisationId, month];
  const needsReason = step === 'returned' || step === 'unlock_asked';
  if (needsReason && reason === null) throw saysWhyItIsOpened();
  if (step === 'prepared' && !may(tx.actor, 'reconciliation:match')) throw preparesFinance();
  const known = await tx.query(
    'SELECT 1 FROM grant_shares WHERE grant_id = $1 AND organisation_id = $2',
    [grantId, organisationId],
  );
  if (known.length === 0) throw notFound();
  await refuseEarly(tx, where, key, step);
  await tx.query(
    'INSERT INTO agency_month_steps (grant_id, organisation_id, month, step, reason) VALUES ($1, $2, $3, $4, $5)',
    [...key, step, needsReason ? reason : null],
  );
  const fields = [asked, step];
  await record(tx, {
    action: `budget.month_${step}`,
    kind: 'agency_month',
    ids: key.slice(0, 2),
    fields,
  });
  return { step, state: await stateOf(tx, key) };
}

async function stateOf(tx: Tx, key: readonly string[]): Promise<MonthState> {
  const [row] = await tx.query<{ state: MonthState }>(
    'SELECT state FROM agency_months WHERE grant_id = $1 AND organisation_id = $2 AND month = $3',
    [...key],
  );
  return row?.state ?? 'open';
}

/** Refuses before the constraint does, with figures in the error. */
async function refuseEarly(
  tx: Tx,
  where: AgencyOfGrant,
  key: readonly string[],
  step: MonthStep,
): Promise<void> {
  if (step === 'signed' || step === 'unlocked') {
    const [waits] = await tx.query<{ mine: boolean }>(
      `SELECT waits_for_another_than = $4 AS mine FROM agency_months
        WHERE grant_id = $1 AND organisation_id = $2 AND month = $3`,
      [...key, tx.actor.userId],
    );
    if (waits?.mine) throw signsAnother();
  }
  if (step !== 'prepared' && step !== 'signed') return;
  const bridge = await bridgeIn(tx, where, key[2]!, 'open');
  if (bridge.unexplainedItems === 0) return;
  const [grant] = await tx.query<{ currency: string }>(
    'SELECT currency FROM grants WHERE id = $1',
    [key[0]],
  );
  throw unexplained({
    items: bridge.unexplainedItems,
    amount: `${bridge.unexplained} ${grant!.currency}`,
  });
}
