import { PermissionGuard } from '../../modules/access';
import type { Role } from '../../modules/platform/shared/actor';
import { aRequest, aShelter, inBeds } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { pdf, send } from './files';

const PAPERS = [
  { kind: 'identity_document', part: 'identity' },
  { kind: 'medical_certificate', part: 'health' },
  { kind: 'court_paper', part: 'legal' },
  { kind: 'contract', part: 'care' },
  { kind: 'other', part: 'story' },
] as const;
const CANARY = 'CANARI-Oum-Kalthoum-7741';

describe('who reads which document', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let manager: SignedIn;
  let staff: SignedIn;
  let caseId: string;
  const ids: Record<string, string> = {};
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    const shelter = await aShelter(mawa, { A: { beds: 2 } });
    manager = await mawa.signIn('shelter_manager', { shelterIds: [shelter.id] });
    staff = await mawa.signIn('shelter_staff', { shelterIds: [shelter.id] });
    const { id, caseIds } = await aRequest(mawa, officer);
    caseId = caseIds[0]!;
    const path = `/api/v1/bed-requests/${id}`;
    const placements = inBeds(caseIds, shelter.rooms.A!.beds);
    await officer.post(`${path}/holds`, { placements }).expect(201);
    for (const { kind, part } of PAPERS) {
      const sent = { kind, part, file: pdf(`${CANARY} ${part}`), name: `${CANARY} ${part}.pdf` };
      ids[part] = (await send(mawa, officer, api(), sent).expect(201)).body.id;
    }
    await officer.get(`${api()}/${ids.identity}`).expect(200);
    await officer.get(`${api()}/${ids.identity}/file`).expect(200);
    await manager.get(api()).expect(200); // a bed held opens the number, and no document
    expect((await manager.get(api())).body.documents).toEqual([]);
    await officer.post(`${path}/promise`).expect(201);
    await manager.post(`${path}/check-in`).expect(201);
  });
  afterAll(() => mawa.stop());

  const api = () => `/api/v1/people/${caseId}/documents`;
  const partsSeen = async (reader: SignedIn): Promise<string[]> => {
    const { body } = await reader.get(api()).expect(200);
    return (body.documents as { part: string }[]).map(({ part }) => part).sort();
  };

  it('the officer reads all, the shelter what a stay opens, its staff no health', async () => {
    expect(await partsSeen(officer)).toEqual(['care', 'health', 'identity', 'legal', 'story']);
    expect(await partsSeen(manager)).toEqual(['care', 'health', 'identity']);
    expect(await partsSeen(staff)).toEqual(['care', 'identity']);
  });

  it.each([
    ['health', 200, 404],
    ['identity', 200, 200],
    ['legal', 404, 404],
    ['story', 404, 404],
  ])('a document of the part %s, by its address', async (part, forManager, forStaff) => {
    for (const path of ['', '/file', '/pages/1']) {
      const address = `${api()}/${ids[part]}${path}`;
      expect([path, (await manager.get(address)).status]).toEqual([path, forManager]);
      expect([path, (await staff.get(address)).status]).toEqual([path, forStaff]);
    }
  });

  it('what is hidden is answered as what does not exist', async () => {
    const nil = '00000000-0000-4000-8000-0000000000aa';
    const hidden = await manager.get(`${api()}/${ids.legal}`).expect(404);
    const absent = await manager.get(`${api()}/${nil}`).expect(404);
    const told = ({ body }: { body: object }) => ({ ...body, instance: '' });
    expect(told(hidden)).toEqual(told(absent));
  });

  it('nobody files where they may not read', async () => {
    const paper = { file: pdf('un certificat'), kind: 'medical_certificate' };
    const refused = await send(mawa, staff, api(), paper).expect(422);
    expect(refused.body.code).toBe('documents.part_not_yours');
    await send(mawa, manager, api(), paper).expect(201);
    await send(mawa, manager, api(), { file: pdf('un jugement'), kind: 'court_paper' }).expect(422);
    // A stay lets the house read an identity, and write health and care.
    await send(mawa, manager, api(), { file: pdf('une carte'), kind: 'identity_document' }).expect(
      422,
    );
    await send(mawa, staff, api(), { file: pdf('un accord'), kind: 'consent_signed' }).expect(201);
  });

  it('staff destroys nothing, the manager nothing that she only reads', async () => {
    const removal = { reason: 'wrong_file' };
    await staff.post(`${api()}/${ids.identity}/removal`, removal).expect(403);
    await manager.post(`${api()}/${ids.legal}/removal`, removal).expect(404);
    const read = await manager.post(`${api()}/${ids.identity}/removal`, removal).expect(403);
    expect(read.body.code).toBe('documents.part_not_yours');
    const { text } = await manager.get(`/people/${caseId}/documents/${ids.identity}`).expect(200);
    expect(text).not.toContain('/removal');
    await officer.get(`${api()}/${ids.identity}/file`).expect(200);
  });

  it.each<[Role, number]>([
    ['reintegration_officer', 404],
    ['legal_officer', 404],
    ['administrator', 403],
    ['finance_officer', 403],
    ['auditor', 403],
    ['hotline_operator', 403],
  ])('a stranger to the case, %s, reads nothing', async (role, status) => {
    const stranger = await mawa.signIn(role);
    await stranger.get(api()).expect(status);
    await stranger.get(`${api()}/${ids.identity}/file`).expect(status);
    await send(mawa, stranger, api(), { file: pdf('rien') }).expect(status);
    await stranger.post(`${api()}/${ids.identity}/removal`, { reason: 'replaced' }).expect(status);
  });

  it('row level security alone keeps rows, pieces and keys of other parts and cases', async () => {
    const seen = (who: SignedIn, table: string) =>
      mawa.transactions.run(who.actor, async (tx) => {
        const rows = await tx.query<{ count: number }>(
          `SELECT count(*)::int AS count FROM ${table}`,
        );
        return rows[0]!.count;
      });
    const stranger = await mawa.signIn('reintegration_officer');
    for (const table of ['documents', 'document_pieces', 'keys.document_keys']) {
      expect([table, await seen(stranger, table)]).toEqual([table, 0]);
      expect([table, (await seen(officer, table)) > (await seen(manager, table))]).toEqual([
        table,
        true,
      ]);
    }
    const destroyed = mawa.transactions.run(officer.actor, (tx) =>
      tx.query('DELETE FROM document_pieces RETURNING document_id'),
    );
    expect(await destroyed).toEqual([]); // no piece goes before its row says that it is removed
    const taken = mawa.transactions.run(manager.actor, (tx) =>
      tx.query(
        `UPDATE documents SET name_sealed = NULL, removed_at = mawa_now(), removed_by = mawa_actor(), removed_reason = 'replaced'
          WHERE id = $1 RETURNING id`,
        [ids.identity],
      ),
    );
    expect(await taken).toEqual([]); // read, not written
    const insert = mawa.transactions.run(manager.actor, (tx) =>
      tx.query(
        `INSERT INTO documents (id, owner_kind, case_id, part, kind, media, size_bytes, preview_pages, digest, name_sealed, added_by)
         VALUES (gen_random_uuid(), 'case', $1, 'legal', 'other', 'pdf', 1, 0, 'x', 'x', $2)`,
        [caseId, manager.actor.userId],
      ),
    );
    await expect(insert).rejects.toMatchObject({ code: '42501' });
  });

  it('with the policy of the application switched off, a stranger still reads nothing', async () => {
    const guard = mawa.app.get(PermissionGuard) as unknown as { allows: () => boolean };
    const stranger = await mawa.signIn('finance_officer');
    const allows = jest.spyOn(guard, 'allows').mockReturnValue(true);
    await stranger.get(`${api()}/${ids.identity}/file`).expect(404);
    await stranger.get(`${api()}/${ids.identity}`).expect(404);
    await send(mawa, stranger, api(), { file: pdf('rien') }).expect(404);
    allows.mockRestore();
  });

  it('neither name nor content stands in clear in any table', async () => {
    const { rows: tables } = await mawa.admin.query<{ name: string }>(
      `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const { rows } = await mawa.admin.query<{ line: string }>(
        `SELECT t::text AS line FROM ${name} t`,
      );
      for (const { line } of rows) {
        const bytes = [...line.matchAll(/\\\\?x([0-9a-f]{8,})/g)].map(([, hex]) =>
          Buffer.from(hex!, 'hex'),
        );
        const texts = [line, ...bytes.map((one) => one.toString('latin1'))];
        if (texts.some((text) => text.includes(CANARY) || text.includes('%PDF-'))) found.push(name);
      }
    }
    expect(found).toEqual([]);
    const { body } = await officer.get(`${api()}/${ids.story}/file`).buffer(true).expect(200);
    expect((body as Buffer).includes(CANARY)).toBe(true);
  });
});
