import type { INestApplicationContext } from '@nestjs/common';
import { CaseAccess, People, unknownPerson, type NewPerson } from '../../modules/beneficiaries';
import {
  BedRequests,
  FindCandidates,
  Overrides,
  PlacingRules,
  Stays,
} from '../../modules/shelter-beds';
import { RollCall } from '../../modules/shelter-operations';
import { Transactions } from '../../modules/platform/database/transactions';
import { addDays, type CivilDate } from '../../modules/platform/shared/nights.rules';
import type { SeededProgramme } from './seed-programme';

/** A version of the rules of placing that waits for another to put it in force. */
export async function seedPlacingRulesDraft(
  app: INestApplicationContext,
  programme: SeededProgramme,
): Promise<void> {
  const nadia = await programme.actor('nadia');
  const rules = app.get(PlacingRules);
  const { revision } = await rules.start(nadia);
  const { draft } = await rules.draft(nadia);
  await rules.write(nadia, {
    revision,
    rules: {
      ...draft.rules,
      ages: { ...draft.rules.ages, boyInWomensRoomUnder: 10 },
      points: { ...draft.rules.points, same_language: 5 },
    },
    source: 'Réunion des maisons d’accueil (inventée)',
    note: 'Garçons de 10 et 11 ans : chambre familiale plutôt que chambre des femmes. La langue compte davantage.',
  });
}

/** A woman on crutches who comes in two weeks, in a bed up the stairs from which somebody leaves before: her officer asks, the supervisor agrees. */
export async function seedRuleException(
  app: INestApplicationContext,
  programme: SeededProgramme,
): Promise<number> {
  const [leila, salma] = [await programme.actor('leila'), await programme.actor('salma')];
  const { cases, tonight } = await app.get(Transactions).run(leila, async (tx) => {
    const registered = await app.get(People).register(tx, [woman(tx.today)], { together: false });
    return { ...registered, tonight: tx.tonight };
  });
  const caseId = cases[0]!.id;
  const first = addDays(tonight, 14);
  const { id } = await app
    .get(BedRequests)
    .open(leila, {
      caseIds: [caseId],
      neededFrom: first,
      nights: 21,
      urgency: 'planned',
      source: 'hotline',
      basis: 'consent',
    });
  await seedDeparture(app, programme, addDays(first, -4));
  const { beds } = await app.get(FindCandidates).forRequest(leila, id);
  const bed = beds.find(
    ({ mayBeSetAside, reasons }) => mayBeSetAside && reasons.every(isTheStairs),
  );
  // Where nobody sleeps up the stairs, or only until sooner, she waits like anybody.
  if (!bed) return 0;
  await app.get(CaseAccess).assign(leila, caseId, salma.userId);
  const { overrideId } = await app
    .get(Overrides)
    .ask(leila, id, {
      placements: [{ caseId, bedId: bed.bedId }],
      reason: 'Une collègue dort à côté et l’aide dans l’escalier, matin et soir.',
      until: addDays(first, 7),
    });
  await app.get(Overrides).answer(salma, overrideId, 'agreed');
  await app.get(Stays).promise(leila, id);
  return 1;
}

/** A low bed up the stairs of Argane will be free from this day on. */
async function seedDeparture(
  app: INestApplicationContext,
  programme: SeededProgramme,
  on: CivilDate,
) {
  const samira = await programme.actor('samira');
  const upstairs = new Set(
    programme.rooms
      .filter(({ mix, stepFree }) => mix === 'women' && !stepFree)
      .flatMap(({ name, beds }) =>
        beds.flatMap((kind, at) => (kind === 'bunk_upper' ? [] : [`${name} ${name[0]}${at + 1}`])),
      ),
  );
  const { people } = await app.get(RollCall).of(samira, samira.shelterIds[0]!);
  const one = people.find(
    ({ room, bed, until }) => until === null && upstairs.has(`${room} ${bed}`),
  );
  if (one) await app.get(Stays).planExit(samira, one.bookingId, { on, version: one.version });
}

const woman = (on: CivilDate): NewPerson => ({
  ...unknownPerson(on),
  names: { given: 'Fatou', family: 'Camara', aliases: [] },
  sex: 'female',
  birthDate: `${Number(on.slice(0, 4)) - 34}-06-02`,
  ageCertainty: 'exact',
  nationality: 'GN',
  languages: ['fra'],
  accessNeed: 'step_free',
  relation: 'self',
});

/** Nothing else is in the way; what is not known of those in the room is answered with the reason. */
const isTheStairs = ({ hard, sign, code }: { hard: boolean; sign: string; code: string }) =>
  !hard || sign !== 'against' || code === 'not_step_free';
