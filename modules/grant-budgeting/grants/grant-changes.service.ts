import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { type DomainError, FieldErrors, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { plansIn } from '../plan/plan.queries';
import { grantQuarters, replanLine } from '../plan/plan.rules';
import { savePlanVersion } from '../plan/plan.service';
import { sumOf, toCent, written } from '../money.rules';
import { amendmentErrors } from './amendment.rules';
import { checkDefinition } from './check-definition.queries';
import {
  beforeItsCosts,
  closedAlready,
  notSuspended,
  outsideThePeriod,
  suspendedAlready,
  translateGrantErrors,
} from './grant.errors';
import type { GrantDefinition } from './grant-definition.types';
import { grantInForce } from './grant-in-force.queries';

/** Besides an amendment: a suspension, its end, and the close. */
export const STATE_CHANGES = ['suspend', 'resume', 'close'] as const;
export type StateChange = (typeof STATE_CHANGES)[number];

export interface ChangeBasis {
  readonly effectiveOn: CivilDate;
  /** The agreement or letter that it stands on. */
  readonly reference: string;
}

export interface GrantAmendment extends ChangeBasis {
  /** The whole grant as it will be. */
  readonly definition: GrantDefinition;
}

export interface NewStateChange extends ChangeBasis {
  readonly kind: StateChange;
}

interface GrantState {
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
  readonly closedOn: CivilDate | null;
  readonly suspendedFrom: CivilDate | null;
  readonly lastCostOn: CivilDate | null;
}

/** Changes of a grant in force. Each is proposed by one person and in force when another confirms it (GrantProposals). */
@Injectable()
export class GrantChanges {
  constructor(private readonly transactions: Transactions) {}

  amend(actor: Actor, grantId: string, amendment: GrantAmendment, requestId: string | null = null) {
    const once = {
      useCase: 'budget.propose_amendment',
      body: { grantId, ...amendment },
      requestId,
    };
    return translateGrantErrors(
      this.transactions.once(actor, once, (tx) => proposeAmendment(tx, grantId, amendment)),
    );
  }

  change(actor: Actor, grantId: string, change: NewStateChange, requestId: string | null = null) {
    const once = {
      useCase: 'budget.propose_grant_change',
      body: { grantId, ...change },
      requestId,
    };
    return translateGrantErrors(
      this.transactions.once(actor, once, async (tx) => {
        refuseOutOfTurn(await stateIn(tx, grantId), change);
        return insertChange(tx, grantId, { ...change, definition: null });
      }),
    );
  }
}

/** FieldErrors where the grant does not add up, names what is not known, or takes back what was booked. */
export async function proposeAmendment(tx: Tx, grantId: string, amendment: GrantAmendment) {
  const errors = await proposedAmendmentErrors(tx, grantId, amendment.definition);
  if (errors.length > 0) throw new FieldErrors(errors);
  return insertChange(tx, grantId, { kind: 'amend', ...amendment });
}

/** What stands against an amendment; none where it may be proposed. */
export async function proposedAmendmentErrors(
  tx: Tx,
  grantId: string,
  definition: GrantDefinition,
): Promise<DomainError[]> {
  const { closedOn } = await stateIn(tx, grantId);
  if (closedOn !== null) return [closedAlready(closedOn)];
  const { unknown } = await checkDefinition(tx, definition);
  return [...amendmentErrors(definition, await grantInForce(tx, grantId)), ...unknown];
}

async function insertChange(
  tx: Tx,
  grantId: string,
  change: ChangeBasis & {
    readonly kind: 'amend' | StateChange;
    readonly definition: GrantDefinition | null;
  },
): Promise<{ id: string; number: number }> {
  const { kind, effectiveOn, reference, definition } = change;
  const [row] = await tx.query<{ id: string; number: number }>(
    `INSERT INTO grant_proposals (code, kind, grant_id, definition, effective_on, reference)
     SELECT code, $2, id, $3, $4, $5 FROM grants WHERE id = $1 RETURNING id, number::int AS number`,
    [grantId, kind, definition && JSON.stringify(definition), effectiveOn, reference],
  );
  if (!row) throw notFound();
  await record(tx, {
    action: `budget.propose_grant_${kind}`,
    kind: 'grant_proposal',
    ids: [row.id],
  });
  return row;
}

async function stateIn(tx: Tx, grantId: string): Promise<GrantState> {
  const [state] = await tx.query<GrantState>(
    `SELECT g.starts_on::text AS "startsOn", g.ends_on::text AS "endsOn", g.closed_on::text AS "closedOn",
            (SELECT s.from_day::text FROM grant_suspensions s WHERE s.grant_id = g.id AND s.resumed_on IS NULL) AS "suspendedFrom",
            d.last_day::text AS "lastCostOn"
       FROM grants g CROSS JOIN LATERAL grant_cost_days(g.id) d WHERE g.id = $1`,
    [grantId],
  );
  if (!state) throw notFound();
  return state;
}

/** The same in words that the trigger grant_change_comes_into_force decides at the confirmation. */
function refuseOutOfTurn(state: GrantState, { kind, effectiveOn }: NewStateChange): void {
  const { startsOn, endsOn, closedOn, suspendedFrom, lastCostOn } = state;
  if (closedOn !== null) throw closedAlready(closedOn);
  if (kind === 'suspend' && suspendedFrom !== null) throw suspendedAlready(suspendedFrom);
  if (kind === 'resume') {
    if (suspendedFrom === null || effectiveOn < suspendedFrom) throw notSuspended();
    return;
  }
  if (effectiveOn < startsOn || (kind === 'suspend' && effectiveOn > endsOn)) {
    throw outsideThePeriod({ from: startsOn, until: endsOn });
  }
  if (lastCostOn === null) return;
  // A suspension begins after the last cost; a close may fall on its day.
  if (kind === 'suspend' ? effectiveOn <= lastCostOn : effectiveOn < lastCostOn) {
    throw beforeItsCosts(lastCostOn);
  }
}

/** After an amendment: a line that somebody had planned keeps a plan that adds up to what it is worth now. */
export async function replanAmended(tx: Tx, grantId: string): Promise<void> {
  const { startsOn, endsOn } = await stateIn(tx, grantId);
  const lines = await tx.query<{ lineId: string; amount: string }>(
    'SELECT id AS "lineId", amount FROM budget_lines WHERE grant_id = $1',
    [grantId],
  );
  const quarters = grantQuarters(startsOn, endsOn);
  for (const plan of await plansIn(tx, grantId, lines, quarters)) {
    // Quarters that are no longer of the grant are not among the planned.
    const change = toCent(plan.amount).minus(sumOf(plan.planned));
    if (plan.why === 'straight' || change.isZero()) continue;
    const amounts = replanLine(plan.planned, written(change), quarters, tx.today);
    await savePlanVersion(tx, plan, quarters, amounts, 'revision');
  }
}
