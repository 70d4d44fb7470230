/** Every setting of the programme: its meaning, value in force, source and history, and how it is changed. */
export { SettingsModule } from './settings.module';
export { Settings, type ListedSetting, type OneSetting } from './settings.service';
export {
  proposeSetting,
  SettingProposals,
  SETTING_DECISIONS,
  type ProposedSetting,
  type SettingDecision,
} from './setting-proposals.service';
export type { SettingProposal } from './settings.queries';
export { translateSettingErrors } from './setting.errors';
export { proposedNotice, waitingModel, type ProposedLine } from './waiting.view';
export { CancelSettingDto, ProposeSettingDto } from './settings.dto';
export { sourceWords } from './source.words';
export { formatSetting, settingName } from './setting.view';
