import { Injectable } from '@nestjs/common';
import { LinkSlips, LinkPages, PartnerLinks } from '../../modules/referrals';
import {
  type PartnerRequestPage,
  type PartnerLink,
  type NewPartnerRequest,
  PartnerRequests,
} from '../../modules/voluntary-return';
import type { Tx } from '../../modules/platform/database/transactions';

/** What return and reintegration asks of partners: its port, connected to the links of the referrals. */
@Injectable()
export class LinkedPartnerRequests extends PartnerRequests {
  constructor(
    private readonly links: PartnerLinks,
    private readonly pages: LinkPages,
    private readonly handing: LinkSlips,
  ) {
    super();
  }

  add(page: PartnerRequestPage): void {
    this.pages.add(page);
  }

  make(tx: Tx, ask: NewPartnerRequest): Promise<PartnerLink> {
    return this.links.make(tx, ask);
  }

  hand(...[made, request]: Parameters<PartnerRequests['hand']>) {
    return this.handing.show(made, request);
  }
}
