import { Module } from '@nestjs/common';
import { BeneficiariesModule } from '../beneficiaries';
import { ConsentsModule } from '../consents';
import { DisclosureModule } from '../disclosure';
import { OrganisationsModule } from '../organisations';
import { ExportLists } from '../exports';
import { ImportLists } from '../imports';
import { PlansModule } from '../plans';
import { Lists } from '../reference-lists';
import { Views } from '../views';
import { LinkSlips } from './link-slip.view';
import {
  HelpRequestsApiController,
  HelpRequestsPagesController,
} from './help/help-requests.pages.controller';
import { HelpRequests } from './help/help-requests.service';
import { HelpRequestCaseFilePanel } from './help/help-case-file-panel.service';
import { LinkApiController } from './link.api.controller';
import { LinkPagesController } from './link.pages.controller';
import { LinkLimits } from './links/link-limits.service';
import { LinkPages } from './links/link-pages.service';
import { PartnerLinks } from './links/partner-links.service';
import { ReferralCaseFilePanel } from './referral-case-file-panel.service';
import { PartnersApiController } from './partners/partners.api.controller';
import { PartnersPagesController } from './partners/partners.pages.controller';
import { Partners } from './partners/partners.service';
import { PastPlacesImport } from './partners/past-places.import';
import { PersonReferralsPagesController } from './person-referrals.pages.controller';
import { ReceivedApiController } from './received.api.controller';
import { ReceivedPagesController } from './received.pages.controller';
import { ReceivedPanel } from './home/received-panel.service';
import { ReceivedReferrals } from './received.service';
import { QuarterlyReferralFigures } from './referral-figures.service';
import { ReferralLists } from './referral-lists.service';
import { ReferralsApiController } from './referrals.api.controller';
import { ReferralsPagesController } from './referrals.pages.controller';
import { referralExport } from './referrals.export';
import { REFERRAL_LIST } from './referrals.queries';
import { Referrals } from './referrals.service';
import { SendReferrals } from './send-referral.service';
import { ReferralSheets } from './referral-sheets.service';
import { ReferralHousekeeping } from './referrals.schedule';

import { PartnersSearchSource } from './partners/partners-search.source';
@Module({
  imports: [
    BeneficiariesModule,
    ConsentsModule,
    DisclosureModule,
    OrganisationsModule,
    PlansModule,
  ],
  controllers: [
    HelpRequestsApiController,
    HelpRequestsPagesController,
    LinkApiController,
    LinkPagesController,
    PartnersApiController,
    PartnersPagesController,
    ReceivedApiController,
    ReceivedPagesController,
    ReferralsApiController,
    ReferralsPagesController,
    PersonReferralsPagesController,
  ],
  providers: [
    PartnersSearchSource,
    LinkSlips,
    HelpRequests,
    HelpRequestCaseFilePanel,
    LinkLimits,
    LinkPages,
    PartnerLinks,
    Partners,
    PastPlacesImport,
    ReceivedReferrals,
    ReceivedPanel,
    QuarterlyReferralFigures,
    ReferralLists,
    Referrals,
    ReferralCaseFilePanel,
    SendReferrals,
    ReferralSheets,
    ReferralHousekeeping,
  ],
  exports: [
    LinkSlips,
    HelpRequests,
    LinkLimits,
    LinkPages,
    PartnerLinks,
    Partners,
    ReceivedReferrals,
    Referrals,
    SendReferrals,
    ReferralHousekeeping,
  ],
})
export class ReferralsModule {
  constructor(
    views: Views,
    exports: ExportLists,
    imports: ImportLists,
    lists: Lists,
    pastPlaces: PastPlacesImport,
  ) {
    imports.register(pastPlaces);
    views.define(REFERRAL_LIST);
    exports.define(referralExport(lists));
  }
}
