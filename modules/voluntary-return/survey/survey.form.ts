/** The questionnaire as a form: a dimension after the other, each question with what may be answered. */
import type { Language } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { followUpFields } from '../follow-up/follow-up.form';
import { CONTACT_MODES } from '../follow-up/follow-up.rules';
import type { ReturnForm } from '../return-fields.form';
import type { Edition } from './survey.queries';
import { DIMENSIONS, UNSCORED_ANSWERS } from './survey.rules';

export function surveyForm(
  language: Language,
  today: CivilDate,
  { asked, standing, source }: Edition,
): ReturnForm {
  const { choices, day, select, radio, form, words } = followUpFields(language);
  const leftOut = choices('left_out', UNSCORED_ANSWERS);
  return form('survey', {
    lead: words(`form.survey.${standing}`, { source }),
    fields: [
      day('on'),
      select('mode', choices('mode', CONTACT_MODES)),
      ...DIMENSIONS.flatMap((dimension) =>
        asked
          .filter((one) => one.dimension === dimension)
          .map((one, place) =>
            radio(
              `answers.${one.code}`,
              [
                ...one.answers.map((answer) => ({ value: answer.code, label: answer[language] })),
                ...leftOut,
              ],
              {
                label: one[language],
                optional: true,
                inline: true,
                ...(place === 0 && { before: words(`dimension.${dimension}`) }),
              },
            ),
          ),
      ),
    ],
    values: { on: today, mode: 'visit' },
  });
}
