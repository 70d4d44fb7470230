import { Injectable } from '@nestjs/common';
import { DecisionSources, nameByLanguage } from '../../home';

/** Drafts of assessment forms, for those who wrote nothing of them. */
@Injectable()
export class FormDecisions {
  constructor(sources: DecisionSources) {
    sources.add({
      key: 'forms',
      permission: 'forms:approve',
      taskKinds: [],
      select: `SELECT v.id, NULL::uuid, NULL::uuid,
          jsonb_set(v.definition -> 'title', '{key}', to_jsonb(v.form_key))::text, v.created_at
        FROM form_versions v WHERE v.state = 'draft' AND mawa_actor() <> ALL (v.writers || v.author_id)`,
      path: ({ label }) => `/forms/${(JSON.parse(label!) as { key: string }).key}`,
      name: nameByLanguage,
    });
  }
}
