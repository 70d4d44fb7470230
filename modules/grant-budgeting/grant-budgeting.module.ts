import { Module } from '@nestjs/common';
import { ImportLists } from '../lists-in';
import { BudgetPagesController } from './budget.pages.controller';
import { Budget } from './budget.queries';
import { Agreements } from './commitments/agreements.service';
import { AgreementsPagesController } from './commitments/agreements.pages.controller';
import { CommitmentChoices } from './commitments/commitment-choices';
import { CommitmentsApiController } from './commitments/commitments.api.controller';
import { CommitmentsPagesController } from './commitments/commitments.pages.controller';
import { Commitments } from './commitments/commitments.queries';
import { DecideCommitment } from './commitments/decide-commitment.service';
import { OrderCommitment } from './commitments/order-commitment.service';
import { PayCommitment } from './commitments/pay-commitment.service';
import { RequestCommitment } from './commitments/request-commitment.service';
import { TakeStep } from './commitments/take-step.service';
import { GrantBudgetingApiController } from './grant-budgeting.api.controller';
import { Ledger } from './ledger.service';
import { Periods } from './periods.service';
import { RateChoices } from './rate-choices';
import { RatesPagesController } from './rates.pages.controller';
import { Advances } from './partners/advances.service';
import { CheckReturns } from './partners/check-returns.service';
import { FaceForms } from './partners/face.queries';
import { PartnerAgreements } from './partners/partner-agreements.service';
import { PartnerRefunds } from './partners/partner-refunds.service';
import { PartnerReturnsIn } from './partners/partner-returns.list';
import { PartnerReturns } from './partners/partner-returns.service';
import { OwnMoneyApiController, OwnMoneyPagesController } from './partners/own-money.controllers';
import { PartnerChoices } from './partners/partner-choices';
import { PartnerPapersPagesController } from './partners/partner-papers.pages.controller';
import { PartnersApiController } from './partners/partners.api.controller';
import { PartnersPagesController } from './partners/partners.pages.controller';
import { Partners } from './partners/partners.queries';
import { ExchangeRates } from './rates.service';
import { WaitingCharges } from './waiting-charges';

@Module({
  controllers: [
    GrantBudgetingApiController,
    CommitmentsApiController,
    CommitmentsPagesController,
    AgreementsPagesController,
    BudgetPagesController,
    RatesPagesController,
    PartnersApiController,
    PartnersPagesController,
    PartnerPapersPagesController,
    OwnMoneyApiController,
    OwnMoneyPagesController,
  ],
  providers: [
    Advances,
    Agreements,
    CheckReturns,
    FaceForms,
    PartnerAgreements,
    PartnerChoices,
    PartnerRefunds,
    PartnerReturns,
    PartnerReturnsIn,
    Partners,
    Budget,
    CommitmentChoices,
    Commitments,
    DecideCommitment,
    ExchangeRates,
    Ledger,
    OrderCommitment,
    PayCommitment,
    Periods,
    RateChoices,
    RequestCommitment,
    TakeStep,
    WaitingCharges,
  ],
  exports: [
    Advances,
    Agreements,
    CheckReturns,
    PartnerAgreements,
    PartnerRefunds,
    PartnerReturns,
    DecideCommitment,
    ExchangeRates,
    Ledger,
    RequestCommitment,
    TakeStep,
    WaitingCharges,
  ],
})
export class GrantBudgetingModule {
  constructor(imports: ImportLists, returns: PartnerReturnsIn) {
    imports.register(returns);
  }
}
