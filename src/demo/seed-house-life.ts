/** An evening in a house, by its team: the roll half called, somebody away, a visitor, a word for the night. */
import type { INestApplicationContext } from '@nestjs/common';
import {
  BedPreparations,
  Duties,
  Handovers,
  ItemsIssued,
  Incidents,
  Leaves,
  Register,
  RollCall,
} from '../../modules/shelter-operations';
import { StayLengths } from '../../modules/shelter-beds';
import { addDays, type CivilDate } from '../../modules/platform/shared/nights.rules';
import type { SeededProgramme } from './seed-programme';

export async function seedHouseLife(
  app: INestApplicationContext,
  programme: SeededProgramme,
  tonight: CivilDate,
): Promise<void> {
  const [samira, amal] = await Promise.all(['samira', 'amal'].map((key) => programme.actor(key)));
  const [shelterId] = samira!.shelterIds as [string];
  await app.get(StayLengths).setLimit(amal!, shelterId, { nights: 90 });
  await app.get(BedPreparations).setHours(samira!, shelterId, 24);
  await app.get(Duties).begin(samira!, shelterId, 12);
  const { people } = await app.get(RollCall).of(samira!, shelterId, tonight);
  const [first, second, third, fourth] = people;
  if (!first || !second || !third || !fourth) return;
  const call = app.get(RollCall);
  await call.call(samira!, shelterId, {
    calls: [
      { bookingId: first.bookingId, presence: 'here' },
      { bookingId: second.bookingId, presence: 'here' },
    ],
  });
  if (third.until === null || third.until > addDays(tonight, 2)) {
    await app.get(Leaves).grant(samira!, third.bookingId, { backOn: addDays(tonight, 2) });
  }
  await app.get(Register).goesOut(samira!, fourth.bookingId, {});
  await app
    .get(Register)
    .signIn(samira!, shelterId, {
      purpose: 'legal',
      who: 'Interprète de l’association partenaire (inventée)',
    });
  await app
    .get(Incidents)
    .write(samira!, shelterId, {
      kind: 'fire_water_power',
      severity: 'serious',
      text: 'Coupure de courant au premier étage, rétablie au bout d’une heure (inventé).',
      caseIds: [first.caseId!],
    });
  await app
    .get(Handovers)
    .write(
      samira!,
      shelterId,
      `Lit ${first.bed} : rendez-vous médical à 8 h, réveiller à 7 h. Ronde à minuit. (inventé)`,
    );
  await app.get(ItemsIssued).switch(samira!, shelterId, true);
  await app
    .get(ItemsIssued)
    .give(samira!, shelterId, {
      item: 'dinner',
      caseIds: [first, second].map(({ caseId }) => caseId!),
    });
}
