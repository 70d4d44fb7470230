import { randomBytes } from 'node:crypto';
import {
  createFromTemplate,
  dropDatabase,
  ensureDatabase,
  withDatabase,
} from '../../modules/platform/database/roles';
import { databasesOf, readFacts } from './cluster';

export interface TestDatabase {
  name: string;
  /** As the application: row level security holds. */
  appUrl: string;
  /** As the owner of the tables, who migrates. */
  ownerUrl: string;
  /** Superuser of this database, not subject to row-level security, to prepare and to inspect data. */
  adminUrl: string;
  drop(): Promise<void>;
}

/** A migrated, empty database of one's own, of this name if one is given; take one per test file and drop it at the end. */
export async function freshDatabase(
  name = databasesOf(readFacts().run) + randomBytes(5).toString('hex'),
): Promise<TestDatabase> {
  const { admin, template } = readFacts();
  await createFromTemplate(admin, name, template);
  return databaseOf(name);
}

/** One without a schema. */
export async function emptyDatabase(): Promise<TestDatabase> {
  const name = databasesOf(readFacts().run) + randomBytes(5).toString('hex');
  await ensureDatabase(readFacts().admin, name);
  return databaseOf(name);
}

function databaseOf(name: string): TestDatabase {
  const { app, owner, admin } = readFacts();
  return {
    name,
    appUrl: withDatabase(app, name),
    ownerUrl: withDatabase(owner, name),
    adminUrl: withDatabase(admin, name),
    drop: () => dropDatabase(admin, name),
  };
}
