/**
 * A programme with counts that can be recognised: 41, 43 and 53 people by purpose, each below the threshold of
 * readers outside. Released and published: statistics of 2026, the report of the commission, one of the donor.
 */
const SETUP = '00000000-0000-4000-8000-000000000004';
const SWEEPER = '00000000-0000-4000-8000-000000000003';
const NOW = '2027-02-01T10:00:00Z';
const THRESHOLD = 60;
const GROUPS = [
  ['forced_labour', 41, 'female'],
  ['sexual', 43, 'male'],
  ['begging', 53, 'female'],
  [null, 120, 'male'],
];

/** `host`: base, admin (superuser), account(roles, organisationId) → headers, answer(kind, jobId). */
async function audienceFixture(host) {
  const { admin } = host;
  await admin.query(
    `SELECT set_config('mawa.now', $1, false), set_config('mawa.tonight', $2, false), set_config('mawa.actor', $3, false)`,
    [NOW, NOW.slice(0, 10), SETUP],
  );
  const organisations = await organisationsOf(admin);
  const grantId = await aGrant(admin, organisations);
  await admin.query('ALTER TABLE settings DISABLE TRIGGER USER');
  for (const audience of ['commission', 'donor', 'partner']) {
    await admin.query(
      `INSERT INTO settings (key, valid_from, value, source) VALUES ($1, '2026-01-02Z', $2, 'drill')`,
      [`threshold_${audience}`, String(THRESHOLD)],
    );
  }
  await admin.query('ALTER TABLE settings ENABLE TRIGGER USER');
  await admin.query(
    `INSERT INTO service_types (code, category, name, unit)
     VALUES ('walk', 'legal', '{"fr":"Conseil","ar":"استشارة","en":"Advice"}', 'session')`,
  );
  for (const group of GROUPS) await people(admin, group);
  await admin.query(
    `INSERT INTO closed_nights (night, closed_by)
     SELECT day::date, $1 FROM generate_series(date '2025-12-01', date '2027-01-31', interval '1 day') day`,
    [SETUP],
  );
  await admin.query('INSERT INTO closed_periods (until_day, closed_by) VALUES ($1, $2)', [
    '2026-12-31',
    SETUP,
  ]);
  const officer = await host.account('programme_officer', organisations.agency);
  const second = await host.account('finance_officer', organisations.agency);
  const post = async (who, path, body, status) => {
    const answer = await fetch(`${host.base}${path}`, {
      method: 'POST',
      headers: { ...who, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const json = await answer.json().catch(() => null);
    if (answer.status !== status)
      throw new Error(`${path}: ${answer.status} ${JSON.stringify(json)}`);
    return json;
  };
  const published = async (kind, period, organisationId) => {
    const drafted = await post(officer, '/api/v1/reports', { kind, grantId, period }, 201);
    await host.answer('draft-report', drafted.jobId);
    const path = `/api/v1/reports/${drafted.id}`;
    const approved = await post(second, `${path}/approval`, { seen: true, readAgain: true }, 201);
    await host.answer('render-report', approved.jobId);
    await post(officer, `${path}/publications`, { organisationIds: [organisationId] }, 201);
    return drafted.id;
  };
  await post(officer, '/api/v1/statistics/releases', { year: 2026 }, 201);
  const reports = [
    await published('commission-annual', '2026', organisations.commission),
    await published('iom-quarterly', '2026-Q3', organisations.donor),
  ];
  return { organisations, grantId, reports, hidden: await hiddenValues(host, officer, reports) };
}

async function organisationsOf(admin) {
  const ids = {};
  for (const kind of ['agency', 'commission', 'donor', 'partner']) {
    const { rows } = await admin.query(
      `INSERT INTO organisations (code, kind, name) VALUES ($1, $2, $1) RETURNING id`,
      [`WALK-${kind.toUpperCase()}`, kind],
    );
    ids[kind] = rows[0].id;
  }
  return ids;
}

async function aGrant(admin, { agency, donor }) {
  const { rows } = await admin.query(
    `INSERT INTO grants (code, title, donor_id, currency, amount, fee_rate, starts_on, ends_on, shares_source)
     VALUES ('WALK-1', '{"fr":"Essai","ar":"Essai","en":"Essai"}', $1, 'USD', 1000000, 0.01, '2026-01-01', '2028-12-31', 'invented') RETURNING id`,
    [donor],
  );
  const grantId = rows[0].id;
  await admin.query(
    `INSERT INTO grant_shares (grant_id, organisation_id, after_fee, support_rate, direct, support)
     VALUES ($1, $2, 990000, 0.07, 925233.64, 64766.36)`,
    [grantId, agency],
  );
  const lines = await admin.query(
    `INSERT INTO budget_lines (grant_id, organisation_id, code, name, amount, unsdg_category, object_class)
     VALUES ($1, $2, '1.1', '{"fr":"1.1","ar":"1.1","en":"1.1"}', 925233.64, 4, 'f') RETURNING id`,
    [grantId, agency],
  );
  await admin.query(
    `INSERT INTO ledger_accounts (grant_id, kind, line_id)
     VALUES ($1, 'funds', NULL), ($1, 'spent', $2), ($1, 'unfunded', $2)`,
    [grantId, lines.rows[0].id],
  );
  return grantId;
}

/** People first registered in June, each with one service in the third quarter; of most the age is not known. */
async function people(admin, [purpose, count, sex]) {
  await admin.query(
    `WITH c AS (
       INSERT INTO cases (id, case_number, registered_on, registered_by, sex, age_at_registration, age_certainty, nationality)
       SELECT gen_random_uuid(), 'W-' || $1 || i, '2026-06-20', $3, $4, CASE WHEN $5::text IS NOT NULL THEN 20 + i % 40 END,
              CASE WHEN $5::text IS NULL THEN 'unknown' ELSE 'declared' END, 'MA'
         FROM generate_series(1, $2::int) i RETURNING id),
     given AS (
       INSERT INTO services (case_id, type_code, given_on, recorded_by)
       SELECT id, 'walk', '2026-08-15', $3 FROM c RETURNING case_id)
     INSERT INTO case_exploitation (case_id, element, code, list_version)
     SELECT id, 'purpose', $5, 'x' FROM c WHERE $5::text IS NOT NULL AND EXISTS (SELECT 1 FROM given)`,
    [purpose ?? 'none', count, SETUP, sex, purpose],
  );
}

/** Values that insiders see in a cell that is hidden from outside, and that no shown cell holds. */
async function hiddenValues(host, officer, reports) {
  const get = async (path) => (await fetch(`${host.base}${path}`, { headers: officer })).json();
  const hidden = new Set(GROUPS.slice(0, 3).map(([, count]) => String(count)));
  const shown = new Set();
  for (const id of reports) {
    const { published } = await get(`/api/v1/reports/${id}/versions`);
    for (const { blocks } of Object.values(published)) collect(blocks, shown);
  }
  const preview = await get('/api/v1/statistics/releases/preview?year=2026');
  collect(preview.document.blocks, shown);
  return [...hidden].filter((value) => !shown.has(value));
}

function collect(blocks, into) {
  for (const block of blocks) {
    if (block.kind === 'section') collect(block.blocks, into);
    if (block.kind !== 'table') continue;
    for (const row of [...block.rows, ...(block.total ? [block.total] : [])])
      for (const cell of Object.values(row.cells))
        if (typeof cell === 'number') into.add(String(cell));
  }
}

module.exports = { audienceFixture, NOW, SETUP, SWEEPER };
