import { Injectable } from '@nestjs/common';
import { serviceTypes, type ServiceType } from '../assistance-services';
import { Transactions } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { addDays, type CivilDate } from '../platform/shared/nights.rules';
import {
  nextQuarter,
  parseQuarter,
  type Quarter,
  quarterOf,
} from '../platform/shared/quarters.rules';
import { costFigures, type CostFigures } from './cost.figures';
import { standardsOn, type UnitCost } from './standards/unit-costs.service';

export interface Costs extends CostFigures {
  readonly grant: {
    readonly code: string;
    readonly currency: string;
    readonly outcomes: Readonly<Record<string, Readonly<Record<Language, string>>>>;
  };
  readonly grants: readonly string[];
  readonly from: CivilDate;
  /** The last day that counts. */
  readonly to: CivilDate;
  readonly quarter: string | null;
  /** Those that have begun, the latest first. */
  readonly quarters: readonly Quarter[];
  readonly types: readonly ServiceType[];
  /** In force on the last day. */
  readonly standards: readonly UnitCost[];
}

interface GrantRow {
  readonly id: string;
  readonly code: string;
  readonly currency: string;
  readonly from: CivilDate;
  readonly to: CivilDate;
}

/** Costs of help under a grant, in a quarter or since its beginning. */
@Injectable()
export class GrantCosts {
  constructor(private readonly transactions: Transactions) {}

  /** Null while there is no grant. */
  of(actor: Actor, asked: { grant?: string; quarter?: string }): Promise<Costs | null> {
    return this.transactions.run(actor, async (tx) => {
      const grants = await tx.query<GrantRow>(
        `SELECT id, code, currency, starts_on::text AS from, ends_on::text AS to FROM grants ORDER BY starts_on, code`,
      );
      const grant = asked.grant ? grants.find(({ code }) => code === asked.grant) : grants[0];
      if (asked.grant && !grant) throw notFound();
      if (!grant) return null;
      const quarters = quartersBegun(grant, tx.today);
      const quarter = quarters.find(({ code }) => code === asked.quarter) ?? null;
      if (asked.quarter && !quarter) throw unknownQuarter(asked.quarter);
      // Facts of before the grant were booked too: they are its unfunded ones.
      const until = quarter?.until ?? addDays(tx.today, 1);
      const from = quarter?.from ?? '2000-01-01';
      const outcomes = await tx.query<{ code: string; name: Record<Language, string> }>(
        'SELECT code, name FROM grant_outcomes WHERE grant_id = $1',
        [grant.id],
      );
      return {
        ...(await costFigures(tx, grant.id, { from, until })),
        grant: {
          code: grant.code,
          currency: grant.currency,
          outcomes: Object.fromEntries(outcomes.map(({ code, name }) => [code, name])),
        },
        grants: grants.map(({ code }) => code),
        from: quarter?.from ?? grant.from,
        to: addDays(until, -1),
        quarter: quarter?.code ?? null,
        quarters,
        types: await serviceTypes(tx),
        standards: await standardsOn(tx, addDays(until, -1)),
      };
    });
  }
}

function quartersBegun({ from, to }: GrantRow, today: CivilDate): Quarter[] {
  const quarters: Quarter[] = [];
  for (let one = quarterOf(from); one.from <= today && one.from <= to; one = nextQuarter(one))
    quarters.unshift(one);
  return quarters;
}

const unknownQuarter = (code: string) =>
  new DomainError(
    'invalid',
    parseQuarter(code) ? 'costs.not_of_the_grant' : 'costs.bad_quarter',
    {},
    'quarter',
  );
