import { Module } from '@nestjs/common';
import { ExportLists } from '../lists-out';
import { ImportLists } from '../lists-in';
import { OrganisationsIn } from './organisations.list';
import { OrganisationsApiController } from './organisations.api.controller';
import { ORGANISATIONS_OUT } from './organisations-out';
import { OrganisationsPagesController } from './organisations.pages.controller';
import { Organisations } from './organisations.service';

@Module({
  controllers: [OrganisationsApiController, OrganisationsPagesController],
  providers: [Organisations, OrganisationsIn],
  exports: [Organisations],
})
export class OrganisationsModule {
  constructor(exports: ExportLists, imports: ImportLists, organisations: OrganisationsIn) {
    exports.define(ORGANISATIONS_OUT);
    imports.register(organisations);
  }
}
