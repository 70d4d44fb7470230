/** The organisation of an account in tests and drills: a role that is for one kind of organisation needs one. */
const OWN_KIND = { commission_officer: 'commission', donor_viewer: 'donor' };

/** The id of an organisation of that kind, made where there is none; null for roles that need no organisation. */
async function organisationOf(admin, now, roles) {
  const kind = roles.map((role) => OWN_KIND[role]).find(Boolean);
  if (!kind) return null;
  await admin.query(
    `INSERT INTO organisations (code, kind, name, created_at) VALUES (upper($1), $1, initcap($1), $2)
     ON CONFLICT DO NOTHING`,
    [kind, now],
  );
  const { rows } = await admin.query(
    'SELECT id FROM organisations WHERE kind = $1 ORDER BY code LIMIT 1',
    [kind],
  );
  return rows[0].id;
}

module.exports = { organisationOf };
