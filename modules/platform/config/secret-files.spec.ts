import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnv } from './env';
import { SECRETS } from './secret-files';

describe('secrets in files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mawa-secrets-'));
  const file = join(folder, 'secret');
  afterAll(() => rmSync(folder, { recursive: true }));

  const WRITTEN: Record<(typeof SECRETS)[number], string> = {
    DATABASE_URL: 'postgresql://mawa_app:a@db/mawa',
    DATABASE_OWNER_URL: 'postgresql://mawa_owner:b@db/mawa',
    DATABASE_ADMIN_URL: 'postgresql://postgres:c@db/postgres',
    BACKUP_URL: 'postgresql://mawa_backup:d@db/mawa',
    RESTORE_URL: 'postgresql://postgres:e@db/mawa',
    MAWA_REPLICA_URL: 'postgresql://mawa_app:h@replica/mawa',
    REDIS_URL: 'redis://:f@queue:6379',
    MAWA_MAIL_URL: 'smtp://mawa:g@mail:587',
    MAWA_METRICS_TOKEN: 'a token of twenty letters or more',
  };

  it.each(SECRETS)(
    '%s is read from the file that its _FILE names, without the line end',
    (name) => {
      writeFileSync(file, `${WRITTEN[name]}\n`);
      expect(readEnv({ [`${name}_FILE`]: file })[name]).toBe(WRITTEN[name]);
    },
  );

  it('a secret in both is refused, so that nobody changes the one that is not read', () => {
    writeFileSync(file, WRITTEN.DATABASE_URL);
    expect(() => readEnv({ DATABASE_URL: WRITTEN.DATABASE_URL, DATABASE_URL_FILE: file })).toThrow(
      'DATABASE_URL and DATABASE_URL_FILE are both set',
    );
  });

  it('a file that cannot be read stops the start with the name of its variable', () => {
    expect(() => readEnv({ REDIS_URL_FILE: join(folder, 'none') })).toThrow(
      'REDIS_URL_FILE: ENOENT',
    );
  });

  it('what is in the file is checked like the variable, and not repeated in the error', () => {
    writeFileSync(file, 'secret-word');
    expect(() => readEnv({ DATABASE_URL_FILE: file })).toThrow(/^(?!.*secret-word).*DATABASE_URL/s);
  });
});
