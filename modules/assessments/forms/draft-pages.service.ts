import { Injectable } from '@nestjs/common';
import type { Actor, Language } from '../../platform/shared/actor';
import { type FormState, newForm } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page } from '../../platform/web/page-response';
import type { ShellFacts } from '../../platform/web/request';
import {
  BAND_TASKS,
  CHECKED,
  FOR_WHOM,
  FORM_PARTS,
  type FormDefinition,
  LEVELS,
  QUESTION_KINDS,
} from '../definition/definition-schema.rules';
import { sectionOf } from '../definition/edit.rules';
import { localisedText } from '../assessment.words';
import { formOfBands, languagesOf, typedOf } from './draft.form';
import { conditionWords, placePath, placeWords, pointsWords, problemWords } from './form.words';
import { previewModel } from './form-pages.service';
import { Forms } from './forms.service';

/** The pages on which a draft is changed: head, sections, questions, bands. */
@Injectable()
export class DraftPages {
  constructor(private readonly forms: Forms) {}

  async overview(actor: Actor, { language }: ShellFacts, key: string, form: FormState = newForm()) {
    const { draft, problems, known } = await this.forms.draft(actor, key);
    const wrong = new Set(problems.map(({ path }) => path.slice(0, 4).join('.')));
    return page('assessments/forms/draft', {
      ...frame(draft.form, draft.version, language),
      revision: draft.revision,
      wrote: draft.writers.includes(actor.userId),
      readyAt: draft.readyAt,
      readyBy: draft.readyBy,
      form,
      problems: problems.map((problem) => ({
        sentence: problemWords(problem, language),
        place: placeWords(problem.path, draft.form, language),
        path: placePath(problem.path, draft.form),
      })),
      kinds: choices(language, 'question_kind', QUESTION_KINDS),
      scored: draft.form.scoring?.by === 'points',
      sections: draft.form.sections.map((section, at) => ({
        id: section.id,
        title: localisedText(section.title, language) || section.id,
        first: at === 0,
        final: at === draft.form.sections.length - 1,
        removable: section.questions.length === 0,
        questions: section.questions.map((question, place) => ({
          id: question.id,
          label: localisedText(question.label, language) || question.id,
          kind: translate(language, `assessments:forms.question_kind.${question.kind}`),
          retired: question.retired,
          fresh: !known.has(question.id),
          points: pointsWords(question, draft.form, language),
          condition: question.showIf ? conditionWords(question.showIf, draft.form, language) : null,
          wrong: wrong.has(`sections.${at}.questions.${place}`),
        })),
      })),
    });
  }

  async head(actor: Actor, { language }: ShellFacts, key: string, again: FormState | null) {
    const { draft } = await this.forms.draft(actor, key);
    const {
      title,
      about,
      reading,
      source,
      part,
      for: whom,
      approval,
      decision,
      nextDays,
    } = draft.form;
    const typed = typedOf({
      title,
      about,
      reading,
      source,
      part,
      for: whom,
      approval,
      decision,
      nextDays,
    });
    return page('assessments/forms/head', {
      ...frame(draft.form, draft.version, language),
      revision: draft.revision,
      form: again ?? newForm(typed),
      languages: languagesFor(language),
      parts: choices(language, 'part', FORM_PARTS, 'assessments'),
      whoms: choices(language, 'for', FOR_WHOM, 'assessments'),
      checkeds: choices(language, 'checked', CHECKED, 'assessments'),
    });
  }

  async section(
    actor: Actor,
    { language }: ShellFacts,
    key: string,
    id: string,
    again: FormState | null,
  ) {
    const { draft } = await this.forms.draft(actor, key);
    const { title, lead, warning } = sectionOf(draft.form, id);
    return page('assessments/forms/section', {
      ...frame(draft.form, draft.version, language),
      id,
      revision: draft.revision,
      form: again ?? newForm(typedOf({ title, lead, warning })),
      languages: languagesFor(language),
    });
  }

  async scoring(actor: Actor, { language }: ShellFacts, key: string, again: FormState | null) {
    const { draft } = await this.forms.draft(actor, key);
    const form = again ?? newForm(typedOf({ bands: formOfBands(draft.form) }));
    return page('assessments/forms/scoring', {
      ...frame(draft.form, draft.version, language),
      revision: draft.revision,
      form,
      languages: languagesFor(language),
      bands: rowsIn(form, 'bands', 1).map((at) => ({ prefix: `bands.${at}.`, ordinal: at + 1 })),
      levels: choices(language, 'level', LEVELS, 'assessments'),
      tasks: BAND_TASKS.map((value) => ({
        value,
        label: translate(language, `people:file.task.${value}`),
      })),
    });
  }

  preview(form: FormDefinition, language: Language) {
    return previewModel(form, language);
  }
}

export const frame = (form: FormDefinition, version: number, language: Language) => ({
  title: `${localisedText(form.title, language) || form.form} · ${translate(language, 'assessments:forms.draft_of', { number: version })}`,
  path: `/forms/${form.form}/draft`,
  formPath: `/forms/${form.form}`,
});

export const choices = (
  language: Language,
  kind: string,
  codes: readonly string[],
  under = 'assessments:forms',
) => {
  const at = under === 'assessments' ? `assessments:${kind}` : `${under}.${kind}`;
  return codes.map((value) => ({ value, label: translate(language, `${at}.${value}`) }));
};

export const languagesFor = (language: Language) =>
  languagesOf('').map(({ language: code }) => ({
    code,
    label: translate(language, `common:language.${code}`),
    direction: code === 'ar' ? 'rtl' : 'ltr',
  }));

/** The rows of a list in the form, and one more to be filled. */
export function rowsIn({ values }: FormState, name: string, least: number): number[] {
  const pattern = new RegExp(`^${name.replaceAll('.', '\\.')}\\.(\\d{1,2})\\.`);
  const used = Object.keys(values).map((key) => Number(pattern.exec(key)?.[1] ?? -1));
  return Array.from({ length: Math.max(least, Math.max(-1, ...used) + 1) + 1 }, (_, at) => at);
}
