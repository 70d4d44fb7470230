import { Global, Module } from '@nestjs/common';
import { ListDraftsApiController } from './list-drafts.api.controller';
import { ListDraftsPagesController } from './list-drafts.pages.controller';
import { ListDrafts } from './list-drafts.service';
import { ListItemsPagesController } from './list-items.pages.controller';
import { ListPages } from './reference-lists.view';
import { ListUses } from './list-uses.service';
import { ListsApiController } from './lists.api.controller';
import { ListsPagesController } from './lists.pages.controller';
import { Lists } from './lists.service';
import { HolidaysHook } from './holidays.hook';
import { ListDecisions } from './list-decisions.source';

/** Global, as the lists are to every module that chooses from them. */
@Global()
@Module({
  controllers: [
    ListsApiController,
    ListDraftsApiController,
    // Before `lists/:name/…` takes their addresses.
    ListDraftsPagesController,
    ListItemsPagesController,
    ListsPagesController,
  ],
  providers: [HolidaysHook, ListDecisions, Lists, ListDrafts, ListPages, ListUses],
  exports: [HolidaysHook, Lists, ListDrafts, ListUses],
})
export class ReferenceListsModule {}
