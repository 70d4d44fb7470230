import { Module } from '@nestjs/common';
import { OrganisationsApiController } from './organisations.api.controller';
import { OrganisationsPagesController } from './organisations.pages.controller';
import { Organisations } from './organisations.service';

@Module({
  controllers: [OrganisationsApiController, OrganisationsPagesController],
  providers: [Organisations],
  exports: [Organisations],
})
export class OrganisationsModule {}
