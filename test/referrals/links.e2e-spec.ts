import { DataSource } from 'typeorm';
import type { Response } from 'supertest';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aLink, aPartner, aReferral, hasPlaces, NEEDS, stateOf } from './partners';

describe('the link of a partner without an account', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let clinic: string;
  let dispensary: string;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    clinic = await aPartner(mawa, { name: 'Clinique Atlas' });
    dispensary = await aPartner(mawa, { name: 'Dispensaire', language: 'ar' });
    await hasPlaces(officer, clinic, 'open').expect(201);
    await hasPlaces(officer, dispensary, 'open').expect(201);
  });
  afterAll(() => mawa.stop());

  const open = (number: string, act = '', fields: object = {}) =>
    mawa.http().post(`/r/${number}${act}?l=fr`).type('form').send(fields);
  const linked = async (partnerId = clinic) => {
    const sent = await aReferral(officer, partnerId);
    return { ...sent, number: await aLink(officer, sent.id) };
  };
  /** A page without what stands for the moment or the address itself. */
  const bare = ({ text }: Response) => text.replaceAll(/[0-9a-z]{4}(-[0-9a-z]{4}){7}/g, 'NUMBER');

  it('is told once and kept nowhere: of its number there is a digest', async () => {
    const { id, number } = await linked();
    const { rows } = await mawa.admin.query<{ row: string }>(
      'SELECT l::text AS row FROM partner_links l WHERE subject_id = $1',
      [id],
    );
    expect(rows).toHaveLength(1);
    const letters = number.replaceAll('-', '');
    for (const word of [number, letters, Buffer.from(letters).toString('hex')]) {
      expect(rows[0]!.row).not.toContain(word);
    }
    expect((await officer.get(`/referrals/${id}`)).text).not.toContain(number);
    expect((await officer.get(`/api/v1/referrals/${id}`)).text).not.toContain(number);
  });

  it('its address alone shows nothing, asks nothing and uses nothing up', async () => {
    const { id, number } = await linked();
    const source = mawa.app.get(DataSource);
    const asked = jest.spyOn(source, 'createQueryRunner');
    const cover = await mawa.http().get(`/r/${number}?l=fr`).expect(200);
    const made = await mawa.http().get('/r/never-was-one?l=fr').expect(200);
    expect(asked).not.toHaveBeenCalled();
    asked.mockRestore();
    expect(bare(cover)).toBe(bare(made).replaceAll('never-was-one', 'NUMBER'));
    expect(await stateOf(mawa, id)).toBe('sent');
  });

  it('opens on the oldest telephone: no script, no font, small, cached and indexed by nobody', async () => {
    const { number } = await linked();
    const cover = await mawa.http().get(`/r/${number}?l=fr`).expect(200);
    const sheet = await open(number).expect(200);
    for (const { text, headers } of [cover, sheet]) {
      expect(text).not.toMatch(/<script|\son\w+=|fonts|style=/);
      expect(text.length).toBeLessThan(6_000);
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['x-robots-tag']).toContain('noindex');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['set-cookie']).toBeUndefined();
    }
  });

  it('shows only what was shared, without a name, a number to call or the number of the file', async () => {
    const { caseId, number, id } = await linked();
    const { text } = await open(number).expect(200);
    for (const line of [
      'Soins médicaux',
      'Femme',
      'de 25 à 34 ans',
      NEEDS,
      'Tout passe par nous',
    ]) {
      expect(text).toContain(line);
    }
    const { body: person } = await officer.get(`/api/v1/people/${caseId}`).expect(200);
    for (const secret of ['Hafsa', '1994', caseId, id, person.caseNumber as string]) {
      expect(text).not.toContain(secret);
    }
    expect(await stateOf(mawa, id)).toBe('seen');
  });

  it('speaks the partner’s language', async () => {
    const { body } = await officer
      .post(`/api/v1/referrals/${(await aReferral(officer, dispensary)).id}/link`)
      .expect(201);
    expect(body.path).toMatch(/\?l=ar$/);
    const { text } = await mawa.http().post(body.path).type('form').send({}).expect(200);
    expect(text).toContain('dir="rtl"');
    expect(text).toContain('هل يمكنكم استقبال هذا الشخص؟');
    expect(text).toContain('علاج طبي');
  });

  it('takes a yes, then what became of it; the sender hears both', async () => {
    const { id, number } = await linked();
    const sender = await mawa.signIn('case_supervisor');
    await officer.post(`/api/v1/people/${await caseOf(id)}/access`, {
      userId: sender.actor.userId,
    });
    const yes = await open(number, '/answer', { answer: 'accepted', note: 'mardi à 10 h' });
    expect(yes.status).toBe(200);
    expect(yes.text).toContain('Vous avez répondu oui le');
    expect(yes.text).toContain('Où en est la personne');
    expect(yes.text).toContain('Merci, c’est envoyé');
    expect(yes.text).toContain('La personne est venue, l’aide a commencé');
    const came = await open(number, '/news', { news: 'attended' }).expect(200);
    expect(came.text).toContain('Vous avez dit que la personne est venue');
    expect(came.text).toContain('La personne continue de venir');
    await open(number, '/news', { news: 'attended', times: '2' }).expect(200);
    const over = await open(number, '/news', {
      news: 'completed',
      times: '3',
      note: 'trois consultations',
    }).expect(200);
    expect(over.text).toContain('Une réponse a déjà été donnée le');
    expect(over.text).not.toContain(NEEDS);
    const { body } = await officer.get(`/api/v1/referrals/${id}`).expect(200);
    expect(body).toMatchObject({ state: 'closed', outcome: 'completed' });
    expect(body.steps.map((one: { to: string; how: string }) => [one.to, one.how])).toEqual([
      ['sent', 'here'],
      ['accepted', 'link'],
      ['in_progress', 'link'],
      ['in_progress', 'link'],
      ['closed', 'link'],
    ]);
    expect(body.steps.map(({ note }: { note: string | null }) => note)).toEqual([
      null,
      'mardi à 10 h',
      null,
      null,
      'trois consultations',
    ]);
    const { rows: tasks } = await mawa.admin.query(
      'SELECT kind, for_user FROM tasks WHERE subject_id = $1 ORDER BY kind',
      [id],
    );
    expect(tasks).toEqual([
      { kind: 'referral_answered', for_user: officer.actor.userId },
      { kind: 'referral_news', for_user: officer.actor.userId },
    ]);
    const home = await officer.get('/tasks').expect(200);
    expect(home.text).toContain('Un partenaire a répondu à une orientation');
    expect(home.text).toContain(`/referrals/${id}`);
  });
  const caseOf = async (id: string): Promise<string> =>
    (await mawa.admin.query('SELECT case_id FROM referrals WHERE id = $1', [id])).rows[0].case_id;

  it('asks a question before and after its answer; the sender has a task and reads it, nothing else changes', async () => {
    const { id, caseId, number } = await linked();
    const empty = await open(number, '/question', { question: '  ' }).expect(422);
    expect(empty.text).toContain('Écrivez votre question');
    expect(empty.text).toContain('<details open>');
    const asked = await open(number, '/question', { question: 'Parle-t-elle français ?' }).expect(
      200,
    );
    expect(asked.text).toContain('Votre question est envoyée');
    expect(asked.text).toContain('Pouvez-vous recevoir cette personne');
    expect(await stateOf(mawa, id)).toBe('seen');
    await open(number, '/answer', { answer: 'accepted' }).expect(200);
    const { rows: before } = await mawa.admin.query(
      'SELECT answered_at FROM referrals WHERE id = $1',
      [id],
    );
    mawa.clock.advance(60_000);
    await mawa
      .http()
      .post('/api/v1/partner-links/question')
      .send({ number, question: 'À quelle heure vient-elle ?' })
      .expect(204);
    const { rows: after } = await mawa.admin.query(
      'SELECT state, answered_at FROM referrals WHERE id = $1',
      [id],
    );
    expect(after).toEqual([{ state: 'accepted', answered_at: before[0].answered_at }]);
    const { rows: tasks } = await mawa.admin.query(
      `SELECT for_user FROM tasks WHERE subject_id = $1 AND kind = 'referral_question' AND done_at IS NULL`,
      [id],
    );
    expect(tasks).toContainEqual({ for_user: officer.actor.userId });
    const page = await officer.get(`/referrals/${id}`).expect(200);
    for (const words of ['Question du partenaire', 'Parle-t-elle français ?', 'À quelle heure'])
      expect(page.text).toContain(words);
    expect((await officer.get(`/people/${caseId}`).expect(200)).text).toContain(
      'Clinique Atlas pose une question',
    );
    // Sealed: no word of it is in the table in clear.
    const { rows } = await mawa.admin.query<{ row: string }>(
      'SELECT s::text AS row FROM referral_steps s WHERE referral_id = $1 AND asks',
      [id],
    );
    expect(rows).toHaveLength(2);
    for (const { row } of rows) expect(row).not.toContain(Buffer.from('français').toString('hex'));
    await open(number, '/news', { news: 'completed' }).expect(200);
    await open(number, '/question', { question: 'Et maintenant ?' }).expect(409);
  });

  it('fifty questions and news are enough: whoever holds a link floods nobody', async () => {
    const { id, caseId, number } = await linked();
    await open(number).expect(200);
    await mawa.admin.query(
      `BEGIN; SET LOCAL session_replication_role = replica;
       INSERT INTO referral_steps (referral_id, case_id, from_state, to_state, at, side, how, by, asks)
       SELECT '${id}', '${caseId}', 'seen', 'seen', '2026-11-24T23:10Z', 'partner', 'link', NULL, true FROM generate_series(1, 50);
       COMMIT`,
    );
    const more = await open(number, '/question', { question: 'Encore ?' }).expect(409);
    expect(more.text).toContain('Beaucoup a déjà été écrit ici');
    await open(number, '/answer', { answer: 'accepted' }).expect(200);
  });

  it('a no needs a reason of the list, and is said once', async () => {
    const { id, number } = await linked();
    const why = await open(number, '/answer', { answer: 'declined' }).expect(422);
    expect(why.text.match(/Dites pourquoi ce n’est pas possible/g)).toHaveLength(1);
    await open(number, '/answer', { answer: 'declined', reason: 'no_such' }).expect(422);
    await open(number, '/answer', { answer: 'perhaps' }).expect(422);
    await open(number, '/answer', {}).expect(422);
    const no = await open(number, '/answer', { answer: 'declined', reason: 'full' }).expect(200);
    expect(no.text).toContain('Une réponse a déjà été donnée le');
    expect(no.text).not.toContain(NEEDS);
    const again = await open(number, '/answer', { answer: 'accepted' }).expect(409);
    expect(again.text).toContain('Une réponse a déjà été donnée le');
    const later = await open(number).expect(200);
    expect(later.text.replaceAll('\u00a0', ' ')).toContain('mar. 24 nov. 2026');
    expect(await stateOf(mawa, id)).toBe('declined');
    const { body } = await officer.get(`/api/v1/referrals/${id}`).expect(200);
    expect(body.steps.at(-1)).toMatchObject({ reason: 'full', side: 'partner', how: 'link' });
    // Nobody has to call a partner that has just said no itself.
    const { rows } = await mawa.admin.query(
      `SELECT 1 FROM tasks WHERE kind = 'notify_partner' AND case_id = $1`,
      [body.caseId],
    );
    expect(rows).toEqual([]);
  });

  it('two answers at the same moment: one counts, the other is told so', async () => {
    const { id, number } = await linked();
    const answers = await Promise.all([
      open(number, '/answer', { answer: 'accepted' }),
      open(number, '/answer', { answer: 'declined', reason: 'full' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(['accepted', 'declined']).toContain(await stateOf(mawa, id));
    const { rows } = await mawa.admin.query(
      `SELECT count(*)::int AS n FROM referral_steps WHERE referral_id = $1 AND to_state IN ('accepted', 'declined')`,
      [id],
    );
    expect(rows[0].n).toBe(1);
  });

  it('revoked, run out, replaced, mistyped or never made: one answer that says nothing', async () => {
    const revoked = await linked();
    await officer
      .post(`/api/v1/referrals/${revoked.id}/revocation`, { reason: 'found_elsewhere' })
      .expect(201);
    const replaced = await linked();
    const newer = await aLink(officer, replaced.id);
    const over = await linked();
    await mawa.admin.query(
      `UPDATE partner_links SET expires_at = $2, made_at = $2::timestamptz - interval '1 day' WHERE subject_id = $1`,
      [over.id, mawa.clock.now()],
    );
    const right = await linked();
    const mistyped = right.number.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'));
    const texts = [];
    for (const number of [revoked.number, replaced.number, over.number, mistyped, 'x'.repeat(39)]) {
      for (const act of ['', '/answer', '/news']) {
        const fields = { answer: 'accepted', news: 'attended' };
        const said = await open(number, act, act === '' ? {} : pick(fields, act));
        expect(said.status).toBe(404);
        texts.push(bare(said));
      }
    }
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toContain('Ce lien ne s’ouvre pas ou ne s’ouvre plus');
    await open(newer).expect(200);
    expect(await stateOf(mawa, over.id)).toBe('sent');
  });
  const pick = (fields: { answer: string; news: string }, act: string) =>
    act === '/answer' ? { answer: fields.answer } : { news: fields.news };

  it('each opening is a row of the audit, and counted for the sender', async () => {
    const { id, number } = await linked();
    for (let n = 0; n < 3; n += 1) await open(number).expect(200);
    const { rows } = await mawa.admin.query(
      `SELECT count(*)::int AS n FROM audit_log WHERE action = 'partner_links.open' AND subject_ids @> ARRAY[$1::uuid]`,
      [id],
    );
    expect(rows[0].n).toBe(3);
    const { body } = await officer.get(`/api/v1/referrals/${id}`).expect(200);
    expect(body.links).toMatchObject([{ opened: 3, endedAt: null }]);
    expect((await officer.get(`/referrals/${id}`)).text).toContain('ouvert 3 fois');
  });

  it('opens that one referral and nothing else, whatever the transaction asks', async () => {
    const [mine, other] = [await linked(), await linked()];
    const { rows } = await mawa.admin.query<{ digest: Buffer }>(
      'SELECT digest FROM partner_links WHERE subject_id = $1',
      [mine.id],
    );
    const nobody = { ...officer.actor, userId: '00000000-0000-4000-8000-000000000000', roles: [] };
    await mawa.transactions.run(nobody, async (tx) => {
      const seen = async (sql: string) => (await tx.query<{ id: string }>(sql)).map(({ id }) => id);
      expect(await seen('SELECT referral_id AS id FROM referral_sheets')).toEqual([]);
      await tx.query(`SELECT set_config('mawa.link', $1, true)`, [rows[0]!.digest.toString('hex')]);
      expect(await seen('SELECT referral_id AS id FROM referral_sheets')).toEqual([mine.id]);
      expect(await seen('SELECT id FROM partner_referrals(NULL)')).toEqual([mine.id]);
      expect(
        await seen(`SELECT record_id AS id FROM keys.record_keys WHERE kind = 'referral'`),
      ).toEqual([mine.id]);
      for (const table of ['referrals', 'referral_steps', 'partner_links', 'cases', 'shares']) {
        expect([table, await seen(`SELECT id FROM ${table}`)]).toEqual([table, []]);
      }
      const [step] = await tx.query<{ taken: boolean }>(
        `SELECT partner_step(gen_random_uuid(), $1, 'accepted', NULL, NULL, NULL, NULL, NULL) AS taken`,
        [other.id],
      );
      expect(step!.taken).toBe(false);
    });
    expect(await stateOf(mawa, other.id)).toBe('sent');
  });

  it('through the API as well', async () => {
    const { id, number } = await linked();
    const call = (act: string, body: object) =>
      mawa
        .http()
        .post(`/api/v1/partner-links/${act}`)
        .send({ number, ...body });
    const { body } = await call('read', {}).expect(200);
    expect(body).toMatchObject({ asks: 'answer', what: 'Soins médicaux' });
    await call('answer', { answer: 'accepted' }).expect(204);
    await call('news', { news: 'not_reached' }).expect(204);
    await call('news', { news: 'completed' }).expect(409);
    await mawa.http().post('/api/v1/partner-links/read').send({ number: 'x' }).expect(404);
    expect(await stateOf(mawa, id)).toBe('closed');
  });

  it('guessing is limited per address, and a right one does not count', async () => {
    const { number } = await linked();
    mawa.clock.advance(24 * 3_600_000); // another day, another digest of the address
    for (let n = 0; n < 25; n += 1) await open(number).expect(200);
    const statuses = [];
    for (let n = 0; n < 21; n += 1) statuses.push((await open(`wrong-${n}`)).status);
    expect(statuses).toEqual([...Array<number>(20).fill(404), 429]);
    const refused = await open(number).expect(429);
    expect(refused.text).toContain('Trop d’essais');
    expect(refused.text).not.toContain(NEEDS);
  });
});
