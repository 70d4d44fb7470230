import { NightCounts } from '../../modules/shelter-beds';
import { JobRunner } from '../../modules/platform/queue';
import { NIGHT_CLOSING, SETUP_ACTOR } from '../../modules/platform/shared/actor';
import { addDays } from '../../modules/platform/shared/nights.rules';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aShelter, aWoman, register, standsAt, type TestShelter } from './house';

const FIRST = '2026-08-01';
const NIGHTS = 60;
const STEPS = 400;

/** mulberry32: the same steps each time. */
function random(seed: number) {
  let a = seed;
  return (below: number): number => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

/** Night by night and house by house, from the rows: written apart from what the product counts. */
const BY_HAND = `
  SELECT c.night::text AS night, s.id AS shelter_id,
         (SELECT count(*) FROM booking_people p JOIN bookings k ON k.id = p.booking_id
           WHERE k.shelter_id = s.id AND p.nights @> c.night AND p.state IN ('stay', 'ended') AND k.checked_in_at IS NOT NULL
             AND NOT EXISTS (SELECT FROM nights_away a WHERE a.booking_id = k.id AND a.night = c.night))::int AS slept,
         ((SELECT count(*) FROM beds b WHERE b.shelter_id = s.id AND b.in_service @> c.night)
           - (SELECT count(*) FROM bookings k WHERE k.shelter_id = s.id AND k.nights @> c.night
               AND (k.state = 'blocked' OR (k.state = 'ended' AND k.checked_in_at IS NULL))))::int AS beds,
         (SELECT count(*) FROM rooms r WHERE EXISTS (SELECT FROM beds b JOIN bookings k ON k.bed_id = b.id
           WHERE b.room_id = r.id AND r.shelter_id = s.id AND k.nights @> c.night AND k.state IN ('stay', 'ended') AND k.checked_in_at IS NOT NULL))::int AS rooms_slept,
         (SELECT count(*) FROM rooms r WHERE EXISTS (SELECT FROM beds b
           WHERE b.room_id = r.id AND r.shelter_id = s.id AND b.in_service @> c.night
             AND NOT EXISTS (SELECT FROM bookings k WHERE k.bed_id = b.id AND k.nights @> c.night
               AND (k.state = 'blocked' OR (k.state = 'ended' AND k.checked_in_at IS NULL)))))::int AS rooms
    FROM closed_nights c CROSS JOIN shelters s ORDER BY 1, 2`;
const KEPT = `
  SELECT c.night::text AS night, s.id AS shelter_id, coalesce(sum(n.slept), 0)::int AS slept, coalesce(sum(n.beds), 0)::int AS beds,
         coalesce(sum(n.rooms_slept), 0)::int AS rooms_slept, coalesce(sum(n.rooms), 0)::int AS rooms
    FROM closed_nights c CROSS JOIN shelters s LEFT JOIN night_counts n ON n.night = c.night AND n.shelter_id = s.id
   GROUP BY 1, 2 ORDER BY 1, 2`;

describe('what is kept of closed nights', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let shelters: TestShelter[];
  let people: { id: string }[];
  const pick = random(20_261_130);
  const done: Record<string, number> = {};
  const refused: Record<string, number> = {};

  beforeAll(async () => {
    mawa = await startApp();
    await standsAt(mawa, '2026-11-24T13:00:00Z');
    officer = await mawa.signIn('reintegration_officer');
    shelters = [
      await aShelter(mawa, { A: { beds: 3 }, B: { beds: 2 } }),
      await aShelter(mawa, { A: { beds: 2 } }),
    ];
    people = await register(
      mawa,
      officer.actor,
      Array.from({ length: 12 }, () => aWoman()),
      false,
    );
  }, 60_000);
  afterAll(() => mawa.stop());

  const oneOf = <T>(all: readonly T[]): T => all[pick(all.length)]!;
  const night = () => addDays(FIRST, pick(NIGHTS));
  const nights = (): string => {
    const from = night();
    return `[${from},${addDays(from, 1 + pick(15))})`;
  };
  const rowsOf = async (sql: string) => (await mawa.admin.query(sql)).rows;
  const bedOf = () => {
    const shelter = oneOf(shelters);
    return oneOf(Object.values(shelter.rooms).flatMap(({ beds }) => beds));
  };
  const aBooking = async (which: string) =>
    oneOf(
      (
        await mawa.admin.query<{ id: string }>(
          `SELECT id FROM bookings WHERE ${which} ORDER BY nights, id`,
        )
      ).rows,
    )?.id;

  const book = async (state: 'stay' | 'ended' | 'blocked' | 'unblocked') => {
    const isStay = state === 'stay' || state === 'ended';
    await mawa.admin.query(
      `WITH k AS (
         INSERT INTO bookings (bed_id, shelter_id, nights, state, outcome, reason, checked_in_at, created_at, created_by)
         SELECT b.id, b.shelter_id, $2::daterange, $3, $4, $5, CASE WHEN $4::text IS NOT NULL OR $3 = 'stay' THEN lower($2::daterange)::timestamptz END, '2026-01-01', $6
           FROM beds b WHERE b.id = $1 RETURNING id, nights, state)
       INSERT INTO booking_people (booking_id, case_id, nights, state) SELECT id, $7, nights, state FROM k WHERE $8`,
      [
        bedOf(),
        state === 'stay' ? `[${night()},)` : nights(),
        state === 'unblocked' ? 'ended' : state,
        state === 'ended' ? 'left' : null,
        isStay ? null : 'repairs',
        SETUP_ACTOR.userId,
        oneOf(people).id,
        isStay,
      ],
    );
  };

  const ACTS: Readonly<Record<string, () => Promise<unknown>>> = {
    close: () =>
      mawa.admin.query('INSERT INTO closed_nights (night, closed_by) VALUES ($1, $2)', [
        night(),
        NIGHT_CLOSING.userId,
      ]),
    closeSeveral: () =>
      mawa.admin.query(
        `INSERT INTO closed_nights (night, closed_by) SELECT d::date, $2 FROM generate_series($1::date, $1::date + 3, interval '1 day') d ON CONFLICT DO NOTHING`,
        [night(), NIGHT_CLOSING.userId],
      ),
    stay: () => book('ended'),
    stayAgain: () => book('ended'),
    openStay: () => book('stay'),
    block: () => book('blocked'),
    unblocked: () => book('unblocked'),
    exit: async () =>
      mawa.admin.query(
        `UPDATE bookings SET state = 'ended', outcome = 'left', nights = daterange(lower(nights), lower(nights) + $2::int) WHERE id = $1`,
        [await aBooking(`state = 'stay'`), 1 + pick(20)],
      ),
    correctEnd: async () =>
      mawa.admin.query(
        `UPDATE bookings SET nights = daterange(lower(nights), lower(nights) + $2::int) WHERE id = $1`,
        [await aBooking(`state = 'ended'`), 1 + pick(20)],
      ),
    correctBeginning: async () =>
      mawa.admin.query(
        `UPDATE bookings SET nights = daterange(upper(nights) - $2::int, upper(nights)) WHERE id = $1`,
        [await aBooking(`state IN ('ended', 'blocked') AND NOT upper_inf(nights)`), 1 + pick(12)],
      ),
    withdraw: async () =>
      mawa.admin.query(`UPDATE bookings SET state = 'void', outcome = 'undone' WHERE id = $1`, [
        await aBooking(`state IN ('ended', 'stay')`),
      ]),
    unblock: async () =>
      mawa.admin.query(
        `UPDATE bookings SET state = 'ended', nights = daterange(lower(nights), lower(nights) + $2::int) WHERE id = $1`,
        [await aBooking(`state = 'blocked'`), 1 + pick(5)],
      ),
    otherBed: async () => {
      const to = bedOf();
      return mawa.admin.query(
        `UPDATE bookings k SET bed_id = b.id, shelter_id = b.shelter_id FROM beds b WHERE b.id = $2 AND k.id = $1`,
        [await aBooking(`state IN ('ended', 'blocked')`), to],
      );
    },
    away: async () =>
      mawa.admin.query(
        `INSERT INTO nights_away (booking_id, night, case_id, why) SELECT k.id, lower(k.nights) + $2::int, p.case_id, 'leave'
           FROM bookings k JOIN booking_people p ON p.booking_id = k.id WHERE k.id = $1`,
        [await aBooking(`checked_in_at IS NOT NULL AND state <> 'void'`), pick(6)],
      ),
    back: () =>
      mawa.admin.query(
        `DELETE FROM nights_away WHERE (booking_id, night) IN (SELECT booking_id, night FROM nights_away ORDER BY 2, 1 LIMIT 1)`,
      ),
    awayFollows: async () =>
      mawa.admin.query(
        `UPDATE nights_away SET booking_id = $1 WHERE (booking_id, night) IN (SELECT booking_id, night FROM nights_away ORDER BY 2 DESC, 1 LIMIT 1)`,
        [await aBooking(`checked_in_at IS NOT NULL AND state <> 'void'`)],
      ),
    endBed: () =>
      mawa.admin.query(
        `UPDATE beds SET in_service = daterange(lower(in_service), $2::date) WHERE id = $1`,
        [bedOf(), oneOf([null, addDays(night(), 30)])],
      ),
    openBedLater: () =>
      mawa.admin.query(
        `UPDATE beds SET in_service = daterange($2::date, upper(in_service)) WHERE id = $1`,
        [bedOf(), addDays(FIRST, pick(10) - 5)],
      ),
    newBed: () =>
      mawa.admin.query(
        `INSERT INTO beds (room_id, shelter_id, label, kind, in_service) VALUES ($1, $2, $3, 'single', $4)`,
        [shelters[0]!.rooms.B!.id, shelters[0]!.id, `N${pick(1_000)}`, nights()],
      ),
    otherRoom: () =>
      mawa.admin.query(`UPDATE beds SET room_id = $2 WHERE id = $1 AND shelter_id = $3`, [
        bedOf(),
        oneOf([shelters[0]!.rooms.A!.id, shelters[0]!.rooms.B!.id]),
        shelters[0]!.id,
      ]),
    remove: async () => {
      const id = await aBooking(`state IN ('ended', 'blocked')`);
      await mawa.admin.query('DELETE FROM nights_away WHERE booking_id = $1', [id]);
      await mawa.admin.query('DELETE FROM booking_people WHERE booking_id = $1', [id]);
      await mawa.admin.query('DELETE FROM bookings WHERE id = $1', [id]);
    },
  };

  it(`equals, after each of ${STEPS} drawn steps, what a count by hand gives`, async () => {
    for (let step = 0; step < STEPS; step += 1) {
      const act = oneOf(Object.keys(ACTS));
      try {
        await ACTS[act]!();
        done[act] = (done[act] ?? 0) + 1;
      } catch (error) {
        // A constraint of the database refused what chance drew.
        if (!/^(23|P0)/.test((error as { code?: string }).code ?? '')) throw error;
        refused[act] = (refused[act] ?? 0) + 1;
      }
      const [kept, counted] = [await rowsOf(KEPT), await rowsOf(BY_HAND)];
      expect({ step, act, kept }).toEqual({ step, act, kept: counted });
    }
    const differences = await mawa.app.get(NightCounts).compare();
    expect(differences).toBe(0);
  }, 240_000);

  it('was worth drawing: each kind of step was taken, and many wrote a difference', async () => {
    expect(Object.keys(done).sort()).toEqual(Object.keys(ACTS).sort());
    const [{ corrections, closed }] = (await rowsOf(
      `SELECT count(*) FILTER (WHERE source = 'correction')::int AS corrections, (SELECT count(*)::int FROM closed_nights) AS closed FROM night_counts`,
    )) as [{ corrections: number; closed: number }];
    expect(corrections).toBeGreaterThan(100);
    expect(closed).toBeGreaterThan(25);
  });

  it('is made anew after rows were loaded past the triggers; administrators hear of the difference', async () => {
    const sound = await rowsOf(KEPT);
    await mawa.admin.query(
      `BEGIN; SET LOCAL session_replication_role = replica; DELETE FROM night_counts WHERE night <= '2026-08-20'; COMMIT`,
    );
    await mawa.app.get(JobRunner).tick('compare-night-counts');
    expect(
      await rowsOf(`SELECT kind, for_role, done_at FROM tasks WHERE kind = 'night_counts_differ'`),
    ).toEqual([{ kind: 'night_counts_differ', for_role: 'administrator', done_at: null }]);
    expect(
      await rowsOf(`SELECT fields FROM audit_log WHERE action = 'nights.counts_differ'`),
    ).toEqual([{ fields: ['2026-08-01'] }]);
    expect(await mawa.app.get(NightCounts).rebuild()).toBeGreaterThan(0);
    expect(await rowsOf(KEPT)).toEqual(sound);
    expect(await mawa.app.get(NightCounts).compare()).toBe(0);
    expect(await mawa.app.get(NightCounts).rebuild()).toBe(0);
  });

  it('is read by figures alone, and made anew by the system alone', async () => {
    const as = (sql: string) => mawa.transactions.run(officer.actor, (tx) => tx.query(sql));
    await expect(as('SELECT 1 FROM night_counts')).rejects.toMatchObject({ code: '42501' });
    for (const call of [
      'SELECT rebuild_night_counts()',
      `SELECT compare_night_counts('2026-08-01', '2026-09-01')`,
      `SELECT recount_nights('2026-08-01', '2026-09-01', NULL, 'rebuild')`,
      `SELECT night_differences('2026-08-01', '2026-09-01', NULL)`,
    ]) {
      await expect(as(call)).rejects.toMatchObject({ code: '42501' });
    }
  });
});
