import { Injectable } from '@nestjs/common';
import { HomePanels } from '../../home';
import { Transactions } from '../../platform/database/transactions';
import { tonightPanel } from './tonight-panel.view';
import { readTonight } from './tonight.queries';

/** The first page of those who work in a house. */
@Injectable()
export class TonightPanel {
  constructor(panels: HomePanels, transactions: Transactions) {
    panels.add({
      key: 'tonight',
      roles: ['shelter_manager', 'shelter_staff'],
      permission: 'house:call',
      order: 10,
      load: async (actor, language) =>
        tonightPanel(await transactions.runWithKeptPlans(actor, readTonight), actor, language),
    });
  }
}
