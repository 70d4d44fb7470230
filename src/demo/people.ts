import type { INestApplicationContext } from '@nestjs/common';
import {
  People,
  syntheticPeople,
  type Stage,
  type SyntheticPerson,
} from '../../modules/beneficiaries';
import { Transactions } from '../database/transactions';
import type { SettableClock } from '../shared/clock';
import { ageOn, type CivilDate } from '../shared/nights';
import type { Founded } from './found-programme';
import type { HistoryPerson } from './history';

export const SEED = 448;

export interface Registered extends HistoryPerson {
  readonly officer: 'leila' | 'karim';
}

/**
 * Registers the 719 invented people on the days on which they came, by two officers in turn. Those
 * of one week are registered together, so that the demonstration is ready in a minute.
 */
export async function registerPeople(
  app: INestApplicationContext,
  founded: Founded,
  clock: SettableClock,
  asOf: CivilDate,
): Promise<Registered[]> {
  const registered: Registered[] = [];
  const weeks = byWeek(syntheticPeople(SEED, asOf));
  for (const [turn, week] of weeks.entries()) {
    const officer = turn % 2 ? 'karim' : 'leila';
    const day = week.at(-1)!.registeredOn;
    clock.set(`${day}T10:30:00Z`);
    const actor = await founded.actor(officer);
    const { cases } = await app
      .get(Transactions)
      .run(actor, (tx) =>
        app.get(People).register(tx, week, { reached: week.map(({ stage }) => stage as Stage) }),
      );
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
