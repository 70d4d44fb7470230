/** Every setting of the programme: its meaning, value in force, source and history, and how it is changed. */
export { SettingsModule } from './settings.module';
export { Settings } from './settings.service';
export {
  proposeSetting,
  SettingProposals,
  type ProposedSetting,
} from './setting-proposals.service';

export { proposedNotice, waitingModel, type ProposedLine } from './waiting.view';
export { CancelSettingDto, ProposeSettingDto } from './settings.dto';
export { sourceWords } from './source.words';
export { formatSetting, settingName } from './setting.view';
