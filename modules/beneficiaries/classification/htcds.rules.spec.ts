import { EMPTY_CLASSIFICATION } from './classification.rules';
import { htcdsValuesOf } from './htcds.rules';

const line = (list: string, code: string, field: string, value: string) => ({
  list,
  code,
  field,
  value,
});
const crosswalk = [
  line('platforms', 'TikTok', 'vic_RecruitmentWebsitesAndApps', 'TikTok'),
  line('platforms', 'TikTok', 'vic_ExploitationWebsitesAndApps', 'TikTok'),
  line('control_methods', 'RestrictsMovement', 'vic_MethodsOfControl', 'Other'),
  line('control_methods', 'UsesChildren', 'vic_MethodsOfControl', 'Other'),
  line('stages', 'identified', 'vic_TraffickingStatus', 'ActualVictimOfTrafficking'),
];

it('one person as HTCDS writes them: each value once, a platform under its own question', () => {
  const answers = {
    ...EMPTY_CLASSIFICATION.answers,
    recruitmentPlatforms: ['TikTok'],
    control: ['RestrictsMovement', 'UsesChildren', 'Unheard'],
    motives: ['not_known'],
  };
  const codes = [{ list: 'stages', code: 'identified' }];
  expect(htcdsValuesOf({ answers, codes, nationality: 'CI', ageBegan: 15 }, crosswalk)).toEqual({
    vic_TraffickingStatus: ['ActualVictimOfTrafficking'],
    vic_MethodsOfControl: ['Other'],
    vic_RecruitmentWebsitesAndApps: ['TikTok'],
    prs_Citizenship: ['CI'],
    vic_AgeWhenTrafficked: ['15'],
  });
});
