import { JobRunner } from '../../modules/platform/queue';
import { standsAt } from '../shelter-beds/house';
import { bothHeld, join } from '../duplicates/pairs';
import { startApp, type TestApp } from '../support/app';

describe('services to come of one person under two numbers', () => {
  let mawa: TestApp;
  const row = async (sql: string, params: unknown[]) =>
    (await mawa.admin.query(sql, params)).rows[0];

  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    await standsAt(mawa, '2026-11-24T12:10:00Z');
  });
  afterAll(() => mawa.stop());

  it('are read from both, answered into the file that goes on, and end when the person is erased', async () => {
    const { officer, mina, again, pair } = await bothHeld(mawa);
    const supervisor = await mawa.signIn('case_supervisor');
    const dueOn = '2026-11-25';
    const plan = (caseId: string, dueAt: string) =>
      officer.post('/api/v1/service-appointments', {
        caseId,
        typeCode: 'transport',
        dueOn,
        dueAt,
        note: 'un mot à elle',
      });
    const first = (await plan(again.id, '13:00').expect(201)).body.ids[0];
    const second = (await plan(again.id, '14:00').expect(201)).body.ids[0];
    await join(officer, pair, mina);

    const seen = await officer.get(`/api/v1/service-appointments?caseId=${mina.id}`).expect(200);
    expect(seen.body.total).toBe(2);
    const refused = await plan(again.id, '15:00').expect(409);
    expect(refused.body.code).toBe('people.file_was_joined');

    mawa.clock.set('2026-11-25T12:10:00Z');
    const officerThen = await mawa.signInAs(officer.email);
    const given = await officerThen
      .post(`/api/v1/service-appointments/${first}/given`, {})
      .expect(201);
    expect(await row('SELECT case_id FROM services WHERE id = $1', [given.body.serviceId])).toEqual(
      { case_id: mina.id },
    );
    const missed = await officerThen
      .post(`/api/v1/service-appointments/${second}/missed`, {
        reason: 'person_absent',
        againOn: '2026-11-27',
      })
      .expect(201);
    const again2 = missed.body.againId;
    expect(
      await row('SELECT case_id, state FROM service_appointments WHERE id = $1', [again2]),
    ).toEqual({ case_id: mina.id, state: 'planned' });

    const { body } = await officerThen
      .post(`/api/v1/people/${mina.id}/rights/erasure`, { reason: 'person_asked' })
      .expect(201);
    await (
      await mawa.signInAs(supervisor.email)
    )
      .post(`/api/v1/erasures/${body.id}/decision`, { decision: 'approved' })
      .expect(200);
    const { id: job } = await row(`SELECT id FROM jobs WHERE kind = 'erase-person'`, []);
    await mawa.app.get(JobRunner).handle('erase-person', job);
    expect(
      await row(
        `SELECT count(*)::int AS kept, count(note_sealed)::int AS notes, count(*) FILTER (WHERE state = 'planned')::int AS planned,
                count(*) FILTER (WHERE reason = 'erased')::int AS erased, bool_or(case_id IN ($1, $2)) AS known FROM service_appointments`,
        [mina.id, again.id],
      ),
    ).toEqual({ kept: 3, notes: 0, planned: 0, erased: 1, known: false });
    await officerThen.get(`/api/v1/service-appointments/${again2}`).expect(404);
  });
});
