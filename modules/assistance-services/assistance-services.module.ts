import { Module } from '@nestjs/common';
import { BeneficiariesModule } from '../beneficiaries';
import { GrantBudgetingModule } from '../grant-budgeting';
import { Views } from '../views';
import { ServiceCharging } from './charging.service';
import { ServicesOnTheTimeline } from './on-the-timeline';
import { ServiceChoices } from './service-choices';
import { ServiceNotes } from './service-note';
import { ServicePagesController } from './service.pages.controller';
import { SERVICE_LIST } from './service-list.view';
import { ServicesApiController } from './services.api.controller';
import { ServicesPagesController } from './services.pages.controller';
import { ServiceLists } from './services.queries';
import { Services } from './services.service';

@Module({
  imports: [BeneficiariesModule, GrantBudgetingModule],
  controllers: [ServicesApiController, ServicesPagesController, ServicePagesController],
  providers: [
    ServiceCharging,
    ServiceChoices,
    ServiceLists,
    ServiceNotes,
    Services,
    ServicesOnTheTimeline,
  ],
  exports: [Services],
})
export class AssistanceServicesModule {
  constructor(views: Views) {
    views.define(SERVICE_LIST);
  }
}
