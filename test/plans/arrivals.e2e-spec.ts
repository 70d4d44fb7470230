import { RISK } from '../../migrations/data/forms/risk';
import { Arrivals } from '../../modules/plans/arrivals/arrivals.service';
import { FIRST_RULE_SET } from '../../modules/shelter-beds/placing/rule-set.rules';
import { aPerson } from '../beneficiaries/test-people';
import { openedGrant } from '../grant-budgeting/samples';
import { aRequest, aShelter, aWoman, inBeds } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';

describe('what arrived since somebody last looked', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let colleague: SignedIn;
  let caseId: string;
  beforeEach(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    officer = await mawa.signIn('reintegration_officer');
    colleague = await mawa.signIn('reintegration_officer');
    caseId = (await aPerson(officer)).id;
    await officer
      .post(`/api/v1/people/${caseId}/access`, { userId: colleague.actor.userId })
      .expect(204);
  });
  afterEach(() => mawa.stop());

  /** The number beside the bell; null where there is no bell. A number is counted anew after half a minute. */
  const bell = async (who: SignedIn, page = '/tasks'): Promise<string | null> => {
    mawa.clock.advance(31_000);
    const { text } = await who.get(page).expect(200);
    const [, label] = /class="top__bell" href="\/arrivals" aria-label="([^"]*)"/.exec(text) ?? [];
    return label ?? null;
  };
  const make = (title: string, forWhom: SignedIn = colleague) =>
    officer
      .post('/api/v1/tasks', {
        caseId,
        title,
        dueOn: '2026-11-30',
        forUserId: forWhom.actor.userId,
      })
      .expect(201);

  /** A draft begun, looked past by the second person, then given its note three days later. */
  const ripens = async (
    author: SignedIn,
    second: SignedIn,
    draft: string,
    written: object,
  ): Promise<void> => {
    await author.post(draft).expect(201);
    await author.put(draft, { ...written, revision: 1 }).expect(200);
    mawa.clock.advance(3 * 86_400_000);
    const [writes, reads] = [await mawa.signInAs(author.email), await mawa.signInAs(second.email)];
    await reads.get('/arrivals').expect(200);
    expect(await bell(reads)).toBe('Nouveautés : 0');
    const noted = { ...written, note: 'Décidé en comité' };
    await writes.put(draft, { ...noted, revision: 2 }).expect(200);
    const since = mawa.clock.now().toISOString();
    expect(await bell(reads)).toBe('Nouveautés : 1');
    expect(await bell(writes)).toBe('Nouveautés : 0');
    // What is written afterwards is no second request, and without its note the draft waits no more.
    await writes.put(draft, { ...noted, revision: 3 }).expect(200);
    const decisions = async () => (await reads.get('/api/v1/decisions').expect(200)).body.decisions;
    expect((await decisions()).map((one: { since: string }) => one.since)).toEqual([since]);
    await writes.put(draft, { ...written, revision: 4 }).expect(200);
    expect(await decisions()).toEqual([]);
    expect(await bell(reads)).toBe('Nouveautés : 0');
  };

  it('is a number in the header of every page, until the list was opened', async () => {
    expect(await bell(colleague)).toBe('Nouveautés : 0');
    await make('Rappeler la tante Zoulikha');
    await make('Voir la préfecture');
    expect(await bell(colleague)).toBe('Nouveautés : 2');
    expect(await bell(colleague, '/people')).toBe('Nouveautés : 2');
    const { text } = await colleague.get('/arrivals').expect(200);
    expect(text.match(/tag--warning">nouveau</g)).toHaveLength(2);
    expect(text).not.toContain('Zoulikha');
    expect(await bell(colleague)).toBe('Nouveautés : 0');
    // What was seen stays on the list of the week, without the mark.
    const again = await colleague.get('/arrivals').expect(200);
    expect(again.text).not.toContain('nouveau<');
    expect(again.text.match(/<li class="task"/g)).toHaveLength(2);
    mawa.clock.advance(1_000);
    await make('Encore une chose');
    expect(await bell(colleague)).toBe('Nouveautés : 1');
    const { rows } = await mawa.admin.query('SELECT user_id FROM arrivals_seen');
    expect(rows).toEqual([{ user_id: colleague.actor.userId }]);
  });

  it('counts neither what one made for oneself nor what is for another or done', async () => {
    await make('Pour moi', officer);
    await make('Pour elle');
    expect(await bell(officer)).toBe('Nouveautés : 0');
    const { body } = await colleague.get('/api/v1/tasks').expect(200);
    await colleague.post(`/api/v1/tasks/${body.tasks[0].id}/completion`).expect(204);
    expect(await bell(colleague)).toBe('Nouveautés : 0');
  });

  it('counts what a colleague delegated after the last look', async () => {
    await make('Pour moi', officer);
    await colleague.get('/arrivals').expect(200);
    mawa.clock.advance(60_000);
    const { body } = await officer.get('/api/v1/tasks').expect(200);
    await officer
      .post(`/api/v1/tasks/${body.tasks[0].id}/delegations`, { toUserId: colleague.actor.userId })
      .expect(204);
    expect(await bell(colleague)).toBe('Nouveautés : 1');
    expect((await colleague.get('/arrivals').expect(200)).text).toContain('nouveau<');
  });

  it('counts what began to wait for one’s decision, and leads to where it is decided', async () => {
    const grant = await openedGrant(mawa);
    const [omar, hind] = [
      await mawa.signIn('finance_officer'),
      await mawa.signIn('finance_officer'),
    ];
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
    expect(await bell(hind)).toBe('Nouveautés : 1');
    expect(await bell(omar)).toBe('Nouveautés : 0');
    const { text } = await hind.get('/arrivals').expect(200);
    expect(text).toContain(`href="/budget/commitments/${body.id}"`);
    expect(await bell(hind)).toBe('Nouveautés : 0');
  });

  it('counts a bed held by somebody else for the managers of the house and for who is on duty in it', async () => {
    const house = await aShelter(mawa, { A: { beds: 4 } });
    const elsewhere = await aShelter(mawa, { B: { beds: 1 } });
    const here = { shelterIds: [house.id] };
    const manager = await mawa.signIn('shelter_manager', here);
    const onDuty = await mawa.signIn('shelter_staff', here);
    const atHome = await mawa.signIn('shelter_staff', here);
    const other = await mawa.signIn('shelter_manager', { shelterIds: [elsewhere.id] });
    await onDuty.post(`/api/v1/houses/${house.id}/duties`, { hours: 8 }).expect(201);
    const hold = async (who: SignedIn, beds: string[]) => {
      const people = beds.map(() => aWoman());
      const { id, caseIds } = await aRequest(mawa, officer, people);
      const path = `/api/v1/bed-requests/${id}/holds`;
      await who.post(path, { placements: inBeds(caseIds, beds) }).expect(201);
      return id;
    };
    const [a1, a2, a3] = house.rooms.A!.beds as [string, string, string];
    const request = await hold(officer, [a1, a2]);
    for (const who of [manager, onDuty]) {
      expect(await bell(who, '/')).toBe('Nouveautés : 1');
      const { text } = await who.get('/arrivals').expect(200);
      expect(text).toContain(`href="/beds?request&#x3D;${request}"`);
      expect(text).toContain('Lits retenus dans votre maison, à confirmer : 2 lits');
      await who.get(`/beds?request=${request}`).expect(200);
      expect(await bell(who, '/')).toBe('Nouveautés : 0');
    }
    for (const who of [atHome, other]) expect(await bell(who, '/')).toBe('Nouveautés : 0');
    // The first page shows it among the beds of the house: among the decisions it would stand twice.
    expect((await manager.get('/api/v1/decisions').expect(200)).body.decisions).toEqual([]);
    await hold(manager, [a3]);
    expect(await bell(manager, '/')).toBe('Nouveautés : 0');
    expect(await bell(onDuty, '/')).toBe('Nouveautés : 1');
    await officer.post(`/api/v1/bed-requests/${request}/release`).expect(201);
    const { text } = await manager.get('/arrivals').expect(200);
    expect(text).not.toContain(`href="/beds?request&#x3D;${request}"`);
  });

  it('counts a draft of a list once it has its note, days after it was begun', async () => {
    const [author, second] = [
      await mawa.signIn('programme_officer'),
      await mawa.signIn('programme_officer'),
    ];
    const { rows } = await mawa.admin.query<{ name: string }>(
      `SELECT name FROM lists WHERE owner_role = 'programme_officer' ORDER BY name LIMIT 1`,
    );
    await ripens(author, second, `/api/v1/lists/${rows[0]!.name}/draft`, {
      source: 'Comité',
      licence: 'Libre',
    });
  });

  it('counts a draft of the rules of placing once it has its note', async () => {
    const [author, second] = [
      await mawa.signIn('programme_officer'),
      await mawa.signIn('case_supervisor'),
    ];
    await ripens(author, second, '/api/v1/placing-rules/draft', {
      rules: FIRST_RULE_SET,
      source: 'Comité',
    });
  });

  it('counts a draft of a form once its author asks for approval, and again after a change', async () => {
    const [author, second] = [
      await mawa.signIn('programme_officer'),
      await mawa.signIn('programme_officer'),
    ];
    const draft = '/api/v1/forms/risk/draft';
    await author.post(draft).expect(201);
    await second.get('/arrivals').expect(200);
    expect(await bell(second)).toBe('Nouveautés : 0');
    await author.post(`${draft}/approval-request`, { revision: 1 }).expect(204);
    expect(await bell(second)).toBe('Nouveautés : 1');
    expect((await second.get('/arrivals').expect(200)).text).toContain('href="/forms/risk"');
    expect(await bell(second)).toBe('Nouveautés : 0');
    const definition = { ...RISK, title: { fr: 'Danger', ar: 'خطر', en: 'Danger' } };
    await author.put(draft, { revision: 1, definition }).expect(200);
    await author.post(`${draft}/approval-request`, { revision: 2 }).expect(204);
    expect(await bell(second)).toBe('Nouveautés : 1');
  });

  it('counts what waits in a file that was shared after the request', async () => {
    const supervisor = await mawa.signIn('case_supervisor');
    const second = await mawa.signIn('case_supervisor');
    const path = `/api/v1/people/${caseId}/plan`;
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
    mawa.clock.advance(60_000);
    await second.get('/arrivals').expect(200);
    mawa.clock.advance(60_000);
    expect(await bell(second)).toBe('Nouveautés : 0');
    await officer
      .post(`/api/v1/people/${caseId}/access`, { userId: second.actor.userId })
      .expect(204);
    expect(await bell(second)).toBe('Nouveautés : 1');
    expect((await second.get('/arrivals').expect(200)).text).toContain('Plan à approuver');
    expect(await bell(second)).toBe('Nouveautés : 0');
  });

  it('has no number for auditors, partners and donors', async () => {
    const auditor = await mawa.signIn('auditor');
    expect(await bell(auditor, '/')).toBeNull();
    await auditor.get('/arrivals').expect(403);
    for (const role of ['partner_viewer', 'donor_viewer'] as const) {
      const who = await mawa.signIn(role);
      expect(await bell(who, '/')).toBeNull();
      await who.get('/arrivals').expect(403);
    }
  });

  it('counts for the commission what waits in its lists, and leads to it', async () => {
    const [asks, agrees] = [
      await mawa.signIn('commission_officer'),
      await mawa.signIn('commission_officer'),
    ];
    const { rows } = await mawa.admin.query<{ name: string }>(
      `SELECT name FROM lists WHERE owner_role = 'commission_officer' ORDER BY name LIMIT 1`,
    );
    const list = `lists/${rows[0]!.name}/draft`;
    expect(await bell(agrees, '/')).toBe('Nouveautés : 0');
    await asks.post(`/api/v1/${list}`).expect(201);
    await asks
      .put(`/api/v1/${list}`, { revision: 1, note: 'demandé', source: 'Comité', licence: 'Libre' })
      .expect(200);
    expect(await bell(agrees, '/')).toBe('Nouveautés : 1');
    expect(await bell(asks, '/')).toBe('Nouveautés : 0');
    const { text } = await agrees.get('/arrivals').expect(200);
    expect(text).toContain(`href="/${list}"`);
    expect(text).not.toContain('href="/tasks"');
    expect(await bell(agrees, '/')).toBe('Nouveautés : 0');
    expect(await bell(await mawa.signIn('programme_officer'), '/')).toBe('Nouveautés : 0');
  });

  it('is seen by oneself alone', async () => {
    await colleague.get('/arrivals').expect(200);
    const seen = await mawa.transactions.run(officer.actor, (tx) =>
      tx.query('SELECT 1 FROM arrivals_seen'),
    );
    expect(seen).toEqual([]);
    await expect(
      mawa.transactions.run(officer.actor, (tx) =>
        tx.query('INSERT INTO arrivals_seen (user_id) VALUES ($1)', [colleague.actor.userId]),
      ),
    ).rejects.toThrow(/row-level security/);
  });

  it('costs one statement in half a minute, however many pages are opened and tasks wait', async () => {
    const arrivals = mawa.app.get(Arrivals);
    let statements = 0;
    const original = mawa.transactions.run.bind(mawa.transactions);
    const spy = jest.spyOn(mawa.transactions, 'run').mockImplementation((actor, work, request) =>
      original(
        actor,
        (tx) =>
          work({
            ...tx,
            query: <T>(sql: string, params?: unknown[]) => {
              statements += 1;
              return tx.query<T>(sql, params);
            },
          }),
        request,
      ),
    );
    for (let n = 0; n < 5; n += 1) await arrivals.countFor(colleague.actor);
    expect(statements).toBe(1);
    spy.mockRestore();
    for (let n = 0; n < 10; n += 1) await make(`Chose ${n}`);
    expect(await bell(colleague)).toBe('Nouveautés : 10');
    const { rows } = await mawa.admin.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM tasks WHERE done_at IS NULL AND for_user = $1`,
      [colleague.actor.userId],
    );
    expect(rows).toEqual([{ n: 10 }]);
  });
});
