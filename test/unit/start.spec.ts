import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeyFile } from '../../modules/access/keys';
import { readEnv } from '../../modules/platform/config/env';
import { publicUrl } from '../../modules/platform/config/public-url';
import { ROOT } from '../../modules/platform/config/root';

const { compiledPath } = jest.requireActual<{ compiledPath: (source: string) => string }>(
  '../support/compiled.js',
);
const MAIN = compiledPath(join(ROOT, 'src/main.ts'));

interface Ended {
  readonly code: number | null;
  readonly said: string;
}

/** Starts the process as `npm start` does, and waits until it ends. */
function start(variables: Record<string, string>): Promise<Ended> {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [MAIN], {
    cwd: ROOT,
    env: { PATH, HOME, LOG_LEVEL: 'silent', PORT: '0', ...variables },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part: Buffer) => (said += part.toString()));
  }
  const timer = setTimeout(() => child.kill('SIGKILL'), 100_000);
  return new Promise((done) =>
    child.once('exit', (code) => {
      clearTimeout(timer);
      done({ code, said });
    }),
  );
}

describe('the start of the server', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'mawa-start-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('ends with 1 and says so where there is no key file', async () => {
    const { code, said } = await start({ MAWA_DATA: folder });
    expect([code, said]).toEqual([1, expect.stringMatching(/key file/i)]);
  }, 120_000);

  it('ends with 1 where other machines would reach it without encryption or proxy', async () => {
    createKeyFile(join(folder, 'mawa.key.json'));
    const { code, said } = await start({ MAWA_DATA: folder, HOST: '0.0.0.0' });
    expect([code, said]).toEqual([
      1,
      expect.stringMatching(/HOST=0\.0\.0\.0.*MAWA_TLS.*TRUST_PROXY/s),
    ]);
  }, 120_000);

  it('ends with 1 where the database does not answer', async () => {
    createKeyFile(join(folder, 'mawa.key.json'));
    const DATABASE_URL = 'postgres://mawa_app:x@127.0.0.1:1/mawa';
    const { code } = await start({ MAWA_DATA: folder, DATABASE_URL });
    expect(code).toBe(1);
  }, 120_000);
});

describe('the address in a link', () => {
  const env = (variables: Record<string, string>) => readEnv(variables);
  it('is the one that was configured, else where the server listens', () => {
    expect(publicUrl(env({ MAWA_PUBLIC_URL: 'https://mawa.example.org' }), 4000)).toBe(
      'https://mawa.example.org',
    );
    expect(publicUrl(env({ PORT: '3100' }))).toBe('http://127.0.0.1:3100');
    expect(publicUrl(env({ HOST: '::1', MAWA_TLS: 'true' }), 4000)).toBe('https://[::1]:4000');
  });
});
