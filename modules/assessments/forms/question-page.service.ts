import { Injectable } from '@nestjs/common';
import type { Actor, Language } from '../../platform/shared/actor';
import { type FormState, newForm } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page } from '../../platform/web/page-response';
import type { ShellFacts } from '../../platform/web/request';
import {
  codesOf,
  FOR_WHOM,
  type FormDefinition,
  type Question,
  questionsOf,
  STRENGTHS,
} from '../definition/definition-schema.rules';
import { questionOf } from '../definition/edit.rules';
import { questionModel } from '../filling/section.view';
import { optionLabel, localisedText } from '../assessment.words';
import { formOfBands, questionTyped, testsOf } from './draft.form';
import { choices, frame, languagesFor, rowsIn } from './draft-pages.service';
import { conditionWords } from './form.words';
import { Forms } from './forms.service';

/** The page on which one question of a draft is changed. */
@Injectable()
export class QuestionPage {
  constructor(private readonly forms: Forms) {}

  async show(
    actor: Actor,
    { language }: ShellFacts,
    key: string,
    field: string,
    again: FormState | null,
  ) {
    const { draft, known } = await this.forms.draft(actor, key);
    const question = questionOf(draft.form, field);
    const form = again ?? newForm(questionTyped(question));
    const { kind } = question;
    const coded = kind === 'yes_no' || kind === 'one' || kind === 'several';
    const bands = formOfBands(draft.form);
    return page('assessments/forms/question', {
      ...frame(draft.form, draft.version, language),
      field,
      revision: draft.revision,
      form,
      languages: languagesFor(language),
      kindLabel: translate(language, `assessments:forms.question_kind.${kind}`),
      known: known.has(field),
      retired: question.retired,
      isChoice: kind === 'one' || kind === 'several',
      isYesNo: kind === 'yes_no',
      isFigure: kind === 'number' || kind === 'scale',
      isScale: kind === 'scale',
      mayBeFact: coded,
      scored: draft.form.scoring?.by === 'points',
      signs: draft.form.scoring?.by === 'signs' && kind === 'yes_no',
      whoms: choices(language, 'for', FOR_WHOM, 'assessments'),
      askeds: choices(language, 'asked', ['person', 'team']),
      bands: bands.map(({ id: value, title }) => ({
        value,
        label: localisedText(title, language) || value,
      })),
      groups:
        draft.form.scoring?.by === 'signs'
          ? draft.form.scoring.groups.map(({ id: value, title }) => ({
              value,
              label: localisedText(title, language) || value,
            }))
          : [],
      strengths: choices(language, 'strength', STRENGTHS, 'assessments'),
      options: rowsIn(form, 'options', 2).map((at) => ({
        prefix: `options.${at}.`,
        ordinal: at + 1,
      })),
      answers: ['yes', 'no'].map((code, at) => ({
        prefix: `answers.${at}.`,
        code,
        label: translate(language, `assessments:answer.${code}`),
      })),
      steps: rowsIn(form, 'steps', 1).map((at) => ({ prefix: `steps.${at}.`, ordinal: at + 1 })),
      deep:
        question.showIf && !testsOf(question.showIf)
          ? conditionWords(question.showIf, draft.form, language)
          : null,
      tests: rowsIn(form, 'condition.tests', 0)
        .slice(0, 4)
        .map((at) => ({ prefix: `condition.tests.${at}.`, ordinal: at + 1 })),
      hows: choices(language, 'how', ['all', 'any']),
      askable: askable(draft.form, field, language),
      answerChoices: answerChoices(draft.form, field, language),
      preview: questionModel(question, language, newForm()),
    });
  }
}

/** Earlier questions with answers to choose from. */
function before(form: FormDefinition, field: string): readonly Question[] {
  const all = questionsOf(form);
  return all
    .slice(
      0,
      all.findIndex(({ id }) => id === field),
    )
    .filter((question) => !question.retired && codesOf(question).length > 0);
}

const askable = (form: FormDefinition, field: string, language: Language) =>
  before(form, field).map((question) => ({
    value: question.id,
    label: localisedText(question.label, language) || question.id,
  }));

/** All answers of these questions, each once, with the questions they belong to. */
const answerChoices = (form: FormDefinition, field: string, language: Language) => {
  const found = new Map<string, Set<string>>();
  for (const question of before(form, field)) {
    for (const code of codesOf(question)) {
      const labels = found.get(code) ?? new Set();
      found.set(code, labels.add(optionLabel(question, code, language)));
    }
  }
  return [...found].map(([value, labels]) => ({ value, label: [...labels].join(' / ') }));
};
