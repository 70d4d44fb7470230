import { aPerson } from '../beneficiaries/test-people';
import { JobRunner, type WorkKind } from '../../modules/platform/queue';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aQuarter, type AQuarter, closeLedger } from '../donor-reports/a-quarter';

interface Check {
  readonly code: string;
  readonly stops: boolean;
  readonly params: Readonly<Record<string, string | number>>;
}

describe('what the readers of a report were told before', () => {
  let mawa: TestApp;
  let given: AQuarter;
  let officer: SignedIn;
  let second: SignedIn;
  let worker: SignedIn;
  let first: string;

  const run = async (kind: WorkKind, call: ReturnType<SignedIn['post']>): Promise<string> => {
    const { body } = await call.expect((answer) => expect(answer.status).toBeLessThan(202));
    const { id, jobId } = body as { id: string; jobId: string };
    await mawa.app.get(JobRunner).handle(kind, jobId);
    return id;
  };
  const draft = (kind = 'iom-quarterly', period = '2026-Q3') =>
    run('draft-report', officer.post('/api/v1/reports', { kind, grantId: given.grantId, period }));
  const checks = async (id: string): Promise<Check[]> => {
    const { body } = await officer.get(`/api/v1/reports/${id}/checks`).expect(200);
    return body as Check[];
  };
  const approve = async (id: string): Promise<void> => {
    await officer.post(`/api/v1/reports/${id}/narratives`, {
      section: 'summary',
      language: 'fr',
      text: 'Un trimestre calme.',
    });
    const sight = { readAgain: true, seen: true };
    await run('render-report', second.post(`/api/v1/reports/${id}/approval`, sight));
  };
  /** How many people were served, as the last version of a report tells its readers. */
  const served = async (id: string): Promise<unknown> => {
    const { rows } = await mawa.admin.query<{ cell: unknown }>(
      `SELECT jsonb_path_query_first(published,
                '$.fr.blocks[*] ? (@.key == "people-by-age").total.cells.total') AS cell
         FROM report_documents WHERE report_id = $1 ORDER BY version DESC LIMIT 1`,
      [id],
    );
    return rows[0]!.cell;
  };
  const comes = async (): Promise<void> => {
    const person = await aPerson(worker, {
      registeredOn: '2026-07-01',
      sex: 'female',
      birthYear: 1996,
      nationality: 'MA',
    });
    await mawa.admin.query(
      `INSERT INTO services (case_id, type_code, given_on, recorded_by) VALUES ($1, 'psy', '2026-08-03', $2)`,
      [person.id, worker.actor.userId],
    );
  };

  beforeAll(async () => {
    mawa = await startApp();
    given = await aQuarter(mawa);
    await closeLedger(mawa);
    officer = await mawa.signIn('programme_officer');
    second = await mawa.signIn('programme_officer');
    worker = await mawa.signIn('reintegration_officer');
    first = await draft();
  });
  afterAll(() => mawa.stop());

  it('is nothing until a report is frozen, and then kept sealed', async () => {
    const before = await mawa.admin.query('SELECT 1 FROM release_ledger');
    expect(before.rows).toEqual([]);
    await approve(first);
    const { rows } = await mawa.admin.query<Record<string, unknown>>(
      `SELECT report_id, audience, period_from::text, period_until::text, before_from::text, figures_sealed FROM release_ledger`,
    );
    const { figures_sealed: sealed, ...row } = rows[0]!;
    expect(row).toEqual({
      report_id: first,
      audience: 'donor',
      before_from: '2026-04-01',
      period_from: '2026-07-01',
      period_until: '2026-10-01',
    });
    expect((sealed as Buffer).toString('latin1')).not.toMatch(/people|total|value/);
  });

  it('is read by those who make reports, and by nobody else', async () => {
    const seen = (who: SignedIn) =>
      mawa.transactions.run(who.actor, async (tx) =>
        tx.query('SELECT report_id FROM release_ledger'),
      );
    expect(await seen(second)).toHaveLength(1);
    const donor = await mawa.signIn('donor_viewer', { organisationId: given.donorId });
    for (const other of [worker, donor]) expect(await seen(other)).toEqual([]);
  });

  it('stays as it was: nobody changes or takes out what was told', async () => {
    for (const statement of [
      `UPDATE release_ledger SET audience = 'public'`,
      `DELETE FROM release_ledger`,
    ])
      await expect(
        mawa.transactions.run(officer.actor, (tx) => tx.query(statement)),
      ).rejects.toThrow(/permission denied/);
  });

  it('hides a number that one person more has moved, so that two reports do not tell who came', async () => {
    const shown = await served(first);
    expect(typeof shown).toBe('number');
    await officer.post(`/api/v1/reports/${first}/replacement`, {
      reason: 'Une personne a été inscrite en retard.',
    });
    await comes();
    const again = await draft();
    expect(await served(again)).toMatchObject({ hidden: true });
    expect((await checks(again)).filter(({ code }) => code === 'counts_moved')).toEqual([
      { code: 'counts_moved', stops: false, params: { count: expect.any(Number) as number } },
    ]);
  });

  it('shows it again once as many came as the threshold asks for', async () => {
    for (let n = 0; n < 4; n += 1) await comes();
    const { rows } = await mawa.admin.query<{ id: string }>(
      `SELECT id FROM reports WHERE state = 'drafted' AND kind = 'iom-quarterly'`,
    );
    const shown = (await served(first)) as number;
    await run('draft-report', officer.post(`/api/v1/reports/${rows[0]!.id}/drafts`));
    expect(await served(rows[0]!.id)).toBe(shown + 5);
  });
});
