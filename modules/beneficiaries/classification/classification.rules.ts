/** How a person was trafficked, in codes: what can be answered, what agrees, what changed. */
import { isCleanText } from '../../platform/shared/clean-text.rules';
import { DomainError } from '../../platform/shared/domain.errors';
import { isCode, type OwnedListName } from '../../reference-lists';
import { isSame } from '../corrections/correction.rules';
import type { Exploitation } from '../new-person.types';
import type { AgeRange } from '../person.rules';

/** Each question of several answers, and the list that it chooses from. */
export const QUESTIONS = {
  forms: 'exploitation_types',
  sexualForms: 'sexual_exploitation_types',
  sectors: 'labour_sectors',
  exploitationChannels: 'exploitation_channels',
  exploitationPlatforms: 'platforms',
  control: 'control_methods',
  motives: 'motives',
  relation: 'recruiter_relations',
  recruitmentMethods: 'recruitment_methods',
  recruitmentPlatforms: 'platforms',
} as const satisfies Record<string, OwnedListName>;
export type ClassificationQuestion = keyof typeof QUESTIONS;
export const QUESTION_NAMES = Object.keys(QUESTIONS) as ClassificationQuestion[];

/** Asked, and not answered: said apart from "not asked", which is nothing at all. */
export const NO_ANSWERS = ['not_known', 'declined'] as const;
export type NoAnswer = (typeof NO_ANSWERS)[number];
export const isNoAnswer = (text: unknown): text is NoAnswer =>
  (NO_ANSWERS as readonly unknown[]).includes(text);

export const NO_PLACE_CODE = 'none';
export const ABROAD_CODE = 'abroad';

export interface TraffickingPlace {
  /** ISO 3166-1 alpha-2, `abroad` where the country is not known, an answer without a place, or null: not asked. */
  readonly country: string | null;
  /** Of Morocco. */
  readonly region: string | null;
  /** Sealed; in no figure. */
  readonly town: string | null;
}
export const NO_PLACE: TraffickingPlace = { country: null, region: null, town: null };

export interface Classification {
  readonly answers: Readonly<Record<ClassificationQuestion, readonly string[]>>;
  readonly began: string | null;
  readonly duration: string | null;
  readonly ageBegan: number | null;
  readonly ageBeganAnswer: NoAnswer | null;
  readonly recruitment: TraffickingPlace;
  /** In order; a first place of `none` says that there was no way in between. */
  readonly transit: readonly TraffickingPlace[];
  readonly exploitation: TraffickingPlace;
}

/** With the elements of article 448-1, which are facts of the person and are corrected as such. */
export interface FullClassification extends Classification {
  readonly elements: Exploitation;
}

export const EMPTY_CLASSIFICATION: Classification = {
  answers: Object.fromEntries(QUESTION_NAMES.map((name) => [name, []])) as unknown as Record<
    ClassificationQuestion,
    string[]
  >,
  began: null,
  duration: null,
  ageBegan: null,
  ageBeganAnswer: null,
  recruitment: NO_PLACE,
  transit: [],
  exploitation: NO_PLACE,
};

export const LIMITS = { town: 100, transit: 10 };

/** What may be chosen for each question: the codes of today, and those that stand already. */
export type ChoosableCodes = Readonly<Record<ClassificationQuestion, ReadonlySet<string>>>;

const wrong = (code: string, field: string, params: Record<string, string | number> = {}) =>
  new DomainError('invalid', code, params, field);

export function checkClassification(
  given: FullClassification,
  choosable: ChoosableCodes,
  age: AgeRange | null,
): DomainError[] {
  return [
    ...checkElements(given.elements),
    ...QUESTION_NAMES.flatMap((name) =>
      checkAnswer(given.answers[name], choosable[name], `answers.${name}`),
    ),
    ...checkBand('start_bands', given.began, 'began'),
    ...checkBand('duration_bands', given.duration, 'duration'),
    ...checkAge(given, age),
    ...checkPlace(given.recruitment, 'recruitment'),
    ...checkTransit(given.transit),
    ...checkPlace(given.exploitation, 'exploitation'),
  ];
}

function checkElements({ acts, means, purposes }: Exploitation): DomainError[] {
  const all = [
    ['acts', acts],
    ['means', means],
    ['purposes', purposes],
  ] as const;
  return all
    .filter(([name, codes]) => !codes.every((code) => isCode(name, code)))
    .map(([name]) => wrong('classification.not_in_list', `elements.${name}`));
}

const ELEMENTS = ['acts', 'means', 'purposes'] as const;

/** What a joined file names stays said: it is added to from the file that goes on, and not taken away. */
export const checkJoined = (given: Exploitation, joined: Exploitation): DomainError[] =>
  ELEMENTS.filter((name) => joined[name].some((code) => !given[name].includes(code))).map((name) =>
    wrong('classification.in_a_joined_file', `elements.${name}`),
  );

/** Of what is said together the part that is this file's to say. */
export function ownElements(
  given: Exploitation,
  { own, joined }: Readonly<Record<'own' | 'joined', Exploitation>>,
): Exploitation {
  const of = (name: (typeof ELEMENTS)[number]) =>
    given[name].filter((code) => own[name].includes(code) || !joined[name].includes(code));
  return { acts: of('acts'), means: of('means'), purposes: of('purposes') };
}

function checkAnswer(
  codes: readonly string[],
  choosable: ReadonlySet<string>,
  field: string,
): DomainError[] {
  if (codes.some(isNoAnswer) && codes.length > 1) {
    return [wrong('classification.stands_alone', field)];
  }
  return codes.every((code) => isNoAnswer(code) || choosable.has(code))
    ? []
    : [wrong('classification.not_in_list', field)];
}

const checkBand = (
  name: 'start_bands' | 'duration_bands',
  code: string | null,
  field: string,
): DomainError[] =>
  code === null || isNoAnswer(code) || isCode(name, code)
    ? []
    : [wrong('classification.not_in_list', field)];

function checkAge(
  { ageBegan, ageBeganAnswer }: Classification,
  age: AgeRange | null,
): DomainError[] {
  if (ageBegan === null) return [];
  if (ageBeganAnswer !== null) return [wrong('classification.stands_alone', 'ageBegan')];
  if (!Number.isInteger(ageBegan) || ageBegan < 0 || ageBegan > 120) {
    return [wrong('classification.age_shape', 'ageBegan')];
  }
  return age !== null && ageBegan > age.high
    ? [wrong('classification.age_later_than_now', 'ageBegan', { age: age.high })]
    : [];
}

function checkPlace({ country, region, town }: TraffickingPlace, field: string): DomainError[] {
  const real = isCode('nationalities', country);
  if (country !== null && !real && country !== ABROAD_CODE && !isNoAnswer(country)) {
    return [wrong('classification.not_in_list', `${field}.country`)];
  }
  const errors: DomainError[] = [];
  if (region !== null && !/^(0[1-9]|1[0-2])$/.test(region)) {
    errors.push(wrong('classification.not_in_list', `${field}.region`));
  } else if (region !== null && country !== 'MA') {
    errors.push(wrong('classification.region_of_morocco', `${field}.region`));
  }
  if (town !== null && !real) errors.push(wrong('classification.town_of_where', `${field}.town`));
  else if (town !== null && town.length > LIMITS.town) {
    errors.push(wrong('common.too_long', `${field}.town`, { limit: LIMITS.town }));
  } else if (town !== null && !isCleanText(town)) {
    errors.push(wrong('common.broken_text', `${field}.town`));
  }
  return errors;
}

function checkTransit(places: readonly TraffickingPlace[]): DomainError[] {
  if (places.length > LIMITS.transit) {
    return [wrong('classification.too_many_places', 'transit.0.country', { max: LIMITS.transit })];
  }
  const alone = ({ country }: TraffickingPlace) =>
    country === NO_PLACE_CODE || country === ABROAD_CODE || isNoAnswer(country);
  if (places.length > 1 && places.some(alone)) {
    return [wrong('classification.stands_alone', 'transit.0.country')];
  }
  return places.flatMap((place, at) =>
    place.country === NO_PLACE_CODE
      ? checkPlace({ ...place, country: null }, `transit.${at}`)
      : checkPlace(place, `transit.${at}`),
  );
}

/** The region as the facts of the person hold it: it is kept in one place, and follows. */
export function regionOf({ country, region }: TraffickingPlace): string | null {
  if (country === null) return null;
  if (isNoAnswer(country)) return 'unknown';
  return country === 'MA' ? (region ?? 'unknown') : 'abroad';
}

/**
 * Where it was as it stands now: the region is the fact of the person. What was classified with it
 * counts as long as it still says the same.
 */
export function currentPlace(
  region: string | null,
  classified: TraffickingPlace | null,
): TraffickingPlace {
  if (classified && regionOf(classified) === region) return classified;
  if (region === null) return NO_PLACE;
  if (region === 'unknown') return { ...NO_PLACE, country: 'not_known' };
  if (region === 'abroad') return { ...NO_PLACE, country: ABROAD_CODE };
  return { country: 'MA', region, town: null };
}

export const CHANGEABLE_FIELDS = [
  'elements',
  ...QUESTION_NAMES,
  'began',
  'duration',
  'ageBegan',
  'recruitment',
  'transit',
  'exploitation',
] as const;
export type ChangeableField = (typeof CHANGEABLE_FIELDS)[number];

const valueOf = (one: FullClassification, name: ChangeableField): unknown => {
  if (name in QUESTIONS) return one.answers[name as ClassificationQuestion];
  if (name === 'ageBegan') return one.ageBegan ?? one.ageBeganAnswer;
  if (name === 'transit') return one.transit.map((place) => ({ ...place }));
  return one[name as Exclude<ChangeableField, ClassificationQuestion>];
};

/** Which questions are answered otherwise than before. */
export const changedQuestions = (
  before: FullClassification,
  after: FullClassification,
): ChangeableField[] =>
  CHANGEABLE_FIELDS.filter((name) => !isSame(valueOf(before, name), valueOf(after, name)));

export type MeansFinding =
  /** Under 18 when it happened, or perhaps: the law asks for none. */
  | 'not_needed'
  | 'named'
  /** An adult, a purpose named and no means: the law asks for one. */
  | 'missing'
  /** Nothing can be said: no purpose named, or the age not known. */
  | 'open';

/**
 * What article 448-1 says about the means, to help whoever classifies: a child under 18 needs none. It
 * supports a decision by a person, and decides nothing.
 */
export function meansFinding(
  { elements, ageBegan }: Pick<FullClassification, 'elements' | 'ageBegan'>,
  age: AgeRange | null,
): MeansFinding {
  const known = ageBegan === null ? age : { low: ageBegan, high: ageBegan };
  if (known !== null && known.low < 18) return 'not_needed';
  if (elements.means.length > 0) return 'named';
  return known !== null && elements.purposes.length > 0 ? 'missing' : 'open';
}
