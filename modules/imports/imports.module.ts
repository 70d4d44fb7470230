import { Global, Module } from '@nestjs/common';
import { BackgroundImports } from './background-imports.service';
import { ImportRows } from './import-rows.service';
import { FileBodies } from './file-bodies.service';
import { ImportLists } from './import-lists.service';
import { ImportOnce } from './import-once.service';
import { ImportRuns } from './import-runs.service';
import { ImportsApiController } from './imports.api.controller';
import { ImportsPagesController } from './imports.pages.controller';
import { ImportRunSeals } from './runs/run-seals.service';
import { ImportTemplates } from './import-templates.service';
import { SavedMappings } from './runs/saved-columns.service';
import { ImportUndoListeners } from './import-undo-listeners.service';

@Global()
@Module({
  controllers: [ImportsApiController, ImportsPagesController],
  providers: [
    BackgroundImports,
    ImportRows,
    FileBodies,
    ImportLists,
    ImportOnce,
    ImportRuns,
    ImportRunSeals,
    SavedMappings,
    ImportTemplates,
    ImportUndoListeners,
  ],
  exports: [ImportLists, ImportOnce, ImportRuns, ImportUndoListeners],
})
export class ImportsModule {}
