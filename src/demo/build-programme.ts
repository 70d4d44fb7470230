import type { INestApplicationContext } from '@nestjs/common';
import { People } from '../../modules/beneficiaries';
import { confirmedSetting } from './confirmed-setting';
import { Chance } from './synthetic-people/random.rules';
import {
  BedRequests,
  BedHolds,
  FindCandidates,
  NightClosing,
  Stays,
} from '../../modules/shelter-beds';
import { ExchangeRates } from '../../modules/grant-budgeting';
import { Transactions } from '../../modules/platform/database/transactions';
import type { SettableClock } from '../../modules/platform/shared/clock';
import { type NamedPeriod, periodOf } from '../../modules/platform/shared/periods.rules';
import { NIGHT_CLOSING, type Actor } from '../../modules/platform/shared/actor';
import { addDays, eachNight, type CivilDate } from '../../modules/platform/shared/nights.rules';
import { quarterOf } from '../../modules/platform/shared/quarters.rules';
import { seedAssessments } from './seed-assessments';
import { seedPastStays } from './seed-past-stays';
import { seedProgramme, type SeededProgramme } from './seed-programme';
import { pastStays, type HistoryRoom } from './past-stays.rules';
import { seedPlacingRulesDraft, seedRuleException } from './seed-placing-rules';
import {
  seedFamilyServices,
  seedFamilyPlacement,
  womanWithTwoChildren,
} from './seed-family-placement';
import { seedComplaints } from './seed-complaints';
import { seedDuplicateDecisions, seedDuplicateRegistrations } from './seed-duplicates';
import { seedGroupPlacement } from './seed-group-placement';
import { seedSafeguards } from './seed-safeguards';
import { seedBudgetPlans } from './seed-budget-plans';
import { seedCedreProfile, seedDutyNumbers, seedSafranProfile } from './seed-shelter-profiles';
import { seedCommitments } from './seed-commitments';
import { seedDonorMoney } from './seed-donor-money';
import { seedUnitCosts } from './seed-unit-costs';
import { seedIndicators } from './seed-indicators';
import { seedAgencyLedgers } from './seed-agency-ledgers';
import { seedTonightsCalls, seedPastCalls } from './seed-hotline-calls';
import { seedPartnerMoney } from './seed-partner-money';
import { seedHouseLife } from './seed-house-life';
import { seedCourtProceedings } from './seed-court-proceedings';
import { seedHtcdsExport } from './seed-htcds-export';
import { seedListDraft } from './seed-list-draft';
import { seedPartnerOrganisations } from './seed-partner-organisations';
import { seedPeople, SEED, type RegisteredPerson } from './seed-people';
import { seedExports } from './seed-exports';
import { seedReturnFollowUps } from './seed-return-follow-ups';
import { seedReferrals } from './seed-referrals';
import { seedProjects } from './seed-projects';
import { seedRecognition } from './seed-recognition';
import { seedReintegrationPlans } from './seed-reintegration-plans';
import { seedReturns } from './seed-returns';
import { seedTraining } from './seed-training';
import { seedPlacements } from './seed-placements';
import { seedReportReproduction, seedReport, seedPublicReport, writeFiles } from './seed-reports';
import { seedOfficialTrainings } from './seed-official-trainings';
import { seedStatistics } from './seed-statistics';
import { seedServices } from './seed-services';
import { seedAppointments } from './seed-appointments';

export interface ProgrammeBuild {
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
export async function buildProgramme(build: ProgrammeBuild): Promise<void> {
  const { app, clock, today, say } = build;
  const quarter = lastClosedQuarter(today);
  const from = addDays(quarter.from, -91);
  const placedOn = addDays(quarter.until, -20);
  const tonight = build.now.getUTCHours() < 12 ? addDays(today, -1) : today;

  clock.set(`${addDays(today, -3 * 366)}T09:00:00Z`);
  const programme = await seedProgramme(app, build.password, addDays(from, -30));
  await seedDutyNumbers(app, programme);
  say('organisations, accounts, three shelters with sixty beds, the grant');
  await typeInRates(build, programme, from);

  // Before noon the last day is yesterday: nobody is registered later than now.
  const people = await seedPeople(app, programme, clock, tonight);
  const met = await seedDuplicateRegistrations(app, programme, clock, tonight);
  say(`${people.length} invented people`);

  const stays = await generatePastStays(build, programme, people, { from, tonight, placedOn });
  say(`${stays} stays since ${from}`);

  // Nobody slept anywhere before the houses opened: those nights are closed as well, or no half-year is whole.
  const half = halfYearBefore(tonight);
  for (const night of half.from < from ? eachNight(half.from, from) : [])
    await closeAt(build, night);

  const chance = new Chance(SEED + 1);
  let main: Awaited<ReturnType<typeof seedFamilyPlacement>> | undefined;
  for (const night of eachNight(from, tonight)) {
    await seedServices(app, programme, clock, night, people, chance);
    if (night === placedOn) await seedSafranProfile(app, programme, night);
    if (night === placedOn) main = await seedFamilyPlacement(app, programme, clock, night);
    if (main && night === addDays(placedOn, 6)) {
      await seedFamilyServices(app, programme, clock, placedOn, main.caseIds);
    }
    await closeAt(build, night);
    if (night === addDays(quarter.until, -1))
      say(`every night of ${quarter.code} closed and charged`);
    if (main && night === addDays(placedOn, 24))
      await checkOutRequest(build, programme, main.requestId);
  }

  clock.set(`${latest(addDays(quarter.until, 5), tonight)}T13:00:00Z`);
  const reportId = await seedReport(app, programme, quarter.code);
  const files = await writeFiles(app, programme, reportId, quarter.code, build.out);
  say(`the report of ${quarter.code} approved, frozen and published: ${files.length} files`);
  build.usable(files);

  say(await seedPublicReport(app, programme, half.code));

  await seedComplaints(app, programme, clock, {
    now: build.now,
    quarterFrom: quarter.from,
    out: build.out,
  });
  say('complaints heard without an account, one sheet of slips printed');

  clock.set(build.now);
  await seedTonightsRequests(build, programme, people, tonight);
  // In the minutes that have just passed: what lies ahead of the real clock is seen by nobody yet.
  clock.advance(-10 * 60_000);
  say(await seedGroupPlacement(app, programme, clock, tonight));
  clock.set(build.now);
  await seedAssessments(app, programme, clock, people, main?.caseIds ?? [], today);
  say('assessments: needs, risk, screenings, the best interests of a child');
  say(
    `${await seedCourtProceedings(app, programme, people, today)} people in proceedings, with hearings to come`,
  );
  say(await seedReturns(app, programme, people, today));
  say(await seedTraining(app, programme, people, today));
  say(await seedPlacements(app, programme, people, today));
  say(await seedRecognition(app, programme, people, today));
  say(await seedProjects(app, programme, clock, people, today));
  say(await seedOfficialTrainings(app, programme, today));
  await seedSafeguards(app, programme, people);
  await seedDuplicateDecisions(app, programme, clock, met, build.now);
  say('two women with two files each: one joined, one to be looked at');
  say(await seedReferrals(app, programme, clock, people, build.now));
  say(await seedHtcdsExport(app, await programme.actor('leila'), today));
  await seedListDraft(app, programme);
  await seedPartnerOrganisations(app, programme);
  await seedHouseLife(app, programme, tonight);
  say('an evening in the house: the roll, a visitor, a word for the night');
  await seedCedreProfile(app, programme, addDays(tonight, 40));
  const sanae = await programme.actor('sanae');
  const houses = [...programme.shelters.values()];
  const calls = await seedPastCalls(build.adminUrl, sanae, houses, build.now);
  await seedTonightsCalls(app, programme, clock, build.now);
  say(`the free number: ${calls} calls of half a year, an evening of them, two to call back`);
  await seedAppointments(app, programme, clock, people, today, build.now);
  say('appointments of the week, some without an answer; a group; what people said of it');
  say(
    `lists taken out, as the register shows: ${await seedExports(app, programme, clock, build.now)}`,
  );
  say(await seedCommitments(app, programme, clock, today));
  say(await seedReturnFollowUps(app, programme, people, today));
  say(await seedReintegrationPlans(app, programme, clock, today));
  say(await seedBudgetPlans(app, programme, clock, today));
  say(await seedPartnerMoney(app, programme, clock, today));
  say(await seedDonorMoney(app, programme, today));
  say(await seedUnitCosts(app, programme, quarter.from));
  say(await seedAgencyLedgers(app, programme, clock, today));
  say(await seedIndicators(app, programme, quarter, quarterOf(today)));
  const late = { caseId: main!.caseIds[0]!, givenOn: addDays(placedOn, 3) };
  say(await seedReportReproduction(app, programme, reportId, late));
  say(await seedStatistics(app, programme, today));
  await seedPlacingRulesDraft(app, programme);
  const aside = await seedRuleException(app, programme);
  say(`a draft of the rules of placing; rules set aside by two people: ${aside}`);
}

async function closeAt({ app, clock }: ProgrammeBuild, night: CivilDate): Promise<void> {
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

async function typeInRates(
  { app, clock, today }: ProgrammeBuild,
  programme: SeededProgramme,
  from: CivilDate,
) {
  const [omar, nadia] = [await programme.actor('omar'), await programme.actor('nadia')];
  let month = `${addDays(from, -31).slice(0, 7)}-01`;
  for (let n = 0; month <= today; n += 1) {
    clock.set(`${month}T09:00:00Z`);
    const rate = { from: 'USD', to: 'MAD', validFrom: month, rate: RATES[n % RATES.length]! };
    const source = 'invented for the demonstration';
    await confirmedSetting(app, nadia, app.get(ExchangeRates).propose(omar, { ...rate, source }));
    month = `${addDays(month, 32).slice(0, 7)}-01`;
  }
}

async function generatePastStays(
  { adminUrl, clock, today }: ProgrammeBuild,
  programme: SeededProgramme,
  people: readonly RegisteredPerson[],
  span: { from: CivilDate; tonight: CivilDate; placedOn: CivilDate },
): Promise<number> {
  const rooms: HistoryRoom[] = programme.rooms.map(({ roomId, shelterId, mix, bedIds }) => ({
    roomId,
    shelterId,
    mix,
    beds: bedIds,
  }));
  const named = (name: string) => programme.rooms.find((room) => room.name === name)!.roomId;
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
  const samira = await programme.actor('samira');
  await seedPastStays(adminUrl, stays, {
    now: clock.now().toISOString(),
    tonight: span.from,
    by: samira.userId,
  });
  return stays.length;
}

async function checkOutRequest(
  { app, clock }: ProgrammeBuild,
  programme: SeededProgramme,
  requestId: string,
) {
  const samira = await programme.actor('samira');
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
async function seedTonightsRequests(
  { app, clock }: ProgrammeBuild,
  programme: SeededProgramme,
  people: readonly RegisteredPerson[],
  tonight: CivilDate,
): Promise<void> {
  const free = (await peopleWithoutBed(app, programme, people)).filter(
    ({ family }) => family === null,
  );
  const women = free.filter(({ sex, age }) => sex === 'female' && (age ?? 0) >= 18);
  const man = free.find(({ sex, age }) => sex === 'male' && (age ?? 0) >= 18);
  const ask = async (officer: string, caseIds: string[], more: object) =>
    app
      .get(BedRequests)
      .open(await programme.actor(officer), {
        caseIds,
        neededFrom: tonight,
        nights: null,
        urgency: 'tonight',
        source: 'hotline',
        basis: 'vital_interest',
        ...more,
      });
  const houda = await programme.actor('houda');
  for (const woman of women.slice(0, 8)) {
    const { id } = await ask(woman.officer, [woman.caseId], {
      neededFrom: addDays(tonight, 1),
      nights: 21,
      urgency: 'days',
      source: 'ngo',
      basis: 'consent',
    });
    const { proposals } = await app.get(FindCandidates).forRequest(houda, id);
    const best = proposals.find(({ places }) => isWomensRoom(programme, places[0]!.bedId, houda));
    if (!best) {
      await app.get(BedRequests).withdraw(await programme.actor(woman.officer), id);
      continue;
    }
    const placements = best.places.map(({ caseId, bedId }) => ({ caseId, bedId }));
    await app.get(BedHolds).place(houda, id, { placements, reason: 'attendue demain' });
    await app.get(Stays).promise(houda, id);
    break;
  }
  clock.advance(-95 * 60_000);
  if (man) await ask(man.officer, [man.caseId], { source: 'police', urgency: 'days' });
  clock.advance(60 * 60_000);
  const other = women[8];
  if (other) await ask(other.officer, [other.caseId], { source: 'ngo' });
  clock.advance(30 * 60_000);
  const leila = await programme.actor('leila');
  const { cases } = await app
    .get(Transactions)
    .run(leila, (tx) =>
      app
        .get(People)
        .register(tx, womanWithTwoChildren(tx.today, 'Kouassi', ['Adjoua', 'Nadège', 'Yann']), {
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

const isWomensRoom = (programme: SeededProgramme, bedId: string, manager: Actor): boolean =>
  programme.rooms.some(
    ({ mix, shelterId, bedIds }) =>
      mix === 'women' &&
      manager.shelterIds.includes(shelterId) &&
      bedIds.some((bed) => bed.bedId === bedId),
  );

async function peopleWithoutBed(
  app: INestApplicationContext,
  programme: SeededProgramme,
  people: readonly RegisteredPerson[],
): Promise<RegisteredPerson[]> {
  const placed = new Set<string>();
  for (const officer of ['leila', 'karim']) {
    const rows = await app
      .get(Transactions)
      .run(await programme.actor(officer), (tx) =>
        tx.query<{ id: string }>(
          `SELECT DISTINCT case_id AS id FROM booking_people WHERE state IN ('hold', 'promised', 'stay')`,
        ),
      );
    for (const { id } of rows) placed.add(id);
  }
  return people.filter(({ caseId }) => !placed.has(caseId)).toReversed();
}
