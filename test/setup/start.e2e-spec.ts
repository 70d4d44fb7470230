import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createKeyFile, keyCheckValue, readKeyFile } from '../../modules/access';
import { ROOT } from '../../modules/platform/config/root';
import { KeysCheckCommand } from '../../src/cli/keys.command';
import { SetupCommand } from '../../src/cli/setup.command';
import { UserCreateCommand, UserPasswordLinkCommand } from '../../src/cli/user.command';
import { freshDatabase, type TestDatabase } from '../support/database';

const SALMA = 'Salma Idrissi <salma@example.org>';
const DRISS = 'Driss Alami <driss@example.org>';
const LINK = /^choose a password, once: https:\/\/mawa\.example\.org\/password\/[\w-]{43}$/gm;

const { compiledPath } = jest.requireActual<{ compiledPath: (source: string) => string }>(
  '../support/compiled.js',
);
const MAIN = compiledPath(join(ROOT, 'src/main.ts'));

describe('the start on an empty database', () => {
  let database: TestDatabase;
  let folder: string;
  let child: ChildProcess | undefined;
  beforeAll(async () => {
    database = await freshDatabase();
    folder = mkdtempSync(join(tmpdir(), 'mawa-setup-'));
    createKeyFile(join(folder, 'mawa.key.json'));
  });
  afterAll(async () => {
    child?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
    await database.drop();
  });

  const settings = () => ({ MAWA_DATA: folder, DATABASE_URL: database.appUrl });

  /** What a command prints, run in this process with these variables. */
  async function printed(run: () => Promise<void>): Promise<string> {
    const before = process.env;
    const url = { MAWA_PUBLIC_URL: 'https://mawa.example.org' };
    process.env = { ...before, LOG_LEVEL: 'silent', ...settings(), ...url };
    let text = '';
    const heard = jest.spyOn(process.stdout, 'write').mockImplementation((part) => {
      text += String(part);
      return true;
    });
    try {
      await run();
      return text;
    } finally {
      process.env = before;
      heard.mockRestore();
    }
  }
  const setup = (...administrator: string[]) =>
    printed(() => new SetupCommand().run([], { administrator }));
  const check = (path: string) => printed(() => new KeysCheckCommand().run([path]));

  /** Starts as `npm start` does, and waits for what it prints; answers all that it printed so far. */
  function started(wanted: RegExp): Promise<() => string> {
    const { PATH, HOME } = process.env;
    child = spawn(process.execPath, [MAIN], {
      cwd: ROOT,
      env: { PATH, HOME, LOG_LEVEL: 'info', PORT: '0', MAWA_ROLE: 'web', ...settings() },
    });
    return new Promise((found, failed) => {
      let text = '';
      child!.stdout!.on('data', (part: Buffer) => {
        text += part.toString();
        if (wanted.test(text)) found(() => text);
      });
      child!.once('exit', (code) => failed(new Error(`ended with ${code}: ${text}`)));
    });
  }

  it('prints the address of the set-up page once, and no line of the log has its token', async () => {
    const printedSoFar = await started(/setup\?token=[\w-]{43}\n/);
    const address = /http:\/\/127\.0\.0\.1:\d+\/setup\?token=[\w-]{43}/.exec(printedSoFar())![0];
    const answer = await fetch(address, { headers: { 'accept-language': 'en' } });
    expect([answer.status, (await answer.text()).includes('First set-up')]).toEqual([200, true]);
    const linesOfLog = () =>
      printedSoFar()
        .split('\n')
        .filter((line) => line.startsWith('{'));
    // The log is written a moment after the answer.
    for (let n = 0; n < 100 && linesOfLog().length === 0; n += 1) await setTimeout(100);
    const log = linesOfLog();
    expect(log.length).toBeGreaterThan(0);
    expect(log.join('\n')).not.toContain(address.split('=')[1]);
  }, 120_000);

  it('has a command that prints it anew, or makes the two administrators who are named', async () => {
    expect(await setup()).toMatch(/https:\/\/mawa\.example\.org\/setup\?token=[\w-]{43}\n$/);
    await expect(setup(SALMA)).rejects.toThrow('two, so that each can');
    await expect(setup('Salma', DRISS)).rejects.toThrow('write "Name <address>"');
    await expect(setup(SALMA, SALMA)).rejects.toThrow('the same address');
    expect((await setup(SALMA, DRISS)).match(LINK)).toHaveLength(2);
    await expect(setup()).rejects.toThrow('There are accounts already');
  }, 120_000);

  it('prints links under the address that people use, of single accounts as well', async () => {
    const email = 'nadia@example.org';
    const role = 'administrator';
    const created = await printed(() => new UserCreateCommand().run([], { email, role }));
    expect(created.match(LINK)).toHaveLength(1);
    const renewed = await printed(() => new UserPasswordLinkCommand().run([], { email, role }));
    expect(renewed.match(LINK)).toHaveLength(1);
  }, 60_000);

  it('prints the check value of a copy of the key file, and refuses the file itself', async () => {
    const [file, copy] = [join(folder, 'mawa.key.json'), join(folder, 'copy.json')];
    copyFileSync(file, copy);
    expect(await check(copy)).toBe(`${keyCheckValue(readKeyFile(file))}\n`);
    await expect(check(file)).rejects.toThrow('is the key file in use');
    await expect(check(join(folder, 'none.json'))).rejects.toThrow('There is no file');
    await expect(check(join(ROOT, 'package.json'))).rejects.toThrow('is no key file');
  });
});
