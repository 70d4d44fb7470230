import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { Documents } from '../../modules/documents';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { docx, pdf, photoWithPlace, png, send, type Sent } from './files';

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest();

describe('documents of a person', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let caseId: string;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    caseId = await aPerson();
  });
  afterAll(() => mawa.stop());

  const aPerson = async (): Promise<string> => {
    const { body } = await officer.post('/api/v1/people', { people: [{}] }).expect(201);
    return body.cases[0].id as string;
  };
  const api = (id = caseId) => `/api/v1/people/${id}/documents`;
  const add = (sent: Sent, id = caseId) => send(mawa, officer, api(id), sent);
  const audit = async (action: string) => {
    const { rows } = await mawa.admin.query<{ subject_ids: string[]; fields: string[] }>(
      'SELECT subject_ids, fields FROM audit_log WHERE action = $1 ORDER BY seq DESC',
      [action],
    );
    return rows;
  };

  it('a PDF is added, listed without its name, opened with it, and comes back byte for byte', async () => {
    const file = pdf('une attestation');
    const { body } = await add({
      file,
      name: 'attestation Fatima.pdf',
      kind: 'court_paper',
    }).expect(201);
    const list = await officer.get(api()).expect(200);
    expect(list.body.documents).toMatchObject([
      { id: body.id, kind: 'court_paper', part: 'legal', media: 'pdf', pages: 1, previewPages: 1 },
    ]);
    expect(list.text).not.toContain('Fatima');
    const one = await officer.get(`${api()}/${body.id}`).expect(200);
    expect(one.body.name).toBe('attestation Fatima.pdf');
    const back = await officer.get(`${api()}/${body.id}/file`).buffer(true).expect(200);
    expect(Buffer.compare(back.body as Buffer, file)).toBe(0);
    expect((await audit('documents.show'))[0]).toEqual({
      subject_ids: [body.id, caseId],
      fields: ['name'],
    });
    expect(await audit('documents.download')).toEqual([
      { subject_ids: [body.id, caseId], fields: ['file'] },
    ]);
  });

  it('a download says nothing of whose it is and runs nowhere', async () => {
    const { body } = await add({ file: await png(), name: 'Fatima.png', kind: 'photo' }).expect(
      201,
    );
    const { headers } = await officer
      .get(`/people/${caseId}/documents/${body.id}/file`)
      .expect(200);
    expect(headers).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': expect.stringMatching(
        /^attachment; filename="document-[0-9a-f]{8}\.png"/,
      ),
      'content-security-policy':
        "sandbox; default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });

  it('a photo loses the place where it was taken and keeps its right side up', async () => {
    const file = await photoWithPlace(640, 480);
    const before = await sharp(file).metadata();
    expect(before.exif!.toString('latin1')).toContain('Canari 7');
    expect(before.exif!.includes(Buffer.from([0x25, 0x88]))).toBe(true); // the tag that leads to the place
    const { body } = await add({ file, name: 'IMG_1.jpg', kind: 'photo' }).expect(201);
    const back = await officer.get(`${api()}/${body.id}/file`).buffer(true).expect(200);
    const { exif, iptc, xmp, icc, width, height } = await sharp(back.body as Buffer).metadata();
    expect([exif, iptc, xmp, icc]).toEqual([undefined, undefined, undefined, undefined]);
    expect([width, height]).toEqual([480, 640]);
    for (const word of ['Canari', 'Mahjouba', 'Exif', 'GPS']) {
      expect((back.body as Buffer).includes(word)).toBe(false);
    }
  });

  it('a page is looked at as a picture of its own, and each look is written down', async () => {
    const { body } = await add({ file: pdf('une page'), kind: 'contract' }).expect(201);
    const look = await officer.get(`${api()}/${body.id}/pages/1`).buffer(true).expect(200);
    expect(look.headers['content-type']).toBe('image/webp');
    const { width, height, format } = await sharp(look.body as Buffer).metadata();
    expect([format, width! <= 1200, height! <= 1600]).toEqual(['webp', true, true]);
    const { channels } = await sharp(look.body as Buffer).stats();
    expect(Math.min(...channels.map(({ min }) => min))).toBeLessThan(100); // the words are drawn
    await officer.get(`${api()}/${body.id}/pages/2`).expect(404);
    await officer.get(`${api()}/${body.id}/pages/0`).expect(404);
    expect((await audit('documents.look'))[0]).toEqual({
      subject_ids: [body.id, caseId],
      fields: ['page_1'],
    });
  });

  it('a letter in DOCX is kept for downloading only', async () => {
    const { body } = await add({ file: await docx(), name: 'courrier.docx' }).expect(201);
    const one = await officer.get(`${api()}/${body.id}`).expect(200);
    expect(one.body).toMatchObject({ media: 'docx', previewPages: 0, pages: null });
    const { text } = await officer.get(`/people/${caseId}/documents/${body.id}`).expect(200);
    expect(text).toContain('il peut seulement être téléchargé');
  });

  it('a PDF with a password is kept for downloading only', async () => {
    const objects = ['<< /Filter /Standard /V 2 /R 3 /O (x) /U (y) /P -4 >>'];
    const file = pdf('secret', { objects, trailer: '/Encrypt 6 0 R' });
    const { body } = await add({ file }).expect(201);
    const one = await officer.get(`${api()}/${body.id}`).expect(200);
    expect(one.body).toMatchObject({ locked: true, previewPages: 0 });
  });

  it('a file of 9 MB goes in and comes back whole', async () => {
    const filler = Buffer.alloc(9_000_000, 'remplissage ').toString('latin1');
    const objects = [`<< /Length ${filler.length} >>\nstream\n${filler}\nendstream`];
    const file = pdf('long', { objects });
    const { body } = await add({ file }).expect(201);
    const back = await officer.get(`${api()}/${body.id}/file`).buffer(true).expect(200);
    expect(sha256(back.body as Buffer)).toEqual(sha256(file));
  });

  it('the same file twice in one part is refused, in another person’s case it is not', async () => {
    const file = pdf('deux fois');
    await add({ file }).expect(201);
    const again = await add({ file, name: 'autre nom.pdf' }).expect(409);
    expect(again.body.code).toBe('documents.duplicate');
    const other = await aPerson();
    await add({ file }, other).expect(201);
    const { rows } = await mawa.admin.query(
      'SELECT count(DISTINCT digest)::int AS digests, count(*)::int AS all FROM documents WHERE case_id = ANY ($1) AND size_bytes = $2',
      [[caseId, other], file.length],
    );
    expect(rows).toEqual([{ digests: 2, all: 2 }]);
  });

  it('of two who send the same file at once, one adds it', async () => {
    const file = pdf('en même temps');
    const id = await aPerson();
    const answers = await Promise.all([add({ file }, id), add({ file }, id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect((await officer.get(api(id))).body.documents).toHaveLength(1);
  });

  it('the same request twice gives the first answer', async () => {
    const sent = { file: pdf('une seule fois') };
    const one = await send(mawa, officer, api(), sent, 'envoi-000001').expect(201);
    const two = await send(mawa, officer, api(), sent, 'envoi-000001').expect(201);
    expect(two.body).toEqual(one.body);
    const other = { file: pdf('autre chose') };
    await send(mawa, officer, api(), other, 'envoi-000001').expect(422);
  });

  it('a person’s files have a limit together, also for two at once', async () => {
    const id = await aPerson();
    await mawa.admin.query(
      `INSERT INTO settings (key, valid_from, value, source) VALUES ('document_owner_max_bytes', '2026-11-24T23:00:00Z', '1000', 'test')`,
    );
    const answers = await Promise.all([
      add({ file: pdf('un') }, id),
      add({ file: pdf('deux') }, id),
      add({ file: pdf('trois') }, id),
    ]);
    await mawa.admin.query(`DELETE FROM settings WHERE source = 'test'`);
    const sum = (await officer.get(api(id))).body.documents.reduce(
      (all: number, { size }: { size: number }) => all + size,
      0,
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 413, 413]);
    expect(sum).toBeLessThanOrEqual(1000);
    expect(answers.find(({ status }) => status === 413)!.body.code).toBe('documents.owner_full');
  });

  it('a removed document is a row without bytes, name or key, and its file may come again', async () => {
    const file = pdf('à détruire');
    const { body } = await add({ file, name: 'nom.pdf' }).expect(201);
    await officer.post(`${api()}/${body.id}/removal`, { reason: 'person_wishes' }).expect(204);
    const { rows } = await mawa.admin.query(
      `SELECT removed_reason, removed_by, name_sealed,
              (SELECT count(*)::int FROM document_pieces WHERE document_id = $1) AS pieces,
              (SELECT count(*)::int FROM keys.document_keys WHERE document_id = $1) AS keys
         FROM documents WHERE id = $1`,
      [body.id],
    );
    expect(rows).toEqual([
      {
        removed_reason: 'person_wishes',
        removed_by: officer.actor.userId,
        name_sealed: null,
        pieces: 0,
        keys: 0,
      },
    ]);
    await officer.get(`${api()}/${body.id}/file`).expect(404);
    await officer.get(`${api()}/${body.id}/pages/1`).expect(404);
    await officer.get(`/people/${caseId}/documents/${body.id}`).expect(200);
    await officer.post(`${api()}/${body.id}/removal`, { reason: 'replaced' }).expect(409);
    await add({ file }).expect(201);
    expect((await audit('documents.remove'))[0]!.subject_ids).toEqual([body.id, caseId]);
  });

  it('when the key of the person is destroyed, nothing of the file opens', async () => {
    const id = await aPerson();
    const { body } = await add({ file: pdf('sous sa clé') }, id).expect(201);
    await mawa.admin.query('DELETE FROM keys.case_keys WHERE case_id = $1', [id]);
    await officer.get(`${api(id)}/${body.id}/file`).expect(404);
    await officer.get(`${api(id)}/${body.id}/pages/1`).expect(404);
  });

  it('a piece that is missing or moved is noticed', async () => {
    const file = pdf('en morceaux', { objects: [`(${'x'.repeat(1_200_000)})`] });
    const { body } = await add({ file }).expect(201);
    await mawa.admin.query(
      'DELETE FROM document_pieces WHERE document_id = $1 AND rendition = 0 AND piece = 2',
      [body.id],
    );
    await officer.get(`${api()}/${body.id}/file`).expect(500);
  });

  it('the timeline tells that a document was added, and leads to it', async () => {
    const id = await aPerson();
    const { body } = await add({ file: pdf('au fil du temps'), kind: 'contract' }, id).expect(201);
    const { text } = await officer.get(`/people/${id}?kind=document`).expect(200);
    expect(text).toContain('Document ajouté : Contrat');
    expect(text).toContain(`/people/${id}/documents/${body.id}`);
  });

  it('asks for a new document before one expires, and no more once it is destroyed', async () => {
    const id = await aPerson();
    const near = { file: pdf('bientôt'), validUntil: '2026-12-10', kind: 'identity_document' };
    const far = { file: pdf('loin'), validUntil: '2031-06-30', kind: 'identity_document' };
    const { body } = await add(near, id).expect(201);
    await add(far, id).expect(201);
    const due = async () => {
      const { rows } = await mawa.admin.query<{ due: string }>(
        `SELECT due_at::date::text AS due FROM tasks
          WHERE case_id = $1 AND kind = 'document_expiry' AND done_at IS NULL ORDER BY due_at`,
        [id],
      );
      return rows.map(({ due }) => due);
    };
    // 10 December less 30 days has passed: tonight. 30 June 2031 less 30 days: 31 May.
    expect(await due()).toEqual(['2026-11-24', '2031-05-31']);
    const { text } = await officer.get(`/people/${id}`).expect(200);
    expect(text.match(/Un document expire/g)).toHaveLength(1);
    await officer.post(`${api(id)}/${body.id}/removal`, { reason: 'replaced' }).expect(204);
    expect(await due()).toEqual(['2031-05-31']);
  });

  it('the module’s face serves records that are no case, for those whom a policy lets see them', async () => {
    await mawa.admin.query(
      `CREATE POLICY documents_of_shelters ON documents TO mawa_app USING (owner_kind = 'shelter')`,
    );
    const documents = mawa.app.get(Documents);
    const owner = { kind: 'shelter', id: '00000000-0000-4000-8000-0000000000c1' } as const;
    const file = await documents.inspect({ bytes: pdf('un bail'), name: 'bail.pdf' });
    const { id } = await mawa.transactions.run(officer.actor, (tx) =>
      documents.add(tx, owner, file, { kind: 'contract' }),
    );
    const { bytes } = await mawa.transactions.run(officer.actor, (tx) =>
      documents.open(tx, owner, id),
    );
    expect(Buffer.compare(bytes, pdf('un bail'))).toBe(0);
    await mawa.admin.query('DROP POLICY documents_of_shelters ON documents');
    const hidden = mawa.transactions.run(officer.actor, (tx) => documents.open(tx, owner, id));
    await expect(hidden).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('the page takes a form and says what is wrong beside the file', async () => {
    const page = `/people/${caseId}/documents`;
    const sent = {
      file: pdf('par la page'),
      kind: 'medical_certificate',
      validUntil: '2026-12-10',
    };
    await send(mawa, officer, page, sent).expect(303).expect('location', page);
    const list = await officer.get(page).expect(200);
    expect(list.text).toContain('Certificat médical');
    expect(list.text).toMatch(/Expire dans 16 jours/);
    const wrong = await send(mawa, officer, page, { kind: 'photo' }).expect(422);
    expect(wrong.text).toMatch(/id="e-file">.*Choisissez un fichier\./s);
    expect(wrong.text).toContain('href="#f-file"');
  });
});
