import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type OpenedGrant } from '../../modules/grant-budgeting';
import { type OrganisationKind, SETUP_ACTOR } from '../../modules/platform/shared/actor';
import { EVENT_KINDS, type EventKind } from '../../modules/webhooks';
import { mayHear } from '../../modules/webhooks/event-kinds.data';
import { ADULT } from '../consents/consent-answers';
import { speakAsSetup } from '../donor-reports/a-quarter';
import { enteredRate, openedGrant, organisationsOf } from '../grant-budgeting/samples';
import { aPartner, aReferral, hasPlaces, NEEDS } from '../referrals/partners';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const KINDS = Object.keys(EVENT_KINDS) as EventKind[];

interface Heard {
  readonly kind: string;
  readonly data: Record<string, string>;
}

/** Every change is made as colleagues make it, where one test can; each organisation has an endpoint of its own. */
describe('an endpoint hears of what its organisation may read, and of nothing else', () => {
  let mawa: TestApp;
  let grant: OpenedGrant;
  let officer: SignedIn;
  let finance: SignedIn;
  let programme: SignedIn;
  let nurse: SignedIn;
  const organisations: Record<string, string> = {};
  const endpoints: Record<string, string> = {};

  beforeAll(async () => {
    mawa = await startApp();
    await organisationsOf(mawa);
    await mawa.admin.query(
      `INSERT INTO organisations (code, kind, name, created_at) VALUES ('UNICEF', 'agency', 'Autre agence', '2024-01-01Z'),
         ('AUTRE', 'donor', 'Autre bailleur', '2024-01-01Z')`,
    );
    organisations['CLINIC'] = await aPartner(mawa, { name: 'Clinique Atlas' });
    organisations['OTHER'] = await aPartner(mawa, { name: 'Cèdre' });
    const { rows } = await mawa.admin.query<{ code: string; id: string }>(
      `SELECT code, id FROM organisations WHERE code NOT LIKE 'PART-%'`,
    );
    for (const { code, id } of rows) organisations[code] = id;
    const one = await mawa.signIn('administrator');
    const other = await mawa.signIn('administrator');
    for (const [code, organisationId] of [
      ['programme', undefined],
      ...Object.entries(organisations),
    ] as const) {
      const { rows } = await mawa.admin.query<{ kind: OrganisationKind }>(
        'SELECT kind FROM organisations WHERE id = $1',
        [organisationId],
      );
      const kinds = KINDS.filter((kind) => mayHear(rows[0]?.kind ?? null, kind));
      const wanted = {
        name: code,
        address: 'https://hooks.example.org/mawa',
        organisationId,
        kinds,
      };
      const { body } = await one.post('/api/v1/webhooks', wanted).expect(201);
      await other.post(`/api/v1/webhooks/${body.id}/confirmation`).expect(204);
      endpoints[code] = body.id as string;
    }
    officer = await mawa.signIn('reintegration_officer');
    finance = await mawa.signIn('finance_officer');
    programme = await mawa.signIn('programme_officer');
    nurse = await mawa.signIn('partner_viewer', { organisationId: organisations['CLINIC']! });
    await hasPlaces(officer, organisations['CLINIC']!, 'open').expect(201);
    grant = await openedGrant(mawa);
    for (const day of ['2026-07-01', '2026-10-01'])
      await enteredRate(mawa, ['MAD', 'USD', day, '0.10000000']);
  });
  afterAll(() => mawa.stop());

  /** What each endpoint has in its log of this kind, by its code. */
  const heard = async (kind: EventKind): Promise<Record<string, Heard[]>> => {
    const { rows } = await mawa.admin.query<Heard & { name: string }>(
      `SELECT e.name, d.kind, d.data FROM webhook_deliveries d JOIN webhook_endpoints e ON e.id = d.endpoint_id WHERE d.kind = $1`,
      [kind],
    );
    const byName: Record<string, Heard[]> = {};
    for (const { name, ...event } of rows) (byName[name] ??= []).push(event);
    return byName;
  };
  const hearers = async (kind: EventKind, data: Record<string, string>): Promise<string[]> =>
    Object.entries(await heard(kind))
      .filter(([, events]) => events.some((one) => isDeepStrictEqual(one.data, data)))
      .map(([name]) => name)
      .sort();

  it('of a referral: the partner that received it, also of its revocation, and not even the programme', async () => {
    const answered = await aReferral(officer, organisations['CLINIC']!);
    await nurse.post(`/api/v1/received/${answered.id}/answer`, { answer: 'accepted' }).expect(204);
    await officer
      .post(`/api/v1/referrals/${answered.id}/revocation`, { reason: 'mistake' })
      .expect(201);
    const data = { referralId: answered.id };
    expect(await hearers('referral.received', data)).toEqual(['CLINIC']);
    expect(await hearers('referral.ended', data)).toEqual(['CLINIC']);
    // And the partner reads it with its own rights.
    await nurse.get(`/api/v1/received/${answered.id}`).expect(200);
  });

  it('of a referral, whatever kinds stand in an endpoint of the programme', async () => {
    await mawa.admin.query('BEGIN');
    await speakAsSetup(mawa.admin);
    await mawa.admin.query(
      'ALTER TABLE webhook_endpoints DROP CONSTRAINT webhook_endpoints_referrals_of_partners',
    );
    await mawa.admin.query('UPDATE webhook_endpoints SET kinds = $2 WHERE id = $1', [
      endpoints['programme'],
      KINDS,
    ]);
    const data = { referralId: randomUUID() };
    await mawa.admin.query(`SELECT webhook_event('referral.received', $1, ARRAY[$2::uuid])`, [
      data,
      organisations['CLINIC'],
    ]);
    const names = await hearers('referral.received', data);
    await mawa.admin.query('ROLLBACK');
    expect(names).toEqual(['CLINIC']);
  });

  it('of a referral at its hour, and administrators read its day alone and not of which referral', async () => {
    const { id } = await aReferral(officer, organisations['CLINIC']!);
    const { rows } = await mawa.admin.query<{ id: string; at: Date }>(
      `SELECT id, happened_at AS at FROM webhook_deliveries WHERE data ->> 'referralId' = $1`,
      [id],
    );
    const [event] = rows;
    await mawa.admin.query(
      `INSERT INTO webhook_attempts (delivery_id, at, duration_ms, status, error) VALUES ($1, $2, 5, 500, 'status')`,
      [event!.id, event!.at],
    );
    const administrator = await mawa.signIn('administrator');
    const here = `/webhooks/${endpoints['CLINIC']}`;
    const { body, text } = await administrator.get(`/api/v1${here}/deliveries`).expect(200);
    const day = event!.at.toISOString().slice(0, 10);
    const log = body as { deliveries: { id: string }[] };
    expect(log.deliveries.find((one) => one.id === event!.id)).toEqual({
      id: event!.id,
      kind: 'referral.received',
      happenedOn: day,
      happenedAt: null,
      state: 'waiting',
      nextAt: null,
      attempts: [{ at: null, durationMs: 5, status: 500, error: 'status' }],
    });
    expect(text).not.toContain(id);
    const page = (await administrator.get(`/admin${here}`).expect(200)).text;
    const item = page
      .split('<li class="webhook-log__event">')
      .find((one) => one.includes(event!.id))!
      .split('</li>')[0]!;
    expect(item).toContain('Non accepté');
    expect(item).not.toContain(id);
    expect(item).not.toMatch(/\d\d:\d\d/);
    // Nor by counting what is sent again since an hour.
    const count = async (since: Date) => {
      const sent = await administrator
        .post(`/api/v1${here}/replays`, { since: since.toISOString() })
        .expect(201);
      return (sent.body as { deliveries: number }).deliveries;
    };
    const after = new Date(event!.at.getTime() + 60_000);
    expect(await count(after)).toBe(await count(new Date(event!.at.getTime() - 60_000)));
  });

  it('of the end of a referral whose person was erased; what was before is deleted with the person', async () => {
    const { id, caseId } = await aReferral(officer, organisations['CLINIC']!);
    const of = async () => {
      const { rows } = await mawa.admin.query<{ kind: string }>(
        `SELECT kind FROM webhook_deliveries WHERE data ->> 'referralId' = $1`,
        [id],
      );
      return rows.map(({ kind }) => kind);
    };
    expect(await of()).toEqual(['referral.received']);
    await mawa.admin.query('BEGIN');
    await mawa.admin.query(
      `SELECT set_config('mawa.now', $1, true), set_config('mawa.tonight', '2026-11-24', true), set_config('mawa.actor', $2, true)`,
      [mawa.clock.now().toISOString(), officer.actor.userId],
    );
    await mawa.admin.query('SELECT wipe_case($1)', [caseId]);
    await mawa.admin.query('COMMIT');
    expect(await of()).toEqual(['referral.ended']);
  });

  it('of a grant that is confirmed or whose budget is revised: the agencies that have a share', async () => {
    const data = { grantId: grant.grantId };
    const sharers = ['ILO', 'IOM', 'UNODC', 'programme'];
    expect(await hearers('grant.confirmed', data)).toEqual(sharers);
    expect(await hearers('budget.revised', data)).toEqual([]);
    const changes = Object.entries({ 'IOM-3.1': '-1000.00', 'IOM-2.3': '1000.00' }).map(
      ([code, change]) => ({ lineId: grant.lines[code], change }),
    );
    const { body } = await finance
      .post('/api/v1/revisions', { grantId: grant.grantId, reason: 'needs_changed', changes })
      .expect(201);
    await programme
      .post(`/api/v1/revisions/${body.id}/decisions`, { decision: 'approved' })
      .expect(201);
    expect(await hearers('budget.revised', data)).toEqual(sharers);
  });

  it('of an agreement and of the answer to a paper: its partner', async () => {
    const agreement = {
      grantId: grant.grantId,
      organisationId: organisations['CLINIC'],
      reference: 'ACC-1',
      startsOn: '2026-04-01',
      endsOn: '2026-12-31',
      amount: '1000.00',
      currency: 'MAD',
      rows: [{ lineId: grant.lines['ILO-1.1'], amount: '1000.00' }],
    };
    const { body } = await finance.post('/api/v1/partner-agreements', agreement).expect(201);
    const data = { agreementId: body.id as string };
    expect(await hearers('agreement.confirmed', data)).toEqual([]);
    await programme.post(`/api/v1/agreements/${body.id}/confirmation`).expect(201);
    expect(await hearers('agreement.confirmed', data)).toEqual(['CLINIC', 'programme']);
    const rows = [{ lineId: grant.lines['ILO-1.1'], amount: '100.00' }];
    const advance = await finance
      .post(`/api/v1/partner-agreements/${body.id}/advances`, { quarter: '2026-07-01', rows })
      .expect(201);
    const paper = { paperId: advance.body.id as string };
    expect(await hearers('partner_paper.answered', paper)).toEqual([]);
    await programme
      .post(`/api/v1/advances/${paper.paperId}/decisions`, { decision: 'authorised' })
      .expect(201);
    expect(await hearers('partner_paper.answered', paper)).toEqual(['CLINIC', 'programme']);
  });

  it('of a report that is due and of open data: the agencies that have a share in the grant', async () => {
    await speakAsSetup(mawa.admin);
    await mawa.admin.query(
      `INSERT INTO report_reminders (kind, grant_id, period_from, period_until, due_on)
       VALUES ('iom-quarterly', $1, '2026-07-01', '2026-10-01', '2026-12-01')`,
      [grant.grantId],
    );
    const sharers = ['ILO', 'IOM', 'UNODC', 'programme'];
    expect(await hearers('report.due', { grantId: grant.grantId })).toEqual(sharers);
    const setId = randomUUID();
    await mawa.admin.query(
      `INSERT INTO open_data_sets (id, grant_id, from_day) VALUES ($1, $2, '2026-07-01')`,
      [setId, grant.grantId],
    );
    expect(await hearers('open_data.published', { grantId: grant.grantId, setId })).toEqual(
      sharers,
    );
  });

  it('of a report: the organisation to which it is published, also of its withdrawal; of a public one everybody', async () => {
    await speakAsSetup(mawa.admin);
    const meta = { key: 'mawa-public', title: 'Chiffres', period: { label: '2026' } };
    const body = { meta, disclosure: { audience: 'public' } };
    const { rows } = await mawa.admin.query<{ id: string }>(
      `INSERT INTO reports (kind, grant_id, period_from, period_until, state, definition_version, created_by)
       SELECT kind, $1, '2026-07-01', '2026-10-01', 'drafted', version, $2 FROM report_definitions WHERE kind = 'public-figures'
        ORDER BY version DESC LIMIT 1 RETURNING id`,
      [grant.grantId, SETUP_ACTOR.userId],
    );
    const data = { reportId: rows[0]!.id };
    await mawa.admin.query(
      `INSERT INTO report_documents (report_id, version, insider_sealed, published, published_sha256, versions, sources_sealed)
       VALUES ($1, 1, '\\x00', $2, repeat('0', 64), '{}', '\\x00')`,
      [data.reportId, { fr: body, ar: body, en: body }],
    );
    await mawa.admin.query(`UPDATE reports SET state = 'frozen' WHERE id = $1`, [data.reportId]);
    const published = await mawa.admin.query<{ id: string }>(
      'INSERT INTO report_publications (report_id, organisation_id) VALUES ($1, $2) RETURNING id',
      [data.reportId, organisations['JTIP']],
    );
    expect(await hearers('report.published', data)).toEqual(['JTIP', 'programme']);
    expect(await hearers('report.withdrawn', data)).toEqual([]);
    await mawa.admin.query(
      `INSERT INTO report_withdrawals (publication_id, reason) VALUES ($1, 'un chiffre est faux')`,
      [published.rows[0]!.id],
    );
    expect(await hearers('report.withdrawn', data)).toEqual(['JTIP', 'programme']);
    await mawa.admin.query('INSERT INTO public_releases (report_id) VALUES ($1)', [data.reportId]);
    expect(await hearers('report.released', data)).toEqual(Object.keys(endpoints).sort());
  });

  it('and an organisation that was closed hears nothing', async () => {
    await mawa.admin.query(`UPDATE organisations SET active = false WHERE code = 'IOM'`);
    await mawa.admin.query(
      `INSERT INTO report_reminders (kind, grant_id, period_from, period_until, due_on)
       VALUES ('iom-quarterly', $1, '2026-10-01', '2027-01-01', '2027-03-01')`,
      [grant.grantId],
    );
    const events = await heard('report.due');
    expect(events['IOM']).toHaveLength(1);
    expect(events['ILO']).toHaveLength(2);
    await mawa.admin.query(`UPDATE organisations SET active = true WHERE code = 'IOM'`);
  });

  it('with ids alone: of a referral, a report, a grant and the like, never of a person, and no word of the database', async () => {
    const { rows } = await mawa.admin.query<{ kind: EventKind; value: string }>(
      'SELECT DISTINCT d.kind, v.value FROM webhook_deliveries d, jsonb_each_text(d.data) v',
    );
    // Every kind was made above.
    expect([...new Set(rows.map(({ kind }) => kind))].sort()).toEqual([...KINDS].sort());
    const values = rows.map(({ value }) => value);
    const { rows: tables } = await mawa.admin.query<{ name: string }>(
      `SELECT c.table_name AS name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
        WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.column_name = 'id' AND c.data_type = 'uuid'`,
    );
    const found = new Set<string>();
    for (const { name } of tables) {
      const { rowCount } = await mawa.admin.query(
        `SELECT 1 FROM ${name} WHERE id = ANY ($1::uuid[]) LIMIT 1`,
        [values],
      );
      if (rowCount) found.add(name);
    }
    expect([...found].sort()).toEqual([
      'agreements',
      'grants',
      'open_data_sets',
      'partner_papers',
      'referrals',
      'reports',
    ]);
    const { rows: columns } = await mawa.admin.query<{ table: string; column: string }>(
      `SELECT c.table_name AS "table", c.column_name AS "column" FROM information_schema.columns c
         JOIN information_schema.tables t USING (table_schema, table_name)
        WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.data_type IN ('text', 'character', 'character varying')
          AND c.column_name NOT LIKE '%\\_id'`,
    );
    expect(columns.length).toBeGreaterThan(500);
    for (const { table, column } of columns) {
      const { rows: same } = await mawa.admin.query(
        `SELECT "${column}" FROM "${table}" WHERE "${column}" = ANY ($1) LIMIT 1`,
        [values],
      );
      expect({ table, column, same }).toEqual({ table, column, same: [] });
    }
    const all = JSON.stringify(rows);
    for (const word of [...Object.values(ADULT.names), NEEDS, 'Atlas'])
      expect(all).not.toContain(word);
  });

  it('and PostgreSQL keeps no word in an event, whatever wrote it', async () => {
    const add = (data: object) =>
      mawa.admin.query(
        `INSERT INTO webhook_deliveries (endpoint_id, kind, data) VALUES ($1, 'grant.confirmed', $2)`,
        [endpoints['programme'], data],
      );
    for (const data of [
      { name: 'Zoubida' },
      { phone: '+212612345678' },
      { id: `${randomUUID()} Zoubida` },
      { number: 7 },
      { ids: { name: 'Zoubida' } },
      { ids: ['Zoubida'] },
      { id: null },
    ])
      await expect(add(data)).rejects.toThrow('webhook_deliveries_hold_ids_alone');
    await expect(add({ id: randomUUID() })).resolves.toBeDefined();
  });
});
