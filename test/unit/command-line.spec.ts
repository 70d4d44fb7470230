import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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
});
