import { Injectable } from '@nestjs/common';
import { DecisionSources } from '../../../home';

/** Notices of a breach that somebody asks not to make, for those who did not ask. */
@Injectable()
export class BreachWaiverDecisions {
  constructor(sources: DecisionSources) {
    sources.add({
      key: 'breach_waivers',
      permission: 'breaches:handle',
      taskKinds: [],
      select: `SELECT w.id, w.breach_id, NULL::uuid, NULL::text, w.asked_at FROM breach_waivers w
       JOIN breaches b ON b.id = w.breach_id
       WHERE w.decision IS NULL AND w.asked_by <> mawa_actor() AND b.state <> 'closed' AND handles_breach(b.id)`,
      path: ({ within }) => `/breaches/${within}#waivers`,
    });
  }
}
