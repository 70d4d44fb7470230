import { ComplaintReceipts } from '../../modules/complaints/receipts.service';
import { aShelter } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aComplaint, aFocalPoint, sheetOf, slipsOf } from './complaints';

describe('slips of paper', () => {
  let mawa: TestApp;
  let khadija: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    khadija = await aFocalPoint(mawa);
  });
  afterAll(() => mawa.stop());

  const order = { sheets: 1 };
  const CONTACTS = '/api/v1/complaints/papers/contacts';
  const firstPage = async () => (await mawa.http().get('/mot?l=fr').expect(200)).text;
  const waiting = async (reader: SignedIn) => {
    const { body } = await reader.get('/api/v1/tasks').expect(200);
    return (body.tasks as { kind: string; subjectId: string }[])
      .filter(({ kind }) => kind === 'approve_contact')
      .map(({ subjectId }) => subjectId);
  };

  it('nothing is printed before an address is agreed on, and no form of printing brings one along', async () => {
    const admin = await mawa.signIn('administrator');
    const early = await admin.post('/api/v1/complaints/papers', order);
    expect([early.status, early.body.code]).toEqual([409, 'complaints.no_contact']);
    const evil = { ...order, address: 'evil.example/mot', phone: '06 66 66 66 66' };
    expect((await admin.post('/api/v1/complaints/papers', evil)).status).toBe(422);
    await admin.post(CONTACTS, { address: evil.address, phone: evil.phone }).expect(403);
    expect(await firstPage()).not.toContain('tel:');
    const { text } = await admin.get('/complaints/papers').expect(200);
    expect(text).toContain('Aucune adresse n’est convenue');
    expect(text).not.toContain('name="address"');
  });

  it('address and phone are proposed by one and approved by a focal point of another organisation', async () => {
    const sister = await mawa.signIn('focal_point', {
      organisationId: khadija.actor.organisationId!,
    });
    const [other, auditor] = [await aFocalPoint(mawa, 'partner'), await mawa.signIn('auditor')];
    const contact = { address: 'mawa.example/mot', phone: '05 22 00 00 00' };
    const { body: made } = await khadija.post(CONTACTS, contact).expect(201);
    for (const reader of [khadija, sister]) {
      const refused = await reader.post(`${CONTACTS}/${made.id}/approval`);
      expect([refused.status, refused.body.code]).toEqual([
        403,
        'complaints.contact_other_organisation',
      ]);
    }
    expect(await firstPage()).not.toContain('tel:');
    expect(await waiting(other)).toEqual([made.id]);
    const page = await other.get('/complaints/papers').expect(200);
    expect(page.text).toContain(`contacts/${made.id}/approval`);
    expect((await sister.get('/complaints/papers')).text).not.toContain('/approval"');
    await other.submit(`/complaints/papers/contacts/${made.id}/approval`, {}).expect(303);
    expect(await waiting(other)).toEqual([]);
    expect(await firstPage()).toContain('href="tel:0522000000"');
    const again = await other.post(`${CONTACTS}/${made.id}/approval`);
    expect([again.status, again.body.code]).toEqual([409, 'complaints.contact_approved']);
    const { body: audit } = await auditor
      .get('/api/v1/audit?action=complaints.approve_contact')
      .expect(200);
    expect(audit.lines).toMatchObject([{ actor: other.actor.name, fields: ['address', 'phone'] }]);
  });

  it('only the latest proposal is approved, and what changes is recorded by name', async () => {
    const other = await aFocalPoint(mawa, 'partner');
    const { body: first } = await khadija
      .post(CONTACTS, { address: 'elsewhere.example/mot' })
      .expect(201);
    const { body: second } = await khadija
      .post(CONTACTS, { address: 'mawa.example/mot', phone: '05 33 00 00 00' })
      .expect(201);
    const late = await other.post(`${CONTACTS}/${first.id}/approval`);
    expect([late.status, late.body.code]).toEqual([409, 'complaints.contact_newer']);
    expect(await waiting(other)).toEqual([second.id]);
    await other.post(`${CONTACTS}/${second.id}/approval`).expect(204);
    const { rows } = await mawa.admin.query(
      `SELECT action, fields FROM audit_log WHERE subject_ids @> ARRAY[$1::uuid] ORDER BY seq`,
      [second.id],
    );
    expect(rows).toEqual([
      { action: 'complaints.propose_contact', fields: ['phone'] },
      { action: 'complaints.approve_contact', fields: ['phone'] },
    ]);
    expect(await firstPage()).toContain('href="tel:0533000000"');
  });

  it('under row level security alone nobody proposes for another, approves alone or changes what stands', async () => {
    const admin = await mawa.signIn('administrator');
    const both = await aFocalPoint(mawa, 'agency', ['administrator']);
    const other = await aFocalPoint(mawa, 'partner');
    const as = (reader: SignedIn, sql: string, params: unknown[] = []) =>
      mawa.transactions.run(reader.actor, (tx) => tx.query(sql, params));
    const propose = (reader: SignedIn, by: SignedIn) =>
      as(
        reader,
        `INSERT INTO complaint_contacts (id, address, proposed_by) VALUES (gen_random_uuid(), 'x.example', $1)`,
        [by.actor.userId],
      );
    await expect(propose(admin, admin)).rejects.toThrow(/not a focal point/);
    await expect(propose(khadija, other)).rejects.toThrow(/row-level security/);
    // Named, and yet it does not count: an administrator as well.
    await expect(propose(both, both)).rejects.toThrow(/not a focal point/);
    await propose(khadija, khadija);
    const approve = (reader: SignedIn, by: SignedIn) =>
      as(reader, `UPDATE complaint_contacts SET approved_by = $1 WHERE address = 'x.example'`, [
        by.actor.userId,
      ]);
    await expect(approve(khadija, khadija)).rejects.toMatchObject({
      constraint: 'complaint_contacts_by_two_organisations',
    });
    await expect(approve(khadija, other)).rejects.toThrow();
    for (const sql of [
      `UPDATE complaint_contacts SET phone = '06 66 66 66 66'`,
      `UPDATE complaint_contacts SET approved_for = gen_random_uuid()`,
      `DELETE FROM complaint_contacts`,
      `INSERT INTO complaint_contacts (id, address, proposed_by, proposed_for, approved_by, approved_for, approved_at)
       VALUES (gen_random_uuid(), 'x.example', '${khadija.actor.userId}', gen_random_uuid(), '${other.actor.userId}', gen_random_uuid(), mawa_now())`,
    ]) {
      await expect(as(khadija, sql)).rejects.toThrow(/permission denied/);
    }
    expect(await as(admin, 'SELECT 1 FROM complaint_contacts WHERE approved_at IS NULL')).toEqual(
      [],
    );
    expect(await firstPage()).toContain('href="tel:0533000000"');
  });

  it('no half is printed twice: one that hangs in another house is drawn again', async () => {
    const [here, there] = [
      await aShelter(mawa, { A: { beds: 1 } }),
      await aShelter(mawa, { A: { beds: 1 } }),
    ];
    const print = (shelterId: string) => sheetOf(khadija, { ...order, shelterId });
    const first = await slipsOf(await print(here.id));
    const receipts = mawa.app.get(ComplaintReceipts);
    const draw = jest.spyOn(receipts, 'newSlip').mockReturnValueOnce(first[0]!);
    const second = await slipsOf(await print(there.id));
    draw.mockRestore();
    expect(second).toHaveLength(8);
    expect(second.filter((slip) => first.includes(slip))).toEqual([]);
    for (const [paper, house] of [
      [first[0]!, here],
      [second[0]!, there],
    ] as const) {
      const { id } = await aComplaint(mawa, { paper });
      const { rows } = await mawa.admin.query(
        `SELECT b.shelter_id FROM complaints c JOIN complaint_batches b ON b.id = c.batch_id WHERE c.id = $1`,
        [id],
      );
      expect(rows).toEqual([{ shelter_id: house.id }]);
    }
    const { body } = await khadija.get('/api/v1/complaints/papers').expect(200);
    // The sheet that was not printed was not kept either.
    expect(body.batches).toHaveLength(2);
  });
});
