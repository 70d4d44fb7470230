/** Short description of the people of a request, without names and numbers. */
import type { Language } from '../../platform/shared/actor';
import { joinWords } from '../../platform/shared/punctuation.words';
import type { RequestPerson, RequestRow } from './requests.queries';

export type Say = (key: string, params?: Record<string, unknown>) => string;

export const describePeople = (
  people: readonly RequestPerson[],
  say: Say,
  language: Language,
): string =>
  joinWords(
    people.map((person) => {
      const { ageLow, ageHigh } = person;
      const age =
        ageLow === null
          ? say('beds:request.age_unknown')
          : ageLow === ageHigh
            ? say('beds:request.age', { count: ageLow })
            : say('beds:request.age_range', { low: ageLow, high: ageHigh });
      return `${describeSex(person, say)} ${age}`;
    }),
    language,
  );

/** A woman, or a girl where she is under age for certain. */
export function describeSex(
  { sex, ageHigh }: Pick<RequestPerson, 'sex' | 'ageHigh'>,
  say: Say,
): string {
  const minor = ageHigh !== null && ageHigh < 18 && (sex === 'female' || sex === 'male');
  return minor ? say(`groups:child.${sex}`) : say(`beds:sex.${sex ?? 'unknown'}`);
}

/** The people of a request whose file the reader may see: of them alone a list may show the names. */
export const peopleSeen = ({ people }: Pick<RequestRow, 'people'>): RequestPerson[] =>
  people.filter(({ caseNumber }) => caseNumber !== null);

export const casesOf = (request: Pick<RequestRow, 'people'>): string[] =>
  peopleSeen(request).map(({ caseId }) => caseId);
