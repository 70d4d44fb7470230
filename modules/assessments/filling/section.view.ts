/** One page of filling in: where one is, what is asked, what was typed, what another wrote meanwhile. */
import type { Language } from '../../platform/shared/actor';
import type { FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { gapsFor } from '../definition/answers.rules';
import { shownSections } from '../definition/conditions.rules';
import { codesOf, type Question, scaleOf } from '../definition/definition-schema.rules';
import { optionLabel, localisedText } from '../assessment.words';
import type { UnsealedAssessment } from './read-assessments.service';
import { asGap, gapName, isRadio, valueName } from './section.form';

export const pathOf = ({ personId, id }: { personId: string; id: string }): string =>
  `/people/${personId}/assessments/${id}`;

/** The pages of a draft, and how far one is. */
export function stepsOf(opened: UnsealedAssessment, language: Language, current: string | null) {
  const { definition, audience, answers, saved } = opened;
  const sections = shownSections(definition, audience, answers);
  const done = sections.filter(({ id }) => saved[id]).length;
  return {
    steps: sections.map(({ id, title }) => ({
      id,
      label: localisedText(title, language),
      path: `${pathOf(opened)}/sections/${id}`,
      done: saved[id] !== undefined,
      current: id === current,
    })),
    done,
    all: sections.length,
    percent: Math.round((100 * done) / Math.max(1, sections.length)),
    next: sections.find(({ id }) => !saved[id])?.id ?? null,
  };
}

export function sectionModel(
  opened: UnsealedAssessment,
  language: Language,
  name: string,
  form: FormState,
  /** Concurrent changes by others, by field. */
  others: Readonly<Record<string, string>> = {},
) {
  const { definition, audience, answers, saved } = opened;
  const sections = shownSections(definition, audience, answers);
  const at = sections.findIndex(({ id }) => id === name);
  const section = sections[at]!;
  const words = (key: string, params: object = {}) =>
    translate(language, `assessments:fill.${key}`, { ...params });
  return {
    title: localisedText(section.title, language),
    formTitle: `${localisedText(definition.title, language)} · ${opened.caseNumber}`,
    place: words('page', { at: at + 1, all: sections.length }),
    ...stepsOf(opened, language, name),
    at: at + 1,
    path: `${pathOf(opened)}/sections/${name}`,
    backPath: at > 0 ? `${pathOf(opened)}/sections/${sections[at - 1]!.id}` : pathOf(opened),
    overviewPath: pathOf(opened),
    last: at === sections.length - 1,
    lead: localisedText(section.lead, language),
    warning: localisedText(section.warning, language),
    revision: saved[name]?.revision ?? 0,
    questions: section.questions.map((question) =>
      questionModel(question, language, form, others[question.id]),
    ),
    form,
  };
}

/** Also used to look at a form before it is in force: then nothing is typed. */
export function questionModel(
  question: Question,
  language: Language,
  form: FormState,
  other?: string,
) {
  const { id, kind, label, help, asked, ends, min = 0, max = 0, needed } = question;
  const typed = form.values[valueName(id)];
  const gapTyped = form.values[gapName(id)];
  const gap = (code: string) => translate(language, `assessments:gap.${code}`);
  const chosen = (value: string) => [typed ?? []].flat().includes(value);
  const radio = isRadio(question);
  const choices = codesOf(question).map((value) => ({
    value,
    label: kind === 'scale' ? value : optionLabel(question, value, language),
    chosen: chosen(value),
  }));
  const gaps = gapsFor(question).map((code) => ({
    value: radio ? asGap(code) : code,
    label: gap(code),
    chosen: radio
      ? chosen(asGap(code)) || (code === 'not_asked' && typed === undefined)
      : gapTyped === code,
  }));
  return {
    id,
    name: valueName(id),
    gapName: gapName(id),
    label: localisedText(label, language),
    help: localisedText(help, language),
    byTeam: asked === 'team',
    needed,
    radio,
    isScale: kind === 'scale',
    many: kind === 'several',
    isText: kind === 'text',
    isNumber: kind === 'number',
    isDate: kind === 'date',
    choices,
    gaps: radio ? gaps : gaps.filter(({ value }) => value !== 'not_asked'),
    value: typeof typed === 'string' ? typed : '',
    low: kind === 'scale' ? localisedText(ends?.low, language) || String(scaleOf(min, max)[0]) : '',
    high:
      kind === 'scale'
        ? localisedText(ends?.high, language) || String(scaleOf(min, max).at(-1))
        : '',
    min,
    max,
    error: form.errors[id] ?? null,
    other: other ?? null,
  };
}
