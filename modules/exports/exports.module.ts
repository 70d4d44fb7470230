import { Global, Module } from '@nestjs/common';
import { ExportConsents } from './export-consents.service';
import { DownloadMenus } from './download-menus.service';
import { ExportLists } from './export-lists.service';
import { ExportPages } from './exports.view';
import { ExportsApiController } from './exports.api.controller';
import { ExportsPagesController } from './exports.pages.controller';
import { ExportRegister } from './export-register.service';
import { ProduceExports } from './produce-exports.service';

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
