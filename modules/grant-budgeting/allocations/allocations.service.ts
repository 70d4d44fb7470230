import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { constraintTranslator } from '../../platform/database/constraint-errors';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../../platform/shared/nights.rules';
import type { LocalisedName } from '../grants/grant-definition.types';
import type { LineShare } from '../ledger.service';
import { sumOf } from '../money.rules';
import { WaitingCharges } from '../waiting-charges.service';

export interface NewAllocation {
  /** Nights of this shelter, or services of this kind: one of the two. */
  readonly shelterId?: string;
  readonly typeCode?: string;
  readonly from: CivilDate;
  readonly source: string;
  readonly shares: readonly LineShare[];
}

export interface AllocationRow {
  readonly id: string;
  readonly shelter: string | null;
  readonly type: LocalisedName | null;
  readonly from: CivilDate;
  readonly source: string;
  readonly enteredBy: string;
  /** No later one for the same shelter or kind holds today. */
  readonly inForce: boolean;
  readonly shares: readonly {
    readonly grant: string;
    readonly line: string;
    readonly share: number;
  }[];
}

export interface AllocationChoices {
  readonly shelters: readonly { readonly id: string; readonly name: string }[];
  readonly types: readonly { readonly code: string; readonly name: LocalisedName }[];
  readonly lines: readonly {
    readonly id: string;
    readonly grant: string;
    readonly code: string;
    readonly name: LocalisedName;
  }[];
}

const wrong = (code: string, field: string, params: Record<string, string> = {}) =>
  new DomainError('invalid', `allocations.${code}`, params, field);

const translateErrors = constraintTranslator({
  '42501': ['forbidden', 'access.not_yours'],
  cost_allocations_of_nights_once: ['conflict', 'allocations.exists', 'from'],
  cost_allocations_of_services_once: ['conflict', 'allocations.exists', 'from'],
  cost_allocations_shelter_id_fkey: ['invalid', 'common.not_choice', 'shelterId'],
  cost_allocations_type_code_fkey: ['invalid', 'common.not_choice', 'typeCode'],
});

/** Which lines, of which grants, bear nights and services, from a day on. */
@Injectable()
export class CostAllocations {
  constructor(
    private readonly transactions: Transactions,
    private readonly waiting: WaitingCharges,
  ) {}

  list(actor: Actor): Promise<AllocationRow[]> {
    return this.transactions.run(actor, (tx) =>
      tx.query<AllocationRow>(
        `SELECT a.id, h.code_name AS shelter, t.name AS type, a.valid_from::text AS from, a.source, u.name AS "enteredBy",
                a.id = (SELECT b.id FROM cost_allocations b
                         WHERE (b.shelter_id = a.shelter_id OR b.type_code = a.type_code) AND b.valid_from <= $1
                         ORDER BY b.valid_from DESC LIMIT 1) IS TRUE AS "inForce",
                (SELECT jsonb_agg(jsonb_build_object('grant', g.code, 'line', l.code, 'share', s.share)
                          ORDER BY s.share DESC, l.code)
                   FROM cost_allocation_shares s JOIN budget_lines l ON l.id = s.line_id JOIN grants g ON g.id = l.grant_id
                  WHERE s.allocation_id = a.id) AS shares
           FROM cost_allocations a JOIN users u ON u.id = a.entered_by
           LEFT JOIN shelters h ON h.id = a.shelter_id LEFT JOIN service_types t ON t.code = a.type_code
          ORDER BY h.code_name, t.code, a.valid_from DESC LIMIT 500`,
        [tx.today],
      ),
    );
  }

  choices(actor: Actor): Promise<AllocationChoices> {
    return this.transactions.run(actor, async (tx) => ({
      shelters: await tx.query<AllocationChoices['shelters'][number]>(
        'SELECT id, code_name AS name FROM shelters WHERE active ORDER BY code_name',
      ),
      types: await tx.query<AllocationChoices['types'][number]>(
        'SELECT code, name FROM service_types WHERE active ORDER BY code',
      ),
      lines: await tx.query<AllocationChoices['lines'][number]>(
        `SELECT l.id, g.code AS grant, l.code, l.name FROM budget_lines l JOIN grants g ON g.id = l.grant_id
          ORDER BY g.code, l.code`,
      ),
    }));
  }

  /** Answers how many costs that waited for a line were charged by it. */
  async enter(
    actor: Actor,
    allocation: NewAllocation,
    requestId: string | null = null,
  ): Promise<{ id: string; charged: number }> {
    const entered = await translateErrors(
      this.transactions.once(
        actor,
        { useCase: 'budget.allocate_cost', body: allocation, requestId },
        (tx) => enterIn(tx, allocation),
      ),
    );
    return { ...entered, charged: await this.waiting.chargeAll(actor) };
  }
}

async function enterIn(tx: Tx, allocation: NewAllocation): Promise<{ id: string }> {
  const { shelterId = null, typeCode = null, from, source, shares } = allocation;
  if ((shelterId === null) === (typeCode === null)) throw wrong('one_of_two', 'shelterId');
  if (!isCivilDate(from)) throw new DomainError('invalid', 'common.not_date', {}, 'from');
  if (!sumOf(shares.map(({ share }) => share)).equals(1)) {
    const percent = sumOf(shares.map(({ share }) => share))
      .times(100)
      .toString();
    throw wrong('sum', 'shares', { percent });
  }
  await refuseForeignLines(tx, shares, from);
  const [row] = await tx.query<{ id: string }>(
    `INSERT INTO cost_allocations (shelter_id, type_code, valid_from, source) VALUES ($1, $2, $3, $4) RETURNING id`,
    [shelterId, typeCode, from, source],
  );
  await tx.query(
    `INSERT INTO cost_allocation_shares (allocation_id, line_id, share)
     SELECT $1, * FROM unnest($2::uuid[], $3::numeric[])`,
    [row!.id, shares.map(({ lineId }) => lineId), shares.map(({ share }) => share)],
  );
  await record(tx, { action: 'budget.allocate_cost', kind: 'cost_allocation', ids: [row!.id] });
  return row!;
}

/** Lines that are not known, and grants that do not run on the day from which they are to pay. */
async function refuseForeignLines(
  tx: Tx,
  shares: readonly LineShare[],
  from: CivilDate,
): Promise<void> {
  const rows = await tx.query<{ id: string; grant: string; runs: boolean }>(
    `SELECT l.id, g.code AS grant, $2::date BETWEEN g.starts_on AND g.ends_on AS runs
       FROM budget_lines l JOIN grants g ON g.id = l.grant_id WHERE l.id = ANY ($1)`,
    [shares.map(({ lineId }) => lineId), from],
  );
  for (const [at, { lineId }] of shares.entries()) {
    const line = rows.find(({ id }) => id === lineId);
    const field = `shares.${at}.lineId`;
    if (!line) throw new DomainError('invalid', 'budget.unknown_line', {}, field);
    if (!line.runs) throw wrong('outside_grant', field, { grant: line.grant });
  }
}
