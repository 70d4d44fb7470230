import { Injectable } from '@nestjs/common';
import { DecisionSources } from '../home';

/** Erasures that were asked for, for supervisors who did not ask. */
@Injectable()
export class ErasureDecisions {
  constructor(sources: DecisionSources) {
    sources.add({
      key: 'erasures',
      permission: 'erasures:decide',
      taskKinds: ['erasure'],
      // Case number if the actor may see the case; it is not needed to decide.
      select: `SELECT e.id, NULL::uuid, k.id, NULL::text, e.asked_at FROM erasures e LEFT JOIN cases k ON k.id = e.case_id
       WHERE e.decision IS NULL AND e.asked_by <> mawa_actor()`,
      path: () => '/erasures',
    });
  }
}
