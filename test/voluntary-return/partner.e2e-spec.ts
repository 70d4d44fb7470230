import { ArrivalRequests, ReturnsHousekeeping } from '../../modules/voluntary-return';
import { aPerson, type TestPerson } from '../beneficiaries/test-people';
import { ADULT, yesTo } from '../consents/consent-answers';
import { bothHeld, join } from '../duplicates/pairs';
import { aPartner } from '../referrals/partners';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { standsAt } from '../shelter-beds/house';
import * as give from './returns';
import { aTrack, codesOf, decided, prepared, step } from './returns';

/** The partner that receives says so itself, by a link; what waits too long is a task. */
describe('the partner that receives', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let second: SignedIn;
  let partnerId: string;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    await standsAt(mawa, '2026-11-24T10:00:00Z');
    officer = await mawa.signIn('reintegration_officer');
    second = await mawa.signIn('case_supervisor');
    partnerId = await aPartner(mawa, { name: 'Maison d’accueil', country: 'CI', language: 'en' });
  });
  afterAll(() => mawa.stop());

  const rowsOf = async <R extends object>(sql: string, params: unknown[] = []): Promise<R[]> =>
    (await mawa.admin.query<R>(sql, params)).rows;
  const agreed = async (person: TestPerson, by = officer): Promise<string> => {
    const said = yesTo('sharing', { recipientId: partnerId });
    await by.post(`${person.path}/consents`, said).expect(201);
    const share = {
      purpose: 'sharing',
      recipientId: partnerId,
      what: ['needs'],
      why: 'return',
      how: 'oral',
    };
    return (await by.post(`${person.path}/shares`, share).expect(201)).body.id as string;
  };
  async function travelling() {
    const person = await aPerson(officer, ADULT);
    await officer.post(`${person.path}/access`, { userId: second.actor.userId }).expect(204);
    const track = await aTrack(officer, person);
    await decided(officer, second, track);
    await step(officer, track, 'preparing', '2026-11-10').expect(201);
    await prepared(officer, track);
    await step(officer, track, 'travelling').expect(201);
    return { person, track, shareId: await agreed(person) };
  }
  const link = async ({ track, shareId }: Awaited<ReturnType<typeof travelling>>) =>
    (await officer.post(`${track.path}/partner-link`, { shareId }).expect(201)).body as {
      path: string;
      reference: string;
    };
  const numberOf = ({ path }: { path: string }) => path.slice(3).replace(/\?.*/, '');
  const answerLink = (path: string, fields: object) =>
    mawa.http().post(path.replace('?', '/facts?')).type('form').send(fields);
  const WELL = { on: '2026-11-21', received: 'partner', onward: 'arranged', wellbeing: 'well' };

  it('says by its link that somebody arrived, in its language, once, and no word of its own', async () => {
    const one = await travelling();
    const made = await link(one);
    expect(made.path).toMatch(/^\/r\/[0-9a-z-]+\?l=en$/);
    const { text } = await mawa.http().post(made.path).type('form').send({}).expect(200);
    for (const words of ['Arrival of a person', 'Who received the person?', made.reference])
      expect(text).toContain(words);
    const { body: file } = await officer.get(one.person.path).expect(200);
    for (const secret of [file.caseNumber as string, one.person.id, one.track.id, 'textarea'])
      expect(text).not.toContain(secret);
    for (const [wrong, words] of [
      [{ ...WELL, on: '2026-12-31' }, 'value="2026-12-31"'],
      [{ ...WELL, on: 'yesterday' }, ''],
      [{ ...WELL, received: 'her brother' }, 'Answer each question'],
      [{}, 'Answer each question'],
      [{ ...WELL, received: 'x'.repeat(10_000) }, ''],
    ] as const)
      expect((await answerLink(made.path, wrong).expect(422)).text).toContain(words);
    const nothing = await answerLink(made.path, {}).expect(422);
    expect(nothing.text.match(/class="wrong">Answer each question/g)).toHaveLength(4);
    expect(nothing.text).toMatch(/received the person\?<\/legend>\s*<p class="wrong">Answer each/);
    expect((await officer.get(one.track.path)).body.state).toBe('travelling');
    const said = await answerLink(made.path, WELL).expect(200);
    expect(said.text).toContain('You answered on');
    expect(said.text).not.toContain('type="radio"');
    await answerLink(made.path, { ...WELL, received: 'family' }).expect(404);
    const { body } = await officer.get(one.track.path).expect(200);
    expect(body).toMatchObject({ state: 'arrived', confirmBy: null });
    expect(body.arrivals).toMatchObject([
      { reportedBy: 'partner', how: 'link', received: 'partner', on: '2026-11-24', note: null },
    ]);
    expect(body.steps.at(-1)).toMatchObject({ to: 'arrived', on: '2026-11-21' });
    await step(officer, one.track, 'reintegrating', '2026-11-24').expect(201);
    expect(await rowsOf(`SELECT 1 FROM tasks WHERE kind = 'return_arrival'`)).toEqual([]);
  });

  it('says that nobody was there: the person has not arrived, and somebody calls within a day', async () => {
    const one = await travelling();
    const { path } = await link(one);
    await answerLink(path, {
      ...WELL,
      received: 'nobody',
      onward: 'missing',
      wellbeing: 'not_known',
    });
    expect((await officer.get(one.track.path)).body).toMatchObject({ state: 'travelling' });
    const called = () =>
      rowsOf<{ who: string }>(
        `SELECT for_user AS who FROM tasks WHERE kind = 'return_arrival' AND case_id = $1 AND done_at IS NULL`,
        [one.person.id],
      );
    expect((await called()).map(({ who }) => who).sort()).toEqual(
      [officer.actor.userId, second.actor.userId].sort(),
    );
    const { text } = await officer.get('/tasks').expect(200);
    expect(text).toContain('Un partenaire signale un problème à l’arrivée');
    // She is found the next day: the same link takes it.
    await answerLink(path, { ...WELL, on: '2026-11-24', wellbeing: 'needs_help' }).expect(200);
    expect((await officer.get(one.track.path)).body.state).toBe('arrived');
    expect(await called()).toHaveLength(4);
  });

  it('is heard by whoever holds the file by then, though nobody is signed in', async () => {
    const one = await travelling();
    const { path } = await link(one);
    const successor = await mawa.signIn('reintegration_officer');
    await officer
      .post(`${one.person.path}/access/hand-over`, { userId: successor.actor.userId })
      .expect(204);
    await answerLink(path, { ...WELL, received: 'nobody' }).expect(200);
    const called = async () =>
      (
        await rowsOf<{ who: string }>(
          `SELECT for_user AS who FROM tasks WHERE kind = 'return_arrival' AND case_id = $1`,
          [one.person.id],
        )
      ).map(({ who }) => who);
    expect(await called()).toContain(successor.actor.userId);
    expect(await called()).not.toContain(officer.actor.userId);
    // Nor where the connection says of no actor at all who it is.
    await mawa.admin.query('DELETE FROM tasks WHERE case_id = $1', [one.person.id]);
    await mawa.admin.query(
      `SELECT open_officer_task('return_arrival', $1, gen_random_uuid(), $2, mawa_now())
         FROM set_config('mawa.now', '2026-11-25T10:00:00Z', true) AS moment, set_config('mawa.actor', '', true) AS actor`,
      [one.person.id, officer.actor.userId],
    );
    expect((await called()).sort()).toEqual([successor.actor.userId, second.actor.userId].sort());
  });

  it('that nobody was there confirms nothing, and another partner reads none of it', async () => {
    const one = await travelling();
    await answerLink((await link(one)).path, { ...WELL, received: 'nobody' }).expect(200);
    await step(officer, one.track, 'arrived', '2026-11-21').expect(201);
    const { body } = await officer.get(one.track.path).expect(200);
    expect(body.confirmBy).toBe('2026-11-26');
    expect(body.onwards.missing).toEqual(['reception', 'confirmation']);
    const { path } = await link(one);
    const { text } = await mawa.http().post(path).type('form').send({}).expect(200);
    expect(text).not.toContain('You answered on');
    expect((await answerLink(path, { ...WELL, on: '2026-11-01' }).expect(200)).text).toContain(
      'You answered',
    );
    expect((await officer.get(one.track.path)).body.confirmBy).toBeNull();
    // Given up meanwhile: a link that was never answered shows nothing of it.
    const other = await travelling();
    const early = await link(other);
    await officer.post(`${other.track.path}/withdrawal`, { on: '2026-11-24' }).expect(201);
    await mawa.http().post(early.path).type('form').send({}).expect(404);
  });

  it('two of its people who answer at once: one is heard', async () => {
    const one = await travelling();
    const number = numberOf(await link(one));
    const answers = await Promise.all(
      ['partner', 'family'].map((received) =>
        mawa
          .http()
          .post('/api/v1/partner-links/facts')
          .send({ number, facts: { ...WELL, received } }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404]);
    expect((await officer.get(one.track.path)).body.arrivals).toHaveLength(1);
  });

  it('is asked under a share that was opened on another file of the person, joined since', async () => {
    const { officer: by, mina, again, pair } = await bothHeld(mawa);
    await by.post(`${mina.path}/access`, { userId: second.actor.userId }).expect(204);
    const track = await aTrack(by, mina);
    await decided(by, second, track);
    await step(by, track, 'preparing', '2026-11-10').expect(201);
    await prepared(by, track);
    await step(by, track, 'travelling').expect(201);
    const shareId = await agreed(again, by);
    await join(by, pair, mina);
    const { body } = await by.post(`${track.path}/partner-link`, { shareId }).expect(201);
    const { text } = await mawa.http().post(body.path).type('form').send({}).expect(200);
    expect(text).toContain('Arrival of a person');
  });

  it('is asked under an open share alone, by who accompanies, about somebody who left', async () => {
    const one = await travelling();
    const ask = (by: SignedIn, shareId: string) =>
      by.post(`${one.track.path}/partner-link`, { shareId });
    expect(codesOf(await ask(officer, one.person.id).expect(422))).toEqual(['returns.share_which']);
    await ask(await mawa.signIn('reintegration_officer'), one.shareId).expect(404);
    await ask(await mawa.signIn('programme_officer'), one.shareId).expect(403);
    const other = await aPerson(officer, ADULT);
    const early = await aTrack(officer, other);
    const shareId = await agreed(other);
    const refused = await officer.post(`${early.path}/partner-link`, { shareId }).expect(409);
    expect(codesOf(refused)).toEqual(['returns.not_travelling']);
    const page = one.track.path.replace('/api/v1', '');
    expect((await officer.get(page).expect(200)).text).toContain(
      `${page.replace(/^.*people/, '/people')}/partner-link/new`,
    );
    expect((await officer.get(`${page}/partner-link/new`).expect(200)).text).toContain(
      'Maison d’accueil',
    );
    const handed = await officer
      .submit(`${page}/partner-link`, { shareId: one.shareId })
      .expect(200);
    expect(handed.text).toContain('Arrival of a person');
    // The share closes, and the link with it.
    const { path } = await link(one);
    await officer
      .post(`${one.person.path}/shares/${one.shareId}/end`, {})
      .expect((answer) => expect(answer.status).toBeLessThan(300));
    await mawa.http().post(path).type('form').send({}).expect(404);
    await answerLink(path, WELL).expect(404);
    expect((await officer.get(one.track.path)).body.state).toBe('travelling');
  });

  it('nobody but a link says so by a link, and a link of a referral asks no such thing', async () => {
    const one = await travelling();
    expect(mawa.app.get(ArrivalRequests)).toBeDefined();
    await step(officer, one.track, 'arrived', '2026-11-21').expect(201);
    await officer.post(`${one.track.path}/arrivals`, give.arrival({ how: 'link' })).expect(422);
    const number = numberOf(await link(one));
    await mawa
      .http()
      .post('/api/v1/partner-links/answer')
      .send({ number, answer: 'accepted' })
      .expect(404);
  });

  it('what waits too long is a task of who can act, and done when it came', async () => {
    const one = await travelling();
    const late = await aPerson(officer, ADULT);
    const preparing = await aTrack(officer, late);
    await officer
      .post(`${preparing.path}/documents`, {
        kind: 'passport',
        country: 'CI',
        to: 'asked',
        on: '2026-11-03',
        dueOn: '2026-11-26',
      })
      .expect(201);
    await officer.post(`${preparing.path}/risks`, give.risk()).expect(201);
    await step(officer, one.track, 'arrived', '2026-11-21').expect(201);
    const tend = () => mawa.app.get(ReturnsHousekeeping).run();
    const open = async () =>
      (
        await rowsOf<{ kind: string; to: string }>(
          `SELECT kind, coalesce(for_role, 'officer') AS to FROM tasks
            WHERE done_at IS NULL AND kind IN ('return_confirmation', 'return_document', 'return_risk')
                AND (case_id = ANY ($1) OR case_id IS NULL) ORDER BY kind`,
          [[one.person.id, late.id]],
        )
      ).map(({ kind, to }) => `${kind} ${to}`);
    await tend();
    expect(await open()).toEqual([]);
    // The partner had until the 26th, the consulate as well, the supervisor until the 27th.
    mawa.clock.set('2026-11-28T10:00:00Z');
    await tend();
    await tend();
    expect(await open()).toEqual([
      'return_confirmation officer',
      'return_document officer',
      'return_risk case_supervisor',
    ]);
    mawa.clock.set('2026-11-24T23:10:00Z');
    // Whose file is somebody else's by then is called by that colleague.
    const successor = await mawa.signIn('reintegration_officer');
    await officer
      .post(`/api/v1/people/${late.id}/access/hand-over`, { userId: successor.actor.userId })
      .expect(204);
    await mawa.admin.query('DELETE FROM tasks WHERE case_id = $1', [late.id]);
    mawa.clock.set('2026-11-28T10:00:00Z');
    await tend();
    expect(
      await rowsOf(`SELECT for_user FROM tasks WHERE case_id = $1 AND kind = 'return_document'`, [
        late.id,
      ]),
    ).toEqual([{ for_user: successor.actor.userId }]);
    mawa.clock.set('2026-11-24T23:10:00Z');
    await officer.post(`${one.track.path}/arrivals`, give.arrival()).expect(201);
    mawa.clock.set('2026-11-28T10:00:00Z');
    await tend();
    expect(await open()).toEqual(['return_document officer', 'return_risk case_supervisor']);
  });
});
