import { Injectable } from '@nestjs/common';
import { HomePanels } from '../../home';
import { Transactions, type Tx } from '../../platform/database/transactions';
import { budgetsOfToday } from '../budget.queries';
import { countCommitments } from '../commitments/commitments.queries';
import { cashOnHand } from '../federal/sf425.queries';
import { Forecasts } from '../forecast/forecast.queries';
import { countSubmissionsToCheck } from './submissions-to-check.queries';
import { revisionsToDecide } from '../revisions/revisions.queries';
import { moneyPanel, type MoneyOfGrant, type MoneyToday } from './money-panel.view';

/**
 * The first page of finance: cash, what waits to be approved, checked or paid, and lines in danger. Auditors decide
 * nothing: they see cash, spending and lines, and the way to the ledger.
 */
@Injectable()
export class MoneyPanel {
  constructor(
    private readonly forecasts: Forecasts,
    panels: HomePanels,
    transactions: Transactions,
  ) {
    panels.add({
      key: 'money',
      roles: ['finance_officer', 'auditor'],
      permission: 'budget:read',
      order: 20,
      load: async (actor, language) =>
        moneyPanel(await transactions.run(actor, (tx) => this.readIn(tx)), {
          acts: actor.roles.includes('finance_officer'),
          language,
        }),
    });
  }

  private async readIn(tx: Tx): Promise<MoneyToday> {
    const budgets = await budgetsOfToday(tx);
    const forecasts = await this.forecasts.ofBudgets(tx, budgets);
    const toDecide = new Map((await revisionsToDecide(tx)).map((one) => [one.grantId, one]));
    const grants: MoneyOfGrant[] = [];
    for (const [at, budget] of budgets.entries()) {
      grants.push({
        budget,
        forecast: forecasts[at]!,
        cash: await cashOnHand(tx, budget.grantId, tx.today),
        revisions: toDecide.get(budget.grantId) ?? { count: 0, own: 0 },
      });
    }
    return {
      grants,
      commitments: await countCommitments(tx),
      toCheck: await countSubmissionsToCheck(tx),
    };
  }
}
