/** Every setting of the programme: its meaning, value in force, source and history, and how it is changed. */
export { SettingsModule } from './settings.module';
export { Settings, type ListedSetting, type OneSetting } from './settings.service';
export {
  SettingProposals,
  SETTING_DECISIONS,
  type SettingDecision,
} from './setting-proposals.service';
export { ProposeSettingDto } from './settings.dto';
export { formatSetting, settingName } from './setting.view';
