import { Module } from '@nestjs/common';
import { ChecklistApiController } from './checklist/checklist.api.controller';
import { ChecklistPagesController } from './checklist/checklist.pages.controller';
import { SetupChecklist } from './checklist/checklist.service';

@Module({
  controllers: [ChecklistApiController, ChecklistPagesController],
  providers: [SetupChecklist],
  exports: [SetupChecklist],
})
export class SetupModule {}
