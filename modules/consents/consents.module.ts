import { Module } from '@nestjs/common';
import { BeneficiariesModule } from '../beneficiaries';
import { Organisations, OrganisationsModule } from '../organisations';
import { ExportConsents } from '../exports';
import { Views } from '../views';
import { ConsentForms } from './consent-form.service';
import { ConsentTextsApiController } from './consent-texts.api.controller';
import { ConsentTextsPagesController } from './consent-texts.pages.controller';
import { ConsentTexts } from './consent-texts.service';
import { ConsentsApiController } from './consents.api.controller';
import { ConsentsPagesController } from './consents.pages.controller';
import { Consents } from './consents.service';
import { exportAgreements } from './export-agreements.queries';
import { Guardians } from './guardians.service';
import { NoticesApiController } from './notices.api.controller';
import { NoticesPagesController } from './notices.pages.controller';
import { Notices } from './notices.service';
import { ConsentCaseFilePanel } from './consent-case-file.service';
import { ShareEnds } from './share-ends.service';
import { SharesApiController } from './shares.api.controller';
import { SharesPagesController } from './shares.pages.controller';
import { SHARE_LIST } from './shares.queries';
import { Shares } from './shares.service';
import { ConsentHousekeeping } from './consents.schedule';
import { WithdrawalsPagesController } from './withdrawals.pages.controller';
import { Withdrawals } from './withdrawals.service';
import { ConsentTextDecisions } from './consent-text-decisions.source';

@Module({
  imports: [BeneficiariesModule, OrganisationsModule],
  controllers: [
    ConsentsApiController,
    ConsentsPagesController,
    ConsentTextsApiController,
    SharesApiController,
    NoticesApiController,
    WithdrawalsPagesController,
    ConsentTextsPagesController,
    SharesPagesController,
    NoticesPagesController,
  ],
  providers: [
    Consents,
    ConsentForms,
    ConsentTexts,
    ConsentTextDecisions,
    Guardians,
    Withdrawals,
    Shares,
    ShareEnds,
    Notices,
    ConsentCaseFilePanel,
    ConsentHousekeeping,
  ],
  exports: [Consents, ConsentTexts, Shares, ShareEnds, Withdrawals, ConsentHousekeeping],
})
export class ConsentsModule {
  constructor(views: Views, agreements: ExportConsents, organisations: Organisations) {
    views.define(SHARE_LIST);
    agreements.use(exportAgreements(organisations));
  }
}
