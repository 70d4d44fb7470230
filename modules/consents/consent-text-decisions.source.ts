import { Injectable } from '@nestjs/common';
import { DecisionSources } from '../home';

/** Texts that are read aloud, for those who did not propose them. */
@Injectable()
export class ConsentTextDecisions {
  constructor(sources: DecisionSources) {
    sources.add({
      key: 'consent_texts',
      permission: 'consent-texts:write',
      taskKinds: [],
      select: `SELECT t.id, NULL::uuid, NULL::uuid, t.version::text, t.proposed_at FROM consent_texts t
       WHERE t.approved_by IS NULL AND t.proposed_by <> mawa_actor()`,
      path: ({ id }) => `/consent-texts/${id}`,
    });
  }
}
