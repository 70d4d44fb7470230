import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArchiveRefused, readArchive, writeArchive } from '../../modules/platform/archive';
import { FirstSetup } from '../../modules/setup';
import { setupSentence } from '../../src/setup-sentence';
import { startApp, type TestApp } from '../support/app';

const COMMANDS = [
  'npx mawa archive read mawa-archive.zip --keys mawa-archive-keys.jsonl',
  'npx mawa restore DATA.age --identity FILE',
];

describe('a set-up that reads a programme back', () => {
  let before: TestApp;
  let empty: TestApp;
  let folder: string;
  beforeAll(async () => {
    before = await startApp();
    await before.signIn('administrator');
    empty = await startApp();
    folder = mkdtempSync(join(tmpdir(), 'mawa-read-back-'));
    await writeArchive({
      url: before.database.adminUrl,
      folder,
      erasures: '',
      now: before.clock.now(),
    });
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await empty.stop();
    await before.stop();
  });

  const read = () =>
    readArchive({
      url: empty.database.adminUrl,
      file: join(folder, 'mawa-archive.zip'),
      keys: join(folder, 'mawa-archive-keys.jsonl'),
    });

  it('stands first on the page and in what the start prints, with its commands', async () => {
    const token = (await empty.app.get(FirstSetup).newToken())!;
    const printed = setupSentence(token, 'https://mawa.example.org');
    for (const language of ['fr', 'ar', 'en']) {
      const { text } = await empty.http().get(token.path).set('accept-language', language);
      for (const command of COMMANDS) {
        expect(text.indexOf(command)).toBeGreaterThan(0);
        expect(text.indexOf(command)).toBeLessThan(text.indexOf('action="/setup"'));
        expect(printed.indexOf(command)).toBeGreaterThan(0);
        expect(printed.indexOf(command)).toBeLessThan(printed.indexOf('/setup?token='));
      }
      expect(text).toContain('mawa.key.json');
    }
  });

  it('works while a set-up address is open, which ends with it; nothing is read a second time', async () => {
    const { path } = (await empty.app.get(FirstSetup).newToken())!;
    await empty.http().get(path).expect(200);
    await read();
    const { rows } = await empty.admin.query('SELECT email FROM users WHERE NOT system');
    expect(rows).toHaveLength(1);
    const closed = await empty.http().get(path).set('accept-language', 'en');
    expect([closed.status, closed.text.includes('There are accounts here already')]).toEqual([
      409,
      true,
    ]);
    expect(await empty.app.get(FirstSetup).newToken()).toBeNull();
    await expect(read()).rejects.toThrow(ArchiveRefused);
  });

  it('is shown to nobody without an open set-up address', async () => {
    const { status, text } = await empty.http().get('/setup').set('accept-language', 'en');
    expect([status, text.includes('mawa.key.json')]).toEqual([409, false]);
  });
});
