import { NightClosing } from '../../modules/shelter-beds';
import { JobRunner } from '../../modules/platform/queue';
import { NIGHT_CLOSING } from '../../modules/platform/shared/actor';
import { openedGrant } from '../grant-budgeting/samples';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aPastStay, aShelter, aWoman, register, standsAt, type TestShelter } from './house';

interface Status {
  readonly since: string | null;
  readonly lastClosed: string | null;
  readonly openCount: number;
  readonly open: { first: string; last: string; count: number }[];
  readonly shelters: {
    codeName: string;
    since: string | null;
    open: number;
    withoutRate: number;
    arrivals: number;
    overdue: number;
  }[];
}

/** Tonight is the night of 24 November 2026. */
describe('closing and reopening nights', () => {
  let mawa: TestApp;
  let finance: SignedIn;
  let house: TestShelter;
  let booking: string;
  let lineId: string;

  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    finance = await mawa.signIn('finance_officer');
    lineId = Object.values((await openedGrant(mawa)).lines)[0]!;
  });
  afterAll(() => mawa.stop());

  const status = async (who = finance) =>
    (await who.get('/api/v1/nights').expect(200)).body as Status;
  const closeAll = async (until: string) => {
    const { body } = await finance.post('/api/v1/nights/closings', { until }).expect(202);
    await mawa.app.get(JobRunner).handle('close-night', (body as { jobId: string }).jobId);
  };
  const code = async (path: string, body: object) => {
    const answer = await finance.post(path, body);
    return [answer.status, answer.body.code];
  };
  /** Net of what was charged and taken back, and how many entries it took. */
  const charged = async (night: string) =>
    (
      await mawa.admin.query<{ amount: string | null; entries: number }>(
        `SELECT sum(e.amount)::text AS amount, count(*)::int AS entries FROM ledger_transactions t
           JOIN ledger_entries e ON e.transaction_id = t.id JOIN ledger_accounts a ON a.id = e.account_id AND a.kind <> 'funds'
          WHERE t.source_id LIKE $1 || '/' || $2 || '%'`,
        [booking, night],
      )
    ).rows[0];

  it('has nothing to close where no shelter has had a bed, and says so', async () => {
    expect(await status()).toMatchObject({ since: null, openCount: 0, open: [] });
    expect(await code('/api/v1/nights/closings', { until: '2026-11-23' })).toEqual([
      422,
      'nights.no_bed',
    ]);
    const page = await finance.get('/nights').expect(200);
    expect(page.text).toContain('aucun hébergement n’a eu de lit en service');
    // The nightly work closes nothing either.
    await mawa.transactions.run(NIGHT_CLOSING, (tx) =>
      tx.query(`SELECT 1 FROM closed_nights`).then((rows) => expect(rows).toEqual([])),
    );
  });

  it('begins on the first night with a bed in service, and refuses a night before it', async () => {
    house = await aShelter(mawa, { A: { beds: 2 } });
    await mawa.admin.query(`UPDATE beds SET in_service = '[2026-11-10,)'`);
    await mawa.admin.query(
      `INSERT INTO shelters (code_name, region, kind, receives, created_at) VALUES ('Sans lit', '04', 'emergency', '{woman}', '2026-01-01')`,
    );
    const now = await status();
    expect(now).toMatchObject({
      since: '2026-11-10',
      openCount: 14,
      open: [{ first: '2026-11-10', last: '2026-11-23', count: 14 }],
    });
    expect(now.shelters.map(({ codeName, since, open }) => [codeName, since, open])).toEqual([
      [expect.stringMatching(/^Maison/), '2026-11-10', 14],
      ['Sans lit', null, 0],
    ]);
    const before = await finance.post('/api/v1/nights/2026-11-09/closing');
    expect([before.status, before.body.code]).toEqual([422, 'nights.before_first_bed']);
    expect(await code('/api/v1/nights/closings', { until: '2026-11-09' })).toEqual([
      422,
      'nights.before_first_bed',
    ]);
    expect(await code('/api/v1/nights/closings', { until: '2026-11-24' })).toEqual([
      422,
      'beds.night_not_over',
    ]);
    const form = await finance.submit('/nights/closings', { until: '2026-11-09' });
    expect(form.status).toBe(422);
    expect(form.text).toContain('aucun hébergement n’avait de lit en service');
  });

  it('lists what is missing in each shelter, counted, with where it is put right', async () => {
    const [woman] = await register(
      mawa,
      (await mawa.signIn('reintegration_officer')).actor,
      [aWoman()],
      false,
    );
    await aPastStay(mawa, {
      bedId: house.rooms.A!.beds[0]!,
      caseId: woman!.id,
      nights: '[2026-11-15,2026-11-18)',
    });
    booking = (await mawa.admin.query<{ id: string }>('SELECT id FROM bookings')).rows[0]!.id;
    const [first] = (await status()).shelters;
    expect(first).toMatchObject({ withoutRate: 3, arrivals: 0, overdue: 0 });
    const page = await finance.get('/nights').expect(200);
    expect(page.text).toContain('3 nuits dormies n’en ont pas');
    expect(page.text).toContain('href="/budget/rates"');
    await mawa.admin.query(
      `INSERT INTO night_rates (shelter_id, valid, amount, currency, line_id) VALUES ($1, '[2026-01-01,)', 100, 'USD', $2)`,
      [house.id, lineId],
    );
    expect((await status()).shelters[0]).toMatchObject({ withoutRate: 0 });
    expect((await finance.get('/nights')).text).toContain('Rien ne manque.');
  });

  it('closes every open night since the first bed, those on which nobody slept too', async () => {
    await finance.submit('/nights/closings', { until: '2026-11-12' }).expect(303);
    await closeAll('2026-11-23');
    const { rows } = await mawa.admin.query(
      'SELECT min(night)::text AS a, max(night)::text AS b, count(*)::int FROM closed_nights',
    );
    expect(rows).toEqual([{ a: '2026-11-10', b: '2026-11-23', count: 14 }]);
    expect(await status()).toMatchObject({ lastClosed: '2026-11-23', openCount: 0, open: [] });
    expect(await charged('2026-11-16')).toEqual({ amount: '100.00', entries: 1 });
  });

  it('reopens a night for a reason: its charges are taken back, and closing charges them again', async () => {
    await finance
      .submit('/nights/reopenings', { night: '2026-11-16', reason: 'prix de la nuit corrigé' })
      .expect(303);
    expect(await status()).toMatchObject({
      openCount: 1,
      open: [{ first: '2026-11-16', last: '2026-11-16', count: 1 }],
    });
    expect(await charged('2026-11-16')).toEqual({ amount: '0.00', entries: 2 });
    const { rows } = await mawa.admin.query<{ nights: number }>(
      `SELECT count(*)::int AS nights FROM night_counts WHERE night = '2026-11-16'`,
    );
    expect(rows[0]!.nights).toBe(0);
    expect((await finance.get('/nights')).text).toContain('prix de la nuit corrigé');
    await closeAll('2026-11-23');
    expect(await charged('2026-11-16')).toEqual({ amount: '100.00', entries: 3 });
    await mawa.transactions.run(NIGHT_CLOSING, (tx) =>
      mawa.app.get(NightClosing).closeNight(tx, '2026-11-16'),
    );
    expect(await charged('2026-11-16')).toEqual({ amount: '100.00', entries: 3 });
    const audit = await mawa.admin.query<{ fields: string[] }>(
      `SELECT fields FROM audit_log WHERE action = 'nights.reopen'`,
    );
    expect(audit.rows.map(({ fields }) => fields)).toEqual([['2026-11-16']]);
  });

  it('reopens a night once of two who ask at once, and refuses one that is open or without a reason', async () => {
    const asked = { night: '2026-11-17', reason: 'présence corrigée' };
    const answers = await Promise.all(
      [1, 2, 3].map(() => finance.post('/api/v1/nights/reopenings', asked)),
    );
    expect(answers.map(({ status: each }) => each).sort()).toEqual([201, 409, 409]);
    expect(await code('/api/v1/nights/reopenings', asked)).toEqual([409, 'nights.not_closed']);
    const form = await finance.submit('/nights/reopenings', { night: '2026-11-18', reason: '' });
    expect(form.status).toBe(422);
    expect(form.text).toContain('Écrivez le motif');
    expect(await code('/api/v1/nights/reopenings', { night: 'x', reason: 'essai' })).toEqual([
      422,
      expect.any(String),
    ]);
  });

  it('is read by those who read money, and done by finance alone, by SQL too', async () => {
    for (const role of ['programme_officer', 'auditor'] as const) {
      const reader = await mawa.signIn(role);
      expect((await status(reader)).openCount).toBe(1);
      const page = await reader.get('/nights').expect(200);
      expect(page.text).not.toContain('action="/nights/closings"');
      expect(page.text).toContain('faites par les finances');
      await reader.post('/api/v1/nights/closings', { until: '2026-11-23' }).expect(403);
      await reader
        .post('/api/v1/nights/reopenings', { night: '2026-11-18', reason: 'essai' })
        .expect(403);
      await reader.submit('/nights/closings', { until: '2026-11-23' }).expect(403);
      await reader.submit('/nights/reopenings', {}).expect(403);
      await expect(
        mawa.transactions.run(reader.actor, (tx) =>
          tx.query(`SELECT reopen_night('2026-11-18', 'essai')`),
        ),
      ).rejects.toThrow(/finance officers/);
    }
    await expect(
      mawa.transactions.run(finance.actor, (tx) =>
        tx.query(`DELETE FROM closed_nights WHERE night = '2026-11-18'`),
      ),
    ).rejects.toThrow(/permission denied/);
    for (const role of ['shelter_manager', 'partner_viewer', 'administrator'] as const) {
      const other = await mawa.signIn(
        role,
        role === 'shelter_manager' ? { shelterIds: [house.id] } : {},
      );
      await other.get('/nights').expect(403);
      await other.get('/api/v1/nights').expect(403);
    }
  });
});
