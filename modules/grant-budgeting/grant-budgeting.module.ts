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
import { LedgerListPagesController } from './ledger-list/ledger-list.pages.controller';
import { LedgerList } from './ledger-list/ledger-list.queries';
import { LedgerTransactions } from './ledger-list/ledger-transaction.queries';
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
    PlanApiController,
    PlanPagesController,
    RevisionsApiController,
    RevisionsPagesController,
    ForecastApiController,
    ForecastPagesController,
    BudgetPagesController,
    LedgerListPagesController,
    RatesPagesController,
    FederalApiController,
    FederalPagesController,
    MoneyFilesApiController,
    MoneyFilesPagesController,
  ],
  providers: [
    MoneyFiles,
    MoneyDecisions,
    MoneyPanel,
    UnRateImport,
    Agreements,
    BookedAhead,
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
    LedgerList,
    LedgerTransactions,
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
    Agreements,
    BookedAhead,
    BudgetPlans,
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
    CommitmentChoices,
  ],
})
export class GrantBudgetingModule {
  constructor(
    imports: ImportLists,
    unRates: UnRateImport,
    openings: OpeningBalancesImport,
    settings: SettingProposals,
    waiting: WaitingCharges,
  ) {
    settings.whenConfirmed(['exchange_rates', 'night_rates', 'service_lines'], (actor) =>
      waiting.chargeAll(actor),
    );
    imports.register(unRates);
    imports.register(openings);
  }
}
