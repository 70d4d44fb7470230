import { Module } from '@nestjs/common';
import { ImportLists } from '../lists-in';
import { OrganisationsIn } from './organisations.list';
import { OrganisationsApiController } from './organisations.api.controller';
import { OrganisationsPagesController } from './organisations.pages.controller';
import { Organisations } from './organisations.service';

@Module({
  controllers: [OrganisationsApiController, OrganisationsPagesController],
  providers: [Organisations, OrganisationsIn],
  exports: [Organisations],
})
export class OrganisationsModule {
  constructor(lists: ImportLists, organisations: OrganisationsIn) {
    lists.register(organisations);
  }
}
