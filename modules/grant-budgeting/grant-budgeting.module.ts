import { Module } from '@nestjs/common';
import { Budget } from './budget.queries';
import { GrantBudgetingApiController } from './grant-budgeting.api.controller';
import { Ledger } from './ledger.service';
import { Periods } from './periods.service';
import { ExchangeRates } from './rates.service';
import { WaitingCharges } from './waiting-charges';

@Module({
  controllers: [GrantBudgetingApiController],
  providers: [Budget, Ledger, Periods, ExchangeRates, WaitingCharges],
  exports: [Ledger, ExchangeRates, WaitingCharges],
})
export class GrantBudgetingModule {}
