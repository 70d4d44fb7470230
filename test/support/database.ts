import { randomBytes } from 'node:crypto';
import { createFromTemplate, dropDatabase } from '../../modules/platform/database/roles';
import { databasesOf, readFacts } from './cluster';

export interface TestDatabase {
  name: string;
  /** As the application: row level security holds. */
  appUrl: string;
  /** As the owner of the tables, who migrates. */
  ownerUrl: string;
  /** As the superuser of this database: sees everything, for arranging and for looking behind the wall. */
  adminUrl: string;
  drop(): Promise<void>;
}

/** A migrated, empty database of one's own, of this name if one is given; take one per test file and drop it at the end. */
export async function freshDatabase(
  name = databasesOf(readFacts().run) + randomBytes(5).toString('hex'),
): Promise<TestDatabase> {
  const facts = readFacts();
  const maintenance = `${facts.admin}postgres`;
  await createFromTemplate(maintenance, name, facts.template);
  return {
    name,
    appUrl: facts.app + name,
    ownerUrl: facts.owner + name,
    adminUrl: facts.admin + name,
    drop: () => dropDatabase(maintenance, name),
  };
}
