/** Somebody who has no account, and those who are named to read them. */
import { randomUUID } from 'node:crypto';
import type supertest from 'supertest';
import { SETUP_ACTOR, type Role } from '../../modules/platform/shared/actor';
import type { SignedIn, TestApp } from '../support/app';

/** No cookie, no token: as a phone that nobody knows. */
export const say = (mawa: TestApp, body: object): supertest.Test =>
  mawa.http().post('/api/v1/mot').send(body);

export const withNumber = (
  mawa: TestApp,
  act: 'read' | 'more' | 'opinion' | 'another',
  code: string,
  more: object = {},
): supertest.Test =>
  mawa
    .http()
    .post(`/api/v1/mot/${act}`)
    .send({ code, ...more });

export async function anOrganisation(
  mawa: TestApp,
  kind: 'agency' | 'partner' | 'commission' = 'agency',
): Promise<string> {
  const { rows } = await mawa.admin.query<{ id: string }>(
    `INSERT INTO organisations (code, kind, name, created_at) VALUES ($1, $2, $1, '2026-01-01Z') RETURNING id`,
    [`O${randomUUID().slice(0, 8).toUpperCase()}`, kind],
  );
  return rows[0]!.id;
}

export async function aFocalPoint(
  mawa: TestApp,
  kind: 'agency' | 'partner' | 'commission' = 'agency',
  more: Role[] = [],
): Promise<SignedIn> {
  const organisationId = await anOrganisation(mawa, kind);
  return mawa.signIn(['focal_point', ...more], { organisationId });
}

/** Worked in a shelter from then until then; null until now. */
export async function worked(
  mawa: TestApp,
  userId: string,
  shelterId: string,
  until: string | null,
): Promise<void> {
  await mawa.admin.query(
    `INSERT INTO memberships (user_id, principal_kind, principal_id, from_at, until_at, given_by)
     VALUES ($1, 'shelter', $2, '2020-01-01Z', $3, $4)`,
    [userId, shelterId, until, SETUP_ACTOR.userId],
  );
}

/** The complaints that somebody sees, by the API. */
export async function seenBy(reader: SignedIn): Promise<string[]> {
  const { body } = await reader.get('/api/v1/complaints').expect(200);
  return (body.complaints as { id: string }[]).map(({ id }) => id);
}

/** The only one there is, as the superuser sees it. */
export async function theComplaint(mawa: TestApp): Promise<string> {
  const { rows } = await mawa.admin.query<{ id: string }>(
    'SELECT id FROM complaints ORDER BY received_at DESC LIMIT 1',
  );
  return rows[0]!.id;
}

/** Every row of every table as text, and the files of sealed bytes as latin letters. */
export async function everythingAsText(mawa: TestApp): Promise<string> {
  const { rows: tables } = await mawa.admin.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await mawa.admin.query<{ text: string | null }>(
      `SELECT string_agg(t::text, E'\\n') AS text FROM ${name} t`,
    );
    texts.push(`${name}: ${rows[0]!.text ?? ''}`);
  }
  return texts.join('\n');
}

/** The slips of a new sheet: what stands on the paper is kept nowhere, so it is read off the PDF. */
export async function slipsOf(pdf: Buffer): Promise<string[]> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  const { items } = await (await document.getPage(1)).getTextContent();
  const text = items.map((item) => ('str' in item ? item.str : '')).join(' ');
  return [...text.matchAll(/\b(\d{4}) (\d{4})\b/g)].map(([, one, two]) => `${one}${two}`);
}

/** Says something and answers its number and id; a second goes by, so that the last is the last. */
export async function aComplaint(
  mawa: TestApp,
  more: object = {},
): Promise<{ code: string; id: string; path: string }> {
  mawa.clock.advance(1000);
  const { body } = await say(mawa, { text: 'Un mot.', ...more }).expect(201);
  const id = await theComplaint(mawa);
  return { code: body.code as string, id, path: `/api/v1/complaints/${id}` };
}

/** Whether somebody sees it over HTTP and under row level security alone: both or neither. */
export async function sees(mawa: TestApp, reader: SignedIn, id: string): Promise<boolean> {
  const listed = (await seenBy(reader)).includes(id);
  const rows = await mawa.transactions.run(reader.actor, (tx) =>
    tx.query(
      `SELECT 1 FROM complaints WHERE id = $1
       UNION ALL SELECT 1 FROM complaint_words WHERE complaint_id = $1
       UNION ALL SELECT 1 FROM keys.record_keys WHERE record_id = $1`,
      [id],
    ),
  );
  expect([id, rows.length > 0]).toEqual([id, listed]);
  return listed;
}

/** What somebody is asked about one complaint, also what is far ahead; as row level security lets them see it. */
export async function tasksOf(
  mawa: TestApp,
  reader: SignedIn,
  id: string,
): Promise<{ kind: string; dueAt: string }[]> {
  const rows = await mawa.transactions.run(reader.actor, (tx) =>
    tx.query<{ kind: string; dueAt: Date }>(
      `SELECT kind, due_at AS "dueAt" FROM tasks
        WHERE subject_id = $1 AND for_user = $2 AND done_at IS NULL ORDER BY kind`,
      [id, reader.actor.userId],
    ),
  );
  return rows.map(({ kind, dueAt }) => ({ kind, dueAt: dueAt.toISOString() }));
}

export const kindsOfTasks = async (
  mawa: TestApp,
  reader: SignedIn,
  id: string,
): Promise<string[]> => (await tasksOf(mawa, reader, id)).map(({ kind }) => kind);

/** All focal points of before step back, so that each case has its own. */
export const nobodyReads = (mawa: TestApp): Promise<unknown> =>
  mawa.admin.query(
    `UPDATE user_roles SET ended_at = '2026-01-01Z' WHERE role = 'focal_point' AND ended_at IS NULL`,
  );

/** Whoever runs the house belongs to that organisation. */
export const isRunBy = (mawa: TestApp, shelterId: string, organisationId: string) =>
  mawa.admin.query('UPDATE shelters SET organisation_id = $2 WHERE id = $1', [
    shelterId,
    organisationId,
  ]);

/** A sheet of slips, as PDF. */
export async function sheetOf(printer: SignedIn, order: object): Promise<Buffer> {
  const { body } = await printer
    .post('/api/v1/complaints/papers', order)
    .buffer(true)
    .parse((answer, done) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('end', () => done(null, Buffer.concat(pieces)));
    })
    .expect(200);
  return body as Buffer;
}

/** Proposed by one, approved by a focal point of another organisation. */
export async function agreedContact(
  mawa: TestApp,
  proposer: SignedIn,
  contact: object = { address: 'mawa.example/mot', phone: '05 22 00 00 00' },
): Promise<SignedIn> {
  const other = await aFocalPoint(mawa, 'partner');
  const { body } = await proposer.post('/api/v1/complaints/papers/contacts', contact).expect(201);
  await other.post(`/api/v1/complaints/papers/contacts/${body.id}/approval`).expect(204);
  return other;
}
