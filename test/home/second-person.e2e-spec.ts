import { grantTemplate, type OpenedGrant } from '../../modules/grant-budgeting';
import { FIRST_RULE_SET } from '../../modules/shelter-beds/placing/rule-set.rules';
import { RISK } from '../../migrations/data/forms/risk';
import { aPerson } from '../beneficiaries/test-people';
import { aComplaint, aFocalPoint } from '../complaints/complaints';
import { anEmployer, atWork, EMPLOYERS, followUp, placement, vetting } from '../employment/work';
import { DecisionSources } from '../../modules/home';
import { hasSentence } from '../../modules/platform/web/i18n';
import { openedGrant } from '../grant-budgeting/samples';
import * as projects from '../projects/projects';
import { PASSWORD, startApp, type SignedIn, type TestApp } from '../support/app';
import { enrol } from '../support/second-factor';
import { linksOpen, panel, valuesOf } from './home-page';

/** Somebody asked; one other may decide and the rest may not; then it is decided. */
interface Waiting {
  readonly asked: SignedIn;
  readonly may: SignedIn;
  readonly mayNot: readonly SignedIn[];
  readonly decide: () => Promise<unknown>;
}

/** Kinds that decisions.e2e-spec.ts and the specs of beds and calls try. */
const TRIED_ELSEWHERE: readonly string[] = [
  'assessments',
  'bed_requests',
  'breach_waivers',
  'call_beds',
  'commitments',
  'extensions',
  'held_beds',
  'overrides',
  'partner_money',
  'plans',
  'reports',
  'return_risks',
  'revisions',
];

/**
 * Rules of the database about a second person, and the kinds of decisions that they judge. None: nobody asked for it,
 * or it stands on a list of its own (emergency openings, alarms of readings, breaches, spot checks).
 */
const RULES: Readonly<Record<string, readonly string[]>> = {
  access_tokens_second_person: ['service_tokens'],
  agency_month_needs_another_person: ['agency_months'],
  agreement_needs_another_person: ['agreements'],
  assessments_approved_by_another: ['assessments'],
  breach_closing_by_two: [],
  breach_waivers_by_two: ['breach_waivers'],
  break_glass_by_another: [],
  case_restrictions_lifted_by_two: ['restrictions'],
  commitment_needs_another_person: ['commitments'],
  complaint_contacts_by_two_organisations: ['complaint_contacts'],
  complaint_needs_a_second: ['complaint_destructions'],
  consent_texts_second_person: ['consent_texts'],
  deputies_second_person: ['deputies'],
  donor_money_brought_in_by_two: ['grants'],
  form_versions_approved_by_another: ['forms'],
  grant_needs_another_person: ['grants'],
  identity_providers_second_person: ['identity_providers'],
  list_versions_second_person: ['lists'],
  local_sign_ins_second_person: ['local_sign_ins'],
  override_answers_by_another: ['overrides'],
  partner_needs_another_person: ['partner_money'],
  password_links_second_person: ['password_links'],
  password_links_secret_comes_with_the_second_person: ['password_links'],
  plans_approved_by_another: ['plans'],
  project_paid_by_another: ['project_tranches'],
  project_receipt_by_another: ['project_receipts'],
  reading_alarms_closed_by_another: [],
  report_needs_another_person: ['reports'],
  return_risk_by_a_second_person: ['return_risks'],
  revision_needs_another_person: ['revisions'],
  rule_sets_approved_by_another: ['placing_rules'],
  second_factor_removals_second_person: ['factor_removals'],
  service_accounts_second_person: ['service_accounts'],
  setting_definitions_second_person: ['settings'],
  setting_needs_another_person: ['settings'],
  spot_check_needs_another_person: [],
  stay_extensions_second_person: ['extensions'],
  survey_weightings_by_a_second_person: ['survey_weights'],
  user_roles_second_person: ['roles'],
  webhook_endpoints_second_person: ['webhooks'],
  work_vetting_by_a_second: ['employers'],
};

describe('what waits for a second person is listed for them alone, until it is decided:', () => {
  let mawa: TestApp;
  let grant: OpenedGrant;
  let admin: SignedIn;
  let admin2: SignedIn;
  let officer: SignedIn;
  let officer2: SignedIn;
  let supervisor: SignedIn;
  let supervisor2: SignedIn;
  let programme: SignedIn;
  let programme2: SignedIn;
  let finance: SignedIn;
  let finance2: SignedIn;
  let accountId: string;

  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    grant = await openedGrant(mawa);
    [admin, admin2] = [await mawa.signIn('administrator'), await mawa.signIn('administrator')];
    officer = await mawa.signIn('reintegration_officer');
    officer2 = await mawa.signIn('reintegration_officer');
    supervisor = await mawa.signIn('case_supervisor');
    supervisor2 = await mawa.signIn('case_supervisor');
    programme = await mawa.signIn('programme_officer');
    programme2 = await mawa.signIn('programme_officer');
    [finance, finance2] = [
      await mawa.signIn('finance_officer'),
      await mawa.signIn('finance_officer'),
    ];
    accountId = (await mawa.signIn('auditor')).actor.userId;
  });
  afterAll(() => mawa.stop());

  interface Decision {
    readonly source: string;
    readonly id: string;
    readonly path: string;
    readonly words: string;
    readonly since: string;
  }
  const decisionsOf = async (who: SignedIn, source: string): Promise<Decision[]> => {
    const { body } = await who.get('/api/v1/decisions').expect(200);
    return (body.decisions as Decision[]).filter((one) => one.source === source);
  };
  const pathsOf = async (who: SignedIn, source: string): Promise<string[]> =>
    (await decisionsOf(who, source)).map(({ path }) => path);
  const idOf = ({ body }: { body: { id: string } }) => body.id;
  const made = async (by: SignedIn, path: string, body: object = {}): Promise<string> =>
    idOf(await by.post(`/api/v1/${path}`, body).expect(201));
  const confirmed = (by: SignedIn, path: string, status = 204) =>
    by.post(`/api/v1/${path}/confirmation`).expect(status);
  const ofAdministrators = (decide: Waiting['decide']): Waiting => ({
    asked: admin,
    may: admin2,
    mayNot: [supervisor, finance],
    decide,
  });
  const ofProgramme = (decide: Waiting['decide'], more: Partial<Waiting> = {}): Waiting => ({
    asked: programme,
    may: programme2,
    mayNot: [officer, admin],
    decide,
    ...more,
  });
  const ofFinance = (decide: Waiting['decide']): Waiting => ({
    asked: finance,
    may: finance2,
    mayNot: [officer, supervisor],
    decide,
  });
  /** A project that its officer put before a committee, with its members. */
  const beforeACommittee = async (on?: string) => {
    const follows = await mawa.signIn('reintegration_officer');
    const project = await projects.submitted(follows, [await aPerson(follows)], {
      kind: 'own',
      shares: undefined,
    });
    const members = [
      await mawa.signIn('programme_officer'),
      await mawa.signIn('programme_officer'),
      await mawa.signIn('programme_officer'),
    ];
    const sitting = await projects.aSitting(members, on);
    await follows.post(`${project.path}/agenda`, { sittingId: sitting.id }).expect(201);
    const score = (by: SignedIn) =>
      by.post(`${projects.at(sitting, project)}/scores`, projects.scores(4)).expect(201);
    const decide = () =>
      members[0]!
        .post(
          `${projects.at(sitting, project)}/decision`,
          projects.decision(grant.lines['ILO-1.1']!),
        )
        .expect(201);
    return { follows, project, members, score, decide };
  };
  /** And that was granted, with its first milestone reached. */
  const granted = async () => {
    const given = await beforeACommittee();
    for (const member of given.members) await given.score(member);
    await given.decide();
    const { body } = await given.follows.get(given.project.path).expect(200);
    const first = `${given.project.path}/milestones/${body.tranches[0].id}`;
    await given.follows.post(first, { on: '2026-11-24', note: 'loué' }).expect(201);
    const of = (part: string) => `${given.project.path}/${part}`;
    return { ...given, trancheId: body.tranches[0].id as string, of };
  };

  /** Another officer to whom the file of its first person is shown. */
  const colleagueOf = async (follows: SignedIn, { id }: projects.TestProject) => {
    const { rows } = await mawa.admin.query<{ id: string }>(
      'SELECT case_id AS id FROM project_people WHERE project_id = $1',
      [id],
    );
    const second = await mawa.signIn('reintegration_officer');
    const access = `/api/v1/people/${rows[0]!.id}/access`;
    await follows.post(access, { userId: second.actor.userId }).expect(204);
    return second;
  };

  const PREPARATIONS: Record<string, () => Promise<Waiting>> = {
    roles: async () => {
      const id = await made(admin, `users/${accountId}/roles`, { role: 'finance_officer' });
      return ofAdministrators(() => confirmed(admin2, `roles/${id}`));
    },
    password_links: async () => {
      const id = await made(admin, `users/${accountId}/password-links`);
      return ofAdministrators(() => confirmed(admin2, `password-links/${id}`, 201));
    },
    factor_removals: async () => {
      const { actor } = await mawa.signIn('finance_officer');
      await enrol(mawa, actor);
      const id = await made(admin, `users/${actor.userId}/second-factor-removals`, {
        reason: 'lost',
      });
      return ofAdministrators(() => confirmed(admin2, `second-factor-removals/${id}`));
    },
    local_sign_ins: async () => {
      const id = await made(admin, `users/${accountId}/local-sign-ins`);
      return ofAdministrators(() => confirmed(admin2, `local-sign-ins/${id}`));
    },
    service_accounts: async () => {
      const id = await made(admin, 'service-accounts', {
        name: 'Comptabilité centrale',
        purpose: 'lit les taux de change',
        responsibleId: admin2.actor.userId,
        lastDay: '2027-11-24',
      });
      return ofAdministrators(() => confirmed(admin2, `service-accounts/${id}`));
    },
    service_tokens: async () => {
      const { rows } = await mawa.admin.query<{ id: string }>(
        'SELECT user_id AS id FROM service_accounts WHERE confirmed_by IS NOT NULL LIMIT 1',
      );
      const account = rows[0]!.id;
      const role = await made(admin, `users/${account}/roles`, { role: 'auditor' });
      await confirmed(admin2, `roles/${role}`);
      const id = await made(admin, `service-accounts/${account}/tokens`, {
        name: 'serveur',
        permissions: ['budget:read'],
        days: 30,
        currentPassword: PASSWORD,
      });
      return ofAdministrators(() => confirmed(admin2, `tokens/${id}`));
    },
    identity_providers: async () => {
      const id = await made(admin, 'identity-providers', {
        nameFr: 'Agence',
        nameAr: 'الوكالة',
        nameEn: 'Agency',
        issuer: 'https://login.example.org',
        clientId: 'mawa',
        clientSecret: 'un secret assez long',
        domains: [],
        factorAmr: [],
        factorAcr: [],
        onlyWay: false,
      });
      return ofAdministrators(() => confirmed(admin2, `identity-provider-editions/${id}`));
    },
    webhooks: async () => {
      const id = await made(admin, 'webhooks', {
        name: 'Agence',
        address: 'https://hooks.example.org/mawa',
        kinds: ['report.due'],
      });
      return ofAdministrators(() => confirmed(admin2, `webhooks/${id}`));
    },
    deputies: async () => {
      const deputyId = officer2.actor.userId;
      for (const one of [officer, officer2]) await aPerson(one);
      const wish = { absentId: officer.actor.userId, deputyId, until: '2026-12-01' };
      const id = await made(supervisor, 'deputies', wish);
      return {
        asked: supervisor,
        may: admin,
        mayNot: [officer2, supervisor2],
        decide: () => confirmed(admin, `deputies/${id}`),
      };
    },
    settings: async () => {
      const id = await made(programme, 'settings/break_glass_hours/proposals', {
        value: 6,
        from: '2026-12-24',
        source: 'Décision du comité',
      });
      return ofProgramme(
        () =>
          supervisor
            .post(`/api/v1/setting-proposals/${id}/decisions`, { decision: 'confirmed' })
            .expect(200),
        { may: supervisor, mayNot: [admin, finance, officer] },
      );
    },
    consent_texts: async () => {
      const id = await made(programme, 'consent-texts', {
        purpose: 'contact',
        language: 'fra',
        body: 'Nous vous demandons si nous pouvons vous appeler après votre départ.',
        source: 'Comité, novembre 2026',
      });
      return ofProgramme(
        () => supervisor.post(`/api/v1/consent-texts/${id}/approval`).expect(204),
        { may: supervisor },
      );
    },
    forms: async () => {
      const definition = { ...RISK, form: 'second_risk' };
      await programme.post('/api/v1/forms', { definition }).expect(201);
      expect(await pathsOf(programme2, 'forms')).toEqual([]);
      await programme
        .post('/api/v1/forms/second_risk/draft/approval-request', { revision: 1 })
        .expect(204);
      return ofProgramme(() =>
        programme2.post('/api/v1/forms/second_risk/approval', { revision: 1 }).expect(201),
      );
    },
    placing_rules: async () => {
      await programme.post('/api/v1/placing-rules/draft').expect(201);
      expect(await pathsOf(programme2, 'placing_rules')).toEqual([]);
      const { body } = await programme
        .put('/api/v1/placing-rules/draft', {
          revision: 1,
          rules: FIRST_RULE_SET,
          source: 'Décision du comité',
          note: 'Essai',
        })
        .expect(200);
      const { revision } = body as { revision: number };
      return ofProgramme(
        () => supervisor.post('/api/v1/placing-rules/draft/approval', { revision }).expect(201),
        { may: supervisor },
      );
    },
    lists: async () => {
      const { rows } = await mawa.admin.query<{ name: string }>(
        `SELECT name FROM lists WHERE owner_role = 'programme_officer' ORDER BY name LIMIT 1`,
      );
      const path = `/api/v1/lists/${rows[0]!.name}/draft`;
      await programme.post(path).expect(201);
      const { body } = await programme
        .put(path, { revision: 1, note: 'demandé', source: 'Comité', licence: 'Libre' })
        .expect(200);
      const revision = (body as { revision: number }).revision;
      return ofProgramme(() => programme2.post(`${path}/approval`, { revision }).expect(200));
    },
    survey_weights: async () => {
      const { rows } = await mawa.admin.query<{ version: number }>(
        `SELECT max(version) AS version FROM survey_weightings`,
      );
      const { rows: weights } = await mawa.admin.query(
        'SELECT code, own::float, composite::float FROM survey_weights WHERE weighting = $1',
        [rows[0]!.version],
      );
      const { body } = await programme
        .post('/api/v1/returns/survey-weights', {
          source: 'Table de test',
          holdsFrom: '2026-11-24',
          rows: weights,
        })
        .expect(201);
      const approval = `/api/v1/returns/survey-weights/${body.version}/approval`;
      return ofProgramme(() => programme2.post(approval, {}).expect(201));
    },
    indicator_values: async () => {
      const indicator = await made(programme, 'indicators', {
        framework: 'ilo',
        code: 'C.1',
        level: 'output',
        titleFr: 'Inspecteurs formés',
        titleAr: 'المفتشون المكوَّنون',
        titleEn: 'Inspectors trained',
        unit: 'people',
        direction: 'up',
        split: ['sex'],
        source: 'liste de présence',
      });
      const path = `/api/v1/indicators/${indicator}/values`;
      const number = { quarter: '2026-Q3', number: '40', women: '25', evidence: 'liste signée 12' };
      const id = idOf(await programme.post(path, number).expect(201));
      return ofProgramme(() => programme2.post(`${path}/${id}/look`, { stands: true }).expect(201));
    },
    employers: async () => {
      const one = await anEmployer(programme);
      const person = await aPerson(officer);
      const at = await atWork(officer, person, placement(one.id));
      const signs = { wages: 'seen', documents: 'seen', debt: 'not_seen' };
      await officer.post(`${at.path}/follow-ups`, followUp({ signs })).expect(201);
      return ofProgramme(() =>
        programme2
          .post(`${EMPLOYERS}/${one.id}/vettings`, vetting({ on: '2026-11-24' }))
          .expect(201),
      );
    },
    grants: async () => {
      await mawa.admin.query(
        `INSERT INTO organisations (code, kind, name, created_at)
         VALUES ('DONOR', 'donor', 'Bailleur', '2024-01-01Z'), ('AGENCY', 'agency', 'Agence', '2024-01-01Z')`,
      );
      const id = await made(finance, 'grant-proposals', { ...grantTemplate, code: 'EU-9' });
      return ofFinance(() =>
        finance2
          .post(`/api/v1/grant-proposals/${id}/decisions`, { decision: 'refused' })
          .expect(201),
      );
    },
    agreements: async () => {
      const { rows } = await mawa.admin.query<{ id: string }>(
        `INSERT INTO organisations (code, kind, name, created_at) VALUES ('ARGAN', 'partner', 'Argan', '2024-01-01Z') RETURNING id`,
      );
      const id = await made(finance, 'partner-agreements', {
        grantId: grant.grantId,
        organisationId: rows[0]!.id,
        reference: 'ACC-1',
        startsOn: '2026-04-01',
        endsOn: '2026-12-31',
        amount: '300.00',
        currency: 'USD',
        rows: [{ lineId: grant.lines['ILO-1.1'], amount: '300.00' }],
      });
      return ofFinance(() => confirmed(finance2, `agreements/${id}`, 201));
    },
    agency_months: async () => {
      const { rows } = await mawa.admin.query<{ id: string }>(
        'SELECT organisation_id AS id FROM grant_shares WHERE grant_id = $1 ORDER BY 1 LIMIT 1',
        [grant.grantId],
      );
      const path = `/api/v1/reconciliation/${grant.grantId}/${rows[0]!.id}/2026-10/steps`;
      await finance.post(path, { step: 'prepared' }).expect(201);
      return ofFinance(() => finance2.post(path, { step: 'signed' }).expect(201));
    },
    restrictions: async () => {
      const person = await aPerson(officer);
      await officer.post(`${person.path}/access`, { userId: supervisor.actor.userId }).expect(204);
      const userIds = [officer.actor.userId, supervisor.actor.userId];
      await supervisor
        .post(`${person.path}/restriction`, { reason: 'menacée', userIds })
        .expect(201);
      await supervisor.post(`${person.path}/restriction/lift`).expect(204);
      return {
        asked: supervisor,
        may: officer,
        mayNot: [officer2, supervisor2],
        decide: () =>
          officer.post(`${person.path}/restriction/lift/answer`, { lift: true }).expect(204),
      };
    },
    erasures: async () => {
      const person = await aPerson(officer);
      const path = `people/${person.id}/rights/erasure`;
      const id = await made(officer, path, { reason: 'person_asked' });
      return {
        asked: officer,
        may: supervisor,
        mayNot: [officer2, programme],
        decide: () =>
          supervisor.post(`/api/v1/erasures/${id}/decision`, { decision: 'refused' }).expect(200),
      };
    },
    complaint_destructions: async () => {
      const [asks, agrees] = [await aFocalPoint(mawa), await aFocalPoint(mawa)];
      const { id } = await aComplaint(mawa);
      await mawa.transactions.run(asks.actor, (tx) =>
        tx.query(
          'INSERT INTO complaint_destructions (complaint_id, asked_by) VALUES ($1, mawa_actor())',
          [id],
        ),
      );
      const decide = () =>
        mawa.admin.query('DELETE FROM complaint_destructions WHERE complaint_id = $1', [id]);
      return { asked: asks, may: agrees, mayNot: [admin, programme], decide };
    },
    complaint_contacts: async () => {
      const [asks, agrees] = [await aFocalPoint(mawa), await aFocalPoint(mawa, 'partner')];
      const contact = { address: 'mawa.example/mot', phone: '05 22 00 00 00' };
      const id = await made(asks, 'complaints/papers/contacts', contact);
      const { organisationId } = asks.actor;
      const sameHouse = await mawa.signIn('focal_point', { organisationId: organisationId! });
      return {
        asked: asks,
        may: agrees,
        mayNot: [sameHouse, admin],
        decide: () => agrees.post(`/api/v1/complaints/papers/contacts/${id}/approval`).expect(204),
      };
    },
    project_scores: async () => {
      const { follows, members, score } = await beforeACommittee();
      const [, may] = members as [SignedIn, SignedIn];
      return { asked: follows, may, mayNot: [programme, finance], decide: () => score(may) };
    },
    project_outcomes: async () => {
      const { follows, members, score, decide } = await beforeACommittee();
      for (const member of members) {
        expect(await pathsOf(members[0]!, 'project_outcomes')).toEqual([]);
        await score(member);
      }
      return { asked: follows, may: members[0]!, mayNot: members.slice(1), decide };
    },
    project_tranches: async () => {
      const { follows, members, of, trancheId } = await granted();
      return {
        asked: follows,
        may: finance,
        mayNot: [members[0]!, officer],
        decide: () =>
          finance.post(of(`tranches/${trancheId}/payments`), { on: '2026-11-24' }).expect(201),
      };
    },
    project_receipts: async () => {
      const { follows, project, of, trancheId } = await granted();
      await finance.post(of(`tranches/${trancheId}/payments`), { on: '2026-11-24' }).expect(201);
      const receipt = { on: '2026-11-24', amount: '10.00', what: 'Farine' };
      const id = idOf(await follows.post(of(`receipts/${trancheId}`), receipt).expect(201));
      const second = await colleagueOf(follows, project);
      return {
        asked: follows,
        may: second,
        mayNot: [officer, finance],
        decide: () =>
          second.post(of(`answers/${id}`), { accepted: true, on: '2026-11-24' }).expect(201),
      };
    },
  };

  it.each(Object.keys(PREPARATIONS))('%s', async (source) => {
    const before = new Map<SignedIn, string[]>();
    const { asked, may, mayNot, decide } = await PREPARATIONS[source]!();
    for (const other of [asked, ...mayNot]) before.set(other, await pathsOf(other, source));
    const [one, ...rest] = await decisionsOf(may, source);
    expect([typeof one?.path, rest]).toEqual(['string', []]);
    const { path, words } = one!;
    // Which one it is stands after the colon.
    expect(words).not.toMatch(/:$/);
    for (const paths of before.values()) expect(paths).toEqual([]);
    // A proposal of a setting leads to the page of its setting.
    expect([200, 303]).toContain((await may.get(path)).status);
    const { text } = await may.get('/decisions').expect(200);
    expect(text).toContain(`href="${path}"`);
    await decide();
    expect(await pathsOf(may, source)).toEqual([]);
  });

  it('each kind is tried here or in decisions.e2e-spec.ts, and has its words', () => {
    const kinds = mawa.app.get(DecisionSources).keys();
    expect([...kinds].sort()).toEqual([...Object.keys(PREPARATIONS), ...TRIED_ELSEWHERE].sort());
    for (const kind of kinds) expect(hasSentence(`home:decisions.${kind}`)).toBe(true);
  });

  it('each rule of the database about a second person belongs to a kind, or waits for nobody', async () => {
    const { rows } = await mawa.admin.query<{ name: string }>(
      `SELECT DISTINCT name FROM (
         SELECT (regexp_matches(prosrc, $1, 'g'))[1] AS name FROM pg_proc WHERE pronamespace = 'public'::regnamespace
         UNION ALL SELECT conname FROM pg_constraint WHERE conname ~ $2) x ORDER BY name`,
      [
        `'([a-z_]*(?:another_person|by_another|a_second|second_person|by_two|two_people)[a-z_]*)'`,
        'another_person|by_another|a_second|second_person|by_two|two_people',
      ],
    );
    const kinds = mawa.app.get(DecisionSources).keys();
    expect(rows.map(({ name }) => name)).toEqual(Object.keys(RULES).sort());
    for (const kind of Object.values(RULES).flat()) expect(kinds).toContain(kind);
  });

  it('of the addresses proposed for the channel the latest alone', async () => {
    const [asks, agrees] = [await aFocalPoint(mawa), await aFocalPoint(mawa, 'partner')];
    const propose = (address: string) =>
      made(asks, 'complaints/papers/contacts', { address, phone: '05 22 00 00 00' });
    await propose('mawa.example/avant');
    const latest = await propose('mawa.example/apres');
    const ids = async () => (await decisionsOf(agrees, 'complaint_contacts')).map(({ id }) => id);
    expect(await ids()).toEqual([latest]);
    await agrees.post(`/api/v1/complaints/papers/contacts/${latest}/approval`).expect(204);
    expect(await ids()).toEqual([]);
  });

  it('a list of the commission, for its officers alone', async () => {
    const [asks, agrees, partner] = [
      await mawa.signIn('commission_officer'),
      await mawa.signIn('commission_officer'),
      await mawa.signIn('partner_viewer'),
    ];
    const { rows } = await mawa.admin.query<{ name: string }>(
      `SELECT name FROM lists WHERE owner_role = 'commission_officer' ORDER BY name LIMIT 1`,
    );
    const list = `lists/${rows[0]!.name}/draft`;
    await asks.post(`/api/v1/${list}`).expect(201);
    await asks
      .put(`/api/v1/${list}`, { revision: 1, note: 'demandé', source: 'Comité', licence: 'Libre' })
      .expect(200);
    expect(await pathsOf(agrees, 'lists')).toEqual([`/${list}`]);
    for (const other of [asks, admin, programme]) expect(await pathsOf(other, 'lists')).toEqual([]);
    const shown = (await panel(agrees, 'decisions'))!;
    expect(valuesOf(shown)).toEqual({ 'Attendent votre décision': '1' });
    await linksOpen(agrees, shown);
    await agrees.post(`/api/v1/${list}/approval`, { revision: 2 }).expect(200);
    expect(await panel(agrees, 'decisions')).toBeUndefined();
    await partner.get('/decisions').expect(403);
  });

  it('months of agencies, told apart by the agency and by their ids', async () => {
    const { rows } = await mawa.admin.query<{ id: string }>(
      `SELECT DISTINCT organisation_id AS id FROM grant_shares WHERE grant_id = $1
         AND organisation_id NOT IN (SELECT organisation_id FROM agency_months) ORDER BY 1`,
      [grant.grantId],
    );
    expect(rows.length).toBeGreaterThan(1);
    const months = rows.flatMap(({ id }) =>
      ['2026-08', '2026-09'].map((month) => `${grant.grantId}/${id}/${month}`),
    );
    for (const month of months) {
      await finance.post(`/api/v1/reconciliation/${month}/steps`, { step: 'prepared' }).expect(201);
    }
    const waiting = await decisionsOf(finance2, 'agency_months');
    expect(waiting.map(({ path }) => path).sort()).toEqual(
      months.map((month) => `/budget/reconciliation/${month}`).sort(),
    );
    for (const what of ['id', 'words'] as const) {
      expect(new Set(waiting.map((one) => one[what])).size).toBe(months.length);
    }
  });

  it('a form whose draft has no title yet, by its key', async () => {
    const definition = { ...RISK, form: 'third_risk' };
    await programme.post('/api/v1/forms', { definition }).expect(201);
    await mawa.admin.query(
      `UPDATE form_versions SET definition = definition - 'title' WHERE form_key = 'third_risk'`,
    );
    await mawa.admin.query(
      `UPDATE form_versions SET ready_at = created_at, ready_by = author_id WHERE form_key = 'third_risk'`,
    );
    const [one] = await decisionsOf(programme2, 'forms');
    expect([one?.words, one?.path]).toEqual([
      'Grille d’évaluation à approuver : third_risk',
      '/forms/third_risk',
    ]);
    await programme2.get('/decisions').expect(200);
  });

  it('a tranche since the receipts of the one before it were accepted', async () => {
    const { follows, project, of, trancheId } = await granted();
    const { body } = await follows.get(project.path).expect(200);
    const nextId = body.tranches[1].id as string;
    const on = '2026-11-24';
    await finance.post(of(`tranches/${trancheId}/payments`), { on }).expect(201);
    await follows.post(of(`milestones/${nextId}`), { on, note: 'tourne' }).expect(201);
    const receipt = { on, amount: '10000.00', what: 'Four' };
    const id = idOf(await follows.post(of(`receipts/${trancheId}`), receipt).expect(201));
    const second = await colleagueOf(follows, project);
    const waiting = async () =>
      (await decisionsOf(finance, 'project_tranches')).filter((one) => one.id === nextId);
    expect(await waiting()).toEqual([]);
    mawa.clock.advance(60_000);
    await second.post(of(`answers/${id}`), { accepted: true, on }).expect(201);
    expect((await waiting()).map(({ since, words }) => [since, words])).toEqual([
      [mawa.clock.now().toISOString(), 'Tranche d’un projet à payer : Pains du matin · 2'],
    ]);
  });

  it('since the last of its conditions came true', async () => {
    const { project, members, score } = await beforeACommittee('2026-11-25');
    const [chair] = members as [SignedIn];
    const since = async (source: string) => (await decisionsOf(chair, source))[0]?.since;
    expect(await since('project_scores')).toBeUndefined();
    mawa.clock.set('2026-11-25T09:00:00Z');
    expect(await since('project_scores')).toBe('2026-11-25T00:00:00.000Z');
    const times: string[] = [];
    for (const member of members) {
      mawa.clock.advance(60_000);
      await score(member);
      times.push(mawa.clock.now().toISOString());
    }
    const [outcome] = await decisionsOf(chair, 'project_outcomes');
    expect(outcome!.since).toBe(times[2]);
    expect(outcome!.words).toBe('Projet à décider en comité : Pains du matin');
    expect(project.id).toBe(outcome!.id);
  });
});
