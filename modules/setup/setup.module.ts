import { Module } from '@nestjs/common';
import { ChecklistApiController } from './checklist/checklist.api.controller';
import { ChecklistPagesController } from './checklist/checklist.pages.controller';
import { SetupChecklist } from './checklist/checklist.service';
import { FirstSetupApiController } from './first-administrators/first-setup.api.controller';
import { FirstSetupPagesController } from './first-administrators/first-setup.pages.controller';
import { FirstSetup } from './first-administrators/first-setup.service';
import { NewAccountsApiController } from './new-accounts/new-accounts.api.controller';
import { NewAccountsPagesController } from './new-accounts/new-accounts.pages.controller';
import { NewAccounts } from './new-accounts/new-accounts.service';

@Module({
  controllers: [
    ChecklistApiController,
    ChecklistPagesController,
    FirstSetupApiController,
    FirstSetupPagesController,
    NewAccountsApiController,
    NewAccountsPagesController,
  ],
  providers: [FirstSetup, NewAccounts, SetupChecklist],
  exports: [FirstSetup, SetupChecklist],
})
export class SetupModule {}
