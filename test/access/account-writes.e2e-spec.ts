import { DeclaredRoutes, PermissionGuard } from '../../modules/access';
import {
  AccountLock,
  type LockedAccount,
} from '../../modules/access/accounts/account-lock.service';
import { ROLES } from '../../modules/platform/shared/actor';
import {
  accountRows,
  accountFixture,
  accountWrites,
  changedTables,
  TABLES,
  type AccountIds,
} from '../support/account-writes';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const LOW_ROLES = ROLES.filter((role) => role !== 'administrator');

describe('writes of accounts with the application’s policy switched off', () => {
  let mawa: TestApp;
  let ids: AccountIds;
  let admin: SignedIn;

  beforeAll(async () => {
    mawa = await startApp();
    ids = await accountFixture(mawa.admin, mawa.clock.now());
    admin = await mawa.signIn('administrator');
    const asked = await admin
      .post(`/api/v1/users/${ids.users[0]}/password-links`)
      .then(({ body }) => body as { id: string });
    ids['password-links'].push(asked.id);
  });
  afterAll(() => mawa.stop());
  afterEach(() => jest.restoreAllMocks());

  const walk = async (reader: SignedIn): Promise<number[]> => {
    const statuses: number[] = [];
    for (const { method, path, page, body } of accountWrites(mawa.app.get(DeclaredRoutes).list(), {
      ...ids,
      own: reader.actor.userId,
    })) {
      const answer =
        method === 'DELETE'
          ? await reader.delete(path)
          : page
            ? await reader.submit(path, body ?? {})
            : await reader.post(path, body);
      statuses.push(answer.status);
    }
    return statuses;
  };

  const policyOff = () =>
    jest
      .spyOn(PermissionGuard.prototype as never, 'allows' as never)
      .mockReturnValue(true as never);

  it.each(LOW_ROLES)('change nothing, the services asking again: %s', async (role) => {
    const reader = await mawa.signIn(role);
    const before = await accountRows(mawa.admin);
    policyOff();
    const statuses = await walk(reader);
    expect(changedTables(before, await accountRows(mawa.admin))).toEqual([]);
    expect([...new Set(statuses)].sort()).toEqual([403, 404]);
  });

  it.each(LOW_ROLES)('change nothing, row level security being left alone: %s', async (role) => {
    withoutLock();
    const reader = await mawa.signIn(role);
    const before = await accountRows(mawa.admin);
    policyOff();
    await walk(reader);
    expect(changedTables(before, await accountRows(mawa.admin))).toEqual([]);
  });

  it('the same calls of an administrator change every table, so that the walk can be believed', async () => {
    const second = await mawa.signIn('administrator');
    const before = await accountRows(mawa.admin);
    await walk(second);
    expect(changedTables(before, await accountRows(mawa.admin))).toEqual(TABLES);
  });

  /** The service no longer asks who acts. */
  function withoutLock(): void {
    jest.spyOn(mawa.app.get(AccountLock), 'take').mockImplementation(async (tx, userId) => {
      const [row] = await tx.query<LockedAccount>(
        'SELECT active, service FROM users WHERE id = $1',
        [userId],
      );
      return row!;
    });
  }
});
