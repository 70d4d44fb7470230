/** The first version of each form; a better one is drafted and approved in the application. */
import type { TableRows } from '../insert-rows';
import { FIRST_DAY, SECOND_PERSON, SETTING_UP } from '../system-accounts';
import { BEST_INTERESTS } from './best-interests';
import { DELPHI_ADULT_LABOUR } from './delphi-adult-labour';
import { ILO_INDICATORS } from './ilo-indicators';
import { NEEDS } from './needs';
import { RISK } from './risk';
import { VULNERABILITY } from './vulnerability';

interface Question {
  readonly id: string;
  readonly kind: string;
  /** Its answer is kept as a coded fact. */
  readonly fact?: boolean;
}
interface Section {
  readonly questions: readonly Question[];
}
interface Form {
  readonly form: string;
  readonly kind: string;
  readonly sections: readonly object[];
}

/** Pages list the forms of one kind by the instant of creation, and so in this order. */
export const FORMS: readonly Form[] = [
  NEEDS,
  RISK,
  VULNERABILITY,
  BEST_INTERESTS,
  ILO_INDICATORS,
  DELPHI_ADULT_LABOUR,
];

const VERSION = 1;

export const FORM_ROWS: readonly TableRows[] = [
  [
    'forms',
    FORMS.map(({ form, kind }, index) => ({
      key: form,
      kind,
      created_by: SETTING_UP,
      created_at: new Date(Date.parse(FIRST_DAY) + index * 1000).toISOString(),
    })),
  ],
  [
    'form_versions',
    FORMS.map((definition) => ({
      form_key: definition.form,
      version: VERSION,
      state: 'approved',
      definition,
      revision: 1,
      author_id: SETTING_UP,
      created_at: FIRST_DAY,
      writers: [SETTING_UP],
      approved_by: SECOND_PERSON,
      approved_at: FIRST_DAY,
      in_force_from: FIRST_DAY,
    })),
  ],
  [
    'form_fields',
    // What the trigger `form_fields_follow` writes for every version approved later.
    FORMS.flatMap(({ form, sections }) =>
      (sections as readonly Section[])
        .flatMap(({ questions }) => questions)
        .map(({ id, kind, fact = false }) => ({
          form_key: form,
          field: id,
          kind,
          coded: fact,
          since_version: VERSION,
        })),
    ),
  ],
];
