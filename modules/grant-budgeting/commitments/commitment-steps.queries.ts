import { record } from '../../audit';
import type { CommitmentStep } from '../../../migrations/data/transitions/commitments';
import type { Tx } from '../../platform/database/transactions';
import type { DomainError } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { post, type ChoiceKind, type Entry } from '../ledger-posting.queries';
import { toCent, written, type Amount, type Rate } from '../money.rules';
import { inClosedPeriod, translateCommitmentErrors } from './commitment.errors';
import type { LockedCommitment } from './commitment-lock.queries';

export type StepKind = CommitmentStep;

export interface NewStep {
  readonly step: StepKind;
  readonly amount?: string;
  readonly on?: CivilDate;
  readonly document?: string;
  readonly invoiceId?: string;
  readonly undoes?: string;
  readonly reason?: string;
}

/** A row that says who, when and what; the database says whether it may follow. */
export async function addStep(
  tx: Tx,
  commitmentId: string,
  step: NewStep,
  more: Record<string, () => DomainError> = {},
): Promise<{ id: string }> {
  return translateCommitmentErrors(async () => {
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO commitment_steps (commitment_id, step, amount, on_day, document, invoice_id, undoes, reason)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
      [
        commitmentId,
        step.step,
        step.amount ?? null,
        step.on ?? tx.today,
        step.document ?? null,
        step.invoiceId ?? null,
        step.undoes ?? null,
        step.reason ?? null,
      ],
    );
    const action = `budget.commitment_${step.step}`;
    await record(tx, { action, kind: 'commitment', ids: [commitmentId] });
    return row!;
  }, more);
}

export async function refuseClosedDay(tx: Tx, day: CivilDate): Promise<void> {
  const [{ until } = { until: null }] = await tx.query<{ until: CivilDate | null }>(
    'SELECT max(until_day)::text AS until FROM closed_periods',
  );
  if (until !== null && day <= until) throw inClosedPeriod({ day, until });
}

type AccountMovement = readonly [
  account: keyof LockedCommitment['accounts'],
  amount: Amount,
  original: Amount,
];

/** The entries of one step; what is less than half a cent books nothing. */
export async function bookCommitmentStep(
  tx: Tx,
  turn: LockedCommitment,
  step: { kind: ChoiceKind; id: string; on: CivilDate; rate: Rate },
  moves: readonly AccountMovement[],
): Promise<void> {
  const entries = moves
    .map(([account, amount, original]) => ({ account, amount: toCent(amount), original }))
    .filter(({ amount }) => !amount.isZero())
    .map(({ account, amount, original }): Entry => ({
      account: turn.accounts[account],
      amount: written(amount),
      original: written(original),
      currency: turn.currency,
      rate: step.rate,
    }));
  if (entries.length === 0) return;
  const { grantId, id: commitmentId } = turn;
  const what = { grantId, sourceKind: step.kind, sourceId: step.id, factOn: step.on, commitmentId };
  await translateCommitmentErrors(post(tx, what, entries));
}
