import { randomUUID } from 'node:crypto';
import { aShelter, type TestShelter } from '../shelter-beds/house';
import { type SignedIn, startApp, type TestApp } from '../support/app';

const ARABIC = 'سميرة بنيس';

describe('the name of a colleague in Arabic letters', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let admin: SignedIn;
  let manager: SignedIn;
  const kept = async (id: string) =>
    (await mawa.admin.query('SELECT name, names FROM users WHERE id = $1', [id])).rows[0];
  const asAdmin = (arabicName: string, id = manager.actor.userId) =>
    admin.submit(`/admin/users/${id}/arabic-name`, { arabicName });

  beforeAll(async () => {
    mawa = await startApp();
    house = await aShelter(mawa, { A: { beds: 1 } });
    admin = await mawa.signIn('administrator');
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
  });
  afterAll(() => mawa.stop());

  it('is entered by an administrator, and leaves the one name as it is', async () => {
    const { userId: id, name } = manager.actor;
    await asAdmin(` ${ARABIC} `).expect(303);
    expect(await kept(id)).toEqual({ name, names: { ar: ARABIC } });
    await asAdmin('').expect(303);
    expect(await kept(id)).toEqual({ name, names: null });
    const { rows } = await mawa.admin.query(
      `SELECT action, actor_id = $1 AS own FROM audit_log WHERE action LIKE '%.name_in_arabic' ORDER BY seq`,
      [id],
    );
    expect(rows).toEqual([
      { action: 'users.name_in_arabic', own: false },
      { action: 'users.name_in_arabic', own: false },
    ]);
  });

  it('is not entered for somebody else by those who manage no accounts, nor for nobody', async () => {
    const before = await kept(admin.actor.userId);
    await manager
      .submit(`/admin/users/${admin.actor.userId}/arabic-name`, { arabicName: ARABIC })
      .expect(403);
    await asAdmin(ARABIC, randomUUID()).expect(404);
    // Nobody names themselves: they could be taken for a colleague.
    await asAdmin(ARABIC, admin.actor.userId).expect(404);
    expect(await kept(admin.actor.userId)).toEqual(before);
  });

  it('is in Arabic letters, in the form and in the database', async () => {
    const wrong = ['Samira', 'Samira ء', '\u202eسميرة', 'سميرة\u200b', '. .', 'س'.repeat(121)];
    for (const name of wrong) {
      const { text } = await asAdmin(name).expect(422);
      expect(text).toContain('Écrivez ce nom en lettres arabes.');
    }
    await asAdmin('فاطمة الزهراء پاشا').expect(303);
    const refused = [...wrong, null].map((ar) => ({ ar }));
    for (const names of [...refused, { fr: 'سميرة' }, {}])
      await expect(
        mawa.admin.query('UPDATE users SET names = $1 WHERE id = $2', [names, admin.actor.userId]),
      ).rejects.toMatchObject({ constraint: 'users_names_are_arabic' });
  });

  it('is shown on pages in Arabic, kept apart from the line around it, and the one name on all others', async () => {
    const { name } = manager.actor;
    await asAdmin(ARABIC).expect(303);
    await manager.post(`/api/v1/houses/${house.id}/duties`, { hours: 8 }).expect(201);
    const reader = async (language: 'fr' | 'ar') => {
      const colleague = await mawa.signIn('shelter_staff', { shelterIds: [house.id], language });
      return (await colleague.get(`/house/${house.id}/handover`).expect(200)).text;
    };
    const [french, arabic] = [await reader('fr'), await reader('ar')];
    expect(arabic).toContain(`<bdi>${ARABIC}</bdi>`);
    expect(arabic).not.toContain(name);
    expect(french).toContain(name);
    expect(french).not.toContain(ARABIC);
  });

  it('is what the menu calls its owner in Arabic alone', async () => {
    const { name } = manager.actor;
    const french = await manager.get('/account').expect(200);
    expect(french.text).toContain(`<span class="account__text">${name}</span>`);
    await mawa.admin.query(`UPDATE users SET language = 'ar' WHERE id = $1`, [
      manager.actor.userId,
    ]);
    const arabic = await manager.get('/account').expect(200);
    expect(arabic.text).toContain(`<span class="account__text">${ARABIC}</span>`);
    expect((await manager.get('/').expect(200)).text).toContain(`مرحبا ${ARABIC}`);
  });

  it('is not what programs read', async () => {
    const { body } = await admin.get(`/api/v1/users/${manager.actor.userId}`).expect(200);
    expect(body).toMatchObject({ name: manager.actor.name, arabicName: ARABIC });
  });
});
