import { Client, type Connection, type FieldDef, type Submittable } from 'pg';
import { freshDatabase, type TestDatabase } from '../support/database';
import {
  readStatements,
  type Statement,
  type Statements,
  type ValueKind,
} from '../support/statements';

/** What `pg` makes of a type, by its OID; of arrays an array, of all others a string. */
const KIND_OF_TYPE: Readonly<Record<number, ValueKind>> = {
  16: 'boolean',
  17: 'buffer',
  20: 'string', // bigint
  21: 'number',
  23: 'number',
  26: 'number',
  114: 'json',
  700: 'number',
  701: 'number',
  1082: 'date',
  1114: 'date',
  1184: 'date',
  1700: 'string', // numeric
  3802: 'json',
};

/** Asks PostgreSQL what columns a statement has, without executing it. */
class Description implements Submittable {
  private fields: readonly FieldDef[] = [];
  readonly columns: Promise<readonly FieldDef[]>;
  private resolve!: (fields: readonly FieldDef[]) => void;
  private reject!: (error: Error) => void;

  constructor(private readonly text: string) {
    this.columns = new Promise((resolve, reject) => Object.assign(this, { resolve, reject }));
  }
  submit(connection: Connection): void {
    connection.parse({ name: '', text: this.text, types: [] }, true);
    connection.describe({ type: 'S', name: '' }, true);
    connection.sync();
  }
  handleRowDescription({ fields }: { fields: readonly FieldDef[] }): void {
    this.fields = fields;
  }
  handleError(error: Error): void {
    this.reject(error);
  }
  handleReadyForQuery(): void {
    this.resolve(this.fields);
  }
}

/** Places whose text depends on values of the moment, by the reason; each text they make is sent by some HTTP test. */
const COMPOSED: Readonly<Record<string, readonly string[]>> = {
  'names a role, a database, a table, a channel or a cursor, or sets the context': [
    'modules/platform/archive/read-archive.ts fill',
    'modules/platform/archive/read-archive.ts mustBeDeferred',
    'modules/platform/archive/archive-rows.queries.ts rowsOf',
    'modules/platform/archive/write-archive.ts writeKeys',
    'modules/platform/database/cursor-rows.ts cursorRows',
    'modules/platform/database/cursor-rows.ts declareCursor',
    'modules/platform/database/notification-listener.ts on',
    'modules/platform/database/notification-listener.ts open',
    'modules/platform/database/prepared-statements.ts deallocate',
    'modules/platform/database/roles.ts closeDatabase',
    'modules/platform/database/roles.ts createFromTemplate',
    'modules/platform/database/roles.ts createUnlessThere',
    'modules/platform/database/roles.ts dropDatabase',
    'modules/platform/database/roles.ts ensureBackupRole',
    'modules/platform/database/roles.ts ensureDatabase',
    'modules/platform/database/roles.ts ensureRole',
    'modules/platform/database/roles.ts grantMemberships',
    'modules/platform/database/roles.ts prepareSchema',
    'modules/platform/database/roles.ts setLogin',
    'modules/platform/database/schema-code.ts lockTables',
    'modules/platform/database/schema-code.ts replaceIn',
    'modules/platform/database/transactions.ts begin',
    'modules/platform/queue/queue-schema.ts migrateQueue',
    'modules/projects/project-records.service.ts settle',
  ],
  'inserts the columns that a row has': [
    'modules/beneficiaries/corrections/correction.queries.ts writeFacts',
    'modules/consents/consents.service.ts insertConsent',
    'modules/employment/placements/placements.service.ts place',
    'modules/platform/archive/read-archive.ts insertLines',
    'modules/platform/database/insert-row.ts insertRow',
  ],
  'is handed the statement, the table or the columns by its callers': [
    'modules/access/accounts/account-file.service.ts of',
    'modules/audit/audit-record.queries.ts record',
    'modules/audit/chain/anchor-audit.service.ts markRestore',
    'modules/audit/chain/chain-after-restore.ts chainAfterRestore',
    'modules/audit/chain/verify-audit.service.ts verify',
    'modules/beneficiaries/access/gate.errors.ts callGate',
    'modules/beneficiaries/case-alerts.service.ts of',
    'modules/beneficiaries/case-closings.service.ts of',
    'modules/analysis/count.queries.ts countCells',
    'modules/analysis/count.queries.ts withinTime',
    'modules/analysis/dimension-values.queries.ts asked',
    'modules/exports/export-count.queries.ts countIn',
    'modules/exports/export-count.queries.ts estimateIn',
    'modules/home/decision-sources.service.ts waitingIn',
    'modules/plans/arrivals/arrivals.queries.ts countArrivals',
    'modules/plans/arrivals/arrivals.queries.ts listArrivals',
    'modules/reconciliation/open-items.queries.ts ourOpenItems',
    'modules/reconciliation/open-items.queries.ts theirOpenItems',
    'modules/rights/whole-file/person-tables.queries.ts rowsOf',
    'modules/settings/settings.queries.ts entryValues',
    'modules/settings/settings.queries.ts valuesOf',
    'modules/shelter-inventory/shelter-address.service.ts write',
    'modules/vocational-training/person/enrolments.queries.ts selectNotedRows',
    'modules/recognition/recognition.queries.ts selectNotedRows',
    'modules/employment/person/work.queries.ts selectNotedRows',
    'modules/beneficiaries/person-records.service.ts find',
    'modules/voluntary-return/plan/plan.figures.ts count',
    'modules/voluntary-return/return.figures.ts returnFigures',
    'modules/voluntary-return/tracks.queries.ts selectAuthoredRows',
  ],
  'has the conditions of the filters that were chosen': [
    'modules/assistance-services/services.queries.ts listIn',
    'modules/beneficiaries/people.queries.ts listPeople',
    'modules/beneficiaries/pick/person-filter.service.ts findKnownCase',
    'modules/consents/shares.queries.ts sharesOf',
    'modules/legal-aid/hearings/calendar.service.ts hearingsIn',
    'modules/referrals/referrals.queries.ts referralsPage',
  ],
};

describe('the statements of the application', () => {
  let database: TestDatabase;
  let admin: Client;
  let arrays: ReadonlySet<number>;
  let read: Statements;

  beforeAll(async () => {
    database = await freshDatabase();
    admin = new Client({ connectionString: database.adminUrl });
    await admin.connect();
    const { rows } = await admin.query<{ oid: number }>(
      `SELECT oid::int FROM pg_type WHERE typcategory = 'A'`,
    );
    arrays = new Set(rows.map(({ oid }) => oid));
    read = readStatements();
  }, 240_000);
  afterAll(async () => {
    await admin.end();
    await database.drop();
  });

  const kindOf = ({ dataTypeID }: FieldDef): ValueKind =>
    arrays.has(dataTypeID) ? 'array' : (KIND_OF_TYPE[dataTypeID] ?? 'string');

  async function mismatchesOf({ place, line, text, columns }: Statement): Promise<string[]> {
    const where = `${place}:${line}`;
    const description = new Description(text);
    admin.query(description);
    let fields: readonly FieldDef[];
    try {
      fields = await description.columns;
    } catch (error) {
      return [`${where}: ${(error as Error).message}`];
    }
    if (columns === null) return [];
    const found = new Map(fields.map((field) => [field.name, kindOf(field)]));
    return [
      ...[...columns].flatMap(([name, { kinds, optional }]) => {
        const kind = found.get(name);
        if (kind === undefined) return optional ? [] : [`${where}: no column ${name}`];
        const fits = kinds.has(kind) || kinds.has('unknown') || kind === 'json' || kinds.size === 0;
        return fits ? [] : [`${where}: ${name} is ${kind}, declared ${[...kinds].join(' or ')}`];
      }),
      ...[...found.keys()]
        .filter((name) => !columns.has(name))
        .map((name) => `${where}: column ${name} is in no row type`),
    ];
  }

  it('have the columns and types that their row types declare', async () => {
    const mismatches: string[] = [];
    for (const statement of read.statements) mismatches.push(...(await mismatchesOf(statement)));
    expect(mismatches).toEqual([]);
  }, 240_000);

  it('are checked but for those that are put together of values of the moment', () => {
    expect(read.statements.length).toBeGreaterThan(1500);
    expect([...new Set(read.composed)].sort()).toEqual(Object.values(COMPOSED).flat().sort());
  });

  it('are refused where a column or its type is another than declared', async () => {
    const columns = new Map([
      ['id', { kinds: new Set<ValueKind>(['number']), optional: false }],
      ['name', { kinds: new Set<ValueKind>(['string']), optional: false }],
    ]);
    const statement = { place: 'here', line: 1, columns };
    const texts = ['SELECT id, email FROM users', 'SELECT id FROM no_such_table'];
    const found = await Promise.all(texts.map((text) => mismatchesOf({ ...statement, text })));
    expect(found).toEqual([
      [
        'here:1: id is string, declared number',
        'here:1: no column name',
        'here:1: column email is in no row type',
      ],
      ['here:1: relation "no_such_table" does not exist'],
    ]);
  });
});
