import { Module } from '@nestjs/common';
import { BeneficiariesModule } from '../beneficiaries';
import { TaskKinds } from './task-kinds';
import { TasksApiController } from './tasks.api.controller';
import { TasksPagesController } from './tasks.pages.controller';
import { Tasks } from './tasks.service';

@Module({
  imports: [BeneficiariesModule],
  controllers: [TasksApiController, TasksPagesController],
  providers: [TaskKinds, Tasks],
  exports: [TaskKinds, Tasks],
})
export class PlansModule {}
