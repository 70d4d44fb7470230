import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { COMMANDS } from '../../src/cli/command-list.data';

const { compiledPath } = jest.requireActual<{ compiledPath: (source: string) => string }>(
  '../support/compiled.js',
);
const CLI = compiledPath(join(__dirname, '../../src/cli.ts'));

describe('the command line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mawa-commands-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const mawa = (...words: string[]) =>
    spawnSync(process.execPath, [CLI, ...words], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, MAWA_DATA: folder },
    });

  it('makes the key of backups in the file named, which only its owner reads', () => {
    const file = join(folder, 'backup-key.txt');
    const { status, stdout, stderr } = mawa('backup', 'key', file);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const recipient = /^MAWA_BACKUP_RECIPIENT=(age1\w+)$/m.exec(stdout)![1];
    expect(readFileSync(file, 'utf8')).toContain(`Reads: ${recipient}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it.each([
    [['nonsense'], /unknown command 'nonsense'/],
    [['token', 'nonsense'], /mawa token nonsense: there is no such command/],
    [['token', 'list'], /required option '--as <email>'/],
    [['backup', '--nonsense'], /unknown option '--nonsense'/],
  ])('ends with 2 where it is called wrongly: %j', (words, sentence) => {
    expect(mawa(...words)).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(sentence),
    });
  });

  it('says how to call the commands of a group', () => {
    const { status, stdout } = mawa('token');
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('revoke') });
  });

  it('lists its commands without loading the application', () => {
    const hook = join(folder, 'loaded.js');
    writeFileSync(
      hook,
      `process.on('exit', () => process.stderr.write(Object.keys(require.cache).join('\\n')));`,
    );
    const { status, stdout, stderr } = spawnSync(process.execPath, ['-r', hook, CLI, '--help'], {
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    for (const name of Object.keys(COMMANDS))
      expect(stdout).toMatch(new RegExp(`^  ${name} +[A-Z]`, 'm'));
    const loaded = stderr.split('\n').filter((path) => path.startsWith(dirname(dirname(CLI))));
    expect(loaded.map((path) => relative(dirname(dirname(CLI)), path)).sort()).toEqual([
      'modules/platform/config/root.js',
      'modules/platform/config/version.js',
      'src/cli.js',
      'src/cli/command-list.data.js',
      'src/cli/run-command-line.js',
      'src/cli/system-errors.words.js',
    ]);
  });
});
