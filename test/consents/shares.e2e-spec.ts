import { PermissionGuard } from '../../modules/access';
import { ShareEnds } from '../../modules/consents';
import { asFigures } from '../../modules/platform/database/transactions';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { ADULT, yesTo } from './consent-answers';

describe('sharing under a consent', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let minaret: string;
  let cedre: string;
  /** Has no account here. */
  let atlas: string;
  let viewer: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    const admin = await mawa.signIn('administrator');
    const organisation = async (code: string, name: string): Promise<string> =>
      (await admin.post('/api/v1/organisations', { code, kind: 'partner', name }).expect(201)).body
        .id;
    minaret = await organisation('MINARET', 'Minaret');
    cedre = await organisation('CEDRE', 'Cèdre');
    atlas = await organisation('ATLAS', 'Atlas');
    viewer = await mawa.signIn('partner_viewer', { organisationId: minaret });
  });
  afterAll(() => mawa.stop());

  const share = (recipientId = minaret) => ({
    purpose: 'sharing',
    recipientId,
    what: ['needs', 'legal'],
    why: 'legal_aid',
    how: 'oral',
  });
  const agreed = async (recipientId = minaret): Promise<{ id: string; consentId: string }> => {
    const { body } = await officer.post('/api/v1/people', { people: [ADULT] }).expect(201);
    const id = body.cases[0].id as string;
    const { body: consent } = await officer
      .post(`/api/v1/people/${id}/consents`, yesTo('sharing', { recipientId }))
      .expect(201);
    return { id, consentId: consent.id };
  };
  const opened = async (recipientId = minaret) => {
    const person = await agreed(recipientId);
    const { body } = await officer
      .post(`/api/v1/people/${person.id}/shares`, share(recipientId))
      .expect(201);
    return { ...person, shareId: body.id as string, reference: body.reference as string };
  };
  const withdrawal = ({ id, consentId }: { id: string; consentId: string }) =>
    `/api/v1/people/${id}/consents/${consentId}/withdrawal`;
  const registerOf = async (id: string) =>
    (await officer.get(`/api/v1/people/${id}/shares`).expect(200)).body;

  it('is in the register: what, to whom, why, under which consent, until when', async () => {
    const { id, consentId, reference } = await opened();
    expect(await registerOf(id)).toMatchObject([
      {
        reference,
        consentId,
        recipient: 'Minaret',
        what: ['needs', 'legal'],
        open: true,
        why: 'legal_aid',
        how: 'oral',
        openedBy: officer.actor.name,
        untilAt: '2027-05-24T23:10:00.000Z',
      },
    ]);
    const { body: ofPartner } = await officer.get(`/api/v1/shares?recipientId=${minaret}`);
    expect(ofPartner.shares.map((one: { reference: string }) => one.reference)).toContain(
      reference,
    );
    const { body: ofOther } = await officer.get(`/api/v1/shares?recipientId=${cedre}`);
    expect(ofOther.shares.map((one: { reference: string }) => one.reference)).not.toContain(
      reference,
    );
    const stranger = await mawa.signIn('reintegration_officer');
    expect((await stranger.get('/api/v1/shares').expect(200)).body.shares).toEqual([]);
    await stranger.get(`/api/v1/people/${id}/shares`).expect(404);
    const file = await officer.get(`/people/${id}`).expect(200);
    expect(file.text).toContain(`Partage avec Minaret (${reference})`);
  });

  it('needs a live consent of that purpose and that recipient', async () => {
    const { id } = await agreed();
    const path = `/api/v1/people/${id}/shares`;
    await officer.post(path, share(cedre)).expect(409);
    await officer.post(path, { ...share(), purpose: 'assistance' }).expect(409);
    await officer.post(path, { ...share(), what: [] }).expect(422);
    await officer.post(path, { ...share(), what: ['everything'] }).expect(422);
    const late = await officer.post(path, { ...share(), until: '2030-01-01' }).expect(201);
    expect((await registerOf(id))[0]).toMatchObject({
      id: late.body.id,
      untilAt: '2027-05-24T23:10:00.000Z',
    });
    const never = await officer.post('/api/v1/people', { people: [ADULT] }).expect(201);
    await officer.post(`/api/v1/people/${never.body.cases[0].id}/shares`, share()).expect(409);
  });

  it('is refused by the database alone, without a consent or after its end', async () => {
    const { id, consentId } = await agreed(cedre);
    const insert = (recipientId: string, at?: string) => {
      const before = mawa.clock.now();
      if (at) mawa.clock.set(at);
      return mawa.transactions
        .run(officer.actor, (tx) =>
          tx.query(
            `INSERT INTO shares (reference, case_id, recipient_id, purpose, consent_id, what, why, how, until_at)
             VALUES ('P-0000-0000', $1, $2, 'sharing', $3, '{needs}', 'referral', 'oral', '2030-01-01Z')`,
            [id, recipientId, consentId],
          ),
        )
        .finally(() => mawa.clock.set(before));
    };
    const refused = { constraint: 'shares_need_a_live_consent' };
    await expect(insert(minaret)).rejects.toMatchObject(refused);
    await expect(insert(cedre, '2027-05-24T23:10:00Z')).rejects.toMatchObject(refused);
  });

  it('shows what a withdrawal closes and whom it tells, and changes nothing by showing', async () => {
    const one = await opened();
    const other = await officer.post(`/api/v1/people/${one.id}/shares`, share()).expect(201);
    const { body } = await officer.get(withdrawal(one)).expect(200);
    expect(body.shares.map(({ reference }: { reference: string }) => reference).sort()).toEqual(
      [one.reference, other.body.reference].sort(),
    );
    expect(body.partners).toEqual([{ id: minaret, name: 'Minaret', hasAccount: true }]);
    const page = await officer.get(`${withdrawal(one).replace('/api/v1', '')}`).expect(200);
    expect(page.text).toContain('Le partage avec Minaret se ferme tout de suite');
    expect((await registerOf(one.id)).every(({ open }: { open: boolean }) => open)).toBe(true);
  });

  it('closes with the withdrawal, whoever of the care hears it; the partner reads a reference and no more', async () => {
    const one = await opened();
    const staff = await mawa.signIn('shelter_staff');
    await officer
      .post(`/api/v1/people/${one.id}/access`, { userId: staff.actor.userId })
      .expect(204);
    await staff.post(`/api/v1/people/${one.id}/shares`, share()).expect(403);
    const { body } = await staff.post(withdrawal(one), { how: 'oral' }).expect(201);
    expect(body.closed).toEqual([one.reference]);
    expect(await registerOf(one.id)).toMatchObject([{ open: false, closedWhy: 'withdrawn' }]);
    await staff.post(withdrawal(one), { how: 'oral' }).expect(409);

    const { body: notices, text } = await viewer.get('/api/v1/notices').expect(200);
    const notice = notices.find(
      ({ reference }: { reference: string }) => reference === one.reference,
    );
    expect(Object.keys(notice).sort()).toEqual(['acknowledgedAt', 'at', 'id', 'reference']);
    for (const secret of [one.id, one.consentId, one.shareId, 'Hafsa', 'withdrawn', 'legal']) {
      expect(text).not.toContain(secret);
    }
    const page = await viewer.get('/notices').expect(200);
    expect(page.text).toContain(one.reference);
    await viewer.submit(`/notices/${notice.id}/acknowledgement`, {}).expect(303);
    expect(await registerOf(one.id)).toMatchObject([{ acknowledgedHow: 'account' }]);
  });

  it('another partner, and somebody without an organisation, read nothing of it', async () => {
    const one = await opened();
    await officer.post(withdrawal(one), { how: 'oral' }).expect(201);
    const { body: notices } = await viewer.get('/api/v1/notices').expect(200);
    const { id } = notices.find(
      ({ reference }: { reference: string }) => reference === one.reference,
    );
    for (const more of [{ organisationId: cedre }, {}]) {
      const other = await mawa.signIn('partner_viewer', more);
      expect((await other.get('/api/v1/notices').expect(200)).body).toEqual([]);
      await other.post(`/api/v1/notices/${id}/acknowledgement`).expect(404);
    }
    const finance = await mawa.signIn('finance_officer');
    await finance.get('/api/v1/notices').expect(403);
    const rows = await mawa.transactions.run(finance.actor, (tx) =>
      tx.query('SELECT 1 FROM share_notices'),
    );
    expect(rows).toEqual([]);
  });

  it('a partner without an account is a task for the officer, until somebody called', async () => {
    const one = await opened(atlas);
    await officer.post(withdrawal(one), { how: 'oral' }).expect(201);
    const tasks = async () =>
      (await officer.get(`/api/v1/people/${one.id}`)).body.tasks as object[];
    expect(await tasks()).toMatchObject([
      { kind: 'notify_partner', dueAt: '2026-11-25T23:10:00.000Z' },
    ]);
    const path = `/api/v1/people/${one.id}/shares/${one.shareId}`;
    await officer.post(`${path}/acknowledgement`).expect(201);
    expect(await tasks()).toEqual([]);
    expect(await registerOf(one.id)).toMatchObject([{ acknowledgedHow: 'phone' }]);
    await officer.post(`${path}/end`).expect(409);
  });

  it('a share that has done its work is ended, and the partner is told as well', async () => {
    const one = await opened();
    const path = `/api/v1/people/${one.id}/shares/${one.shareId}`;
    await officer.post(`${path}/acknowledgement`).expect(409);
    await officer.post(`${path}/end`).expect(201);
    expect(await registerOf(one.id)).toMatchObject([{ open: false, closedWhy: 'ended' }]);
    const { text } = await viewer.get('/api/v1/notices').expect(200);
    expect(text).toContain(one.reference);
  });

  it('closes with its time, and a refusal closes it like a withdrawal', async () => {
    const one = await opened();
    await officer
      .post(`/api/v1/people/${one.id}/consents`, {
        ...yesTo('sharing', { recipientId: minaret }),
        decision: 'refused',
      })
      .expect(201);
    expect(await registerOf(one.id)).toMatchObject([{ open: false, closedWhy: 'refused' }]);
    const two = await opened();
    const before = mawa.clock.now();
    mawa.clock.set('2027-05-25T00:00:00Z');
    await mawa.transactions.run(officer.actor, (tx) =>
      tx.query('SELECT run_consent_housekeeping()'),
    );
    mawa.clock.set(before);
    expect(await registerOf(two.id)).toMatchObject([{ open: false, closedWhy: 'expired' }]);
  });

  it('a renewed consent keeps what is open', async () => {
    const one = await opened();
    mawa.clock.advance(60_000);
    await officer
      .post(`/api/v1/people/${one.id}/consents`, yesTo('sharing', { recipientId: minaret }))
      .expect(201);
    expect(await registerOf(one.id)).toMatchObject([{ open: true }]);
  });

  it('no share stays open beside a withdrawal at the same moment', async () => {
    for (let round = 0; round < 6; round += 1) {
      const one = await agreed();
      const [opening, withdrawing] = await Promise.all([
        officer.post(`/api/v1/people/${one.id}/shares`, share()),
        officer.post(withdrawal(one), { how: 'oral' }),
      ]);
      expect(withdrawing.status).toBe(201);
      expect([201, 409]).toContain(opening.status);
      const open = (await registerOf(one.id)).filter((each: { open: boolean }) => each.open);
      expect(open).toEqual([]);
    }
  });

  it('the withdrawal waits for a share that was first, and then closes it', async () => {
    const { id, consentId } = await agreed();
    let shared!: () => void;
    const first = new Promise<void>((done) => (shared = done));
    let release!: () => void;
    const held = new Promise<void>((done) => (release = done));
    const opening = mawa.transactions.run(officer.actor, async (tx) => {
      await tx.query(
        `INSERT INTO shares (reference, case_id, recipient_id, purpose, consent_id, what, why, how, until_at)
         VALUES ('P-RACE-0001', $1, $2, 'sharing', $3, '{needs}', 'referral', 'oral', '2027-01-01Z')`,
        [id, minaret, consentId],
      );
      shared();
      await held;
    });
    await first;
    const withdrawing = officer.post(withdrawal({ id, consentId }), { how: 'oral' }).then((a) => a);
    await new Promise((done) => setTimeout(done, 150));
    release();
    await opening;
    expect((await withdrawing).body.closed).toEqual(['P-RACE-0001']);
  });

  it('no hand can leave a share open under a consent that was withdrawn', async () => {
    const one = await opened();
    await officer.post(withdrawal(one), { how: 'oral' }).expect(201);
    const reopen = mawa.admin.query(
      `UPDATE shares SET closed_at = NULL, closed_by = NULL, closed_why = NULL WHERE id = $1`,
      [one.shareId],
    );
    await expect(reopen).rejects.toMatchObject({ constraint: 'shares_open_under_consent' });
  });

  it('who may not see the person withdraws nothing, by HTTP and by row level security alone', async () => {
    const one = await opened();
    const stranger = await mawa.signIn('reintegration_officer');
    await stranger.get(withdrawal(one)).expect(404);
    await stranger.post(withdrawal(one), { how: 'oral' }).expect(404);
    const guard = mawa.app.get(PermissionGuard) as unknown as { allows: () => boolean };
    const allows = jest.spyOn(guard, 'allows').mockReturnValue(true);
    const others = [
      await mawa.signIn('finance_officer'),
      await mawa.signIn('auditor'),
      await mawa.signIn('partner_viewer', { organisationId: minaret }),
      await mawa.signIn('shelter_staff', { organisationId: minaret }),
    ];
    for (const other of others) {
      await other.post(withdrawal(one), { how: 'oral' }).expect(404);
      await other.post(`/api/v1/people/${one.id}/shares`, share()).expect(404);
      await other.post(`/api/v1/people/${one.id}/shares/${one.shareId}/end`).expect(404);
    }
    allows.mockRestore();
    const sql = (text: string, params: unknown[]) =>
      mawa.transactions.run(stranger.actor, (tx) => tx.query(text, params));
    await expect(
      sql(
        `INSERT INTO consents (case_id, purpose, recipient_id, decision, how, language, explained_by)
         VALUES ($1, 'sharing', $2, 'withdrawn', 'oral', 'fra', $3)`,
        [one.id, minaret, stranger.actor.userId],
      ),
    ).rejects.toThrow(/row-level security/);
    expect(await sql('SELECT 1 FROM shares', [])).toEqual([]);
    expect(
      await sql(
        `UPDATE shares SET closed_at = mawa_now(), closed_by = $2, closed_why = 'ended' WHERE id = $1 RETURNING 1`,
        [one.shareId, stranger.actor.userId],
      ),
    ).toEqual([]);
    expect(await registerOf(one.id)).toMatchObject([{ open: true }]);
  });

  it('new exports leave out who withdrew, who refused, whose time is over and who was never asked', async () => {
    const given = await agreed();
    const gone = await agreed();
    await officer.post(withdrawal(gone), { how: 'oral' }).expect(201);
    const other = await agreed(cedre);
    const asked = [given.id, gone.id, other.id];
    const left = (actor = officer.actor, at?: string) => {
      const before = mawa.clock.now();
      if (at) mawa.clock.set(at);
      return mawa.transactions
        .run(actor, (tx) =>
          asFigures(tx, () =>
            tx.query<{ id: string }>(`SELECT exclude_without_consent($1, 'sharing', $2) AS id`, [
              asked,
              minaret,
            ]),
          ),
        )
        .finally(() => mawa.clock.set(before));
    };
    expect(await left()).toEqual([{ id: given.id }]);
    expect(await left(officer.actor, '2027-05-25T23:10:00Z')).toEqual([]);
    const stranger = await mawa.signIn('reintegration_officer');
    const plain = await mawa.transactions.run(stranger.actor, (tx) =>
      tx.query(`SELECT exclude_without_consent($1, 'sharing', $2)`, [asked, minaret]),
    );
    expect(plain).toEqual([]);
  });

  it('what another module passed on ends in the same transaction, or nothing is withdrawn', async () => {
    const one = await agreed();
    const ended: string[] = [];
    let broken = true;
    mawa.app.get(ShareEnds).add({
      kind: 'test_link',
      open: () => Promise.resolve([{ id: one.id, sentence: () => 'Le lien du test se ferme.' }]),
      end: (_tx, topic) => {
        if (topic.caseId !== one.id) return Promise.resolve([]);
        if (broken) return Promise.reject(new Error('the other module could not'));
        ended.push(topic.caseId);
        return Promise.resolve([one.id]);
      },
    });
    const { body } = await officer.get(withdrawal(one)).expect(200);
    expect(body.others).toEqual([
      { id: one.id, kind: 'test_link', sentence: 'Le lien du test se ferme.' },
    ]);
    await officer.post(withdrawal(one), { how: 'oral' }).expect(500);
    await officer.post(`/api/v1/people/${one.id}/shares`, share()).expect(201);
    broken = false;
    await officer.post(withdrawal(one), { how: 'oral' }).expect(201);
    expect(ended).toEqual([one.id]);
  });

  it('nothing of a person who is erased stays shared; the register goes on under the new id', async () => {
    const one = await opened();
    await mawa.admin.query('BEGIN');
    await mawa.admin.query(
      `SELECT set_config('mawa.now', '2026-11-25T08:00:00Z', true), set_config('mawa.actor', $1, true)`,
      [officer.actor.userId],
    );
    await mawa.admin.query('SELECT wipe_case($1)', [one.id]);
    await mawa.admin.query('COMMIT');
    const { rows } = await mawa.admin.query(
      `SELECT s.closed_why AS why, c.given FROM shares s JOIN consent_standing c ON c.case_id = s.case_id
         JOIN cases e ON e.id = s.case_id AND e.erased_at IS NOT NULL
        WHERE s.reference = $1`,
      [one.reference],
    );
    expect(rows).toEqual([{ why: 'ended', given: true }]);
    expect((await viewer.get('/api/v1/notices').expect(200)).text).toContain(one.reference);
  });
});
