/** The pages of a classification: what is noted, the form, one version. */
import { joinWords } from '../../platform/shared/punctuation.words';
import { directionOf, translate } from '../../platform/web/i18n';
import type { FormState } from '../../platform/web/forms';
import type { Language } from '../../platform/shared/actor';
import { inOrder, labelOf, listChoices, type ListName, type WordsOf } from '../../reference-lists';
import type { Fact } from '../person.words';
import { transitPlaces } from './classification.form';
import { type ListVersions, chosenKey } from './classification.queries';
import {
  ABROAD_CODE,
  type Classification,
  type FullClassification,
  isNoAnswer,
  LIMITS,
  meansFinding,
  NO_ANSWERS,
  NO_PLACE_CODE,
  type TraffickingPlace,
  type ClassificationQuestion,
  QUESTIONS,
} from './classification.rules';
import type { Editions, CurrentClassification } from './read-classifications.service';

/** The questions as they are asked, in parts that can be left out one by one. */
export const SECTIONS = {
  exploitation: [
    'forms',
    'sexualForms',
    'sectors',
    'exploitationChannels',
    'exploitationPlatforms',
  ],
  control: ['control', 'motives'],
  recruitment: ['relation', 'recruitmentMethods', 'recruitmentPlatforms'],
} as const satisfies Record<string, readonly ClassificationQuestion[]>;

const wordsIn =
  (language: Language) =>
  (key: string, params: object = {}) =>
    translate(language, `classification:${key}`, { ...params });

export interface WordsContext {
  readonly language: Language;
  readonly words: WordsOf;
  readonly chosenFrom: ListVersions;
}

/** Codes of a question in the words of the versions that they were chosen from. */
export function answerWords(
  question: ClassificationQuestion,
  codes: readonly string[],
  { language, words, chosenFrom }: WordsContext,
): string {
  return codes
    .map((code) =>
      isNoAnswer(code)
        ? wordsIn(language)(`answer.${code}`)
        : words(
            {
              list: QUESTIONS[question],
              code,
              version: chosenFrom.get(chosenKey(question, code)) ?? 0,
            },
            language,
          ),
    )
    .join(' · ');
}

export function placeWords(
  { country, region, town }: TraffickingPlace,
  language: Language,
): string {
  if (country === null) return '';
  if (isNoAnswer(country)) return wordsIn(language)(`answer.${country}`);
  if (country === NO_PLACE_CODE || country === ABROAD_CODE)
    return wordsIn(language)(`place.${country}`);
  const parts = [
    town,
    region && labelOf('regions', region, language),
    labelOf('nationalities', country, language),
  ];
  return joinWords(parts, language);
}

const bandWords = (name: ListName, code: string | null, language: Language): string => {
  if (code === null) return '';
  return isNoAnswer(code) ? wordsIn(language)(`answer.${code}`) : labelOf(name, code, language);
};

/** One line a question that was asked. */
export function classificationFacts(one: Classification, spoken: WordsContext): Fact[] {
  const { language } = spoken;
  const say = wordsIn(language);
  const fact = (key: string, value: string): Fact[] =>
    value === '' ? [] : [{ label: say(`question.${key}`), value }];
  const answers = (names: readonly ClassificationQuestion[]) =>
    names.flatMap((name) => fact(name, answerWords(name, one.answers[name], spoken)));
  const age = one.ageBeganAnswer
    ? say(`answer.${one.ageBeganAnswer}`)
    : one.ageBegan === null
      ? ''
      : say('years', { count: one.ageBegan });
  return [
    ...answers(SECTIONS.exploitation),
    ...fact('began', bandWords('start_bands', one.began, language)),
    ...fact('duration', bandWords('duration_bands', one.duration, language)),
    ...fact('ageBegan', age),
    ...answers(SECTIONS.control),
    ...answers(SECTIONS.recruitment),
    ...fact('recruitment', placeWords(one.recruitment, language)),
    ...fact('transit', one.transit.map((stop) => placeWords(stop, language)).join(' → ')),
    ...fact('exploitation', placeWords(one.exploitation, language)),
  ];
}

export const elementFacts = ({ elements }: FullClassification, language: Language): Fact[] =>
  (['acts', 'means', 'purposes'] as const)
    .filter((name) => elements[name].length > 0)
    .map((name) => ({
      label: translate(language, `lists:name.${name}`),
      value: elements[name].map((code) => labelOf(name, code, language)).join(' · '),
    }));

/** What nobody has asked yet, so that it is seen that it was not. */
export function notAsked(one: FullClassification, language: Language): string[] {
  const say = wordsIn(language);
  const asked = (name: ClassificationQuestion) => one.answers[name].length > 0;
  const questions = Object.values(SECTIONS).flat() as ClassificationQuestion[];
  return [
    ...questions.filter((name) => !asked(name)).map((name) => say(`question.${name}`)),
    ...(['began', 'duration'] as const)
      .filter((name) => one[name] === null)
      .map((name) => say(`question.${name}`)),
    ...(one.ageBegan === null && one.ageBeganAnswer === null ? [say('question.ageBegan')] : []),
    ...(['recruitment', 'exploitation'] as const)
      .filter((name) => one[name].country === null)
      .map((name) => say(`question.${name}`)),
    ...(one.transit.length === 0 ? [say('question.transit')] : []),
  ];
}

export const meansNotice = (
  standing: Pick<CurrentClassification, 'classified' | 'age'>,
  language: Language,
) => {
  const finding = meansFinding(standing.classified, standing.age);
  if (finding === 'named' || finding === 'open') return null;
  return {
    kind: finding === 'missing' ? 'warning' : 'info',
    text: wordsIn(language)(`means.${finding}`),
  };
};

interface Choice {
  readonly value: string;
  readonly label: string;
  readonly below?: boolean;
}

const noAnswers = (language: Language): Choice[] =>
  NO_ANSWERS.map((value) => ({ value, label: wordsIn(language)(`answer.${value}`) }));

/** Codes of today in their order; one that stands though it is no longer chosen stays to be seen. */
function questionChoices(
  question: ClassificationQuestion,
  editions: Editions,
  { classified }: CurrentClassification,
  spoken: WordsContext,
): Choice[] {
  const { language } = spoken;
  const { items } = editions[QUESTIONS[question]];
  const standing = classified.answers[question];
  const shown = inOrder(items).filter(({ code, retired }) => !retired || standing.includes(code));
  return [
    ...shown.map(({ code, parent, labels, retired }) => ({
      value: code,
      below: parent !== null,
      label: retired
        ? wordsIn(language)('no_longer', { label: answerWords(question, [code], spoken) })
        : labels[language],
    })),
    ...noAnswers(language),
  ];
}

export function formModel(
  standing: CurrentClassification,
  editions: Editions,
  spoken: WordsContext,
  form: FormState,
) {
  const { language } = spoken;
  const say = wordsIn(language);
  const collator = new Intl.Collator(language);
  const written = Object.values(form.values).flat();
  const countries = listChoices('nationalities', language, written).sort((a, b) =>
    collator.compare(a.label, b.label),
  );
  const morocco = countries.filter(({ value }) => value === 'MA');
  const others = countries.filter(({ value }) => value !== 'MA');
  const where = [
    ...morocco,
    ...noAnswers(language),
    { value: ABROAD_CODE, label: say('place.abroad') },
    ...others,
  ];
  const wrong = (names: readonly string[]) =>
    names.some((name) => Object.keys(form.errors).some((field) => field.startsWith(name)));
  const filled = (name: string) => [form.values[name] ?? ''].flat().some((one) => one !== '');
  return {
    sections: Object.entries(SECTIONS).map(([key, names]) => ({
      key,
      title: say(`section.${key}`),
      isOpen: wrong(names.map((name) => `answers.${name}`)),
      answeredCount: say('answered', {
        count: names.filter((name) => filled(`answers.${name}`)).length,
        all: names.length,
      }),
      questions: names.map((name: ClassificationQuestion) => ({
        name: `answers.${name}`,
        label: say(`question.${name}`),
        choices: questionChoices(name, editions, standing, spoken),
      })),
      withTime: key === 'exploitation',
    })),
    elements: (['acts', 'means', 'purposes'] as const).map((name) => ({
      name: `elements.${name}`,
      label: translate(language, `lists:name.${name}`),
      hint: name === 'means' ? say('means.hint') : null,
      choices: listChoices(name, language),
    })),
    starts: [...listChoices('start_bands', language), ...noAnswers(language)],
    durations: [...listChoices('duration_bands', language), ...noAnswers(language)],
    noAnswers: noAnswers(language),
    where,
    through: [{ value: NO_PLACE_CODE, label: say('place.none') }, ...where],
    regions: listChoices('regions', language).filter(({ value }) => /^\d{2}$/.test(value)),
    transit: transitPlaces(form.values, LIMITS.transit).map((at) => ({
      prefix: `transit.${at}.`,
      legend: say('stop', { n: at + 1 }),
    })),
    placesOpen: wrong(['recruitment', 'transit', 'exploitation']),
    townDirection: directionOf(language),
    form,
  };
}
