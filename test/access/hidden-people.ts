/** A mother and child in another shelter than the readers', with rows in every table about a person. */
import { randomUUID } from 'node:crypto';
import { aFocalPoint, say, seenBy } from '../complaints/complaints';
import { HIGH_RISK, signed } from '../assessments/samples';
import { yesForChild, yesTo } from '../consents/consent-answers';
import { aShelter, inBeds, standsAt, type TestShelter } from '../shelter-beds/house';
import { pdf, send } from '../documents/files';
import { compareNow } from '../duplicates/pairs';
import { EMPTY_ROWS } from '../../modules/htcds/htcds-record.types';
import { writeCsv } from '../../modules/htcds/files/csv.export';
import { aCourt, aHearing, aProceeding } from '../legal-aid/legal';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import * as projects from '../projects/projects';
import * as recognition from '../recognition/recognition';
import * as training from '../vocational-training/training';
import * as work from '../employment/work';
import * as give from '../voluntary-return/returns';
import { aPaidPlan } from '../voluntary-return/plans';
import { aTrack } from '../voluntary-return/returns';
import {
  aReintegrationTrack,
  followUp,
  survey as lived,
} from '../voluntary-return/return-follow-ups';
import { openedGrant } from '../grant-budgeting/samples';
import type { Role } from '../../modules/platform/shared/actor';
import type { FixtureIds, OwnFixture } from './route-fixtures';
import { addHouseRecords } from './house-records';

const NAMES = ['Mahjouba', 'Tizaoui', 'Zoulikha'];
export const WORDS = [
  '+212661998877',
  'après la prière du soir',
  'un récit bien gardé',
  'chez la tante',
];
const NOTE = 'une note du médecin';
const DOCUMENT = 'QX7654321';
const TOWN = 'Tizi n’Tleghemt';
const ADDRESS = '7 rue des Tisserands, Fès';
/** Roles of readers who may not see the family. */
export const ROLES: Role[] = [
  'shelter_manager',
  'reintegration_officer',
  'administrator',
  'programme_officer',
  'finance_officer',
  'partner_viewer',
  'donor_viewer',
  'auditor',
  'hotline_operator',
];
export interface HiddenPeopleFixture {
  readonly mawa: TestApp;
  readonly a: TestShelter;
  readonly b: TestShelter;
  readonly own: OwnFixture;
  /** The mother and the child in shelter B. */
  readonly hidden: FixtureIds[];
  /** Other cases of the mother: one joined to hers, and possible duplicates. */
  readonly also: { readonly id: string; readonly caseNumber: string }[];
  readonly managerOfA: SignedIn;
  readonly managerOfB: SignedIn;
  /** Colleagues of the family: registration, approval of the plan, court proceedings. */
  readonly officer: SignedIn;
  readonly supervisor: SignedIn;
}

/** Creates a family registered by an officer and housed in shelter B, and a resident of shelter A, by the real use cases. */
export async function createHiddenPeople(): Promise<HiddenPeopleFixture> {
  const mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '240' } });
  await standsAt(mawa, '2026-11-24T23:10:00Z');
  const a = await aShelter(mawa, { A: { mix: 'family', beds: 3 } });
  const b = await aShelter(mawa, { B: { mix: 'family', beds: 3 } });
  const officer = await mawa.signIn('reintegration_officer');
  const managerOfA = await mawa.signIn('shelter_manager', { shelterIds: [a.id] });
  const managerOfB = await mawa.signIn('shelter_manager', { shelterIds: [b.id] });
  await managerOfB.put(`/api/v1/shelters/${b.id}/address`, { address: ADDRESS }).expect(204);
  const { hidden, also } = await knownTwice(
    mawa,
    officer,
    await received(mawa, officer, managerOfB, b),
  );
  const lived = { mawa, manager: managerOfB, house: b.id, words: WORDS[2]! };
  const help = await addHouseRecords(lived, hidden);
  const supervisor = await mawa.signIn('case_supervisor');
  for (const { person } of hidden) await agreePlan(officer, supervisor, person);
  await guarded(mawa, officer, managerOfB, hidden[0]!);
  await complained(mawa, hidden);
  const intake = await underWay(officer);
  const network = await linked(officer, hidden as [FixtureIds, FixtureIds]);
  const inCourt = await proceeded(mawa, officer, hidden);
  const { lines } = await openedGrant(mawa);
  const finance = await mawa.signIn('finance_officer');
  const payers = { finance, lineId: lines['IOM-1.1']! };
  const returning = await thoughtOfReturning(payers, officer, supervisor, hidden);
  const trained = await learnt(mawa, officer, hidden, lines['IOM-2.2']!);
  // The child works nowhere.
  const working = await atWork(mawa, officer, hidden.slice(0, 1));
  const nowhere = {
    application: randomUUID(),
    placement: randomUUID(),
    workFollowUp: randomUUID(),
  };
  const known = await recognised(mawa, officer, hidden, lines['IOM-2.2']!);
  const project = await ventured(officer, hidden);
  const { body } = await managerOfA
    .post('/api/v1/people', { people: [{ names: { given: 'Rabia' }, sex: 'female' }] })
    .expect(201);
  const colleague = await mawa.signIn('case_supervisor');
  const partnerId = await inTheirFile(mawa, officer, hidden);
  const own = {
    caseId: body.cases[0].id,
    shelterId: a.id,
    bedId: a.rooms.A!.beds[0]!,
    colleagueId: colleague.actor.userId,
    partnerId,
  };
  const asked = hidden.map((one, place) => ({
    ...one,
    intake,
    network,
    help: help[place]!,
    ...inCourt[place]!,
    ...returning[place]!,
    ...trained[place]!,
    ...(working[place] ?? nowhere),
    ...known[place]!,
    project,
  }));
  return { mawa, a, b, own, hidden: asked, also, managerOfA, managerOfB, officer, supervisor };
}

/** Somebody who is not registered yet: an intake in the officer's hand. */
async function underWay(officer: SignedIn): Promise<string> {
  const { body } = await officer.post('/api/v1/intakes').expect(201);
  const answers = { 'people.0.names.given': NAMES[0], 'people.0.names.family': NAMES[1] };
  await officer
    .put(`/api/v1/intakes/${body.id}/steps/identity`, { revision: 1, answers })
    .expect(200);
  return body.id as string;
}

/** Each of them is a victim in a proceeding, with something of everything that belongs to one. */
async function proceeded(
  mawa: TestApp,
  officer: SignedIn,
  hidden: readonly FixtureIds[],
): Promise<{ proceeding: string; hearing: string }[]> {
  const legal = await mawa.signIn('legal_officer');
  const court = await aCourt(legal);
  const note = WORDS[2]!;
  const made: { proceeding: string; hearing: string }[] = [];
  for (const { person, caseNumber } of hidden) {
    const path = `/api/v1/people/${person}`;
    await officer.post(`${path}/access`, { userId: legal.actor.userId }).expect(204);
    const given = { prosecutorFile: note, note };
    const proceeding = await aProceeding(officer, { id: person, caseNumber, path }, given);
    const { body } = await aHearing(officer, proceeding, court, { place: note, note }).expect(201);
    await officer.post(`${proceeding.path}/contacts`, { role: 'lawyer', name: note }).expect(201);
    const order = { kind: 'appear', madeOn: '2026-11-20', dueOn: '2026-11-30', text: note };
    await officer.post(`${proceeding.path}/orders`, order).expect(201);
    const claim = { what: 'asked', amount: '1', currency: 'MAD', on: '2026-11-20' };
    await officer.post(`${proceeding.path}/compensation`, claim).expect(201);
    await officer
      .post(`${proceeding.path}/compensation`, { ...claim, what: 'awarded' })
      .expect(201);
    const man = { sex: 'male', ageGroup: 'adult', nationality: 'MA', education: 'none', count: 1 };
    await officer.put(`${proceeding.path}/accused`, { revision: 0, counts: [man] }).expect(200);
    const measure = { kind: 'escort', to: 'asked', on: '2026-11-20', authority: 'police', note };
    await officer.post(`${path}/legal/measures`, measure).expect(201);
    const summary = { language: 'fr', withName: true, text: 'elle viendra' };
    await legal.post(`${proceeding.path}/summaries`, summary).expect(201);
    made.push({ proceeding: proceeding.id, hearing: body.id });
  }
  return made;
}

type Returning = 'track' | 'risk' | 'paper' | 'item' | 'instalment' | 'payment';

/** Each of them thinks of returning, with something of everything that belongs to it. */
async function thoughtOfReturning(
  { finance, lineId }: { finance: SignedIn; lineId: string },
  officer: SignedIn,
  supervisor: SignedIn,
  hidden: readonly FixtureIds[],
): Promise<Pick<FixtureIds, Returning | 'survey'>[]> {
  const note = WORDS[2]!;
  const made: Pick<FixtureIds, Returning>[] = [];
  for (const [place, { person, caseNumber }] of hidden.entries()) {
    const path = `/api/v1/people/${person}`;
    await officer.post(`${path}/access`, { userId: supervisor.actor.userId }).expect(204);
    const track = await aTrack(officer, { id: person, caseNumber, path }, { note });
    const of = async (part: string, body: object, by = officer) =>
      (await by.post(`${track.path}/${part}`, body).expect(201)).body.id as string;
    await of('counselling', give.session({ note }));
    const child = { decider: 'parent', capacity: undefined, assent: 'given' };
    await of('decisions', give.decision({ note, ...(place === 1 && child) }));
    await of('family', give.family({ note }));
    const risk = await of('risks', give.risk({ note }));
    const go = place === 0;
    await of(`risks/${risk}/decision`, { decision: go ? 'go' : 'wait', note }, supervisor);
    const paper = await of('documents', give.paper({ note }));
    await of('fitness', give.fitness({ note }));
    await of('journeys', give.journey({ note }));
    for (const item of go ? give.FORMALITIES : ['all_medicines']) {
      await of('formalities', { item, outcome: 'done', on: '2026-11-19' });
    }
    if (go) {
      await of('steps', { to: 'preparing', on: '2026-11-10' });
      for (const to of ['travelling', 'arrived']) await of('steps', { to, on: '2026-11-20' });
      await of('arrivals', give.arrival({ note }));
    }
    const money = { lineId, note, agreedBy: go ? 'self' : 'with_guardian' };
    const paid = await aPaidPlan(officer, finance, track.path, money);
    made.push({ track: track.id, risk, paper, ...paid });
  }
  const survey = await livedOn(officer, supervisor, hidden[0]!, made[0]!.track);
  return made.map((one) => ({ ...one, survey }));
}

/** She gave the return up and left the shelter instead, a year ago: asked how she is, with all that belongs to it. */
async function livedOn(
  officer: SignedIn,
  supervisor: SignedIn,
  { person, caseNumber }: FixtureIds,
  track: string,
): Promise<string> {
  const note = WORDS[2]!;
  const path = `/api/v1/people/${person}`;
  await officer.post(`${path}/returns/${track}/withdrawal`, { on: '2026-11-24', note }).expect(201);
  const life = await aReintegrationTrack(officer, supervisor, { id: person, caseNumber, path });
  const of = async (part: string, body: object) =>
    (await officer.post(`${life.path}/${part}`, body).expect(201)).body.id as string;
  await of('follow-ups', followUp({ months: 12, on: '2026-11-10', inDanger: 'yes', note }));
  await of('satisfactions', { on: '2026-11-10', overall: 4 });
  await of('outcomes', { on: '2026-11-20', outcome: 'not_known', note });
  return of('surveys', lived({ on: '2026-11-10' }));
}

/** Each of them learns something, with a row of everything that belongs to it. */
async function learnt(
  mawa: TestApp,
  officer: SignedIn,
  hidden: readonly FixtureIds[],
  lineId: string,
): Promise<{ orientation: string; enrolment: string }[]> {
  const programme = await mawa.signIn('programme_officer');
  const session = await training.aSession(programme, await training.aProvider(mawa), {
    course: { stipend: '60.00', lineId },
  });
  const note = WORDS[2]!;
  const on = '2026-11-20';
  const made: { orientation: string; enrolment: string }[] = [];
  for (const { person, caseNumber } of hidden) {
    const one = { id: person, caseNumber, path: `/api/v1/people/${person}` };
    const own = training.trainingOf(one);
    const wishes = training.orientation({ note });
    const { body } = await officer.post(`${own}/orientations`, wishes).expect(201);
    const choice = { choice: 'session', sessionId: session.id, on, note };
    await officer.post(`${own}/orientations/${body.id}/choice`, choice).expect(201);
    const enrolment = await training.begun(officer, one, session.id);
    await training.mark(officer, session, '2026-11-03', [[enrolment.id, 'present']]).expect(201);
    const drive = { typeCode: 'transport', at: '08:15' };
    await officer.post(`${enrolment.path}/services`, drive).expect(201);
    await training.step(officer, enrolment, 'completed', { on, note }).expect(201);
    await officer.post(`${enrolment.path}/assessments`, { on, result: 'passed', note }).expect(201);
    const certificate = { on, holder: NAMES.join(' ') };
    await officer.post(`${enrolment.path}/certificate`, certificate).expect(201);
    made.push({ orientation: body.id, enrolment: enrolment.id });
  }
  return made;
}

/** Each of them applies, works, and tells of a sign that somebody answers. */
async function atWork(
  mawa: TestApp,
  officer: SignedIn,
  hidden: readonly FixtureIds[],
): Promise<{ application: string; placement: string; workFollowUp: string }[]> {
  const programme = await mawa.signIn('programme_officer');
  const note = WORDS[2]!;
  const made: { application: string; placement: string; workFollowUp: string }[] = [];
  for (const { person, caseNumber } of hidden) {
    const employer = await work.anEmployer(programme);
    const offer = await work.anOffer(programme, employer);
    const one = { id: person, caseNumber, path: `/api/v1/people/${person}` };
    const { id: application } = await work.applied(officer, one, offer);
    const placed = await work.atWork(officer, one, work.placement(employer.id, { note }));
    const followUpBody = work.followUp({ signs: { wages: 'seen' }, note });
    const { body } = await officer.post(`${placed.path}/follow-ups`, followUpBody).expect(201);
    await officer
      .post(`${work.workOf(one)}/follow-ups/${body.id}/answer`, work.answer({ note }))
      .expect(201);
    made.push({ application, placement: placed.id, workFollowUp: body.id });
  }
  return made;
}

/** A project of theirs together, with its plan and a visit. */
async function ventured(officer: SignedIn, hidden: readonly FixtureIds[]): Promise<string> {
  const people = hidden.map(({ person, caseNumber }) => ({
    id: person,
    caseNumber,
    path: `/api/v1/people/${person}`,
  }));
  const note = WORDS[2]!;
  const project = await projects.begun(officer, people, { note });
  await projects.step(officer, project, 'plan', { note }).expect(201);
  await officer.post(`${project.path}/plans`, projects.plan()).expect(201);
  await officer.post(`${project.path}/visits`, { on: '2026-11-20', note }).expect(201);
  return project.id;
}

/** What each of them can do already is being recognised, with a row of everything that belongs to it. */
async function recognised(
  mawa: TestApp,
  officer: SignedIn,
  hidden: readonly FixtureIds[],
  lineId: string,
): Promise<{ procedure: string; unit: string; piece: string }[]> {
  const programme = await mawa.signIn('programme_officer');
  const assessor = await mawa.signIn('case_supervisor');
  const authority = await training.aProvider(mawa, 'Office des métiers');
  const standard = await recognition.aStandard(programme, authority, { fee: '60.00', lineId });
  const [{ id: unit }, { id: other }] = standard.units;
  const session = await training.aSession(programme, await training.aProvider(mawa));
  const note = WORDS[2]!;
  const on = '2026-11-24';
  const made: { procedure: string; unit: string; piece: string }[] = [];
  for (const { person, caseNumber } of hidden) {
    const one = { id: person, caseNumber, path: `/api/v1/people/${person}` };
    const procedure = await recognition.gathering(officer, one, standard.id);
    const piece = await recognition.addPiece(officer, procedure, unit, { description: note });
    await recognition.step(officer, procedure, 'portfolio_submitted', { note }).expect(201);
    await recognition.assessedBy(officer, procedure, assessor);
    await recognition.judge(assessor, procedure, piece, { note }).expect(201);
    await recognition.find(assessor, procedure, unit, 'competent', { note }).expect(201);
    await recognition.find(assessor, procedure, other, 'not_yet').expect(201);
    await recognition.conclude(assessor, procedure).expect(201);
    await recognition.step(officer, procedure, 'gap_training', { on }).expect(201);
    const { id: enrolmentId } = await training.enrolled(officer, one, session.id);
    await officer.post(`${procedure.path}/courses`, { enrolmentId, on }).expect(201);
    await recognition.find(assessor, procedure, other, 'partly').expect(201);
    await recognition.conclude(assessor, procedure).expect(201);
    const certificate = { holder: NAMES.join(' ') };
    await recognition.certify(officer, procedure, 'partial', certificate).expect(201);
    made.push({ procedure: procedure.id, unit, piece });
  }
  return made;
}

/** Who is whose, whom they are kept from, and how old: rows of both their files. */
async function linked(
  officer: SignedIn,
  [mother, child]: [FixtureIds, FixtureIds],
): Promise<string> {
  const path = `/api/v1/people/${mother.person}`;
  const link = { kind: 'parent_of', otherCaseId: child.person };
  await officer.post(`${path}/links`, link).expect(201);
  const network = { name: WORDS[3], description: WORDS[2] };
  const { body } = await officer.post('/api/v1/networks', network).expect(201);
  const assessed = {
    on: '2026-11-20',
    methods: ['interview'],
    institution: 'hospital',
    agreement: 'consent',
    low: 31,
    high: 33,
    margin: 1,
    conclusion: 'adult',
    benefitOfDoubt: false,
    note: WORDS[2],
  };
  await officer.post(`${path}/age-assessments`, assessed).expect(201);
  const said = { networkId: body.id, side: 'exploited' };
  await officer.post(`${path}/networks`, said).expect(201);
  await officer.post(`${path}/network-apart`, { networkId: body.id }).expect(201);
  return body.id as string;
}

/** Told of by word of mouth, and referred with a link that goes round. */
async function referToPartner(
  officer: SignedIn,
  id: string,
  index: number,
  recipientId: string,
): Promise<string> {
  const agrees = index === 0 ? yesTo : yesForChild;
  const path = `/api/v1/people/${id}`;
  await officer.post(`${path}/consents`, agrees('sharing', { recipientId })).expect(201);
  const share = { purpose: 'sharing', recipientId, what: ['needs'], why: 'referral', how: 'oral' };
  await officer.post(`${path}/shares`, share).expect(201);
  const places = { service: 'medical', state: 'open', how: 'phone' };
  await officer.post(`/api/v1/partners/${recipientId}/places`, places).expect(201);
  const { body } = await officer
    .post(`${path}/referrals`, {
      partnerId: recipientId,
      service: 'medical',
      urgency: 'soon',
      parts: ['facts', 'needs', 'safe_contact'],
      needs: WORDS[2],
    })
    .expect(201);
  await officer.post(`/api/v1/referrals/${body.id}/link`).expect(201);
  return body.id as string;
}

type ReceivedIds = Omit<FixtureIds, 'pair' | 'merge'>;
type RegisteredCase = { readonly id: string; readonly caseNumber: string };

/** Ids of records that later steps create. */
const NOT_CREATED_YET = {
  proceeding: '',
  hearing: '',
  help: '',
  track: '',
  risk: '',
  paper: '',
  survey: '',
  orientation: '',
  enrolment: '',
  application: '',
  placement: '',
  workFollowUp: '',
  item: '',
  instalment: '',
  payment: '',
  procedure: '',
  unit: '',
  piece: '',
  project: '',
  intake: '',
  network: '',
} as const;

/** Registers the family, houses it in shelter B and adds records about each of them. */
async function received(
  mawa: TestApp,
  officer: SignedIn,
  manager: SignedIn,
  b: TestShelter,
): Promise<ReceivedIds[]> {
  const cases = await registerFamily(officer);
  const { request, bookings } = await houseFamily(mawa, officer, manager, b, cases);
  const admin = await mawa.signIn('administrator');
  const partner = await admin
    .post('/api/v1/organisations', { code: 'MINARET', kind: 'partner', name: 'Minaret' })
    .expect(201);
  const hidden: ReceivedIds[] = [];
  for (const [index, { id, caseNumber }] of cases.entries()) {
    await describePerson(officer, id, index);
    const referral = await referToPartner(officer, id, index, partner.body.id);
    const services = await addServices(officer, id);
    const paper = { file: pdf(`au nom de ${NAMES[1]}`), name: `${NAMES[1]}.pdf` };
    const { body: document } = await send(mawa, officer, `/api/v1/people/${id}/documents`, paper);
    await insertLegalRows(mawa, officer, id);
    const assessment = await assessed(officer, id);
    hidden.push({
      ...NOT_CREATED_YET,
      ...services,
      person: id,
      caseNumber,
      request,
      booking: bookings[index]!,
      referral,
      document: document.id,
      assessment,
    });
  }
  return hidden;
}

/** Registers mother and child, kept apart from another person. */
async function registerFamily(officer: SignedIn): Promise<RegisteredCase[]> {
  const safeContact = { mayCall: false, safeTimes: WORDS[1], mustNotKnow: WORDS[3] };
  const mother = {
    names: { given: NAMES[0], family: NAMES[1] },
    sex: 'female',
    birthDate: '1994-03-08',
    nationality: 'MA',
    phone: WORDS[0],
    safeContact,
    story: WORDS[2],
    accessNeed: 'none',
    documents: [{ kind: 'passport', number: DOCUMENT }],
    exploitation: { acts: ['recruit'], means: [], purposes: [] },
  };
  const child = {
    names: { given: NAMES[2], family: NAMES[1] },
    sex: 'female',
    birthDate: '2018-05-02',
    accessNeed: 'none',
    relation: 'child',
  };
  const { body: people } = await officer
    .post('/api/v1/people', { people: [mother, child] })
    .expect(201);
  const cases = people.cases as RegisteredCase[];
  const { body: other } = await officer.post('/api/v1/people', { people: [{}] }).expect(201);
  for (const { id } of cases) {
    const apart = { otherCaseId: other.cases[0].id };
    await officer.post(`/api/v1/people/${id}/keep-apart`, apart).expect(201);
  }
  return cases;
}

/** From the bed request to the arrival in shelter B. Returns the request and the bookings in the order of the cases. */
async function houseFamily(
  mawa: TestApp,
  officer: SignedIn,
  manager: SignedIn,
  b: TestShelter,
  cases: readonly RegisteredCase[],
): Promise<{ request: string; bookings: string[] }> {
  const caseIds = cases.map(({ id }) => id);
  const asked = { urgency: 'tonight', source: 'hotline', basis: 'vital_interest' };
  const { body: request } = await officer
    .post('/api/v1/bed-requests', { caseIds, neededFrom: '2026-11-24', ...asked })
    .expect(201);
  const path = `/api/v1/bed-requests/${request.id}`;
  const placements = inBeds(caseIds, b.rooms.B!.beds);
  await officer.post(`${path}/holds`, { placements, reason: 'demandé au téléphone' }).expect(201);
  await officer.post(`${path}/promise`).expect(201);
  const { body: arrived } = await manager.post(`${path}/check-in`).expect(201);
  for (const { id } of arrived.bookings) {
    await officer.post(`/api/v1/bookings/${id}/arrival-review`, { finding: 'agreed' }).expect(204);
  }
  const { rows } = await mawa.admin.query<{ id: string }>(
    'SELECT booking_id AS id FROM booking_people WHERE case_id = $1',
    [caseIds[1]],
  );
  await manager
    .post(`/api/v1/bookings/${rows[0]!.id}/board-hiding`, { reason: 'wish' })
    .expect(204);
  const bookings = (arrived.bookings as { id: string }[]).map(({ id }) => id);
  return { request: request.id as string, bookings };
}

/** Consent, stage, correction and classification of one person. */
async function describePerson(officer: SignedIn, id: string, index: number): Promise<void> {
  const consent = index === 0 ? yesTo('shelter') : yesForChild('shelter');
  await officer.post(`/api/v1/people/${id}/consents`, consent).expect(201);
  const step = { to: 'presumed', reason: 'assessment', note: NOTE };
  await officer.post(`/api/v1/people/${id}/stages`, step).expect(201);
  const correction = { version: 1, why: 'changed', person: { names: { given: NAMES[index] } } };
  await officer.post(`/api/v1/people/${id}/corrections`, correction).expect(201);
  const classified = { version: 0, caseVersion: 2, answers: { motives: ['financial_gain'] } };
  const recruitment = { country: 'MA', region: '08', town: TOWN };
  await officer
    .post(`/api/v1/people/${id}/classification`, { ...classified, recruitment })
    .expect(201);
}

/** A rated service, a planned one and a group session. */
async function addServices(
  officer: SignedIn,
  caseId: string,
): Promise<Pick<FixtureIds, 'service' | 'appointment' | 'session'>> {
  const consultation = { caseId, typeCode: 'medical_consultation', note: NOTE };
  const { body: service } = await officer
    .post('/api/v1/services', { ...consultation, givenOn: '2026-11-24' })
    .expect(201);
  await officer.post(`/api/v1/services/${service.id}/rating`, { rating: 2 }).expect(201);
  const { body: planned } = await officer
    .post('/api/v1/service-appointments', { ...consultation, dueOn: '2026-12-01' })
    .expect(201);
  const people = [{ caseId, attendance: 'absent' }];
  const { body: session } = await officer
    .post('/api/v1/service-sessions', { typeCode: 'transport', givenOn: '2026-11-24', people })
    .expect(201);
  return { service: service.id, appointment: planned.ids[0], session: session.id };
}

/** Rows that no use case has written so far: rights request, legal hold, change of family, erasure. */
async function insertLegalRows(mawa: TestApp, officer: SignedIn, id: string): Promise<void> {
  await mawa.transactions.run(officer.actor, async (tx) => {
    for (const [table, columns, values] of [
      [
        'rights_requests',
        'kind, received_on, due_on, recorded_by',
        `'access', '2026-11-24', '2026-12-04'`,
      ],
      ['legal_holds', 'reason, set_by', `'audit'`],
      ['family_changes', 'family_id, change, relation, by', `gen_random_uuid(), 'joined', 'self'`],
      ['erasures', 'number_digest, reason, asked_by', `'\\x00', 'person_asked'`],
    ] as const) {
      await tx.query(`INSERT INTO ${table} (case_id, ${columns}) VALUES ($1, ${values}, $2)`, [
        id,
        officer.actor.userId,
      ]);
    }
  });
}

/** What is told of them to the partner with whom they share, as a file. */
async function inTheirFile(
  mawa: TestApp,
  officer: SignedIn,
  hidden: readonly FixtureIds[],
): Promise<string> {
  const { rows } = await mawa.admin.query<{ id: string }>(
    `SELECT id FROM organisations WHERE code = 'MINARET'`,
  );
  const recipientId = rows[0]!.id;
  const asked = { recipientId, why: 'joint_support', until: '2026-12-20' };
  const caseIds = hidden.map(({ person }) => person);
  const { body } = await officer
    .post('/api/v1/htcds/identity-forms', {
      ...asked,
      caseIds,
      parts: ['contact', 'story', 'care'],
    })
    .expect(201);
  expect(body).toMatchObject({ people: 2, leftOut: 0 });
  return recipientId;
}

/** Another organisation sent her file, with words that only the sealed copy of it has. */
async function cameByFile(
  mawa: TestApp,
  officer: SignedIn,
): Promise<HiddenPeopleFixture['also'][number]> {
  const rows = {
    ...EMPTY_ROWS,
    prs: [{ prs_FirstName: NAMES[0]!, prs_Email: 'zoulikha@example.org', prs_Salutation: 'Mme' }],
    per: [{ per_RoleDetails: WORDS[2]! }],
    ref: [{ cas_IncomingReferralDetails: WORDS[3]! }],
  };
  const file = writeCsv({ organisations: [], records: [{ id: '1', rows }] });
  await mawa
    .http()
    .post('/api/v1/htcds/import')
    .set(officer.headers)
    .field('act', 'import')
    .attach('file', file, { filename: 'tables.csv' })
    .expect(200);
  const { rows: kept } = await mawa.admin.query<HiddenPeopleFixture['also'][number]>(
    `SELECT DISTINCT c.id, c.case_number AS "caseNumber" FROM htcds_received k JOIN cases c ON c.id = k.case_id`,
  );
  return kept[0]!;
}

/** Registers the mother again: two more cases that are joined, with a duplicate pair still to be decided. */
async function knownTwice(
  mawa: TestApp,
  officer: SignedIn,
  received: Omit<FixtureIds, 'pair' | 'merge'>[],
): Promise<Pick<HiddenPeopleFixture, 'hidden' | 'also'>> {
  const again = {
    names: { given: NAMES[0] },
    sex: 'female',
    birthDate: '1994-03-08',
    nationality: 'MA',
  };
  const also: HiddenPeopleFixture['also'][number][] = [];
  const registerAgain = async () => {
    const { body } = await officer.post('/api/v1/people', { people: [again] }).expect(201);
    also.push(body.cases[0]);
  };
  await registerAgain();
  await registerAgain();
  await compareNow(mawa);
  // A third case not compared yet, and a fourth one imported from a file.
  await registerAgain();
  also.push(await cameByFile(mawa, officer));
  const { body } = await officer.get('/api/v1/duplicates').expect(200);
  const pairs = body.pairs as { id: string; caseId: string; otherId: string }[];
  const [joined, open] = also as [
    HiddenPeopleFixture['also'][number],
    HiddenPeopleFixture['also'][number],
  ];
  const among = (...ids: string[]) =>
    pairs.find(({ caseId, otherId }) => [caseId, otherId].every((id) => ids.includes(id)))!.id;
  const { body: merge } = await officer
    .post(`/api/v1/duplicates/${among(joined.id, open.id)}/merge`, {
      intoId: open.id,
      why: 'facts_agree',
    })
    .expect(201);
  const pair = among(received[0]!.person, open.id);
  return { also, hidden: received.map((asked) => ({ ...asked, pair, merge: merge.id })) };
}

/** Adds rows of access protection: break-glass access, a conflict of interest, a restriction. */
async function guarded(mawa: TestApp, officer: SignedIn, manager: SignedIn, asked: FixtureIds) {
  const path = `/api/v1/people/${asked.person}`;
  const supervisor = await mawa.signIn('case_supervisor');
  const other = await mawa.signIn('case_supervisor');
  const emergency = { caseNumber: asked.caseNumber, cause: 'life', note: 'elle ne répond plus' };
  await other.post('/api/v1/break-glass', emergency).expect(200);
  const { userId } = other.actor;
  await officer.post(`${path}/blocks`, { userId, scope: 'case', reason: 'sa cousine' }).expect(201);
  await officer.post(`${path}/access`, { userId: supervisor.actor.userId }).expect(204);
  const userIds = [officer.actor.userId, manager.actor.userId];
  await supervisor.post(`${path}/restriction`, { reason: 'menacée', userIds }).expect(201);
  await supervisor.post(`${path}/restriction/lift`).expect(204);
  await officer.post(`${path}/restriction/lift/answer`, { lift: true }).expect(204);
}

/** Adds complaints of the family, linked to their cases. */
async function complained(mawa: TestApp, hidden: readonly FixtureIds[]): Promise<void> {
  const focalPoint = await aFocalPoint(mawa);
  for (const { caseNumber } of hidden) {
    await say(mawa, { text: WORDS[2] }).expect(201);
    for (const id of await seenBy(focalPoint)) {
      await focalPoint.post(`/api/v1/complaints/${id}/link`, { caseNumber }).expect(204);
    }
  }
}

/** Signs assessments of needs and risk, and a screening with its decision. Returns the id of the risk assessment. */
async function assessed(officer: SignedIn, person: string): Promise<string> {
  const words = { value: WORDS[2]! };
  const urgent = { value: 'urgent' };
  await signed(officer, person, 'needs', { first_things: { need_housing: urgent } });
  const screening = await signed(officer, person, 'ilo_indicators', { notes: { notes: words } });
  const decision = { decision: 'more_needed', decidedBy: 'programme', note: WORDS[2] };
  const path = `/api/v1/people/${person}/assessments/${screening}/decisions`;
  await officer.post(path, decision).expect(201);
  return signed(officer, person, 'risk', { ...HIGH_RISK, self: { would_help: words } });
}

/** Adds an approved plan with a progress note. */
async function agreePlan(officer: SignedIn, supervisor: SignedIn, person: string): Promise<void> {
  const path = `/api/v1/people/${person}/plan`;
  await officer.post(`${path}/draft`).expect(201);
  const { body } = await officer.get(path).expect(200);
  const step = { what: WORDS[2], who: 'team', dueOn: '2026-11-30' };
  await officer
    .put(`${path}/draft`, {
      revision: body.draft.revision,
      wishes: WORDS[2],
      agreement: { decision: 'agreed', on: '2026-11-24', how: 'oral', language: 'fra' },
      goals: [{ dimension: 'legal', title: WORDS[2], steps: [step] }],
    })
    .expect(200);
  await officer.post(`${path}/sending`, { approverId: supervisor.actor.userId }).expect(204);
  await supervisor.post(`${path}/approval`).expect(201);
  const { body: plan } = await officer.get(path).expect(200);
  const key = plan.current.goals[0].key as string;
  const note = WORDS[2];
  await officer.post(`${path}/progress`, { of: 'goal', key, state: 'under_way', note }).expect(201);
}

export const secretsOf = ({ hidden, also }: HiddenPeopleFixture): string[] => [
  ...also.flatMap(({ id, caseNumber }) => [id, caseNumber]),
  ...hidden.flatMap(({ person, caseNumber }) => [person, caseNumber]),
  ...NAMES,
  ...WORDS,
  '0661998877',
  NOTE,
  DOCUMENT,
  TOWN,
  ADDRESS,
];

/** Digest of the hidden people's rows, by table. */
export async function rowsOf({
  mawa,
  hidden,
  also,
}: HiddenPeopleFixture): Promise<Record<string, string>> {
  const { rows: tables } = await mawa.admin.query<{ name: string; column: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name, a.attname AS column
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE n.nspname IN ('public', 'keys') AND c.relkind = 'r' AND NOT a.attisdropped
        AND (a.attname = 'case_id' OR (c.relname = 'cases' AND a.attname = 'id'))`,
  );
  const digests: Record<string, string> = {};
  const of = async (name: string, where: string, ids: string[]) => {
    const { rows } = await mawa.admin.query<{ digest: string }>(
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS digest
         FROM ${name} t WHERE ${where} = ANY ($1::uuid[])`,
      [ids],
    );
    digests[name] = rows[0]!.digest;
  };
  const people = [...hidden.map(({ person }) => person), ...also.map(({ id }) => id)];
  for (const { name, column } of tables) await of(name, column, people);
  await of(
    'bookings',
    'id',
    hidden.map(({ booking }) => booking),
  );
  await of(
    'booking_changes',
    'booking_id',
    hidden.map(({ booking }) => booking),
  );
  await of(
    'bed_requests',
    'id',
    hidden.map(({ request }) => request),
  );
  return digests;
}

/** A reader of this role; the shelter manager is that of shelter A. */
export const readerOf = (
  { mawa, managerOfA }: HiddenPeopleFixture,
  role: Role,
): Promise<SignedIn> =>
  role === 'shelter_manager' ? Promise.resolve(managerOfA) : mawa.signIn(role);

/** Expected findings while permission checks and row-level security are both active. */
export const NO_FINDINGS = { leaks: [], differences: [], broken: [] };
