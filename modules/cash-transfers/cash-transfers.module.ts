import { Module } from '@nestjs/common';
import { GrantBudgetingModule } from '../grant-budgeting';
import { ImportLists } from '../imports';
import { AgreementsPagesController } from './agreements.pages.controller';
import { Advances } from './advances.service';
import { CheckReturns } from './check-returns.service';
import { FaceForms } from './face.queries';
import { OwnMoneyPanel } from './home/own-money-panel.service';
import { PartnerAgreements } from './partner-agreements.service';
import { PartnerRefunds } from './partner-refunds.service';
import { PartnerReturnImport } from './partner-returns.import';
import { PartnerReturns } from './partner-returns.service';
import {
  OwnAgreementsApiController,
  OwnAgreementsPagesController,
} from './own-agreements.pages.controller';
import { PartnerChoices } from './partner-choices.service';
import { PartnerSubmissionsPagesController } from './partner-submissions.pages.controller';
import { PartnersApiController } from './partners.api.controller';
import { PartnersPagesController } from './partners.pages.controller';
import { Partners } from './partners.queries';
import { QuestionedCosts } from './questioned-costs.queries';
import { SpotChecksApiController, SpotChecksPagesController } from './spot-checks.pages.controller';
import { SpotChecks } from './spot-checks.service';

@Module({
  imports: [GrantBudgetingModule],
  controllers: [
    AgreementsPagesController,
    PartnersApiController,
    PartnersPagesController,
    PartnerSubmissionsPagesController,
    SpotChecksApiController,
    SpotChecksPagesController,
    OwnAgreementsApiController,
    OwnAgreementsPagesController,
  ],
  providers: [
    Advances,
    CheckReturns,
    FaceForms,
    OwnMoneyPanel,
    PartnerAgreements,
    PartnerChoices,
    PartnerRefunds,
    PartnerReturns,
    PartnerReturnImport,
    Partners,
    QuestionedCosts,
    SpotChecks,
  ],
  exports: [Advances, CheckReturns, PartnerAgreements, PartnerRefunds, PartnerReturns],
})
export class CashTransfersModule {
  constructor(imports: ImportLists, returns: PartnerReturnImport) {
    imports.register(returns);
  }
}
