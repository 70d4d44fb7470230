/**
 * Runs the commands of docs/backup.md as they are written there: a database with people is dumped, restored on a
 * second empty server and looked at. Control: the same dump as the owner of the tables, whom row level security
 * keeps from every case.
 */
const { spawnSync } = require('node:child_process');
const {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} = require('node:fs');
const { join } = require('node:path');
const { Client } = require('pg');
const support = require('./support.js');

const ROOT = join(__dirname, '../..');
const PEOPLE = 40;

module.exports = async function backupRecipe() {
  const source = await support.database('mawa');
  const target = await support.emptyServer('mawa');
  const app = await support.application(source);
  const folder = mkdtempSync(join(makeFolder(), 'backup-'));
  try {
    await support.people(source, app, PEOPLE);
    // What the running application writes between the dump and the count is not of the dump.
    await app.close();
    const [role, dump, restore, look] = recipe();
    const run = runner(source, folder);
    const made = run(role, source);
    const asOwner = run(dump, source, { BACKUP_URL: source.ownerUrl });
    const leftBehind = existsSync(join(folder, 'mawa.dump'));
    const dumped = run(dump, source);
    const restored = run(restore, target);
    copyFileSync(join(source.folder, 'mawa.key.json'), join(target.folder, 'mawa.key.json'));
    const looked = run(look, target);
    const [before, after] = [await contents(source.adminUrl), await contents(target.adminUrl)];
    return [
      { title: 'the role is made as written', ...ended(made) },
      { title: 'the two files are dumped as written', ...ended(dumped) },
      {
        title:
          'control: the owner of the tables cannot dump them, and leaves no file that looks whole',
        good: asOwner.status !== 0 && /row-level security/.test(asOwner.text) && !leftBehind,
        figure: `exit ${asOwner.status}`,
      },
      { title: 'both are restored on an empty server as written', ...ended(restored) },
      { title: 'mawa doctor finds nothing wrong there', ...doctorEnded(looked) },
      {
        title: 'every table holds as many rows as before, people among them',
        good: different(before, after).length === 0 && before.cases === PEOPLE,
        figure: [
          `${Object.keys(before).length} tables, ${before.cases} people`,
          ...different(before, after),
        ].join(', '),
      },
    ];
  } finally {
    await source.stop();
    await target.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Inside the checkout: `npx mawa` finds the program from any folder of it. */
function makeFolder() {
  const folder = join(ROOT, '.mawa');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The shell blocks of the page, in its order. */
function recipe() {
  const page = readFileSync(join(ROOT, 'docs/backup.md'), 'utf8');
  return [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block);
}

/** The newest client programs of the system: those of the path may be older than the server. */
function clientPrograms() {
  const versions = '/usr/lib/postgresql';
  if (!existsSync(versions)) return '';
  const newest = readdirSync(versions)
    .map(Number)
    .filter(Number.isInteger)
    .sort((a, b) => b - a)[0];
  return newest ? join(versions, String(newest), 'bin') : '';
}

/** Runs a block against a server, in the folder of the backups. */
function runner(source, folder) {
  const password = 'sauvegarde';
  const asBackup = new URL(source.adminUrl);
  asBackup.username = 'mawa_backup';
  asBackup.password = password;
  return (block, server, more = {}) => {
    const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', block], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        PATH: `${clientPrograms()}:${process.env.PATH}`,
        DATABASE_ADMIN_URL: server.serverUrl,
        DATABASE_OWNER_URL: server.ownerUrl,
        DATABASE_URL: server.appUrl,
        RESTORE_URL: server.adminUrl,
        BACKUP_URL: asBackup.toString(),
        BACKUP_PASSWORD: password,
        MAWA_DATA: server.folder,
        ...more,
      },
    });
    return { status, text: `${stdout}${stderr}` };
  };
}

const ended = ({ status, text }) => ({
  good: status === 0,
  figure: status === 0 ? '' : text.trim().split('\n').slice(-3).join(' | '),
});

/** Exit code 1 says that something is wrong; more, that it could not look. */
function doctorEnded({ status, text }) {
  const wrong = support.wrongForDoctor(text);
  return { good: status <= 1 && wrong.length === 0, figure: wrong.join(' | ') };
}

/** Each table that does not hold as many rows on both sides. */
const different = (before, after) =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((table) => before[table] !== after[table])
    .map((table) => `${table} ${before[table]} → ${after[table]}`);

/** Rows a table, the queue's own apart. */
async function contents(url) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT n.nspname AS schema, c.relname AS name,
              (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I.%I', n.nspname, c.relname),
                false, true, '')))[1]::text::int AS count
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND n.nspname IN ('public', 'keys') ORDER BY 1, 2`,
    );
    return Object.fromEntries(
      rows.map(({ schema, name, count }) => [
        schema === 'public' ? name : `${schema}.${name}`,
        count,
      ]),
    );
  } finally {
    await client.end();
  }
}
