import { Module } from '@nestjs/common';
import { ChecklistApiController } from './checklist/checklist.api.controller';
import { ChecklistPagesController } from './checklist/checklist.pages.controller';
import { SetupChecklist } from './checklist/checklist.service';
import { FirstSetupApiController } from './first-administrators/first-setup.api.controller';
import { FirstSetupPagesController } from './first-administrators/first-setup.pages.controller';
import { FirstSetup } from './first-administrators/first-setup.service';

@Module({
  controllers: [
    ChecklistApiController,
    ChecklistPagesController,
    FirstSetupApiController,
    FirstSetupPagesController,
  ],
  providers: [FirstSetup, SetupChecklist],
  exports: [FirstSetup, SetupChecklist],
})
export class SetupModule {}
