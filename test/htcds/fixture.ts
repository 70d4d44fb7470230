/** A programme with people as HTCDS may tell of them, and the files that leave it. */
import type supertest from 'supertest';
import { type FileEntry, Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { readWorkbook } from '../../modules/htcds/files/read-workbook.import';
import type { Grid } from '../../modules/htcds/files/grid.types';
import { readRecords } from '../../modules/htcds/files/read-records.import';
import type { HtcdsFile } from '../../modules/htcds/htcds-record.types';
import { ALL_POINTS, yesForChild, yesTo } from '../consents/consent-answers';
import { aPartner, agrees, aPerson, asking, hasPlaces } from '../referrals/partners';
import { showingRefusals, type SignedIn, type TestApp } from '../support/app';

export const SECRET = 'orange-Bleu-74-cerisier';
export const UNTIL = '2026-12-20';
export const STORY = 'On lui a pris ses papiers.\nElle dormait dans la cuisine.';

export const SALMA = {
  names: { given: 'سلمى', family: 'العلوي', aliases: ['Sousou'] },
  sex: 'female',
  birthDate: '1996-04-12',
  nationality: 'MA',
  languages: ['ary', 'fra'],
  phone: '0612 34 56 78',
  documents: [{ kind: 'passport', number: 'QX1234567' }],
  story: STORY,
};
export const CHILD = {
  names: { given: 'Aïcha', family: 'Diop' },
  sex: 'female',
  birthDate: '2013-09-01',
  nationality: 'SN',
  languages: ['wol'],
};
export const UNKNOWN = {
  names: { given: 'Modou' },
  ageAtRegistration: 31,
  ageCertainty: 'declared',
};

export const GOALS = [
  {
    dimension: 'economic',
    title: 'Apprendre la couture',
    steps: [
      { what: 'Visiter l’atelier', who: 'person', dueOn: '2026-12-01' },
      { what: 'S’inscrire', who: 'team', dueOn: '2026-12-15' },
    ],
  },
  {
    dimension: 'health',
    title: 'Voir un médecin',
    steps: [{ what: 'Prendre rendez-vous', who: 'team' }],
  },
];

export interface Programme {
  readonly mawa: TestApp;
  readonly officer: SignedIn;
  readonly recipient: string;
}

export const classify = async (officer: SignedIn, id: string, given: object): Promise<void> => {
  const path = `/api/v1/people/${id}/classification`;
  const { version, caseVersion } = (await officer.get(path).expect(200)).body;
  await officer.post(path, { version, caseVersion, ...given }).expect(201);
};

export const CLASSIFIED = {
  elements: { acts: ['recruit'], means: ['fraud'], purposes: ['servitude'] },
  answers: {
    forms: ['ForcedLabour'],
    sectors: ['T97'],
    control: ['WithholdsDocuments', 'TakesEarnings'],
    motives: ['not_known'],
    relation: ['Acquainted'],
    recruitmentPlatforms: ['Facebook'],
  },
  ageBegan: 19,
  recruitment: { country: 'MA', region: '05', town: 'Khénifra' },
  transit: [{ country: 'ES' }],
  exploitation: { country: 'MA', region: '06', town: 'Anfa' },
};

/** Salma with everything, a child, somebody of whom little is known, and one who says no. */
export async function aProgramme(
  mawa: TestApp,
): Promise<
  Programme & {
    readonly salma: string;
    readonly child: string;
    readonly unknown: string;
    readonly silent: string;
  }
> {
  const officer = await mawa.signIn('reintegration_officer');
  await mawa.admin.query(`UPDATE users SET name = 'Nadia Berrada' WHERE id = $1`, [
    officer.actor.userId,
  ]);
  const recipient = await aPartner(mawa, { name: 'Maison Atlas', partnerType: 'association' });
  const clinic = await aPartner(mawa, { name: 'Clinique du Port', partnerType: 'health' });
  await hasPlaces(officer, clinic, 'open').expect(201);
  const salma = await aPerson(officer, SALMA);
  await classify(officer, salma, CLASSIFIED);
  await officer
    .post(`/api/v1/people/${salma}/stages`, { to: 'presumed', reason: 'assessment' })
    .expect(201);
  await agrees(officer, salma, recipient);
  await agrees(officer, salma, clinic);
  await officer.post(`/api/v1/people/${salma}/referrals`, asking(clinic)).expect(201);
  await officer.post(`/api/v1/people/${salma}/plan/draft`).expect(201);
  await officer
    .put(`/api/v1/people/${salma}/plan/draft`, { revision: 1, goals: GOALS })
    .expect(200);
  const child = await aPerson(officer, CHILD);
  await officer
    .post(`/api/v1/people/${child}/consents`, yesForChild('sharing', { recipientId: recipient }))
    .expect(201);
  const unknown = await aPerson(officer, UNKNOWN);
  await officer
    .post(
      `/api/v1/people/${unknown}/consents`,
      yesTo('sharing', {
        recipientId: recipient,
        points: { ...ALL_POINTS, research_explained: 'skipped' },
      }),
    )
    .expect(201);
  const silent = await aPerson(officer, { names: { given: 'Hajar' }, sex: 'female' });
  return { mawa, officer, recipient, salma, child, unknown, silent };
}

export const ALL_PARTS = ['identity', 'contact', 'story', 'care'];
export const identityFor = (recipientId: string, more: object = {}): Asked => ({
  class: 'identity',
  recipientId,
  why: 'joint_support',
  parts: ALL_PARTS,
  until: UNTIL,
  ...more,
});

const PATHS = { case_list: 'case-lists', identity: 'identity-forms' } as const;
interface Asked {
  readonly class: string;
  readonly [field: string]: unknown;
}

export const asks = (
  who: SignedIn,
  { class: kind, ...asked }: Asked,
  requestId?: string,
): supertest.Test => who.post(`/api/v1/htcds/${PATHS[kind as 'identity']}`, asked, requestId);

export const makes = async (who: SignedIn, asked: Asked) =>
  (await asks(who, asked).expect(201)).body as { id: string; people: number; leftOut: number };

export async function fetched(
  who: SignedIn,
  exportId: string,
  more: object = { format: 'xlsx', password: SECRET },
): Promise<Buffer> {
  const { body } = await who
    .post(`/api/v1/htcds/exports/${exportId}/file`, more)
    .buffer(true)
    .parse((response, done) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () => done(null, Buffer.concat(pieces)));
    })
    .expect(200);
  return body as Buffer;
}

/** Opened as whoever receives it does: the archive by its password, the workbook by its cells. */
export async function gridsOf(bytes: Buffer, password = SECRET): Promise<readonly Grid[]> {
  const inner = bytes.includes('xl/workbook.xml') ? bytes : await opened(bytes, password);
  const { grids } = await readWorkbook(inner);
  return grids!;
}

export async function opened(bytes: Buffer, password = SECRET): Promise<Buffer> {
  const reader = new ZipReader(new Uint8ArrayReader(bytes), { useWebWorkers: false });
  const [entry] = await reader.getEntries();
  const content = await (entry as FileEntry).getData(new Uint8ArrayWriter(), { password });
  await reader.close();
  return Buffer.from(content);
}

export async function recordsOf(bytes: Buffer, password = SECRET): Promise<HtcdsFile> {
  const { file, errors } = readRecords(await gridsOf(bytes, password));
  expect(errors).toEqual([]);
  return file;
}

/** Without the ids of a file, in an order of their own: what two files say of the same people. */
export const comparable = ({ organisations, records }: HtcdsFile) => ({
  organisations,
  records: records
    .map(({ rows }) => rows)
    .sort((a, b) => ((a.prs[0]?.prs_FirstName ?? '') < (b.prs[0]?.prs_FirstName ?? '') ? -1 : 1)),
});

export function sends(
  mawa: TestApp,
  who: SignedIn,
  file: Buffer,
  more: {
    act?: 'check' | 'import';
    password?: string;
    name?: string;
    requestId?: string;
    path?: string;
  } = {},
): supertest.Test {
  const { act = 'import', password, name = 'tables.zip', path = '/api/v1/htcds/import' } = more;
  const call = showingRefusals(mawa.http().post(path).set(who.headers)).field('act', act);
  if (more.requestId) void call.set('idempotency-key', more.requestId);
  if (password) void call.field('password', password);
  return call.attach('file', file, { filename: name });
}
