import type { INestApplicationContext } from '@nestjs/common';
import { Transactions } from '../../modules/platform/database/transactions';
import type { Actor } from '../../modules/platform/shared/actor';
import { addDays, type CivilDate } from '../../modules/platform/shared/nights.rules';
import type { SeededProgramme } from './seed-programme';
import type { RegisteredPerson } from './seed-people';
import {
  Applications,
  Employers,
  type NewPlacement,
  Offers,
  Placements,
  WorkFollowUps,
} from '../../modules/employment';

interface SeededPlacement {
  readonly employer: string;
  readonly daysAgo: number;
  readonly terms?: Partial<NewPlacement>;
  /** By mark: how it goes then. */
  readonly followUps?: readonly SeededFollowUp[];
  readonly ends?: { readonly daysAgo: number; readonly reason: string };
}
interface SeededFollowUp {
  readonly months: number;
  readonly daysAgo: number;
  readonly inWork?: 'same' | 'other' | 'no';
  readonly income?: string;
  readonly signs?: Parameters<WorkFollowUps['note']>[3]['signs'];
  readonly lost?: 'no_answer' | 'number_changed';
}

const NO_SIGN: NonNullable<SeededFollowUp['signs']> = {
  vulnerability: 'not_seen',
  deception: 'not_seen',
  movement: 'not_seen',
  isolation: 'not_seen',
  threats: 'not_seen',
  documents: 'not_seen',
  wages: 'not_seen',
  debt: 'not_seen',
  conditions: 'not_seen',
  overtime: 'not_seen',
};

const EMPLOYERS = [
  ['hotel', 'Hôtel Les Lauriers (inventé)', 'I_AccommodationAndFoodServiceActivities', '04'],
  ['bakery', 'Fournil Zitoune (inventé)', 'C10', '06'],
  ['sewing', 'Atelier Fil Bleu (inventé)', 'C14', '01'],
  ['farm', 'Domaine Amandier (inventé)', 'A01', '09'],
  ['cleaning', 'Société Clarté (inventée)', 'I_AccommodationAndFoodServiceActivities', '06'],
] as const;

const HIRED: readonly SeededPlacement[] = [
  {
    employer: 'hotel',
    daysAgo: 420,
    terms: { incomeBefore: '600.00' },
    followUps: [
      { months: 1, daysAgo: 388, income: '3400.00' },
      { months: 3, daysAgo: 328, income: '3400.00' },
      { months: 6, daysAgo: 236, income: '3650.00' },
      { months: 12, daysAgo: 52, income: '4100.00' },
    ],
  },
  {
    employer: 'bakery',
    daysAgo: 225,
    terms: { incomeBefore: '0' },
    followUps: [
      { months: 1, daysAgo: 195, income: '3500.00' },
      { months: 6, daysAgo: 42, inWork: 'other', income: '3800.00' },
    ],
    ends: { daysAgo: 60, reason: 'better_job' },
  },
  {
    employer: 'sewing',
    daysAgo: 190,
    terms: { housingTied: true, incomeBefore: '900.00' },
    followUps: [
      { months: 3, daysAgo: 98, income: '3450.00' },
      { months: 6, daysAgo: 1, income: '2200.00', signs: { wages: 'seen', overtime: 'seen' } },
    ],
  },
  {
    employer: 'hotel',
    daysAgo: 128,
    terms: { incomeBefore: '1200.00' },
    followUps: [{ months: 3, daysAgo: 30, lost: 'number_changed' }],
  },
  { employer: 'hotel', daysAgo: 32, terms: { cnss: false, incomeBefore: '800.00' } },
  {
    employer: 'farm',
    daysAgo: 75,
    terms: {
      floorKind: 'smag',
      wagePeriod: 'day',
      wage: '110.00',
      hoursAWeek: '48',
      daysAWeek: 7,
      contractForm: 'oral',
      unwrittenReason: 'custom',
      grievanceKnown: false,
    },
    followUps: [{ months: 1, daysAgo: 40, income: '2900.00' }],
  },
];

/** Invented employers, some vetted, and people at work with them: some well, some late, one with a sign. */
export async function seedPlacements(
  app: INestApplicationContext,
  programme: SeededProgramme,
  people: readonly RegisteredPerson[],
  today: CivilDate,
): Promise<string> {
  const leila = await programme.actor('leila');
  const employers = await employersOf(app, await programme.actor('nadia'), today);
  const theirs = people.filter(({ age, officer }) => (age ?? 0) >= 18 && officer === 'leila');
  const open = await app
    .get(Transactions)
    .run(leila, (tx) =>
      tx.query<{ id: string }>(
        `SELECT id FROM cases WHERE id = ANY ($1) AND stage <> 'closed' AND merged_into IS NULL ORDER BY case_number`,
        [theirs.map(({ caseId }) => caseId)],
      ),
    );
  // Those who are on their way through training are among them.
  const own = open.slice(-26).map(({ id }) => id);
  for (const [place, hired] of HIRED.entries()) {
    await hire(app, leila, own[place]!, hired, employers, today);
  }
  await ownAccount(app, leila, own[7]!, today);
  await apply(app, leila, own.slice(8, 12), employers, today);
  return `${HIRED.length + 2} placements with ${EMPLOYERS.length} employers, one of whom is looked at again`;
}

async function employersOf(
  app: INestApplicationContext,
  nadia: Actor,
  today: CivilDate,
): Promise<Record<string, string>> {
  const service = app.get(Employers);
  const ids: Record<string, string> = {};
  for (const [key, name, sector, region] of EMPLOYERS) {
    const contact = 'Responsable du personnel (inventé)';
    const { id } = await service.add(nadia, { name, sector, region, contact });
    ids[key] = id;
    if (key === 'cleaning') continue;
    await service.vet(nadia, id, {
      on: addDays(today, -430),
      lookedAt: ['visit', 'registration', 'workers_heard', 'papers'],
      result: key === 'bakery' ? 'conditions' : 'accepted',
      expiresOn: addDays(today, 300),
      note: key === 'bakery' ? 'Afficher les horaires dans l’atelier (texte inventé).' : null,
    });
  }
  await service.vet(nadia, ids['cleaning']!, {
    on: addDays(today, -20),
    lookedAt: ['visit', 'payslips'],
    result: 'refused',
    reason: 'law_not_kept',
  });
  const offer = {
    occupation: '5',
    hoursAWeek: '44',
    wagePeriod: 'month' as const,
    from: addDays(today, -40),
    until: addDays(today, 50),
  };
  const offers = app.get(Offers);
  const kitchen = { ...offer, title: 'Commis de cuisine', places: 3, wage: '3600.00' };
  ids['offer'] = (await offers.add(nadia, ids['hotel']!, kitchen)).id;
  const till = { ...offer, title: 'Vente en boulangerie', places: 1, wage: '3500.00' };
  await offers.add(nadia, ids['bakery']!, till);
  return ids;
}

const terms = (more: Partial<NewPlacement>): Omit<NewPlacement, 'on' | 'startsOn'> => ({
  kind: 'employed',
  occupation: '5',
  hoursAWeek: '44',
  daysAWeek: 6,
  contractForm: 'written',
  contractKind: 'open_ended',
  cnss: true,
  wage: '3600.00',
  wagePeriod: 'month',
  floorKind: 'smig',
  papersKeptBy: 'worker',
  freeToLeave: true,
  housingTied: false,
  grievanceKnown: true,
  ...more,
});

async function hire(
  app: INestApplicationContext,
  leila: Actor,
  caseId: string,
  { employer, daysAgo, terms: more = {}, followUps = [], ends }: SeededPlacement,
  employers: Record<string, string>,
  today: CivilDate,
): Promise<void> {
  const day = addDays(today, -daysAgo);
  const service = app.get(Placements);
  const { id } = await service.place(leila, caseId, {
    ...terms({ employerId: employers[employer]!, ...more }),
    startsOn: day,
    on: addDays(day, -2),
  });
  await service.step(leila, caseId, id, { to: 'started', on: day });
  for (const { months, daysAgo: ago, lost, signs = {}, ...answer } of followUps) {
    const asked = { months, on: addDays(today, -ago), mode: 'call' as const };
    await app
      .get(WorkFollowUps)
      .note(
        leila,
        caseId,
        id,
        lost
          ? { ...asked, outcome: 'not_reached', why: lost }
          : {
              ...asked,
              outcome: 'reached',
              inWork: 'same',
              hoursAWeek: '44',
              ...answer,
              signs: { ...NO_SIGN, ...signs },
            },
      );
  }
  if (ends) {
    const on = addDays(today, -ends.daysAgo);
    await service.step(leila, caseId, id, { to: 'ended', on, reason: ends.reason });
  }
}

async function ownAccount(
  app: INestApplicationContext,
  leila: Actor,
  caseId: string,
  today: CivilDate,
): Promise<void> {
  const day = addDays(today, -36);
  const service = app.get(Placements);
  const { id } = await service.place(leila, caseId, {
    kind: 'self',
    occupation: '7',
    hoursAWeek: '30',
    daysAWeek: 5,
    incomeBefore: '500.00',
    startsOn: day,
    on: day,
    note: 'Couture à la maison (texte inventé).',
  });
  await service.step(leila, caseId, id, { to: 'started', on: day });
}

/** One applied, one in an interview, one declined, one about to begin. */
async function apply(
  app: INestApplicationContext,
  leila: Actor,
  who: readonly string[],
  employers: Record<string, string>,
  today: CivilDate,
): Promise<void> {
  const service = app.get(Applications);
  const sent = { offerId: employers['offer']!, on: addDays(today, -12) };
  const ids: string[] = [];
  for (const caseId of who) ids.push((await service.send(leila, caseId, sent)).id);
  const on = addDays(today, -6);
  const step = (at: number, given: Parameters<Applications['step']>[3]) =>
    service.step(leila, who[at]!, ids[at]!, given);
  await step(1, { to: 'interview', on });
  await step(2, { to: 'declined', on, byWhom: 'person', reason: 'hours' });
  await step(3, { to: 'accepted', on });
  await app
    .get(Placements)
    .place(leila, who[3]!, {
      ...terms({ applicationId: ids[3]!, incomeBefore: '700.00' }),
      startsOn: addDays(today, 4),
      on: addDays(today, -3),
    });
}
