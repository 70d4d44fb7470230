import { Injectable } from '@nestjs/common';
import { HandLinks, LinkPages, PartnerLinks } from '../modules/referrals';
import {
  type AskedPage,
  type MadeAsk,
  type NewAsk,
  PartnerAsks,
} from '../modules/voluntary-return';
import type { Tx } from './database/transactions';

/** What return and reintegration asks of partners: its port, connected to the links of the referrals. */
@Injectable()
export class AsksByLink extends PartnerAsks {
  constructor(
    private readonly links: PartnerLinks,
    private readonly pages: LinkPages,
    private readonly handing: HandLinks,
  ) {
    super();
  }

  add(page: AskedPage): void {
    this.pages.add(page);
  }

  make(tx: Tx, ask: NewAsk): Promise<MadeAsk> {
    return this.links.make(tx, ask);
  }

  hand(...[made, request]: Parameters<PartnerAsks['hand']>) {
    return this.handing.show(made, request);
  }
}
