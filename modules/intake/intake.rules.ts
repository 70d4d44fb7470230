/** An intake in short steps: what belongs to which, who is in it, and how what two devices typed is kept. */
import { DomainError } from '../platform/shared/domain.errors';
import { isSame, mergeTyped, type FormValues, factsOfStep, LIMITS } from '../beneficiaries';

export const STEPS = [
  'people',
  'safety',
  'identity',
  'age',
  'origin',
  'needs',
  'story',
  'documents',
  'review',
] as const;
export type IntakeStep = (typeof STEPS)[number];

/** Maximum length of all typed text, in characters. */
const LONGEST = 300_000;

/** Typed values by field name: `people.<place>.<field>`. */
export interface Draft {
  /** Places of those who are there, in order; a place is never given to somebody else. */
  readonly people: readonly number[];
  /** Removed people; their values can be restored until the end. */
  readonly removed: readonly number[];
  readonly answers: FormValues;
  /** Conflicts: values of the other device for fields that both filled, until resolved. */
  readonly elsewhere: FormValues;
}

export const emptyDraft = (): Draft => ({ people: [0], removed: [], answers: {}, elsewhere: {} });

const FIELDS: Readonly<Record<IntakeStep, readonly string[]>> = {
  people: ['relation'],
  safety: [
    ...['mayCall', 'safeTimes', 'channel', 'callerName', 'mustNotKnow'].map(
      (field) => `safeContact.${field}`,
    ),
    'phone',
  ],
  identity: ['names.given', 'names.family', 'names.aliases', ...factsOfStep('identity')],
  age: ['birthDate', ...factsOfStep('age'), 'estimated'],
  origin: factsOfStep('origin'),
  needs: factsOfStep('needs'),
  story: [
    ...factsOfStep('story'),
    ...['acts', 'means', 'purposes'].map((field) => `exploitation.${field}`),
    'story',
  ],
  documents: [],
  review: [],
};
/** Fields asked once for all people together. */
const COMMON: Readonly<Partial<Record<IntakeStep, readonly string[]>>> = {
  people: ['registeredOn'],
};
const DOCUMENT = /^documents\.\d{1,2}\.(kind|number)$/;
const OF_A_PERSON = /^people\.(\d{1,2})\.(.+)$/;

export const placeOf = (name: string): number | null => {
  const place = OF_A_PERSON.exec(name)?.[1];
  return place === undefined ? null : Number(place);
};

export function belongsTo(step: IntakeStep, name: string): boolean {
  const field = OF_A_PERSON.exec(name)?.[2];
  if (field === undefined) return COMMON[step]?.includes(name) ?? false;
  return FIELDS[step].includes(field) || (step === 'documents' && DOCUMENT.test(field));
}

/** Where a field is put right. */
export const stepOf = (name: string): IntakeStep =>
  STEPS.find((step) => belongsTo(step, name)) ?? 'review';

export const nextOf = (step: IntakeStep): IntakeStep => STEPS[STEPS.indexOf(step) + 1] ?? step;
export const previousOf = (step: IntakeStep): IntakeStep => STEPS[STEPS.indexOf(step) - 1] ?? step;

const pick = (typed: FormValues, keep: (name: string) => boolean): FormValues =>
  Object.fromEntries(Object.entries(typed).filter(([name]) => keep(name)));
const isEmpty = (value: string | string[]): boolean =>
  value === '' || (Array.isArray(value) && value.every((one) => one === ''));

/** Values of this step about these people. */
export const answersOf = (draft: Draft, step: IntakeStep, places = draft.people): FormValues =>
  pick(draft.answers, isOn(step, places));

const isOn = (step: IntakeStep, places: readonly number[]) => (name: string) => {
  const place = placeOf(name);
  return belongsTo(step, name) && (place === null || places.includes(place));
};

export interface StepInput {
  readonly typed: FormValues;
  /** People whose fields were on the page; values of others are kept. */
  readonly places: readonly number[];
  /** As the page was opened, where somebody saved since then; null where nobody did. */
  readonly base: FormValues | null;
  /** True if the page showed the conflicting values of the other device. */
  readonly settles: boolean;
}

export interface StepResult {
  readonly draft: Draft;
  /** Fields that another device filled meanwhile, and that were taken over from there. */
  readonly taken: readonly string[];
}

/**
 * Everything typed is kept. Where another device saved this step meanwhile, what only one of the two
 * changed is taken over, and of what both changed each side's is kept until somebody chooses.
 */
export function keepStep(draft: Draft, step: IntakeStep, written: StepInput): StepResult {
  const { typed, places, base, settles } = written;
  const known = [...draft.people, ...draft.removed];
  const stranger = Object.keys(typed).find((name) => !isOn(step, known)(name));
  if (stranger !== undefined || places.some((place) => !known.includes(place))) {
    throw new DomainError('invalid', 'common.unknown_field', {
      field: (stranger ?? 'people').slice(0, 60),
    });
  }
  const about = isOn(step, places);
  // Common fields belong to the page that names them only.
  const here = (name: string) => (placeOf(name) === null ? name in typed : about(name));
  const mine = pick(typed, here);
  const { values, both } =
    base === null
      ? { values: mine, both: {} }
      : mergeTyped(pick(base, here), pick(draft.answers, here), mine);
  const answers = {
    ...pick(draft.answers, (name) => !here(name)),
    ...pick(values, (name) => !isEmpty(values[name]!)),
  };
  const open = settles && base === null ? (name: string) => !here(name) : () => true;
  const elsewhere = { ...pick(draft.elsewhere, open), ...both };
  return {
    draft: within({ ...draft, answers, elsewhere }),
    taken: Object.keys(values).filter((name) => !isSame(values[name], mine[name])),
  };
}

function within(draft: Draft): Draft {
  if (JSON.stringify(draft).length > LONGEST) {
    throw new DomainError('invalid', 'intake.too_long', { max: LONGEST });
  }
  return draft;
}

/** One more, related so to the first; everything else about them is asked later. */
export function withPerson(draft: Draft, relation: string): Draft {
  const place = Math.max(...draft.people, ...draft.removed) + 1;
  if (draft.people.length >= LIMITS.together || place > 99) {
    throw new DomainError('invalid', 'intake.too_many_people', { max: LIMITS.together });
  }
  const said = relation === '' ? {} : { [`people.${place}.relation`]: relation };
  return { ...draft, people: [...draft.people, place], answers: { ...draft.answers, ...said } };
}

export function withoutPerson(draft: Draft, place: number): Draft {
  if (!draft.people.includes(place)) return draft;
  if (draft.people.length === 1) throw new DomainError('invalid', 'intake.somebody_stays');
  const people = draft.people.filter((one) => one !== place);
  return { ...draft, people, removed: [...draft.removed, place] };
}

export function restorePerson(draft: Draft, place: number): Draft {
  if (!draft.removed.includes(place)) return draft;
  if (draft.people.length >= LIMITS.together) {
    throw new DomainError('invalid', 'intake.too_many_people', { max: LIMITS.together });
  }
  return {
    ...draft,
    people: [...draft.people, place].sort((a, b) => a - b),
    removed: draft.removed.filter((one) => one !== place),
  };
}

/** All of it as the form of registering takes it, in the order of `people`. */
export function asForm({ people, answers }: Draft): Record<string, string | string[]> {
  const form: Record<string, string | string[]> = {};
  for (const place of people) {
    form[`people.${place}.here`] = '1';
    if (answers.registeredOn) form[`people.${place}.registeredOn`] = answers.registeredOn;
  }
  for (const [name, value] of Object.entries(answers)) {
    const place = placeOf(name);
    // The others are related to the first, who is related to nobody here.
    const isFirst = name === `people.${people[0]}.relation`;
    if (place !== null && people.includes(place) && !isFirst) form[name] = value;
  }
  return form;
}

/** Whether anything was typed about anybody in this step. */
export const isAnswered = (draft: Draft, step: IntakeStep): boolean =>
  step === 'people' || Object.keys(answersOf(draft, step)).length > 0;
