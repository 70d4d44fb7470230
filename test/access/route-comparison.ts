/** Calls every route with the ids of hidden people and with ids of nobody, and compares the two responses. */
import { randomBytes, randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { TextWriter, Uint8ArrayReader, ZipReader } from '@zip.js/zip.js';
import { may, type Permission, rolesThatMay } from '../../modules/access';
import { newCaseNumber } from '../../modules/beneficiaries';
import { type Role, ROLES as EVERY_ROLE } from '../../modules/platform/shared/actor';
import type supertest from 'supertest';
import type { SignedIn } from '../support/app';
import { type FixtureIds, type RouteFixture, routeFixtures, callRoute } from './route-fixtures';
import { ROLES, type HiddenPeopleFixture, secretsOf } from './hidden-people';

/** Valid ids and a valid case number that belong to nobody. */
export const unknownIds = (): FixtureIds => ({
  person: randomUUID(),
  request: randomUUID(),
  booking: randomUUID(),
  service: randomUUID(),
  appointment: randomUUID(),
  session: randomUUID(),
  document: randomUUID(),
  pair: randomUUID(),
  merge: randomUUID(),
  assessment: randomUUID(),
  intake: randomUUID(),
  network: randomUUID(),
  referral: randomUUID(),
  help: randomUUID(),
  proceeding: randomUUID(),
  hearing: randomUUID(),
  track: randomUUID(),
  risk: randomUUID(),
  paper: randomUUID(),
  survey: randomUUID(),
  orientation: randomUUID(),
  enrolment: randomUUID(),
  application: randomUUID(),
  placement: randomUUID(),
  workFollowUp: randomUUID(),
  procedure: randomUUID(),
  unit: randomUUID(),
  piece: randomUUID(),
  project: randomUUID(),
  item: randomUUID(),
  instalment: randomUUID(),
  payment: randomUUID(),
  caseNumber: newCaseNumber(randomBytes),
});

/** Text of a request: its path and its body. */
const sentBy = ({ path, body = {} }: RouteFixture): string =>
  `${decodeURIComponent(path)} ${JSON.stringify(body)}`;

const MARKS =
  /(name="(?:csrf-token|_csrf|page-stamp|_page|_request|ticket)" (?:value|content)=")[^"]*/g;

/** Text of a response without what may differ: the ids asked for, and values generated for each request. */
function comparableText(text: string, asked: FixtureIds, sent: string): string {
  const named = Object.values(asked).filter((value: string) => sent.includes(value)) as string[];
  return (
    named
      .reduce((so, value) => so.replaceAll(value, 'ASKED'), text)
      // Each export gives people new pseudonyms.
      .replaceAll(/^[0-9a-f]{16};/gm, 'SOMEBODY;')
      .replaceAll(/"instance":"[^"]*"/g, '')
      .replaceAll(/127\.0\.0\.1:\d+/g, 'HERE')
      // Draft of a grant, created by the request itself.
      .replaceAll(/grants\/drafts\/[0-9a-f-]{36}/g, 'DRAFT')
      .replaceAll(/_draft(?:=|&#x3D;|%3D)[0-9a-f-]{36}/g, 'DRAFT')
      // Generated for each response.
      .replaceAll(/("challenge":")[\w-]+/g, '$1')
      .replaceAll(MARKS, '$1')
  );
}

/** Whether a role calls a route: in the drill route-probes always, otherwise one route in `share`, so that some roles call each route. */
export const isTried = (index: number, turn: number, share: number): boolean =>
  process.env.MAWA_ALL_PROBES === 'true' || (index + turn) % share === 0;

/** Like `isTried` where two sessions of one role are compared: one in three of the roles with the permission, among them the first, and one in eight of the others. */
export function isCompared(index: number, role: Role, permission: Permission): boolean {
  const holders = rolesThatMay(permission);
  return holders.includes(role)
    ? isTried(holders.indexOf(role), 0, 3)
    : isTried(index, EVERY_ROLE.indexOf(role), 8);
}

/** Appends the number of requests to a file that the drill route-probes adds up. */
export function recordProbeCount(kind: 'session' | 'token' | 'openid', probes: number): void {
  const file = process.env.MAWA_PROBES_FILE;
  if (file) appendFileSync(file, `${kind} ${probes}\n`);
}

export interface RouteFinding {
  readonly leaks: string[];
  readonly differences: string[];
  readonly broken: string[];
  readonly answers: number;
}

/**
 * Calls routes twice, with the ids of a hidden person and with unknown ids; other ids are those of `fixture.own`.
 * Each route is called by one in `share` readers; with another `offset` by other ones.
 */
export async function compareRoutesAs(
  fixture: HiddenPeopleFixture,
  reader: SignedIn,
  share: number,
  offset = 0,
): Promise<RouteFinding> {
  const turn = ROLES.indexOf(reader.actor.roles[0]!);
  const asked = fixture.hidden[0]!;
  const found = { leaks: [] as string[], differences: [] as string[], broken: [] as string[] };
  const unknown = unknownIds();
  const routes = routeFixtures(fixture.mawa, asked, fixture.own, turn);
  const absent = routeFixtures(fixture.mawa, unknown, fixture.own, turn);
  const secrets = secretsOf(fixture);
  const refusals = new Set<string>();
  let [answers, probes] = [0, 0];
  // Marks arrivals as seen, so that both responses show the same state.
  await reader.get('/arrivals');
  for (const [index, route] of routes.entries()) {
    if (!isTried(index, turn + offset, share)) continue;
    answers += 1;
    probes += 1;
    const name = `${reader.actor.roles.join()} ${route.method} ${nameOf(route, asked)}`;
    const one = await callRoute(reader, route).buffer(true).parse(asBytes);
    await untilHandedOver(fixture, route);
    const refusal = await refusalOf(reader, route, one);
    if (refusal !== null && refusals.has(refusal)) continue;
    probes += 1;
    const two = await callRoute(reader, absent[index]!).buffer(true).parse(asBytes);
    await untilHandedOver(fixture, absent[index]!);
    const [text, other] = [await textOf(one), await textOf(two)];
    if (one.status >= 500) found.broken.push(`${name} ${one.status}`);
    const sent = sentBy(route);
    for (const secret of secrets) {
      if (!sent.includes(secret) && text.includes(secret)) found.leaks.push(`${name}: ${secret}`);
      if (other.includes(secret)) found.leaks.push(`${name} (of nobody): ${secret}`);
    }
    const same =
      one.status === two.status &&
      comparableText(text, asked, sent) === comparableText(other, unknown, sentBy(absent[index]!));
    if (!same) found.differences.push(`${name}: ${one.status} ${two.status}`);
    else if (refusal !== null) refusals.add(refusal);
  }
  recordProbeCount('session', probes);
  return { ...found, answers };
}

/**
 * Text of a refusal for a missing permission, without its path; null for other responses. Such a refusal is sent
 * before any id is read, so that of equal texts only the first is compared with the one for unknown ids.
 */
async function refusalOf(
  reader: SignedIn,
  { method, path, permission }: RouteFixture,
  answer: supertest.Response,
): Promise<string | null> {
  if (permission === undefined || may(reader.actor, permission) || answer.status !== 403)
    return null;
  const text = await textOf(answer);
  const index = new RegExp(path.split('?')[0]!.replaceAll(/[$.*+?()[\]{}|^\\]/g, '\\$&'), 'g');
  return `${method === 'GET'} ${text}`
    .replaceAll(index, 'PLACE')
    .replaceAll(/"instance":"[^"]*"/g, '')
    .replaceAll(MARKS, '$1');
}

/** Waits until the end of an export is recorded, which happens after its last byte was sent and shows in later pages. */
async function untilHandedOver(
  { mawa }: HiddenPeopleFixture,
  { method, path }: RouteFixture,
): Promise<void> {
  if (method !== 'POST' || !/\/exports$/.test(path)) return;
  for (let tries = 0; tries < 200; tries += 1) {
    const { rows } = await mawa.admin.query('SELECT 1 FROM exports WHERE handed_over IS NULL');
    if (rows.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('a list that was taken out was never handed over');
}

/** Parses a response as bytes, since workbooks are binary. */
export const asBytes: Parameters<supertest.Test['parse']>[0] = (response, done) => {
  const parts: Buffer[] = [];
  response.on('data', (part: Buffer | string) => parts.push(Buffer.from(part)));
  response.on('end', () => done(null, Buffer.concat(parts)));
};

const PACKED = Buffer.from('PK\u0003\u0004');

/** Text of the parts of a ZIP file or workbook, except the time of creation. */
async function unpacked(bytes: Buffer): Promise<string> {
  if (!bytes.subarray(0, 4).equals(PACKED)) return bytes.toString('utf8');
  const zip = new ZipReader(new Uint8ArrayReader(bytes));
  const parts: string[] = [];
  for (const entry of await zip.getEntries()) {
    if (entry.directory || entry.filename === 'docProps/core.xml') continue;
    parts.push(`${entry.filename} ${await entry.getData(new TextWriter())}`);
  }
  return parts.join('\n');
}

export async function textOf({
  body,
  headers,
}: {
  body: unknown;
  headers: object;
}): Promise<string> {
  const own = { 'set-cookie': '', etag: '', date: '', 'content-length': '', 'x-request-id': '' };
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  return `${await unpacked(bytes)} ${JSON.stringify({ ...headers, ...own })}`;
}

export const nameOf = ({ path }: RouteFixture, asked: FixtureIds): string =>
  Object.entries(asked).reduce<string>(
    (so, [kind, value]: [string, string]) => so.replaceAll(value, `<${kind}>`),
    path,
  );
