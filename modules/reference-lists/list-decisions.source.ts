import { Injectable } from '@nestjs/common';
import { DecisionSources } from '../home';
import { translate } from '../platform/web/i18n';

/** Drafts of lists with a note that wait for approval, for owners of the list other than the author. */
@Injectable()
export class ListDecisions {
  constructor(sources: DecisionSources) {
    sources.add({
      key: 'lists',
      permission: 'lists:write',
      taskKinds: [],
      select: `SELECT md5(v.list || ' ' || v.version)::uuid, NULL::uuid, NULL::uuid, v.list, v.ready_at FROM list_versions v
       WHERE v.state = 'draft' AND v.ready_at IS NOT NULL AND v.drafted_by <> mawa_actor() AND mawa_owns_list(v.list)
         AND NOT EXISTS (SELECT FROM list_writers w
           WHERE w.list = v.list AND w.version = v.version AND w.user_id = mawa_actor())`,
      path: ({ label }) => `/lists/${label}/draft`,
      name: (list, language) => translate(language, `lists:name.${list}`),
    });
  }
}
