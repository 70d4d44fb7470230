import { Global, Module } from '@nestjs/common';
import { ExportConsents } from './agreements';
import { DownloadMenus } from './download-menus';
import { ExportLists } from './export-lists';
import { ExportPages } from './export-pages';
import { ExportsApiController } from './exports.api.controller';
import { ExportsPagesController } from './exports.pages.controller';
import { ExportRegister } from './register.service';
import { ProduceExports } from './take-list.service';

@Global()
@Module({
  controllers: [ExportsApiController, ExportsPagesController],
  providers: [
    ExportConsents,
    DownloadMenus,
    ExportLists,
    ExportPages,
    ExportRegister,
    ProduceExports,
  ],
  exports: [ExportConsents, DownloadMenus, ExportLists, ProduceExports],
})
export class ExportsModule {}
