/** Money spent by the day of booking, as budget.figures.ts sums it: reversals are taken off. */
import type { FactSource } from '../platform/shared/fact-source.types';

export const MONEY_SPENT: FactSource = {
  ofPeople: false,
  cuts: ['grant', 'agency', 'partner', 'budget_line', 'object_class', 'unsdg_category'],
  rows: `
    SELECT a.id AS unit, d.day, d.amount, g.currency::text AS currency, g.code AS "grant", o.code AS agency, p.code AS partner,
           l.id::text AS budget_line, l.object_class::text AS object_class, l.unsdg_category::text AS unsdg_category
      FROM ledger_accounts a JOIN ledger_days d ON d.account_id = a.id
      JOIN budget_lines l ON l.id = a.line_id JOIN grants g ON g.id = l.grant_id
      JOIN organisations o ON o.id = l.organisation_id LEFT JOIN organisations p ON p.id = l.partner_id
     WHERE a.kind = 'spent' AND d.day >= $1::date AND d.day < $2::date`,
};
