import { Module } from '@nestjs/common';
import { ChecklistApiController } from './checklist/checklist.api.controller';
import { ChecklistPagesController } from './checklist/checklist.pages.controller';
import { SetupChecklist } from './checklist/checklist.service';
import { FirstSetupApiController } from './first-administrators/first-setup.api.controller';
import { FirstSetupPagesController } from './first-administrators/first-setup.pages.controller';
import { FirstSetup } from './first-administrators/first-setup.service';
import { HealthApiController } from './health/health.api.controller';
import { HealthPagesController } from './health/health.pages.controller';
import { InstallationHealth } from './health/installation-health.service';
import { InstallationPanel } from './home/installation-panel.service';
import { BackgroundJobs } from './jobs/background-jobs.service';
import { JobsPagesController } from './jobs/jobs.pages.controller';
import { NewAccountsApiController } from './new-accounts/new-accounts.api.controller';
import { NewAccountsPagesController } from './new-accounts/new-accounts.pages.controller';
import { NewAccounts } from './new-accounts/new-accounts.service';

@Module({
  controllers: [
    ChecklistApiController,
    ChecklistPagesController,
    FirstSetupApiController,
    FirstSetupPagesController,
    HealthApiController,
    HealthPagesController,
    JobsPagesController,
    NewAccountsApiController,
    NewAccountsPagesController,
  ],
  providers: [
    BackgroundJobs,
    FirstSetup,
    InstallationHealth,
    InstallationPanel,
    NewAccounts,
    SetupChecklist,
  ],
  exports: [BackgroundJobs, FirstSetup, SetupChecklist],
})
export class SetupModule {}
