import {
  copyFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { Client } from 'pg';
import {
  addMasterKey,
  createKeyFile,
  forgetPreviousMasters,
  KEY_FILE,
  keyCheckValue,
  Keys,
  readKeyFile,
  refuseForeignKeyFile,
  rewrapKeys,
} from '../../modules/access';
import type { KeyRing } from '../../modules/access/keys';
import { aShelter } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { type Authenticator, enrol } from '../support/second-factor';
import { signInByPassword } from './signing-in';

describe('another master key', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let manager: SignedIn;
  let signer: SignedIn;
  let telephone: Authenticator;
  let file: string;
  let shelterId: string;
  const people: string[] = [];
  beforeAll(async () => {
    mawa = await startApp();
    file = mawa.env.keyFile;
    shelterId = (await aShelter(mawa, { A: { beds: 1 } })).id;
    officer = await mawa.signIn('reintegration_officer');
    manager = await mawa.signIn('shelter_manager', { shelterIds: [shelterId] });
    const administrator = await mawa.signIn('administrator');
    await administrator
      .submit(`/admin/shelters/${shelterId}/address`, { address: '7 rue des Tisserands' })
      .expect(303);
    signer = await mawa.signIn('auditor');
    telephone = (await enrol(mawa, signer.actor)).app;
    for (const given of ['Zoulikha', 'Badia', 'Tamou']) await register(given);
  });
  // The running application is kept for the next file, and its key file with it: one master key, as in a new one.
  afterAll(async () => {
    forgetPreviousMasters(file);
    await mawa.stop();
  });

  const register = async (given: string) => {
    const { body } = await officer
      .post('/api/v1/people', { people: [{ names: { given } }] })
      .expect(201);
    people.push(body.cases[0].id);
  };
  const searched = async (q: string) =>
    (await officer.post('/api/v1/people/search', { q }).expect(200)).body.found.map(
      ({ name }: { name: string }) => name,
    );
  /** Names one by one, by search in a thread of its own, and the address of a shelter. */
  const readable = async () => {
    const names = [];
    for (const id of people)
      names.push(
        (await officer.post(`/api/v1/people/${id}/identity`).expect(200)).body.names.given,
      );
    const address = await manager.submit(`/admin/shelters/${shelterId}/address/show`, {});
    return [names, await searched('zoulikha'), address.text.includes('7 rue des Tisserands')];
  };
  const masters = async () =>
    (
      await mawa.admin.query<{ master: string; many: number }>(
        `SELECT master_key AS master, count(*)::int AS many
           FROM (SELECT master_key FROM keys.case_keys UNION ALL SELECT master_key FROM keys.record_keys) k GROUP BY 1`,
      )
    ).rows;

  it('is added while Mawa serves; what the one before wrapped goes on to open, what is new is wrapped by the new one', async () => {
    const before = readKeyFile(file);
    copyFileSync(file, `${file}.before`);
    const added = addMasterKey(file);
    expect(added.id).not.toBe(before.id);
    expect(added.previous).toEqual([{ id: before.id, master: before.master }]);
    expect(added.documents).toEqual(before.documents);
    expect(keyCheckValue(added)).not.toBe(keyCheckValue(before));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    mawa.app.get<KeyRing>(KEY_FILE).current({ now: true });
    await register('Rkia');
    expect(await readable()).toEqual([['Zoulikha', 'Badia', 'Tamou', 'Rkia'], ['Zoulikha'], true]);
    expect((await masters()).map(({ master }) => master).sort()).toEqual(
      [before.id, added.id].sort(),
    );
  });

  it('wraps every key anew, once; servers that read the file before go on', async () => {
    const { id } = readKeyFile(file);
    const all = (await masters()).reduce((sum, { many }) => sum + many, 0);
    const told: number[] = [];
    const first = await rewrapKeys(mawa.database.ownerUrl, readKeyFile(file), (done) =>
      told.push(done),
    );
    expect(first).toEqual({ rewrapped: all - 1, unreadable: 0 });
    expect(told).toEqual([all - 1]);
    expect(await masters()).toEqual([{ master: id, many: all }]);
    expect(await readable()).toEqual([['Zoulikha', 'Badia', 'Tamou', 'Rkia'], ['Zoulikha'], true]);
    expect(await rewrapKeys(mawa.database.ownerUrl, readKeyFile(file))).toEqual({
      rewrapped: 0,
      unreadable: 0,
    });
  });

  it('forgets the one before: the file of before opens nothing any more', async () => {
    forgetPreviousMasters(file);
    mawa.app.get<KeyRing>(KEY_FILE).current({ now: true });
    expect(await readable()).toEqual([['Zoulikha', 'Badia', 'Tamou', 'Rkia'], ['Zoulikha'], true]);
    await signInByPassword(mawa, signer.email, telephone.next());
    const { rows } = await mawa.admin.query<{ wrapped: Buffer }>(
      'SELECT wrapped FROM keys.case_keys WHERE case_id = $1',
      [people[0]],
    );
    const unwrap = (path: string) =>
      new Keys(readKeyFile(path)).unwrap('case', people[0]!, rows[0]!.wrapped);
    expect(unwrap(file)).toHaveLength(32);
    expect(() => unwrap(`${file}.before`)).toThrow();
  });

  it('is noticed by a server that still has the file of before, when it meets a key of the new one', async () => {
    const ring = mawa.app.get<KeyRing>(KEY_FILE);
    ring.current({ now: true });
    addMasterKey(file);
    await rewrapKeys(mawa.database.ownerUrl, readKeyFile(file));
    expect(
      (await officer.post(`/api/v1/people/${people[0]}/identity`).expect(200)).body.names,
    ).toEqual(expect.objectContaining({ given: 'Zoulikha' }));
    expect(ring.id).toBe(readKeyFile(file).id);
  });

  it('leaves a key that no master key of the file opens as it is, and counts it', async () => {
    addMasterKey(file);
    await mawa.admin.query(
      `UPDATE keys.case_keys SET wrapped = set_byte(wrapped, 40, get_byte(wrapped, 40) # 1) WHERE case_id = $1`,
      [people[2]],
    );
    const { unreadable, rewrapped } = await rewrapKeys(mawa.database.ownerUrl, readKeyFile(file));
    expect(unreadable).toBe(1);
    expect(rewrapped).toBeGreaterThan(3);
    expect(await masters()).toHaveLength(2);
  });

  it('is refused while another rotation is in hand, or after one was killed, and the file stays as it was', () => {
    const before = readFileSync(file);
    writeFileSync(`${file}.new`, '{"id": "ha');
    for (const change of [addMasterKey, forgetPreviousMasters])
      expect(() => change(file)).toThrow(/is being changed by another command.*remove /);
    expect(readFileSync(file)).toEqual(before);
    rmSync(`${file}.new`);
    addMasterKey(file);
    expect(existsSync(`${file}.new`)).toBe(false);
  });

  it('goes on with what was read while the file is away', () => {
    const ring = mawa.app.get<KeyRing>(KEY_FILE);
    const { id } = ring.current({ now: true });
    renameSync(file, `${file}.away`);
    expect(ring.current({ now: true }).id).toBe(id);
    renameSync(`${file}.away`, file);
  });

  it('refuses a key file that opens nothing in the database, unless the right one is lost', async () => {
    const other = `${file}.other`;
    createKeyFile(other);
    const withFile = (keyFile: string, MAWA_KEYS_LOST = false) =>
      refuseForeignKeyFile({ ...mawa.env, keyFile, MAWA_KEYS_LOST }, mawa.database.appUrl);
    try {
      await expect(withFile(other)).rejects.toThrow('is not the key file of this database');
      await expect(withFile(other, true)).resolves.toBeUndefined();
      await expect(withFile(file)).resolves.toBeUndefined();
    } finally {
      rmSync(other);
    }
  });

  it('goes on with the keys it has where the file of another installation is put in its place', () => {
    const ring = mawa.app.get<KeyRing>(KEY_FILE);
    const { id } = ring.current({ now: true });
    renameSync(file, `${file}.away`);
    try {
      createKeyFile(file);
      expect(readKeyFile(file).id).not.toBe(id);
      expect(ring.current({ now: true }).id).toBe(id);
    } finally {
      renameSync(`${file}.away`, file);
    }
    expect(ring.current({ now: true }).id).toBe(id);
  });

  it('is no business of the application: it may not change a key, nor ask for those to be changed', async () => {
    const client = new Client({ connectionString: mawa.database.appUrl });
    await client.connect();
    try {
      for (const sql of [
        `SELECT * FROM keys_of_other_masters('x', NULL, NULL, 10)`,
        `SELECT rewrap_keys('x', '{}', '{}', '{}', '{}')`,
        `UPDATE keys.case_keys SET wrapped = '\\x00'`,
        `UPDATE keys.record_keys SET master_key = 'x'`,
      ])
        await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' });
    } finally {
      await client.end();
    }
  });
});
