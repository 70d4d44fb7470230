import { createHash, randomUUID } from 'node:crypto';
import { type FileEntry, Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import type { Response, Test } from 'supertest';
import type {
  CreatedReportLink,
  OpenedLink,
} from '../../modules/donor-reports/distribution/report-links.service';
import { JobRunner } from '../../modules/platform/queue';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { readPdf } from '../support/pdf-reader';
import { linksOpen, panel, valuesOf } from '../home/home-page';
import { aQuarter, speakAsSetup, type AQuarter, closeLedger } from './a-quarter';

const LINK_OVER = 'hand-out.link_over';
const TEXT = 'Trois hébergements ont fonctionné sans interruption.';
const HOUR = 3_600_000;
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const bytesOf = (call: Test) =>
  call.buffer(true).parse((response, done) => {
    const parts: Buffer[] = [];
    response.on('data', (part: Buffer) => parts.push(part));
    response.on('end', () => done(null, Buffer.concat(parts)));
  });

describe('a frozen report leaves the house', () => {
  let mawa: TestApp;
  let given: AQuarter;
  let officer: SignedIn;
  let donor: SignedIn;
  let agency: SignedIn;
  let id: string;
  let published: { id: string; organisationId: string }[];
  let digests: unknown;
  let toApprove: unknown[];
  let ownToApprove: unknown[];
  const organisations: Record<string, string> = {};

  const api = (path = '') => `/api/v1/reports/${id}${path}`;
  const publish = (organisationIds: string[], more: object = {}) =>
    officer.post(api('/publications'), { organisationIds, ...more });
  const seenBy = async (who: SignedIn) =>
    (await who.get('/api/v1/published-reports').expect(200)).body as { id: string }[];
  const frozenFiles = async () =>
    (
      await mawa.admin.query(
        `SELECT format, language, sha256, encode(sha256(bytes), 'hex') AS now FROM report_files WHERE report_id = $1 ORDER BY 1, 2`,
        [id],
      )
    ).rows;
  const publicationOf = (code: string) =>
    published.find(({ organisationId }) => organisationId === organisations[code])!.id;
  const link = async (more: object = {}): Promise<CreatedReportLink> => {
    const asked = {
      publicationId: publicationOf('JTIP'),
      recipient: 'Jane O’Hara',
      formats: ['pdf'],
      languages: ['fr'],
      ...more,
    };
    return (await officer.post(api('/links'), asked).expect(201)).body as CreatedReportLink;
  };
  const numberOf = ({ path }: CreatedReportLink) => path.slice('/d/'.length);
  const open = (number: string) => mawa.http().post('/api/v1/report-links/open').send({ number });
  const opened = async (made: CreatedReportLink) =>
    (await open(numberOf(made)).expect(200)).body as OpenedLink;
  const take = (made: CreatedReportLink, opening: string, format = 'pdf', language = 'fr') =>
    bytesOf(
      mawa
        .http()
        .post('/api/v1/report-links/file')
        .send({
          number: numberOf(made),
          opening,
          format,
          ...(format === 'zip' ? {} : { language }),
        }),
    );
  const decisionsOf = async (who: SignedIn) =>
    (await who.get('/api/v1/decisions').expect(200)).body.decisions as unknown[];
  const register = async () =>
    (await officer.get(api('/downloads')).expect(200)).body as Record<string, unknown>[];

  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_SYNTHETIC: 'true' } });
    given = await aQuarter(mawa);
    await closeLedger(mawa);
    await mawa.admin.query(
      `INSERT INTO organisations (code, kind, name) VALUES ('ASSO', 'partner', 'Association d’essai')`,
    );
    const { rows } = await mawa.admin.query<{ code: string; id: string }>(
      'SELECT code, id FROM organisations',
    );
    for (const row of rows) organisations[row.code] = row.id;
    officer = await mawa.signIn('programme_officer');
    donor = await mawa.signIn('donor_viewer', { organisationId: organisations.JTIP });
    agency = await mawa.signIn('partner_viewer', { organisationId: organisations.IOM });
    const runner = mawa.app.get(JobRunner);
    const asked = { kind: 'iom-quarterly', grantId: given.grantId, period: '2026-Q3' };
    const drafted = await officer.post('/api/v1/reports', asked).expect(201);
    id = drafted.body.id;
    await runner.handle('draft-report', drafted.body.jobId);
    for (const text of ['Un premier texte.', TEXT])
      await officer
        .post(api('/narratives'), { section: 'summary', language: 'fr', text })
        .expect(201);
    toApprove = await decisionsOf(await mawa.signIn('finance_officer'));
    ownToApprove = await decisionsOf(officer);
    expect((await publish([organisations.JTIP!])).body.code).toBe('hand-out.not_frozen');
    const another = await mawa.signIn('finance_officer');
    const approved = await another.post(api('/approval'), { seen: true }).expect(201);
    await runner.handle('render-report', approved.body.jobId);
    digests = await frozenFiles();
  }, 120_000);
  afterAll(() => mawa.stop());

  it('once finance has approved it, which waited for their decision and not for that of its author', async () => {
    expect(toApprove).toMatchObject([
      {
        source: 'reports',
        path: `/reports/${id}`,
        words: expect.stringMatching(/Rapport trimestriel de l’OIM · 3e trimestre 2026$/),
      },
    ]);
    expect(ownToApprove).toEqual([]);
    expect(await decisionsOf(await mawa.signIn('finance_officer'))).toEqual([]);
    expect(valuesOf(await panel(donor, 'published'))).toEqual({
      'Rapports publiés pour vous': '0',
    });
  });

  it('only by the act of publishing: until then its own audience sees nothing', async () => {
    expect(await seenBy(donor)).toEqual([]);
    expect((await donor.get('/reports').expect(200)).text).toContain('Aucun rapport');
    await donor.get(`/reports/${id}`).expect(404);
    await donor.get(api('/files/pdf/fr')).expect(404);
    const page = await officer.get(`/reports/${id}/hand-out`).expect(200);
    expect(page.text).toContain('Personne hors du programme');
    expect(page.text).toContain(`/reports/${id}/publications/new`);
  });

  it('by programme officers; finance and auditors read how it left, readers and shelters do not', async () => {
    for (const role of ['finance_officer', 'auditor'] as const) {
      const maker = await mawa.signIn(role);
      expect((await maker.get(`/reports/${id}/hand-out`).expect(200)).text).not.toContain(
        'publications/new',
      );
      await maker.get(api('/publications')).expect(200);
      await maker.get(api('/links')).expect(200);
      await maker.get(api('/downloads')).expect(200);
      const given = { organisationIds: [organisations.JTIP] };
      await maker.post(api('/publications'), given).expect(403);
      await maker.post(api('/replacement'), { reason: 'une faute' }).expect(403);
      await maker.post(api('/links'), {}).expect(403);
    }
    for (const other of [donor, await mawa.signIn('shelter_manager')]) {
      await other.get(`/reports/${id}/hand-out`).expect(403);
      await other.get(api('/downloads')).expect(403);
    }
  });

  it('to readers for whom its small counts were protected, and to no others, by SQL neither', async () => {
    const refused = await publish([organisations.ASSO!]);
    expect([refused.status, refused.body.code]).toEqual([422, 'hand-out.not_for_them']);
    expect(refused.body.errors ?? [refused.body]).toMatchObject([{ field: 'organisationIds' }]);
    await expect(
      mawa.transactions.run(officer.actor, (tx) =>
        tx.query('INSERT INTO report_publications (report_id, organisation_id) VALUES ($1, $2)', [
          id,
          organisations.ASSO,
        ]),
      ),
    ).rejects.toThrow(/protected for other readers/);
    expect((await publish([])).status).toBe(422);
    const { readersLeft } = (await officer.get(api('/publications')).expect(200)).body as {
      readersLeft: { name: string }[];
    };
    expect(readersLeft.map(({ name }) => name)).toEqual([
      'Bailleur d’essai',
      'Agence A',
      'Agence B',
      'Autre bailleur',
    ]);
  });

  it('to nobody outside, where it was made for the programme alone and shows every figure', async () => {
    await speakAsSetup(mawa.admin);
    const { rows } = await mawa.admin.query<{ id: string }>(
      `INSERT INTO reports (kind, definition_version, grant_id, period_from, period_until, audience_id, created_by)
       SELECT d.kind, d.version, $1, '2026-08-01', '2026-09-01', NULL, $2 FROM report_definitions d WHERE d.audience = 'inside' LIMIT 1
       RETURNING id`,
      [given.grantId, officer.actor.userId],
    );
    const inside = rows[0]!.id;
    await mawa.admin.query(
      `INSERT INTO report_documents (report_id, version, insider_sealed, published, published_sha256, versions)
       SELECT $2, 1, insider_sealed, jsonb_build_object('fr', jsonb_set(published -> 'fr', '{disclosure}', '{"audience": "insiders", "threshold": 0, "hidden": 0}')),
              published_sha256, versions FROM report_documents WHERE report_id = $1 LIMIT 1`,
      [id, inside],
    );
    await mawa.admin.query(`UPDATE reports SET state = 'frozen' WHERE id = $1`, [inside]);
    const path = `/api/v1/reports/${inside}/publications`;
    expect((await officer.get(path).expect(200)).body.readersLeft).toEqual([]);
    const refused = await officer.post(path, { organisationIds: [organisations.JTIP] });
    expect([refused.status, refused.body.code]).toEqual([422, 'hand-out.not_for_them']);
    await officer.get(`/reports/${inside}/hand-out`).expect(200);
    await mawa.admin.query(`UPDATE reports SET state = 'superseded' WHERE id = $1`, [inside]);
  });

  it('to each organisation apart: what is published to one is not there for another', async () => {
    const asked = [organisations.JTIP!, organisations.IOM!];
    const first = await officer
      .post(api('/publications'), { organisationIds: asked, note: 'convenu' }, 'publish-once-1')
      .expect(201);
    const again = await officer.post(
      api('/publications'),
      { organisationIds: asked, note: 'convenu' },
      'publish-once-1',
    );
    expect(again.body).toEqual(first.body);
    published = (await officer.get(api('/publications')).expect(200)).body.publications;
    expect(published).toHaveLength(2);
    for (const reader of [donor, agency]) expect(await seenBy(reader)).toMatchObject([{ id }]);
    const other = await mawa.signIn('donor_viewer', { organisationId: organisations.AUTRE });
    expect(await seenBy(other)).toEqual([]);
    await other.get(`/reports/${id}`).expect(404);
    await other.get(api('/files/csv/fr')).expect(404);
  });

  it('once, where two people publish at the same moment', async () => {
    const second = await mawa.signIn('programme_officer');
    const body = { organisationIds: [organisations.AUTRE] };
    const answers = await Promise.all(
      [officer, second].map((one) => one.post(api('/publications'), body)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const lost = answers.find(({ status }) => status === 409)!;
    expect(lost.body).toMatchObject({ code: 'hand-out.published_already' });
    expect(lost.body.detail).toMatch(/déjà publié/);
  });

  it('on a page of its readers that says what it is and lists its files, and nothing of how it was made', async () => {
    const { text } = await donor.get('/reports').expect(200);
    expect(text).toContain('Rapport trimestriel de l’OIM · 3e trimestre 2026');
    expect(text.match(new RegExp(`/reports/${id}/files/`, 'g'))).toHaveLength(18);
    expect(text).toMatch(/\(\d+\s?ko\)/);
    expect(text).not.toMatch(/convenu|Comparer|Recalculer|SHA|À remettre/);
    expect((await donor.get(`/reports/${id}`).expect(200)).text).toContain('/files/pdf/ar');
    const [card] = await seenBy(donor);
    expect(Object.keys(card!).sort()).toEqual(
      ['about', 'files', 'id', 'publishedAt', 'replaced', 'replacedBy'].sort(),
    );
    await bytesOf(donor.get(api('/files/pdf/fr'))).expect(200);
    expect((await register())[0]).toMatchObject({
      by: donor.actor.name,
      organisation: 'Bailleur d’essai',
      byLink: false,
      format: 'pdf',
      language: 'fr',
      version: 2,
      marked: false,
    });
  });

  it('by a link that shows title, period, end and files, and hands over a copy in the name of its reader', async () => {
    const made = await link({ formats: ['pdf', 'xlsx', 'csv'], languages: ['fr', 'en'] });
    expect(made.password).toBeNull();
    // Fourteen days, where nobody says otherwise.
    expect(made.expiresAt).toBe('2026-12-08T23:10:00.000Z');
    const cover = await mawa.http().get(`${made.path}?l=fr`).expect(200);
    expect(cover.text).toContain('Un rapport vous est remis');
    expect(cover.text).not.toMatch(/OIM|trimestre|Jane|Bailleur/);
    expect(cover.headers['x-robots-tag']).toContain('noindex');
    expect((await officer.get(api('/links'))).body[0].opened).toBe(0);
    const page = await mawa.http().post(`${made.path}?l=fr`).expect(200);
    expect(page.text).toContain('3e trimestre 2026');
    expect(page.text.match(/name="format"/g)).toHaveLength(6);
    expect(page.text).not.toMatch(/Jane|Bailleur|Essai|G-1/);
    const opening = /name="opening" value="([^"]+)"/.exec(page.text)![1]!;

    const form = { opening, format: 'pdf', language: 'fr' };
    const pdf = await bytesOf(mawa.http().post(`${made.path}/file`).type('form').send(form));
    expect([pdf.status, pdf.headers['content-disposition']]).toEqual([
      200,
      expect.stringContaining('document-fr.pdf'),
    ]);
    const copy = readPdf(pdf.body as Buffer);
    expect([copy.marked, copy.conforms, copy.pages > 3]).toEqual([true, true, true]);
    for (const text of copy.texts)
      expect(text).toContain('Remis à Jane O’Hara, Bailleur d’essai · 24 novembre 2026');
    expect(copy.tagged).not.toContain('Jane');

    const csv = await take(made, opening, 'csv', 'en');
    const frozen = (
      await mawa.admin.query<{ sha256: string }>(
        `SELECT sha256 FROM report_files WHERE report_id = $1 AND format = 'csv' AND language = 'en'`,
        [id],
      )
    ).rows[0]!;
    expect(sha256(csv.body as Buffer)).toBe(frozen.sha256);
    const [second, first] = await register();
    expect(first).toMatchObject({
      by: 'Jane O’Hara',
      organisation: 'Bailleur d’essai',
      byLink: true,
      marked: true,
      format: 'pdf',
      language: 'fr',
      version: 2,
      sha256: sha256(pdf.body as Buffer),
    });
    expect(second).toMatchObject({ format: 'csv', language: 'en', marked: false, ...frozen });
    expect((await take(made, opening, 'docx', 'fr')).status).toBe(404);
  });

  it('never edited by what is handed out: every frozen file keeps its digest', async () => {
    const now = (await frozenFiles()) as { sha256: string; now: string }[];
    expect(now).toEqual(digests);
    for (const file of now) expect(file.now).toBe(file.sha256);
  });

  it('as an archive that its password opens and no other, kept and written down nowhere', async () => {
    const made = await link({ formats: ['pdf', 'docx'], languages: ['fr'], locked: true });
    expect(made.password).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
    const { opening, files } = await opened(made);
    expect(files).toEqual([{ format: 'zip', language: null }]);
    expect((await take(made, opening, 'pdf')).status).toBe(404);
    const { body, headers } = await take(made, opening, 'zip');
    expect(headers['content-disposition']).toContain('documents.zip');
    const archive = body as Buffer;
    const reader = new ZipReader(new Uint8ArrayReader(archive), { useWebWorkers: false });
    const entries = (await reader.getEntries()) as FileEntry[];
    expect(entries.map(({ filename }) => filename)).toEqual([
      'document-fr.docx',
      'document-fr.pdf',
    ]);
    const inside = (place: number, password: string) =>
      entries[place]!.getData(new Uint8ArrayWriter(), { password });
    const pdf = readPdf(Buffer.from(await inside(1, made.password!)));
    for (const text of pdf.texts) expect(text).toContain('Jane O’Hara');
    await expect(inside(1, 'aaaaa-bbbbb-ccccc-ddddd')).rejects.toThrow(/password/i);
    const own = await bytesOf(officer.get(api(`/links/${made.id}/archive`))).expect(200);
    expect(sha256(own.body as Buffer)).toBe(sha256(archive));
    const [mine, theirs] = await register();
    expect(mine).toMatchObject({ by: officer.actor.name, format: 'zip', sha256: sha256(archive) });
    expect(theirs).toMatchObject({ by: 'Jane O’Hara', format: 'zip', language: null });
    const { rows } = await mawa.admin.query<{ n: number }>(
      `SELECT (SELECT count(*) FROM audit_log a WHERE a::text LIKE p) + (SELECT count(*) FROM request_ids r WHERE r::text LIKE p)
            + (SELECT count(*) FROM report_links l WHERE l::text LIKE p OR encode(l.archive, 'escape') LIKE p) AS n
         FROM (SELECT '%' || $1 || '%' AS p) x`,
      [made.password],
    );
    expect(Number(rows[0]!.n)).toBe(0);
    expect((await officer.get(`/reports/${id}/hand-out`)).text).not.toContain(made.password!);
  });

  it('to a reader whose name can be printed, in files that exist, for as long as a link may last', async () => {
    const asked = {
      publicationId: publicationOf('JTIP'),
      recipient: 'Jane',
      formats: ['pdf'],
      languages: ['fr'],
    };
    const refused = async (more: object) => {
      const { status, body } = await officer.post(api('/links'), { ...asked, ...more });
      return [status, body.errors?.[0]?.code ?? body.code];
    };
    expect(await refused({ recipient: 'Jane 🎉' })).toEqual([422, 'hand-out.unprintable']);
    expect(await refused({ recipient: ' x ' })).toEqual([422, 'hand-out.recipient']);
    expect(await refused({ formats: [] })).toEqual([422, 'hand-out.choose_files']);
    expect(await refused({ days: 91 })).toEqual([422, 'hand-out.too_long']);
    expect(await refused({ openings: 0 })).toEqual([422, 'hand-out.openings']);
    expect(await refused({ publicationId: randomUUID() })).toEqual([409, 'hand-out.not_published']);
    const form = await officer.submit(`/reports/${id}/links`, { recipient: 'Jane' });
    expect(form.status).toBe(422);
    expect(form.text).toContain('Choisissez au moins un format');
    expect(form.text).toContain('value="Jane"');
    const page = await officer.submit(`/reports/${id}/links`, {
      ...asked,
      days: '3',
      locked: 'yes',
    });
    expect(page.status).toBe(200);
    expect(page.text).toMatch(/\/d\/[2-9a-z0-]{39}/);
    expect(page.text).toContain('Mot de passe de l’archive');
  });

  it('so often as was said: of two at once at the last opening, one', async () => {
    const made = await link({ openings: 2 });
    await opened(made);
    const both = await Promise.all([open(numberOf(made)), open(numberOf(made))]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 404]);
    const { opening } = both.find(({ status }) => status === 200)!.body as OpenedLink;
    await take(made, opening).then(({ status }) => expect(status).toBe(200));
    const links = (await officer.get(api('/links'))).body as { id: string }[];
    expect(links.find((one) => one.id === made.id)).toMatchObject({
      opened: 2,
      mostOpenings: 2,
      state: 'used_up',
    });
  });

  it('never again by a link that is wrong, used up, revoked or run out: one and the same answer', async () => {
    const [used, revoked, over] = [await link({ openings: 1 }), await link(), await link()];
    await opened(used);
    await officer.delete(api(`/links/${revoked.id}`)).expect(204);
    expect((await officer.delete(api(`/links/${revoked.id}`))).body.code).toBe(
      'hand-out.revoked_already',
    );
    const standing = await opened(over);
    const answers: Response[] = [];
    const pages: string[] = [];
    const ask = async (number: string) => {
      answers.push(await open(number));
      pages.push((await mawa.http().post(`/d/${number}?l=fr`)).text);
    };
    await ask(numberOf(used));
    await ask(numberOf(revoked));
    await ask(`${numberOf(over).slice(0, -1)}${numberOf(over).endsWith('a') ? 'b' : 'a'}`);
    const now = mawa.clock.now();
    mawa.clock.set(new Date(new Date(over.expiresAt).getTime()));
    await ask(numberOf(over));
    expect((await take(over, standing.opening)).status).toBe(404);
    mawa.clock.set(now);
    for (const { status, body } of answers) expect([status, body.code]).toEqual([404, LINK_OVER]);
    expect(new Set(answers.map(({ body }) => body.detail)).size).toBe(1);
    expect(new Set(pages).size).toBe(1);
  });

  it('for an hour after an opening, and by the opening of that very link', async () => {
    const [mine, other] = [await link(), await link()];
    const { opening } = await opened(mine);
    expect((await take(other, opening)).status).toBe(404);
    expect((await take(mine, randomUUID())).status).toBe(404);
    expect((await take(mine, 'x')).status).toBe(404);
    const now = mawa.clock.now();
    mawa.clock.set(new Date(now.getTime() + HOUR - 1));
    expect((await take(mine, opening)).status).toBe(200);
    mawa.clock.set(new Date(now.getTime() + HOUR));
    expect((await take(mine, opening)).status).toBe(404);
    mawa.clock.set(now);
  });

  it('with a row of the register, or not at all; rows are added and nothing else', async () => {
    const made = await link();
    const { opening } = await opened(made);
    const before = await register();
    await mawa.admin.query(
      'ALTER TABLE report_downloads ADD CONSTRAINT no_row CHECK (false) NOT VALID',
    );
    for (const answer of [
      await take(made, opening),
      await bytesOf(donor.get(api('/files/pdf/fr'))),
    ]) {
      expect(answer.status).toBe(500);
      expect((answer.body as Buffer).includes('%PDF')).toBe(false);
    }
    await mawa.admin.query('ALTER TABLE report_downloads DROP CONSTRAINT no_row');
    expect(await register()).toEqual(before);
    for (const sql of [
      'DELETE FROM report_downloads',
      `UPDATE report_downloads SET sha256 = sha256`,
      `INSERT INTO report_downloads (report_id, version, format, language, sha256, marked, user_id)
       SELECT report_id, version, format, language, sha256, marked, user_id FROM report_downloads LIMIT 1`,
    ])
      await expect(mawa.transactions.run(officer.actor, (tx) => tx.query(sql))).rejects.toThrow(
        /permission denied/,
      );
    const { rows } = await mawa.admin.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM audit_log WHERE action = 'reports.download' AND $1 = ANY (subject_ids)`,
      [id],
    );
    expect(rows[0]!.n).toBe(before.length);
  });

  it('no more once it is withdrawn, with a reason: page, files and links are gone', async () => {
    const publicationId = publicationOf('IOM');
    const made = await link({ publicationId, recipient: 'Karim' });
    const { opening } = await opened(made);
    const path = api(`/publications/${publicationId}/withdrawal`);
    expect((await officer.post(path, { reason: '' })).status).toBe(422);
    await officer.post(path, { reason: 'un chiffre est faux' }).expect(201);
    expect((await officer.post(path, { reason: 'un chiffre est faux' })).body.code).toBe(
      'hand-out.withdrawn_already',
    );
    expect(await seenBy(agency)).toEqual([]);
    await agency.get(`/reports/${id}`).expect(404);
    await agency.get(api('/files/pdf/fr')).expect(404);
    expect((await open(numberOf(made))).body.code).toBe(LINK_OVER);
    expect((await take(made, opening)).status).toBe(404);
    expect(await seenBy(donor)).toHaveLength(1);
    const home = (await panel(donor, 'published'))!;
    expect(valuesOf(home)).toEqual({ 'Rapports publiés pour vous': '1' });
    expect(home.html).toContain(`/reports/${id}`);
    await linksOpen(donor, home);
    const page = await officer.get(`/reports/${id}/hand-out`).expect(200);
    expect(page.text).toContain('un chiffre est faux');
  });

  it('replaced and never removed: its readers see that it is, and where the new one is', async () => {
    const made = await link();
    const second = await mawa.signIn('programme_officer');
    const reason = { reason: 'une dépense en double' };
    const answers = await Promise.all(
      [officer, second].map((one) => one.post(api('/replacement'), reason)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)!.body.code).toBe(
      'hand-out.replaced_already',
    );
    expect((await open(numberOf(made))).body.code).toBe(LINK_OVER);
    expect((await publish([organisations.ILO!])).body.code).toBe('hand-out.not_frozen');
    const { text } = await donor.get('/reports').expect(200);
    expect(text).toContain('Ce rapport est remplacé.');
    expect(text).toContain('en préparation');
    expect(text).not.toContain('en double');
    // Beside its successor it would tell what changed: perhaps of one person.
    await donor.get(api('/files/pdf/fr')).expect(404);
    await bytesOf(officer.get(api('/files/pdf/fr'))).expect(200);

    // Proposed are the languages of the old one, not those that a new report usually has.
    const list = (await officer.get('/reports')).text;
    const forms = list.split('<form').filter((form) => form.includes('value="iom-quarterly"'));
    const again = forms.find((form) => form.includes('value="2026-Q3"'))!;
    expect(again.match(/ checked/g)).toHaveLength(3);
    const asked = { kind: 'iom-quarterly', grantId: given.grantId, period: '2026-Q3' };
    const { body } = await second.post('/api/v1/reports', asked).expect(201);
    const old = id;
    // It begins with the last texts of the old one, in its languages.
    const { rows: texts } = await mawa.admin.query(
      `SELECT section, language, text, version, written_by AS by FROM report_narratives WHERE report_id = $1`,
      [body.id],
    );
    expect(texts).toEqual([
      { section: 'summary', language: 'fr', text: TEXT, version: 1, by: officer.actor.userId },
    ]);
    // Whoever wrote them does not approve them, though somebody else began the correction.
    await mawa.admin.query(`UPDATE reports SET state = 'drafted' WHERE id = $1`, [body.id]);
    for (const one of [officer, second]) {
      const own = await one.post(`/api/v1/reports/${body.id}/approval`, { seen: true });
      expect([own.status, own.body.code]).toEqual([409, 'reports.needs_another']);
    }
    const { rows: languages } = await mawa.admin.query(
      'SELECT languages FROM reports WHERE id = ANY ($1)',
      [[old, body.id]],
    );
    expect(languages).toEqual(Array(2).fill({ languages: ['fr', 'ar', 'en'] }));
    expect((await officer.get(api('/publications'))).body.replacement).toMatchObject({
      ...reason,
      newId: body.id,
    });
    expect(await seenBy(donor)).toMatchObject([{ id: old, replaced: true, replacedBy: null }]);
    await freezeLike(old, body.id as string);
    id = body.id;
    await publish([organisations.JTIP!]).expect(201);
    expect(await seenBy(donor)).toMatchObject([
      { id, replaced: false },
      { id: old, replaced: true, replacedBy: id },
    ]);
    expect((await donor.get(`/reports/${old}`).expect(200)).text).toContain(
      `href="/reports/${id}"`,
    );
    const page = await officer.get(`/reports/${old}/hand-out`).expect(200);
    expect(page.text).toContain(`/reports/${id}/hand-out`);
  });

  /** The new report with the document and the files of the old one: rendering them again would show nothing more. */
  async function freezeLike(old: string, fresh: string): Promise<void> {
    await speakAsSetup(mawa.admin);
    await mawa.admin.query(
      `INSERT INTO report_documents (report_id, version, insider_sealed, published, published_sha256, versions, sources_sealed)
       SELECT $2, version, insider_sealed, published, published_sha256, versions, sources_sealed FROM report_documents WHERE report_id = $1`,
      [old, fresh],
    );
    await mawa.admin.query(
      `INSERT INTO report_files (report_id, version, format, language, sha256, bytes)
       SELECT $2, version, format, language, sha256, bytes FROM report_files WHERE report_id = $1`,
      [old, fresh],
    );
    await mawa.admin.query(`UPDATE reports SET state = 'frozen' WHERE id = $1`, [fresh]);
  }
});
