import { tomorrow } from '../beneficiaries/test-people';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import {
  aPartner,
  aPerson,
  agrees,
  aReferral,
  asking,
  hasPlaces,
  NEEDS,
  stateOf,
} from './partners';

describe('a partner with an account', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let clinic: string;
  let other: string;
  let nurse: SignedIn;
  let neighbour: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    clinic = await aPartner(mawa, { name: 'Clinique Atlas' });
    other = await aPartner(mawa, { name: 'Cèdre' });
    await hasPlaces(officer, clinic, 'open').expect(201);
    nurse = await mawa.signIn('partner_viewer', { organisationId: clinic });
    neighbour = await mawa.signIn('partner_viewer', { organisationId: other });
  });
  afterAll(() => mawa.stop());

  it('sees its own referrals in its list, what was shared of each, and nobody’s name', async () => {
    const { id, caseId } = await aReferral(officer, clinic);
    const { body: person } = await officer.get(`/api/v1/people/${caseId}`).expect(200);
    const list = await nurse.get('/received').expect(200);
    expect(list.text).toContain(`/received/${id}`);
    expect(list.text).toContain('Soins médicaux');
    const one = await nurse.get(`/received/${id}`).expect(200);
    expect(one.text).toContain(NEEDS);
    expect(one.text).toContain('de 25 à 34 ans');
    const { body } = await nurse.get(`/api/v1/received/${id}`).expect(200);
    for (const text of [list.text, one.text, JSON.stringify(body)]) {
      for (const secret of ['Hafsa', caseId, person.caseNumber as string]) {
        expect(text).not.toContain(secret);
      }
    }
    expect(await stateOf(mawa, id)).toBe('seen');
    const { rows } = await mawa.admin.query(
      `SELECT actor_id FROM audit_log WHERE action = 'referrals.open_received' AND subject_ids @> ARRAY[$1::uuid]`,
      [id],
    );
    expect(rows).toHaveLength(2);
    expect(rows[0].actor_id).toBe(nurse.actor.userId);
  });

  it('answers there, and the sender finds it among the tasks', async () => {
    const { id } = await aReferral(officer, clinic);
    const wrong = await nurse.submit(`/received/${id}/answer`, { answer: 'declined' }).expect(422);
    expect(wrong.text).toContain('Dites pourquoi ce n’est pas possible');
    await nurse
      .submit(`/received/${id}/answer`, { answer: 'accepted', note: 'lundi à 9 h' })
      .expect(303);
    await nurse.submit(`/received/${id}/news`, { news: 'attended', times: '1' }).expect(303);
    await nurse.submit(`/received/${id}/news`, { news: 'attended', times: '2' }).expect(303);
    const noWords = await nurse.submit(`/received/${id}/question`, { question: '' }).expect(422);
    expect(noWords.text).toContain('Écrivez votre question');
    await nurse.submit(`/received/${id}/question`, { question: 'vient-elle seule ?' }).expect(303);
    await nurse
      .post(`/api/v1/received/${id}/news`, { news: 'completed', note: 'soignée' })
      .expect(204);
    await nurse.post(`/api/v1/received/${id}/news`, { news: 'completed' }).expect(409);
    const page = await officer.get(`/referrals/${id}`).expect(200);
    for (const words of [
      'lundi à 9 h',
      'vient-elle seule ?',
      'soignée',
      'par Clinique Atlas, dans son compte',
    ]) {
      expect(page.text).toContain(words);
    }
    expect((await officer.get('/tasks')).text).toContain(`/referrals/${id}`);
    const over = await nurse.get(`/received/${id}`).expect(200);
    expect(over.text).not.toContain(NEEDS);
    expect(over.text).toContain('Cette orientation est close');
  });

  it('another partner gets what does not exist, also under row level security alone', async () => {
    const { id } = await aReferral(officer, clinic);
    const stranger = await mawa.signIn('partner_viewer', { organisationId: await aPartner(mawa) });
    await stranger.post(`/api/v1/received/${id}/question`, { question: 'qui ?' }).expect(404);
    await neighbour.get(`/received/${id}`).expect(404);
    await neighbour.get(`/api/v1/received/${id}`).expect(404);
    await neighbour.post(`/api/v1/received/${id}/answer`, { answer: 'accepted' }).expect(404);
    expect((await neighbour.get('/api/v1/received').expect(200)).body.referrals).toEqual([]);
    await mawa.transactions.run(neighbour.actor, async (tx) => {
      for (const table of ['referrals', 'referral_steps', 'referral_sheets', 'partner_links']) {
        const columns = table === 'referral_sheets' ? 'referral_id' : 'id';
        expect([table, await tx.query(`SELECT ${columns} FROM ${table}`)]).toEqual([table, []]);
      }
      const key = `SELECT 1 FROM keys.record_keys WHERE kind = 'referral' AND record_id = $1`;
      expect(await tx.query(key, [id])).toEqual([]);
    });
    // The partner itself reaches its sheet, and not the referral behind it.
    await mawa.transactions.run(nurse.actor, async (tx) => {
      expect(
        await tx.query('SELECT 1 FROM referral_sheets WHERE referral_id = $1', [id]),
      ).toHaveLength(1);
      expect(await tx.query('SELECT 1 FROM referrals WHERE id = $1', [id])).toEqual([]);
    });
  });

  it('after a withdrawal its own page says that it is over, and never why', async () => {
    const one = await aReferral(officer, clinic);
    await nurse.get(`/received/${one.id}`).expect(200);
    await officer
      .post(`/api/v1/people/${one.caseId}/consents/${one.consentId}/withdrawal`, { how: 'oral' })
      .expect(201);
    const page = await nurse.get(`/received/${one.id}`).expect(200);
    expect(page.text).toContain('Cette orientation est close');
    expect(page.text).not.toContain(NEEDS);
    expect(page.text).not.toMatch(/retiré|accord/);
    await nurse.post(`/api/v1/received/${one.id}/answer`, { answer: 'accepted' }).expect(409);
    await nurse
      .post(`/api/v1/received/${one.id}/answer`, { answer: 'accepted', note: 'mardi' })
      .expect(409);
  });

  it('sees nothing of the person any more once the share is over, whether a job ran or not', async () => {
    const { id, caseId } = await aReferral(officer, clinic);
    await nurse.post(`/api/v1/received/${id}/answer`, { answer: 'accepted' }).expect(204);
    const { rows } = await mawa.admin.query<{ until: Date }>(
      `SELECT until_at AS until FROM shares WHERE case_id = $1`,
      [caseId],
    );
    await tomorrow(mawa, nurse, rows[0]!.until.toISOString(), async (later) => {
      const page = await later.get(`/received/${id}`).expect(200);
      expect(page.text).not.toContain(NEEDS);
      const { body } = await later.get(`/api/v1/received/${id}`).expect(200);
      expect(body.sheet).toBeNull();
    });
  });

  it('tells its own places, and of nobody else', async () => {
    await nurse
      .post('/api/v1/received/places', { service: 'legal', state: 'places', places: 2 })
      .expect(201);
    const { body } = await officer.get(`/api/v1/partners/${clinic}`).expect(200);
    expect(body.now).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ service: 'legal', free: 2, how: 'account' }),
      ]),
    );
    const page = await nurse
      .submit('/received/places', { service: 'legal', state: 'places' })
      .expect(422);
    expect(page.text).toContain('Écrivez combien de places');
    await nurse.submit('/received/places', { service: 'legal', state: 'full' }).expect(303);
    const caseId = await aPerson(officer);
    await agrees(officer, caseId, clinic);
    await officer
      .post(`/api/v1/people/${caseId}/referrals`, asking(clinic, { service: 'legal' }))
      .expect(409);
    const insert = mawa.transactions.run(nurse.actor, (tx) =>
      tx.query(
        `INSERT INTO partner_places (organisation_id, service, list_version, places, how) VALUES ($1, 'legal', 1, 9, 'account')`,
        [other],
      ),
    );
    await expect(insert).rejects.toMatchObject({ code: '42501' });
    const seen = await mawa.transactions.run(neighbour.actor, (tx) =>
      tx.query('SELECT 1 FROM partner_places'),
    );
    expect(seen).toEqual([]);
  });

  it('a referral to it needs no link: the page of the sender says so by offering none', async () => {
    const caseId = await aPerson(officer);
    await agrees(officer, caseId, clinic);
    const fields = { partnerId: clinic, service: 'medical', urgency: 'soon', parts: ['needs'] };
    const sent = await officer
      .submit(`/people/${caseId}/referrals`, { ...fields, needs: NEEDS })
      .expect(303);
    const page = await officer.get(sent.headers.location!).expect(200);
    expect(page.text).not.toContain('Faire le lien du partenaire');
  });

  it('two openings of a new referral at once both show what was shared', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { id } = await aReferral(officer, clinic);
      const pages = await Promise.all(
        [`/received/${id}`, `/received/${id}`, `/received/${id}`].map((path) => nurse.get(path)),
      );
      expect(pages.map(({ status }) => status)).toEqual([200, 200, 200]);
      for (const { text } of pages) expect(text).toContain(NEEDS);
      const { rows } = await mawa.admin.query(
        `SELECT (SELECT count(*)::int FROM referral_steps WHERE referral_id = $1 AND to_state = 'seen') AS steps,
                (SELECT count(*)::int FROM audit_log
                  WHERE action = 'referrals.seen_by_partner' AND subject_ids @> ARRAY[$1::uuid]) AS audited`,
        [id],
      );
      expect(rows).toEqual([{ steps: 1, audited: 1 }]);
    }
  });

  it('of more than two hundred it lists the live ones, then the newest, and says that older ones are left out', async () => {
    const busy = await aPartner(mawa);
    await hasPlaces(officer, busy, 'open').expect(201);
    const reader = await mawa.signIn('partner_viewer', { organisationId: busy });
    const live = await aReferral(officer, busy);
    await mawa.admin.query(`
      BEGIN;
      SET LOCAL session_replication_role = replica;
      INSERT INTO referrals (id, case_id, partner_id, share_id, reference, places_id, service, list_version, urgency,
        parts, state, sent_by, sent_at, due_at, ended_at, outcome)
      SELECT gen_random_uuid(), case_id, partner_id, gen_random_uuid(), 'ANCIEN-' || n, places_id, service, list_version,
        urgency, parts, 'closed', sent_by, sent_at - n * interval '1 day', due_at - n * interval '1 day',
        sent_at - n * interval '1 day', 'completed'
        FROM referrals, generate_series(1, 203) n WHERE id = '${live.id}';
      COMMIT`);
    const { body } = await reader.get('/api/v1/received').expect(200);
    expect(body.older).toBe(true);
    const [first, ...ended] = body.referrals as { id: string; reference: string }[];
    expect(first!.id).toBe(live.id);
    expect(ended.map(({ reference }) => reference)).toEqual(
      Array.from({ length: 199 }, (_, n) => `ANCIEN-${n + 1}`),
    );
    const left = 'Les orientations plus anciennes ne sont pas affichées ici.';
    expect((await reader.get('/received').expect(200)).text).toContain(left);
    expect((await nurse.get('/received').expect(200)).text).not.toContain(left);
    expect((await nurse.get('/api/v1/received').expect(200)).body.older).toBe(false);
  });

  it('an account without an organisation receives nothing', async () => {
    const nobody = await mawa.signIn('partner_viewer');
    await nobody.get('/received').expect(404);
    await nobody.post('/api/v1/received/places', { service: 'legal', state: 'full' }).expect(404);
    await officer.get('/received').expect(403);
  });
});
