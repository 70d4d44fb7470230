import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  addMasterKey,
  createKeyFile,
  forgetPreviousMasters,
  KEY_FILE,
  keyCheckValue,
  keyWrappingOf,
  KeyWrappingError,
  readKeyFile,
  rewrapKeys,
} from '../../modules/access';
import type { KeyRing } from '../../modules/access/keys';
import { Pkcs11Wrapping } from '../../modules/access/keys/pkcs11/pkcs11-wrapping';
import { readEnv } from '../../modules/platform/config/env';
import { ROOT } from '../../modules/platform/config/root';
import { checkHealth } from '../../modules/setup/health/check-health';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { runCommand, startCommand } from '../support/command-line';
import { SOFT_TOKEN_LIBRARY, SoftToken } from '../support/soft-token';
import { hasProgram } from '../support/where-program';

const { compiledPath } = jest.requireActual<{ compiledPath: (source: string) => string }>(
  '../support/compiled.js',
);
const MAIN = compiledPath(join(ROOT, 'src/main.ts'));
const folders: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'mawa-token-'));
  folders.push(folder);
  return folder;
};
/** A program of one line. */
const script = (line: string): string => {
  const path = join(newFolder(), 'program');
  writeFileSync(path, `#!/bin/sh\n${line}\n`, { mode: 0o700 });
  return path;
};
/** A pipe, once somebody reads it. */
const written = async (pipe: string): Promise<number> => {
  for (;;)
    try {
      return openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENXIO') throw error;
      await wait(20);
    }
};
const thrownBy = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

describe('a token that is not there', () => {
  it('is no question where none is configured', () => {
    expect(keyWrappingOf(readEnv({}))).toBeNull();
  });

  it.each([
    ['MAWA_PKCS11_TOKEN', { MAWA_PKCS11_PIN_FILE: '/pin' }],
    ['MAWA_PKCS11_PIN_FILE', { MAWA_PKCS11_TOKEN: 'Mawa' }],
  ])('is not asked where %s is left out', (name, variables) => {
    expect(() => keyWrappingOf(readEnv({ MAWA_PKCS11_MODULE: '/m', ...variables }))).toThrow(
      `${name}: MAWA_PKCS11_MODULE needs it too`,
    );
  });

  it.each([
    ['none', '/nowhere/library.so'],
    ['no PKCS#11', process.execPath],
  ])('whose library is %s is called so, and no key file is made', async (_, module) => {
    const folder = newFolder();
    const pinFile = join(folder, 'pin');
    writeFileSync(pinFile, '4321', { mode: 0o600 });
    const { status, stderr } = await runCommand(['keys', 'create'], {
      PATH: process.env.PATH,
      MAWA_DATA: folder,
      MAWA_PKCS11_MODULE: module,
      MAWA_PKCS11_TOKEN: 'Mawa',
      MAWA_PKCS11_PIN_FILE: pinFile,
    });
    expect(status).toBe(1);
    expect(stderr).toContain(`MAWA_PKCS11_MODULE: ${module} cannot be loaded as a PKCS#11 library`);
    expect(existsSync(join(folder, 'mawa.key.json'))).toBe(false);
  });

  it('has no command without its settings', async () => {
    for (const command of ['token', 'wrap', 'unwrap'])
      expect(
        await runCommand(['keys', command], { PATH: process.env.PATH, MAWA_DATA: newFolder() }),
      ).toMatchObject({ status: 1, stderr: expect.stringContaining('No token is configured') });
  });
});

const withToken = hasProgram('softhsm2-util', 'no key file is wrapped by a token')
  ? describe
  : ((() => undefined) as unknown as typeof describe);

withToken('a key file wrapped by a token', () => {
  let token: SoftToken;
  let mawa: TestApp;
  let officer: SignedIn;
  let file: string;
  let inClear: string;
  let person: string;
  let server: ChildProcess | undefined;

  beforeAll(async () => {
    token = new SoftToken(newFolder());
    Object.assign(process.env, { SOFTHSM2_CONF: token.variables.SOFTHSM2_CONF });
    const { SOFTHSM2_CONF: _, ...env } = token.variables;
    mawa = await startApp({ env, at: new Date().toISOString() });
    file = mawa.env.keyFile;
    inClear = `${file}.in-clear`;
    copyFileSync(file, inClear);
    officer = await mawa.signIn('reintegration_officer');
    person = await register('Zoulikha');
  });
  afterEach(() => {
    server?.kill('SIGKILL');
    server = undefined;
    token.writePin();
  });
  afterAll(() => mawa.stop());

  const register = async (given: string): Promise<string> =>
    (await officer.post('/api/v1/people', { people: [{ names: { given } }] }).expect(201)).body
      .cases[0].id;
  const given = async (id: string): Promise<string> =>
    (await officer.post(`/api/v1/people/${id}/identity`).expect(200)).body.names.given;
  const ring = () => mawa.app.get<KeyRing>(KEY_FILE);
  const wrapping = () => keyWrappingOf(mawa.env)!;
  const signInRecord = () => join(mawa.env.MAWA_DATA, 'mawa.token-sign-in.json');
  const variables = (more: Record<string, string> = {}) => ({
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    LOG_LEVEL: 'silent',
    MAWA_DATA: mawa.env.MAWA_DATA,
    DATABASE_URL: mawa.database.appUrl,
    DATABASE_OWNER_URL: mawa.database.ownerUrl,
    ...token.variables,
    ...more,
  });
  const keys = (words: string, more: Record<string, string> = {}) =>
    runCommand(['keys', ...words.split(' ')], variables(more));
  const refused = async (words: string, sentence: RegExp, more: Record<string, string> = {}) => {
    const before = readFileSync(file);
    expect(await keys(words, more)).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(sentence),
    });
    expect(readFileSync(file)).toEqual(before);
    expect(existsSync(`${file}.new`)).toBe(false);
  };
  /** As `npm start`: its address, or how it ended and what it said. */
  const started = (more: Record<string, string> = {}) =>
    new Promise<{ address?: string; code?: number | null; said: string }>((found) => {
      const { DATABASE_OWNER_URL: _, ...own } = variables({ PORT: '0', MAWA_ROLE: 'web' });
      const child = spawn(process.execPath, [MAIN], { cwd: ROOT, env: { ...own, ...more } });
      server = child;
      let said = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (part: Buffer) => {
          said += part.toString();
          const address = /Mawa \(web\) (http:\S+)/.exec(said)?.[1];
          if (address) found({ address, said });
        });
      child.once('exit', (code) => found({ code, said }));
    });
  /** The name of a person, from another process with the same database. */
  const givenBy = async (address: string, id: string): Promise<string> => {
    const answer = await fetch(`${address}/api/v1/people/${id}/identity`, {
      method: 'POST',
      headers: officer.headers,
    });
    expect(answer.status).toBe(200);
    return ((await answer.json()) as { names: { given: string } }).names.given;
  };
  const wrongOfKeyFile = async () =>
    (
      await checkHealth({
        env: mawa.env,
        appUrl: mawa.database.appUrl,
        ownerUrl: null,
        now: new Date(),
        limitMs: 20_000,
      })
    )
      .flatMap(({ findings }) => findings)
      .filter(({ key, state }) => key.startsWith('key_file_') && state !== 'good')
      .map(({ key }) => key);

  it('needs a key on the token, which is made once', async () => {
    expect(await wrongOfKeyFile()).toEqual(['key_file_not_wrapped']);
    await refused('wrap', /has no AES key "mawa key file": mawa keys token --make-key/);
    await refused('token', /It has no AES key "mawa key file"/);
    const made = await keys('token --make-key');
    expect([made.status, made.stdout]).toEqual([
      0,
      expect.stringMatching(/token "Mawa", serial number \w+\nkey "mawa key file", id \w{32}\n/),
    ]);
    expect((await keys('token')).stdout).toContain(made.stdout.split('\n')[1]!);
    await refused('token --make-key', /has a key "mawa key file" already/);
  });

  it('holds the keys of before, none of them in clear; a server that runs goes on', async () => {
    const before = readKeyFile(file);
    const { status, stdout } = await startCommand(['keys', 'wrap'], variables());
    expect([status, stdout]).toEqual([0, expect.stringContaining(keyCheckValue(before))]);
    expect(stdout).toContain('Copies of before are in clear');
    const text = readFileSync(file, 'utf8');
    for (const key of [before.master, before.documents])
      expect(text).not.toContain(key.toString('base64'));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readKeyFile(file, wrapping())).toEqual(before);
    expect(ring().current({ now: true })).toEqual(before);
    expect(ring().refusal).toBeNull();
    expect(await given(person)).toBe('Zoulikha');
    expect(await wrongOfKeyFile()).toEqual([]);
  });

  it('opens for a server that starts, which reads a sealed name', async () => {
    const { address, said } = await started();
    expect(said).toContain('Mawa (web) http:');
    expect(await givenBy(address!, person)).toBe('Zoulikha');
  }, 120_000);

  it('is made wrapped where a token is configured: nothing was in clear on the disk', () => {
    const path = join(newFolder(), 'mawa.key.json');
    createKeyFile(path, wrapping());
    expect(Object.keys(JSON.parse(readFileSync(path, 'utf8')))).toEqual(['id', 'wrapping', 'keys']);
    expect(readKeyFile(path, wrapping()).previous).toEqual([]);
    expect(() => createKeyFile(path, wrapping())).toThrow('EEXIST');
  });

  it('has copies that prove themselves by the same check value, wrapped or in clear', async () => {
    const copy = join(newFolder(), 'copy.json');
    copyFileSync(file, copy);
    const value = `${keyCheckValue(readKeyFile(inClear))}\n`;
    expect(await keys(`check ${copy}`)).toMatchObject({ stdout: value, stderr: '' });
    expect(await keys(`check ${inClear}`)).toMatchObject({
      stdout: value,
      stderr: expect.stringContaining('is in clear'),
    });
  });

  it('takes another master key and forgets the one of before, wrapped each time', async () => {
    expect((await keys('rotate')).stdout).toContain('a new master key, and 1 of before');
    expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')))).toContain('wrapping');
    expect(ring().current({ now: true }).previous).toHaveLength(1);
    const other = await register('Badia');
    expect((await keys('rewrap')).stdout).toMatch(/[1-9]\d* keys are wrapped by the new master/);
    expect((await keys('forget')).stdout).toContain('one master key');
    expect(ring().current({ now: true }).previous).toEqual([]);
    expect([await given(person), await given(other)]).toEqual(['Zoulikha', 'Badia']);
    expect(readKeyFile(inClear).id).not.toBe(ring().id);
  }, 120_000);

  it('is worth nothing where it is stolen: not in clear, not with another token of the same names', async () => {
    const stolen = join(newFolder(), 'mawa.key.json');
    copyFileSync(file, stolen);
    expect(() => readKeyFile(stolen)).toThrow(/is wrapped by the key "mawa key file" of "Mawa"/);
    const thief = new SoftToken(newFolder());
    const theirs = variables({ ...thief.variables, MAWA_KEY_FILE: `${stolen}.none` });
    expect((await runCommand(['keys', 'token', '--make-key'], theirs)).status).toBe(0);
    const check = () => runCommand(['keys', 'check', stolen], theirs);
    expect((await check()).stderr).toContain('has not the key that wrapped the key file');
    const { keyId } = JSON.parse(readFileSync(stolen, 'utf8')).wrapping as { keyId: string };
    thief.importKey(Buffer.alloc(32, 7), 'of the same id', keyId);
    expect((await check()).stderr).toContain('The key file was wrapped by another key');
  });

  it('is not asked for with a wrong PIN twice: a server that starts again would lock the token', async () => {
    token.writePin('9999');
    const refusal = { code: 78, said: expect.stringContaining('refuses the PIN') };
    const memory = {
      code: 78,
      said: expect.stringContaining('did not accept this PIN. Mawa does not try it again'),
    };
    // Two at once, as web and worker start; then the one that is started again.
    const both = await Promise.all([started(), started()]);
    expect(both.map(({ code }) => code)).toEqual([78, 78]);
    expect(both).toEqual(expect.arrayContaining([refusal, memory]));
    expect(await started()).toEqual(memory);
    token.writePin();
    expect((await started()).address).toMatch(/^http:/);
    expect(readFileSync(signInRecord(), 'utf8')).toBe('');
  }, 300_000);

  it('is asked for with two PINs in vain, and with a third one not before a person does', async () => {
    const opened = () => readKeyFile(file, wrapping());
    token.writePin('9999');
    expect(opened).toThrow('refuses the PIN');
    token.writePin('8888');
    expect(opened).toThrow('refuses the PIN');
    token.writePin();
    expect(opened).toThrow(/was given PINs in vain 2 times, so only a person tries: correct/);
    expect((await keys('token')).status).toBe(0);
    expect(opened().id).toBe(ring().id);
  });

  it('is asked for by a person alone where somebody else entered a wrong PIN last', () => {
    token.writePin('9999');
    expect(() => readKeyFile(file, wrapping())).toThrow('refuses the PIN');
    token.writePin();
    writeFileSync(signInRecord(), '');
    expect(() => readKeyFile(file, wrapping())).toThrow(/was given a wrong PIN last/);
    expect(readKeyFile(file, wrapping().tryingPinAgain()).id).toBe(ring().id);
  });

  it('counts a sign-in that did not end as a refusal', () => {
    const { token: label } = wrapping().describe();
    const { serial } = wrapping().describe();
    const { ino, mtimeMs } = statSync(token.pinFile);
    // As a process leaves it that was killed while the token answered nothing.
    const left = { token: `${label} ${serial}`, pin: `${ino} ${mtimeMs}`, times: 1, request: 'x' };
    writeFileSync(signInRecord(), JSON.stringify(left));
    expect(() => readKeyFile(file, wrapping())).toThrow('did not accept this PIN');
    // A record that is not whole says nothing of the PIN file, so a person decides.
    writeFileSync(signInRecord(), '{"token":');
    expect(() => readKeyFile(file, wrapping())).toThrow('so only a person tries');
    writeFileSync(signInRecord(), JSON.stringify({ ...left, token: 'Mawa of another serial' }));
    expect(readKeyFile(file, wrapping()).id).toBe(ring().id);
  });

  it('is opened by a server that runs once the PIN file was corrected', () => {
    const before = ring().id;
    const replaced = readFileSync(file);
    const added = addMasterKey(file, wrapping()).id;
    token.writePin('9999');
    let later = 0;
    const clock = Date.now.bind(Date);
    const now = jest.spyOn(Date, 'now').mockImplementation(() => clock() + later);
    try {
      expect(ring().current({ now: true }).id).toBe(before);
      expect(ring().refusal?.message).toContain('refuses the PIN');
      later += 61_000;
      expect(ring().current({ now: true }).id).toBe(before);
      expect(ring().refusal?.message).toContain('did not accept this PIN');
      token.writePin();
      later += 61_000;
      expect(ring().current({ now: true }).id).toBe(added);
      expect(ring().refusal).toBeNull();
    } finally {
      now.mockRestore();
    }
    writeFileSync(file, replaced);
    expect(ring().current({ now: true }).id).toBe(before);
  });

  it('opens where two keys have the label of the one that wrapped it, and is not wrapped anew', async () => {
    const [folder, other] = [newFolder(), new SoftToken(newFolder())];
    const theirs = variables({ ...other.variables, MAWA_DATA: folder });
    const run = (...words: string[]) => runCommand(['keys', ...words], theirs);
    expect((await run('token', '--make-key')).status).toBe(0);
    expect((await run('create')).status).toBe(0);
    const copy = join(folder, 'copy.json');
    copyFileSync(join(folder, 'mawa.key.json'), copy);
    other.importKey(Buffer.alloc(32, 7), 'mawa key file', 'abcd');
    expect((await run('check', copy)).stdout).toMatch(/^\w{4}-/);
    expect(await run('wrap')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/the token "Mawa" has 2 keys "mawa key file"; leave one/),
    });
  });

  it.each([
    ['that cannot be started', '/nowhere/node', /failed: spawnSync \/nowhere\/node ENOENT/],
    [
      'that answers no JSON',
      script('cat >/dev/null; printf printed >&3'),
      /wrote into the answer of its process/,
    ],
  ])('is not opened by a process %s, which is said', (_, program, sentence) => {
    const { execPath } = process;
    process.execPath = program;
    try {
      const failed = thrownBy(() => readKeyFile(file, wrapping()));
      expect(failed).toBeInstanceOf(KeyWrappingError);
      expect(failed).toMatchObject({
        message: expect.stringMatching(sentence),
        isPinRefusal: false,
      });
    } finally {
      process.execPath = execPath;
    }
  });

  it('counts a process that is killed while it signs in as a refusal of the PIN', () => {
    const record = signInRecord();
    // It writes down what the process writes that asks the token, and hangs.
    const hanging = script(
      `id=$(sed 's/.*"id":"\\([^"]*\\)".*/\\1/'); printf '{"token":"","pin":"","times":1,"request":"%s"}' "$id" > '${record}'; exec sleep 20`,
    );
    const { execPath } = process;
    process.execPath = hanging;
    try {
      const failed = thrownBy(() => readKeyFile(file, keyWrappingOf(mawa.env, 1_500)));
      expect(failed).toMatchObject({
        message: expect.stringContaining('did not answer within 1.5 s, while Mawa signed in'),
        isPinRefusal: true,
      });
    } finally {
      process.execPath = execPath;
      writeFileSync(record, '');
    }
  });

  it.each([
    ['that others can only read, as secrets of Swarm', 0o444, /other accounts can read or change/],
    ['that others can read', 0o644, /other accounts can read or change .*: chmod 600/],
    ['that its group may change', 0o660, /other accounts can read or change/],
  ])('wants no PIN %s', async (_, mode, sentence) => {
    chmodSync(token.pinFile, mode);
    await refused('rotate', sentence);
  });

  it('wants a PIN: none, and no file of one, is said so', async () => {
    await refused('rotate', /MAWA_PKCS11_PIN_FILE: .*ENOENT/, { MAWA_PKCS11_PIN_FILE: '/none' });
    writeFileSync(token.pinFile, ' \n');
    await refused('rotate', /MAWA_PKCS11_PIN_FILE: .* is empty/);
  });

  it('without its token begins nothing and loses nothing; a server that runs goes on with what it read', async () => {
    const before = ring().id;
    const replaced = readFileSync(file);
    addMasterKey(file, wrapping());
    token.disconnect();
    try {
      expect(ring().current({ now: true }).id).toBe(before);
      expect(ring().refusal?.message).toMatch(/there is no token "Mawa" \(none is there\)/);
      expect(await wrongOfKeyFile()).toEqual(['key_file_not_opened']);
      expect(await given(person)).toBe('Zoulikha');
      await refused('rotate', /MAWA_PKCS11_TOKEN: there is no token "Mawa"/);
      expect(await started()).toEqual({
        code: 1,
        said: expect.stringContaining('there is no token "Mawa"'),
      });
    } finally {
      token.connect();
    }
    writeFileSync(file, replaced);
    expect(ring().current({ now: true }).id).toBe(before);
    expect(ring().refusal).toBeNull();
  }, 120_000);

  it('is as it was after kill -9 in the middle of wrapping, and is wrapped then', async () => {
    const folder = newFolder();
    const path = join(folder, 'mawa.key.json');
    copyFileSync(inClear, path);
    // The token is waited for while its PIN has not come.
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', ['-m', '600', pipe]);
    const own = { MAWA_DATA: folder, MAWA_PKCS11_PIN_FILE: pipe };
    const cli = compiledPath(join(ROOT, 'src/cli.ts'));
    const command = spawn(process.execPath, [cli, 'keys', 'wrap'], {
      env: variables(own),
      stdio: 'ignore',
    });
    const pin = await written(pipe);
    expect(existsSync(`${path}.new`)).toBe(true);
    command.kill('SIGKILL');
    await new Promise((ended) => command.once('exit', ended));
    writeSync(pin, '4321'); // The process that asks the token ends too.
    closeSync(pin);
    expect(readFileSync(path)).toEqual(readFileSync(inClear));
    const here = { MAWA_DATA: folder };
    expect((await keys('wrap', here)).stderr).toMatch(
      /is being changed by another command.*remove/,
    );
    rmSync(`${path}.new`);
    expect((await keys('wrap', here)).status).toBe(0);
    expect(keyCheckValue(readKeyFile(path, wrapping()))).toBe(keyCheckValue(readKeyFile(inClear)));
  }, 120_000);

  it('is waited for no longer than said where a device hangs', () => {
    const pipe = join(newFolder(), 'pipe');
    execFileSync('mkfifo', ['-m', '600', pipe]);
    const hanging = new Pkcs11Wrapping(
      {
        module: SOFT_TOKEN_LIBRARY!,
        token: 'Mawa',
        key: 'mawa key file',
        pinFile: pipe,
        signInRecord: signInRecord(),
        triesPinAgain: false,
      },
      1_500,
    );
    expect(() => hanging.wrap(Buffer.alloc(32))).toThrow('did not answer within 1.5 s');
  });

  it('is wrapped anew by another key of the token', async () => {
    const other = { MAWA_PKCS11_KEY: 'mawa 2027' };
    const before = readKeyFile(file, wrapping());
    expect((await keys('token --make-key', other)).status).toBe(0);
    expect((await keys('wrap', other)).stdout).toContain('the key "mawa 2027"');
    expect(readKeyFile(file, wrapping())).toEqual(before);
    expect((await keys('wrap')).stdout).toContain('the key "mawa key file"');
  });

  it('is taken out of the care of the token only where that is said, as a copy or in its place', async () => {
    const before = readKeyFile(file, wrapping());
    const copy = join(newFolder(), 'copy.json');
    await refused('unwrap', /Whoever gets a key file in clear needs no token/);
    await refused(`unwrap --in-clear --to ${copy}`, /Either --in-clear or --to/);
    expect((await keys(`unwrap --to ${copy}`)).stdout).toContain('a copy in clear');
    expect(readKeyFile(copy)).toEqual(before);
    await refused(`unwrap --to ${copy}`, /copy\.json is there already/);
    expect((await keys('unwrap --in-clear')).stdout).toContain('in clear');
    expect(readKeyFile(file)).toEqual(before);
    await refused('unwrap --in-clear', /is in clear already/);
    expect(ring().current({ now: true })).toEqual(before);
    expect(await given(person)).toBe('Zoulikha');
  });

  it('stays in clear through a rotation where it is in clear, though a token is configured', async () => {
    addMasterKey(file, wrapping());
    await rewrapKeys(mawa.database.ownerUrl, readKeyFile(file));
    forgetPreviousMasters(file, wrapping());
    expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')))).toEqual([
      'id',
      'master',
      'documents',
    ]);
    expect(await given(person)).toBe('Zoulikha');
  });
});
