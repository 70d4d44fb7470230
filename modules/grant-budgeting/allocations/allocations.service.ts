import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../../platform/shared/nights.rules';
import type { LocalisedName } from '../grants/grant-definition.types';
import { proposeSetting, type ProposedSetting } from '../../settings';
import type { LineShare } from '../ledger.service';
import { sumOf } from '../money.rules';

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

/** Which lines, of which grants, bear nights and services, from a day on: in force once another person confirms it. */
@Injectable()
export class CostAllocations {
  constructor(private readonly transactions: Transactions) {}

  list(actor: Actor): Promise<AllocationRow[]> {
    return this.transactions.run(actor, (tx) =>
      tx.query<AllocationRow>(
        `SELECT a.id, localized_name(h.code_name, h.names) AS shelter, t.name AS type, a.valid_from::text AS from, a.source, localized_name(u.name, u.names) AS "enteredBy",
                a.id = (SELECT b.id FROM cost_allocations b
                         WHERE (b.shelter_id = a.shelter_id OR b.type_code = a.type_code) AND b.valid_from <= $1
                         ORDER BY b.valid_from DESC LIMIT 1) IS TRUE AS "inForce",
                (SELECT jsonb_agg(jsonb_build_object('grant', g.code, 'line', l.code, 'share', s.share)
                          ORDER BY s.share DESC, l.code)
                   FROM cost_allocation_shares s JOIN budget_lines l ON l.id = s.line_id JOIN grants g ON g.id = l.grant_id
                  WHERE s.allocation_id = a.id) AS shares
           FROM cost_allocations a JOIN users u ON u.id = a.entered_by
           LEFT JOIN shelters h ON h.id = a.shelter_id LEFT JOIN service_types t ON t.code = a.type_code
          ORDER BY localized_name(h.code_name, h.names), t.code, a.valid_from DESC LIMIT 500`,
        [tx.today],
      ),
    );
  }

  choices(actor: Actor): Promise<AllocationChoices> {
    return this.transactions.run(actor, async (tx) => ({
      shelters: await tx.query<AllocationChoices['shelters'][number]>(
        'SELECT id, localized_name(code_name, names) AS name FROM shelters WHERE active ORDER BY name',
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

  propose(
    actor: Actor,
    allocation: NewAllocation,
    requestId: string | null = null,
  ): Promise<ProposedSetting> {
    const once = { useCase: 'budget.propose_allocation', body: allocation, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      await refuseWrong(tx, allocation);
      const { from, source, ...value } = allocation;
      return proposeSetting(tx, 'service_lines', { value, from, source });
    });
  }
}

async function refuseWrong(tx: Tx, allocation: NewAllocation): Promise<void> {
  const { shelterId = null, typeCode = null, from, shares } = allocation;
  if ((shelterId === null) === (typeCode === null)) throw wrong('one_of_two', 'shelterId');
  if (!isCivilDate(from)) throw new DomainError('invalid', 'common.not_date', {}, 'from');
  const sum = sumOf(shares.map(({ share }) => share));
  if (!sum.equals(1)) throw wrong('sum', 'shares', { percent: sum.times(100).toString() });
  await refuseForeignLines(tx, shares, from);
  const [known] = await tx.query<{ borne: boolean; sameDay: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM shelters WHERE id = $1) OR EXISTS (SELECT 1 FROM service_types WHERE code = $2) AS borne,
            EXISTS (SELECT 1 FROM cost_allocations WHERE (shelter_id = $1 OR type_code = $2) AND valid_from = $3) AS "sameDay"`,
    [shelterId, typeCode, from],
  );
  const field = shelterId === null ? 'typeCode' : 'shelterId';
  if (!known!.borne) throw new DomainError('invalid', 'common.not_choice', {}, field);
  if (known!.sameDay) throw new DomainError('conflict', 'allocations.exists', {}, 'from');
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
