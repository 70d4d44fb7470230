import { assessmentsPath, BEST_INTERESTS, save, started } from '../assessments/samples';
import { aPerson } from '../beneficiaries/test-people';
import type { OpenedGrant } from '../../modules/grant-budgeting';
import { openedGrant } from '../grant-budgeting/samples';
import { aRequest, aShelter, aWoman, inBeds } from '../shelter-beds/house';
import { comesToStay, timeIs } from '../shelter-beds/house-days';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { countStatements } from '../support/count-statements';
import * as give from '../voluntary-return/returns';
import { linksOpen, panel, valuesOf } from './home-page';

describe('what waits for a second person', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let supervisor: SignedIn;
  beforeEach(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    officer = await mawa.signIn('reintegration_officer');
    supervisor = await mawa.signIn('case_supervisor');
  });
  afterEach(() => mawa.stop());

  /** Sources and addresses of what waits for them. */
  const waiting = async (who: SignedIn): Promise<{ source: string; path: string }[]> => {
    const { body } = await who.get('/api/v1/decisions').expect(200);
    expect(body.total).toBe(body.decisions.length);
    return body.decisions.map(({ source, path }: { source: string; path: string }) => ({
      source,
      path,
    }));
  };
  const sourcesOf = async (who: SignedIn) => (await waiting(who)).map(({ source }) => source);
  const share = (caseId: string, who: SignedIn) =>
    officer.post(`/api/v1/people/${caseId}/access`, { userId: who.actor.userId }).expect(204);
  /** On the page of the list, on the first page with its link, and where it is decided. */
  const isShown = async (who: SignedIn, source: string, words: string) => {
    const found = (await waiting(who)).find((one) => one.source === source)!;
    await who.get(found.path).expect(200);
    const { text } = await who.get('/decisions').expect(200);
    expect(text).toContain(words);
    expect(text).toContain(`href="${found.path}"`);
  };

  describe('money', () => {
    let grant: OpenedGrant;
    let omar: SignedIn;
    let hind: SignedIn;
    let salma: SignedIn;
    beforeEach(async () => {
      grant = await openedGrant(mawa);
      omar = await mawa.signIn('finance_officer');
      hind = await mawa.signIn('finance_officer');
      salma = await mawa.signIn('programme_officer');
    });

    it('is a request to spend, of those who may agree to it and did not ask', async () => {
      const { body } = await omar
        .post('/api/v1/commitments', {
          lineId: grant.lines['ILO-1.1'],
          supplier: 'Papeterie Atlas',
          purpose: 'Cahiers',
          amount: '100.00',
          currency: 'USD',
          startsOn: '2026-11-25',
          endsOn: '2026-12-15',
        })
        .expect(201);
      const one = { source: 'commitments', path: `/budget/commitments/${body.id}` };
      expect(await waiting(hind)).toEqual([one]);
      expect(await waiting(salma)).toEqual([one]);
      for (const other of [omar, officer, supervisor]) expect(await waiting(other)).toEqual([]);
      await isShown(salma, 'commitments', 'Demande de dépense');
      const shown = (await panel(hind, 'decisions'))!;
      expect(valuesOf(shown)).toEqual({ 'Attendent votre décision': '1' });
      await linksOpen(hind, shown);
      expect(await panel(omar, 'decisions')).toBeUndefined();
      await hind
        .post(`/api/v1/commitments/${body.id}/decisions`, { decision: 'approved' })
        .expect(201);
      expect([await waiting(hind), await waiting(salma)]).toEqual([[], []]);
    });

    it('is a revision of the budget, of all who may approve it but its author', async () => {
      const { body } = await omar
        .post('/api/v1/revisions', {
          grantId: grant.grantId,
          reason: 'needs_changed',
          changes: [
            { lineId: grant.lines['ILO-1.1'], change: '-10.00' },
            { lineId: grant.lines['ILO-1.2'], change: '10.00' },
          ],
        })
        .expect(201);
      expect(await waiting(salma)).toEqual([
        { source: 'revisions', path: `/budget/revisions/${body.id}` },
      ]);
      expect(await waiting(omar)).toEqual([]);
      await isShown(hind, 'revisions', 'Révision du budget');
      await omar
        .post(`/api/v1/revisions/${body.id}/decisions`, { decision: 'withdrawn' })
        .expect(201);
      expect(await waiting(salma)).toEqual([]);
    });

    it('is a report of a partner, of those who did not enter it', async () => {
      const { rows } = await mawa.admin.query<{ id: string }>(
        `INSERT INTO organisations (code, kind, name, created_at) VALUES ('ARGAN', 'partner', 'Argan', '2024-01-01Z') RETURNING id`,
      );
      const agreement = await omar
        .post('/api/v1/partner-agreements', {
          grantId: grant.grantId,
          organisationId: rows[0]!.id,
          reference: 'ACC-1',
          startsOn: '2026-04-01',
          endsOn: '2026-12-31',
          amount: '3000.00',
          currency: 'USD',
          rows: [{ lineId: grant.lines['ILO-1.1'], amount: '3000.00' }],
        })
        .expect(201);
      await hind.post(`/api/v1/agreements/${agreement.body.id}/confirmation`).expect(201);
      await omar
        .post(`/api/v1/partner-agreements/${agreement.body.id}/returns`, {
          claim: 'reimbursement',
          rows: [{ lineId: grant.lines['ILO-1.1'], month: '2026-10', amount: '200.00' }],
        })
        .expect(201);
      expect(await sourcesOf(hind)).toEqual(['partner_money']);
      expect(await sourcesOf(omar)).toEqual([]);
      const partner = await mawa.signIn('partner_viewer', { organisationId: rows[0]!.id });
      await partner.get('/api/v1/decisions').expect(403);
      await isShown(hind, 'partner_money', 'Demande ou rapport d’un partenaire');
    });
  });

  describe('a house', () => {
    it('has rules to set aside, of its managers who did not ask', async () => {
      const house = await aShelter(mawa, { up: { beds: 1, stepFree: false } });
      const asking = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
      const second = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
      const elsewhere = await aShelter(mawa, { B: { beds: 1 } });
      const stranger = await mawa.signIn('shelter_manager', { shelterIds: [elsewhere.id] });
      const wheelchair = aWoman({ accessNeed: 'step_free' });
      const { id, caseIds } = await aRequest(mawa, officer, [wheelchair], { nights: 20 });
      await asking
        .post(`/api/v1/bed-requests/${id}/overrides`, {
          placements: inBeds(caseIds, house.rooms.up!.beds),
          reason: 'Elle monte à l’aide de ses sœurs.',
          until: '2026-11-30',
        })
        .expect(201);
      expect(await sourcesOf(second)).toEqual(['overrides']);
      for (const other of [asking, stranger, officer, supervisor]) {
        expect(await sourcesOf(other)).toEqual([]);
      }
      await isShown(second, 'overrides', 'Dérogation pour un lit');
      const shown = (await panel(second, 'decisions'))!;
      expect(shown.rows).toHaveLength(1);
      await linksOpen(second, shown);
    });

    it('has more nights to grant, of those who answer for the stay and did not ask', async () => {
      await timeIs(mawa, '2026-11-24T20:00:00Z');
      const house = await aShelter(mawa, { A: { beds: 2 } });
      const manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
      const second = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
      const administrator = await mawa.signIn('administrator');
      const she = await comesToStay(mawa, { officer, manager }, house.rooms.A!.beds[0]!);
      await administrator
        .post(`/api/v1/shelters/${house.id}/stay-limits`, { nights: 40 })
        .expect(201);
      await manager
        .post(`/api/v1/bookings/${she.id}/extensions`, { nights: 10, why: 'hearing_near' })
        .expect(201);
      // Another task about the same stay is no answer to this.
      await mawa.transactions.run(officer.actor, (tx) =>
        tx.query(`SELECT add_task('stay_limit', $1, $2, 'reintegration_officer', NULL, $3)`, [
          she.caseId,
          she.id,
          mawa.clock.now(),
        ]),
      );
      expect(valuesOf((await panel(officer, 'decisions'))!)).toEqual({
        'Attendent votre décision': '1',
      });
      expect(await sourcesOf(second)).toEqual(['extensions']);
      expect(await sourcesOf(officer)).toEqual(['extensions']);
      expect(await sourcesOf(manager)).toEqual([]);
      expect(await sourcesOf(await mawa.signIn('reintegration_officer'))).toEqual([]);
      await isShown(officer, 'extensions', 'Prolongation d’un séjour');
    });
  });

  describe('a file', () => {
    it('has a plan to approve, of supervisors who read it and wrote nothing of it', async () => {
      const { id } = await aPerson(officer);
      const path = `/api/v1/people/${id}/plan`;
      await officer.post(`${path}/draft`).expect(201);
      await officer
        .put(`${path}/draft`, {
          revision: 1,
          agreement: { decision: 'agreed', on: '2026-11-20', how: 'oral', language: 'ary' },
          goals: [
            {
              dimension: 'legal',
              title: 'Avoir une carte de séjour',
              steps: [{ what: 'Voir l’avocate', who: 'team', dueOn: '2026-11-30' }],
            },
          ],
        })
        .expect(200);
      await officer.post(`${path}/sending`, { approverId: supervisor.actor.userId }).expect(204);
      const second = await mawa.signIn('case_supervisor');
      expect(await sourcesOf(second)).toEqual([]);
      await share(id, second);
      expect(await sourcesOf(second)).toEqual(['plans']);
      expect(await sourcesOf(supervisor)).toEqual(['plans']);
      expect(await sourcesOf(officer)).toEqual([]);
      await isShown(second, 'plans', 'Plan à approuver');
      expect((await second.get('/api/v1/day').expect(200)).body.decisions.total).toBe(1);
      // Whoever was asked by name has the task, and not the same a second time.
      expect((await supervisor.get('/api/v1/day').expect(200)).body.decisions.total).toBe(0);
      expect(await panel(supervisor, 'decisions')).toBeUndefined();
      await supervisor.post(`${path}/approval`).expect(201);
      expect(await sourcesOf(second)).toEqual([]);
    });

    it('has an assessment to approve, of supervisors who had no hand in it', async () => {
      const { id } = await aPerson(officer, { birthDate: '2018-05-02' });
      const form = await started(officer, id, 'best_interests');
      for (const [section, answers] of Object.entries(BEST_INTERESTS)) {
        await save(officer, id, form, section, answers).expect(200);
      }
      await officer
        .post(`${assessmentsPath(id)}/${form}/signature`, { approverId: supervisor.actor.userId })
        .expect(201);
      const second = await mawa.signIn('case_supervisor');
      await share(id, second);
      expect(await sourcesOf(second)).toEqual(['assessments']);
      expect(await sourcesOf(supervisor)).toEqual(['assessments']);
      expect(await sourcesOf(officer)).toEqual([]);
      expect(await sourcesOf(await mawa.signIn('case_supervisor'))).toEqual([]);
      await isShown(second, 'assessments', 'Évaluation à approuver');
    });

    it('has risks of a return to decide on, of a colleague who writes in the file', async () => {
      const person = await aPerson(officer, { birthDate: '1994-03-08' });
      const track = await give.aTrack(officer, person);
      const { body } = await officer.post(`${track.path}/risks`, give.risk()).expect(201);
      const second = await mawa.signIn('reintegration_officer');
      expect(await sourcesOf(second)).toEqual([]);
      await share(person.id, second);
      expect(await sourcesOf(second)).toEqual(['return_risks']);
      expect(await sourcesOf(officer)).toEqual([]);
      await isShown(second, 'return_risks', 'Risques d’un retour');
      await second
        .post(`${track.path}/risks/${body.id}/decision`, { decision: 'wait' })
        .expect(201);
      expect(await sourcesOf(second)).toEqual([]);
    });
  });

  it('costs one statement, however many sources and rows there are', async () => {
    const grant = await openedGrant(mawa);
    const [omar, hind] = [
      await mawa.signIn('finance_officer'),
      await mawa.signIn('finance_officer'),
    ];
    const statements = () => countStatements(mawa, () => hind.get('/api/v1/decisions').expect(200));
    await statements();
    const none = await statements();
    for (let n = 0; n < 5; n += 1) {
      await omar
        .post('/api/v1/commitments', {
          lineId: grant.lines['ILO-1.1'],
          supplier: `Papeterie ${n}`,
          purpose: 'Cahiers',
          amount: '10.00',
          currency: 'USD',
          startsOn: '2026-11-25',
          endsOn: '2026-12-15',
        })
        .expect(201);
    }
    expect(await waiting(hind)).toHaveLength(5);
    expect(await statements()).toBe(none);
  });

  it('stands on the first page with one of each kind, and the way to all of them', async () => {
    const grant = await openedGrant(mawa);
    const [omar, hind] = [
      await mawa.signIn('finance_officer'),
      await mawa.signIn('finance_officer'),
    ];
    const asks = async (n: number) => {
      mawa.clock.advance(60_000);
      const days = { startsOn: '2026-11-25', endsOn: '2026-12-15' };
      const sum = { amount: `${n}.00`, currency: 'USD', lineId: grant.lines['ILO-1.1'] };
      await omar
        .post('/api/v1/commitments', { supplier: 'Atlas', purpose: 'Cahiers', ...sum, ...days })
        .expect(201);
    };
    for (let n = 1; n <= 6; n += 1) await asks(n);
    expect((await panel(hind, 'decisions'))!.html).not.toContain('Tout voir');
    mawa.clock.advance(60_000);
    await omar
      .post('/api/v1/revisions', {
        grantId: grant.grantId,
        reason: 'needs_changed',
        changes: [
          { lineId: grant.lines['ILO-1.1'], change: '-10.00' },
          { lineId: grant.lines['ILO-1.2'], change: '10.00' },
        ],
      })
      .expect(201);
    const shown = (await panel(hind, 'decisions'))!;
    expect(valuesOf(shown)).toEqual({ 'Attendent votre décision': '7' });
    expect(shown.rows).toHaveLength(6);
    expect(shown.rows.filter((row) => row.startsWith('Demande de dépense'))).toHaveLength(5);
    expect(shown.rows[5]).toMatch(/^Révision du budget/);
    expect(shown.html).toContain('Tout voir (7)');
    await linksOpen(hind, shown);
    // More than the list reads at once: the newest kind is among them all the same.
    for (let n = 7; n <= 100; n += 1) await asks(n);
    const { body } = await hind.get('/api/v1/decisions').expect(200);
    expect(body.total).toBe(101);
    expect(body.decisions).toHaveLength(100);
    const kinds = body.decisions.map(({ source }: { source: string }) => source);
    expect(kinds.filter((kind: string) => kind === 'revisions')).toHaveLength(1);
    const since = body.decisions.map((one: { since: string }) => one.since);
    expect(since).toEqual([...since].sort());
  });

  it('is nothing for roles that decide nothing, and not there for partners and donors', async () => {
    for (const role of ['auditor', 'hotline_operator', 'shelter_staff'] as const) {
      expect(await waiting(await mawa.signIn(role))).toEqual([]);
    }
    for (const role of ['partner_viewer', 'donor_viewer'] as const) {
      await (await mawa.signIn(role)).get('/decisions').expect(403);
    }
  });
});
