import type { INestApplicationContext } from '@nestjs/common';
import { Organisations } from '../../modules/organisations';
import {
  Certificates,
  Courses,
  Enrolments,
  type NewCourse,
  Orientations,
  Registers,
} from '../../modules/vocational-training';
import { Transactions } from '../../modules/platform/database/transactions';
import type { Actor } from '../../modules/platform/shared/actor';
import { addDays, type CivilDate, weekday } from '../../modules/platform/shared/nights.rules';
import type { SeededProgramme } from './seed-programme';
import type { RegisteredPerson } from './seed-people';

const LINE = 'ILO-1.1';
const WEEKDAYS = [1, 2, 3, 4, 5];

const course = (more: Partial<NewCourse> & Pick<NewCourse, 'providerId' | 'title'>): NewCourse => ({
  level: '3',
  field: '10',
  language: 'ara',
  costPerPlace: '2400.00',
  currency: 'MAD',
  childCare: 'none',
  strenuous: false,
  stipend: '60.00',
  transport: '20.00',
  paysExcused: true,
  agreement: 'CONV-2026-12',
  agreedFrom: '2026-01-01',
  agreedUntil: '2027-12-31',
  access: [],
  ...more,
});

/** What they wish to learn; who wishes no trade knows the field alone. */
const WISHED_TRADES = [
  ['weaving', 'cooking'],
  ['secretarial'],
  ['sewing'],
  ['hairdressing', 'beauty'],
  [],
];

/** Present, absent, excused, day by day; who is `x` leaves after them. */
const PRESENCE = ['pppppppppp', 'ppppeppppp', 'ppppppppaa', 'pappaappap', 'ppaax', 'pppppppeep'];
const MARKS = { p: 'present', a: 'absent', e: 'excused' } as const;

/** Invented courses, sessions that were, are and will be, and people at each point of the way; with how many. */
export async function seedTraining(
  app: INestApplicationContext,
  programme: SeededProgramme,
  people: readonly RegisteredPerson[],
  today: CivilDate,
): Promise<string> {
  const [leila, nadia] = [await programme.actor('leila'), await programme.actor('nadia')];
  const theirs = people.filter(({ age, officer }) => (age ?? 0) >= 18 && officer === 'leila');
  const open = await app
    .get(Transactions)
    .run(leila, (tx) =>
      tx.query<{ id: string }>(
        `SELECT id FROM cases WHERE id = ANY ($1) AND stage <> 'closed' AND merged_into IS NULL ORDER BY case_number`,
        [theirs.map(({ caseId }) => caseId)],
      ),
    );
  const own = open.slice(-26).map(({ id }) => id);
  const sessions = await offer(app, programme, nadia, today);
  await pass(app, leila, sessions.past, own.slice(0, 4), today);
  await attend(app, leila, sessions.now, own.slice(4, 10), today);
  await wait(app, leila, sessions.small, own.slice(10, 15), today);
  await orient(app, leila, own.slice(4, 20), sessions.now.id, today);
  return `${own.length} people on their way through training, in four sessions`;
}

interface SeededSession {
  readonly id: string;
  readonly from: CivilDate;
}

async function offer(
  app: INestApplicationContext,
  programme: SeededProgramme,
  nadia: Actor,
  today: CivilDate,
): Promise<Record<'past' | 'now' | 'small', SeededSession>> {
  const amal = await programme.actor('amal');
  const provider = async (code: string, name: string) =>
    (await app.get(Organisations).create(amal, { code, kind: 'partner', name })).id;
  const kitchen = await provider('CFP-MIMOSA', 'Centre de formation Mimosa (inventé)');
  const craft = await provider('COOP-TISSAGE', 'Coopérative du Tissage (inventée)');
  const courses = app.get(Courses);
  const lineId = programme.grant.lines[LINE]!;
  const add = async (more: Parameters<typeof course>[0]) =>
    (await courses.add(nadia, course({ lineId, ...more }))).id;
  const cooking = await add({
    providerId: kitchen,
    title: 'Cuisine et service en salle',
    trade: 'cooking',
    childCare: 'on_site',
    access: ['step_free', 'easy_language'],
  });
  const weaving = await add({
    providerId: craft,
    title: 'Tissage et gestion d’une coopérative',
    field: '02',
    trade: 'weaving',
    level: '2',
    costPerPlace: '1800.00',
    childCare: 'paid',
    agreement: 'CONV-2026-19',
  });
  const office = await add({
    providerId: kitchen,
    title: 'Bureautique et accueil',
    field: '04',
    trade: 'secretarial',
    language: 'fra',
    buildsOn: '2',
    costPerPlace: '3000.00',
  });
  const solar = await add({
    providerId: craft,
    title: 'Pose de panneaux solaires',
    field: '07',
    trade: 'solar',
    language: 'fra',
    strenuous: true,
    buildsOn: '1',
    costPerPlace: '3600.00',
  });
  const open = async (courseId: string, from: CivilDate, days: number, more: object = {}) => {
    const session = {
      startsOn: from,
      endsOn: addDays(from, days),
      weekdays: WEEKDAYS,
      places: 12,
      startsAt: '09:00',
      endsAt: '13:00',
      region: '04',
      ...more,
    };
    return { id: (await courses.open(nadia, courseId, session)).id, from };
  };
  const monday = addDays(today, -((weekday(today) + 6) % 7));
  const past = await open(cooking, addDays(monday, -35), 18, { places: 8 });
  const now = await open(weaving, addDays(monday, -14), 60, { places: 10 });
  const small = await open(cooking, addDays(monday, 7), 40, { places: 3 });
  await open(office, addDays(monday, 21), 45, { endsAt: '19:30', startsAt: '15:00' });
  await open(solar, addDays(monday, 28), 60, { region: '06' });
  return { past, now, small };
}

/** Who has been through it: three completed, two with a certificate. */
async function pass(
  app: INestApplicationContext,
  leila: Actor,
  { id, from }: SeededSession,
  who: readonly string[],
  today: CivilDate,
): Promise<void> {
  const enrolments = await begin(app, leila, id, who, from);
  for (const day of daysFrom(from, 10, today)) {
    const marks = enrolments.map((enrolmentId) => ({ enrolmentId, mark: 'present' as const }));
    await app.get(Registers).take(leila, id, day, marks);
  }
  const end = addDays(from, 18);
  const service = app.get(Enrolments);
  for (const [place, caseId] of who.slice(0, 3).entries()) {
    const enrolmentId = enrolments[place]!;
    await service.step(leila, caseId, enrolmentId, { to: 'completed', on: end });
    await service.assess(leila, caseId, enrolmentId, {
      on: end,
      result: place < 2 ? 'passed' : 'partly',
      score: ['82', '74', '41'][place],
    });
    if (place < 2) {
      await app
        .get(Certificates)
        .issue(leila, caseId, enrolmentId, {
          on: addDays(end, 1),
          holder: ['Nour Alami (inventé)', null][place],
        });
    }
  }
  await service.step(leila, who[3]!, enrolments[3]!, {
    to: 'dropped_out',
    on: end,
    reason: 'work',
  });
}

/** Who is there these weeks, with signs of leaving among them. */
async function attend(
  app: INestApplicationContext,
  leila: Actor,
  { id, from }: SeededSession,
  who: readonly string[],
  today: CivilDate,
): Promise<void> {
  const enrolments = await begin(app, leila, id, who, from);
  for (const [at, day] of daysFrom(from, 10, addDays(today, -1)).entries()) {
    const marks = enrolments.flatMap((enrolmentId, place) => {
      const mark = MARKS[PRESENCE[place]![at] as keyof typeof MARKS];
      return mark ? [{ enrolmentId, mark }] : [];
    });
    await app.get(Registers).take(leila, id, day, marks);
    const leaves = PRESENCE.findIndex((letters) => letters[at + 1] === 'x');
    if (leaves >= 0) {
      await app
        .get(Enrolments)
        .step(leila, who[leaves]!, enrolments[leaves]!, {
          to: 'dropped_out',
          on: day,
          reason: 'child_care',
          note: 'La voisine qui gardait les enfants est partie (texte inventé).',
        });
    }
  }
}

/** Three places and five who ask: one renounces, the first in line is offered the place. */
async function wait(
  app: INestApplicationContext,
  leila: Actor,
  { id }: SeededSession,
  who: readonly string[],
  today: CivilDate,
): Promise<void> {
  const service = app.get(Enrolments);
  const made = [];
  for (const caseId of who) {
    made.push({
      caseId,
      id: (await service.enrol(leila, caseId, { sessionId: id, on: addDays(today, -6) })).id,
    });
  }
  const [first, second] = made as [(typeof made)[0], (typeof made)[0]];
  await service.step(leila, first.caseId, first.id, { to: 'admitted', on: addDays(today, -3) });
  const gone = { to: 'withdrawn', on: addDays(today, -1), reason: 'other_way' } as const;
  await service.step(leila, second.caseId, second.id, gone);
}

async function orient(
  app: INestApplicationContext,
  leila: Actor,
  who: readonly string[],
  sessionId: string,
  today: CivilDate,
): Promise<void> {
  const service = app.get(Orientations);
  for (const [place, caseId] of who.entries()) {
    const { id } = await service.note(leila, caseId, {
      on: addDays(today, -20 + place),
      trades: WISHED_TRADES[place % WISHED_TRADES.length],
      interests: place % 5 === 4 ? ['04'] : [],
      schooling: ['1', '2', null][place % 3],
      languages: place % 2 === 0 ? ['ara'] : ['ara', 'fra'],
      experience: place % 3 === 0 ? ['5'] : [],
      needs: place % 3 === 0 ? ['child_care', 'no_evening'] : place % 3 === 1 ? ['light_work'] : [],
      avoids: place % 5 === 0 ? ['06'] : [],
      note: place === 0 ? 'Elle aimerait travailler avec ses mains (texte inventé).' : null,
    });
    if (place < 10) {
      const on = addDays(today, -18 + place);
      const choice = place < 6 ? ('session' as const) : ('later' as const);
      await service.choose(leila, caseId, id, { on, choice, sessionId });
    }
  }
}

async function begin(
  app: INestApplicationContext,
  leila: Actor,
  sessionId: string,
  who: readonly string[],
  from: CivilDate,
): Promise<string[]> {
  const service = app.get(Enrolments);
  const made: string[] = [];
  for (const caseId of who) {
    const { id } = await service.enrol(leila, caseId, { sessionId, on: addDays(from, -4) });
    await service.step(leila, caseId, id, { to: 'admitted', on: addDays(from, -2) });
    await service.step(leila, caseId, id, { to: 'started', on: from });
    made.push(id);
  }
  return made;
}

/** At most so many days of the week, none after the last. */
function daysFrom(from: CivilDate, most: number, last: CivilDate): CivilDate[] {
  const days: CivilDate[] = [];
  for (let day = from; day <= last && days.length < most; day = addDays(day, 1)) {
    if (WEEKDAYS.includes(weekday(day))) days.push(day);
  }
  return days;
}
