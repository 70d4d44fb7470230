import { aPerson, type TestPerson } from '../beneficiaries/test-people';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aCourt, aHearing, aProceeding, codesOf } from './legal';

interface HearingView {
  readonly id: string;
  readonly state: string;
  readonly day: string;
  readonly place: string | null;
  readonly note: string | null;
  readonly adjournedFrom: string | null;
  readonly court: { readonly id: string };
  readonly steps: { readonly detail: string | null }[];
}

describe('a hearing that was entered by mistake, or whose proceeding ended', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let person: TestPerson;
  let court: string;
  let other: string;
  let feed: string;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    officer = await mawa.signIn('reintegration_officer');
    const legal = await mawa.signIn('legal_officer');
    court = await aCourt(legal);
    other = await aCourt(legal);
    person = await aPerson(officer);
    feed = (await officer.post('/api/v1/hearings/feed', {}).expect(201)).body.path;
  });
  afterAll(() => mawa.stop());

  const hearingsOf = async ({ path }: { path: string }): Promise<HearingView[]> =>
    (await officer.get(path).expect(200)).body.hearings;
  const inFeed = async (code: string) => (await officer.get(feed)).text.includes(code);
  const inCalendar = async (code: string) =>
    (await officer.get(`/api/v1/hearings?code=${code}`).expect(200)).body.next.length as number;
  const tasksAbout = async (id: string) =>
    (
      await mawa.admin.query<{ open: boolean; due: string }>(
        `SELECT done_at IS NULL AS open, due_at::text AS due FROM tasks WHERE kind = 'hearing' AND subject_id = $1`,
        [id],
      )
    ).rows;

  it('is corrected before its hour; the wrong values stay, calendar, feed and task follow', async () => {
    const proceeding = await aProceeding(officer, person);
    const { body: wrong } = await aHearing(officer, proceeding, court, {
      day: '2026-12-02',
      place: 'salle 4',
      note: 'venir tôt',
    }).expect(201);
    const of = `${proceeding.path}/hearings/${wrong.id}/correction`;
    const right = { courtId: other, day: '2026-12-03', time: '11:00' };
    for (const [sent, code] of [
      [{ ...right, day: '2026-12-05' }, 'legal.court_weekend'],
      [{ ...right, time: '25:00' }, 'legal.not_a_time'],
      [{ courtId: court, day: '2026-12-02', time: '09:30' }, 'legal.same_hearing'],
    ] as const) {
      expect(codesOf(await officer.post(of, sent).expect(422))).toEqual([code]);
    }
    expect(await inFeed(wrong.code)).toBe(true);
    const { body: made } = await officer.post(of, right).expect(201);
    expect(await hearingsOf(proceeding)).toMatchObject([
      {
        id: wrong.id,
        state: 'cancelled',
        day: '2026-12-02',
        court: { id: court },
        steps: [{ detail: null }, { detail: 'corrected' }],
      },
      {
        id: made.id,
        state: 'planned',
        day: '2026-12-03',
        court: { id: other },
        place: 'salle 4',
        note: 'venir tôt',
        adjournedFrom: wrong.id,
      },
    ]);
    expect([await inFeed(wrong.code), await inFeed(made.code)]).toEqual([false, true]);
    expect([await inCalendar(wrong.code), await inCalendar(made.code)]).toEqual([0, 1]);
    expect(await tasksAbout(wrong.id)).toMatchObject([{ open: false }]);
    expect(await tasksAbout(made.id)).toMatchObject([
      { open: true, due: expect.stringContaining('2026-12-02') },
    ]);
    expect(codesOf(await officer.post(of, right).expect(409))).toEqual(['legal.moved_on']);
    const audit = await mawa.admin.query(
      `SELECT 1 FROM audit_log WHERE action = 'legal.correct_hearing' AND $1 = ANY (subject_ids)`,
      [wrong.id],
    );
    expect(audit.rows).toHaveLength(1);
  });

  it('is corrected on its page, filled with what was entered, with a sentence beside what is wrong', async () => {
    const proceeding = await aProceeding(officer, person);
    const { body } = await aHearing(officer, proceeding, court, { day: '2026-12-08' }).expect(201);
    const page = `/people/${person.id}/legal/${proceeding.id}`;
    const shown = await officer.get(page).expect(200);
    expect(shown.text).toContain(`${page}/hearings/${body.id}/correction`);
    const form = await officer.get(`${page}/hearings/${body.id}/correction`).expect(200);
    for (const value of ['value="2026-12-08"', 'value="09:30"', `value="${court}" selected`]) {
      expect(form.text).toContain(value);
    }
    const sent = { courtId: court, day: '2026-12-06', time: '09:30' };
    const refused = await officer
      .submit(`${page}/hearings/${body.id}/correction`, sent)
      .expect(422);
    expect(refused.text).toMatch(/id="e-day">[^]*?Les tribunaux ne siègent pas/);
    await officer
      .submit(`${page}/hearings/${body.id}/correction`, { ...sent, day: '2026-12-09' })
      .expect(303);
    const after = await officer.get(page).expect(200);
    expect(after.text).toMatch(/Corrigée\s: elle est fixée à nouveau/);
  });

  it('is not corrected once its hour is over, nor by who does not write the legal part', async () => {
    const proceeding = await aProceeding(officer, person);
    const { body } = await aHearing(officer, proceeding, court, { day: '2026-11-23' }).expect(201);
    const of = `${proceeding.path}/hearings/${body.id}/correction`;
    const sent = { courtId: court, day: '2026-12-10', time: '09:30' };
    expect(codesOf(await officer.post(of, sent).expect(409))).toEqual(['legal.hearing_is_over']);
    const stranger = await mawa.signIn('legal_officer');
    await stranger.post(of, sent).expect(404);
    const manager = await mawa.signIn('shelter_manager');
    await manager.post(of, sent).expect(403);
  });

  it('is cancelled with its proceeding, which says which; one whose hour is over waits for its outcome', async () => {
    const proceeding = await aProceeding(officer, person);
    const past = (await aHearing(officer, proceeding, court, { day: '2026-11-20' })).body;
    const coming = (await aHearing(officer, proceeding, court, { day: '2026-12-14' })).body;
    expect(await inFeed(coming.code)).toBe(true);
    const page = `/people/${person.id}/legal/${proceeding.id}`;
    const saved = await officer
      .submit(`${page}/stages`, { to: 'dismissed', on: '2026-11-24' })
      .expect(303);
    const flash = String(saved.headers['set-cookie']).split(';')[0];
    const { text } = await officer
      .get(page)
      .set('cookie', `${officer.headers.cookie}; ${flash}`)
      .expect(200);
    expect(text).toMatch(/Annulée avec la procédure.*14\sdéc\.\s2026 \(Tribunal/);
    expect(await hearingsOf(proceeding)).toMatchObject([
      { id: past.id, state: 'planned' },
      { id: coming.id, state: 'cancelled', steps: [{}, { detail: 'proceeding_ended' }] },
    ]);
    expect([await inFeed(coming.code), await inCalendar(coming.code)]).toEqual([false, 0]);
    expect(await tasksAbout(coming.id)).toMatchObject([{ open: false }]);
    // Closed for good: nothing is left in the calendar, and nothing is set again.
    const closed = await officer
      .post(`${proceeding.path}/stages`, { to: 'closed', on: '2026-11-24' })
      .expect(201);
    expect(closed.body.cancelledHearings).toEqual([]);
    const again = { to: 'planned', detail: 'entered_by_mistake' };
    const of = `${proceeding.path}/hearings/${coming.id}`;
    expect(codesOf(await officer.post(`${of}/end`, again).expect(409))).toEqual([
      'legal.is_closed',
    ]);
    expect([await inFeed(past.code), await inCalendar(past.code)]).toEqual([false, 0]);
    await officer.post(`${proceeding.path}/hearings/${past.id}/end`, {
      to: 'held',
      detail: 'heard',
    });
    expect((await hearingsOf(proceeding))[0]).toMatchObject({ state: 'held' });
  });
});
