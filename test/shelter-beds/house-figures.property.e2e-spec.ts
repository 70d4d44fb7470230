import { randomUUID } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { GatherFigures } from '../../modules/donor-reports/gather-figures.service';
import type { ReportDefinition } from '../../modules/donor-reports/report-definition.types';
import { SETUP_ACTOR } from '../../modules/platform/shared/actor';
import { addDays } from '../../modules/platform/shared/nights.rules';
import { openedGrant } from '../grant-budgeting/samples';
import { startApp, type SignedIn, type TestApp } from '../support/app';

/** A report of beds and nothing else. */
const BEDS_ALONE: ReportDefinition = {
  kind: 'beds-alone',
  agency: null,
  money: 'all',
  fileStem: 'mawa-beds',
  audience: 'donor',
  every: 'quarter',
  due: { days: 30 },
  languages: ['fr'],
  title: { fr: 'Lits', ar: 'أسرّة', en: 'Beds' },
  subtitle: { fr: '', ar: '', en: '' },
  preparedBy: { fr: '', ar: '', en: '' },
  sections: [
    {
      key: 'beds',
      title: { fr: 'Lits', ar: 'أسرّة', en: 'Beds' },
      blocks: [{ block: 'beds-by-shelter' }],
    },
  ],
};
const HOUSES = 1_000;
const FROM = '2026-08-20';
const NIGHTS = 40;
const night = (place: number) => addDays(FROM, place);

type State =
  | 'stay'
  | 'ended'
  | 'blocked'
  | 'unblocked'
  | 'hold'
  | 'promised'
  | 'void'
  | 'day_visit';
interface Drawn {
  readonly beds: readonly {
    readonly from: number;
    /** Null: in service ever since. */
    readonly nights: number | null;
    readonly room: number;
    readonly slots: readonly { readonly gap: number; readonly nights: number; state: State }[];
  }[];
}

/** Numbers of nights around the period, before it and after it as well. */
const drawn: fc.Arbitrary<Drawn> = fc.record({
  beds: fc.array(
    fc.record({
      from: fc.integer({ min: -20, max: 30 }),
      nights: fc.option(fc.integer({ min: 1, max: 50 })),
      room: fc.integer({ min: 0, max: 1 }),
      slots: fc.array(
        fc.record({
          gap: fc.integer({ min: 0, max: 9 }),
          nights: fc.integer({ min: 1, max: 15 }),
          state: fc.constantFrom<State>(
            'stay',
            'ended',
            'ended',
            'ended',
            'blocked',
            'unblocked',
            'hold',
            'promised',
            'void',
            'day_visit',
          ),
        }),
        { maxLength: 5 },
      ),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

interface Booked {
  readonly bed: string;
  readonly person: string;
  readonly from: number;
  /** Null: nobody knows until when. */
  readonly until: number | null;
  readonly state: State;
}
interface House {
  readonly id: string;
  readonly codeName: string;
  readonly rooms: readonly string[];
  readonly beds: readonly { id: string; room: string; from: number; until: number | null }[];
  readonly bookings: readonly Booked[];
}

function houseOf({ beds }: Drawn, place: number): House {
  const rooms = [randomUUID(), randomUUID()];
  const made = beds.map(({ from, nights, room }) => ({
    id: randomUUID(),
    room: rooms[room]!,
    from,
    until: nights === null ? null : from + nights,
  }));
  const bookings = beds.flatMap(({ slots }, index): Booked[] => {
    let at = -25;
    let person = randomUUID() as string;
    const bed = made[index]!;
    return slots.flatMap(({ gap, nights, state }, slot) => {
      const from = at + gap;
      // Only the last of a bed can be without an end; now and then the same person comes again.
      const isOpen = state === 'stay' && slot === slots.length - 1 && nights > 7;
      if (nights % 3 > 0) person = randomUUID();
      at = from + nights;
      // A bed that is not there cannot be out of service.
      const isThere = bed.from <= from && (bed.until === null || at <= bed.until);
      if ((state === 'blocked' || state === 'unblocked') && !isThere) return [];
      return [{ bed: bed.id, person, from, until: isOpen ? null : at, state }];
    });
  });
  return {
    id: randomUUID(),
    codeName: `Maison ${String(place).padStart(4, '0')}`,
    rooms,
    beds: made,
    bookings,
  };
}

/** Night by night and bed by bed, by nothing but what the words mean. */
function counted(house: House, closed: ReadonlySet<number>): { used: number; available: number } {
  let used = 0;
  let available = 0;
  const is = (on: number, { from, until }: { from: number; until: number | null }) =>
    on >= from && (until === null || on < until);
  for (const on of closed) {
    const asleep = new Set<string>();
    for (const booked of house.bookings) {
      if (['stay', 'ended'].includes(booked.state) && is(on, booked)) asleep.add(booked.person);
    }
    used += asleep.size;
    for (const bed of house.beds) {
      const out = house.bookings.some(
        (one) => one.bed === bed.id && ['blocked', 'unblocked'].includes(one.state) && is(on, one),
      );
      if (is(on, bed) && !out) available += 1;
    }
  }
  return { used, available };
}

const range = (from: number, until: number | null) =>
  `[${night(from)},${until === null ? '' : night(until)})`;

describe(`the occupancy of ${HOUSES} houses with a history that chance drew`, () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let houses: House[];
  let expected: Map<string, { used: number; available: number }>;
  const seed = 20_261_124;

  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('programme_officer');
    await openedGrant(mawa);
    houses = fc.sample(drawn, { numRuns: HOUSES, seed }).map(houseOf);
    // Two nights of the period were never closed: they do not count.
    const closed = new Set(
      Array.from({ length: NIGHTS + 20 }, (_, on) => on - 10).filter((on) => on !== 7 && on !== 31),
    );
    await write(mawa, houses, closed);
    const within = new Set([...closed].filter((on) => on >= 0 && on < NIGHTS));
    expected = new Map(houses.map((house) => [house.codeName, counted(house, within)]));
  }, 120_000);
  afterAll(() => mawa.stop());

  const asked = `from=${FROM}&until=${night(NIGHTS - 1)}`;
  const sorted = (rows: Iterable<readonly [string, object]>) =>
    [...rows].sort(([one], [other]) => (one < other ? -1 : 1));

  it('is worth counting: full ones, empty ones, and more people than beds', () => {
    const all = [...expected.values()];
    expect(all.filter(({ used, available }) => used > available).length).toBeGreaterThan(20);
    expect(all.filter(({ used }) => used === 0).length).toBeGreaterThan(20);
    expect(all.filter(({ used }) => used > 20).length).toBeGreaterThan(100);
  });

  it('is what a count night by night gives: in the answer of the API', async () => {
    const { body } = await officer.get(`/api/v1/house-figures?${asked}`).expect(200);
    const reported = body.shelters.map((one: { codeName: string; bedNights: object }) => [
      one.codeName,
      one.bedNights,
    ]);
    expect(sorted(reported)).toEqual(sorted(expected));
    expect(body.total.bedNights).toEqual(totalOf(expected));
    expect(body.closedNights).toBe(NIGHTS - 2);
  });

  it('on the screen', async () => {
    const { text } = await officer.get(`/beds/figures?${asked}`).expect(200);
    const table = text.slice(text.indexOf('house-table'));
    const rows = [
      ...table.matchAll(
        /<th scope="row">([^<]*)<\/th><td class="figure">([^<]*)<\/td><td class="figure">([^<]*)<\/td>/g,
      ),
    ].map(
      ([, name, used, available]) =>
        [name!, { used: plain(used!), available: plain(available!) }] as const,
    );
    expect(rows[0]).toEqual(['Toutes les maisons', totalOf(expected)]);
    expect(sorted(rows.slice(1))).toEqual(sorted(expected));
  });

  it('in the export', async () => {
    const { text } = await officer.get(`/beds/figures/file.csv?${asked}`).expect(200);
    const lines = parse(text, { delimiter: ';', bom: true, columns: true }) as Record<
      string,
      string
    >[];
    const reported = new Map<string, { used: number; available: number }>();
    for (const { maison, chiffre, valeur } of lines) {
      const so = reported.get(maison!) ?? { used: -1, available: -1 };
      if (chiffre === 'Nuits occupées') reported.set(maison!, { ...so, used: Number(valeur) });
      if (chiffre === 'Nuits disponibles')
        reported.set(maison!, { ...so, available: Number(valeur) });
    }
    const { 'Toutes les maisons': all, ...each } = Object.fromEntries(reported);
    expect(all).toEqual(totalOf(expected));
    expect(sorted(Object.entries(each))).toEqual(sorted(expected));
  });

  it('and in the report', async () => {
    const { rows } = await mawa.admin.query<{ id: string }>('SELECT id FROM grants');
    const { figures } = await mawa.transactions.run(officer.actor, (tx) =>
      mawa.app
        .get(GatherFigures)
        .of(
          tx,
          {
            definition: BEDS_ALONE,
            grantId: rows[0]!.id,
            period: { from: FROM, until: night(NIGHTS) },
            subjectId: null,
          },
          () => Promise.resolve(),
        ),
    );
    const reported = figures.beds!.shelters.map(
      ({ codeName, used, available }) => [codeName, { used, available }] as const,
    );
    expect(sorted(reported)).toEqual(sorted(expected));
    expect(figures.beds!.total).toEqual(totalOf(expected));
  });
});

const plain = (text: string): number => Number(text.replaceAll(/[^\d-]/g, ''));

function totalOf(all: ReadonlyMap<string, { used: number; available: number }>) {
  let [used, available] = [0, 0];
  for (const one of all.values()) [used, available] = [used + one.used, available + one.available];
  return { used, available };
}

/** Straight into the tables, with nothing but their constraints: histories that no use case would write. */
async function write(mawa: TestApp, houses: House[], closed: ReadonlySet<number>): Promise<void> {
  const fill = (sql: string, rows: object[]) => mawa.admin.query(sql, [JSON.stringify(rows)]);
  const by = SETUP_ACTOR.userId;
  await mawa.admin.query(
    `SET session_replication_role = replica; SELECT set_config('mawa.now', '2026-11-24T23:10:00Z', false)`,
  );
  await fill(
    `INSERT INTO shelters (id, code_name, region, kind, receives, created_at)
     SELECT id, "codeName", '04', 'emergency', '{woman}', '2025-01-01' FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, "codeName" text)`,
    houses,
  );
  await fill(
    `INSERT INTO rooms (id, shelter_id, name, mix) SELECT id, shelter, id::text, 'mixed' FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, shelter uuid)`,
    houses.flatMap(({ id, rooms }) => rooms.map((room) => ({ id: room, shelter: id }))),
  );
  await fill(
    `INSERT INTO beds (id, room_id, shelter_id, label, kind, in_service)
     SELECT id, room, shelter, left(id::text, 20), 'single', nights::daterange FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, room uuid, shelter uuid, nights text)`,
    houses.flatMap(({ id: shelter, beds }) =>
      beds.map(({ id, room, from, until }) => ({ id, room, shelter, nights: range(from, until) })),
    ),
  );
  const bookings = houses.flatMap(({ id: shelter, bookings: of }) =>
    of.map(({ bed, person, from, until, state }) => ({
      id: randomUUID(),
      shelter,
      bed,
      person,
      nights: range(from, until),
      state: state === 'unblocked' ? 'ended' : state === 'day_visit' ? 'void' : state,
      came: state === 'stay' || state === 'ended' || state === 'day_visit',
      out: state === 'blocked' || state === 'unblocked',
      hold: state === 'hold',
    })),
  );
  await fill(
    `INSERT INTO bookings (id, bed_id, shelter_id, nights, state, hold_until, reason, checked_in_at, created_at, created_by)
     SELECT id, bed, shelter, nights::daterange, state, CASE WHEN hold THEN timestamptz '2027-01-01' END,
            CASE WHEN out THEN 'repairs' END, CASE WHEN came THEN timestamptz '2026-07-01' END, '2026-07-01', '${by}'
       FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, bed uuid, shelter uuid, nights text, state text, hold boolean, out boolean, came boolean)`,
    bookings,
  );
  await fill(
    `INSERT INTO booking_people (booking_id, case_id, nights, state)
     SELECT id, CASE WHEN state IN ('hold', 'promised', 'stay') THEN gen_random_uuid() ELSE person END, nights::daterange, state
       FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, person uuid, nights text, state text, out boolean) WHERE NOT out`,
    bookings,
  );
  await fill(
    `INSERT INTO closed_nights (night, closed_by) SELECT night, '${by}' FROM jsonb_to_recordset($1::jsonb) AS r (night date)`,
    [...closed].map((on) => ({ night: night(on) })),
  );
  await mawa.admin.query('SET session_replication_role = DEFAULT');
  await mawa.transactions.run(SETUP_ACTOR, (tx) => tx.query('SELECT rebuild_night_counts()'));
}
