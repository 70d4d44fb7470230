import { Module } from '@nestjs/common';
import { ImportLists } from '../imports';
import { AgencyLedgerImport } from './agency-ledgers.import';
import { MatchLedgers } from './match-ledgers.service';
import { ReconciliationApiController } from './reconciliation.api.controller';
import { ReconciliationPagesController } from './reconciliation.pages.controller';
import { Reconciliation } from './reconciliation.queries';
import { SignMonth } from './sign-month.service';

@Module({
  controllers: [ReconciliationApiController, ReconciliationPagesController],
  providers: [AgencyLedgerImport, MatchLedgers, Reconciliation, SignMonth],
  exports: [MatchLedgers, Reconciliation, SignMonth],
})
export class ReconciliationModule {
  constructor(imports: ImportLists, ledgers: AgencyLedgerImport) {
    imports.register(ledgers);
  }
}
