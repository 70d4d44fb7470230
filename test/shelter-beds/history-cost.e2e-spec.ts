import { BedBoard } from '../../modules/bed-board/board.service';
import { readTonight } from '../../modules/bed-board/home/tonight.queries';
import { AgendaSources } from '../../modules/plans/day.service';
import { RollCall } from '../../modules/shelter-operations/roll-call.service';
import type { Tx } from '../../modules/platform/database/transactions';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aPastStay, aShelter, aWoman, register, standsAt, type TestShelter } from './house';

const BEDS = 20;
/** Nights that are over, in each bed a stay of one night each. */
const HISTORY = 500;
/** A plan may look a row up more than once; what is over is ten thousand rows. */
const FEW = 100;

interface RowsRead {
  readonly bookings: number;
  readonly people: number;
}

describe('the board and the roll of a house with a long history', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let manager: SignedIn;
  let beds: readonly string[];

  beforeAll(async () => {
    mawa = await startApp();
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    house = await aShelter(mawa, { A: { beds: BEDS } });
    beds = house.rooms.A!.beds;
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    const officer = await mawa.signIn('reintegration_officer');
    const women = Array.from({ length: BEDS + 2 }, () => aWoman());
    const people = (await register(mawa, officer.actor, women)).map(({ id }) => id);
    for (const [index, caseId] of people.slice(BEDS).entries())
      await aPastStay(mawa, { bedId: beds[index]!, caseId, nights: '[2026-11-20,)' });
    await fillHistory(people.slice(0, BEDS));
  });
  afterAll(() => mawa.stop());

  /** In each bed one person, night after night; past the triggers, which would take minutes. */
  async function fillHistory(caseIds: readonly string[]): Promise<void> {
    const { admin } = mawa;
    await admin.query('SET session_replication_role = replica');
    await admin.query(
      `WITH past AS (
         INSERT INTO bookings (bed_id, shelter_id, nights, state, outcome, checked_in_at, created_at, created_by)
         SELECT b.id, b.shelter_id, daterange(date '2026-11-20' - n - 1, date '2026-11-20' - n), 'ended', 'left',
                '2026-01-01Z', '2026-01-01Z', $3
           FROM beds b CROSS JOIN generate_series(1, $2::int) n WHERE b.id = ANY ($1)
         RETURNING id, bed_id, nights)
       INSERT INTO booking_people (booking_id, case_id, nights, state)
       SELECT id, ($4::uuid[])[array_position($1::uuid[], bed_id)], nights, 'ended' FROM past`,
      [beds, HISTORY, manager.actor.userId, caseIds],
    );
    await admin.query('SET session_replication_role = origin');
    await admin.query('ANALYZE bookings; ANALYZE booking_people');
  }

  /** Rows that this transaction read of the two tables, by scans and by index. */
  const rowsRead = async (tx: Tx): Promise<RowsRead> => {
    const rows = await tx.query<{ name: string; read: number }>(
      `SELECT relname AS name, (seq_tup_read + coalesce(idx_tup_fetch, 0))::int AS read
         FROM pg_stat_xact_user_tables WHERE relname IN ('bookings', 'booking_people')`,
    );
    const of = (name: string) => rows.find((row) => row.name === name)!.read;
    return { bookings: of('bookings'), people: of('booking_people') };
  };
  const readBy = (work: (tx: Tx) => Promise<unknown>): Promise<RowsRead> =>
    mawa.transactions.run(manager.actor, async (tx) => {
      await work(tx);
      return rowsRead(tx);
    });

  it('read the bookings of the nights on show, and no stay that is over', async () => {
    const { rows } = await mawa.admin.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM bookings',
    );
    expect(rows[0]!.count).toBe(BEDS * HISTORY + 2);
    const board = await readBy((tx) =>
      mawa.app.get(BedBoard).showIn(tx, { shelterId: house.id, nights: 28 }),
    );
    expect(board.bookings).toBeLessThan(FEW);
    expect(board.people).toBeLessThan(FEW);
    const roll = await readBy((tx) => mawa.app.get(RollCall).ofIn(tx, house.id));
    expect(roll.bookings).toBeLessThan(FEW);
    expect(roll.people).toBeLessThan(FEW);
  });

  it('are not read for the first page of the manager, its coming days among them', async () => {
    const tonight = await readBy((tx) => readTonight(tx));
    expect(tonight.bookings).toBeLessThan(2 * FEW);
    expect(tonight.people).toBeLessThan(FEW);
    const coming = await readBy((tx) => mawa.app.get(AgendaSources).until(tx, '2026-12-01'));
    expect(coming.bookings).toBeLessThan(FEW);
    expect(coming.people).toBeLessThan(FEW);
  });

  it('control: a question without the end of the stay reads the whole history', async () => {
    const all = await readBy((tx) =>
      tx.query(`SELECT 1 FROM bookings WHERE shelter_id = $1 AND lower(nights) <= '2026-11-24'`, [
        house.id,
      ]),
    );
    expect(all.bookings).toBeGreaterThanOrEqual(BEDS * HISTORY);
  });
});
