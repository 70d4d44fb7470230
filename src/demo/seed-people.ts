import type { INestApplicationContext } from '@nestjs/common';
import { SaveClassifications, People, type Stage } from '../../modules/beneficiaries';
import { syntheticClassifications } from './synthetic-people/synthetic-classification.rules';
import { type SyntheticPerson, syntheticPeople } from './synthetic-people/synthetic-people.rules';
import { Transactions } from '../../modules/platform/database/transactions';
import type { SettableClock } from '../../modules/platform/shared/clock';
import { ageOn, type CivilDate } from '../../modules/platform/shared/nights.rules';
import type { SeededProgramme } from './seed-programme';
import type { HistoryPerson } from './past-stays.rules';

export const SEED = 448;

export interface RegisteredPerson extends HistoryPerson {
  readonly officer: 'leila' | 'karim';
}

/**
 * Registers the 719 invented people on the days on which they came, by two officers in turn. Those
 * of one week are registered together, so that the demonstration is ready in a minute.
 */
export async function seedPeople(
  app: INestApplicationContext,
  programme: SeededProgramme,
  clock: SettableClock,
  asOf: CivilDate,
): Promise<RegisteredPerson[]> {
  const registered: RegisteredPerson[] = [];
  const people = syntheticPeople(SEED, asOf);
  const classifications = syntheticClassifications(people, SEED);
  const weeks = byWeek(people);
  for (const [turn, week] of weeks.entries()) {
    const officer = turn % 2 ? 'karim' : 'leila';
    const day = week.at(-1)!.registeredOn;
    clock.set(`${day}T09:30:00Z`);
    const actor = await programme.actor(officer);
    const { cases } = await app.get(Transactions).run(actor, async (tx) => {
      const reached = week.map(({ stage }) => stage as Stage);
      const done = await app.get(People).register(tx, week, { reached });
      const classified = week.flatMap(({ ref }, at) => {
        const classification = classifications[ref - 1];
        return classification ? [{ caseId: done.cases[at]!.id, classification }] : [];
      });
      await app.get(SaveClassifications).recordNew(tx, classified);
      return done;
    });
    for (const [at, person] of week.entries()) {
      registered.push({
        caseId: cases[at]!.id,
        registeredOn: day,
        sex: person.sex,
        age: ageKnown(person),
        family: cases[at]!.familyId,
        officer,
      });
    }
  }
  return registered;
}

const ageKnown = ({ birthDate, ageAtRegistration, birthYear, registeredOn }: SyntheticPerson) =>
  birthDate
    ? ageOn(birthDate, registeredOn)
    : (ageAtRegistration ?? (birthYear ? Number(registeredOn.slice(0, 4)) - birthYear : null));

/** Families stay together: a week ends where a family ends. */
function byWeek(people: readonly SyntheticPerson[]): SyntheticPerson[][] {
  const weeks: SyntheticPerson[][] = [];
  let start = '';
  for (const person of people) {
    const week = weeks.at(-1);
    const sameFamily = person.familyKey !== null && week?.at(-1)?.familyKey === person.familyKey;
    const within = start !== '' && Date.parse(person.registeredOn) - Date.parse(start) < 7 * 864e5;
    if (week && (sameFamily || within)) week.push(person);
    else {
      start = person.registeredOn;
      weeks.push([person]);
    }
  }
  return weeks;
}
