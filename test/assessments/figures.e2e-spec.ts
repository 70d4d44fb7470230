import { assessmentFigures } from '../../modules/assessments';
import { aFamily, type TestPerson } from '../beneficiaries/test-people';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import {
  assessmentsPath,
  HIGH_RISK,
  LOW_RISK,
  MODERATE_RISK,
  no,
  save,
  signed,
  started,
} from './samples';

const need = (level: string) => ({ first_things: { need_housing: { value: level } } });

describe('figures of assessments', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let people: TestPerson[];
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '240' } });
    officer = await mawa.signIn('reintegration_officer');
    people = await aFamily(
      officer,
      Array.from({ length: 6 }, () => ({ birthDate: '1994-03-08' })),
    );
    const [a, b, c, d, e, f] = people.map(({ id }) => id) as [
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    // Before midnight of the 25th: a high, b moderate, c high, d low; e only begun; f corrected from high to low.
    await signed(officer, a, 'risk', HIGH_RISK);
    await signed(officer, b, 'risk', MODERATE_RISK);
    await signed(officer, c, 'risk', HIGH_RISK);
    await signed(officer, d, 'risk', LOW_RISK);
    await started(officer, e, 'risk');
    const wrong = await signed(officer, f, 'risk', HIGH_RISK);
    const { body } = await officer
      .post(`${assessmentsPath(f)}/${wrong}/corrections`, { reason: 'mistake' })
      .expect(201);
    await save(officer, f, body.id, 'reach', { knows_place: no, near: no }, 1).expect(200);
    await officer.post(`${assessmentsPath(f)}/${body.id}/signature`).expect(201);
    await signed(officer, a, 'needs', need('urgent'));
    await signed(officer, b, 'needs', need('urgent'));
    await signed(officer, c, 'needs', need('some'));
    await signed(officer, d, 'needs', {});
    // The day after: a has come down to moderate, and needs less.
    mawa.clock.set('2026-11-25T00:30:00Z');
    await signed(officer, a, 'risk', MODERATE_RISK);
    await signed(officer, a, 'needs', need('none'));
  });
  afterAll(() => mawa.stop());

  const figures = (form: string, from: string, until: string, who = officer) =>
    mawa.transactions.run(who.actor, (tx) => assessmentFigures(tx, form, { from, until }));

  it('count each person once, by the latest of the period; corrections replace, drafts do not count', async () => {
    expect(await figures('risk', '2026-11-24', '2026-11-25')).toEqual({
      people: 5,
      bands: [
        { band: 'high', level: 'high', people: 2 },
        { band: 'low', level: 'low', people: 2 },
        { band: 'moderate', level: 'moderate', people: 1 },
      ],
      fields: [],
    });
    expect((await figures('risk', '2026-11-24', '2026-11-26')).bands).toEqual([
      { band: 'high', level: 'high', people: 1 },
      { band: 'low', level: 'low', people: 2 },
      { band: 'moderate', level: 'moderate', people: 2 },
    ]);
    expect((await figures('risk', '2026-11-25', '2026-11-26')).people).toBe(1);
    expect(await figures('risk', '2027-01-01', '2027-02-01')).toEqual({
      people: 0,
      bands: [],
      fields: [],
    });
  });

  it('needs by kind are bound to the stable id of the field; who gave no answer counts in none', async () => {
    const housing = async (until: string) => {
      const { people: all, fields } = await figures('needs', '2026-11-01', until);
      return [all, ...fields.filter(({ field }) => field === 'need_housing')];
    };
    expect(await housing('2026-11-25')).toEqual([
      4,
      { field: 'need_housing', code: 'some', people: 1 },
      { field: 'need_housing', code: 'urgent', people: 2 },
    ]);
    expect(await housing('2026-11-26')).toEqual([
      4,
      { field: 'need_housing', code: 'none', people: 1 },
      { field: 'need_housing', code: 'some', people: 1 },
      { field: 'need_housing', code: 'urgent', people: 1 },
    ]);
  });

  it('agree with separate SQL over all rows, whoever asks', async () => {
    const { rows } = await mawa.admin.query<{ band: string; level: string; people: number }>(
      `WITH standing AS (
         SELECT a.* FROM assessments a LEFT JOIN assessments c ON c.corrects = a.id AND c.state = 'finished'
          WHERE a.form_key = 'risk' AND a.state = 'finished' AND c.id IS NULL),
       ranked AS (
         SELECT s.*, row_number() OVER (PARTITION BY s.case_id ORDER BY s.about_at DESC) AS place FROM standing s)
       SELECT r.band, min(r.level) AS level, count(*)::int AS people FROM ranked k JOIN assessment_results r ON r.assessment_id = k.id
        WHERE k.place = 1 GROUP BY 1 ORDER BY 1`,
    );
    for (const role of ['programme_officer', 'case_supervisor'] as const) {
      const who = await mawa.signIn(role);
      expect((await figures('risk', '2026-01-01', '2027-01-01', who)).bands).toEqual(rows);
    }
  });

  it('are for the programme and the supervisors, and show their denominator', async () => {
    const programme = await mawa.signIn('programme_officer');
    const { body } = await programme
      .get('/api/v1/forms/needs/figures?from=2026-11-01&until=2026-11-24')
      .expect(200);
    expect(body.people).toBe(4);
    const { text } = await programme
      .get('/forms/needs/figures?from=2026-11-01&until=2026-11-24')
      .expect(200);
    expect(text).toContain('4 personnes évaluées');
    expect(text).toContain('Sans réponse');
    await programme.get('/forms/needs/figures?from=1888-01-01').expect(422);
    await programme.get('/api/v1/forms/needs/figures?from=2026-02-30').expect(422);
    await programme.get('/api/v1/forms/nothing/figures').expect(404);
    for (const role of [
      'reintegration_officer',
      'shelter_manager',
      'administrator',
      'partner_viewer',
    ] as const) {
      await (await mawa.signIn(role)).get('/api/v1/forms/needs/figures').expect(403);
    }
  });

  it('the figures’ door opens no answer, no note and no name', async () => {
    const attempt = (sql: string) =>
      mawa.transactions.run(officer.actor, async (tx) => {
        await tx.query('SET LOCAL ROLE mawa_figures');
        return tx.query(sql);
      });
    for (const sql of [
      'SELECT answers FROM assessment_answers',
      'SELECT note FROM assessment_decisions',
      'SELECT signed_by FROM assessments',
      'SELECT score FROM assessment_results',
      'SELECT * FROM assessment_states',
    ]) {
      await expect(attempt(sql)).rejects.toThrow(/permission denied/);
    }
  });

  it('a search by field or band finds the officer’s own people by their latest', async () => {
    const other = await mawa.signIn('reintegration_officer');
    const found = async (query: string, who = officer) =>
      (
        (await who.get(`/api/v1/assessments?${query}`).expect(200)).body.found as {
          caseId: string;
        }[]
      )
        .map(({ caseId }) => people.findIndex(({ id }) => id === caseId))
        .sort();
    expect(await found('form=risk&band=high')).toEqual([2]);
    expect(await found('form=risk&band=moderate')).toEqual([0, 1]);
    expect(await found('form=risk&band=low')).toEqual([3, 5]);
    expect(await found('form=needs&field=need_housing&code=urgent')).toEqual([1]);
    expect(await found('form=risk&band=high', other)).toEqual([]);
    await officer.get('/api/v1/assessments').expect(422);
    await officer.get('/api/v1/assessments?form=risk&after=x').expect(422);
    const { text } = await officer
      .get('/assessments?form=needs&says=field.need_housing.urgent')
      .expect(200);
    expect(text).toContain(people[1]!.caseNumber);
    expect(text).not.toContain(people[0]!.caseNumber);
    expect(text).toContain('Risque et sécurité'); // what is begun stands there to be continued
    const { rows } = await mawa.admin.query(
      `SELECT count(*)::int AS recorded FROM audit_log
        WHERE action = 'assessments.search' AND fields = '{needs,need_housing}' AND $1 = ANY (subject_ids)`,
      [people[1]!.id],
    );
    expect(rows).toEqual([{ recorded: 2 }]);
  });
});
