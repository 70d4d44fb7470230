import { Module } from '@nestjs/common';
import { BeneficiariesModule } from '../beneficiaries';
import { ImportLists } from '../imports';
import { Lists, ReferenceListsModule } from '../reference-lists';
import { PAST_RECORD_KINDS } from './past-record-kinds.data';
import { PastRecordTimelineSource } from './past-record-timeline.service';
import { PastRecordsImport } from './past-records.import';

@Module({
  imports: [BeneficiariesModule, ReferenceListsModule],
  providers: [PastRecordTimelineSource],
})
export class PastRecordsModule {
  constructor(imports: ImportLists, lists: Lists) {
    for (const kind of PAST_RECORD_KINDS) imports.register(new PastRecordsImport(kind, lists));
  }
}
