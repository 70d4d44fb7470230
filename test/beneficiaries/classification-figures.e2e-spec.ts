import { classificationStatistics, ctdcShares } from '../../modules/beneficiaries';
import { Lists } from '../../modules/reference-lists';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const THIS_YEAR = { from: '2026-01-01', until: '2027-01-01' };

describe('how people were trafficked, in numbers', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let programme: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    programme = await mawa.signIn('programme_officer');
  });
  afterAll(() => mawa.stop());

  const register = async (person: object, given: object | null = null): Promise<string> => {
    const { body } = await officer.post('/api/v1/people', { people: [person] }).expect(201);
    const id = body.cases[0].id as string;
    if (given) {
      const path = `/api/v1/people/${id}/classification`;
      const { version, caseVersion } = (await officer.get(path).expect(200)).body;
      await officer.post(path, { version, caseVersion, ...given }).expect(201);
    }
    return id;
  };
  const statistics = (period = THIS_YEAR) =>
    mawa.transactions.run(programme.actor, (tx) => classificationStatistics(tx, period));
  const shares = (period = THIS_YEAR) =>
    mawa.transactions.run(programme.actor, (tx) => ctdcShares(tx, mawa.app.get(Lists), period));
  const forms = (...codes: string[]) => ({ answers: { forms: codes } });

  it('five people, of labour, sexual, other, none, labour and sexual: 50 %, 50 % and 25 % of four', async () => {
    const year = { registeredOn: '2024-05-05' };
    await register(year, forms('ForcedLabour'));
    await register(year, forms('SexualExploitation'));
    await register(year, forms('ForcedMarriage'));
    await register(year, forms('not_known'));
    await register(year, forms('ForcedLabour', 'SexualExploitation'));
    const { exploitation, labour } = await shares({ from: '2024-01-01', until: '2025-01-01' });
    expect(exploitation).toEqual({
      values: {
        isForcedLabour: { people: 2, share: 0.5 },
        isSexualExploit: { people: 2, share: 0.5 },
        isOtherExploit: { people: 1, share: 0.25 },
      },
      known: 4,
      unknown: 1,
    });
    expect(labour).toMatchObject({
      values: { typeOfLabourAgriculture: { people: 0, share: null } },
      known: 0,
      unknown: 5,
    });
  });

  it('two codes of one flag count a person once, and a purpose counts as a form does', async () => {
    const year = { registeredOn: '2025-02-02' };
    await register(year, {
      elements: { acts: [], means: [], purposes: ['begging', 'organs'] },
      answers: { control: ['TakesEarnings', 'DebtBondage', 'WithholdsDocuments'] },
    });
    await register(year, {
      answers: { sectors: ['T97', 'T_ActivitiesOfHouseholdsAsEmployers'], relation: ['Spouse'] },
    });
    const figures = await shares({ from: '2025-01-01', until: '2026-01-01' });
    expect(figures.exploitation.values.isOtherExploit).toEqual({ people: 1, share: 1 });
    expect(figures.exploitation).toMatchObject({ known: 1, unknown: 1 });
    expect(figures.means.values).toMatchObject({
      meansDebtBondageEarnings: { people: 1, share: 1 },
      meansWithholdDocs: { people: 1, share: 1 },
    });
    expect(figures.labour.values.typeOfLabourDomesticWork).toEqual({ people: 1, share: 1 });
    expect(figures.relation.values.recruiterRelationIntimatePartner.people).toBe(1);
  });

  it('each question has its own "not known", "not said" and "not asked", and its own denominator', async () => {
    const at = { registeredOn: '2026-03-03' };
    await register(
      {
        ...at,
        regionRecruitment: '06',
        exploitation: { acts: [], means: ['fraud'], purposes: ['sexual'] },
      },
      {
        answers: { motives: ['sexual', 'financial_gain'], control: ['not_known'] },
        exploitation: { country: 'LY' },
      },
    );
    await register({ ...at, regionExploitation: 'abroad' }, { answers: { motives: ['sexual'] } });
    await register(at, {
      answers: { motives: ['declined'] },
      recruitment: { country: 'declined' },
      exploitation: { country: 'MA', town: 'Fès' },
      transit: [{ country: 'DZ' }, { country: 'MA', region: '02' }],
    });
    await register({ ...at, regionRecruitment: 'unknown' }, { transit: [{ country: 'none' }] });
    await register(at);
    const gone = await register(at, { answers: { motives: ['other'] } });
    const supervisor = await mawa.signIn('case_supervisor');
    await officer.post(`/api/v1/people/${gone}/access`, { userId: supervisor.actor.userId });
    await supervisor
      .post(`/api/v1/people/${gone}/stages`, {
        to: 'not_victim',
        reason: 'assessment',
        decidedBy: 'police',
      })
      .expect(201);
    const { people, by } = await statistics();
    expect(people).toBe(5);
    expect(by.motives).toEqual({
      values: { sexual: 2, financial_gain: 1 },
      known: 2,
      notKnown: 0,
      declined: 1,
      notAsked: 2,
    });
    expect(by.control).toEqual({ values: {}, known: 0, notKnown: 1, declined: 0, notAsked: 4 });
    expect(by.purposes).toEqual({
      values: { sexual: 1 },
      known: 1,
      notKnown: 0,
      declined: 0,
      notAsked: 4,
    });
    expect(by.means.values).toEqual({ fraud: 1 });
    expect(by.recruitment).toEqual({
      values: { 'MA-06': 1 },
      known: 1,
      notKnown: 1,
      declined: 1,
      notAsked: 2,
    });
    expect(by.exploitation).toEqual({
      values: { LY: 1, abroad: 1, MA: 1 },
      known: 3,
      notKnown: 0,
      declined: 0,
      notAsked: 2,
    });
    expect(by.transit).toEqual({
      values: { DZ: 1, 'MA-02': 1, none: 1 },
      known: 2,
      notKnown: 0,
      declined: 0,
      notAsked: 3,
    });
    expect(JSON.stringify(by)).not.toContain('Fès');
  });

  it('counts what is said last, as SQL written by hand does', async () => {
    const at = { registeredOn: '2026-04-04' };
    const id = await register(at, { answers: { motives: ['other'], relation: ['Friend'] } });
    const path = `/api/v1/people/${id}/classification`;
    await officer
      .post(path, { version: 1, caseVersion: 1, answers: { motives: ['debt_recovery'] } })
      .expect(201);
    const { by } = await statistics();
    for (const [question, name] of [
      ['motives', 'motives'],
      ['relation', 'relation'],
      ['control', 'control'],
    ] as const) {
      const { rows } = await mawa.admin.query<{ code: string; n: number }>(
        `SELECT a.code, count(*)::int AS n FROM case_classification_answers a
           JOIN case_classifications k ON k.id = a.classification_id
           JOIN cases c ON c.id = k.case_id
          WHERE a.question = $1 AND a.code IS NOT NULL AND date_part('year', c.registered_on) = 2026 AND c.stage <> 'not_victim'
            AND NOT EXISTS (SELECT 1 FROM case_classifications l WHERE l.case_id = k.case_id AND l.version > k.version)
          GROUP BY 1`,
        [question],
      );
      expect(by[name].values).toEqual(Object.fromEntries(rows.map(({ code, n }) => [code, n])));
    }
    expect(by.motives.values).toMatchObject({ debt_recovery: 1 });
    expect(by.motives.values['other']).toBeUndefined();
  });
});
