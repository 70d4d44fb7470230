import { Injectable } from '@nestjs/common';
import { DecisionSources } from '../home';

/** Numbers counted by hand, for those who did not count them. */
@Injectable()
export class IndicatorDecisions {
  constructor(sources: DecisionSources) {
    sources.add({
      key: 'indicator_values',
      permission: 'indicators:count',
      taskKinds: [],
      select: `SELECT v.id, v.root_id, NULL::uuid,
          (SELECT i.code FROM indicators i WHERE i.root_id = v.root_id ORDER BY i.edition DESC LIMIT 1)
            || ' · ' || to_char(v.from_day, 'YYYY-"Q"Q'), v.at
        FROM indicator_values v
       WHERE v.by <> mawa_actor() AND NOT EXISTS (SELECT FROM indicator_value_reviews l WHERE l.value_id = v.id)`,
      path: ({ id, within }) => `/indicators/${within}/values/${id}/look/new`,
    });
  }
}
