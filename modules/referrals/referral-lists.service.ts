import { Injectable } from '@nestjs/common';
import { Organisations } from '../organisations';
import { inOrder, Lists } from '../reference-lists';
import { type ListBar, ListBars } from '../views';
import { Transactions } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { REFERRAL_LIST, type ReferralFilter, type ReferralPage } from './referrals.queries';
import { Referrals } from './referrals.service';

interface Choice {
  readonly value: string;
  readonly label: string;
}

export interface ListedReferrals extends ReferralPage {
  readonly bar: ListBar;
  readonly services: readonly Choice[];
  readonly partners: readonly Choice[];
}

/** The list of referrals with its header, in one transaction. */
@Injectable()
export class ReferralLists {
  constructor(
    private readonly transactions: Transactions,
    private readonly referrals: Referrals,
    private readonly organisations: Organisations,
    private readonly lists: Lists,
    private readonly bars: ListBars,
  ) {}

  of(
    actor: Actor,
    language: Language,
    filter: ReferralFilter,
    after: string | null,
  ): Promise<ListedReferrals> {
    return this.transactions.run(actor, async (tx) => {
      const page = await this.referrals.listIn(tx, filter, after);
      const bar = await this.bars.ofIn(tx, language, REFERRAL_LIST, { ...filter });
      const { referral_services: help } = await this.lists.inForce(tx, ['referral_services']);
      const organisations = await this.organisations.listIn(tx);
      return {
        ...page,
        bar,
        services: inOrder(help.items).map(({ code, labels }) => ({
          value: code,
          label: labels[language],
        })),
        partners: organisations
          .filter(({ kind }) => kind === 'partner')
          .map(({ id, name }) => ({ value: id, label: name })),
      };
    });
  }
}
