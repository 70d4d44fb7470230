import sharp from 'sharp';
import { LANGUAGES, type Language } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { docx, pdf, pdfWithPackedScript, photoWithPlace, png, send, zip } from './files';

const html = Buffer.from('<!doctype html><script>alert(1)</script>');
const script = [
  '<< /Type /Action /S /JavaScript /JS (app.alert\\(1\\)) >>',
  '<< /S /Launch /F (cmd.exe) >>',
];

/** Its header says more points than a machine has memory for. */
async function hugePicture(): Promise<Buffer> {
  const small = await png();
  small.writeUInt32BE(30_000, 16);
  small.writeUInt32BE(30_000, 20);
  return small;
}

const bomb = () => docx({ 'word/media.xml': 'a'.repeat(30_000_000) });

type Case = [what: string, file: () => Buffer | Promise<Buffer>, name: string, code: string];
const REFUSED: Case[] = [
  ['nothing at all', () => Buffer.alloc(0), 'vide.pdf', 'documents.empty'],
  ['a page of the web', () => html, 'page.html', 'documents.type_refused'],
  ['a page of the web called a PDF', () => html, 'page.pdf', 'documents.type_refused'],
  ['a drawing with script', () => Buffer.from('<svg/>'), 'dessin.svg', 'documents.type_refused'],
  ['a program', () => Buffer.from('MZ\u0090\0program'), 'a.exe', 'documents.type_refused'],
  [
    'a program called a photo',
    () => Buffer.from('\x7fELF program'),
    'a.jpg',
    'documents.type_refused',
  ],
  ['a PDF called a photo', () => pdf('x'), 'photo.jpg', 'documents.name_disagrees'],
  ['a photo called a PDF', () => photoWithPlace(), 'scan.pdf', 'documents.name_disagrees'],
  ['a PDF called a program', () => pdf('x'), 'papier.exe', 'documents.type_refused'],
  [
    'a program whose name is turned round',
    () => pdf('x'),
    'papier\u202Efdp.exe',
    'documents.type_refused',
  ],
  ['an archive', () => zip({ 'a.txt': 'a' }), 'tout.zip', 'documents.archive'],
  ['an archive called a letter', () => zip({ 'a.txt': 'a' }), 'lettre.docx', 'documents.archive'],
  ['a letter that unpacks to a bomb', bomb, 'bombe.docx', 'documents.bomb'],
  [
    'a letter with macros',
    () => docx({ 'word/vbaProject.bin': 'x' }),
    'a.docx',
    'documents.active',
  ],
  [
    'a letter with a program inside',
    () => docx({ 'word/a.exe': 'x' }),
    'a.docx',
    'documents.active',
  ],
  [
    'a PDF with a script',
    () => pdf('x', { objects: script.slice(0, 1) }),
    'a.pdf',
    'documents.active',
  ],
  [
    'a PDF that starts a program',
    () => pdf('x', { objects: script.slice(1) }),
    'a.pdf',
    'documents.active',
  ],
  ['a PDF with a packed script', () => pdfWithPackedScript(), 'a.pdf', 'documents.active'],
  [
    'a PDF with a file inside',
    () => pdf('x', { extra: '/Names << /EmbeddedFiles 6 0 R >>' }),
    'a.pdf',
    'documents.active',
  ],
  [
    'a PDF that is an archive as well',
    async () => Buffer.concat([pdf('x'), await zip({ 'a.exe': 'x' })]),
    'a.pdf',
    'documents.dishonest',
  ],
  ['a PDF cut short', () => pdf('x').subarray(0, 200), 'a.pdf', 'documents.dishonest'],
  [
    'half a photo',
    async () => (await photoWithPlace()).subarray(0, 900),
    'a.jpg',
    'documents.broken',
  ],
  ['a picture of 900 million points', hugePicture, 'a.png', 'documents.too_many_points'],
  [
    'a photo of an iPhone as it keeps it',
    () => Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic'),
    'IMG.HEIC',
    'documents.heic',
  ],
];

describe('files that are not kept', () => {
  let mawa: TestApp;
  let readers: Record<Language, SignedIn>;
  let caseId: string;
  beforeAll(async () => {
    mawa = await startApp();
    const signIn = (language: Language) => mawa.signIn('reintegration_officer', { language });
    readers = { fr: await signIn('fr'), ar: await signIn('ar'), en: await signIn('en') };
    const { fr, ar, en } = readers;
    const { body } = await fr.post('/api/v1/people', { people: [{}] }).expect(201);
    caseId = body.cases[0].id;
    for (const { actor } of [ar, en]) {
      await fr.post(`/api/v1/people/${caseId}/access`, { userId: actor.userId }).expect(204);
    }
  });
  afterAll(() => mawa.stop());
  afterEach(async () => {
    const { rows } = await mawa.admin.query(
      'SELECT 1 FROM documents UNION ALL SELECT 1 FROM document_pieces',
    );
    expect(rows).toEqual([]);
  });

  const api = () => `/api/v1/people/${caseId}/documents`;

  it.each(REFUSED)('refuses %s', async (_what, make, name, code) => {
    const { status, body } = await send(mawa, readers.fr, api(), { file: await make(), name });
    expect([status, body.code]).toEqual([422, code]);
    expect(body.errors[0].field).toBe('file');
  });

  it('each says why beside the file, in the reader’s language', async () => {
    const sentences = { fr: 'Ce fichier est vide', ar: 'هذا الملف فارغ', en: 'This file is empty' };
    for (const language of LANGUAGES) {
      const sent = { file: Buffer.alloc(0) };
      const { status, text } = await send(
        mawa,
        readers[language],
        `/people/${caseId}/documents`,
        sent,
      );
      expect([status, text.includes(`lang="${language}"`)]).toEqual([422, true]);
      expect(text).toMatch(new RegExp(`id="e-file">.*${sentences[language]}`, 's'));
    }
  });

  it('50 MB are heard to their end, answered 413 beside the file, and never held', async () => {
    const file = Buffer.alloc(50_000_000, 0x61);
    let most = 0;
    const held = () => process.memoryUsage().external + process.memoryUsage().heapUsed;
    const before = held();
    const watch = setInterval(() => (most = Math.max(most, held() - before)), 5);
    const sentences = { fr: '10 Mo au plus', ar: '10 ميغابايت', en: '10 MB at most' };
    for (const language of LANGUAGES) {
      const page = await send(mawa, readers[language], `/people/${caseId}/documents`, { file });
      expect(page.status).toBe(413);
      expect(page.text).toMatch(new RegExp(`id="e-file">.*${sentences[language]}`, 's'));
    }
    const call = await send(mawa, readers.fr, api(), { file }).expect(413);
    expect(call.body.code).toBe('common.file_too_large');
    clearInterval(watch);
    // The sender stands in this process too and holds what it sends.
    process.stdout.write(
      `at most ${(most / 1_000_000).toFixed(0)} MB more held while 50 MB arrive\n`,
    );
    expect(most).toBeLessThan(60_000_000);
  });

  it('a name with NUL is refused in words', async () => {
    const text = (words: string) => Buffer.from(words, 'latin1');
    const form = Buffer.concat([
      text('--xx\r\nContent-Disposition: form-data; name="kind"\r\n\r\nother\r\n'),
      text('--xx\r\nContent-Disposition: form-data; name="file"; filename="a\0.pdf"\r\n'),
      text('Content-Type: application/pdf\r\n\r\n'),
      pdf('x'),
      text('\r\n--xx--\r\n'),
    ]);
    const answer = await mawa
      .http()
      .post(api())
      .set(readers.fr.headers)
      .set('content-type', 'multipart/form-data; boundary=xx')
      .send(form);
    expect([answer.status < 500, answer.status >= 400]).toEqual([true, true]);
    expect(answer.body.code).toMatch(/^(documents\.name_broken|common\.\w+)$/);
  });

  it.each([
    ['no boundary', 'multipart/form-data', 'x'],
    [
      'a form that breaks off',
      'multipart/form-data; boundary=xx',
      '--xx\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF',
    ],
    ['no form at all', 'multipart/form-data; boundary=xx', 'x'],
    [
      'a field named like an ancestor',
      'multipart/form-data; boundary=xx',
      '--xx\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\nx\r\n--xx--\r\n',
    ],
  ])('%s is answered in words', async (_what, type, form) => {
    const answer = await mawa
      .http()
      .post(api())
      .set({ ...readers.fr.headers, 'content-type': type })
      .send(form);
    expect([answer.status >= 400 && answer.status < 500, typeof answer.body.code]).toEqual([
      true,
      'string',
    ]);
  });

  it('a form with a file is taken by no other route, and from nobody who is not signed in', async () => {
    const file = await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const other = await mawa
      .http()
      .post('/api/v1/people')
      .set(readers.fr.headers)
      .attach('file', file, 'a.png');
    expect(other.status).toBe(415);
    const stranger = await mawa.http().post(api()).attach('file', file, 'a.png');
    expect(stranger.status).toBe(401);
    const elsewhere = { cookie: readers.fr.headers.cookie!, 'x-csrf-token': 'faux' };
    const forged = await mawa
      .http()
      .post(api())
      .set(elsewhere)
      .field('kind', 'photo')
      .attach('file', file, 'a.png');
    expect(forged.status).toBe(403);
  });

  it.each([
    [{ kind: 'medical_certificate', part: 'care' }, 'part', 'documents.part_of_kind'],
    [{ kind: 'poem' }, 'kind', 'common.not_choice'],
    [{ validUntil: '2026-02-31' }, 'validUntil', 'common.not_date'],
    [{ validUntil: '1888-01-01' }, 'validUntil', 'common.not_date'],
  ])('facts that do not fit: %j', async (facts, field, code) => {
    const { status, body } = await send(mawa, readers.fr, api(), { file: pdf('x'), ...facts });
    expect([status, body.errors?.[0]]).toEqual([422, expect.objectContaining({ field, code })]);
  });
});
