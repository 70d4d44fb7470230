import { Global, Module } from '@nestjs/common';
import { Agreements } from './agreements';
import { DownloadMenus } from './download-menus';
import { ExportLists } from './export-lists';
import { ExportPages } from './export-pages';
import { ExportsApiController } from './exports.api.controller';
import { ExportsPagesController } from './exports.pages.controller';
import { ExportRegister } from './register.service';
import { TakeLists } from './take-list.service';

@Global()
@Module({
  controllers: [ExportsApiController, ExportsPagesController],
  providers: [Agreements, DownloadMenus, ExportLists, ExportPages, ExportRegister, TakeLists],
  exports: [Agreements, DownloadMenus, ExportLists, TakeLists],
})
export class ListsOutModule {}
