import { Module } from '@nestjs/common';
import { SettingProposals } from './setting-proposals.service';
import { SettingsApiController } from './settings.api.controller';
import { SettingsPagesController } from './settings.pages.controller';
import { SettingsSearchSource } from './settings-search.source';
import { Settings } from './settings.service';
import { SettingDecisions } from './setting-decisions.source';

@Module({
  controllers: [SettingsApiController, SettingsPagesController],
  providers: [SettingDecisions, SettingProposals, Settings, SettingsSearchSource],
  exports: [SettingProposals, Settings],
})
export class SettingsModule {}
