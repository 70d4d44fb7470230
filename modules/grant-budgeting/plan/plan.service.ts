import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { constraintOf, Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { budgetsOfToday } from '../budget.queries';
import { money } from '../commitments/commitment.errors';
import type { LocalisedName } from '../grants/grant-definition.types';
import { lockAccounts } from '../ledger-posting.queries';
import { sumOf, toCent, written } from '../money.rules';
import { cashForecastOf, type CashForecast } from './cash-forecast.rules';
import { planOf, plansIn, type GrantPlan, type LinePlan } from './plan.queries';
import { grantQuarters, type GrantQuarter } from './plan.rules';

export interface PlannedQuarter {
  /** '2026-Q3' */
  readonly quarter: string;
  readonly amount: string;
}

export interface NewPlan {
  readonly quarters: readonly PlannedQuarter[];
  /** The version that this one is to replace: 0 where nobody planned yet. */
  readonly seen: number;
}

export interface PlanVersion {
  readonly version: number;
  readonly amount: string;
  readonly why: 'planned' | 'revision';
  readonly plannedBy: string;
  readonly plannedAt: Date;
}

export interface WholePlan extends LinePlan {
  readonly code: string;
  readonly name: LocalisedName;
  readonly grant: string;
  readonly currency: string;
  readonly quarters: readonly GrantQuarter[];
  readonly versions: readonly PlanVersion[];
}

interface Line {
  readonly lineId: string;
  readonly grantId: string;
  readonly code: string;
  readonly name: LocalisedName;
  readonly amount: string;
  readonly grant: string;
  readonly currency: string;
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
  readonly account: string;
}

const LINE = `
  SELECT l.id AS "lineId", l.grant_id AS "grantId", l.code, l.name, l.amount, g.code AS grant, g.currency,
         g.starts_on::text AS "startsOn", g.ends_on::text AS "endsOn", a.id AS account
    FROM budget_lines l JOIN grants g ON g.id = l.grant_id
    JOIN ledger_accounts a ON a.line_id = l.id AND a.kind = 'spent' WHERE l.id = $1`;

/** What of a line is to be spent when. Never rewritten: a new version takes the place of the last. */
@Injectable()
export class BudgetPlans {
  constructor(private readonly transactions: Transactions) {}

  async today(actor: Actor): Promise<{ grants: GrantPlan[] }> {
    const grants = await this.withCash(actor);
    return { grants: grants.map(({ plan }) => plan) };
  }

  /** Each grant's plan, and the cash that it needs in four quarters from the one that runs. */
  withCash(actor: Actor): Promise<{ plan: GrantPlan; cash: CashForecast }[]> {
    return this.transactions.run(actor, async (tx) => {
      const grants: { plan: GrantPlan; cash: CashForecast }[] = [];
      for (const budget of await budgetsOfToday(tx)) {
        const plan = await planOf(tx, budget);
        grants.push({ plan, cash: cashForecastOf(budget, plan, undefined) });
      }
      return grants;
    });
  }

  ofLine(actor: Actor, lineId: string): Promise<WholePlan> {
    return this.transactions.run(actor, async (tx) => {
      const line = await lineOf(tx, lineId);
      const { grantId, code, name, grant, currency } = line;
      const quarters = grantQuarters(line.startsOn, line.endsOn);
      const [plan] = await plansIn(tx, grantId, [line], quarters);
      const versions = await tx.query<PlanVersion>(
        `SELECT p.version, p.amount, p.why, localized_name(u.name, u.names) AS "plannedBy", p.planned_at AS "plannedAt"
           FROM budget_plans p JOIN users u ON u.id = p.planned_by WHERE p.line_id = $1 ORDER BY p.version DESC LIMIT 50`,
        [lineId],
      );
      return { ...plan!, code, name, grant, currency, quarters, versions };
    });
  }

  plan(
    actor: Actor,
    lineId: string,
    plan: NewPlan,
    requestId: string | null = null,
  ): Promise<{ version: number }> {
    return this.transactions.once(
      actor,
      { useCase: 'budget.plan_line', body: { lineId, ...plan }, requestId },
      (tx) => planIn(tx, lineId, plan),
    );
  }
}

async function lineOf(tx: Tx, lineId: string): Promise<Line> {
  const [line] = await tx.query<Line>(LINE, [lineId]);
  if (!line) throw notFound();
  return line;
}

async function planIn(tx: Tx, lineId: string, { quarters: typed, seen }: NewPlan) {
  const { account } = await lineOf(tx, lineId);
  await lockAccounts(tx, [account]);
  const line = await lineOf(tx, lineId); // a revision may have been first
  const quarters = grantQuarters(line.startsOn, line.endsOn);
  const [{ version } = { version: 0 }] = await plansIn(tx, line.grantId, [line], quarters);
  if (version !== seen) throw new DomainError('conflict', 'budget-plan.replanned', { version });
  const amounts = inOrder(typed, quarters);
  const sum = sumOf(amounts);
  if (!sum.equals(line.amount)) {
    const { currency } = line;
    const difference = written(sum.minus(line.amount));
    throw new DomainError('invalid', 'budget-plan.does_not_add_up', {
      line: line.code,
      sum: money(written(sum), currency),
      amount: money(line.amount, currency),
      difference: money(difference, currency),
    });
  }
  return { version: await savePlanVersion(tx, line, quarters, amounts, 'planned') };
}

/** Each quarter of the grant once; one that is left out has nothing. */
function inOrder(typed: readonly PlannedQuarter[], quarters: readonly GrantQuarter[]): string[] {
  typed.forEach(({ quarter }, at) => {
    const isTwice = typed.findIndex((one) => one.quarter === quarter) !== at;
    if (isTwice || !quarters.some(({ code }) => code === quarter)) {
      throw new DomainError('invalid', 'common.not_choice', {}, `quarters.${at}.quarter`);
    }
  });
  return quarters.map(({ code }) =>
    written(typed.find(({ quarter }) => quarter === code)?.amount ?? '0'),
  );
}

/** The next version of a line's plan; the database counts it and holds the sum at commit. */
export async function savePlanVersion(
  tx: Tx,
  { lineId, amount }: { readonly lineId: string; readonly amount: string },
  quarters: readonly GrantQuarter[],
  amounts: readonly string[],
  why: 'planned' | 'revision',
): Promise<number> {
  try {
    const [plan] = await tx.query<{ id: string; version: number }>(
      'INSERT INTO budget_plans (line_id, amount, why) VALUES ($1, $2, $3) RETURNING id, version',
      [lineId, written(toCent(amount)), why],
    );
    await tx.query(
      `INSERT INTO budget_plan_quarters (plan_id, starts_on, amount)
       SELECT $1, * FROM unnest($2::date[], $3::numeric[])`,
      [plan!.id, quarters.map(({ startsOn }) => startsOn), [...amounts]],
    );
    await record(tx, { action: 'budget.plan_line', kind: 'budget_line', ids: [lineId] });
    return plan!.version;
  } catch (error) {
    if (constraintOf(error) !== 'budget_plans_line_id_version_key') throw error;
    throw new DomainError('conflict', 'budget-plan.replanned', { version: 0 });
  }
}
