import { Injectable } from '@nestjs/common';
import { DecisionSources } from '../../home';
import type { Language } from '../../platform/shared/actor';

/** Which form; its key where the draft has no title yet. */
interface FormKey {
  readonly key: string;
  readonly title: Partial<Record<Language, string>> | null;
}

/** Drafts of assessment forms whose writers asked for a second person, for those who wrote nothing of them. */
@Injectable()
export class FormDecisions {
  constructor(sources: DecisionSources) {
    sources.add({
      key: 'forms',
      permission: 'forms:approve',
      taskKinds: [],
      select: `SELECT v.id, NULL::uuid, NULL::uuid,
          jsonb_build_object('key', v.form_key, 'title', v.definition -> 'title')::text, v.ready_at
        FROM form_versions v WHERE v.state = 'draft' AND v.ready_at IS NOT NULL
          AND mawa_actor() <> ALL (v.writers || v.author_id)`,
      path: ({ label }) => `/forms/${(JSON.parse(label!) as FormKey).key}`,
      name: (label, language) => {
        const { key, title } = JSON.parse(label) as FormKey;
        return title?.[language] ?? key;
      },
    });
  }
}
