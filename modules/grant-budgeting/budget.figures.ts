/** Budgeted, spent, unfunded and left, by line: the one definition for page, report and export. */
import { asFigures, type Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';
import type { Period } from '../platform/shared/periods.rules';
import { sumOf, written } from './money.rules';
import type { LocalisedName } from './grants/grant-definition.types';

export interface BudgetAmounts {
  readonly budgeted: string;
  /** Booked before the period began; what is booked today counts today, whenever it happened. */
  readonly spentBefore: string;
  readonly spentInPeriod: string;
  readonly spentToDate: string;
  readonly unfundedToDate: string;
  /** Promised by choice and not yet invoiced. */
  readonly committedToDate: string;
  /** Budgeted and not spent. */
  readonly left: string;
  /** What can still be promised: budgeted, less committed, less spent. */
  readonly available: string;
}

export interface BudgetLineFigures extends BudgetAmounts {
  readonly lineId: string;
  readonly code: string;
  readonly name: LocalisedName;
  readonly organisationCode: string;
  /** This and the next three: categories of the line in the views of the budget (budget-views.rules.ts). */
  readonly objectClass: string;
  readonly unsdgCategory: string;
  readonly outcomeCode: string;
  readonly partnerCode: string;
}

/** Who receives the award, as far as it was entered (form SF-425, boxes 3 to 5). */
export interface GrantRecipient {
  readonly name: string;
  readonly uei: string | null;
  readonly ein: string | null;
  readonly account: string | null;
}

export interface BudgetFigures {
  readonly grant: {
    readonly code: string;
    /** The number that the donor gave the award. */
    readonly awardNumber: string | null;
    readonly title: LocalisedName;
    readonly recipient: GrantRecipient | null;
    readonly currency: string;
    readonly amount: string;
    readonly fee: string;
    readonly startsOn: CivilDate;
    readonly endsOn: CivilDate;
    readonly sharesSource: string;
  };
  readonly shares: readonly {
    readonly organisationCode: string;
    readonly afterFee: string;
    readonly direct: string;
    readonly support: string;
    readonly supportRate: string;
  }[];
  readonly lines: readonly BudgetLineFigures[];
  readonly totals: BudgetAmounts;
}

/** As GrantRecipient; null where nobody is named. */
const RECIPIENT = `CASE WHEN recipient_name IS NOT NULL THEN
  json_build_object('name', recipient_name, 'uei', recipient_uei, 'ein', recipient_ein, 'account', recipient_account) END`;

const GRANT = `
  SELECT code, award_number AS "awardNumber", title, ${RECIPIENT} AS recipient, currency, amount, (amount - (SELECT sum(after_fee) FROM grant_shares WHERE grant_id = g.id))::text AS fee,
         starts_on::text AS "startsOn", ends_on::text AS "endsOn", shares_source AS "sharesSource"
    FROM grants g WHERE id = $1`;

const SHARES = `
  SELECT o.code AS "organisationCode", s.after_fee AS "afterFee", s.direct, s.support, s.support_rate AS "supportRate"
    FROM grant_shares s JOIN organisations o ON o.id = s.organisation_id
   WHERE s.grant_id = $1 ORDER BY s.after_fee DESC, o.code`;

const LINES = `
  WITH booked AS (
    SELECT a.line_id,
           sum(d.amount) FILTER (WHERE a.kind = 'spent' AND d.day < $2) AS before,
           sum(d.amount) FILTER (WHERE a.kind = 'spent' AND d.day >= $2) AS within,
           sum(d.amount) FILTER (WHERE a.kind = 'unfunded') AS unfunded,
           sum(d.amount) FILTER (WHERE a.kind = 'committed') AS committed
      FROM ledger_accounts a
      JOIN ledger_days d ON d.account_id = a.id
     WHERE a.grant_id = $1 AND d.day < $3 AND a.line_id IS NOT NULL
     GROUP BY a.line_id)
  SELECT l.id AS "lineId", l.code, l.name, o.code AS "organisationCode", l.amount AS budgeted,
         coalesce(b.before, 0.00) AS "spentBefore", coalesce(b.within, 0.00) AS "spentInPeriod",
         coalesce(b.before, 0.00) + coalesce(b.within, 0.00) AS "spentToDate",
         coalesce(b.unfunded, 0.00) AS "unfundedToDate", coalesce(b.committed, 0.00) AS "committedToDate",
         l.amount - coalesce(b.before, 0.00) - coalesce(b.within, 0.00) AS left,
         l.amount - coalesce(b.before, 0.00) - coalesce(b.within, 0.00) - coalesce(b.committed, 0.00) AS available,
         l.object_class AS "objectClass", l.unsdg_category::text AS "unsdgCategory", l.outcome_code AS "outcomeCode",
         p.code AS "partnerCode"
    FROM budget_lines l
    JOIN organisations o ON o.id = l.organisation_id
    JOIN organisations p ON p.id = l.partner_id
    JOIN grant_shares s ON s.grant_id = l.grant_id AND s.organisation_id = l.organisation_id
    LEFT JOIN booked b ON b.line_id = l.id
   WHERE l.grant_id = $1 ORDER BY s.after_fee DESC, o.code, l.code`;

const COLUMNS = [
  'budgeted',
  'spentBefore',
  'spentInPeriod',
  'spentToDate',
  'unfundedToDate',
  'committedToDate',
  'left',
  'available',
] as const satisfies (keyof BudgetAmounts)[];

export const budgetAmountsOf = (lines: readonly BudgetAmounts[]): BudgetAmounts =>
  Object.fromEntries(
    COLUMNS.map((column) => [column, written(sumOf(lines.map((line) => line[column])))]),
  ) as unknown as BudgetAmounts;

/** Budget figures of an existing grant, read as the role `mawa_figures`. */
export function budgetFigures(
  tx: Tx,
  grantId: string,
  { from, until }: Period,
): Promise<BudgetFigures> {
  return asFigures(tx, async () => {
    const [grant] = await tx.query<BudgetFigures['grant']>(GRANT, [grantId]);
    const shares = await tx.query<BudgetFigures['shares'][number]>(SHARES, [grantId]);
    const lines = await tx.query<BudgetLineFigures>(LINES, [grantId, from, until]);
    if (!grant) throw new Error('there is no such grant');
    return { grant, shares, lines, totals: budgetAmountsOf(lines) };
  });
}
