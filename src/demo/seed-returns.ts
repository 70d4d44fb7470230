import type { INestApplicationContext } from '@nestjs/common';
import { CaseAccess } from '../../modules/beneficiaries';
import {
  ReturnCounselling,
  ReturnJourneys,
  ReturnPreparation,
  ReturnRisks,
  Tracks,
} from '../../modules/voluntary-return';
import { Transactions } from '../../modules/platform/database/transactions';
import type { Actor } from '../../modules/platform/shared/actor';
import { addDays, type CivilDate } from '../../modules/platform/shared/nights.rules';
import type { SeededProgramme } from './seed-programme';
import type { RegisteredPerson } from './seed-people';

const EXPLAINED = [
  'choice',
  'stay_options',
  'country',
  'risks',
  'journey',
  'help_after',
  'change_mind',
  'data',
];
/** How far each of them has come. */
const GONE = [
  'speaks',
  'waits',
  'papers',
  'ready',
  'travels',
  'arrived',
  'withdrew',
  'stopped',
] as const;

interface ReturnSeedContext {
  readonly officer: Actor;
  readonly second: Actor;
  readonly caseId: string;
  readonly trackId: string;
  readonly country: string;
  /** The day on which it was first spoken of. */
  readonly from: CivilDate;
}

/** Invented people of another country who think of returning, and some who begin anew here; with how many. */
export async function seedReturns(
  app: INestApplicationContext,
  programme: SeededProgramme,
  people: readonly RegisteredPerson[],
  today: CivilDate,
): Promise<string> {
  const [leila, salma] = [await programme.actor('leila'), await programme.actor('salma')];
  const own = people
    .filter(
      ({ age, family, officer }) => (age ?? 0) >= 20 && family === null && officer === 'leila',
    )
    .slice(10, 90);
  const known = await app.get(Transactions).run(leila, (tx) =>
    tx.query<{ id: string; nationality: string | null; housed: boolean }>(
      `SELECT c.id, trim(c.nationality) AS nationality, EXISTS (SELECT 1 FROM booking_people k
             WHERE k.case_id = c.id AND k.state IN ('stay', 'ended')) AS housed
           FROM cases c WHERE c.id = ANY ($1) ORDER BY c.case_number`,
      [own.map(({ caseId }) => caseId)],
    ),
  );
  const abroad = known.filter(({ nationality }) => nationality && nationality !== 'MA');
  for (const [place, gone] of GONE.entries()) {
    const { id: caseId, nationality } = abroad[place]!;
    await app.get(CaseAccess).assign(leila, caseId, salma.userId);
    const from = addDays(today, -40 + place);
    const { id: trackId } = await app
      .get(Tracks)
      .open(leila, caseId, { door: 'return', country: nationality!, openedOn: from });
    await advanceReturn(app, gone, {
      officer: leila,
      second: salma,
      caseId,
      trackId,
      from,
      country: nationality!,
    });
  }
  // For people who left another house than ours the day is given.
  const home = known
    .filter(({ nationality, housed }) => nationality === 'MA' && !housed)
    .slice(0, 2);
  for (const [place, { id: caseId }] of home.entries()) {
    await app.get(CaseAccess).assign(leila, caseId, salma.userId);
    const from = addDays(today, -50 + place * 20);
    const { id: trackId } = await app
      .get(Tracks)
      .open(leila, caseId, {
        door: 'home',
        region: place === 0 ? '04' : '06',
        openedOn: from,
        leftOn: from,
      });
    const going = { officer: leila, second: salma, caseId, trackId, from, country: 'MA' };
    await decide(app, going);
    await weigh(app, going, true);
    const step = { to: 'reintegrating', on: addDays(from, 12) } as const;
    await app.get(Tracks).step(leila, caseId, trackId, step);
  }
  return `${GONE.length} people who think of returning, ${home.length} who begin anew here`;
}

async function advanceReturn(
  app: INestApplicationContext,
  gone: (typeof GONE)[number],
  going: ReturnSeedContext,
): Promise<void> {
  const { officer, caseId, trackId, from } = going;
  const tracks = app.get(Tracks);
  const step = (to: 'preparing' | 'travelling' | 'arrived', days: number) =>
    tracks.step(officer, caseId, trackId, { to, on: addDays(from, days) });
  if (gone === 'speaks') return counsel(app, going, EXPLAINED.slice(0, 5));
  await decide(app, going);
  await weigh(app, going, gone !== 'waits');
  if (gone === 'waits') return;
  if (gone === 'withdrew') {
    await tracks.withdraw(officer, caseId, trackId, { on: addDays(from, 20) });
    return;
  }
  if (gone === 'stopped') {
    await tracks.step(officer, caseId, trackId, {
      to: 'stopped',
      on: addDays(from, 18),
      reason: 'other_way',
    });
    return;
  }
  await step('preparing', 12);
  await papers(app, going, gone !== 'papers');
  await journey(app, going, gone);
  if (gone === 'travels' || gone === 'arrived') await step('travelling', 32);
  if (gone === 'arrived') await step('arrived', 33);
}

async function counsel(
  app: INestApplicationContext,
  { officer, caseId, trackId, from }: ReturnSeedContext,
  topics: readonly string[],
): Promise<void> {
  await app
    .get(ReturnCounselling)
    .hold(officer, caseId, trackId, {
      on: addDays(from, 2),
      how: 'in_person',
      language: 'fra',
      interpreter: 'professional',
      alone: true,
      topics,
      understood: 'yes',
      note: 'Elle demande ce qu’elle pourra faire en rentrant (texte inventé).',
    });
}

async function decide(app: INestApplicationContext, going: ReturnSeedContext): Promise<void> {
  const { officer, caseId, trackId, from } = going;
  const speaking = app.get(ReturnCounselling);
  await counsel(app, going, EXPLAINED);
  await speaking.decide(officer, caseId, trackId, {
    on: addDays(from, 5),
    decision: 'go',
    decider: 'self',
    capacity: 'not_in_doubt',
    pressure: 'none',
  });
  await speaking.family(officer, caseId, trackId, {
    kind: 'assessment',
    outcome: 'safe_with_help',
    on: addDays(from, 6),
  });
}

async function weigh(
  app: INestApplicationContext,
  { officer, second, caseId, trackId, from }: ReturnSeedContext,
  decided: boolean,
): Promise<void> {
  const { id } = await app
    .get(ReturnRisks)
    .assess(officer, caseId, trackId, {
      on: addDays(from, 8),
      informedOn: addDays(from, -20),
      retrafficking: 'low',
      family: 'low',
      debts: 'medium',
      stigma: 'medium',
      country: 'low',
      note: 'Sources : rapport de pays, association sur place (texte inventé).',
    });
  if (!decided) return;
  await app.get(ReturnRisks).decide(second, caseId, trackId, id, { decision: 'go' });
}

async function papers(
  app: INestApplicationContext,
  { officer, caseId, trackId, country, from }: ReturnSeedContext,
  ready: boolean,
): Promise<void> {
  const preparing = app.get(ReturnPreparation);
  const { id } = await preparing.addDocument(officer, caseId, trackId, {
    kind: 'laissez_passer',
    country,
    to: 'asked',
    on: addDays(from, 14),
    dueOn: addDays(from, 30),
  });
  if (!ready) return;
  await preparing.stepDocument(officer, caseId, trackId, id, {
    to: 'issued',
    on: addDays(from, 26),
    validUntil: addDays(from, 110),
  });
  await preparing.examine(officer, caseId, trackId, { on: addDays(from, 27), verdict: 'fit' });
}

const SETTLED = ['all_exit_permit', 'all_proceedings', 'all_medicines', 'all_contact_safe'];
const OF_COUNTRY: Readonly<Record<string, string>> = {
  CI: 'ci_consular_interview',
  NG: 'ng_biometrics',
  PH: 'ph_exit_clearance',
};

/** Planned for the days ahead, or gone on its day; by a city on the way where it is far. */
async function journey(
  app: INestApplicationContext,
  { officer, caseId, trackId, country, from }: ReturnSeedContext,
  gone: (typeof GONE)[number],
): Promise<void> {
  const days = gone === 'papers' ? 61 : gone === 'ready' ? 49 : 32;
  const day = addDays(from, days);
  const leg = { mode: 'air', leavesOn: day, reachesOn: day } as const;
  await app.get(ReturnJourneys).plan(officer, caseId, trackId, {
    legs: [
      { ...leg, from: 'MA', to: 'TR', leavesAt: '09:15' },
      { ...leg, from: 'TR', to: country, leavesAt: '19:40', reachesOn: addDays(day, 1) },
    ],
    escort: 'none',
    needs: gone === 'papers' ? ['medicine'] : [],
    contact: 'partner',
    allowances: ['pocket', 'onward'],
  });
  const items = [...SETTLED, ...(OF_COUNTRY[country] ? [OF_COUNTRY[country]] : [])];
  for (const item of gone === 'papers' ? items.slice(0, 2) : items) {
    const settled = { item, outcome: 'done', on: addDays(from, 30) } as const;
    await app.get(ReturnJourneys).settle(officer, caseId, trackId, settled);
  }
}
