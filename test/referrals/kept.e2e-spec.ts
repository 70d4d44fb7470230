import { referralFigures } from '../../modules/referrals';
import { bothHeld, join } from '../duplicates/pairs';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import {
  aLink,
  agrees,
  aPartner,
  aPerson,
  aReferral,
  asking,
  hasPlaces,
  NEEDS,
  stateOf,
} from './partners';

describe('what is counted of referrals, and what a person is given of them', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let programme: SignedIn;
  let clinic: string;
  let lawyers: string;
  let unnamed: string;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    programme = await mawa.signIn('programme_officer');
    clinic = await aPartner(mawa, { partnerType: 'health' });
    lawyers = await aPartner(mawa, { partnerType: 'legal' });
    const admin = await mawa.signIn('administrator');
    const { body } = await admin
      .post('/api/v1/organisations', { code: 'SANS-SORTE', kind: 'partner', name: 'Sans sorte' })
      .expect(201);
    unnamed = body.id;
    for (const partner of [clinic, lawyers, unnamed]) {
      await hasPlaces(officer, partner, 'open').expect(201);
    }
  });
  afterAll(() => mawa.stop());

  const figures = (from = '2026-11-01', until = '2026-12-01') =>
    mawa.transactions.run(programme.actor, (tx) => referralFigures(tx, { from, until }));
  const answer = ({ id }: { id: string }, body: object, who = officer) =>
    who.post(`/api/v1/referrals/${id}/answer`, body).expect(201);

  it('by kind of partner, written out by hand', async () => {
    const sent = [];
    for (let n = 0; n < 4; n += 1) sent.push(await aReferral(officer, clinic));
    const law = await aReferral(officer, lawyers);
    const [first] = sent as [(typeof sent)[number]];
    await agrees(officer, first.caseId, unnamed);
    await officer.post(`/api/v1/people/${first.caseId}/referrals`, asking(unnamed)).expect(201);
    const start = mawa.clock.now();
    mawa.clock.advance(12 * 3_600_000); // half a day
    const soon = await mawa.signInAs(officer.email);
    await answer(sent[0]!, { answer: 'accepted' }, soon);
    await soon.post(`/api/v1/referrals/${sent[0]!.id}/news`, { news: 'completed' }).expect(201);
    await answer(sent[1]!, { answer: 'declined', reason: 'full' }, soon);
    mawa.clock.set(new Date(start.getTime() + 2.5 * 86_400_000));
    const later = await mawa.signInAs(officer.email);
    await later.post(`/api/v1/referrals/${law.id}/answer`, { answer: 'accepted' }).expect(201);
    await later
      .post(`/api/v1/referrals/${sent[2]!.id}/revocation`, { reason: 'person_asked' })
      .expect(201);
    mawa.clock.set(start);
    expect(await figures()).toEqual({
      sent: 6,
      accepted: 2,
      declined: 1,
      expired: 0,
      revoked: 1,
      waiting: 2,
      completed: 1,
      // Half a day, half a day, two and a half days.
      people: 5,
      medianDays: '0.5',
      answered: 3,
      inTime: 3,
      byPartnerType: [
        {
          partnerType: 'health',
          sent: 4,
          accepted: 1,
          declined: 1,
          expired: 0,
          revoked: 1,
          waiting: 1,
          completed: 1,
          people: 4,
          medianDays: '0.5',
        },
        {
          partnerType: 'legal',
          sent: 1,
          accepted: 1,
          declined: 0,
          expired: 0,
          revoked: 0,
          waiting: 0,
          completed: 0,
          people: 1,
          medianDays: '2.5',
        },
        {
          partnerType: null,
          sent: 1,
          accepted: 0,
          declined: 0,
          expired: 0,
          revoked: 0,
          waiting: 1,
          completed: 0,
          people: 1,
          medianDays: null,
        },
      ],
    });
    expect((await figures('2026-10-01', '2026-11-01')).sent).toBe(0);
  });

  it('for those who may: the page draws them, the API tells them, others are refused', async () => {
    await officer.get('/referrals/figures').expect(403);
    const early = await programme.get('/api/v1/referral-figures?quarter=2026-Q4').expect(422);
    expect(early.body.code).toBe('quarter_goes_on');
    const now = mawa.clock.now();
    mawa.clock.set(new Date('2027-01-04T09:00:00Z'));
    const reader = await mawa.signInAs(programme.email);
    const page = await reader.get('/referrals/figures').expect(200);
    expect(page.text).toContain('orientations dans la période');
    const { body } = await reader.get('/api/v1/referral-figures');
    expect([body.quarter, body.figures.sent]).toEqual(['2026-Q4', 6]);
    mawa.clock.set(now);
    // The door of the figures gives no text and no name.
    const texts = mawa.transactions.run(programme.actor, async (tx) => {
      await tx.query('SET LOCAL ROLE mawa_figures');
      return tx.query('SELECT sheet FROM referrals');
    });
    await expect(texts).rejects.toMatchObject({ code: '42501' });
  });

  it('the person is given what was told and what was answered', async () => {
    const one = await aReferral(officer, clinic);
    await answer(one, { answer: 'accepted', note: 'venez lundi' });
    const { body } = await officer
      .post(`/api/v1/people/${one.caseId}/rights/file.json`)
      .expect(200);
    const records = body.records as Record<string, Record<string, unknown>[]>;
    expect(records.referrals).toMatchObject([{ id: one.id, sheet: { needs: NEEDS } }]);
    expect(records.referral_steps!.map((row) => [row.to_state, row.note])).toEqual([
      ['sent', null],
      ['accepted', 'venez lundi'],
    ]);
    expect(records.partner_links).toBeUndefined();
  });

  it('an erased person’s referral ends, its link and its words are gone, and the number stays', async () => {
    const one = await aReferral(officer, clinic);
    await answer(one, { answer: 'accepted', note: 'venez lundi' });
    const number = await aLink(officer, one.id);
    const before = await figures();
    await mawa.admin.query('BEGIN');
    await mawa.admin.query(
      `SELECT set_config('mawa.now', $1, true), set_config('mawa.tonight', '2026-11-24', true), set_config('mawa.actor', $2, true)`,
      [mawa.clock.now().toISOString(), officer.actor.userId],
    );
    await mawa.admin.query('SELECT wipe_case($1)', [one.caseId]);
    await mawa.admin.query('COMMIT');
    expect(await stateOf(mawa, one.id)).toBe('revoked');
    await mawa.http().post(`/r/${number}`).type('form').send({}).expect(404);
    const { rows } = await mawa.admin.query(
      `SELECT r.case_id <> $2 AS moved, r.sheet, (SELECT count(*)::int FROM keys.record_keys k WHERE k.record_id = r.id) AS keys,
              (SELECT count(*)::int FROM referral_sheets s WHERE s.referral_id = r.id) AS sheets,
              (SELECT count(*)::int FROM referral_steps s WHERE s.referral_id = r.id AND s.note IS NOT NULL) AS notes,
              (SELECT count(*)::int FROM tasks t WHERE t.subject_id = r.id AND t.done_at IS NULL) AS tasks
         FROM referrals r WHERE r.id = $1`,
      [one.id, one.caseId],
    );
    expect(rows).toEqual([{ moved: true, sheet: null, keys: 0, sheets: 0, notes: 0, tasks: 0 }]);
    const after = await figures();
    expect(after).toEqual(before);
  });

  it('of two joined files both referrals stand in the one that goes on, which alone takes new ones', async () => {
    const { officer: holder, mina, again, pair } = await bothHeld(mawa);
    const sendTo = async (caseId: string, partnerId: string) => {
      await agrees(holder, caseId, partnerId);
      const path = `/api/v1/people/${caseId}/referrals`;
      const { body: sent } = await holder.post(path, asking(partnerId)).expect(201);
      return { id: sent.id as string, caseId };
    };
    const [one, other] = [await sendTo(mina.id, clinic), await sendTo(again.id, lawyers)];
    await join(holder, pair, mina);
    const { body } = await holder.get(`/api/v1/people/${one.caseId}/referrals`).expect(200);
    expect(body.map(({ id }: { id: string }) => id).sort()).toEqual([one.id, other.id].sort());
    const file = await holder.get(`/people/${one.caseId}`).expect(200);
    expect(file.text).toContain(`/referrals/${other.id}`);
    const refused = await holder
      .post(`/api/v1/people/${other.caseId}/referrals`, asking(lawyers, { service: 'other_help' }))
      .expect(409);
    expect(refused.body.code).toBe('people.file_was_joined');
    // A withdrawal in the one reaches what stands in the other.
    await agrees(holder, one.caseId, lawyers);
    mawa.clock.advance(1000);
    const { body: consents } = await holder.get(`/api/v1/people/${one.caseId}/consents`);
    const given = consents.standing.find(
      (row: { recipientId: string }) => row.recipientId === lawyers,
    );
    await holder
      .post(`/api/v1/people/${one.caseId}/consents/${given.id}/withdrawal`, { how: 'oral' })
      .expect(201);
    expect(await stateOf(mawa, other.id)).toBe('revoked');
    expect(await stateOf(mawa, one.id)).toBe('sent');
  });

  it('a list of two hundred takes a page at a time', async () => {
    const many = await aPartner(mawa);
    await hasPlaces(officer, many, 'open').expect(201);
    for (let n = 0; n < 52; n += 1) {
      const caseId = await aPerson(officer);
      await agrees(officer, caseId, many);
      await officer.post(`/api/v1/people/${caseId}/referrals`, asking(many)).expect(201);
    }
    const first = (await officer.get(`/api/v1/referrals?partnerId=${many}`).expect(200)).body;
    expect([first.referrals.length, first.total]).toEqual([50, 52]);
    const rest = (await officer.get(`/api/v1/referrals?partnerId=${many}&after=${first.next}`))
      .body;
    expect([rest.referrals.length, rest.next]).toEqual([2, null]);
    const seen = [...first.referrals, ...rest.referrals].map(({ id }: { id: string }) => id);
    expect(new Set(seen).size).toBe(52);
  }, 120_000);
});
