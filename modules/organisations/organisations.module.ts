import { Module } from '@nestjs/common';
import { ExportLists } from '../exports';
import { ImportLists } from '../imports';
import { OrganisationImport } from './organisations.import';
import { OrganisationsApiController } from './organisations.api.controller';
import { ORGANISATION_EXPORT } from './organisations.export';
import { OrganisationsPagesController } from './organisations.pages.controller';
import { OrganisationsSearchSource } from './organisations-search.source';
import { Organisations } from './organisations.service';

@Module({
  controllers: [OrganisationsApiController, OrganisationsPagesController],
  providers: [Organisations, OrganisationImport, OrganisationsSearchSource],
  exports: [Organisations],
})
export class OrganisationsModule {
  constructor(exports: ExportLists, imports: ImportLists, organisations: OrganisationImport) {
    exports.define(ORGANISATION_EXPORT);
    imports.register(organisations);
  }
}
