import { randomUUID } from 'node:crypto';
import { houseFigures, type HouseFigures } from '../../modules/shelter-figures';
import type { AnalysisQuery } from '../../modules/analysis/analysis-query.rules';
import { countCells } from '../../modules/analysis/count.queries';
import { SETUP_ACTOR } from '../../modules/platform/shared/actor';
import { addDays } from '../../modules/platform/shared/nights.rules';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { figuresFromAllRows } from './figures-from-all-rows';

const HOUSES = 6;
const BEDS = 5;
const PEOPLE = 200;
const FIRST = '2023-01-01';
const TONIGHT = '2026-11-24';
const DESTINATIONS = ['left', 'moved', 'family', 'own_home'];

/** mulberry32: the same histories each time. */
function random(seed: number) {
  let a = seed;
  return (below: number): number => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

interface DrawnBooking {
  readonly id: string;
  readonly bed: string;
  readonly shelter: string;
  readonly person: string | null;
  readonly joined: string | null;
  readonly nights: string;
  readonly state: 'stay' | 'ended' | 'blocked' | 'void' | 'promised';
  readonly came: boolean;
  readonly outcome: string | null;
}

describe('figures that read the bookings of the period alone', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  const pick = random(20_261_129);
  const houses = Array.from({ length: HOUSES }, () => randomUUID() as string);
  const beds = houses.flatMap((shelter) =>
    Array.from({ length: BEDS }, (_, at) => ({
      id: randomUUID() as string,
      shelter,
      room: at % 2,
    })),
  );
  const rows: DrawnBooking[] = [];
  const away: { booking: string; night: string; person: string }[] = [];

  /** Each bed is filled in turn over four years, with gaps, moves without a gap, people who return and joined files. */
  function draw(): void {
    const people = Array.from({ length: PEOPLE }, () => ({
      id: randomUUID() as string,
      joined: pick(6) === 0 ? (randomUUID() as string) : null,
      free: addDays(FIRST, pick(1_200)),
      gone: false,
    }));
    const free = new Map(beds.map(({ id }) => [id, FIRST]));
    let day = FIRST;
    while (day < TONIGHT) {
      for (const bed of beds) {
        if (free.get(bed.id)! > day || pick(4) > 0) continue;
        const someone = people[pick(PEOPLE)]!;
        const kind = pick(12);
        const until = addDays(day, 1 + pick(pick(5) === 0 ? 120 : 20));
        const isLast = until >= TONIGHT || pick(400) === 0;
        const base = { id: randomUUID() as string, bed: bed.id, shelter: bed.shelter };
        if (kind === 0) {
          const state = pick(2) === 0 ? ('blocked' as const) : ('ended' as const);
          const nights = `[${day},${until})`;
          rows.push({
            ...base,
            person: null,
            joined: null,
            nights,
            state,
            came: false,
            outcome: null,
          });
          free.set(bed.id, until);
        } else if (someone.free <= day && !someone.gone) {
          const state = kind === 1 ? 'void' : isLast ? 'stay' : 'ended';
          // A stay that nobody ended: open, or past its planned exit.
          const isOpen = state === 'stay' && pick(2) === 0;
          const nights = `[${day},${isOpen ? '' : until})`;
          const outcome = state === 'ended' ? DESTINATIONS[pick(4)]! : null;
          const { id: person, joined } = someone;
          rows.push({
            ...base,
            person,
            joined: pick(2) === 0 ? joined : null,
            nights,
            state,
            came: true,
            outcome,
          });
          if (state === 'void') continue;
          if (pick(8) === 0 && state === 'ended')
            away.push({ booking: base.id, night: day, person: someone.id });
          someone.gone = state === 'stay';
          someone.free = until;
          free.set(bed.id, isOpen ? '9999-12-31' : until);
          // Half of them go on in another bed that day, now and then in another house.
          const next = beds[pick(beds.length)]!;
          if (
            state === 'ended' &&
            pick(2) === 0 &&
            free.get(next.id)! <= until &&
            until < TONIGHT
          ) {
            const later = addDays(until, 1 + pick(15));
            const goesOn = {
              id: randomUUID() as string,
              bed: next.id,
              shelter: next.shelter,
              joined,
            };
            rows.push({
              ...goesOn,
              person,
              nights: `[${until},${later})`,
              state,
              came: true,
              outcome: DESTINATIONS[pick(4)]!,
            });
            someone.free = later;
            free.set(next.id, later);
          }
        }
      }
      day = addDays(day, 1);
    }
  }

  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('programme_officer');
    draw();
    await write();
  }, 120_000);
  afterAll(() => mawa.stop());

  async function write(): Promise<void> {
    const fill = (sql: string, of: object[]) => mawa.admin.query(sql, [JSON.stringify(of)]);
    const by = SETUP_ACTOR.userId;
    await mawa.admin.query(
      `SET session_replication_role = replica; SELECT set_config('mawa.now', '${TONIGHT}T23:10:00Z', false), set_config('mawa.tonight', '${TONIGHT}', false)`,
    );
    await fill(
      `INSERT INTO shelters (id, code_name, region, kind, receives, created_at)
       SELECT id, 'Maison ' || place, '04', 'emergency', '{woman}', '2022-01-01' FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, place text)`,
      houses.map((id, place) => ({ id, place })),
    );
    const rooms = houses.flatMap((shelter) =>
      [0, 1].map((room) => ({ id: randomUUID() as string, shelter, room })),
    );
    await fill(
      `INSERT INTO rooms (id, shelter_id, name, mix) SELECT id, shelter, id::text, 'mixed' FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, shelter uuid)`,
      rooms,
    );
    await fill(
      `INSERT INTO beds (id, room_id, shelter_id, label, kind, in_service)
       SELECT id, room, shelter, left(id::text, 20), 'single', service::daterange FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, room uuid, shelter uuid, service text)`,
      beds.map(({ id, shelter, room }, at) => ({
        id,
        shelter,
        room: rooms.find((one) => one.shelter === shelter && one.room === room)!.id,
        service: at % 7 === 0 ? '[2023-01-01,2026-09-10)' : '[2022-06-01,)',
      })),
    );
    await fill(
      `INSERT INTO bookings (id, bed_id, shelter_id, nights, state, reason, outcome, checked_in_at, created_at, created_by)
       SELECT id, bed, shelter, nights::daterange, state, CASE WHEN NOT came THEN 'repairs' END, CASE WHEN outcome IN ('left', 'moved') THEN outcome END,
              CASE WHEN came THEN timestamptz '2023-01-01' END, '2023-01-01', '${by}'
         FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, bed uuid, shelter uuid, nights text, state text, came boolean, outcome text)`,
      rows,
    );
    await fill(
      `INSERT INTO booking_people (booking_id, case_id, person_id, nights, state)
       SELECT id, CASE WHEN joined IS NULL THEN person ELSE joined END, CASE WHEN joined IS NULL THEN NULL ELSE person END, nights::daterange, state
         FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, person uuid, joined uuid, nights text, state text) WHERE person IS NOT NULL`,
      rows,
    );
    await fill(
      `INSERT INTO stay_exits (booking_id, case_id, left_on, destination, list_version, by, at)
       SELECT id, person, '2023-01-01', outcome, 1, '${by}', '2023-01-01' FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, person uuid, outcome text)
        WHERE outcome IN ('family', 'own_home')`,
      rows,
    );
    await fill(
      `INSERT INTO nights_away (booking_id, night, case_id, why) SELECT booking, night, person, 'leave' FROM jsonb_to_recordset($1::jsonb) AS r (booking uuid, night date, person uuid)`,
      away,
    );
    await mawa.admin.query(
      `INSERT INTO closed_nights (night, closed_by) SELECT d::date, '${by}' FROM generate_series(timestamp '2023-01-01', '2026-11-20', '1 day') d
        WHERE d NOT IN ('2026-08-08', '2026-09-30', '2024-02-29')`,
    );
    await mawa.admin.query('SET session_replication_role = DEFAULT');
    await mawa.transactions.run(SETUP_ACTOR, (tx) => tx.query('SELECT rebuild_night_counts()'));
    await mawa.admin.query('ANALYZE');
  }

  const PERIODS: readonly (readonly [from: string, until: string])[] = [
    ['2026-07-01', '2026-10-01'],
    ['2026-10-01', '2027-01-01'],
    ['2025-03-10', '2025-03-11'],
    ['2024-02-01', '2025-05-31'],
    ['2023-01-01', '2027-06-01'],
    ['2026-11-24', '2026-11-25'],
    ['2027-01-01', '2027-04-01'],
  ];

  it.each(PERIODS)('equal those of every stay ever, from %s until %s', async (from, until) => {
    const scopes = [null, new Set(houses.slice(0, 2)), new Set([houses[5]!]), new Set<string>()];
    for (const scope of scopes) {
      const { shelters, total } = await mawa.transactions.run(officer.actor, (tx) =>
        houseFigures(tx, { from, until }, scope),
      );
      const expected = await figuresFromAllRows(mawa.admin, {
        from,
        until,
        tonight: TONIGHT,
        houses: scope,
      });
      const found = new Map<string, HouseFigures>([
        ...shelters.map(
          ({ shelterId, codeName: _name, kind: _kind, ...figures }) =>
            [shelterId, figures] as const,
        ),
        ['total', total],
      ]);
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
    }
  });

  describe('and tables of bed-nights and of people', () => {
    const period = { from: '2024-02-10', until: '2025-06-05' };
    const SLEPT = `SELECT DISTINCT bp.case_id, k.shelter_id, c.night FROM closed_nights c
        JOIN booking_people bp ON bp.nights @> c.night AND bp.state IN ('stay', 'ended')
        JOIN bookings k ON k.id = bp.booking_id AND k.checked_in_at IS NOT NULL
       WHERE c.night >= '${period.from}' AND c.night < '${period.until}'
         AND NOT EXISTS (SELECT FROM nights_away a WHERE a.booking_id = k.id AND a.night = c.night)`;
    const table = async (asked: Pick<AnalysisQuery, 'measure' | 'rows' | 'columns' | 'reader'>) => {
      const { cells } = await mawa.transactions.run(officer.actor, (tx) =>
        countCells(tx, { ...asked, period, span: 'dates', only: {}, past: 'without' }),
      );
      return cells.map(({ row, column, ...rest }) => [`${row} ${column}`, rest] as const).sort();
    };
    const values = (cells: Awaited<ReturnType<typeof table>>) =>
      cells.map(([key, { value }]) => [key, Number(value)]);
    const byHand = async (value: string) => {
      const { rows: counted } = await mawa.admin.query<{ key: string; value: number }>(
        `SELECT coalesce(shelter_id::text, 'null') || ' ' || coalesce(to_char(month, 'YYYY-MM'), 'null') AS key, ${value}::int AS value
           FROM (SELECT *, date_trunc('month', night::timestamp) AS month FROM (${SLEPT}) n) s
          GROUP BY GROUPING SETS ((shelter_id, month), (shelter_id), (month), ())`,
      );
      return counted.map(({ key, value: one }) => [key, one] as const).sort();
    };
    const byHouseAndMonth = { rows: 'house', columns: 'month' } as const;

    it('equal separate SQL, from what is kept and from the stays', async () => {
      const expected = await byHand('count(*)');
      expect(expected.length).toBeGreaterThan(60);
      for (const reader of ['inside', 'donor'] as const) {
        const found = await table({ measure: 'bed_nights', ...byHouseAndMonth, reader });
        expect(values(found)).toEqual(expected);
      }
      const people = await byHand('count(DISTINCT case_id)');
      const asked = { measure: 'people_in_beds', ...byHouseAndMonth, reader: 'inside' } as const;
      expect(values(await table(asked))).toEqual(people);
      // The people behind each figure, which protect it for readers outside.
      const behind = await table({ measure: 'bed_nights', ...byHouseAndMonth, reader: 'donor' });
      expect(behind.map(([key, one]) => [key, one.people])).toEqual(people);
    });

    it('have the same total by whatever they are cut', async () => {
      const [, total] = (await byHand('count(*)')).find(([key]) => key === 'null null')!;
      for (const rows of ['house', 'house_kind', 'quarter', 'year', 'sex', 'age', 'purpose']) {
        for (const reader of ['inside', 'donor'] as const) {
          const found = await table({ measure: 'bed_nights', rows, columns: null, reader });
          expect([rows, new Map(values(found) as [string, number][]).get('null null')]).toEqual([
            rows,
            total,
          ]);
        }
      }
    });
  });

  it('are worth comparing: chains over houses, returns, gaps, absences and open stays', async () => {
    const all = await figuresFromAllRows(mawa.admin, {
      from: '2024-02-01',
      until: '2025-05-31',
      tonight: TONIGHT,
      houses: null,
    });
    const total = all.get('total')!;
    expect(rows.length).toBeGreaterThan(1_000);
    expect(away.length).toBeGreaterThan(50);
    expect(rows.filter(({ state }) => state === 'stay').length).toBeGreaterThan(5);
    expect(total.returns.map(({ returned }) => (returned ?? 0) > 5)).toEqual([true, true, true]);
    expect(total.vacancy.gaps).toBeGreaterThan(200);
  });
});
