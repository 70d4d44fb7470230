import type { INestApplicationContext } from '@nestjs/common';
import {
  RecordAppointmentOutcome,
  HoldSessions,
  PlanServices,
  RateServices,
  ServiceLists,
  SessionLists,
} from '../../modules/assistance-services';
import type { SettableClock } from '../../modules/platform/shared/clock';
import { addDays, type CivilDate } from '../../modules/platform/shared/nights.rules';
import type { SeededProgramme } from './seed-programme';
import type { RegisteredPerson } from './seed-people';

const RATED = [5, 4, 5, null, 3, 4, 2, 5, 4, null, 4, 5, 3, 5];

/** What Leïla and Karim have agreed with people: some of it waits for an answer, one group met last week. */
export async function seedAppointments(
  app: INestApplicationContext,
  programme: SeededProgramme,
  clock: SettableClock,
  people: readonly RegisteredPerson[],
  today: CivilDate,
  now: Date,
): Promise<void> {
  const known = new Set(
    people
      .filter(({ registeredOn }) => registeredOn < addDays(today, -8))
      .map(({ caseId }) => caseId),
  );
  for (const name of ['leila', 'karim']) {
    const officer = await programme.actor(name);
    clock.set(`${addDays(today, -7)}T15:30:00Z`);
    const theirs = await app.get(SessionLists).candidates(officer, null);
    const who = theirs.map(({ id }) => id).filter((id) => known.has(id));
    if (who.length < 6) continue;
    const [a, b, c, d, e, f] = who as [string, string, string, string, string, string];
    const plan = (caseId: string, typeCode: string, dueOn: CivilDate, more: object = {}) =>
      app.get(PlanServices).plan(officer, { caseId, typeCode, dueOn, ...more });

    await app
      .get(HoldSessions)
      .hold(officer, {
        typeCode: 'psychological_session',
        givenOn: addDays(today, -7),
        receipt: `GRP-${name}-41`,
        cost: { amount: '1000.00', currency: 'MAD' },
        people: who
          .slice(0, 6)
          .map((caseId, at) => ({
            caseId,
            attendance: at < 4 ? 'present' : at === 4 ? 'excused' : 'absent',
          })),
      });
    await plan(a, 'medical_consultation', addDays(today, -3), { dueAt: '10:00' });
    await plan(b, 'administrative_papers', addDays(today, -1));
    const missed = await plan(c, 'legal_consultation', addDays(today, -2), { dueAt: '14:00' });
    await plan(d, 'psychological_session', today, {
      dueAt: '09:30',
      repeat: { everyDays: 7, times: 8 },
    });
    await plan(e, 'transport', today);
    await plan(f, 'medical_consultation', addDays(today, 1), { dueAt: '11:15' });
    await plan(a, 'education_support', addDays(today, 2));
    await plan(b, 'medical_consultation', addDays(today, 5), { dueAt: '08:45' });

    clock.set(`${addDays(today, -2)}T16:00:00Z`);
    await app
      .get(RecordAppointmentOutcome)
      .markMissed(officer, missed.ids[0]!, {
        reason: 'person_absent',
        againOn: addDays(today, 3),
        againAt: '14:00',
      });
    const { services } = await app.get(ServiceLists).list(officer, {});
    for (const [at, { id, cancelled }] of services.slice(0, RATED.length).entries()) {
      if (!cancelled) await app.get(RateServices).rate(officer, id, RATED[at]!);
    }
  }
  clock.set(now);
}
