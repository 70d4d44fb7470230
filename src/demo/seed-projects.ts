import type { INestApplicationContext } from '@nestjs/common';
import { Transactions } from '../../modules/platform/database/transactions';
import type { Actor } from '../../modules/platform/shared/actor';
import type { SettableClock } from '../../modules/platform/shared/clock';
import { addDays, type CivilDate } from '../../modules/platform/shared/nights.rules';
import type { SeededProgramme } from './seed-programme';
import type { RegisteredPerson } from './seed-people';
import {
  Plans,
  ProjectFollowUp,
  Projects,
  Receipts,
  Sittings,
  Tranches,
} from '../../modules/projects';

const LINE = 'ILO-1.1';
const CRITERIA = ['viability', 'skills', 'market', 'safety', 'benefit'];
const WHY = 'Le plan tient, les clients sont là (texte inventé).';

interface ProjectSeedContext {
  readonly app: INestApplicationContext;
  readonly clock: SettableClock;
  readonly today: CivilDate;
  readonly officer: Actor;
  readonly committee: readonly Actor[];
  readonly payer: Actor;
  readonly lineId: string;
}

/** A cooperative of three that has its first tranche, a business of six months, and one before the committee today. */
export async function seedProjects(
  app: INestApplicationContext,
  programme: SeededProgramme,
  clock: SettableClock,
  people: readonly RegisteredPerson[],
  today: CivilDate,
): Promise<string> {
  const now = clock.now();
  const [officer, payer, ...committee] = await Promise.all(
    ['leila', 'omar', 'nadia', 'anas', 'mouna'].map((key) => programme.actor(key)),
  );
  const lineId = programme.grant.lines[LINE]!;
  const context = { app, clock, today, committee, lineId };
  const all = { ...context, officer: officer!, payer: payer! };
  const who = await longKnown(app, officer!, people, addDays(today, -270));
  if (who.length >= 5) {
    await sewsForHalfAYear(all, who[0]!.id);
    await threeBake(all, who.slice(1, 4));
    clock.set(now);
    await comesBefore(all, who[4]!.id);
  }
  clock.set(now);
  return 'three projects: a cooperative of three, a business of six months, one before the committee';
}

const longKnown = (
  app: INestApplicationContext,
  officer: Actor,
  people: readonly RegisteredPerson[],
  before: CivilDate,
): Promise<{ id: string; caseNumber: string }[]> =>
  app.get(Transactions).run(officer, (tx) =>
    tx.query(
      `SELECT c.id, c.case_number AS "caseNumber" FROM cases c WHERE c.id = ANY ($1) AND c.stage <> 'closed' AND c.merged_into IS NULL
          AND mawa_day(c.registered_on) < $2 ORDER BY c.case_number DESC LIMIT 5`,
      [
        people
          .filter(({ age, officer: of }) => (age ?? 0) >= 18 && of === 'leila')
          .map(({ caseId }) => caseId),
        before,
      ],
    ),
  );

const standAt = ({ clock }: ProjectSeedContext, day: CivilDate) => clock.set(`${day}T10:00:00Z`);

const plan = (startsOn: CivilDate, asked: string, income: readonly string[], need: string) => ({
  startsOn: `${startsOn.slice(0, 8)}01`,
  ownContribution: '2000.00',
  grantAsked: asked,
  lines: [
    { kind: 'need' as const, label: 'Machines et local', amounts: [need] },
    { kind: 'income' as const, label: 'Ventes', amounts: income },
    { kind: 'expense' as const, label: 'Matières', amounts: ['1400.00'] },
    { kind: 'expense' as const, label: 'Loyer et électricité', amounts: ['900.00'] },
  ],
});
const GROWING = ['1200', '1700', '2200', '2600', '2900', '3100', '3300', '3400', '3500'].concat(
  Array.from({ length: 3 }, () => '3600'),
);

async function score(
  context: ProjectSeedContext,
  sittingId: string,
  id: string,
  points: readonly number[],
) {
  for (const [at, own] of points.entries()) {
    await context.app
      .get(Sittings)
      .score(context.committee[at]!, sittingId, id, {
        scores: CRITERIA.map((criterion, n) => ({
          criterion,
          reason: WHY,
          points: Math.min(5, own + (n % 2)),
        })),
      });
  }
}

async function before(context: ProjectSeedContext, id: string, on: CivilDate): Promise<string> {
  const [chair, ...others] = context.committee;
  const sittings = context.app.get(Sittings);
  const { id: sittingId } = await sittings.call(chair!, {
    on,
    chairId: chair!.userId,
    memberIds: others.map(({ userId }) => userId),
  });
  await sittings.addToAgenda(context.officer, id, { sittingId });
  return sittingId;
}

/** Granted in tranches: their ids, in order. */
async function grant(
  context: ProjectSeedContext,
  id: string,
  on: CivilDate,
  tranches: readonly [amount: string, milestone: string, days: number][],
): Promise<string[]> {
  const sittingId = await before(context, id, on);
  await score(context, sittingId, id, [4, 3, 4]);
  const total = tranches.reduce((sum, [amount]) => sum + Number(amount), 0);
  await context.app
    .get(Sittings)
    .decide(context.committee[0]!, sittingId, id, {
      outcome: 'approved',
      amount: total.toFixed(2),
      lineId: context.lineId,
      tranches: tranches.map(([amount, milestone, days]) => ({
        amount,
        milestone,
        dueOn: addDays(on, days),
      })),
    });
  const rows = await context.app
    .get(Transactions)
    .run(context.officer, (tx) =>
      tx.query<{ id: string }>(
        'SELECT id FROM project_tranches WHERE project_id = $1 ORDER BY number',
        [id],
      ),
    );
  return rows.map((row) => row.id);
}

async function submit(
  context: ProjectSeedContext,
  id: string,
  on: CivilDate,
  given: ReturnType<typeof plan>,
) {
  const projects = context.app.get(Projects);
  await projects.step(context.officer, id, { to: 'training', on: addDays(on, -20) });
  await projects.step(context.officer, id, { to: 'plan', on: addDays(on, -5) });
  await context.app.get(Plans).write(context.officer, id, given);
  await projects.step(context.officer, id, { to: 'submitted', on });
}

async function pay(context: ProjectSeedContext, id: string, tranche: string, on: CivilDate) {
  const tranches = context.app.get(Tranches);
  await tranches.confirm(context.officer, id, tranche, { on });
  await tranches.pay(context.payer, id, tranche, { on });
}

async function sewsForHalfAYear(context: ProjectSeedContext, caseId: string): Promise<void> {
  const { app, officer, today } = context;
  const day = addDays(today, -200);
  standAt(context, day);
  const { id } = await app
    .get(Projects)
    .begin(officer, caseId, {
      kind: 'own',
      title: 'Atelier de retouches',
      activity: 'sewing',
      region: '06',
      on: addDays(day, -30),
      note: 'Retoucher et coudre sur mesure (texte inventé).',
    });
  await submit(context, id, day, plan(day, '12000.00', GROWING, '11000.00'));
  const [first] = await grant(context, id, day, [['12000.00', 'Le local est trouvé', 20]]);
  await pay(context, id, first!, day);
  await app.get(Projects).step(officer, id, { to: 'running', on: day });
  standAt(context, addDays(today, -15));
  await app
    .get(ProjectFollowUp)
    .visit(officer, id, {
      on: addDays(today, -60),
      nextOn: addDays(today, -2),
      note: 'Deux machines, des commandes pour trois semaines (texte inventé).',
    });
  await app
    .get(ProjectFollowUp)
    .review(officer, id, {
      months: 6,
      on: addDays(today, -16),
      outcome: 'alive',
      turnover: '3900.00',
      expenses: '2450.00',
      jobs: 2,
      jobsWomen: 2,
      jobsProgramme: 1,
    });
}

async function threeBake(
  context: ProjectSeedContext,
  [first, ...others]: readonly { id: string; caseNumber: string }[],
): Promise<void> {
  const { app, officer, today } = context;
  const day = addDays(today, -40);
  standAt(context, day);
  const { id } = await app
    .get(Projects)
    .begin(officer, first!.id, {
      kind: 'cooperative',
      title: 'Pains du matin',
      activity: 'food',
      region: '04',
      shares: 40,
      on: addDays(day, -35),
      note: 'Un fournil à trois (texte inventé).',
    });
  for (const { caseNumber } of others) {
    await app.get(Projects).add(officer, id, { caseNumber, shares: 30, on: addDays(day, -34) });
  }
  await submit(context, id, day, plan(day, '24000.00', GROWING, '22000.00'));
  const tranches = await grant(context, id, day, [
    ['14000.00', 'Le local est loué au nom de la coopérative', 15],
    ['10000.00', 'Le four tourne et le pain se vend', 50],
  ]);
  await pay(context, id, tranches[0]!, day);
  await app.get(Projects).step(officer, id, { to: 'running', on: day });
  standAt(context, addDays(today, -8));
  const receipts = app.get(Receipts);
  for (const [amount, what] of [
    ['9800.00', 'Four d’occasion (inventé)'],
    ['2100.00', 'Pétrin (inventé)'],
  ] as const) {
    await receipts.hand(officer, id, tranches[0]!, { on: addDays(today, -20), amount, what });
  }
  const [oven] = await app
    .get(Transactions)
    .run(officer, (tx) =>
      tx.query<{ id: string }>(
        'SELECT id FROM project_receipts WHERE project_id = $1 ORDER BY place LIMIT 1',
        [id],
      ),
    );
  await app
    .get(ProjectFollowUp)
    .addAsset(officer, id, {
      what: 'Four d’occasion (inventé)',
      value: '9800.00',
      receiptId: oven!.id,
      on: addDays(today, -20),
    });
}

async function comesBefore(context: ProjectSeedContext, caseId: string): Promise<void> {
  const { app, officer, today } = context;
  const { id } = await app
    .get(Projects)
    .begin(officer, caseId, {
      kind: 'own',
      title: 'Salon de coiffure',
      activity: 'beauty',
      region: '01',
      on: addDays(today, -50),
      note: 'Coiffer chez les clientes, puis louer (texte inventé).',
    });
  await submit(context, id, addDays(today, -3), plan(today, '9000.00', GROWING, '7500.00'));
  const sittingId = await before(context, id, today);
  await score(context, sittingId, id, [4, 2]);
}
