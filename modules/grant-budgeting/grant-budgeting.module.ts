import { Module } from '@nestjs/common';
import { DocumentsModule } from '../documents';
import { ImportLists } from '../imports';
import { SettingProposals, SettingsModule } from '../settings';
import { BudgetPagesController } from './budget.pages.controller';
import { GrantConditions } from './terms/grant-conditions.service';
import { GrantContributions } from './terms/grant-contributions.service';
import { GrantTermsApiController } from './terms/grant-terms.api.controller';
import { GrantTermsPagesController } from './terms/grant-terms.pages.controller';
import { AllocationsApiController } from './allocations/allocations.api.controller';
import { AllocationsPagesController } from './allocations/allocations.pages.controller';
import { CostAllocations } from './allocations/allocations.service';
import { Budget } from './budget.queries';
import { Agreements } from './commitments/agreements.service';
import { AgreementsPagesController } from './commitments/agreements.pages.controller';
import { CommitmentChoices } from './commitments/commitment-choices.service';
import { CommitmentsApiController } from './commitments/commitments.api.controller';
import { CommitmentsPagesController } from './commitments/commitments.pages.controller';
import { Commitments } from './commitments/commitments.queries';
import { DecideCommitment } from './commitments/decide-commitment.service';
import { OrderCommitment } from './commitments/order-commitment.service';
import { PayCommitment } from './commitments/pay-commitment.service';
import { PlanFunding } from './commitments/plan-funding.service';
import { RequestCommitment } from './commitments/request-commitment.service';
import { TakeStep } from './commitments/take-step.service';
import { DonorMoney } from './federal/donor-money.service';
import {
  MoneyFilesApiController,
  MoneyFilesPagesController,
} from './files/money-files.pages.controller';
import { MoneyFiles } from './files/money-files.service';
import { FederalApiController } from './federal/federal.api.controller';
import { FederalPagesController } from './federal/federal.pages.controller';
import { FederalReports } from './federal/sf425.queries';
import { BookedAhead } from './forecast/booked-ahead.service';
import { ForecastApiController } from './forecast/forecast.api.controller';
import { ForecastPagesController } from './forecast/forecast.pages.controller';
import { Forecasts } from './forecast/forecast.queries';
import { GrantDrafts } from './grants/grant-drafts.service';
import { GrantChanges } from './grants/grant-changes.service';
import { GrantHistory } from './grants/grant-history.queries';
import { GrantProposals } from './grants/grant-proposals.service';
import { GrantsApiController } from './grants/grants.api.controller';
import { GrantDraftsPagesController } from './grants/grant-drafts.pages.controller';
import { GrantProposalsPagesController } from './grants/grant-proposals.pages.controller';
import { GrantsPagesController } from './grants/grants.pages.controller';
import { Grants } from './grants/grants.queries';
import { GrantBudgetingApiController } from './grant-budgeting.api.controller';
import { MoneyPanel } from './home/money-panel.service';
import { MoneyDecisions } from './home/money-decisions.source';
import { Ledger } from './ledger.service';
import { Periods } from './periods.service';
import { CashForecasts } from './plan/cash-forecast.service';
import { PlanApiController } from './plan/plan.api.controller';
import { PlanPagesController } from './plan/plan.pages.controller';
import { BudgetPlans } from './plan/plan.service';
import { RateChoices } from './rate-choices.service';
import { RatesPagesController } from './rates.pages.controller';
import { OpeningBalancesImport } from './openings/opening-balances.import';
import { OpeningsApiController } from './openings/openings.api.controller';
import { OpeningsPagesController } from './openings/openings.pages.controller';
import { Openings } from './openings/openings.service';
import { Advances } from './partners/advances.service';
import { CheckReturns } from './partners/check-returns.service';
import { FaceForms } from './partners/face.queries';
import { PartnerAgreements } from './partners/partner-agreements.service';
import { PartnerRefunds } from './partners/partner-refunds.service';
import { PartnerReturnImport } from './partners/partner-returns.import';
import { PartnerReturns } from './partners/partner-returns.service';
import {
  OwnAgreementsApiController,
  OwnAgreementsPagesController,
} from './partners/own-agreements.pages.controller';
import { PartnerChoices } from './partners/partner-choices.service';
import { PartnerSubmissionsPagesController } from './partners/partner-submissions.pages.controller';
import { PartnersApiController } from './partners/partners.api.controller';
import { PartnersPagesController } from './partners/partners.pages.controller';
import { Partners } from './partners/partners.queries';
import {
  SpotChecksApiController,
  SpotChecksPagesController,
} from './partners/spot-checks.pages.controller';
import { SpotChecks } from './partners/spot-checks.service';
import { ExchangeRates } from './rates.service';
import { DecideRevision } from './revisions/decide-revision.service';
import { ProposeRevision } from './revisions/propose-revision.service';
import { RevisionsApiController } from './revisions/revisions.api.controller';
import { RevisionsPagesController } from './revisions/revisions.pages.controller';
import { Revisions } from './revisions/revisions.queries';
import { UnRateImport } from './un-rates.import';
import { WaitingCharges } from './waiting-charges.service';

@Module({
  imports: [DocumentsModule, SettingsModule],
  controllers: [
    GrantBudgetingApiController,
    AllocationsApiController,
    GrantTermsApiController,
    GrantTermsPagesController,
    AllocationsPagesController,
    GrantsApiController,
    GrantDraftsPagesController,
    GrantProposalsPagesController,
    GrantsPagesController,
    OpeningsApiController,
    OpeningsPagesController,
    CommitmentsApiController,
    CommitmentsPagesController,
    AgreementsPagesController,
    PlanApiController,
    PlanPagesController,
    RevisionsApiController,
    RevisionsPagesController,
    ForecastApiController,
    ForecastPagesController,
    BudgetPagesController,
    RatesPagesController,
    FederalApiController,
    FederalPagesController,
    PartnersApiController,
    PartnersPagesController,
    PartnerSubmissionsPagesController,
    SpotChecksApiController,
    SpotChecksPagesController,
    OwnAgreementsApiController,
    OwnAgreementsPagesController,
    MoneyFilesApiController,
    MoneyFilesPagesController,
  ],
  providers: [
    MoneyFiles,
    MoneyDecisions,
    MoneyPanel,
    UnRateImport,
    Advances,
    Agreements,
    BookedAhead,
    CheckReturns,
    FaceForms,
    PartnerAgreements,
    PartnerChoices,
    PartnerRefunds,
    PartnerReturns,
    PartnerReturnImport,
    Partners,
    SpotChecks,
    Budget,
    BudgetPlans,
    CashForecasts,
    CostAllocations,
    GrantConditions,
    GrantContributions,
    CommitmentChoices,
    Commitments,
    DecideCommitment,
    DonorMoney,
    ExchangeRates,
    FederalReports,
    DecideRevision,
    ExchangeRates,
    Forecasts,
    GrantDrafts,
    GrantChanges,
    GrantHistory,
    GrantProposals,
    Grants,
    Ledger,
    OpeningBalancesImport,
    Openings,
    OrderCommitment,
    PayCommitment,
    Periods,
    PlanFunding,
    ProposeRevision,
    RateChoices,
    RequestCommitment,
    Revisions,
    TakeStep,
    WaitingCharges,
  ],
  exports: [
    DonorMoney,
    Advances,
    Agreements,
    BookedAhead,
    BudgetPlans,
    CheckReturns,
    PartnerAgreements,
    PartnerRefunds,
    PartnerReturns,
    DecideCommitment,
    DecideRevision,
    ExchangeRates,
    GrantChanges,
    GrantHistory,
    GrantProposals,
    Ledger,
    PlanFunding,
    ProposeRevision,
    RequestCommitment,
    TakeStep,
    WaitingCharges,
  ],
})
export class GrantBudgetingModule {
  constructor(
    imports: ImportLists,
    returns: PartnerReturnImport,
    unRates: UnRateImport,
    openings: OpeningBalancesImport,
    settings: SettingProposals,
    waiting: WaitingCharges,
  ) {
    settings.whenConfirmed(['exchange_rates', 'night_rates', 'service_lines'], (actor) =>
      waiting.chargeAll(actor),
    );
    imports.register(returns);
    imports.register(unRates);
    imports.register(openings);
  }
}
