import type { INestApplicationContext } from '@nestjs/common';
import { CaseAccess, People, unknownPerson, type NewPerson } from '../../modules/beneficiaries';
import { JoinFiles, ReviewDuplicates } from '../../modules/duplicates';
import { Transactions } from '../../modules/platform/database/transactions';
import { JobRunner, Jobs } from '../../modules/platform/queue';
import { type Actor, DUPLICATE_FINDER } from '../../modules/platform/shared/actor';
import type { SettableClock } from '../../modules/platform/shared/clock';
import { addDays, type CivilDate } from '../../modules/platform/shared/nights.rules';
import type { SeededProgramme } from './seed-programme';

type Officer = 'leila' | 'karim';

/** Two women as two colleagues wrote them down, each in the letters of the paper in front of them. */
const SETTLED: readonly Partial<NewPerson>[] = [
  {
    names: { given: 'Khadija', family: 'Benslimane', aliases: [] },
    birthYear: 2001,
    ageCertainty: 'year',
    accessNeed: 'none',
    languages: ['ary'],
  },
  {
    names: { given: 'خديجة', family: 'بنسليمان', aliases: [] },
    birthDate: '2001-04-17',
    ageCertainty: 'exact',
    languages: ['ary', 'fra'],
    regionExploitation: '04',
  },
];
const OPEN: readonly Partial<NewPerson>[] = [
  {
    names: { given: 'Fatima Zahra', family: 'Bennani', aliases: ['Mina'] },
    birthYear: 1999,
    ageCertainty: 'year',
    accessNeed: 'none',
    languages: ['ary'],
    regionRecruitment: '03',
  },
  {
    names: { given: 'فاطمة الزهراء', family: 'بناني', aliases: [] },
    birthYear: 1999,
    ageCertainty: 'year',
    accessNeed: 'step_free',
    languages: ['ary', 'fra'],
  },
];

export interface DuplicateRegistrations {
  readonly settled: readonly [string, string];
  readonly first: string;
}

/** Registered like everybody, before any report is frozen: three of the four files of two women. */
export async function seedDuplicateRegistrations(
  app: INestApplicationContext,
  programme: SeededProgramme,
  clock: SettableClock,
  today: CivilDate,
): Promise<DuplicateRegistrations> {
  const meet = async (officer: Officer, person: Partial<NewPerson>, daysAgo: number) => {
    clock.set(`${addDays(today, -daysAgo)}T11:20:00Z`);
    return register(app, programme, officer, person);
  };
  return {
    settled: [await meet('leila', SETTLED[0]!, 64), await meet('karim', SETTLED[1]!, 47)],
    first: await meet('karim', OPEN[0]!, 33),
  };
}

/**
 * Everybody was compared and one woman's two files were joined. More than a day later, when the daily limit of
 * notices allows more, a woman whom a colleague knows is registered again: both have agreed to look, and their
 * supervisor may decide.
 */
export async function seedDuplicateDecisions(
  app: INestApplicationContext,
  programme: SeededProgramme,
  clock: SettableClock,
  { settled, first }: DuplicateRegistrations,
  now: Date,
): Promise<void> {
  const [leila, karim, salma] = await Promise.all(
    ['leila', 'karim', 'salma'].map((key) => programme.actor(key)),
  );
  const access = app.get(CaseAccess);
  const review = app.get(ReviewDuplicates);
  const files = app.get(JoinFiles);
  const pairsAbout = async (officer: Actor, caseId: string): Promise<string[]> => {
    const { pairs, sides } = await review.list(officer);
    const both = pairs.filter((pair) => [pair.caseId, pair.otherId].includes(caseId));
    const own = sides.filter((side) => side.caseId === caseId);
    return [...both.map(({ id }) => id), ...own.map(({ pairId }) => pairId)];
  };
  const pairOf = async (one: [Actor, string], other: [Actor, string]): Promise<string> => {
    const about = await pairsAbout(...other);
    const id = (await pairsAbout(...one)).find((pair) => about.includes(pair));
    if (!id) throw new Error('the demonstration found no two files of one person');
    return id;
  };

  clock.set(new Date(now.getTime() - 30 * 3_600_000).toISOString());
  await access.assign(karim!, settled[1], leila!.userId);
  await compareEverybody(app);
  clock.advance(40 * 60_000);
  const pair = await pairOf([leila!, settled[0]], [leila!, settled[1]]);
  const { into, choices } = await files.consequences(leila!, pair);
  await files.join(leila!, pair, {
    intoId: into.id,
    why: 'person_says',
    choices: Object.fromEntries(choices.map(({ group, proposed }) => [group, proposed])),
  });
  await access.assign(leila!, into.id, salma!.userId);

  clock.set(new Date(now.getTime() - 3_600_000).toISOString());
  const again = await register(app, programme, 'leila', OPEN[1]!);
  await compareEverybody(app);
  const open = await pairOf([leila!, again], [karim!, first]);
  for (const officer of [karim!, leila!]) await review.answer(officer, open, 'may_look');
  await access.assign(karim!, first, salma!.userId);
  await access.assign(leila!, again, salma!.userId);
  clock.set(now.toISOString());
}

async function register(
  app: INestApplicationContext,
  programme: SeededProgramme,
  officer: Officer,
  person: Partial<NewPerson>,
): Promise<string> {
  const { cases } = await app.get(Transactions).run(await programme.actor(officer), (tx) => {
    const woman = { sex: 'female' as const, nationality: 'MA', ...person };
    return app.get(People).register(tx, [{ ...unknownPerson(tx.today), ...woman }], {});
  });
  return cases[0]!.id;
}

/** As each night. */
async function compareEverybody(app: INestApplicationContext): Promise<void> {
  const job = await app
    .get(Transactions)
    .run(DUPLICATE_FINDER, (tx) =>
      app.get(Jobs).enqueue(tx, 'find-duplicates', { how: 'nightly' }),
    );
  await app.get(JobRunner).handle('find-duplicates', job);
}
