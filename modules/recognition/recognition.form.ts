/** Each act of a recognition as a form of its own page: what is asked, in which words. */
import type { Language } from '../platform/shared/actor';
import { OUTCOMES } from './assessment/assessments.service';
import { CONFLICTS } from './assessment/assessors.service';
import { RESULTS } from './assessment/results.rules';
import { AWARDS } from './award/award.service';
import { EVIDENCE_CRITERIA, EVIDENCE_FORMS } from './portfolio/portfolio.rules';
import { DECISIONS, reasonsOf, type State } from './procedure/procedure-states.rules';
import { recognitionWords } from './recognition.words';
import {
  type Choice,
  choicesOf,
  type FormDefinition,
  type FormField,
  formFields,
} from '../platform/web/form-fields';
import { CERTIFICATE_WITHDRAWAL_REASONS, trainingWords } from '../vocational-training';

/** The words and fields of one reader's language. */
export function recognitionForms(language: Language, today: string) {
  const words = recognitionWords(language);
  const { text, select, radio, note, day: dayField, form: formOf } = formFields(words);
  const day = (more: object = {}) => dayField('on', more);
  const yesNo = choicesOf(words, 'answer', ['yes', 'no']);
  const form = (
    key: string,
    fields: readonly FormField[],
    more: { lead?: string; values?: FormDefinition['values'] } = {},
  ): FormDefinition => {
    const { values, ...rest } = more;
    return formOf(key, { fields, values: { on: today, ...values }, ...rest });
  };
  const lead = (key: string) => ({ lead: words(`form.${key}.lead`) });

  return {
    begin: (standards: readonly Choice[]) =>
      form('begin', [select('standardId', standards), day(), note()], lead('begin')),
    step: (next: readonly State[]) => {
      const reasons = [...new Set(next.flatMap(reasonsOf))];
      const [first] = next;
      return form(
        'step',
        [
          radio('to', choicesOf(words, 'step_to', next)),
          day(),
          ...(reasons.length > 0
            ? [
                select('reason', choicesOf(words, 'reason', reasons), {
                  optional: true,
                  hint: words('hint.reason'),
                }),
              ]
            : []),
          note(),
        ],
        { values: first && reasonsOf(first).length === 0 ? { to: first } : {} },
      );
    },
    takeBack: () => form('take_back', [day(), note()], lead('take_back')),
    piece: (units: readonly Choice[], documents: readonly Choice[]) =>
      form(
        'piece',
        [
          select('unitId', units),
          radio('form', choicesOf(words, 'form_of', EVIDENCE_FORMS)),
          day({ hint: words('hint.piece_on') }),
          text('description', { rows: 3, maxlength: 2000, hint: words('hint.sealed') }),
          select('documentId', documents, {
            optional: true,
            empty: words('hint.no_document'),
            hint: words('hint.document'),
          }),
        ],
        { values: { on: '' } },
      ),
    assessor: (candidates: readonly Choice[], days: number) =>
      form(
        'assessor',
        [select('assessorId', candidates, { hint: words('hint.assessor', { days }) }), day()],
        lead('assessor'),
      ),
    declaration: () =>
      form('declaration', [
        radio('conflict', choicesOf(words, 'conflict', CONFLICTS), {
          hint: words('hint.conflict'),
        }),
        day(),
        note(),
      ]),
    judgement: (years: number, about: string) =>
      form(
        'judgement',
        [
          ...EVIDENCE_CRITERIA.map((criterion) =>
            radio(criterion, yesNo, {
              ...(criterion === 'current' && { hint: words('hint.current', { years }) }),
            }),
          ),
          day(),
          note(),
        ],
        { lead: about },
      ),
    result: (units: readonly Choice[], first: string | null) =>
      form(
        'result',
        [
          select('unitId', units),
          radio('result', choicesOf(words, 'result', RESULTS), { hint: words('hint.result') }),
          radio('demonstrated', yesNo),
          day(),
          note(),
        ],
        { values: first ? { unitId: first } : {} },
      ),
    conclusion: (mayBeSentBack: boolean) =>
      form('conclusion', [
        radio('outcome', choicesOf(words, 'conclusion', mayBeSentBack ? OUTCOMES : ['assessed'])),
        day(),
        note(),
      ]),
    decision: () =>
      form(
        'decision',
        [radio('decision', choicesOf(words, 'decision', DECISIONS)), day(), note()],
        lead('decision'),
      ),
    course: (enrolments: readonly Choice[]) =>
      form('course', [select('enrolmentId', enrolments), day()], lead('course')),
    award: (kind: (typeof AWARDS)[number]) =>
      form(
        'award',
        [
          radio('kind', choicesOf(words, 'award', AWARDS)),
          day(),
          text('holder', { optional: true, maxlength: 120, hint: words('hint.holder') }),
        ],
        { ...lead('award'), values: { kind } },
      ),
    withdrawal: () =>
      form(
        'withdrawal',
        [
          day(),
          radio(
            'reason',
            choicesOf(trainingWords(language), 'withdrawn_for', CERTIFICATE_WITHDRAWAL_REASONS),
          ),
        ],
        lead('withdrawal'),
      ),
  };
}
export type RecognitionForms = ReturnType<typeof recognitionForms>;
