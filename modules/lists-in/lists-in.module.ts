import { Global, Module } from '@nestjs/common';
import { BringIn } from './bring-in.service';
import { FileBodies } from './file-bodies';
import { ImportLists } from './import-lists';
import { ImportOnce } from './import-once.service';
import { ImportRuns } from './import-runs.service';
import { ImportsApiController } from './imports.api.controller';
import { ImportsPagesController } from './imports.pages.controller';
import { RunSeals } from './runs/run-seals';
import { SavedMappings } from './runs/saved-columns.service';
import { TakenBack } from './taken-back';

@Global()
@Module({
  controllers: [ImportsApiController, ImportsPagesController],
  providers: [
    BringIn,
    FileBodies,
    ImportLists,
    ImportOnce,
    ImportRuns,
    RunSeals,
    SavedMappings,
    TakenBack,
  ],
  exports: [ImportLists, ImportOnce, ImportRuns, TakenBack],
})
export class ListsInModule {}
