import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { makeBackup, newBackupKey, restoreBackup } from '../../modules/platform/backup';
import { freshDatabase } from '../support/database';
import { WebhookFixture } from './webhook-fixture';

describe('webhooks of a copy that was restored from a backup', () => {
  let fixture: WebhookFixture;
  let folder: string;
  beforeAll(async () => {
    fixture = await WebhookFixture.start();
    folder = mkdtempSync(join(tmpdir(), 'mawa-restored-'));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await fixture.stop();
  });

  it('are suspended until an administrator resumes them, each with a task', async () => {
    const { id } = await fixture.inForce();
    const { id: waiting } = await fixture.propose();
    const { id: suspended } = await fixture.inForce();
    await fixture.one.post(`/api/v1/webhooks/${suspended}/suspension`).expect(204);
    await fixture.remind();
    const { identity, recipient } = await newBackupKey();
    const { file } = await makeBackup({
      url: fixture.mawa.database.adminUrl,
      folder,
      erasures: '',
      recipient,
      keepDays: 7,
      now: fixture.mawa.clock.now(),
    });
    const target = await freshDatabase();
    const copy = new Client({ connectionString: target.adminUrl });
    try {
      const url = target.adminUrl;
      await restoreBackup({ url, file, identity, workFolder: join(folder, 'work'), verify: true });
      await copy.connect();
      const { rows } = await copy.query(
        'SELECT id, suspended_why AS why FROM webhook_endpoints ORDER BY proposed_at, id',
      );
      expect(rows).toHaveLength(3);
      expect(rows).toEqual(
        expect.arrayContaining([
          { id, why: 'restored' },
          { id: waiting, why: null },
          { id: suspended, why: 'by_hand' },
        ]),
      );
      const tasks = await copy.query(
        `SELECT subject_id AS id, for_role AS role FROM tasks WHERE kind = 'webhook_suspended' AND done_at IS NULL`,
      );
      expect(tasks.rows).toEqual([{ id, role: 'administrator' }]);
    } finally {
      await copy.end();
      await target.drop();
    }
    // The programme itself goes on sending.
    expect(await fixture.look(id)).toMatchObject({ state: 'in_force' });
    await fixture.send();
    expect(fixture.receiver.received).toHaveLength(1);
    // A page of the copy says why, in three languages.
    await fixture.mawa.admin.query(
      `UPDATE webhook_endpoints SET suspended_at = $2, suspended_why = 'restored' WHERE id = $1`,
      [id, fixture.mawa.clock.now()],
    );
    for (const [language, words] of [
      ['fr', 'Les données viennent d’une sauvegarde'],
      ['ar', 'عادت البيانات من نسخة احتياطية'],
      ['en', 'The data came back from a backup'],
    ] as const) {
      const person = await fixture.mawa.signIn('administrator', { language });
      expect((await person.get(`/admin/webhooks/${id}`).expect(200)).text).toContain(words);
    }
    await fixture.one.delete(`/api/v1/webhooks/${id}/suspension`).expect(204);
    expect(await fixture.look(id)).toMatchObject({ state: 'in_force' });
  });
});
