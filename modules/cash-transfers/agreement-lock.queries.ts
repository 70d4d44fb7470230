import type { Tx } from '../platform/database/transactions';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../platform/shared/nights.rules';
import {
  ACCEPTED_UNDER_AGREEMENT,
  refuseClosedDay,
  type LocalisedName,
  entriesOfSource,
  lockAccounts,
  post,
  reversalEntries,
  type Entry,
  type PartnerKind,
  toCent,
  written,
  type Amount,
  type Rate,
} from '../grant-budgeting';
import {
  doesNotCount,
  hasNoAmount,
  outsideItsDays,
  translatePartnerErrors,
} from './partner.errors';
import type { PaidAdvance, PartnerTotals } from './partner.rules';

export interface AgreedLine {
  readonly lineId: string;
  readonly code: string;
  readonly name: LocalisedName;
  /** The line's part of the agreement, in its currency. */
  readonly amount: string;
  /** Amount accepted so far. */
  readonly accepted: string;
  readonly spent: string;
  readonly unfunded: string;
}

interface AgreementFacts {
  readonly id: string;
  readonly reference: string;
  readonly organisationId: string;
  readonly grantId: string;
  readonly grantCurrency: string;
  readonly grantFrom: CivilDate;
  readonly grantUntil: CivilDate;
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
  readonly amount: string;
  readonly currency: string;
  readonly confirmed: boolean;
  readonly accounts: Readonly<Record<'funds' | 'advance' | 'exchange' | 'payable', string>>;
}

/** A locked agreement: no other transaction books in its grant until this one ends. */
export interface LockedAgreement extends AgreementFacts {
  readonly lines: readonly AgreedLine[];
  readonly totals: PartnerTotals;
  /** Paid and not undone, in the order of payment. */
  readonly paid: readonly (PaidAdvance & { readonly rate: string })[];
  readonly balances: ReadonlyMap<string, string>;
}

/** An agreement that is confirmed and has an amount; anything else holds no partner's money. */
export async function confirmedAgreement(tx: Tx, id: string): Promise<AgreementFacts> {
  const [facts] = await tx.query<AgreementFacts & { amount: string | null }>(
    `SELECT a.id, a.reference, a.organisation_id AS "organisationId", a.grant_id AS "grantId", g.currency AS "grantCurrency",
            g.starts_on::text AS "grantFrom", g.ends_on::text AS "grantUntil", a.starts_on::text AS "startsOn", a.ends_on::text AS "endsOn",
            a.amount::numeric(14,2) AS amount, a.currency,
            EXISTS (SELECT 1 FROM agreement_confirmations c WHERE c.agreement_id = a.id) AS confirmed,
            (SELECT json_object_agg(x.kind, x.id) FROM ledger_accounts x WHERE x.grant_id = a.grant_id AND x.line_id IS NULL) AS accounts
       FROM agreements a JOIN grants g ON g.id = a.grant_id WHERE a.id = $1`,
    [id],
  );
  if (!facts) throw notFound();
  if (facts.amount === null) throw hasNoAmount(facts.reference);
  if (!facts.confirmed) throw doesNotCount(facts.reference);
  return facts;
}

export async function lockAgreement(tx: Tx, agreementId: string): Promise<LockedAgreement> {
  const facts = await confirmedAgreement(tx, agreementId);
  const accounts = await tx.query<{ id: string }>(
    `SELECT x.id FROM ledger_accounts x WHERE x.grant_id = $2 AND (x.kind IN ('funds', 'advance', 'exchange', 'payable')
        OR (x.kind IN ('spent', 'unfunded') AND x.line_id IN (SELECT line_id FROM agreement_lines WHERE agreement_id = $1)))`,
    [agreementId, facts.grantId],
  );
  const balances = await lockAccounts(
    tx,
    accounts.map(({ id }) => id),
  );
  const [totals] = await tx.query<PartnerTotals>(
    'SELECT advanced, liquidated, refunded, claimed, reimbursed FROM partner_totals WHERE agreement_id = $1',
    [agreementId],
  );
  const paid = await paidAdvances(tx, agreementId);
  return { ...facts, balances, totals: totals!, paid, lines: await agreedLines(tx, agreementId) };
}

export const paidAdvances = (tx: Tx, agreementId: string) =>
  tx.query<PaidAdvance & { rate: string }>(
    `SELECT s.on_day::text AS on, s.amount::numeric(14,2) AS amount, coalesce((SELECT e.rate FROM ledger_transactions t
              JOIN ledger_entries e ON e.transaction_id = t.id WHERE t.source_kind = 'advance' AND t.source_id = s.id::text LIMIT 1), 0)::text AS rate
       FROM partner_papers p JOIN partner_paper_states st ON st.paper_id = p.id JOIN partner_steps s ON s.id = st.step_id
      WHERE p.agreement_id = $1 AND p.kind = 'advance' AND st.state = 'paid' ORDER BY s.on_day, s.place`,
    [agreementId],
  );

export const agreedLines = (tx: Tx, agreementId: string) =>
  tx.query<AgreedLine>(
    `SELECT al.line_id AS "lineId", l.code, l.name, al.amount::numeric(14,2) AS amount,
            (SELECT x.id FROM ledger_accounts x WHERE x.line_id = l.id AND x.kind = 'spent') AS spent,
            (SELECT x.id FROM ledger_accounts x WHERE x.line_id = l.id AND x.kind = 'unfunded') AS unfunded,
            ${ACCEPTED_UNDER_AGREEMENT} AS accepted
       FROM agreement_lines al JOIN budget_lines l ON l.id = al.line_id WHERE al.agreement_id = $1 ORDER BY l.code`,
    [agreementId],
  );

/** Balance of the agreement on one of the grant's accounts. */
export async function accountBalance(
  tx: Tx,
  { id, accounts }: LockedAgreement,
  account: 'advance' | 'payable',
): Promise<string> {
  const [row] = await tx.query<{ sum: string }>(
    `SELECT coalesce(sum(e.amount), 0)::numeric(14,2) AS sum FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id
      WHERE t.agreement_id = $1 AND e.account_id = $2`,
    [id, accounts[account]],
  );
  return row!.sum;
}

/** Checks the day of a transfer: not in the future, its month is open, and the agreement had begun. */
export async function checkTransferDay(
  tx: Tx,
  { reference, startsOn, endsOn }: AgreementFacts,
  on: CivilDate,
  { whileItRuns }: { whileItRuns: boolean },
): Promise<void> {
  if (!isCivilDate(on)) throw new DomainError('invalid', 'common.not_date', {}, 'on');
  if (on > tx.today) throw new DomainError('invalid', 'budget.not_happened_yet', {}, 'on');
  await refuseClosedDay(tx, on);
  if (on < startsOn || (whileItRuns && on > endsOn)) {
    throw outsideItsDays({ agreement: reference, from: startsOn, until: endsOn }, 'on');
  }
}

export type AccountMovement = readonly [account: string, amount: Amount, original: Amount];

/** The entries of one step; what is less than half a cent books nothing. */
export async function bookSubmissionStep(
  tx: Tx,
  { grantId, id: agreementId, currency }: LockedAgreement,
  step: { kind: PartnerKind; id: string; on: CivilDate; rate: Rate },
  moves: readonly AccountMovement[],
): Promise<void> {
  const entries = moves
    .map(([account, amount, original]) => ({ account, amount: toCent(amount), original }))
    .filter(({ amount }) => !amount.isZero())
    .map(({ account, amount, original }): Entry => ({
      account,
      currency,
      rate: step.rate,
      amount: written(amount),
      original: written(original),
    }));
  if (entries.length === 0) return;
  const what = { grantId, agreementId, sourceKind: step.kind, sourceId: step.id, factOn: step.on };
  await translatePartnerErrors(post(tx, what, entries));
}

/** Takes back what a step booked, dated today. */
export async function reverseSubmissionStep(
  tx: Tx,
  { grantId, id: agreementId }: LockedAgreement,
  { kind, id, reason }: { kind: PartnerKind; id: string; reason: string },
): Promise<void> {
  const booked = await entriesOfSource(tx, { sourceKind: kind, sourceId: id });
  if (booked.length === 0) return;
  const { transactionId: reverses, factOn } = booked[0]!;
  await post(
    tx,
    { grantId, agreementId, factOn, sourceId: id, reverses, reason },
    reversalEntries(booked),
  );
}
