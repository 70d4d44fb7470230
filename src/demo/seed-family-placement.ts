import type { INestApplicationContext } from '@nestjs/common';
import { People, unknownPerson, type NewPerson } from '../../modules/beneficiaries';
import { Consents, CONSENT_POINTS, type ConsentPoints } from '../../modules/consents';
import { Services } from '../../modules/assistance-services';
import { BedRequests, FindCandidates, BedHolds, Stays } from '../../modules/shelter-beds';
import { Transactions } from '../../modules/platform/database/transactions';
import type { SettableClock } from '../../modules/platform/shared/clock';
import { addDays, type CivilDate } from '../../modules/platform/shared/nights.rules';
import type { SeededProgramme } from './seed-programme';

/** The seven points, each explained and answered. */
export const EXPLAINED = Object.fromEntries(
  CONSENT_POINTS.map((point) => [point, 'yes']),
) as ConsentPoints;

/** A woman with a girl of seven and a boy of one: everything else about them is not asked tonight. */
export const womanWithTwoChildren = (
  on: CivilDate,
  name: string,
  [mother, girl, boy]: readonly [string, string, string],
): NewPerson[] => {
  const year = Number(on.slice(0, 4));
  const person = (given: string, more: Partial<NewPerson>): NewPerson => ({
    ...unknownPerson(on),
    names: { given, family: name, aliases: [] },
    nationality: 'CI',
    languages: ['fra'],
    accessNeed: 'none',
    ageCertainty: 'exact',
    familyKey: name,
    ...more,
  });
  return [
    person(mother, {
      sex: 'female',
      birthDate: `${year - 29}-03-12`,
      relation: 'self',
      pregnant: false,
      regionExploitation: '04',
      exploitation: { acts: [], means: [], purposes: ['forced_labour'] },
      safeContact: { mayCall: false },
    }),
    person(girl, { sex: 'female', birthDate: `${year - 7}-02-03`, relation: 'child' }),
    person(boy, { sex: 'male', birthDate: `${year - 1}-01-20`, relation: 'child' }),
  ];
};

/**
 * 23:10: the hotline sends a woman with two children. Registered, placed by the best proposal, held,
 * promised, checked in; the next days she is helped, and the help is charged.
 */
export async function seedFamilyPlacement(
  app: INestApplicationContext,
  programme: SeededProgramme,
  clock: SettableClock,
  night: CivilDate,
): Promise<{ caseIds: string[]; requestId: string }> {
  clock.set(`${night}T23:10:00Z`);
  const leila = await programme.actor('leila');
  const samira = await programme.actor('samira');
  const { cases } = await app
    .get(Transactions)
    .run(leila, (tx) =>
      app
        .get(People)
        .register(tx, womanWithTwoChildren(night, 'Ouattara', ['Mariam', 'Aïcha', 'Issa']), {
          together: true,
        }),
    );
  const caseIds = cases.map(({ id }) => id);
  const { id: requestId } = await app
    .get(BedRequests)
    .open(leila, {
      caseIds,
      neededFrom: night,
      nights: 25,
      urgency: 'tonight',
      source: 'hotline',
      basis: 'vital_interest',
    });
  const { proposals } = await app.get(FindCandidates).forRequest(samira, requestId);
  const best = proposals.find(({ codeName }) => codeName === 'Maison Argane');
  if (!best) throw new Error('the demonstration found no beds for the family');
  const placements = best.places.map(({ caseId, bedId }) => ({ caseId, bedId }));
  await app.get(BedHolds).place(samira, requestId, { placements });
  // The hotline's colleague who opened the file agrees to the house.
  await app.get(Stays).promise(leila, requestId);
  clock.advance(70 * 60_000);
  await app.get(Stays).checkInParty(samira, requestId, {});
  return { caseIds, requestId };
}

/** What she and the children were given in the days after, each with its cost. */
export async function seedFamilyServices(
  app: INestApplicationContext,
  programme: SeededProgramme,
  clock: SettableClock,
  night: CivilDate,
  caseIds: readonly string[],
): Promise<void> {
  const leila = await programme.actor('leila');
  clock.set(`${addDays(night, 1)}T11:00:00Z`);
  for (const caseId of caseIds) {
    await app
      .get(Consents)
      .record(leila, caseId, {
        purpose: 'shelter',
        decision: 'given',
        language: 'fra',
        points: EXPLAINED,
        ...(caseId === caseIds[0]
          ? { how: 'oral' }
          : { how: 'guardian', guardian: { relation: 'mother', caseId: caseIds[0] } }),
        ...(caseId === caseIds[1] ? { assent: 'given' } : {}),
        ...(caseId === caseIds[2] ? { assent: 'too_young' } : {}),
      });
  }
  const given = [
    [1, 0, 'medical_consultation', '1', '350.00'],
    [1, 2, 'medical_consultation', '1', '250.00'],
    [2, 0, 'psychological_session', '1', '400.00'],
    [3, 0, 'material_kit', '3', '780.00'],
    [6, 0, 'legal_consultation', '1', '600.00'],
  ] as const;
  for (const [after, member, typeCode, quantity, amount] of given) {
    const givenOn = addDays(night, after);
    clock.set(`${givenOn}T16:00:00Z`);
    await app
      .get(Services)
      .record(leila, {
        caseId: caseIds[member]!,
        typeCode,
        givenOn,
        quantity,
        cost: { amount, currency: 'MAD' },
      });
  }
}
