/** Whom a request is for, in a few words: no name and no number. */
import type { RequestPerson, RequestRow } from './requests.queries';

export type Say = (key: string, params?: Record<string, unknown>) => string;

export const describePeople = (people: readonly RequestPerson[], say: Say): string =>
  people
    .map((person) => {
      const { ageLow, ageHigh } = person;
      const age =
        ageLow === null
          ? say('beds:request.age_unknown')
          : ageLow === ageHigh
            ? say('beds:request.age', { count: ageLow })
            : say('beds:request.age_range', { low: ageLow, high: ageHigh });
      return `${describeSex(person, say)} ${age}`;
    })
    .join(say('groups:comma'));

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
