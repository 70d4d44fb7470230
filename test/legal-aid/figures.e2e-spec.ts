import { legalFigures } from '../../modules/legal-aid';
import { HOUSEKEEPING_ACTOR } from '../../modules/platform/shared/actor';
import { aPerson, type TestPerson } from '../beneficiaries/test-people';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aCourt, aHearing, aProceeding, legalOf } from './legal';

const YEAR = { from: '2026-01-01', until: '2027-01-01' };
const group = (
  sex: string,
  ageGroup: string,
  nationality: string,
  education: string,
  count: number,
) => ({ sex, ageGroup, nationality, education, count });

describe('prosecution, protection and compensation in numbers', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let people: TestPerson[];
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    officer = await mawa.signIn('reintegration_officer');
    const court = await aCourt(await mawa.signIn('legal_officer'));
    people = [];
    for (let n = 0; n < 4; n += 1) people.push(await aPerson(officer));
    const [one, two, three, four] = people as [TestPerson, TestPerson, TestPerson, TestPerson];
    const count = (path: string, revision: number, counts: object[]) =>
      officer.put(`${path}/accused`, { revision, counts }).expect(200);
    // One affair of two people: the same prosecutor's file, typed in two ways; the last word counts.
    const first = await aProceeding(officer, one, {
      prosecutorFile: '2026/12',
      openedOn: '2026-03-02',
    });
    await count(first.path, 0, [group('male', '26_35', 'MA', 'primary', 9)]);
    mawa.clock.advance(60_000);
    const same = await aProceeding(officer, two, {
      prosecutorFile: ' 2026-12 ',
      openedOn: '2026-05-04',
    });
    await count(same.path, 0, [
      group('male', '26_35', 'MA', 'primary', 3),
      group('female', 'under_18', 'SN', 'none', 1),
    ]);
    // Another affair, of which nobody has said how many; one of the year before; one still at the police.
    await aProceeding(officer, three, { prosecutorFile: '2026/13', openedOn: '2026-06-01' });
    const before = await aProceeding(officer, four, { openedOn: '2025-12-31' });
    await count(before.path, 0, [group('male', 'adult', 'unknown', 'unknown', 4)]);
    await aProceeding(officer, four, { stage: 'inquiry', openedOn: '2026-07-01' });
    // A civil claim: 500.10 asked, then 700.05; 300.40 awarded; 100.15 and 0.05 paid, one by mistake.
    const claim = await aProceeding(officer, one, {
      kind: 'compensation',
      stage: 'filed',
      openedOn: '2026-04-01',
    });
    const amount = (what: string, value: string, on: string) =>
      officer
        .post(`${claim.path}/compensation`, { what, amount: value, currency: 'MAD', on })
        .expect(201);
    await amount('asked', '500.10', '2025-06-01');
    await amount('asked', '700.05', '2026-06-02');
    await amount('awarded', '300.40', '2026-09-01');
    await amount('paid', '100.15', '2026-10-01');
    await amount('paid', '0.05', '2026-10-02');
    // What will not be paid is neither asked, awarded nor paid.
    await amount('unrecoverable', '20', '2026-10-02');
    const { body: mistake } = await amount('paid', '50', '2026-10-03');
    await officer.post(`${claim.path}/compensation/${mistake.id}/retraction`).expect(204);
    const order = async (dueOn: string, doneOn?: string) => {
      const given = { kind: 'pay_wages', madeOn: '2026-01-05', dueOn };
      const { body } = await officer.post(`${claim.path}/orders`, given).expect(201);
      const step = { to: 'carried_out', on: doneOn, doneBy: 'bailiff' };
      if (doneOn) await officer.post(`${claim.path}/orders/${body.id}/steps`, step).expect(204);
    };
    await order('2026-02-01', '2026-02-01');
    await order('2026-02-01', '2026-02-02');
    await order('2026-11-01');
    await order('2027-02-01');
    const measures = `${legalOf(one)}/measures`;
    const ban = { kind: 'contact_ban', to: 'asked', on: '2026-03-01', authority: 'prosecutor' };
    const { body: asked } = await officer.post(measures, ban).expect(201);
    await officer
      .post(`${measures}/${asked.id}/steps`, { to: 'granted', on: '2026-03-09' })
      .expect(204);
    // Granted once, however often it is extended.
    await officer
      .post(`${measures}/${asked.id}/steps`, {
        to: 'granted',
        on: '2026-09-09',
        untilOn: '2027-03-09',
      })
      .expect(204);
    await officer.post(measures, { ...ban, kind: 'escort', to: 'granted' }).expect(201);
    const { body: hearing } = await aHearing(officer, first, court, { day: '2026-11-23' }).expect(
      201,
    );
    await officer
      .post(`${first.path}/hearings/${hearing.id}/end`, { to: 'held', detail: 'heard' })
      .expect(201);
    await aHearing(officer, first, court, { day: '2026-11-30' }).expect(201);
  });
  afterAll(() => mawa.stop());

  const EXPECTED = {
    affairs: 2,
    uncounted: 1,
    accused: {
      total: 4,
      sex: { male: 3, female: 1 },
      ageGroup: { '26_35': 3, under_18: 1 },
      nationality: { MA: 3, SN: 1 },
      education: { primary: 3, none: 1 },
    },
    proceedings: { criminal_victim: 4, compensation: 1 },
    hearings: { held: 1, planned: 1 },
    measures: { asked: { contact_ban: 1 }, granted: { contact_ban: 1, escort: 1 }, refused: {} },
    orders: { due: 3, inTime: 1, late: 1, open: 1, lifted: 0 },
    compensation: [
      {
        currency: 'MAD',
        asked: '700.05',
        awarded: '300.40',
        paid: '100.20',
        askedIn: 1,
        awardedIn: 1,
        paidIn: 1,
      },
    ],
  };

  it('are these, worked out by hand, for whoever may read them', async () => {
    for (const role of ['programme_officer', 'legal_officer', 'case_supervisor'] as const) {
      const { body } = await (
        await mawa.signIn(role)
      )
        .get('/api/v1/legal-figures?year=2026')
        .expect(200);
      expect(body).toMatchObject({ ...EXPECTED, year: 2026, years: [2026, 2025] });
    }
    const reader = await mawa.signIn('programme_officer');
    const { text } = await reader.get('/legal/figures?year=2026').expect(200);
    expect(text).toContain('2 affaires poursuivies, 4 personnes mises en cause');
    expect(text).toContain('Décisions exécutées : 2 sur 3');
    expect(text.match(/legal:[a-z_.]+/g)).toBeNull();
    for (const { caseNumber } of people) expect(text).not.toContain(caseNumber);
    const last = await reader.get('/api/v1/legal-figures?year=2025').expect(200);
    expect(last.body).toMatchObject({ affairs: 1, accused: { total: 4 } });
    await reader.get('/api/v1/legal-figures?year=abc').expect(422);
  });

  it('agree with SQL written another way', async () => {
    const { rows } = await mawa.admin.query(
      `SELECT sum(count)::int AS accused FROM accused_counts WHERE (proceeding_id, revision) IN (
         SELECT DISTINCT ON (coalesce(p.file_digest, p.id::text::bytea)) a.proceeding_id, a.revision FROM proceedings p
           JOIN accused_counts a ON a.proceeding_id = p.id WHERE p.opened_on >= '2026-01-01' ORDER BY coalesce(p.file_digest, p.id::text::bytea), a.at DESC)`,
    );
    expect(rows).toEqual([{ accused: EXPECTED.accused.total }]);
  });

  const figures = () => mawa.transactions.run(HOUSEKEEPING_ACTOR, (tx) => legalFigures(tx, YEAR));

  it('do not move when a person is erased; numbers, names and notes go', async () => {
    const before = await figures();
    const [one] = people as [TestPerson];
    const { body } = await officer.get(`${legalOf(one)}`).expect(200);
    await officer
      .post(`${legalOf(one)}/${body.proceedings[0].id}/contacts`, {
        role: 'lawyer',
        name: 'Maître X',
      })
      .expect(201);
    const ids = body.proceedings.map(({ id }: { id: string }) => id) as string[];
    await officer.post(`${one.path}/rights/erasure`, { reason: 'person_asked' }).expect(201);
    const { rows } = await mawa.admin.query<{ id: string }>(
      'SELECT id FROM erasures WHERE case_id = $1',
      [one.id],
    );
    const supervisor = await mawa.signIn('case_supervisor');
    await mawa.transactions.run(supervisor.actor, (tx) =>
      tx.query(
        `UPDATE erasures SET decision = 'approved', decided_by = mawa_actor(), decided_at = mawa_now() WHERE id = $1`,
        [rows[0]!.id],
      ),
    );
    await mawa.transactions.run(supervisor.actor, (tx) =>
      tx.query('SELECT erase_case($1)', [rows[0]!.id]),
    );
    expect(await figures()).toEqual(before);
    const { rows: left } = await mawa.admin.query(
      `SELECT count(*)::int AS proceedings, count(prosecutor_file)::int AS numbers, bool_or(case_id = $2) AS same,
              (SELECT count(*)::int FROM proceeding_contacts WHERE proceeding_id = ANY ($1)) AS contacts,
              (SELECT count(note)::int FROM legal_steps WHERE proceeding_id = ANY ($1)) AS notes
         FROM proceedings WHERE id = ANY ($1)`,
      [ids, one.id],
    );
    expect(left).toEqual([
      { proceedings: ids.length, numbers: 0, same: false, contacts: 0, notes: 0 },
    ]);
  });
});
