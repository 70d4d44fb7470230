import { Client } from 'pg';
import { PERSON_TABLE_ROWS, PERSON_TABLES } from '../../migrations/data/person-tables';
import { SETTING_UP } from '../../migrations/data/system-accounts';
import { freshDatabase, type TestDatabase } from '../support/database';
import {
  columnsWith,
  FILE_COLUMNS,
  fillEveryTable,
  type FilledPerson,
  rowsOfPerson,
  type TextColumn,
  textColumns,
} from './person-rows';

const NAMES = PERSON_TABLES.map(({ name }) => name);
const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();

describe('the tables that keep something about a person', () => {
  let database: TestDatabase;
  let admin: Client;
  const column = async (sql: string): Promise<string[]> =>
    (await admin.query<{ name: string }>(sql)).rows.map(({ name }) => name);

  beforeAll(async () => {
    database = await freshDatabase();
    admin = new Client({ connectionString: database.adminUrl });
    await admin.connect();
    await admin.query(`SELECT set_config('mawa.now', '2026-11-24T20:00:00Z', false)`);
  });
  afterAll(async () => {
    await admin.end();
    await database.drop();
  });

  it('are described in the database as they are in the code', async () => {
    const { rows } = await admin.query('SELECT * FROM person_tables ORDER BY place');
    expect(rows).toEqual(PERSON_TABLE_ROWS[1]);
  });

  it('are all described: whatever refers to a file, by its own key or through another table', async () => {
    const { rows } = await admin.query<{ table: string; column: string; follows: boolean }>(
      FILE_COLUMNS,
    );
    expect(rows.filter(({ follows }) => !follows)).toEqual([]);
    const referring = sorted(rows.map(({ table }) => table));
    const described = PERSON_TABLES.filter(
      ({ through, name }) => !through && !/^keys\./.test(name),
    );
    expect(sorted(described.map(({ name }) => name))).toEqual(sorted([...referring, 'erasures']));
    // Two further columns that name the person who is meant, and one that names a parent in a joined file.
    const others = rows
      .filter(({ table, column }) => {
        const columns = described.find(({ name }) => name === table)?.columns ?? ['case_id'];
        return !columns.includes(column);
      })
      .map(({ table, column }) => `${table}.${column}`);
    expect(others).toEqual([
      'booking_people.person_id',
      'cases.merged_into',
      'consents.guardian_case_id',
      'request_people.person_id',
    ]);
    const parts = await column(
      `SELECT DISTINCT conrelid::regclass::text AS name FROM pg_constraint
        WHERE contype = 'f' AND confrelid = ANY ('{${referring.join(',')}}'::regclass[])
       UNION SELECT DISTINCT attrelid::regclass::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relkind = 'r' AND c.relnamespace IN ('public'::regnamespace, 'keys'::regnamespace) AND attname = 'case_id'`,
    );
    expect(parts.filter((name) => !NAMES.includes(name))).toEqual([]);
  });

  it('say of joining what the triggers and the functions of joining do', async () => {
    const closed = await column(
      `SELECT tgrelid::regclass::text AS name FROM pg_trigger WHERE tgfoid = 'file_takes_no_more'::regproc`,
    );
    const said = PERSON_TABLES.filter((table) => table.closed).map(({ name }) => name);
    expect(sorted(said)).toEqual(sorted(closed));
    const written = await column(
      `SELECT DISTINCT m[1] AS name FROM pg_proc,
              regexp_matches(prosrc, '(?:INSERT INTO|UPDATE|DELETE FROM) ([a-z_]+)', 'g') m
        WHERE proname IN ('join_files', 'part_files')`,
    );
    const joined = PERSON_TABLES.filter((table) => table.joined).map(({ name }) => name);
    expect(sorted(joined)).toEqual(sorted(written));
  });

  it('name for erasing a function that writes them, or a row that they are deleted with', async () => {
    const { rows } = await admin.query<{ name: string }>(
      `SELECT t.name FROM person_tables t WHERE erasure = 'function' AND NOT EXISTS (
         SELECT FROM pg_proc p WHERE p.proname = t.erased_by
            AND p.prosrc ~ ('(UPDATE|DELETE FROM) ' || t.name || '\\M'))
       UNION ALL SELECT t.name FROM person_tables t WHERE erasure = 'cascade' AND NOT EXISTS (
         SELECT FROM pg_constraint k JOIN person_tables parent ON parent.name::regclass = k.confrelid
          WHERE k.conrelid = t.name::regclass AND k.confdeltype = 'c' AND parent.erasure = 'delete')`,
    );
    expect(rows).toEqual([]);
  });

  it('show figures nothing that is sealed, erased or typed by hand', async () => {
    const readable = await column(
      `SELECT t.name || '.' || a.attname AS name FROM person_tables t
         JOIN pg_attribute a ON a.attrelid = t.name::regclass AND a.attnum > 0 AND NOT a.attisdropped
        WHERE has_column_privilege('mawa_figures', a.attrelid, a.attnum, 'SELECT')
          AND (t.erasure IN ('delete', 'cascade') OR t.blanked ? a.attname OR a.attname = ANY (t.sealed || t.numbers))`,
    );
    expect(readable).toEqual([]);
    const counted = await column(
      `SELECT name FROM person_tables WHERE has_any_column_privilege('mawa_figures', name, 'SELECT')`,
    );
    expect(counted.length).toBeGreaterThan(50);
  });

  describe('after one of two people was erased, of whom every table held a row', () => {
    const gone: FilledPerson = {
      caseId: '10000000-0000-4000-8000-000000000001',
      recordId: '10000000-0000-4000-8000-000000000002',
      words: 'Canari-Zerrouki',
      number: 1,
    };
    const other: FilledPerson = {
      caseId: '20000000-0000-4000-8000-000000000001',
      recordId: '20000000-0000-4000-8000-000000000002',
      words: 'Mesange-Amrani',
      number: 2,
    };
    /** Where words would not lead through the functions of erasing. */
    const VALUES: Readonly<Record<string, string>> = {
      'cases.merged_into': 'NULL',
      'call_links.how': `'opened'`,
      'keys.record_keys.kind': `'referral'`,
      'erasures.decision': `'approved'`,
      'legal_holds.ended_at': 'now()',
      'shares.closed_at': 'now()',
      'tasks.done_at': 'now()',
    };
    let columns: TextColumn[];
    let filled: string[];
    let othersBefore: Record<string, string[]>;

    beforeAll(async () => {
      columns = await textColumns(admin);
      await fillEveryTable(admin, [gone, other], VALUES);
      filled = await columnsWith(admin, columns, gone.words);
      othersBefore = await rowsOfPerson(admin, other);
      await admin.query(`SELECT set_config('mawa.actor', $1, false)`, [SETTING_UP]);
      await admin.query('SELECT erase_case($1)', [gone.recordId]);
    });

    it('no column of text or bytes holds anything of the person but what is said to stay', async () => {
      const kept = PERSON_TABLES.flatMap(({ name, codes, sealed, digests, numbers }) =>
        [codes, sealed, digests, numbers].flatMap((list) =>
          (list ?? []).map((column) => `${name}.${column}`),
        ),
      );
      const rowsStay = new Map(PERSON_TABLES.map(({ name, erasure }) => [name, erasure]));
      const enumerated = columns
        .filter(
          (one) =>
            one.enumerated && !['delete', 'cascade'].includes(String(rowsStay.get(one.table))),
        )
        .map(({ table, column }) => `${table}.${column}`);
      const allowed = new Set([...kept, ...enumerated]);
      expect(filled.length).toBeGreaterThan(250);
      const left = await columnsWith(admin, columns, gone.words);
      expect(left.filter((name) => !allowed.has(name))).toEqual([]);
      expect(kept.filter((name) => filled.includes(name) && !left.includes(name))).toEqual([]);
    });

    it('every row is deleted, blanked or kept as described', async () => {
      for (const { name, erasure } of PERSON_TABLES) {
        if (erasure === 'delete' || erasure === 'cascade') {
          const { rowCount } = await admin.query(
            `SELECT FROM ${name} t WHERE t::text LIKE '%${gone.recordId}%' OR t::text LIKE '%${gone.caseId}%'`,
          );
          expect([name, rowCount]).toEqual([name, 0]);
        } else if (typeof erasure === 'object' && !('by' in erasure)) {
          const expected = {
            ...Object.fromEntries((erasure.blank ?? []).map((column) => [column, null])),
            ...erasure.replace,
          };
          const { rows } = await admin.query<{ holds: Record<string, string | null> }>(
            `SELECT (SELECT jsonb_object_agg(key, value) FROM jsonb_each_text(to_jsonb(t)) WHERE key = ANY ($1)) AS holds
               FROM ${name} t WHERE NOT t::text LIKE '%${other.caseId}%' AND NOT t::text LIKE '%${other.recordId}%'`,
            [Object.keys(expected)],
          );
          const holds = rows.map((row) => normalised(row.holds));
          expect([name, holds]).toEqual([name, [expected]]);
        }
      }
    });

    it('the id of the file stands nowhere, and no key opens what is sealed', async () => {
      const rows = await rowsOfPerson(admin, {
        ...gone,
        recordId: gone.caseId,
        words: gone.caseId,
      });
      expect(Object.entries(rows).filter(([, found]) => found.length > 0)).toEqual([]);
      const keys = await column(
        `SELECT record_id::text AS name FROM keys.record_keys UNION ALL SELECT case_id::text FROM keys.case_keys`,
      );
      expect(sorted(keys)).toEqual(sorted([other.caseId, other.recordId]));
    });

    it('by hand nobody is marked as erased and no file takes a new id', async () => {
      for (const change of ['erased_at = mawa_now(), case_number = NULL', 'id = gen_random_uuid()'])
        await expect(
          admin.query(`UPDATE cases SET ${change} WHERE id = $1`, [other.caseId]),
        ).rejects.toThrow('erased by the gate alone');
      await expect(
        admin.query('UPDATE cases SET erased_at = NULL WHERE erased_at IS NOT NULL'),
      ).rejects.toThrow('erased by the gate alone');
      await expect(
        admin.query(
          `INSERT INTO cases (id, registered_on, registered_by, erased_at)
           VALUES (gen_random_uuid(), '2026-11-24', $1, mawa_now())`,
          [SETTING_UP],
        ),
      ).rejects.toThrow('erased by the gate alone');
    });

    it('nothing of the other person has changed', async () => {
      expect(await rowsOfPerson(admin, other)).toEqual(othersBefore);
      expect(Object.values(othersBefore).filter((found) => found.length === 0)).toEqual([]);
    });
  });
});

/** Arrays and bytes as the description writes them. */
function normalised(holds: Readonly<Record<string, string | null>>) {
  return Object.fromEntries(
    Object.entries(holds).map(([column, value]) => [
      column,
      value === '[]' ? '{}' : value === '\\x' ? '' : value,
    ]),
  );
}
