import { Injectable } from '@nestjs/common';
import { DecisionSources } from '../../home';

/** Employers to look at again after a sign of exploitation, for those who did not accept them. */
@Injectable()
export class WorkDecisions {
  constructor(sources: DecisionSources) {
    sources.add({
      key: 'employers',
      permission: 'work:vet',
      taskKinds: [],
      // As work_vetting_is_lawful() takes it.
      select: `SELECT e.id, NULL::uuid, NULL::uuid, e.name, v.at FROM work_employers e
        JOIN LATERAL (SELECT x.result, x.at FROM work_vettings x WHERE x.employer_id = e.id ORDER BY x.place DESC LIMIT 1) v
          ON v.result = 'redo'
       WHERE mawa_actor() IS DISTINCT FROM (SELECT y.by FROM work_vettings y
         WHERE y.employer_id = e.id AND y.result IN ('accepted', 'conditions') ORDER BY y.place DESC LIMIT 1)`,
      path: ({ id }) => `/training/work/employers/${id}`,
    });
  }
}
