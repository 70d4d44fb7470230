import { Module } from '@nestjs/common';
import { ExportLists } from '../lists-out';
import { OrganisationsApiController } from './organisations.api.controller';
import { ORGANISATIONS_OUT } from './organisations-out';
import { OrganisationsPagesController } from './organisations.pages.controller';
import { Organisations } from './organisations.service';

@Module({
  controllers: [OrganisationsApiController, OrganisationsPagesController],
  providers: [Organisations],
  exports: [Organisations],
})
export class OrganisationsModule {
  constructor(exports: ExportLists) {
    exports.define(ORGANISATIONS_OUT);
  }
}
