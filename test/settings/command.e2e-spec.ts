import { startApp, type SignedIn, type TestApp } from '../support/app';
import { commandVariables, runCommand, startCommand } from '../support/command-line';

describe('npx mawa setting', () => {
  let mawa: TestApp;
  let programme: SignedIn;
  let supervisor: SignedIn;
  /** A minimum wage that the programme proposed. */
  let floor: string;
  beforeAll(async () => {
    mawa = await startApp();
    // The command reads the clock of the machine: values begin well after it.
    programme = await mawa.signIn('programme_officer', { language: 'en' });
    supervisor = await mawa.signIn('case_supervisor', { language: 'en' });
    // A command holds this process up for longer than a connection is kept: asked for before the first one.
    const given = { kind: 'smig', from: '2090-01-01', amount: '30.00', standing: 'confirmed' };
    const { body } = await programme
      .post('/api/v1/training/work/floors', { ...given, source: 'decree' })
      .expect(201);
    floor = (body as { id: string }).id;
  });
  afterAll(() => mawa.stop());

  const variables = () => commandVariables(mawa);
  const command = (...args: string[]) => runCommand(['setting', ...args], variables());
  const asProcess = (...args: string[]) => startCommand(['setting', ...args], variables());

  it('lists, shows, proposes and confirms with the rights of the person named', async () => {
    const as = ['--as', programme.email];
    const listed = await command('list', ...as);
    expect([listed.status, listed.stdout]).toEqual([
      0,
      expect.stringContaining('break_glass_hours\t12 hours'),
    ]);
    const more = ['--from', '2090-01-01', '--source', 'board', ...as];
    const refused = await command('propose', 'break_glass_hours', '100', ...more);
    expect([refused.status, refused.stderr]).toEqual([
      1,
      'parts.p0: Write a whole number from 1 to 72.\n',
    ]);
    const proposed = await asProcess('propose', 'break_glass_hours', '6', ...more);
    const [, id] = /proposed: (\S+)/.exec(proposed.stdout)!;
    const confirmed = await command('confirm', id!, '--as', supervisor.email);
    expect([confirmed.status, confirmed.stdout]).toEqual([0, 'confirmed: break_glass_hours\n']);
    const shown = await command('show', 'break_glass_hours', ...as);
    expect(shown.stdout).toContain('2090\t6\tboard');
  }, 300_000);

  it('confirms what was proposed on a page of its own, by another person alone', async () => {
    const own = await command('confirm', floor, '--as', programme.email);
    expect([own.status, own.stdout]).toEqual([1, '']);
    const confirmed = await command('confirm', floor, '--as', supervisor.email);
    expect([confirmed.status, confirmed.stdout]).toEqual([0, 'confirmed: wage_floors\n']);
    const { rows } = await mawa.admin.query(
      `SELECT kind, amount FROM wage_floors WHERE valid_from = '2090-01-01'`,
    );
    expect(rows).toEqual([{ kind: 'smig', amount: '30.00' }]);
  }, 300_000);
});
