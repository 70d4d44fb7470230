import { equalWeights } from '../../migrations/data/survey';
import { cohortFigures } from '../../modules/voluntary-return/cohorts/cohort.figures';
import { aPerson } from '../beneficiaries/test-people';
import { ADULT } from '../consents/consent-answers';
import { standsAt } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aReintegrationTrack, BEST, survey } from '../voluntary-return/return-follow-ups';

const DAY = '2026-12-01';
const SOURCE = 'team meeting of November';
const NEW = {
  code: 'transport_access',
  place: 9,
  dimension: 'economic',
  scale: 'quality',
  relative_weight: 2,
  fr: 'Comment sont les transports là où vous vivez ?',
  ar: 'كيف هي وسائل النقل حيث تعيش؟',
  en: 'How is transport where you live?',
};

describe('a new question of the reintegration survey', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let programme: SignedIn;
  let supervisor: SignedIn;
  let track: { id: string; path: string };
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    await standsAt(mawa, '2026-11-24T12:10:00Z');
    officer = await mawa.signIn('reintegration_officer');
    supervisor = await mawa.signIn('case_supervisor', { language: 'en' });
    programme = await mawa.signIn('programme_officer', { language: 'en' });
    const person = await aPerson(officer, ADULT);
    await officer.post(`${person.path}/access`, { userId: supervisor.actor.userId }).expect(204);
    track = await aReintegrationTrack(officer, supervisor, person);
  });
  afterAll(() => mawa.stop());

  const PROPOSALS = '/api/v1/settings/survey_questions/proposals';
  const propose = (rows: object[], from = DAY) =>
    programme.post(PROPOSALS, { value: rows, from, source: SOURCE });
  const decide = (who: SignedIn, id: string) =>
    who.post(`/api/v1/setting-proposals/${id}/decisions`, { decision: 'confirmed' });
  const setting = async () =>
    (await programme.get('/api/v1/settings/survey_questions').expect(200)).body;
  const hold = async (on: string, more: object = {}) => {
    const { body } = await officer.post(`${track.path}/surveys`, survey({ on }, more)).expect(201);
    return body as { id: string; scores: Record<string, unknown> };
  };
  const weightsOf = async (version: number) => {
    const { rows } = await mawa.admin.query<{ code: string; own: string; composite: string }>(
      `SELECT code, own::text, composite::text FROM survey_weights WHERE weighting = $1`,
      [version],
    );
    return new Map(rows.map(({ code, ...weight }) => [code, weight]));
  };

  it('is refused where something is missing, where its scale is another one’s own, or in the past', async () => {
    const { dimension: _dimension, ...without } = NEW;
    const wrong: [object[], string, string][] = [
      [[without], DAY, 'settings.required'],
      [[null as never], DAY, 'settings.required'],
      [[{ ...NEW, scale: 'own' }], DAY, 'one of the common scales'],
      [[{ ...NEW, scale: 'stars' }], DAY, 'settings.not_choice'],
      [[{ ...NEW, relative_weight: 11 }], DAY, 'settings.not_in_range'],
      [[{ ...NEW, fr: '' }], DAY, 'settings.required'],
      [[{ ...NEW, code: 'works', scale: 'quality' }], DAY, 'settings.fixed'],
      [[NEW], '2026-11-23', 'settings.day_has_passed'],
    ];
    for (const [rows, from, words] of wrong) {
      const { status, text } = await propose(rows, from);
      expect([words, status]).toEqual([words, 422]);
      if (words.includes('settings.')) expect(text).toContain(words);
    }
    const around = `INSERT INTO setting_proposals (key, value, from_day, source) VALUES ('survey_questions', $1, '${DAY}', 'typed') RETURNING id`;
    const { dimension: _other, ...bare } = NEW;
    const [row] = await mawa.transactions.run(programme.actor, (tx) =>
      tx.query<{ id: string }>(around, [JSON.stringify([bare])]),
    );
    const refused = await decide(supervisor, row!.id).expect(422);
    expect(refused.body.code).toBe('settings.does_not_fit');
  });

  it('is asked from its day on, once another person confirms it; surveys of before keep theirs', async () => {
    const before = await hold('2025-12-10');
    expect(before.scores).toMatchObject({ economic: '1.000000', answered: 28 });
    const { body } = await propose([NEW]).expect(201);
    await decide(programme, body.id).expect(403);
    await decide(supervisor, body.id).expect(200);
    // Not yet: the question is unknown, and the page shows it as planned.
    const early = survey({ on: '2026-11-20' }, { transport_access: 'very_poor' });
    await officer.post(`${track.path}/surveys`, early).expect(422);
    const planned = await setting();
    expect(planned.current.value).toHaveLength(30);
    expect(planned.coming).toMatchObject([{ value: [NEW], confirmedBy: supervisor.actor.name }]);

    mawa.clock.set(`${DAY}T12:10:00Z`);
    [officer, programme, supervisor] = await Promise.all(
      [officer, programme, supervisor].map(({ email }) => mawa.signInAs(email)),
    );
    const after = await setting();
    expect(after.coming).toEqual([]);
    expect(after.current.value).toHaveLength(31);
    expect(after.current.value).toContainEqual(NEW);
    // Eight economic questions weigh one, this one two: its worst answer takes a fifth away.
    const later = await hold(DAY, { transport_access: 'very_poor' });
    expect(later.scores).toMatchObject({ economic: '0.800000', social: '1.000000', answered: 29 });
    const weights = await weightsOf(2);
    expect(weights.get('transport_access')).toEqual({ own: '0.200000', composite: '0.066667' });
    expect(weights.get('works')).toEqual({ own: '0.100000', composite: '0.033333' });

    const { rows } = await mawa.admin.query(
      `SELECT questions, weighting, economic::text FROM return_surveys ORDER BY held_on`,
    );
    expect(rows).toEqual([
      { questions: 1, weighting: 1, economic: '1.000000' },
      { questions: 2, weighting: 2, economic: '0.800000' },
    ]);
    const answers = await officer.get(`${track.path}/surveys/${before.id}`).expect(200);
    expect(answers.text).not.toContain('transport_access');
  });

  it('makes scores that are not compared with those of before', async () => {
    const figures = () =>
      mawa.transactions.run(programme.actor, (tx) =>
        cohortFigures(tx, { from: '2000-01-01', until: '2026-12-02', today: DAY }),
      );
    expect((await figures()).scores).toMatchObject([
      { of: 'composite', people: 0 },
      { of: 'economic', people: 0 },
      { of: 'social', people: 0 },
      { of: 'psychosocial', people: 0 },
    ]);
    await mawa.admin.query('UPDATE return_surveys SET weighting = 2 WHERE weighting = 1');
    expect((await figures()).scores[0]).toMatchObject({ of: 'composite', people: 1 });
  });

  it('takes another table of weights of its own questions, and none of those of before', async () => {
    const rows = equalWeights();
    const old = { source: 'Old table', holdsFrom: DAY, rows: rows.map(numbers) };
    const refused = await programme.post('/api/v1/returns/survey-weights', old).expect(422);
    expect(refused.text).toContain('transport_access');
    expect(Object.keys(BEST)).toHaveLength(rows.length);
    // Loaded before the day from which others are asked, approved after it was settled.
    await programme.get('/returns/survey-weights').expect(200);
    const all = [...(await weightsOf(2))].map(([code, weight]) => numbers({ code, ...weight }));
    const { body } = await programme
      .post('/api/v1/returns/survey-weights', { ...old, holdsFrom: '2026-12-20', rows: all })
      .expect(201);
    const proposal = await propose([{ ...NEW, code: 'road_access', place: 10 }], '2026-12-05');
    await decide(supervisor, proposal.body.id).expect(200);
    const other = await mawa.signIn('programme_officer');
    const late = await other
      .post(`/api/v1/returns/survey-weights/${body.version}/approval`, {})
      .expect(409);
    expect(late.body.code).toBe('returns.weights_of_other_questions');
  });

  it('is proposed on the page, where rows that are left as they are change nothing', async () => {
    const page = await programme.get('/admin/settings/survey_questions').expect(200);
    expect(page.text).toContain('a new row is a new question');
    const fields = {
      'rows.r0.code': 'phone_access',
      'rows.r0.place': '40',
      'rows.r0.dimension': 'social',
      'rows.r0.scale': 'yes_is_good',
      'rows.r0.relative_weight': '',
      'rows.r0.fr': 'Avez-vous un téléphone ?',
      'rows.r0.ar': 'هل لديك هاتف؟',
      'rows.r0.en': 'Do you have a telephone?',
      from: '2026-12-15',
      source: SOURCE,
    };
    const action = '/admin/settings/survey_questions/proposals';
    const { 'rows.r0.scale': _scale, ...without } = fields;
    const missing = await programme.submit(action, without).expect(422);
    expect(missing.text).toContain('Do you have a telephone?');
    // Each question is folded under its words; a row with something wrong is open.
    expect(page.text).toMatch(
      /<details class="setting-fold" ><summary>Row 1 · <bdi>Are you satisfied with/,
    );
    expect(page.text).toMatch(/<summary>Row \d+ · new<\/summary>/);
    const wrong = await programme
      .submit(action, { ...fields, 'rows.r0.relative_weight': '99' })
      .expect(422);
    expect(wrong.text.match(/<details class="setting-fold" open>/g)).toHaveLength(1);
    await programme.submit(action, fields).expect(303);
    const { text } = await supervisor.get('/admin/settings/survey_questions').expect(200);
    const [, decision] = /action="(\/admin\/settings\/proposals\/[^"]+\/decisions)"/.exec(text)!;
    await supervisor.submit(decision!, { decision: 'confirmed' }).expect(303);
    // The order of days is kept: nothing begins before what is planned.
    const { body } = await propose([{ ...NEW, code: 'other_question' }], '2026-12-10').expect(201);
    const taken = await decide(supervisor, body.id).expect(409);
    expect(taken.body.code).toBe('settings.day_is_taken');
  });
});

const numbers = ({ code, own, composite }: { code: string; own: string; composite: string }) => ({
  code,
  own: Number(own),
  composite: Number(composite),
});
