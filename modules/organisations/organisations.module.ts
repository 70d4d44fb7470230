import { Module } from '@nestjs/common';
import { ExportLists } from '../lists-out';
import { ImportLists } from '../lists-in';
import { OrganisationImport } from './organisations.list';
import { OrganisationsApiController } from './organisations.api.controller';
import { ORGANISATION_EXPORT } from './organisations-out';
import { OrganisationsPagesController } from './organisations.pages.controller';
import { Organisations } from './organisations.service';

@Module({
  controllers: [OrganisationsApiController, OrganisationsPagesController],
  providers: [Organisations, OrganisationImport],
  exports: [Organisations],
})
export class OrganisationsModule {
  constructor(exports: ExportLists, imports: ImportLists, organisations: OrganisationImport) {
    exports.define(ORGANISATION_EXPORT);
    imports.register(organisations);
  }
}
