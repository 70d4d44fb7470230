import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import {
  differenceOf,
  proposalsFor,
  manualMatchError,
  type Difference,
  type MatchMethod,
  type LedgerItem,
  type ProgrammeLedgerItem,
} from './matching.rules';
import {
  selectedItems,
  ourOpenItems,
  theirOpenItems,
  type Reason,
  type AgencyOfGrant,
} from './open-items.queries';
import {
  translateReconciliationErrors,
  isTaken,
  namesTwoItems,
  nothingDiffers,
  nothingIsSure,
  notOfThisSide,
  saysWhy,
} from './reconciliation.errors';
import { dayWindowOf, lastDayOf, monthOf } from './reconciliation.queries';

export interface MatchSelection {
  /** Keys of items and groups, as the statement gives them. */
  readonly items: readonly string[];
  readonly reason?: Reason;
}

/** Matches of ledger items of both sides, and reasons for open items, by a person. */
@Injectable()
export class MatchLedgers {
  constructor(private readonly transactions: Transactions) {}

  /** Accepts all certain proposals of the rules. */
  matchSure(actor: Actor, where: AgencyOfGrant, month: string, requestId: string | null = null) {
    const once = { useCase: 'budget.match_sure', body: { ...where, month }, requestId };
    return translateReconciliationErrors(
      this.transactions.once(actor, once, async (tx) => {
        const { ours, theirs, dayWindow } = await openIn(tx, where, month);
        const sure = proposalsFor(ours, theirs, { dayWindow }).filter((one) => one.sure);
        if (sure.length === 0) throw nothingIsSure();
        for (const { how, ...sides } of sure) {
          const items = selectedItems([...sides.ours, ...sides.theirs], { ours, theirs });
          await matchIn(tx, where, { how, ...items, reason: null });
        }
        return { matched: sure.length };
      }),
    );
  }

  /** A proposal, or what somebody chose: sums are equal, or the difference has a reason. */
  match(
    actor: Actor,
    where: AgencyOfGrant,
    month: string,
    { items, reason }: MatchSelection,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { ...where, month, items, reason };
    const once = { useCase: 'budget.match_ledgers', body, requestId };
    return translateReconciliationErrors(
      this.transactions.once(actor, once, async (tx) => {
        const open = await openIn(tx, where, month);
        const chosen = selectedItems(items, open);
        if (chosen.lost) throw isTaken();
        const said = DIFFERENCE_OF[reason ?? ''] ?? null;
        if (reason !== undefined && said === null) throw notOfThisSide();
        refuseWrong(chosen, said, await currencyOf(tx, where));
        const how = matchMethodOf(chosen, open);
        return matchIn(tx, where, { how, ...chosen, reason: said });
      }),
    );
  }

  /** Not the same after all: both sides are open again, with the reasons that they had. */
  part(actor: Actor, matchId: string): Promise<{ id: string }> {
    return translateReconciliationErrors(
      this.transactions.run(actor, async (tx) => {
        const known = await tx.query('SELECT 1 FROM ledger_matches WHERE id = $1', [matchId]);
        if (known.length === 0) throw notFound();
        await tx.query('INSERT INTO ledger_partings (match_id) VALUES ($1)', [matchId]);
        await record(tx, { action: 'budget.part_match', kind: 'ledger_match', ids: [matchId] });
        return { id: matchId };
      }),
    );
  }

  /** Why these have nothing on the other side; carried forward until they are matched. */
  explain(
    actor: Actor,
    where: AgencyOfGrant,
    month: string,
    { items, reason }: { readonly items: readonly string[]; readonly reason: Reason },
    requestId: string | null = null,
  ): Promise<{ explained: number }> {
    const body = { ...where, month, items, reason };
    const once = { useCase: 'budget.explain_open_items', body, requestId };
    return translateReconciliationErrors(
      this.transactions.once(actor, once, async (tx) => {
        const chosen = selectedItems(items, await openIn(tx, where, month));
        if (chosen.lost || items.length === 0) throw isTaken();
        const wrongSide = reason === 'missing_here' ? chosen.ours : chosen.theirs;
        if (reason.startsWith('missing_') && wrongSide.length > 0) throw notOfThisSide();
        await explainIn(tx, where, chosen, reason);
        return { explained: chosen.ours.length + chosen.theirs.length };
      }),
    );
  }
}

const DIFFERENCE_OF: Readonly<Record<string, Difference>> = {
  amount_differs: 'amount_differs',
  exchange_difference: 'exchange_difference',
};

export interface MatchSides {
  readonly ours: readonly ProgrammeLedgerItem[];
  readonly theirs: readonly LedgerItem[];
}

async function openIn(tx: Tx, where: AgencyOfGrant, month: string) {
  const until: CivilDate = lastDayOf(monthOf(month));
  return {
    ours: await ourOpenItems(tx, where, until),
    theirs: await theirOpenItems(tx, where, until),
    dayWindow: await dayWindowOf(tx),
  };
}

async function currencyOf(tx: Tx, { grantId }: AgencyOfGrant): Promise<string> {
  const [grant] = await tx.query<{ currency: string }>(
    'SELECT currency FROM grants WHERE id = $1',
    [grantId],
  );
  if (!grant) throw notFound();
  return grant.currency;
}

function refuseWrong(
  { ours, theirs }: MatchSides,
  reason: Difference | null,
  currency: string,
): void {
  const wrong = manualMatchError(ours, theirs, reason);
  if (wrong === 'one_side') throw namesTwoItems();
  if (wrong === 'nothing_differs') throw nothingDiffers();
  if (wrong !== 'says_why') return;
  const money = (items: readonly LedgerItem[]) => `${differenceOf(items, [])} ${currency}`;
  throw saysWhy({
    ours: money(ours),
    theirs: money(theirs),
    difference: `${differenceOf(ours, theirs)} ${currency}`,
  });
}

/** As the rules proposed it, or by hand. */
function matchMethodOf(
  chosen: MatchSides,
  open: MatchSides & { readonly dayWindow: number },
): MatchMethod {
  const keys = (sides: { ours: readonly string[]; theirs: readonly string[] }) =>
    [...sides.ours, ...sides.theirs].sort().join();
  const asked = keys({
    ours: chosen.ours.map(({ key }) => key),
    theirs: chosen.theirs.map(({ key }) => key),
  });
  const proposed = proposalsFor(open.ours, open.theirs, open);
  return proposed.find((one) => keys(one) === asked)?.how ?? 'hand';
}

async function matchIn(
  tx: Tx,
  { grantId, organisationId }: AgencyOfGrant,
  { how, ours, theirs, reason }: MatchSides & { how: MatchMethod; reason: Difference | null },
): Promise<{ id: string }> {
  const [match] = await tx.query<{ id: string }>(
    `INSERT INTO ledger_matches (grant_id, organisation_id, how, entry_count, row_count, difference, reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
    [grantId, organisationId, how, ours.length, theirs.length, differenceOf(ours, theirs), reason],
  );
  await tx.query(
    `INSERT INTO matched_entries (match_id, transaction_id, line_id) SELECT $1, * FROM unnest($2::uuid[], $3::uuid[])`,
    [match!.id, ours.map((one) => one.transactionId), ours.map(({ lineId }) => lineId)],
  );
  await tx.query(`INSERT INTO matched_rows (match_id, row_id) SELECT $1, unnest($2::uuid[])`, [
    match!.id,
    theirs.map(({ key }) => key.slice(2)),
  ]);
  await record(tx, { action: 'budget.match_ledgers', kind: 'ledger_match', ids: [match!.id] });
  return match!;
}

async function explainIn(
  tx: Tx,
  { grantId, organisationId }: AgencyOfGrant,
  { ours, theirs }: MatchSides,
  reason: Reason,
): Promise<void> {
  await tx.query(
    `INSERT INTO open_item_reasons (grant_id, organisation_id, transaction_id, line_id, row_id, reason)
     SELECT $1, $2, x.*, $3 FROM unnest($4::uuid[], $5::uuid[], $6::uuid[]) AS x`,
    [
      grantId,
      organisationId,
      reason,
      [...ours.map((one) => one.transactionId), ...theirs.map(() => null)],
      [...ours.map(({ lineId }) => lineId), ...theirs.map(() => null)],
      [...ours.map(() => null), ...theirs.map(({ key }) => key.slice(2))],
    ],
  );
  await record(tx, {
    action: 'budget.explain_open_items',
    kind: 'agency_month',
    ids: [grantId, organisationId],
    fields: [reason],
  });
}
