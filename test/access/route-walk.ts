/** Every door of the application, tried twice: for people who are hidden, and for nobody. */
import { randomBytes, randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { TextWriter, Uint8ArrayReader, ZipReader } from '@zip.js/zip.js';
import { may, type Permission, rolesThatMay } from '../../modules/access';
import { newCaseNumber } from '../../modules/beneficiaries';
import { type Role, ROLES as EVERY_ROLE } from '../../modules/platform/shared/actor';
import type supertest from 'supertest';
import type { SignedIn } from '../support/app';
import { type FixtureIds, type RouteFixture, routeFixtures, callRoute } from './route-fixtures';
import { ROLES, type Scene, secretsOf } from './hidden-people';

/** Somebody who does not exist, with a number that could. */
export const nobody = (): FixtureIds => ({
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

/** All that a call says: its address and its body. */
const sentBy = ({ path, body = {} }: RouteFixture): string =>
  `${decodeURIComponent(path)} ${JSON.stringify(body)}`;

const MARKS =
  /(name="(?:csrf-token|_csrf|page-stamp|_page|_request|ticket)" (?:value|content)=")[^"]*/g;

/** What two answers may differ in: what was asked for, and the marks of the call itself. */
function comparableText(text: string, asked: FixtureIds, sent: string): string {
  const named = Object.values(asked).filter((value: string) => sent.includes(value)) as string[];
  return (
    named
      .reduce((so, value) => so.replaceAll(value, 'ASKED'), text)
      // A list that is taken out names its people anew each time.
      .replaceAll(/^[0-9a-f]{16};/gm, 'SOMEBODY;')
      .replaceAll(/"instance":"[^"]*"/g, '')
      .replaceAll(/127\.0\.0\.1:\d+/g, 'HERE')
      // The draft of a grant that the call itself began.
      .replaceAll(/grants\/drafts\/[0-9a-f-]{36}/g, 'DRAFT')
      .replaceAll(/_draft(?:=|&#x3D;|%3D)[0-9a-f-]{36}/g, 'DRAFT')
      // Made anew for each answer.
      .replaceAll(/("challenge":")[\w-]+/g, '$1')
      .replaceAll(MARKS, '$1')
  );
}

/** In the drill route-probes each role tries each route; otherwise one of `share`, so that all routes are tried by some roles. */
export const isTried = (place: number, turn: number, share: number): boolean =>
  process.env.MAWA_WHOLE_WALKS === 'true' || (place + turn) % share === 0;

/** The same where two sessions of one role are compared: one of three roles that may, the first of them always, and one of eight others. */
export function isCompared(place: number, role: Role, permission: Permission): boolean {
  const holders = rolesThatMay(permission);
  return holders.includes(role)
    ? isTried(holders.indexOf(role), 0, 3)
    : isTried(place, EVERY_ROLE.indexOf(role), 8);
}

/** For the drill route-probes, which adds them up. */
export function countProbes(kind: 'session' | 'token' | 'openid', probes: number): void {
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
 * Routes twice: with the hidden person's ids, and with nobody's; of ids that do not belong there, the reader's share.
 * Each route is tried by one of `share` readers.
 */
export async function compareRoutesAs(
  scene: Scene,
  reader: SignedIn,
  share: number,
): Promise<RouteFinding> {
  const turn = ROLES.indexOf(reader.actor.roles[0]!);
  const asked = scene.hidden[0]!;
  const found = { leaks: [] as string[], differences: [] as string[], broken: [] as string[] };
  const nil = nobody();
  const doors = routeFixtures(scene.mawa, asked, scene.own, turn);
  const absent = routeFixtures(scene.mawa, nil, scene.own, turn);
  const secrets = secretsOf(scene);
  const refusals = new Set<string>();
  let [answers, probes] = [0, 0];
  // Marks what is new, and is the same afterwards.
  await reader.get('/arrivals');
  for (const [place, door] of doors.entries()) {
    if (!isTried(place, turn, share)) continue;
    answers += 1;
    probes += 1;
    const name = `${reader.actor.roles.join()} ${door.method} ${nameOf(door, asked)}`;
    const one = await callRoute(reader, door).buffer(true).parse(asBytes);
    await untilHandedOver(scene, door);
    const refusal = await refusalOf(reader, door, one);
    if (refusal !== null && refusals.has(refusal)) continue;
    probes += 1;
    const two = await callRoute(reader, absent[place]!).buffer(true).parse(asBytes);
    await untilHandedOver(scene, absent[place]!);
    const [text, other] = [await textOf(one), await textOf(two)];
    if (one.status >= 500) found.broken.push(`${name} ${one.status}`);
    const sent = sentBy(door);
    for (const secret of secrets) {
      if (!sent.includes(secret) && text.includes(secret)) found.leaks.push(`${name}: ${secret}`);
      if (other.includes(secret)) found.leaks.push(`${name} (of nobody): ${secret}`);
    }
    const same =
      one.status === two.status &&
      comparableText(text, asked, sent) === comparableText(other, nil, sentBy(absent[place]!));
    if (!same) found.differences.push(`${name}: ${one.status} ${two.status}`);
    else if (refusal !== null) refusals.add(refusal);
  }
  countProbes('session', probes);
  return { ...found, answers };
}

/**
 * What a role may not do is refused before any id is looked at. Of such a refusal the text without its address: one
 * like it that was compared with nobody's says that this one tells of nobody either. Null of every other answer.
 */
async function refusalOf(
  reader: SignedIn,
  { method, path, permission }: RouteFixture,
  answer: supertest.Response,
): Promise<string | null> {
  if (permission === undefined || may(reader.actor, permission) || answer.status !== 403)
    return null;
  const text = await textOf(answer);
  const place = new RegExp(path.split('?')[0]!.replaceAll(/[$.*+?()[\]{}|^\\]/g, '\\$&'), 'g');
  return `${method === 'GET'} ${text}`
    .replaceAll(place, 'PLACE')
    .replaceAll(/"instance":"[^"]*"/g, '')
    .replaceAll(MARKS, '$1');
}

/** That a list was handed over is noted after its last byte has left: the next answer would say either. */
async function untilHandedOver({ mawa }: Scene, { method, path }: RouteFixture): Promise<void> {
  if (method !== 'POST' || !/\/exports$/.test(path)) return;
  for (let tries = 0; tries < 200; tries += 1) {
    const { rows } = await mawa.admin.query('SELECT 1 FROM exports WHERE handed_over IS NULL');
    if (rows.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('a list that was taken out was never handed over');
}

/** Whatever comes, as it came: a workbook is no text. */
export const asBytes: Parameters<supertest.Test['parse']>[0] = (response, done) => {
  const parts: Buffer[] = [];
  response.on('data', (part: Buffer | string) => parts.push(Buffer.from(part)));
  response.on('end', () => done(null, Buffer.concat(parts)));
};

const PACKED = Buffer.from('PK\u0003\u0004');

/** What stands in a workbook, but for the part that says in which second it was made. */
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
