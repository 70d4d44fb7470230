import { Injectable } from '@nestjs/common';
import { DecisionSources } from '../home';
import { IS_REPLACED } from './consent-texts.service';
import { type TextKey, textName } from './consents.view';

/** Texts that are read aloud, for those who did not propose them. */
@Injectable()
export class ConsentTextDecisions {
  constructor(sources: DecisionSources) {
    sources.add({
      key: 'consent_texts',
      permission: 'consent-texts:write',
      taskKinds: [],
      select: `SELECT t.id, NULL::uuid, NULL::uuid,
          json_build_object('purpose', t.purpose, 'language', t.language, 'version', t.version)::text, t.proposed_at
        FROM consent_texts t
       WHERE t.approved_by IS NULL AND t.proposed_by <> mawa_actor() AND NOT ${IS_REPLACED}`,
      path: ({ id }) => `/consent-texts/${id}`,
      name: (label, language) => textName(JSON.parse(label) as TextKey, language),
    });
  }
}
