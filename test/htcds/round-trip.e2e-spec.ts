import { ShowIdentity } from '../../modules/beneficiaries';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { yesForChild } from '../consents/consent-answers';
import { agrees, aPartner } from '../referrals/partners';
import {
  aProgramme,
  comparable,
  fetched,
  identityFor,
  makes,
  recordsOf,
  SECRET,
  sends,
  STORY,
} from './fixture';

describe('cases as HTCDS writes them, from one programme to another', () => {
  let here: TestApp;
  let there: TestApp;
  let fixture: Awaited<ReturnType<typeof aProgramme>>;
  let receiver: SignedIn;
  let friend: string;
  beforeAll(async () => {
    here = await startApp();
    there = await startApp();
    fixture = await aProgramme(here);
    receiver = await there.signIn('reintegration_officer');
    await there.admin.query(`UPDATE users SET name = 'Nadia Berrada' WHERE id = $1`, [
      receiver.actor.userId,
    ]);
    friend = await aPartner(there, { name: 'Maison Atlas' });
  });
  afterAll(async () => {
    await here.stop();
    await there.stop();
  });

  it('what leaves as an identity form comes in, is registered as everybody is, and leaves the same', async () => {
    const made = await makes(fixture.officer, identityFor(fixture.recipient));
    expect(made).toMatchObject({ people: 3, leftOut: 0 });
    const first = await fetched(fixture.officer, made.id);
    const given = comparable(await recordsOf(first));
    // Written out by hand from the fixture.
    const salma = given.records.find(({ prs }) => prs[0]?.prs_FirstName === 'سلمى')!;
    expect(salma.prs).toEqual([
      {
        prs_FirstName: 'سلمى',
        prs_SecondName: 'العلوي',
        prs_Birthdate: '1996-04-12',
        prs_Gender: 'Feminine',
        prs_Citizenship: 'MA',
        prs_IdentityNumber: 'QX1234567',
        prs_PrimaryLanguage: 'ara',
        prs_SecondaryLanguage: 'fra',
        prs_MobilePhone: '+212612345678',
      },
    ]);
    expect(salma.vic).toEqual([
      {
        vic_TraffickingStatus: 'PossibleVictimOfTrafficking',
        vic_TraffickingStatusDecisionMakingOrg: 'NGO',
        vic_RelationshipToTrafficker: 'Acquainted',
        vic_AgeWhenTrafficked: '19',
        vic_RecruitmentWebsitesAndApps: 'Facebook',
        vic_LocationOfRecruitment: 'Khénifra, MA-05',
        vic_MethodsOfControl: 'TakesEarnings;WithholdsDocuments',
        vic_TypeOfExploitation: 'ForcedLabour;Servitude',
        vic_ForcedLabourIndustry: 'T_ActivitiesOfHouseholdsAsEmployers',
        vic_LocationOfExploitation: 'Anfa, MA-06',
      },
    ]);
    expect(salma.hte).toEqual([
      { hte_City: 'Khénifra', hte_Country: 'MA', hte_State: 'MA-05', hte_Type: 'Recruitment' },
      { hte_Country: 'ES', hte_Type: 'Transit' },
      { hte_City: 'Anfa', hte_Country: 'MA', hte_State: 'MA-06', hte_Type: 'Exploitation' },
    ]);
    expect(salma.cas).toEqual([{ cas_Status: 'Active', cas_CaseOwner: 'Nadia Berrada' }]);
    expect(salma.cco).toEqual([{ cco_CaseComment: STORY }]);
    expect(salma.ref).toEqual([
      {
        cas_ReferredOrganisation: 'Clinique du Port',
        cas_ReasonForOutgoingReferral: 'AdditionalServicesRequired',
        cas_OutgoingReferralDate: '2026-11-24',
        cas_OutgoingReferralDetails: 'un avis médical cette semaine, en darija',
      },
    ]);
    expect(salma.spl).toEqual([
      {
        spl_Objectives: 'Apprendre la couture',
        spl_ActionPlan: 'Visiter l’atelier\nS’inscrire',
        spl_PlannedEndDate: '2026-12-15',
        spl_Type: 'Livelihood',
      },
      {
        spl_Objectives: 'Voir un médecin',
        spl_ActionPlan: 'Prendre rendez-vous',
        spl_Type: 'Health',
      },
    ]);
    expect(given.records.map(({ con }) => con[0]?.con_Consent).sort()).toEqual([
      'FALSE',
      'TRUE',
      'TRUE',
    ]);

    const checked = await sends(there, receiver, first, { act: 'check', password: SECRET });
    expect(checked.body).toMatchObject({ people: 3, errors: [], registered: 0 });
    expect((await there.admin.query('SELECT count(*)::int AS n FROM cases')).rows[0].n).toBe(0);
    const taken = await sends(there, receiver, first, {
      password: SECRET,
      requestId: 'imported-1',
    });
    expect([taken.status, taken.body]).toMatchObject([200, { people: 3, registered: 3 }]);
    // Asked again with the same id: done once.
    await sends(there, receiver, first, { password: SECRET, requestId: 'imported-1' });
    const { rows: cases } = await there.admin.query<{ id: string; n: number }>(
      'SELECT id, count(*) OVER ()::int AS n FROM cases ORDER BY birth_year NULLS LAST',
    );
    expect(cases[0]!.n).toBe(3);

    // HTCDS has no age but a birth date: of the third it is not known whether he is a child.
    await agrees(receiver, cases[0]!.id, friend);
    for (const { id } of cases.slice(1)) {
      await receiver
        .post(`/api/v1/people/${id}/consents`, yesForChild('sharing', { recipientId: friend }))
        .expect(201);
    }
    const again = await makes(receiver, identityFor(friend));
    expect(again).toMatchObject({ people: 3, leftOut: 0 });
    const second = comparable(await recordsOf(await fetched(receiver, again.id)));
    // All seven points were explained to the third person in the second programme; nothing else differs.
    const agreed = {
      ...given,
      records: given.records.map((rows) => ({ ...rows, con: [{ con_Consent: 'TRUE' }] })),
    };
    expect(second).toEqual(agreed);
  });

  it('what came in stands where Mawa itself keeps it, sealed, recorded, and in no table as text', async () => {
    const { rows } = await there.admin.query(
      `SELECT c.id, c.sex, c.birth_year, c.nationality, c.languages, c.stage, c.region_recruitment, c.region_exploitation,
              (SELECT array_agg(a.question || ':' || a.code ORDER BY a.question, a.code) FROM case_classification_answers a WHERE a.case_id = c.id) AS answers,
              (SELECT count(*)::int FROM plan_goals g WHERE g.case_id = c.id) AS goals
         FROM cases c WHERE c.birth_year = 1996`,
    );
    const [salma] = rows as Record<string, unknown>[];
    expect(salma).toMatchObject({
      sex: 'female',
      birth_year: 1996,
      nationality: 'MA',
      languages: ['ara', 'fra'],
      stage: 'presumed',
      region_recruitment: '05',
      region_exploitation: '06',
      goals: 2,
    });
    expect(salma!.answers).toEqual([
      'control:TakesEarnings',
      'control:WithholdsDocuments',
      'forms:ForcedLabour',
      'forms:Servitude',
      'recruitment_platforms:Facebook',
      'relation:Acquainted',
      expect.stringMatching(/^sectors:T/),
    ]);
    const shown = await there.app
      .get(ShowIdentity)
      .run(receiver.actor, String(salma!.id), ['identity', 'contact', 'story']);
    expect(shown).toMatchObject({
      names: { given: 'سلمى', family: 'العلوي' },
      birthDate: '1996-04-12',
      contact: { phone: '+212612345678' },
      documents: [{ number: 'QX1234567' }],
      story: STORY,
    });
    const { rows: audit } = await there.admin.query<{ action: string }>(
      `SELECT DISTINCT action FROM audit_log WHERE $1 = ANY (subject_ids)`,
      [salma!.id],
    );
    expect(audit.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['people.register', 'people.classify', 'plans.write', 'htcds.import']),
    );
  });
});
