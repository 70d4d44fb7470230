import { Module } from '@nestjs/common';
import { GrantBudgetingModule } from '../grant-budgeting';
import { ServiceCharging } from './charging.service';
import { ServiceNotes } from './service-note';
import { ServicesApiController } from './services.api.controller';
import { ServiceLists } from './services.queries';
import { Services } from './services.service';

@Module({
  imports: [GrantBudgetingModule],
  controllers: [ServicesApiController],
  providers: [ServiceCharging, ServiceLists, ServiceNotes, Services],
  exports: [Services],
})
export class AssistanceServicesModule {}
