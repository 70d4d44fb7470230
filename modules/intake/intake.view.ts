/** The pages of an intake: one question group each, for everybody who is there, and a look at all of it. */
import { DomainError, FieldErrors } from '../platform/shared/domain.errors';
import type { Language } from '../platform/shared/actor';
import { formOf, type FormState } from '../platform/web/forms';
import { keyOfCode, translate } from '../platform/web/i18n';
import { documentLines, LIMITS, personChoices } from '../beneficiaries';
import { answersOf, isAnswered, placeOf, type IntakeStep, stepOf, STEPS } from './intake.rules';
import { answerWords, fieldWords } from './intake.words';
import type { IntakeState } from './intakes.service';

/** Steps asked about the first person; collapsed for companions. */
const FOLDED: readonly IntakeStep[] = ['safety', 'story', 'documents'];
/** Steps with other fields than the quick form. */
const OWN_FIELDS: readonly IntakeStep[] = ['people', 'documents'];
type Choices = ReturnType<typeof personChoices>;

export const intakePath = (id: string, step?: IntakeStep): string =>
  `/people/intakes/${id}${step ? `/steps/${step}` : ''}`;

export function stepModel(language: Language, step: IntakeStep, state: IntakeState) {
  const { intake, draft, problems } = state;
  const words = (key: string, params: object = {}) =>
    translate(language, `intake:${key}`, { ...params });
  const choices = personChoices(language);
  const form = formState(state, step, choices, language);
  const number = STEPS.indexOf(step) + 1;
  return {
    title: words(`step.${step}.title`),
    lead: words(`step.${step}.lead`),
    id: intake.id,
    path: intakePath(intake.id, step),
    pausedPath: intakePath(intake.id),
    step,
    fields: OWN_FIELDS.includes(step) ? `intake/_${step}` : `people/_fields-${step}`,
    progress: { number, of: STEPS.length, words: words('progress', { number, of: STEPS.length }) },
    steps: STEPS.map((one, place) => ({
      act: `go:${one}`,
      label: `${place + 1}. ${words(`step.${one}.title`)}`,
      current: one === step,
      wrong: problems.some(({ field }) => stepOf(field ?? '') === one),
      answered: one !== 'review' && isAnswered(draft, one),
    })),
    revision: intake.revision,
    storyAnswers: Object.keys(answersOf(draft, 'story')).length,
    was: JSON.stringify(answersOf(draft, step)),
    isFirst: number === 1,
    people: peopleOf(state, step, form, language, choices),
    removed: draft.removed.map((place) => ({ act: `return:${place}`, n: place + 1 })),
    mayAdd: draft.people.length < LIMITS.together,
    taken: state.taken.length > 0 ? words('taken', { what: listOf(state.taken, language) }) : null,
    choices,
    form,
  };
}

const listOf = (names: readonly string[], language: Language): string =>
  [...new Set(names.map((name) => fieldWords(name, language)))].join(' · ');

function peopleOf(
  { draft }: IntakeState,
  step: IntakeStep,
  form: FormState,
  language: Language,
  choices: Choices,
) {
  const alone = draft.people.length === 1;
  return draft.people.map((place, index) => {
    const prefix = `people.${place}.`;
    const own = Object.keys(form.errors).some((name) => name.startsWith(prefix));
    const answered = Object.keys(answersOf(draft, step, [place])).some(isAbout(place));
    const folded = index > 0 && FOLDED.includes(step);
    return {
      place,
      prefix,
      legend: legendOf(draft.answers, place, index, language, choices),
      alone,
      isFirst: index === 0,
      folded,
      open: own || answered,
      removeAct: `remove:${place}`,
      documents: documentLines(form.values, prefix).map((line) => ({
        prefix: `${prefix}documents.${line}.`,
        label: translate(language, 'corrections:document_line', { n: line + 1 }),
      })),
    };
  });
}

const isAbout = (place: number) => (name: string) => placeOf(name) === place;

/** "Personne 2 · Enfant · Issa": as little as distinguishes them. */
function legendOf(
  answers: IntakeState['draft']['answers'],
  place: number,
  index: number,
  language: Language,
  choices: Choices,
): string {
  const said = (field: string) => {
    const name = `people.${place}.${field}`;
    return answers[name] ? answerWords(name, answers[name], choices) : '';
  };
  const ordinal = translate(language, 'people:new.person', { n: index + 1 });
  return [ordinal, index > 0 && said('relation'), said('names.given') || said('names.aliases')]
    .filter(Boolean)
    .join(' · ');
}

/** Values with errors at their fields, also for values typed earlier. */
function formState(
  { draft, problems }: IntakeState,
  step: IntakeStep,
  choices: Choices,
  language: Language,
): FormState {
  const own = inWords(
    problems.filter(({ field }) => stepOf(field ?? '') === step),
    choices,
    language,
  );
  const empty = Object.fromEntries(own.map(({ field }) => [field ?? '', '']));
  const values = { ...empty, ...answersOf(draft, step) };
  if (own.length === 0) return { values, errors: {}, summary: [], status: 200 };
  const both = own.some(({ code }) => code === 'intake.both');
  return { ...formOf(new FieldErrors(own), values, language), status: both ? 409 : 422 };
}

const inWords = (problems: readonly DomainError[], choices: Choices, language: Language) =>
  problems.map((one) => {
    if (one.code !== 'intake.both') return one;
    const said = answerWords(one.field!, String(one.params.value).split(' · '), choices);
    const value = said || translate(language, 'corrections:emptied');
    return new DomainError(one.kind, one.code, { value }, one.field);
  });

/** All that was typed, step by step and person by person, before it is registered. */
export function reviewModel(language: Language, state: IntakeState) {
  const { draft, problems, intake } = state;
  const choices = personChoices(language);
  const shown = STEPS.filter((step) => step !== 'review');
  return {
    ...stepModel(language, 'review', state),
    registrationPath: `${intakePath(intake.id)}/registration`,
    sections: shown.map((step) => ({
      title: translate(language, `intake:step.${step}.title`),
      path: intakePath(intake.id, step),
      wrong: inWords(
        problems.filter(({ field }) => stepOf(field ?? '') === step),
        choices,
        language,
      ).map(({ code, params }) => translate(language, keyOfCode(code), params)),
      groups: draft.people
        .map((place, index) => ({
          legend:
            draft.people.length > 1
              ? legendOf(draft.answers, place, index, language, choices)
              : null,
          facts: factsOf(state, step, place, language, choices),
        }))
        .filter(({ facts }) => facts.length > 0),
    })),
    isRight: problems.length === 0,
  };
}

const factsOf = (
  { draft }: IntakeState,
  step: IntakeStep,
  place: number,
  language: Language,
  choices: Choices,
) =>
  Object.entries(answersOf(draft, step, [place]))
    .filter(([name]) => isAbout(place)(name) || draft.people[0] === place)
    .map(([name, value]) => ({
      label: fieldWords(name, language),
      value: answerWords(name, value, choices),
    }))
    .filter(({ value }) => value !== '');
