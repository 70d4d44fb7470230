import type { INestApplicationContext } from '@nestjs/common';
import { Chance, People } from '../../modules/beneficiaries';
import {
  BedRequests,
  Holds,
  FindCandidates,
  NightClosing,
  Stays,
} from '../../modules/shelter-beds';
import { ExchangeRates } from '../../modules/grant-budgeting';
import { Transactions } from '../database/transactions';
import type { SettableClock } from '../shared/clock';
import { type NamedPeriod, periodOf } from '../shared/periods';
import { NIGHT_CLOSING, type Actor } from '../shared/actor';
import { addDays, eachNight, type CivilDate } from '../shared/nights';
import { quarterOf } from '../shared/quarters';
import { assessSome } from './assessments';
import { fillHistory } from './fill-history';
import { foundProgramme, type Founded } from './found-programme';
import { pastStays, type HistoryRoom } from './history';
import { draftRules, setOneAside } from './rules';
import { helpTheFamily, placeTheFamily, womanWithTwo } from './main-job';
import { hearSome } from './complaints';
import { joinSome, meetTwice } from './duplicates';
import { freeAGroup } from './group';
import { guardSome } from './guards';
import { planAndRevise } from './budgets';
import { planForCedre, quieterInSafran } from './houses';
import { spendSome } from './commitments';
import { receiveFromDonor } from './donor-money';
import { expectCosts } from './unit-costs';
import { aimSome } from './indicators';
import { reconcileSome } from './agency-ledgers';
import { answerTonight, rememberCalls } from './hotline';
import { advanceSome } from './partners-money';
import { liveTonight } from './house-life';
import { goToCourt } from './court';
import { prepareAFile } from './exchange';
import { draftMotives } from './lists';
import { bringPartners } from './lists-in';
import { registerPeople, SEED, type Registered } from './people';
import { takeSome } from './lists-taken';
import { liveOn } from './lives';
import { referSome } from './referrals';
import { ventureSome } from './projects';
import { recogniseSome } from './recognition';
import { planReintegration } from './reintegration';
import { thinkOfReturning } from './returns';
import { learnSome } from './training';
import { workSome } from './work';
import { makeReportAgain, produceReport, tellEverybody, writeFiles } from './report';
import { trainOfficials } from './capacity';
import { releaseStatistics } from './statistics';
import { giveHelp } from './services';
import { planAhead } from './services-ahead';

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
  /** Called once the pages are worth opening: nights closed, the report and its files there. */
  usable(files: readonly string[]): void;
}

/** Invented dirhams to the dollar, dated, as the finance officer types them in each month. */
const RATES = ['10.02', '9.98', '9.91', '9.87', '9.94', '10.05', '9.89', '9.93'];

/**
 * A synthetic programme as of today, and in it the main job by the real use cases: a family placed
 * twenty nights before the last closed quarter ends, each night closed and charged, the quarter's
 * report drafted, approved, frozen and written under `out/`.
 */
export async function buildProgramme(build: Build): Promise<void> {
  const { app, clock, today, say } = build;
  const quarter = lastClosedQuarter(today);
  const from = addDays(quarter.from, -91);
  const placedOn = addDays(quarter.until, -20);
  const tonight = build.now.getUTCHours() < 12 ? addDays(today, -1) : today;

  clock.set(`${addDays(today, -3 * 366)}T09:00:00Z`);
  const founded = await foundProgramme(app, build.password, addDays(from, -30));
  say('organisations, accounts, three shelters with sixty beds, the grant');
  await typeInRates(build, founded, from);

  // Before noon the last day is yesterday: nobody is registered later than now.
  const people = await registerPeople(app, founded, clock, tonight);
  const met = await meetTwice(app, founded, clock, tonight);
  say(`${people.length} invented people`);

  const stays = await livePast(build, founded, people, { from, tonight, placedOn });
  say(`${stays} stays since ${from}`);

  // Nobody slept anywhere before the houses opened: those nights are closed as well, or no half-year is whole.
  const half = halfYearBefore(tonight);
  for (const night of half.from < from ? eachNight(half.from, from) : [])
    await closeAt(build, night);

  const chance = new Chance(SEED + 1);
  let main: Awaited<ReturnType<typeof placeTheFamily>> | undefined;
  for (const night of eachNight(from, tonight)) {
    await giveHelp(app, founded, clock, night, people, chance);
    if (night === placedOn) await quieterInSafran(app, founded, night);
    if (night === placedOn) main = await placeTheFamily(app, founded, clock, night);
    if (main && night === addDays(placedOn, 6)) {
      await helpTheFamily(app, founded, clock, placedOn, main.caseIds);
    }
    await closeAt(build, night);
    if (night === addDays(quarter.until, -1))
      say(`every night of ${quarter.code} closed and charged`);
    if (main && night === addDays(placedOn, 24)) await theyLeave(build, founded, main.requestId);
  }

  clock.set(`${latest(addDays(quarter.until, 5), tonight)}T13:00:00Z`);
  const reportId = await produceReport(app, founded, quarter.code);
  const files = await writeFiles(app, founded, reportId, quarter.code, build.out);
  say(`the report of ${quarter.code} approved, frozen and published: ${files.length} files`);
  build.usable(files);

  say(await tellEverybody(app, founded, half.code));

  await hearSome(app, founded, clock, {
    now: build.now,
    quarterFrom: quarter.from,
    out: build.out,
  });
  say('complaints heard without an account, one sheet of slips printed');

  clock.set(build.now);
  await tonightsRequests(build, founded, people, tonight);
  // In the minutes that have just passed: what lies ahead of the real clock is seen by nobody yet.
  clock.advance(-10 * 60_000);
  say(await freeAGroup(app, founded, clock, tonight));
  clock.set(build.now);
  await assessSome(app, founded, clock, people, main?.caseIds ?? [], today);
  say('assessments: needs, risk, screenings, the best interests of a child');
  say(
    `${await goToCourt(app, founded, people, today)} people in proceedings, with hearings to come`,
  );
  say(await thinkOfReturning(app, founded, people, today));
  say(await learnSome(app, founded, people, today));
  say(await workSome(app, founded, people, today));
  say(await recogniseSome(app, founded, people, today));
  say(await ventureSome(app, founded, clock, people, today));
  say(await trainOfficials(app, founded, today));
  await guardSome(app, founded, people);
  await joinSome(app, founded, clock, met, build.now);
  say('two women with two files each: one joined, one to be looked at');
  say(await referSome(app, founded, clock, people, build.now));
  say(await prepareAFile(app, await founded.actor('leila'), today));
  await draftMotives(app, founded);
  await bringPartners(app, founded);
  await liveTonight(app, founded, tonight);
  say('an evening in the house: the roll, a visitor, a word for the night');
  await planForCedre(app, founded, addDays(tonight, 40));
  const sanae = await founded.actor('sanae');
  const houses = [...founded.shelters.values()];
  const calls = await rememberCalls(build.adminUrl, sanae, houses, build.now);
  await answerTonight(app, founded, clock, build.now);
  say(`the free number: ${calls} calls of half a year, an evening of them, two to call back`);
  await planAhead(app, founded, clock, people, today, build.now);
  say('appointments of the week, some without an answer; a group; what people said of it');
  say(`lists taken out, as the register shows: ${await takeSome(app, founded, clock, build.now)}`);
  say(await spendSome(app, founded, clock, today));
  say(await liveOn(app, founded, people, today));
  say(await planReintegration(app, founded, clock, today));
  say(await planAndRevise(app, founded, clock, today));
  say(await advanceSome(app, founded, clock, today));
  say(await receiveFromDonor(app, founded, today));
  say(await expectCosts(app, founded, quarter.from));
  say(await reconcileSome(app, founded, clock, today));
  say(await aimSome(app, founded, quarter, quarterOf(today)));
  const late = { caseId: main!.caseIds[0]!, givenOn: addDays(placedOn, 3) };
  say(await makeReportAgain(app, founded, reportId, late));
  say(await releaseStatistics(app, founded, today));
  await draftRules(app, founded);
  const aside = await setOneAside(app, founded);
  say(`a draft of the rules of placing; rules set aside by two people: ${aside}`);
}

async function closeAt({ app, clock }: Build, night: CivilDate): Promise<void> {
  clock.set(`${addDays(night, 1)}T12:20:00Z`);
  await app
    .get(Transactions)
    .run(NIGHT_CLOSING, (tx) => app.get(NightClosing).closeNight(tx, night));
}

/** The last one that is over. */
function halfYearBefore(day: CivilDate): NamedPeriod {
  const grant = { startsOn: day, endsOn: day };
  return periodOf('half_year', addDays(periodOf('half_year', day, grant).from, -1), grant);
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
  { adminUrl, clock, today }: Build,
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
  actor: Actor,
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
  const free = (await withoutBed(app, founded, people)).filter(({ family }) => family === null);
  const women = free.filter(({ sex, age }) => sex === 'female' && (age ?? 0) >= 18);
  const man = free.find(({ sex, age }) => sex === 'male' && (age ?? 0) >= 18);
  const ask = async (officer: string, caseIds: string[], more: object) =>
    app
      .get(BedRequests)
      .open(await founded.actor(officer), {
        caseIds,
        neededFrom: tonight,
        nights: null,
        urgency: 'tonight',
        source: 'hotline',
        basis: 'vital_interest',
        ...more,
      });
  const houda = await founded.actor('houda');
  for (const woman of women.slice(0, 8)) {
    const { id } = await ask(woman.officer, [woman.caseId], {
      neededFrom: addDays(tonight, 1),
      nights: 21,
      urgency: 'days',
      source: 'ngo',
      basis: 'consent',
    });
    const { proposals } = await app.get(FindCandidates).forRequest(houda, id);
    const best = proposals.find(({ places }) => isWomensRoom(founded, places[0]!.bedId, houda));
    if (!best) {
      await app.get(BedRequests).withdraw(await founded.actor(woman.officer), id);
      continue;
    }
    const placements = best.places.map(({ caseId, bedId }) => ({ caseId, bedId }));
    await app.get(Holds).place(houda, id, { placements, reason: 'attendue demain' });
    await app.get(Stays).promise(houda, id);
    break;
  }
  clock.advance(-95 * 60_000);
  if (man) await ask(man.officer, [man.caseId], { source: 'police', urgency: 'days' });
  clock.advance(60 * 60_000);
  const other = women[8];
  if (other) await ask(other.officer, [other.caseId], { source: 'ngo' });
  clock.advance(30 * 60_000);
  const leila = await founded.actor('leila');
  const { cases } = await app
    .get(Transactions)
    .run(leila, (tx) =>
      app
        .get(People)
        .register(tx, womanWithTwo(tx.today, 'Kouassi', ['Adjoua', 'Nadège', 'Yann']), {
          together: true,
        }),
    );
  await ask(
    'leila',
    cases.map(({ id }) => id),
    { nights: 30 },
  );
  clock.advance(5 * 60_000);
}

const isWomensRoom = (founded: Founded, bedId: string, manager: Actor): boolean =>
  founded.rooms.some(
    ({ mix, shelterId, bedIds }) =>
      mix === 'women' &&
      manager.shelterIds.includes(shelterId) &&
      bedIds.some((bed) => bed.bedId === bedId),
  );

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
