import { Injectable } from '@nestjs/common';
import { DecisionSources } from '../home';
import { settingName } from './setting.view';

/** Settings that protect people or move money, for those of the roles that confirm them. */
@Injectable()
export class SettingDecisions {
  constructor(sources: DecisionSources) {
    sources.add({
      key: 'settings',
      permission: 'settings:decide',
      taskKinds: ['setting_proposal'],
      // As setting_is_decided() takes it.
      select: `SELECT p.id, NULL::uuid, NULL::uuid, p.key, p.proposed_at
        FROM setting_proposals p JOIN setting_definitions d ON d.key = p.key AND d.protects IS NOT NULL
       WHERE p.proposed_by <> mawa_actor() AND d.confirmed_by && mawa_roles()
         AND NOT EXISTS (SELECT FROM setting_decisions x WHERE x.proposal_id = p.id)`,
      path: ({ id }) => `/admin/settings/proposals/${id}`,
      name: settingName,
    });
  }
}
