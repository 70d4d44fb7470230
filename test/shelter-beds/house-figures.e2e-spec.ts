import { parse } from 'csv-parse/sync';
import { PERMISSIONS } from '../../modules/access';
import { SETUP_ACTOR } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import {
  aPastStay,
  aRequest,
  aShelter,
  aWoman,
  register,
  standsAt,
  type TestShelter,
} from './house';

describe('the figures of the houses', () => {
  let mawa: TestApp;
  let argane: TestShelter;
  let manager: SignedIn;
  let programme: SignedIn;

  /** September in Argane: two beds, the second out of service for ten nights. */
  beforeAll(async () => {
    mawa = await startApp();
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    argane = await aShelter(mawa, { A: { beds: 2 } });
    manager = await mawa.signIn('shelter_manager', { shelterIds: [argane.id] });
    programme = await mawa.signIn('programme_officer');
    const officer = await mawa.signIn('reintegration_officer');
    const women = await register(
      mawa,
      officer.actor,
      [aWoman(), aWoman(), aWoman(), aWoman()],
      false,
    );
    const [one, two] = argane.rooms.A!.beds as [string, string];
    for (const [bedId, person, nights] of [
      [one, 0, '[2026-08-25,2026-09-05)'], // 11 nights, 4 of them in September
      [one, 1, '[2026-09-08,2026-09-18)'], // 10 nights
      [two, 2, '[2026-09-01,2026-09-21)'], // 20 nights
      [one, 3, '[2026-09-20,)'], // 11 nights in September
    ] as const) {
      await aPastStay(mawa, { bedId, caseId: women[person]!.id, nights });
    }
    await mawa.admin.query(
      `INSERT INTO bookings (bed_id, shelter_id, nights, state, reason, created_at, created_by)
       VALUES ($1, $2, '[2026-09-21,2026-10-01)', 'blocked', 'repairs', '2026-09-01', $3)`,
      [two, argane.id, SETUP_ACTOR.userId],
    );
    await mawa.admin.query(
      `INSERT INTO closed_nights (night, closed_by) SELECT d::date, $1 FROM generate_series(timestamp '2026-08-25', '2026-10-31', '1 day') d`,
      [SETUP_ACTOR.userId],
    );
  });
  afterAll(() => mawa.stop());

  const SEPTEMBER = 'from=2026-09-01&until=2026-09-30';

  it('are what the nights of September say, worked out by hand', async () => {
    const { body } = await manager.get(`/api/v1/house-figures?${SEPTEMBER}`).expect(200);
    expect([body.from, body.until, body.closedNights]).toEqual(['2026-09-01', '2026-10-01', 30]);
    expect(body.total).toEqual({
      // 4 + 10 + 20 + 11 of 60 less the ten out of service.
      bedNights: { used: 45, available: 50 },
      bedOccupancy: 0.9,
      // One room of which a bed could always be slept in, and was.
      unitNights: { used: 30, available: 30 },
      unitOccupancy: 1,
      leavers: { people: 3, mean: 41 / 3, median: 11 },
      present: { people: 1, mean: null, median: null },
      // 3 exits by 50 ÷ 30 beds.
      turnover: 1.8,
      // 5 to 8 September and 18 to 20 September.
      vacancy: { gaps: 2, days: 2.5 },
      destinations: [{ destination: 'left', people: 3 }],
      returns: [6, 12, 24].map((months) => ({ months, left: 0, returned: null })),
    });
    const { shelterId, codeName, kind, ...alone } = body.shelters[0];
    expect([shelterId, kind]).toEqual([argane.id, 'emergency']);
    expect(codeName).toMatch(/^Maison/);
    expect(alone).toEqual(body.total);
  });

  it('are shown with their finding, drawn, and as a table one press away', async () => {
    const { text } = await programme.get(`/beds/figures?${SEPTEMBER}`).expect(200);
    expect(text).toMatch(/lits occupés à 90\s*%/);
    expect(text).toContain('30 nuits closes sur 30');
    expect(text).toMatch(/<svg class="house-bar"[^>]*aria-label="Maison/);
    expect(text).toContain('<details class="house-table">');
    const house = await manager.get(`/beds/figures?${SEPTEMBER}&shelter=${argane.id}`).expect(200);
    expect(house.text).toContain(`<option value="${argane.id}" selected>`);
  });

  it('are exported without anybody in them, and that is recorded', async () => {
    const { text, headers } = await programme
      .get(`/api/v1/house-figures/file.csv?${SEPTEMBER}`)
      .expect(200);
    expect(headers['content-type']).toContain('text/csv');
    const lines = parse(text, { delimiter: ';', bom: true, columns: true }) as Record<
      string,
      string
    >[];
    expect(lines.filter(({ chiffre }) => chiffre === 'Occupation des lits')).toEqual(
      ['Toutes les maisons', expect.stringMatching(/^Maison/)].map((maison) => ({
        premiere_nuit: '2026-09-01',
        derniere_nuit: '2026-09-30',
        maison,
        chiffre: 'Occupation des lits',
        valeur: '90',
        unite: '%',
      })),
    );
    expect(text).not.toMatch(/M-\w{4}-\w{3}-\w/);
    const { rows } = await mawa.admin.query(
      `SELECT actor_id FROM audit_log WHERE action = 'house-figures.export' AND outcome = 'done'`,
    );
    expect(rows).toEqual([{ actor_id: programme.actor.userId }]);
  });

  it('a quarter is the last that is over where nothing is asked', async () => {
    const { body } = await manager.get('/api/v1/house-figures').expect(200);
    expect([body.quarter, body.from, body.until]).toEqual(['2026-Q3', '2026-07-01', '2026-10-01']);
    // 7 in August, 45 in September; the nights before 25 August were never closed.
    expect([body.closedNights, body.total.bedNights.used]).toEqual([37, 52]);
  });

  it('say whereto people went in the words of the list, and how often there was no bed', async () => {
    const officer = await mawa.signIn('reintegration_officer');
    const women = await register(mawa, officer.actor, [aWoman(), aWoman(), aWoman()], false);
    for (const [index, { id: caseId }] of women.entries()) {
      const nights = `[2026-10-0${1 + 2 * index},2026-10-0${2 + 2 * index})`;
      const bookingId = await aPastStay(mawa, { bedId: argane.rooms.A!.beds[1]!, caseId, nights });
      await mawa.admin.query(
        `INSERT INTO stay_exits (booking_id, case_id, left_on, destination, list_version, by, at)
         VALUES ($1, $2, upper($3::daterange), 'family_permanent', 1, $4, '2026-10-09')`,
        [bookingId, caseId, nights, SETUP_ACTOR.userId],
      );
    }
    const turnAway = (reason: string) =>
      manager
        .post('/api/v1/bed-turn-aways', { people: 1, reason, source: 'ngo' })
        .expect(201)
        .then(({ body }) => body.id as string);
    await turnAway('no_bed');
    await turnAway('no_fitting_bed');
    await turnAway('own_choice');
    const mistake = await turnAway('no_bed');
    await manager.post(`/api/v1/bed-turn-aways/${mistake}/retraction`);
    await aRequest(mawa, officer);
    const span = 'from=2026-10-01&until=2026-11-24';
    const { body } = await manager.get(`/api/v1/house-figures?${span}`).expect(200);
    expect(body.total.destinations).toEqual([{ destination: 'family_permanent', people: 3 }]);
    // One request and three turned away, two of them for lack of a bed; what was retracted is none.
    expect(body.turnAways).toEqual({ asked: 4, refused: 2, rate: 0.5 });
    const { text } = await manager.get(`/beds/figures?${span}`).expect(200);
    expect(text).toContain('Chez sa famille, pour y rester');
    expect(text).toContain('2 sur 4 demandes');
    const csv = await manager.get(`/api/v1/house-figures/file.csv?${span}`).expect(200);
    expect(csv.text).toContain('Toutes les maisons;Part refusée faute de lit;50;%');
    expect(csv.text).toContain('Chez sa famille');
  });

  it('bad dates get a sentence beside them, and nothing else changes', async () => {
    const backwards = await manager.get('/beds/figures?from=2026-09-30&until=2026-09-01');
    expect(backwards.status).toBe(422);
    expect(backwards.text).toContain('La dernière nuit est avant la première.');
    expect(backwards.text).toContain('value="2026-09-30"');
    for (const [query, code] of [
      ['from=2026-09-30', 'house-figures.both_ends'],
      ['from=2010-01-01&until=2026-09-30', 'house-figures.too_long'],
    ]) {
      const refused = await manager.get(`/api/v1/house-figures?${query}`);
      expect([refused.status, refused.body.code]).toEqual([422, code]);
    }
    await manager.get('/api/v1/house-figures?quarter=2026-Q7').expect(422);
    await manager
      .get('/api/v1/house-figures?shelter=00000000-0000-4000-8000-0000000000aa')
      .expect(404);
  });

  it('are for those who answer for houses or report on them; nobody else', async () => {
    expect(PERMISSIONS).toContain('house-figures:read');
    const supervisor = await mawa.signIn('case_supervisor');
    await supervisor.get('/api/v1/house-figures').expect(200);
    for (const role of [
      'shelter_staff',
      'finance_officer',
      'administrator',
      'partner_viewer',
    ] as const) {
      const other = await mawa.signIn(role);
      for (const path of ['/api/v1/house-figures', '/beds/figures', '/beds/figures/file.csv']) {
        await other.get(path).expect(403);
      }
    }
  });

  it('the door of the figures opens no name, number or wish of anybody', async () => {
    await expect(
      mawa.transactions.run(programme.actor, async (tx) => {
        await tx.query('SET LOCAL ROLE mawa_figures');
        await tx.query('SELECT case_number FROM cases');
      }),
    ).rejects.toThrow(/permission denied/);
    const own = await mawa.transactions.run(programme.actor, (tx) =>
      tx.query('SELECT count(*)::int AS n FROM booking_people'),
    );
    expect(own).toEqual([{ n: 0 }]);
  });
});
