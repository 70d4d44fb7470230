import { Module } from '@nestjs/common';
import { BeneficiariesModule } from '../beneficiaries';
import { ImportUndoListeners } from '../imports';
import type { Env } from '../platform/config/env';
import { ENV } from '../platform/config/env.token';
import { ErasureLog } from './erasure-log.service';
import { Erasures } from './erasures.service';
import { LegalHolds } from './legal-holds.service';
import { Retention } from './retention.service';
import { ErasuresApiController, RightsApiController } from './rights.api.controller';
import { ErasuresPagesController } from './erasures.pages.controller';
import { RightsPage } from './rights-page.service';
import { RightsPagesController } from './rights.pages.controller';
import { FileReadersApiController } from './readers/file-readers.api.controller';
import { FileReadersPagesController } from './readers/file-readers.pages.controller';
import { FileReaders } from './readers/file-readers.service';
import { ProcessingRegisterApiController } from './processing/processing-register.api.controller';
import { ProcessingRegisterPagesController } from './processing/processing-register.pages.controller';
import { ProcessingRegisters } from './processing/processing-register.service';
import { RightsRequests } from './rights-requests.service';
import { FileSections } from './whole-file/file-sections.service';
import { WholeFileDocuments } from './whole-file/whole-file-documents.service';
import { WholeFiles } from './whole-file/whole-file.service';
import { ErasureDecisions } from './erasure-decisions.source';
import { BreachHandling } from './breaches/breach-handling.service';
import { BreachReports } from './breaches/breach-reports.service';
import { BreachTexts } from './breaches/breach-texts.service';
import { BreachesPagesController } from './breaches/breaches.pages.controller';
import { Breaches } from './breaches/breaches.service';
import { BreachWaiverDecisions } from './breaches/home/breach-waiver-decisions.source';
import { BreachesPanel } from './breaches/home/breaches-panel.service';

@Module({
  imports: [BeneficiariesModule],
  controllers: [
    RightsApiController,
    ErasuresApiController,
    RightsPagesController,
    ErasuresPagesController,
    FileReadersApiController,
    FileReadersPagesController,
    ProcessingRegisterApiController,
    ProcessingRegisterPagesController,
    BreachesPagesController,
  ],
  providers: [
    { provide: ErasureLog, useFactory: (env: Env) => new ErasureLog(env.keyFile), inject: [ENV] },
    BreachHandling,
    BreachReports,
    BreachTexts,
    BreachWaiverDecisions,
    Breaches,
    BreachesPanel,
    Erasures,
    ErasureDecisions,
    FileReaders,
    FileSections,
    LegalHolds,
    Retention,
    ProcessingRegisters,
    RightsPage,
    RightsRequests,
    WholeFileDocuments,
    WholeFiles,
  ],
  exports: [FileSections],
})
export class RightsModule {
  /** People of undone imports are logged like erased ones, so that a restore does not bring them back. */
  constructor(takenBack: ImportUndoListeners, log: ErasureLog) {
    takenBack.ofKind('case', (ids, at) => log.appendAll(ids, at));
  }
}
