import { startApp, type SignedIn, type TestApp } from '../support/app';

const DAY = '2026-12-01';
const SOURCE = 'board of 24 November';

describe('a planned change of a setting', () => {
  let mawa: TestApp;
  let admin: SignedIn;
  let programme: SignedIn;
  let supervisor: SignedIn;
  let finance: SignedIn;
  let auditor: SignedIn;
  beforeEach(async () => {
    mawa = await startApp({ at: '2026-11-24T10:00:00Z', env: { MAWA_IDLE_MINUTES: '600' } });
    const english = { language: 'en' } as const;
    admin = await mawa.signIn('administrator', english);
    programme = await mawa.signIn('programme_officer', english);
    supervisor = await mawa.signIn('case_supervisor', english);
    finance = await mawa.signIn('finance_officer', english);
    auditor = await mawa.signIn('auditor', english);
  });
  afterEach(() => mawa.stop());

  const decide = (who: SignedIn, id: string, decision = 'confirmed') =>
    who.post(`/api/v1/setting-proposals/${id}/decisions`, { decision });
  const cancel = (who: SignedIn, id: string, source = 'wrong figure') =>
    who.post(`/api/v1/setting-proposals/${id}/cancellation`, { source });
  /** Proposed by the programme, and confirmed where the setting asks for it. */
  const planned = async (key: string, value: unknown, from = DAY): Promise<string> => {
    const proposal = { value, from, source: SOURCE };
    const { body } = await programme.post(`/api/v1/settings/${key}/proposals`, proposal);
    if (body.state === 'proposed') {
      const second = key === 'approval_bands' ? finance : supervisor;
      await decide(second, body.id).expect(200);
    }
    return body.id as string;
  };
  const one = async (key: string) => (await admin.get(`/api/v1/settings/${key}`).expect(200)).body;
  const valueAt = async (key: string, instant: string) => {
    const { rows } = await mawa.admin.query<{ value: unknown }>(
      `SELECT mawa_setting($1) AS value FROM set_config('mawa.now', $2, false)`,
      [key, instant],
    );
    return rows[0]!.value;
  };

  it('that protects nobody is taken back by one person, and never holds; its row stays', async () => {
    const id = await planned('hold_minutes', 90);
    expect((await one('hold_minutes')).coming).toMatchObject([{ value: 90, proposalId: id }]);
    const { body } = await cancel(admin, id).expect(201);
    expect(body.state).toBe('confirmed');
    expect(await valueAt('hold_minutes', `${DAY}T12:00:00Z`)).toBe(45);
    const { coming, current, closed } = await one('hold_minutes');
    expect([coming, current.value]).toEqual([[], 45]);
    expect(closed).toMatchObject([
      {
        id,
        value: 90,
        state: 'cancelled',
        cancelledFor: 'wrong figure',
        decidedBy: admin.actor.name,
      },
    ]);
    const { rows } = await mawa.admin.query(
      `SELECT value, cancelled FROM settings WHERE key = 'hold_minutes' AND set_by IS NOT NULL`,
    );
    expect(rows).toEqual([{ value: 90, cancelled: true }]);
  });

  it('leaves its day free for another one, which holds', async () => {
    await cancel(admin, await planned('hold_minutes', 90)).expect(201);
    const id = await planned('hold_minutes', 60);
    expect((await one('hold_minutes')).coming).toMatchObject([{ value: 60, proposalId: id }]);
    expect(await valueAt('hold_minutes', `${DAY}T12:00:00Z`)).toBe(60);
    const again = { value: 70, from: DAY, source: SOURCE };
    const taken = await admin.post('/api/v1/settings/hold_minutes/proposals', again).expect(409);
    expect(taken.body.code).toBe('settings.day_is_taken');
  });

  it('that protects people is taken back by two, never by the same person twice', async () => {
    const id = await planned('break_glass_hours', 6);
    const { body } = await cancel(programme, id).expect(201);
    expect(body.state).toBe('proposed');
    expect((await one('break_glass_hours')).coming).toHaveLength(1);
    const { rows } = await mawa.admin.query(
      `SELECT for_role AS role FROM tasks WHERE kind = 'setting_proposal' AND subject_id = $1 AND done_at IS NULL`,
      [body.id],
    );
    expect(rows).toEqual([{ role: 'case_supervisor' }]);
    const own = await decide(programme, body.id).expect(403);
    expect(own.body.code).toBe('settings.needs_another_person');
    await expect(
      mawa.transactions.run(programme.actor, (tx) =>
        tx.query(`INSERT INTO setting_decisions (proposal_id, decision) VALUES ($1, 'confirmed')`, [
          body.id,
        ]),
      ),
    ).rejects.toMatchObject({ constraint: 'setting_needs_another_person' });
    for (const other of [admin, finance]) await decide(other, body.id).expect(403);
    await decide(supervisor, body.id).expect(200);
    expect((await one('break_glass_hours')).coming).toEqual([]);
    expect(await valueAt('break_glass_hours', `${DAY}T12:00:00Z`)).toBe(12);
  });

  it('is taken back once, also by two at once', async () => {
    const id = await planned('break_glass_hours', 6);
    const [first, second] = [await cancel(programme, id), await cancel(admin, id)];
    const answers = await Promise.all(
      [first, second].map(({ body }) => decide(supervisor, body.id)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const late = answers.find(({ status }) => status === 409)!;
    expect(late.body.code).toBe('settings.removed_already');
    const again = await cancel(admin, id).expect(409);
    expect(again.body.code).toBe('settings.removed_already');
  });

  it('of rows leaves the set before in force, and its day to another set', async () => {
    const band = (above: string, approvals: number) => ({
      above,
      approvals,
      roles: ['finance_officer', 'programme_officer'],
    });
    const approvals = async (amount: number) => {
      const { rows } = await mawa.admin.query<{ n: number }>(
        'SELECT (approval_band($1, $2)).approvals AS n',
        [amount, DAY],
      );
      return rows[0]!.n;
    };
    expect([await approvals(6_000), await approvals(60_000)]).toEqual([1, 2]);
    const id = await planned('approval_bands', [band('0', 1), band('5000', 2), band('50000', 3)]);
    expect([await approvals(6_000), await approvals(60_000)]).toEqual([2, 3]);
    const { body } = await cancel(programme, id).expect(201);
    await decide(finance, body.id).expect(200);
    expect([await approvals(6_000), await approvals(60_000)]).toEqual([1, 2]);
    expect((await one('approval_bands')).coming).toEqual([]);
    await planned('approval_bands', [band('0', 1), band('5000', 3)]);
    expect([await approvals(6_000), await approvals(60_000)]).toEqual([3, 3]);
    expect((await one('approval_bands')).coming[0].value).toHaveLength(2);
  });

  it('that is in force, refused or not there is not taken back', async () => {
    const id = await planned('hold_minutes', 90, '2026-11-24');
    const held = await cancel(admin, id).expect(409);
    expect(held.body.code).toBe('settings.in_force_already');
    const proposal = { value: 6, from: DAY, source: SOURCE };
    const { body } = await programme.post('/api/v1/settings/break_glass_hours/proposals', proposal);
    const waits = await cancel(admin, body.id).expect(409);
    expect(waits.body.code).toBe('settings.not_planned');
    await cancel(admin, '00000000-0000-4000-8000-0000000000ff').expect(404);
    await cancel(admin, id, '').expect(422);
    // Confirmed too late: what it takes back has come into force meanwhile.
    await decide(supervisor, body.id).expect(200);
    const late = await cancel(programme, body.id).expect(201);
    mawa.clock.set(`${DAY}T08:00:00Z`);
    supervisor = await mawa.signInAs(supervisor.email);
    const { body: why } = await decide(supervisor, late.body.id).expect(409);
    expect(why.code).toBe('settings.in_force_already');
    await decide(supervisor, late.body.id, 'refused').expect(200);
  });

  it('kept on a page of its own is not taken back here', async () => {
    const floor = { kind: 'smig', from: DAY, amount: '30', standing: 'confirmed', source: SOURCE };
    const { body } = await programme.post('/api/v1/training/work/floors', floor).expect(201);
    await decide(supervisor, body.id).expect(200);
    const { body: why } = await cancel(programme, body.id).expect(409);
    expect(why.code).toBe('settings.not_planned');
  });

  it('is taken back on pages, with what waits and the history in words', async () => {
    const id = await planned('break_glass_hours', 6);
    const path = `/admin/settings/proposals/${id}/cancellation`;
    const page = '/admin/settings/break_glass_hours';
    expect((await programme.get(page).expect(200)).text).toContain(path);
    for (const reader of [auditor, supervisor]) {
      expect((await reader.get(page).expect(200)).text).not.toContain(path);
      await reader.get(path).expect(403);
      await reader.submit(path, { source: 'me' }).expect(403);
      await cancel(reader, id).expect(403);
    }
    expect((await programme.get(path).expect(200)).text).toContain('6 hours');
    const empty = await programme.submit(path, { source: '' }).expect(422);
    expect(empty.text).toContain('Say where this value comes from');
    await programme.submit(path, { source: 'wrong figure' }).expect(303);
    const waiting = await supervisor.get(page).expect(200);
    expect(waiting.text).toContain('A planned change is taken back');
    const [, action] = /action="(\/admin\/settings\/proposals\/[^"]+\/decisions)"/.exec(
      waiting.text,
    )!;
    await supervisor.submit(action!, { decision: 'confirmed' }).expect(303);
    const after = await programme.get(page).expect(200);
    expect(after.text).toContain('taken back before its day by');
    expect(after.text).toContain('wrong figure');
    await programme.get(path).expect(404);
  });
});
