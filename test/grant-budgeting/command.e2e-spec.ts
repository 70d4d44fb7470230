import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GrantDefinition, grantTemplate } from '../../modules/grant-budgeting';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import {
  commandVariables,
  type CommandAnswer,
  runCommand,
  startCommand,
} from '../support/command-line';
import { openedGrant } from './samples';

/** The command reads the clock of the machine: the grant runs whatever the day is. */
const GRANT: GrantDefinition = {
  ...grantTemplate,
  code: 'COMMAND-1',
  donorCode: 'JTIP',
  startsOn: '2010-01-01',
  endsOn: '2099-12-31',
  shares: [{ ...grantTemplate.shares[0]!, organisationCode: 'IOM' }],
};

describe('npx mawa grant amend, suspend, resume and close', () => {
  let mawa: TestApp;
  let grantId: string;
  let finance: SignedIn; // proposes
  let programme: SignedIn; // confirms
  let auditor: SignedIn;
  let files = 0;
  const folder = mkdtempSync(join(tmpdir(), 'mawa-grant-'));
  beforeAll(async () => {
    mawa = await startApp();
    grantId = (await openedGrant(mawa, GRANT)).grantId;
    finance = await mawa.signIn('finance_officer', { language: 'en' });
    programme = await mawa.signIn('programme_officer', { language: 'en' });
    auditor = await mawa.signIn('auditor', { language: 'en' });
  });
  afterAll(() => mawa.stop());

  const variables = () => commandVariables(mawa);
  const command = (...args: string[]) => runCommand(['grant', ...args], variables());
  const asProcess = (...args: string[]) => startCommand(['grant', ...args], variables());
  const as = ({ email }: SignedIn) => ['--as', email];
  const change = (kind: string, on: string, who = finance) =>
    command(kind, 'COMMAND-1', '--on', on, '--reference', 'Letter of the donor', ...as(who));
  const proposalIn = ({ status, stdout, stderr }: CommandAnswer): string => {
    expect([status, stderr]).toEqual([0, '']);
    const [, id] = /^proposed: (\S+)\n/.exec(stdout)!;
    expect(stdout).toContain(`npx mawa grant confirm ${id} --as EMAIL`);
    return id!;
  };
  const confirm = (id: string, who = programme) => command('confirm', id, ...as(who));
  const inForce = async (id: string) =>
    expect(await confirm(id)).toMatchObject({ status: 0, stdout: `in force: ${grantId}\n` });
  const grant = async () => (await finance.get(`/api/v1/grants/${grantId}`).expect(200)).body;
  const proposals = async () => (await mawa.admin.query('SELECT 1 FROM grant_proposals')).rowCount;
  const amendment = (over: object, more: object = {}): string => {
    const file = join(folder, `amendment-${(files += 1)}.json`);
    const basis = { effectiveOn: '2020-06-01', reference: 'Amendment 1' };
    writeFileSync(file, JSON.stringify({ ...basis, ...more, definition: { ...GRANT, ...over } }));
    return file;
  };

  it('amend: the file that template --of printed, once another person confirms it', async () => {
    const printed = await command('template', '--of', 'COMMAND-1');
    expect(printed.status).toBe(0);
    const whole = JSON.parse(printed.stdout) as { definition: GrantDefinition };
    const reports = [
      { kind: 'iom-quarterly', firstFrom: '2027-01-01', dueDays: 40, languages: ['fr'] },
    ];
    const file = amendment({ ...whole.definition, awardNumber: 'AMENDED-1', reports });
    const id = proposalIn(await asProcess('amend', 'COMMAND-1', file, ...as(finance)));
    expect(await confirm(id, finance)).toMatchObject({
      status: 1,
      stderr: 'Another person has to decide: nobody opens a grant alone.\n',
    });
    await inForce(id);
    expect((await grant()).definition).toMatchObject({ awardNumber: 'AMENDED-1', reports });
  }, 300_000);

  it('amend refuses, says why by field, and leaves nothing: exit code 1, or 2 for a wrong call', async () => {
    const before = await proposals();
    const refused = (file: string, code = 'COMMAND-1', who = finance) =>
      command('amend', code, file, ...as(who));
    const right = amendment({});
    const [sums, unknown, notAllowed, noFile, nobody] = await Promise.all([
      refused(amendment({ amount: '100001.00' })),
      refused(right, 'NO-SUCH'),
      refused(right, 'COMMAND-1', auditor),
      refused(join(folder, 'no-such-file.json')),
      command('amend', 'COMMAND-1', right),
    ]);
    expect([sums.status, sums.stderr]).toEqual([1, expect.stringMatching(/^shares: The shares/)]);
    expect([notAllowed.status, notAllowed.stdout]).toEqual([1, '']);
    for (const { status, stdout } of [unknown, noFile]) expect([status, stdout]).toEqual([1, '']);
    expect([nobody.status, nobody.stdout]).toEqual([2, '']);
    expect(await proposals()).toBe(before);
  }, 300_000);

  it('suspend, resume and close, each by two people and in turn', async () => {
    const before = await proposals();
    const [early, outside, noDay, notAllowed] = await Promise.all([
      change('resume', '2090-01-01'),
      change('close', '2009-12-31'),
      command('close', 'COMMAND-1', '--reference', 'no day', ...as(finance)),
      change('close', '2020-12-31', auditor),
    ]);
    expect([early.status, early.stderr]).toEqual([1, expect.stringContaining('not suspended')]);
    expect([outside.status, outside.stderr]).toEqual([1, expect.stringContaining('outside')]);
    expect([noDay.status, noDay.stdout]).toEqual([2, '']);
    expect([notAllowed.status, notAllowed.stdout]).toEqual([1, '']);
    expect(await proposals()).toBe(before);

    await inForce(proposalIn(await change('suspend', '2090-01-01')));
    expect((await grant()).suspendedFrom).toBe('2090-01-01');
    const again = await change('suspend', '2091-01-01');
    expect([again.status, again.stderr]).toEqual([
      1,
      expect.stringContaining('is suspended since'),
    ]);
    await inForce(proposalIn(await change('resume', '2090-02-01')));
    expect((await grant()).suspendedFrom).toBeNull();
    await inForce(proposalIn(await change('close', '2020-12-31')));
    expect((await grant()).closedOn).toBe('2020-12-31');
    const closed = await change('suspend', '2090-01-01');
    expect([closed.status, closed.stderr]).toEqual([1, expect.stringContaining('closed')]);
  }, 300_000);
});
