import { Module } from '@nestjs/common';
import { BeneficiariesModule } from '../beneficiaries';
import { OrganisationsModule } from '../organisations';
import { ConsentsApiController } from './consents.api.controller';
import { ConsentsPagesController } from './consents.pages.controller';
import { Consents } from './consents.service';

@Module({
  imports: [BeneficiariesModule, OrganisationsModule],
  controllers: [ConsentsApiController, ConsentsPagesController],
  providers: [Consents],
  exports: [Consents],
})
export class ConsentsModule {}
