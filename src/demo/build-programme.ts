import type { INestApplicationContext } from '@nestjs/common';
import {
  BedRequests,
  Holds,
  FindCandidates,
  NightClosing,
  Stays,
} from '../../modules/shelter-beds';
import { quarterOf } from '../../modules/donor-reports';
import { ExchangeRates } from '../../modules/grant-budgeting';
import { Transactions } from '../database/transactions';
import type { SettableClock } from '../shared/clock';
import { NIGHT_CLOSING } from '../shared/actor';
import { addDays, eachNight, type CivilDate } from '../shared/nights';
import { fillHistory } from './fill-history';
import { foundProgramme, type Founded } from './found-programme';
import { pastStays, type HistoryRoom } from './history';
import { helpTheFamily, placeTheFamily } from './main-job';
import { Chance } from '../../modules/beneficiaries';
import { registerPeople, SEED, type Registered } from './people';
import { produceReport, writeFiles } from './report';
import { giveHelp } from './services';

export interface Build {
  readonly app: INestApplicationContext;
  readonly clock: SettableClock;
  /** The superuser of this database: the invented past is written set-based. */
  readonly adminUrl: string;
  readonly today: CivilDate;
  readonly now: Date;
  readonly password: string;
  readonly out: string;
  say(line: string): void;
}

/** Invented dirhams to the dollar, dated, as the finance officer types them in each month. */
const RATES = ['10.02', '9.98', '9.91', '9.87', '9.94', '10.05', '9.89', '9.93'];

/**
 * A synthetic programme as of today, and in it the main job by the real use cases: a family placed
 * twenty nights before the last closed quarter ends, each night closed and charged, the quarter's
 * report drafted, approved, frozen and written under `out/`.
 */
export async function buildProgramme(build: Build): Promise<string[]> {
  const { app, clock, today, say } = build;
  const quarter = lastClosedQuarter(today);
  const from = addDays(quarter.from, -91);
  const placedOn = addDays(quarter.until, -20);
  const tonight = build.now.getUTCHours() < 12 ? addDays(today, -1) : today;

  clock.set(`${addDays(today, -3 * 366)}T09:00:00Z`);
  const founded = await foundProgramme(app, build.password, addDays(from, -30));
  say('organisations, accounts, three shelters with sixty beds, the grant');
  await typeInRates(build, founded, from);

  const people = await registerPeople(app, founded, clock, today);
  say(`${people.length} invented people`);

  const stays = await livePast(build, founded, people, { from, tonight, placedOn });
  say(`${stays} stays since ${from}`);

  const chance = new Chance(SEED + 1);
  let main: Awaited<ReturnType<typeof placeTheFamily>> | undefined;
  for (const night of eachNight(from, tonight)) {
    await giveHelp(app, founded, clock, night, people, chance);
    if (night === placedOn) main = await placeTheFamily(app, founded, clock, night);
    if (main && night === addDays(placedOn, 6)) {
      await helpTheFamily(app, founded, clock, placedOn, main.caseIds);
    }
    clock.set(`${addDays(night, 1)}T12:20:00Z`);
    await app
      .get(Transactions)
      .run(NIGHT_CLOSING, (tx) => app.get(NightClosing).closeNight(tx, night));
    if (night === addDays(quarter.until, -1))
      say(`every night of ${quarter.code} closed and charged`);
    if (main && night === addDays(placedOn, 24)) await theyLeave(build, founded, main.requestId);
  }

  clock.set(`${latest(addDays(quarter.until, 5), tonight)}T13:00:00Z`);
  const reportId = await produceReport(app, founded, quarter.code);
  const files = await writeFiles(app, founded, reportId, quarter.code, build.out);
  say(`the report of ${quarter.code} approved and frozen: ${files.length} files`);

  clock.set(build.now);
  await tonightsRequests(build, founded, people, tonight);
  return files;
}

const latest = (wanted: CivilDate, limit: CivilDate): CivilDate =>
  wanted < limit ? wanted : limit;

function lastClosedQuarter(today: CivilDate) {
  // The quarter before the one of yesterday: its last night has passed whatever the hour is now.
  return quarterOf(addDays(quarterOf(addDays(today, -2)).from, -1));
}

async function typeInRates({ app, clock, today }: Build, founded: Founded, from: CivilDate) {
  const omar = await founded.actor('omar');
  let month = `${addDays(from, -31).slice(0, 7)}-01`;
  for (let n = 0; month <= today; n += 1) {
    clock.set(`${month}T09:00:00Z`);
    const entry = { from: 'USD', to: 'MAD', validFrom: month, rate: RATES[n % RATES.length]! };
    await app
      .get(ExchangeRates)
      .enter(omar, { ...entry, source: 'invented for the demonstration' });
    month = `${addDays(month, 32).slice(0, 7)}-01`;
  }
}

async function livePast(
  { app, adminUrl, clock, today }: Build,
  founded: Founded,
  people: readonly Registered[],
  span: { from: CivilDate; tonight: CivilDate; placedOn: CivilDate },
): Promise<number> {
  const rooms: HistoryRoom[] = founded.rooms.map(({ roomId, shelterId, mix, bedIds }) => ({
    roomId,
    shelterId,
    mix,
    beds: bedIds,
  }));
  const named = (name: string) => founded.rooms.find((room) => room.name === name)!.roomId;
  const stays = pastStays(
    people,
    rooms,
    {
      from: span.from,
      tonight: span.tonight,
      keepFree: [
        {
          roomId: named('Amande'),
          from: addDays(span.placedOn, -12),
          until: addDays(span.placedOn, 40),
        },
        // Tonight somebody calls: one family room is free, another can be promised.
        { roomId: named('Figue'), from: addDays(today, -9), until: '9999-12-31' },
      ],
    },
    new Chance(SEED),
  );
  clock.set(`${span.from}T08:00:00Z`);
  const samira = await founded.actor('samira');
  await fillHistory(adminUrl, stays, {
    now: clock.now().toISOString(),
    tonight: span.from,
    by: samira.userId,
  });
  void app;
  return stays.length;
}

async function theyLeave({ app, clock }: Build, founded: Founded, requestId: string) {
  const samira = await founded.actor('samira');
  const { rows } = await bookingsOf(app, samira, requestId);
  clock.advance(2 * 3_600_000);
  for (const id of rows) await app.get(Stays).exit(samira, id, {});
}

async function bookingsOf(
  app: INestApplicationContext,
  actor: Parameters<Stays['exit']>[0],
  requestId: string,
): Promise<{ rows: string[] }> {
  return app.get(Transactions).run(actor, async (tx) => {
    const rows = await tx.query<{ id: string }>(
      `SELECT booking_id AS id FROM booking_people WHERE request_id = $1 AND state = 'stay'`,
      [requestId],
    );
    return { rows: rows.map(({ id }) => id) };
  });
}

/** What waits on the board when somebody signs in: a family, a woman, a man; one arrival promised. */
async function tonightsRequests(
  { app, clock }: Build,
  founded: Founded,
  people: readonly Registered[],
  tonight: CivilDate,
): Promise<void> {
  const free = await withoutBed(app, founded, people);
  const families = familiesOf(free);
  const mother = families.find((members) => members.length === 3) ?? families[0];
  const alone = free.filter(({ family }) => family === null);
  const woman = alone.filter(({ sex, age }) => sex === 'female' && (age ?? 0) >= 18);
  const man = alone.find(({ sex, age }) => sex === 'male' && (age ?? 0) >= 18);
  const ask = async (members: readonly Registered[] | undefined, more: object) => {
    const [first] = members ?? [];
    if (!first) return undefined;
    return app.get(BedRequests).open(await founded.actor(first.officer), {
      caseIds: members!.map(({ caseId }) => caseId),
      neededFrom: tonight,
      nights: null,
      urgency: 'tonight',
      source: 'hotline',
      basis: 'vital_interest',
      ...more,
    });
  };
  const expected = await ask(woman.slice(0, 1), {
    neededFrom: addDays(tonight, 1),
    nights: 21,
    urgency: 'days',
    source: 'ngo',
    basis: 'consent',
  });
  if (expected) {
    const samira = await founded.actor('samira');
    const { proposals } = await app.get(FindCandidates).forRequest(samira, expected.id);
    const best = proposals.find(({ codeName }) => codeName === 'Maison Argane');
    if (best) {
      const placements = best.places.map(({ caseId, bedId }) => ({ caseId, bedId }));
      await app.get(Holds).place(samira, expected.id, { placements, reason: 'attendue demain' });
      await app.get(Stays).promise(samira, expected.id);
    }
  }
  clock.advance(-95 * 60_000);
  await ask(man && [man], { source: 'police', urgency: 'days' });
  clock.advance(60 * 60_000);
  await ask(woman.slice(1, 2), { source: 'ngo' });
  clock.advance(30 * 60_000);
  await ask(mother, {});
  clock.advance(5 * 60_000);
}

async function withoutBed(
  app: INestApplicationContext,
  founded: Founded,
  people: readonly Registered[],
): Promise<Registered[]> {
  const placed = new Set<string>();
  for (const officer of ['leila', 'karim']) {
    const rows = await app
      .get(Transactions)
      .run(await founded.actor(officer), (tx) =>
        tx.query<{ id: string }>(
          `SELECT DISTINCT case_id AS id FROM booking_people WHERE state IN ('hold', 'promised', 'stay')`,
        ),
      );
    for (const { id } of rows) placed.add(id);
  }
  return people.filter(({ caseId }) => !placed.has(caseId)).toReversed();
}

function familiesOf(people: readonly Registered[]): Registered[][] {
  const families = new Map<string, Registered[]>();
  for (const person of people) {
    if (person.family === null) continue;
    families.set(person.family, [...(families.get(person.family) ?? []), person]);
  }
  return [...families.values()].filter((members) => members.length > 1);
}
