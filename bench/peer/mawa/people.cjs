// node people.cjs <persons> <waiting>: what SQL cannot write: a key and a sealed name for everybody (as registering does), passwords of the accounts. By Mawa's own code. Environment: MAWA_DIR, MAWA_KEY_FILE, DATABASE_ADMIN_URL.
const { createRequire } = require('node:module'),
  { existsSync } = require('node:fs'),
  path = require('node:path');
const dir = process.env.MAWA_DIR,
  need = createRequire(path.join(dir, 'package.json')),
  from = (p) => need(path.join(dir, 'dist', p));
const { Client } = need('pg'),
  { seal, newKey, wrappedKeyAddress } = from('modules/platform/shared/seal.js'),
  { readKeyFile, createKeyFile } = from('modules/access/keys/key-file.js'),
  { PasswordCost, PasswordHashes } = from('modules/access/passwords/password-hashes.service.js');
(async () => {
  const file = process.env.MAWA_KEY_FILE;
  if (!existsSync(file)) createKeyFile(file);
  const keys = readKeyFile(file),
    db = new Client({ connectionString: process.env.DATABASE_ADMIN_URL });
  await db.connect();
  await db.query(
    `set session_replication_role = replica; select set_config('mawa.now', '2022-12-15T12:00:00Z', false)`,
  );
  const { rows } = await db.query('select id, case_number from cases order by case_number');
  for (let i = 0; i < rows.length; i += 2000) {
    const part = rows.slice(i, i + 2000),
      made = part.map(({ id, case_number }) => {
        const key = newKey();
        return {
          id,
          wrapped: seal(keys.master, wrappedKeyAddress('case', id), key),
          sealed: seal(
            key,
            { table: 'case_seals', column: 'names', row: id },
            JSON.stringify({
              given: 'Given ' + case_number,
              family: 'Family ' + case_number,
              aliases: [],
            }),
          ),
        };
      });
    await db.query(
      'insert into keys.case_keys (case_id, wrapped, master_key) select a, b, $3 from unnest($1::uuid[], $2::bytea[]) x(a, b)',
      [made.map((x) => x.id), made.map((x) => x.wrapped), keys.id],
    );
    await db.query(
      `insert into case_seals (case_id, field, sealed) select a, 'names', b from unnest($1::uuid[], $2::bytea[]) x(a, b)`,
      [made.map((x) => x.id), made.map((x) => x.sealed)],
    );
  }
  await db.query('update users set password_hash = $1 where not system', [
    await new PasswordHashes(new PasswordCost()).hash('bench-only-password-1'),
  ]);
  await db.query('vacuum analyze');
  await db.end();
})().catch((e) => {
  console.error(e);
  process.exit(1);
});
