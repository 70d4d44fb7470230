import { Module } from '@nestjs/common';
import { BudgetPagesController } from './budget.pages.controller';
import { Budget } from './budget.queries';
import { GrantBudgetingApiController } from './grant-budgeting.api.controller';
import { Ledger } from './ledger.service';
import { Periods } from './periods.service';
import { RateChoices } from './rate-choices';
import { RatesPagesController } from './rates.pages.controller';
import { ExchangeRates } from './rates.service';
import { WaitingCharges } from './waiting-charges';

@Module({
  controllers: [GrantBudgetingApiController, BudgetPagesController, RatesPagesController],
  providers: [Budget, ExchangeRates, Ledger, Periods, RateChoices, WaitingCharges],
  exports: [ExchangeRates, Ledger, WaitingCharges],
})
export class GrantBudgetingModule {}
