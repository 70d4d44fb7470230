import { Injectable } from '@nestjs/common';
import { DecisionSources } from '../../home';
import { callPath } from '../call-pages.view';

/** Beds held from a call that were released while the request still waits; for the operator of the call. */
@Injectable()
export class CallBedDecisions {
  constructor(sources: DecisionSources) {
    sources.add({
      key: 'call_beds',
      permission: 'hotline:place',
      taskKinds: [],
      isOnlyInArrivals: true,
      select: `SELECT b.request_id, c.id, NULL::uuid, NULL::text, b.since
        FROM calls c JOIN call_steps s ON s.call_id = c.id AND s.step = 'hold' CROSS JOIN LATERAL call_bed(c.id) b
       WHERE c.taken_by = mawa_actor() AND c.began_at > mawa_now() - interval '3 days'
         AND b.is_open AND b.state IN ('released', 'lapsed')`,
      path: ({ within }) => callPath(within!),
    });
  }
}
