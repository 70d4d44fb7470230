import { ReferralHousekeeping } from '../../modules/referrals';
import { ALL_POINTS } from '../consents/consent-answers';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import {
  aLink,
  aPartner,
  aReferral,
  asking,
  hasPlaces,
  NEEDS,
  type Sent,
  stateOf,
} from './partners';

const STATES = [
  'sent',
  'seen',
  'accepted',
  'in_progress',
  'declined',
  'closed',
  'revoked',
  'expired',
] as const;

describe('what becomes of a referral', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let clinic: string;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    clinic = await aPartner(mawa, { name: 'Clinique Atlas' });
  });
  beforeEach(async () => {
    await hasPlaces(officer, clinic, 'open').expect(201);
  });
  afterAll(() => mawa.stop());

  const open = (number: string) => mawa.http().post(`/r/${number}?l=fr`).type('form').send({});
  const withdraw = ({ caseId, consentId }: Sent, who = officer) =>
    who.post(`/api/v1/people/${caseId}/consents/${consentId}/withdrawal`, { how: 'oral' });
  const lives = async ({ id }: Sent) => {
    const { rows } = await mawa.admin.query(
      `SELECT (SELECT count(*)::int FROM referral_sheets WHERE referral_id = $1) AS sheets,
              (SELECT count(*)::int FROM partner_links WHERE subject_id = $1 AND ended_at IS NULL) AS links,
              (SELECT count(*)::int FROM shares WHERE source_id = $1 AND closed_at IS NULL) AS shares`,
      [id],
    );
    return rows[0] as { sheets: number; links: number; shares: number };
  };
  const tasksAbout = async (id: string) =>
    (
      await mawa.admin.query<{ kind: string }>(
        'SELECT kind FROM tasks WHERE subject_id = $1 AND done_at IS NULL ORDER BY kind',
        [id],
      )
    ).rows.map(({ kind }) => kind);
  /** Days later, signed in again. */
  const back = ({ email }: SignedIn) => mawa.signInAs(email);
  const asOf = async (days: number, work: () => Promise<void>) => {
    const before = mawa.clock.now();
    mawa.clock.advance(days * 86_400_000);
    try {
      await work();
    } finally {
      mawa.clock.set(before);
    }
  };

  it('when the person withdraws her consent it dies at once, with its link and what the partner could read', async () => {
    const one = await aReferral(officer, clinic);
    const number = await aLink(officer, one.id);
    expect((await open(number).expect(200)).text).toContain(NEEDS);
    const page = await officer
      .get(`/people/${one.caseId}/consents/${one.consentId}/withdrawal`)
      .expect(200);
    expect(page.text).toContain('vers Clinique Atlas prend fin');
    expect(await lives(one)).toEqual({ sheets: 1, links: 1, shares: 1 });
    await withdraw(one).expect(201);
    expect(await stateOf(mawa, one.id)).toBe('revoked');
    expect(await lives(one)).toEqual({ sheets: 0, links: 0, shares: 0 });
    expect((await open(number).expect(404)).text).not.toContain(NEEDS);
    const { body } = await officer.get(`/api/v1/referrals/${one.id}`).expect(200);
    expect(body.steps.at(-1)).toMatchObject({ side: 'system', reason: 'share_withdrawn' });
    const { rows } = await mawa.admin.query(
      `SELECT subject_ids FROM audit_log WHERE action = 'consents.end_share' AND subject_kind = 'referral'`,
    );
    expect(rows.flatMap((row: { subject_ids: string[] }) => row.subject_ids)).toContain(one.id);
  });

  it('an accepted one as well, by whoever hears it; who sent it is told', async () => {
    const one = await aReferral(officer, clinic);
    await officer.post(`/api/v1/referrals/${one.id}/answer`, { answer: 'accepted' }).expect(201);
    const colleague = await mawa.signIn('case_supervisor');
    await officer
      .post(`/api/v1/people/${one.caseId}/access`, { userId: colleague.actor.userId })
      .expect(204);
    await withdraw(one, colleague).expect(201);
    expect(await stateOf(mawa, one.id)).toBe('revoked');
    expect(await tasksAbout(one.id)).toContain('referral_ended');
  });

  it('a refusal recorded anew, and a share closed by hand, end it too', async () => {
    const one = await aReferral(officer, clinic);
    const { body: shares } = await officer.get(`/api/v1/people/${one.caseId}/shares`);
    await officer.post(`/api/v1/people/${one.caseId}/shares/${shares[0].id}/end`).expect(201);
    expect(await stateOf(mawa, one.id)).toBe('revoked');
    const other = await aReferral(officer, clinic);
    mawa.clock.advance(1000);
    await officer
      .post(`/api/v1/people/${other.caseId}/consents`, {
        purpose: 'sharing',
        recipientId: clinic,
        decision: 'refused',
        how: 'oral',
        language: 'fra',
        points: ALL_POINTS,
      })
      .expect(201);
    expect(await stateOf(mawa, other.id)).toBe('revoked');
  });

  it('a withdrawal and an answer at the same moment: never an answer after the withdrawal', async () => {
    for (let round = 0; round < 5; round += 1) {
      const one = await aReferral(officer, clinic);
      const number = await aLink(officer, one.id);
      const [, answered] = await Promise.all([
        withdraw(one).expect(201),
        mawa.http().post(`/r/${number}/answer?l=fr`).type('form').send({ answer: 'accepted' }),
      ]);
      expect([200, 404, 409]).toContain(answered.status);
      expect(await stateOf(mawa, one.id)).toBe('revoked');
      expect(await lives(one)).toEqual({ sheets: 0, links: 0, shares: 0 });
    }
  });

  it('no referral is live without an open share, whatever the application does: a constraint', async () => {
    const one = await aReferral(officer, clinic);
    await mawa.admin.query('ALTER TABLE shares DISABLE TRIGGER shares_end_their_referrals');
    try {
      await mawa.admin.query('BEGIN');
      await mawa.admin.query(
        `SELECT set_config('mawa.now', '2026-11-24T23:10:00Z', true), set_config('mawa.actor', $1, true)`,
        [officer.actor.userId],
      );
      await mawa.admin.query(
        `UPDATE shares SET closed_at = mawa_now(), closed_by = opened_by, closed_why = 'ended' WHERE source_id = $1`,
        [one.id],
      );
      await expect(mawa.admin.query('COMMIT')).rejects.toMatchObject({
        constraint: 'referrals_live_under_an_open_share',
      });
    } finally {
      await mawa.admin.query('ALTER TABLE shares ENABLE TRIGGER shares_end_their_referrals');
    }
  });

  it('only the steps of the one table, each from its side: everything else is refused by the database', async () => {
    const { rows: allowed } = await mawa.admin.query<{ pair: string; sides: string[] }>(
      `SELECT from_state || '>' || to_state AS pair, sides FROM referral_transitions`,
    );
    const sides = new Map(allowed.map(({ pair, sides: by }) => [pair, by]));
    const one = await aReferral(officer, clinic);
    const step = (from: string, to: string, side: string) =>
      mawa.admin
        .query('BEGIN')
        .then(() =>
          mawa.admin.query(
            `SELECT set_config('mawa.now', '2026-11-24T23:10:00Z', true), set_config('mawa.actor', $1, true)`,
            [officer.actor.userId],
          ),
        )
        .then(() =>
          mawa.admin.query(
            `UPDATE referrals SET state = $2, ended_at = CASE WHEN $2 IN ('declined', 'closed', 'revoked', 'expired') THEN mawa_now() END,
               outcome = CASE WHEN $2 = 'closed' THEN 'completed' END WHERE id = $1`,
            [one.id, from],
          ),
        )
        .then(() =>
          mawa.admin.query(
            `INSERT INTO referral_steps (referral_id, case_id, to_state, side, how, reason, outcome)
             VALUES ($1, $2, $3, $4, 'here', 'full', CASE WHEN $3 = 'closed' THEN 'completed' END)`,
            [one.id, one.caseId, to, side],
          ),
        )
        .then(
          () => 'taken',
          (error: { constraint?: string }) => error.constraint ?? 'error',
        )
        .finally(() => mawa.admin.query('ROLLBACK'));
    for (const from of STATES) {
      for (const to of STATES.filter((state) => state !== 'sent')) {
        for (const side of ['sender', 'partner', 'system']) {
          // To ask, the state stays, and the step says that it asks.
          const asks = from === to && to !== 'in_progress';
          const may = !asks && (sides.get(`${from}>${to}`)?.includes(side) ?? false);
          expect([from, to, side, await step(from, to, side)]).toEqual([
            from,
            to,
            side,
            may ? 'taken' : 'referral_steps_by_the_table',
          ]);
        }
      }
    }
    // A few written out, so that the table itself is held.
    expect(sides.get('sent>accepted')).toEqual(['partner', 'sender']);
    expect(sides.get('accepted>revoked')).toEqual(['sender', 'system']);
    expect(sides.has('declined>accepted')).toBe(false);
    expect(sides.has('sent>closed')).toBe(false);
    expect(sides.get('seen>expired')).toEqual(['system']);
    expect(sides.get('seen>seen')).toEqual(['partner']);
    expect(sides.has('declined>declined')).toBe(false);
  });

  it('what the partner says over the phone is noted by who sent it, and once', async () => {
    const one = await aReferral(officer, clinic);
    const path = `/api/v1/referrals/${one.id}`;
    await officer.post(`${path}/news`, { news: 'completed' }).expect(409);
    await officer.post(`${path}/answer`, { answer: 'declined' }).expect(422);
    await officer.post(`${path}/answer`, { answer: 'accepted', note: 'jeudi' }).expect(201);
    await officer.post(`${path}/answer`, { answer: 'declined', reason: 'full' }).expect(409);
    await officer.post(`${path}/news`, { news: 'completed', times: 2 }).expect(201);
    await officer.post(`${path}/news`, { news: 'completed' }).expect(409);
    await officer.post(`${path}/revocation`, { reason: 'mistake' }).expect(409);
    await officer.post(`${path}/link`).expect(409);
    const page = await officer.get(`/referrals/${one.id}`).expect(200);
    expect(page.text).toContain('par Clinique Atlas au téléphone');
    expect(page.text).toContain('jeudi');
    // By the forms of the page as well.
    const other = await aReferral(officer, clinic);
    await officer.submit(`/referrals/${other.id}/answer`, { answer: 'accepted' }).expect(303);
    await officer.submit(`/referrals/${other.id}/news`, { news: 'attended' }).expect(303);
    const wrong = await officer.submit(`/referrals/${other.id}/revocation`, {}).expect(422);
    expect(wrong.text).toContain('Annuler l’orientation');
    await officer.submit(`/referrals/${other.id}/revocation`, { reason: 'mistake' }).expect(303);
    expect(await stateOf(mawa, other.id)).toBe('revoked');
  });

  it('an end gives the place back', async () => {
    const small = await aPartner(mawa);
    await hasPlaces(officer, small, 1).expect(201);
    const one = await aReferral(officer, small);
    await officer
      .post(`/api/v1/referrals/${one.id}/answer`, { answer: 'declined', reason: 'too_far' })
      .expect(201);
    const other = await aReferral(officer, small);
    await officer
      .post(`/api/v1/referrals/${other.id}/revocation`, { reason: 'person_asked' })
      .expect(201);
    await aReferral(officer, small);
  });

  it('no answer in time: the sender is told, then the supervisor, then it lapses', async () => {
    const one = await aReferral(officer, clinic, { urgency: 'urgent' }); // one day
    const supervisor = await mawa.signIn('case_supervisor');
    await officer
      .post(`/api/v1/people/${one.caseId}/access`, { userId: supervisor.actor.userId })
      .expect(204);
    const tend = () => mawa.app.get(ReferralHousekeeping).run();
    await tend();
    expect(await tasksAbout(one.id)).toEqual([]);
    await asOf(1.1, async () => {
      await tend();
      await tend();
      expect(await tasksAbout(one.id)).toEqual(['referral_overdue']);
      const late = await (await back(officer)).get('/referrals?show=late').expect(200);
      expect(late.text).toContain(one.id);
      expect(late.text).toContain('days--late');
    });
    await asOf(3.1, async () => {
      await tend();
      expect(await tasksAbout(one.id)).toEqual(['referral_late', 'referral_overdue']);
      const todo = await (await back(supervisor)).get('/tasks').expect(200);
      expect(todo.text).toContain('Une orientation attend une réponse depuis trop longtemps');
    });
    await asOf(15.1, async () => {
      await tend();
      expect(await stateOf(mawa, one.id)).toBe('expired');
      expect(await lives(one)).toEqual({ sheets: 0, links: 0, shares: 0 });
      expect(await tasksAbout(one.id)).toEqual(['referral_ended']);
    });
  });

  it('an answer closes what reminded of it', async () => {
    const one = await aReferral(officer, clinic, { urgency: 'urgent' });
    await asOf(4, async () => {
      await mawa.app.get(ReferralHousekeeping).run();
      expect(await tasksAbout(one.id)).toContain('referral_overdue');
      // Nobody holds the file as a supervisor: all of them hear that somebody waits, and not who.
      const { rows } = await mawa.admin.query(
        `SELECT case_id, for_role FROM tasks WHERE kind = 'referral_late' AND subject_id = $1`,
        [one.id],
      );
      expect(rows).toEqual([{ case_id: null, for_role: 'case_supervisor' }]);
      await (
        await back(officer)
      )
        .post(`/api/v1/referrals/${one.id}/answer`, { answer: 'accepted' })
        .expect(201);
      expect(await tasksAbout(one.id)).toEqual([]);
    });
  });

  it('accepted and nothing heard for a month: the sender asks', async () => {
    const one = await aReferral(officer, clinic);
    await officer.post(`/api/v1/referrals/${one.id}/answer`, { answer: 'accepted' }).expect(201);
    await asOf(31, async () => {
      await mawa.app.get(ReferralHousekeeping).run();
      expect(await tasksAbout(one.id)).toEqual(['referral_no_news']);
    });
  });

  it('the hourly round is the system’s alone', async () => {
    const rounds = mawa.transactions.run(officer.actor, (tx) =>
      tx.query('SELECT run_referral_housekeeping()'),
    );
    await expect(rounds).rejects.toMatchObject({ code: '42501' });
  });

  it('under row level security alone nobody writes a step or a sheet that is not theirs', async () => {
    const one = await aReferral(officer, clinic);
    const stranger = await mawa.signIn('reintegration_officer');
    const as = (who: SignedIn, sql: string, params: unknown[]) =>
      mawa.transactions.run(who.actor, (tx) => tx.query(sql, params));
    const refused = { code: '42501' };
    const step = `INSERT INTO referral_steps (referral_id, case_id, to_state, side, how) VALUES ($1, $2, 'accepted', $3, $4)`;
    await expect(as(stranger, step, [one.id, one.caseId, 'sender', 'phone'])).rejects.toMatchObject(
      refused,
    );
    await expect(
      as(officer, step, [one.id, one.caseId, 'partner', 'account']),
    ).rejects.toMatchObject(refused);
    const revoke = step.replace("'accepted'", "'revoked'");
    await expect(as(officer, revoke, [one.id, one.caseId, 'system', 'here'])).rejects.toMatchObject(
      refused,
    );
    for (const sql of [
      `UPDATE referrals SET state = 'accepted' WHERE id = $1`,
      'DELETE FROM referrals WHERE id = $1',
      `UPDATE referral_steps SET to_state = 'seen' WHERE referral_id = $1`,
      'SELECT digest FROM partner_links WHERE subject_id = $1',
    ]) {
      await expect(as(officer, sql, [one.id])).rejects.toMatchObject(refused);
    }
    expect(await as(stranger, 'SELECT id FROM referrals WHERE id = $1', [one.id])).toEqual([]);
    expect(await as(officer, 'SELECT referral_id FROM referral_sheets', [])).toEqual([]);
    expect(await stateOf(mawa, one.id)).toBe('sent');
  });

  it('after a withdrawal nothing is sent to this partner any more, until she agrees again', async () => {
    const one = await aReferral(officer, clinic);
    mawa.clock.advance(1000);
    await withdraw(one).expect(201);
    const again = await officer
      .post(`/api/v1/people/${one.caseId}/referrals`, asking(clinic))
      .expect(409);
    expect(again.body.code).toBe('referrals.no_consent');
  });
});
