import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aRequest, aShelter, aWoman, inBeds, standsAt, type TestShelter } from './house';
import { comesToStay, timeIs, type Stay } from './house-days';

interface BedSeen {
  readonly bedId: string;
  readonly shelterId: string;
  readonly verdict: string;
  readonly reasons: readonly unknown[];
  readonly whatIfs: readonly unknown[];
  readonly checks: unknown;
}
interface ProposedBeds {
  readonly beds: readonly BedSeen[];
  readonly proposals: readonly { readonly shelterId: string }[];
}

/** An officer tries requests of somebody who is kept apart from another, and of somebody who is not. */
describe('where somebody sleeps cannot be read from what is not proposed', () => {
  let mawa: TestApp;
  let houses: TestShelter[];
  let keeper: SignedIn;
  let observer: SignedIn;
  let hidden: Stay;
  let apart: { id: string; caseIds: string[] };
  let plain: { id: string; caseIds: string[] };

  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    await timeIs(mawa, '2026-11-24T20:00:00Z');
    await standsAt(mawa, '2026-11-24T20:00:00Z');
    observer = await mawa.signIn('reintegration_officer');
    const other = await mawa.signIn('reintegration_officer');
    houses = [];
    for (let n = 0; n < 6; n += 1) houses.push(await aShelter(mawa, { A: { beds: 2 } }));
    houses.sort((a, b) => (a.id < b.id ? -1 : 1));
    keeper = await mawa.signIn('shelter_manager', { shelterIds: houses.map(({ id }) => id) });
    hidden = await comesToStay(mawa, { officer: other, manager: keeper }, bedsOf(0)[0]!);
    apart = await aRequest(mawa, observer, [aWoman()]);
    plain = await aRequest(mawa, observer, [aWoman()]);
    await mawa.admin.query(
      `INSERT INTO keep_apart (case_id, from_case_id, decided_by) VALUES ($1, $2, $3)`,
      [apart.caseIds[0], hidden.caseId, other.actor.userId],
    );
  });
  afterAll(() => mawa.stop());

  const bedsOf = (house: number): string[] => houses[house]!.rooms.A!.beds;
  const idsOf = (from: number, until: number): string[] =>
    houses.slice(from, until).map(({ id }) => id);
  const look = async (who: SignedIn, { id }: { id: string }): Promise<ProposedBeds> =>
    (await who.get(`/api/v1/bed-requests/${id}/candidates`).expect(200)).body;
  const closedTo = ({ beds }: ProposedBeds): string[] => [
    ...new Set(
      beds.filter(({ verdict }) => verdict === 'not_proposed').map((bed) => bed.shelterId),
    ),
  ];
  /** All that the answer says of beds, in one order. */
  const asText = ({ beds }: ProposedBeds): string =>
    JSON.stringify([...beds].sort((a, b) => (a.bedId < b.bedId ? -1 : 1)));
  const attempt = async (request: typeof apart, bedId: string): Promise<[number, string]> => {
    const { status, body } = await observer.post(`/api/v1/bed-requests/${request.id}/holds`, {
      placements: inBeds(request.caseIds, [bedId]),
    });
    return [status, body.detail as string];
  };
  let bookingId: string;
  /** The other person moves from house to house of the group, and the observer looks each time. */
  const sleepsIn = async (house: number): Promise<void> => {
    bookingId ??= hidden.id;
    const { rows } = await mawa.admin.query<{ bed: string }>(
      'SELECT bed_id AS bed FROM bookings WHERE id = $1',
      [bookingId],
    );
    if (rows[0]!.bed === bedsOf(house)[0]) return;
    await mawa.admin.query(
      'BEGIN; SET LOCAL session_replication_role = replica; ' +
        `UPDATE bookings SET bed_id = '${bedsOf(house)[0]}', shelter_id = '${houses[house]!.id}' WHERE id = '${bookingId}'; COMMIT`,
    );
  };

  it('three houses close, and all that is said of their beds is the same wherever the other sleeps', async () => {
    const seen: string[] = [];
    for (const house of [0, 1, 2]) {
      await sleepsIn(house);
      const answer = await look(observer, apart);
      expect(closedTo(answer).sort()).toEqual(idsOf(0, 3));
      expect(answer.proposals.every(({ shelterId }) => idsOf(3, 6).includes(shelterId))).toBe(true);
      seen.push(asText(answer));
    }
    // A guess is right one time in three: nothing in the answers differs.
    expect(new Set(seen).size).toBe(1);
  });

  it('a bed of a house that is only hidden is refused in the words of the barred one', async () => {
    await sleepsIn(1);
    const answers = [];
    for (const house of [0, 1, 2]) answers.push(await attempt(apart, bedsOf(house)[1]!));
    expect(new Set(answers.map(String)).size).toBe(1);
    expect(answers[0]![0]).toBe(409);
  });

  it('a request of somebody who is kept apart from nobody loses no house', async () => {
    await sleepsIn(1);
    expect(closedTo(await look(observer, plain))).toEqual([]);
  });

  it('a manager has her own house as it is, and of the others two stay that she cannot tell apart', async () => {
    const manager = await mawa.signIn('shelter_manager', { shelterIds: [houses[0]!.id] });
    const seen: string[] = [];
    for (const house of [1, 2]) {
      await sleepsIn(house);
      const answer = await look(manager, apart);
      expect(closedTo(answer).sort()).toEqual(idsOf(1, 3));
      seen.push(asText(answer));
    }
    expect(new Set(seen).size).toBe(1);
    const held = await manager.post(`/api/v1/bed-requests/${apart.id}/holds`, {
      placements: inBeds(apart.caseIds, [bedsOf(0)[1]!]),
    });
    expect(held.status).toBe(201);
    await manager.post(`/api/v1/bed-requests/${apart.id}/release`).expect(201);
  });

  it('the same look finds the house where houses do not close together (control)', async () => {
    await mawa.admin.query(
      `INSERT INTO settings (key, valid_from, value, source) VALUES ('keep_apart_houses', '2026-01-01Z', '1', 'test')`,
    );
    await sleepsIn(1);
    expect(closedTo(await look(observer, apart))).toEqual(idsOf(1, 2));
    await mawa.admin.query(
      `DELETE FROM settings WHERE key = 'keep_apart_houses' AND source = 'test'`,
    );
  });

  it('where nothing else is left one house opens, the barred one never, and two stay hidden', async () => {
    await mawa.admin.query('UPDATE shelters SET active = false WHERE id <> ALL ($1)', [
      idsOf(0, 3),
    ]);
    const guesses: string[] = [];
    for (const house of [0, 1, 2]) {
      await sleepsIn(house);
      const answer = await look(observer, apart);
      expect(answer.proposals.length).toBeGreaterThan(0);
      const closed = closedTo(answer).sort();
      expect(closed).toHaveLength(2);
      expect(closed).toContain(houses[house]!.id);
      guesses.push(closed.join());
    }
    // Of three places two look the same: whoever sees them guesses one time in two.
    expect(new Set(guesses).size).toBe(2);
    await sleepsIn(2);
    expect((await attempt(apart, bedsOf(1)[1]!))[0]).toBe(409);
    expect((await attempt(apart, bedsOf(0)[1]!))[0]).toBe(201);
  });
});
