/** Consistency of a person's facts at registration, and the possible ages if the birth date is unknown. */
import { isCleanText, shortenForMessage } from '../platform/shared/clean-text.rules';
import { DomainError } from '../platform/shared/domain.errors';
import { type CivilDate, addDays, ageOn, isCivilDate } from '../platform/shared/nights.rules';
import { type ListName, isCode } from '../reference-lists';
import type { NewPerson } from './new-person.types';
import { CLEAR_FACTS, clearFact } from './person.fields';
import { latinDigits } from '../platform/shared/digits.rules';

export const LIMITS = {
  name: 200,
  workingName: 40,
  aliases: 20,
  short: 200,
  document: 60,
  documents: 20,
  story: 20_000,
  note: 2_000,
  /** Registered at once, as one family or unit. */
  together: 20,
};
const OLDEST = 120;
const FIRST_REGISTRATION = '2000-01-01';
/** An age judged by eye may be off by this many years either way. */
const ESTIMATE_MARGIN = 2;

type Check = (code: string, field: string, params?: Record<string, string | number>) => void;

export function validatePerson(person: NewPerson, today: CivilDate): DomainError[] {
  const errors: DomainError[] = [];
  const wrong: Check = (code, field, params = {}) =>
    errors.push(new DomainError('invalid', `people.${code}`, params, field));
  checkDates(person, today, wrong);
  checkNames(person, wrong);
  checkCodes(person, wrong);
  checkContact(person, wrong);
  checkText(person.story, 'story', LIMITS.story, wrong);
  checkText(person.familyKey, 'familyKey', LIMITS.short, wrong);
  return errors;
}

function checkDates(person: NewPerson, today: CivilDate, wrong: Check): void {
  const { registeredOn, birthDate, birthYear, ageAtRegistration } = person;
  const registrationKnown = isCivilDate(registeredOn);
  if (!registrationKnown) wrong('not_a_date', 'registeredOn');
  else if (registeredOn > today) wrong('registered_in_future', 'registeredOn');
  else if (registeredOn < FIRST_REGISTRATION)
    wrong('registered_too_early', 'registeredOn', { year: Number(FIRST_REGISTRATION.slice(0, 4)) });

  const oldestYear = Number(today.slice(0, 4)) - OLDEST;
  if (birthDate !== null) {
    if (!isCivilDate(birthDate)) wrong('not_a_date', 'birthDate');
    else if (birthDate > today) wrong('born_in_future', 'birthDate');
    else if (Number(birthDate.slice(0, 4)) < oldestYear)
      wrong('born_too_long_ago', 'birthDate', { year: birthDate.slice(0, 4), oldest: OLDEST });
    else if (registrationKnown && birthDate > registeredOn)
      wrong('born_after_registration', 'birthDate');
    else if (birthYear !== null && birthYear !== Number(birthDate.slice(0, 4)))
      wrong('birth_year_differs', 'birthYear');
  }
  if (birthYear !== null && birthDate === null) {
    if (!Number.isInteger(birthYear) || birthYear < 0 || birthYear > 9999)
      wrong('not_a_year', 'birthYear');
    else if (birthYear > Number(today.slice(0, 4))) wrong('born_in_future', 'birthYear');
    else if (birthYear < oldestYear)
      wrong('born_too_long_ago', 'birthYear', { year: String(birthYear), oldest: OLDEST });
    else if (registrationKnown && birthYear > Number(registeredOn.slice(0, 4)))
      wrong('born_after_registration', 'birthYear');
  }
  if (
    ageAtRegistration !== null &&
    (!Number.isInteger(ageAtRegistration) || ageAtRegistration < 0 || ageAtRegistration > OLDEST)
  )
    wrong('age_out_of_range', 'ageAtRegistration', { oldest: OLDEST });
  else if (ageAtRegistration !== null && registrationKnown && !agesAgree(person))
    wrong('age_differs', 'ageAtRegistration');
}

/** A birth date or year and a stated age must be able to be true of the same person. */
function agesAgree({ birthDate, birthYear, ageAtRegistration, registeredOn }: NewPerson): boolean {
  if (birthDate !== null)
    return !isCivilDate(birthDate) || ageOn(birthDate, registeredOn) === ageAtRegistration;
  if (birthYear === null) return true;
  const turned = Number(registeredOn.slice(0, 4)) - birthYear;
  return ageAtRegistration === turned || ageAtRegistration === turned - 1;
}

function checkNames({ names }: NewPerson, wrong: Check): void {
  checkName(names.given, 'names.given', wrong);
  checkName(names.family, 'names.family', wrong);
  if (names.aliases.length > LIMITS.aliases)
    wrong('too_many', 'names.aliases', { max: LIMITS.aliases });
  for (const alias of names.aliases.slice(0, LIMITS.aliases))
    checkName(alias, 'names.aliases', wrong);
  checkName(names.working, 'names.working', wrong, LIMITS.workingName);
}

function checkName(
  name: string | null | undefined,
  field: string,
  wrong: Check,
  max = LIMITS.name,
): void {
  if (name === null || name === undefined) return;
  if (name.length > max) wrong('name_too_long', field, { max, length: name.length });
  else if (!isCleanText(name)) wrong('text_unreadable', field);
  else if (looksLikeFormula(name)) wrong('name_formula', field);
  else if (name.trim() !== '' && !/\p{L}/u.test(name)) wrong('name_without_letter', field);
}

/** A spreadsheet would run what begins like this, also behind spaces or signs one cannot see. */
export const looksLikeFormula = (text: string): boolean =>
  /^[=+\-@|%]/.test(text.normalize('NFKC').replace(/^[\s\p{Cf}\p{Cc}'"]+/u, '')) ||
  /^[\t\r]/.test(text);

function checkText(
  text: string | null | undefined,
  field: string,
  max: number,
  wrong: Check,
): void {
  if (text === null || text === undefined) return;
  if (text.length > max) wrong('text_too_long', field, { max, length: text.length });
  else if (!isCleanText(text)) wrong('text_unreadable', field);
}

function checkCodes(person: NewPerson, wrong: Check): void {
  const one = (list: ListName, code: string | null | undefined, field: string): void => {
    if (code === null || code === undefined || isCode(list, code)) return;
    wrong('unknown_code', field, { value: shortenForMessage(code) });
  };
  const many = (list: ListName, codes: string[], field: string): void => {
    if (codes.length > 50) wrong('too_many', field, { max: 50 });
    else codes.forEach((code) => one(list, code, field));
  };
  for (const name of CLEAR_FACTS) {
    const { kind, list } = clearFact(name);
    if (!list) continue;
    if (kind === 'codes') many(list, person[name] as string[], name);
    else one(list, person[name] as string | null, name);
  }
  one('relations', person.relation, 'relation');
  one('contact_channels', person.safeContact?.channel, 'safeContact.channel');
  many('acts', person.exploitation.acts, 'exploitation.acts');
  many('means', person.exploitation.means, 'exploitation.means');
  many('purposes', person.exploitation.purposes, 'exploitation.purposes');
  many(
    'document_kinds',
    person.documents.map(({ kind }) => kind),
    'documents',
  );
}

function checkContact(person: NewPerson, wrong: Check): void {
  if (person.phone !== null && !/^\+[1-9]\d{6,14}$/.test(person.phone)) wrong('phone', 'phone');
  if (person.documents.length > LIMITS.documents)
    wrong('too_many', 'documents', { max: LIMITS.documents });
  for (const { number } of person.documents.slice(0, LIMITS.documents)) {
    checkText(number, 'documents', LIMITS.document, wrong);
    if (number.length <= LIMITS.document && !/[\p{L}\p{Nd}]/u.test(number))
      wrong('document_number', 'documents');
  }
  const safe = person.safeContact ?? {};
  for (const field of ['safeTimes', 'callerName', 'mustNotKnow'] as const)
    checkText(safe[field], `safeContact.${field}`, LIMITS.short, wrong);
}

/**
 * A phone number in international form, or null. A number of ten digits with a leading 0 is
 * read as Moroccan.
 */
export function normalisePhone(text: string): string | null {
  const digits = latinDigits(text.normalize('NFKC'))
    .replace(/[\s\p{Pd}\p{Cf}()./]/gu, '')
    .replace(/^00/, '+');
  if (/^0[5-8]\d{8}$/.test(digits)) return `+212${digits.slice(1)}`;
  if (/^\+2120[5-8]\d{8}$/.test(digits)) return `+212${digits.slice(5)}`;
  return /^\+[1-9]\d{6,14}$/.test(digits) ? digits : null;
}

export interface AgeRange {
  readonly low: number;
  readonly high: number;
}
type AgeFacts = Pick<
  NewPerson,
  'birthDate' | 'birthYear' | 'ageAtRegistration' | 'ageCertainty' | 'registeredOn' | 'bornBetween'
>;

/**
 * Possible ages in completed years on the day `on`. A single number if the birth date is known; otherwise a range, of
 * which callers use the end that protects the person. Null if nothing is known.
 */
export function ageRange(person: AgeFacts, on: CivilDate): AgeRange | null {
  if (person.birthDate !== null) {
    const age = Math.max(0, ageOn(person.birthDate, on));
    return { low: age, high: age };
  }
  if (person.bornBetween) {
    const { from, until } = person.bornBetween;
    return { low: Math.max(0, ageOn(until, on)), high: Math.max(0, ageOn(from, on)) };
  }
  const born = bornBetween(person);
  if (born === null) return null;
  const margin = person.ageCertainty === 'estimated' ? ESTIMATE_MARGIN : 0;
  return {
    low: Math.max(0, ageOn(born.latest, on) - margin),
    high: Math.max(0, ageOn(born.earliest, on) + margin),
  };
}

function bornBetween({
  birthYear,
  ageAtRegistration,
  registeredOn,
}: AgeFacts): { earliest: CivilDate; latest: CivilDate } | null {
  if (birthYear !== null) {
    const year = String(birthYear).padStart(4, '0');
    return { earliest: `${year}-01-01`, latest: `${year}-12-31` };
  }
  if (ageAtRegistration === null) return null;
  // Of age a: born after the day that would make it a + 1.
  return {
    earliest: yearsBefore(addDays(registeredOn, 1), ageAtRegistration + 1),
    latest: yearsBefore(registeredOn, ageAtRegistration),
  };
}

/** The same day and month, some years earlier. */
const yearsBefore = (date: CivilDate, years: number): CivilDate =>
  String(Number(date.slice(0, 4)) - years).padStart(4, '0') + date.slice(4);
