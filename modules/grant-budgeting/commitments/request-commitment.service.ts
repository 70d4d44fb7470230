import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../../platform/shared/nights.rules';
import { convert, toCent, written } from '../money.rules';
import { agreementCountsNot, outsideTheAgreement, outsideTheGrant } from './commitment.errors';
import { addStep } from './commitment-steps.queries';
import { rateForChoice } from './commitment-lock.queries';
import { refuseSameRequest } from './likely-duplicates.queries';

export interface NewCommitment {
  readonly lineId: string;
  readonly supplier: string;
  readonly purpose: string;
  readonly amount: string;
  readonly currency: string;
  /** When the goods come or the service is given. */
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
  readonly agreementId?: string;
  /** Only thought of: nobody is asked yet. */
  readonly planned?: boolean;
  /** It looks like a request that is here already, and is another. */
  readonly confirmed?: boolean;
}

export const WITHDRAWAL_REASONS = ['not_needed', 'other_supplier', 'mistake'] as const;
export type WithdrawalReason = (typeof WITHDRAWAL_REASONS)[number];

/** `order`: each step is entered by its author. `plan`: the commitment follows the state of a reintegration plan. */
export type Origin = 'order' | 'plan';

/** Somebody plans to spend, asks, or thinks better of it: no money moves yet. */
@Injectable()
export class RequestCommitment {
  constructor(private readonly transactions: Transactions) {}

  make(
    actor: Actor,
    commitment: NewCommitment,
    requestId: string | null = null,
  ): Promise<{ id: string; number: number }> {
    return this.transactions.once(
      actor,
      { useCase: 'budget.make_commitment', body: commitment, requestId },
      (tx) => makeIn(tx, commitment),
    );
  }

  /** What was planned is asked for. */
  request(actor: Actor, id: string): Promise<{ id: string }> {
    return this.transactions.run(actor, async (tx) => {
      await mustExist(tx, id);
      return addStep(tx, id, { step: 'requested' });
    });
  }

  withdraw(actor: Actor, id: string, reason: WithdrawalReason): Promise<{ id: string }> {
    return this.transactions.run(actor, async (tx) => {
      await mustExist(tx, id);
      return addStep(tx, id, { step: 'withdrawn', reason });
    });
  }
}

export async function mustExist(tx: Tx, id: string): Promise<void> {
  const rows = await tx.query('SELECT 1 FROM commitments WHERE id = $1', [id]);
  if (rows.length === 0) throw notFound();
}

export async function makeIn(
  tx: Tx,
  commitment: NewCommitment,
  origin: Origin = 'order',
): Promise<{ id: string; number: number }> {
  const { lineId, amount, currency, startsOn, endsOn, agreementId } = commitment;
  if (!isCivilDate(startsOn)) throw wrong('common.not_date', 'startsOn');
  if (!isCivilDate(endsOn) || endsOn < startsOn) throw wrong('budget.ends_before', 'endsOn');
  if (!toCent(amount).greaterThan(0)) throw wrong('budget.bad_amount', 'amount');
  const grantId = await checkPeriod(tx, {
    lineId,
    startsOn,
    endsOn,
    agreementId: agreementId ?? null,
  });
  const rate = await rateForChoice(tx, grantId, currency, tx.today);
  const supplierId = await supplierNamed(tx, commitment.supplier);
  if (origin === 'order' && !commitment.confirmed) {
    await refuseSameRequest(tx, { supplierId, lineId, amount, currency, startsOn, endsOn });
  }
  const [row] = await tx.query<{ id: string; number: number }>(
    `INSERT INTO commitments (grant_id, line_id, supplier_id, agreement_id, purpose, amount, currency, estimate, starts_on, ends_on, origin)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id, number::int AS number`,
    [
      grantId,
      lineId,
      supplierId,
      agreementId ?? null,
      commitment.purpose.trim(),
      amount,
      currency,
      written(convert(amount, rate.rate)),
      startsOn,
      endsOn,
      origin,
    ],
  );
  await addStep(tx, row!.id, { step: commitment.planned ? 'planned' : 'requested' });
  return row!;
}

interface RequestedPeriod {
  readonly lineId: string;
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
  readonly agreementId: string | null;
}

/** The days lie within the grant and the agreement, or it says which they are. */
async function checkPeriod(
  tx: Tx,
  { lineId, startsOn, endsOn, agreementId }: RequestedPeriod,
): Promise<string> {
  const [line] = await tx.query<{ grantId: string; from: CivilDate; until: CivilDate }>(
    `SELECT g.id AS "grantId", g.starts_on::text AS from, g.ends_on::text AS until
       FROM budget_lines l JOIN grants g ON g.id = l.grant_id WHERE l.id = $1`,
    [lineId],
  );
  if (!line) throw wrong('budget.unknown_line', 'lineId');
  const { grantId, from, until } = line;
  if (startsOn < from || endsOn > until) throw outsideTheGrant({ from, until });
  if (agreementId === null) return grantId;
  const [agreed] = await tx.query<{
    reference: string;
    from: CivilDate;
    until: CivilDate;
    confirmed: boolean;
  }>(
    `SELECT a.reference, a.starts_on::text AS from, a.ends_on::text AS until,
            EXISTS (SELECT 1 FROM agreement_confirmations c WHERE c.agreement_id = a.id) AS confirmed
       FROM agreements a WHERE a.id = $1 AND a.grant_id = $2`,
    [agreementId, grantId],
  );
  if (!agreed) throw wrong('common.not_choice', 'agreementId');
  if (!agreed.confirmed) throw agreementCountsNot(agreed.reference);
  if (startsOn < agreed.from || endsOn > agreed.until) {
    const { reference: agreement, from, until } = agreed;
    throw outsideTheAgreement({ agreement, from, until });
  }
  return grantId;
}

/** The supplier of that name, however it is spaced or written large. */
async function supplierNamed(tx: Tx, name: string): Promise<string> {
  const plain = name.trim().replace(/\s+/g, ' ');
  await tx.query('INSERT INTO suppliers (name) VALUES ($1) ON CONFLICT (name_key) DO NOTHING', [
    plain,
  ]);
  const [row] = await tx.query<{ id: string }>(
    'SELECT id FROM suppliers WHERE name_key = lower($1)',
    [plain],
  );
  return row!.id;
}

const wrong = (code: string, field: string) => new DomainError('invalid', code, {}, field);
