import { startApp, type SignedIn, type TestApp } from '../support/app';
import { commandVariables, runCommand, startCommand } from '../support/command-line';
import { aProgramOf, type Program } from '../support/tokens';

/** Each command starts the application. */
jest.setTimeout(180_000);

describe('mawa token', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let program: Program;
  beforeAll(async () => {
    mawa = await startApp({ at: new Date().toISOString() });
    officer = await mawa.signIn('reintegration_officer');
    program = await aProgramOf(mawa, officer, { permissions: ['people:list'], readsOnly: true });
  });
  afterAll(() => mawa.stop());

  const command = (who: SignedIn, ...words: string[]) =>
    runCommand(['token', ...words, '--as', who.email], commandVariables(mawa));

  it('list prints one’s own tokens without their secrets; of another’s for administrators alone', async () => {
    const { status, stdout } = await startCommand(
      ['token', 'list', '--as', officer.email],
      commandVariables(mawa),
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(
      new RegExp(`^${program.tokenId}\topen\t.*\treads\t1 permissions\tessai\n$`),
    );
    expect(stdout).not.toContain(program.token);
    const supervisor = await mawa.signIn('case_supervisor');
    const refused = await command(supervisor, 'list', '--of', officer.email);
    expect([refused.status, refused.stdout]).toEqual([1, '']);
    const admin = await mawa.signIn('administrator');
    expect((await command(admin, 'list', '--of', officer.email)).stdout).toBe(stdout);
    expect((await command(admin, 'list', '--of', officer.actor.userId)).stdout).toBe(stdout);
  });

  it('revoke ends one at once, for its owner and administrators alone', async () => {
    const other = await mawa.signIn('case_supervisor');
    expect((await command(other, 'revoke', program.tokenId)).status).toBe(1);
    expect((await command(officer, 'revoke', 'no-id')).status).toBe(2);
    await program.get('/api/v1/people').expect(200);
    const done = await command(officer, 'revoke', program.tokenId);
    expect(done).toMatchObject({ status: 0, stdout: `revoked: ${program.tokenId}\n` });
    await program.get('/api/v1/people').expect(401);
    expect((await command(officer, 'revoke', program.tokenId)).status).toBe(1);
  });
});
