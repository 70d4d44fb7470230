/** A valid request for each declared route, with ids to fill in. */
import type supertest from 'supertest';
import { DeclaredRoutes, type Permission, PERMISSIONS } from '../../modules/access';
import type { SignedIn, TestApp } from '../support/app';
import * as living from '../voluntary-return/return-follow-ups';
import * as projects from '../projects/projects';
import * as recognition from '../recognition/recognition';
import * as training from '../vocational-training/training';
import * as work from '../employment/work';
import * as plans from '../voluntary-return/plans';
import * as returning from '../voluntary-return/returns';

/** Ids and case number of the person that a request is about. */
export interface FixtureIds {
  readonly person: string;
  readonly caseNumber: string;
  readonly request: string;
  readonly booking: string;
  readonly service: string;
  /** A planned service, and a group session that the person is invited to. */
  readonly appointment: string;
  readonly session: string;
  readonly document: string;
  readonly assessment: string;
  /** A possible duplicate, and a joined case. */
  readonly pair: string;
  readonly merge: string;
  readonly intake: string;
  readonly network: string;
  readonly referral: string;
  /** Open request for help from the hotline. */
  readonly help: string;
  readonly proceeding: string;
  readonly hearing: string;
  /** A return track, its risk assessment and a travel document. */
  readonly track: string;
  readonly risk: string;
  readonly paper: string;
  readonly survey: string;
  /** Vocational orientation, and an enrolment that was completed. */
  readonly orientation: string;
  readonly enrolment: string;
  /** Job application, placement, and a follow-up that reported a forced labour indicator. */
  readonly application: string;
  readonly placement: string;
  readonly workFollowUp: string;
  /** A recognition of prior learning, a unit of its standard and a piece of its portfolio. */
  readonly procedure: string;
  readonly unit: string;
  readonly piece: string;
  /** A business project of several people. */
  readonly project: string;
  /** From the plan of the return track: an item, an instalment and a payment. */
  readonly item: string;
  readonly instalment: string;
  readonly payment: string;
}

/** Ids that the reader may use, so that a request is valid except for the person. */
export interface OwnFixture {
  readonly caseId: string;
  readonly shelterId: string;
  readonly bedId: string;
  readonly colleagueId: string;
  /** Partner with which all hidden people consented to share data. */
  readonly partnerId: string;
}

export interface RouteFixture {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  /** Permission declared by the route; undefined if the request belongs to no declared route. */
  readonly permission?: Permission;
}

const assessment = {
  on: '2026-11-20',
  methods: ['interview'],
  institution: 'hospital',
  agreement: 'consent',
  low: 16,
  high: 17,
  margin: 0,
  conclusion: 'child',
};

type Bodies = Record<string, (asked: FixtureIds, own: OwnFixture) => object>;

const consent = { purpose: 'shelter', decision: 'given', how: 'oral', language: 'fra' };
const request = {
  neededFrom: '2026-11-24',
  urgency: 'tonight',
  source: 'hotline',
  basis: 'consent',
};

const legal = {
  proceeding: { kind: 'civil', stage: 'filed', openedOn: '2026-11-02' },
  stage: { to: 'trial', on: '2026-11-20' },
  hearing: { day: '2026-11-26', time: '10:00', kind: 'trial' },
  end: { to: 'cancelled', detail: 'court_decided' },
  measure: { kind: 'escort', to: 'asked', on: '2026-11-20', authority: 'police' },
  order: { kind: 'appear', madeOn: '2026-11-20' },
  done: { to: 'lifted', on: '2026-11-20' },
  contact: { role: 'lawyer', name: 'Maître Un Tel' },
  amount: { what: 'asked', amount: '5', currency: 'MAD', on: '2026-11-20' },
  summary: { language: 'fr', withName: 'no', text: 'un mot' },
};

const incident = { kind: 'threat', severity: 'minor', text: 'une vitre cassée' };

/** By handler path without /api/v1, for pages and API alike. */
const BODIES: Bodies = {
  '/people/:id/identity': () => ({ parts: ['identity', 'contact', 'story', 'safe_contact'] }),
  '/people/:id/stages': () => ({ to: 'presumed', reason: 'assessment' }),
  '/people/:id/corrections': () => ({ version: 1, why: 'mistake', person: { sex: 'male' } }),
  '/people/:id/classification': () => ({ version: 0, caseVersion: 1, began: 'under_1' }),
  '/people/:id/access': (_asked, own) => ({ userId: own.colleagueId }),
  '/people/:id/access/hand-over': (_asked, { colleagueId }) => ({
    userId: colleagueId,
    successorId: colleagueId,
  }),
  '/people/:id/blocks': (_asked, { colleagueId }) => ({
    userId: colleagueId,
    scope: 'case',
    reason: 'une cousine',
    blockedId: colleagueId,
    blockScope: 'case',
    blockReason: 'une cousine',
  }),
  '/people/:id/restriction': () => ({ reason: 'menacée', restrictReason: 'menacée' }),
  '/people/:id/restriction/names': (_asked, { colleagueId }) => ({
    userId: colleagueId,
    nameId: colleagueId,
  }),
  '/people/:id/restriction/lift/answer': () => ({ lift: true }),
  // Without the note nothing opens: what the whole form opens has a test of its own.
  '/break-glass': ({ caseNumber }) => ({ caseNumber, cause: 'life' }),
  '/exports': () => ({ list: 'people', format: 'csv', why: 'case_work' }),
  '/exports/counts': () => ({ list: 'services', format: 'csv', why: 'case_work', to: 'research' }),
  '/break-glass/reviews/:id': () => ({ verdict: 'justified', note: 'relu' }),
  '/people/:id/links': (_asked, own) => ({
    kind: 'sibling',
    otherCaseId: own.caseId,
    linkNumber: 'M-0',
  }),
  '/people/:id/links/:linkId/end': () => ({ reason: 'mistake' }),
  '/people/:id/family': (_asked, own) => ({
    otherCaseId: own.caseId,
    memberNumber: 'M-0',
    relation: 'sibling',
  }),
  '/people/:id/family/:familyId/leave': () => ({ reason: 'mistake' }),
  '/people/:id/family/:familyId/split': (_asked, own) => ({
    caseIds: [own.caseId, own.colleagueId],
  }),
  '/people/:id/networks': ({ network }) => ({ networkId: network, side: 'member' }),
  '/people/:id/networks/:saidId/end': () => ({ reason: 'mistake' }),
  '/people/:id/network-apart': ({ network }) => ({ networkId: network, apartNetworkId: network }),
  '/people/:id/network-apart/:apartId/end': () => ({ reason: 'mistake' }),
  '/people/:id/legal': () => legal.proceeding,
  '/people/:id/legal/measures': () => legal.measure,
  '/people/:id/legal/measures/:measureId/steps': () => ({ to: 'granted', on: '2026-11-20' }),
  '/people/:id/legal/:proceedingId': () => ({ revision: 1 }),
  '/people/:id/legal/:proceedingId/stages': () => legal.stage,
  '/people/:id/legal/:proceedingId/hearings': (_asked, { colleagueId }) => ({
    ...legal.hearing,
    courtId: colleagueId,
  }),
  '/people/:id/legal/:proceedingId/hearings/:hearingId/end': () => legal.end,
  '/people/:id/legal/:proceedingId/hearings/:hearingId/correction': (_asked, { colleagueId }) => ({
    courtId: colleagueId,
    day: '2026-12-02',
    time: '10:00',
  }),
  '/people/:id/legal/:proceedingId/orders': () => legal.order,
  '/people/:id/legal/:proceedingId/orders/:orderId/steps': () => legal.done,
  '/people/:id/legal/:proceedingId/contacts': () => legal.contact,
  '/people/:id/legal/:proceedingId/compensation': () => legal.amount,
  '/people/:id/legal/:proceedingId/accused': () => ({ revision: 0, counts: [] }),
  '/people/:id/legal/:proceedingId/summaries': () => legal.summary,
  '/people/:id/returns': () => ({ door: 'return', country: 'CI', openedOn: '2026-11-02' }),
  '/people/:id/returns/:trackId/steps': () => ({ to: 'preparing', on: '2026-11-24' }),
  '/people/:id/returns/:trackId/withdrawal': () => ({ on: '2026-11-24' }),
  '/people/:id/returns/:trackId/counselling': () => returning.session(),
  '/people/:id/returns/:trackId/decisions': () => returning.decision(),
  '/people/:id/returns/:trackId/family': () => returning.family(),
  '/people/:id/returns/:trackId/risks': () => returning.risk(),
  '/people/:id/returns/:trackId/risks/:riskId/decision': () => ({ decision: 'wait' }),
  '/people/:id/returns/:trackId/documents': () => returning.paper(),
  '/people/:id/returns/:trackId/documents/:paperId/steps': () => ({ to: 'lost', on: '2026-11-24' }),
  '/people/:id/returns/:trackId/fitness': () => returning.fitness(),
  '/people/:id/returns/:trackId/arrivals': () => returning.arrival(),
  '/people/:id/returns/:trackId/follow-ups': () => living.followUp(),
  '/people/:id/returns/:trackId/surveys': () => living.survey(),
  '/people/:id/returns/:trackId/satisfactions': () => ({ on: '2026-11-24', overall: 4 }),
  '/people/:id/returns/:trackId/outcomes': () => ({ on: '2026-11-24', outcome: 'not_known' }),
  '/people/:id/returns/:trackId/journeys': () => returning.journey(),
  '/people/:id/returns/:trackId/formalities': () => ({
    item: 'all_medicines',
    outcome: 'done',
    on: '2026-11-19',
  }),
  '/people/:id/training/orientations': () => training.orientation(),
  '/people/:id/training/orientations/:orientationId/choice': () => ({
    choice: 'later',
    on: '2026-11-24',
  }),
  '/people/:id/training/enrolments': ({ enrolment }) => ({
    sessionId: enrolment,
    on: '2026-11-24',
  }),
  '/people/:id/training/enrolments/:enrolmentId/steps': () => ({
    to: 'completed',
    on: '2026-11-24',
  }),
  '/people/:id/training/enrolments/:enrolmentId/services': () => ({ typeCode: 'transport' }),
  '/people/:id/training/enrolments/:enrolmentId/assessments': () => ({
    result: 'passed',
    on: '2026-11-24',
  }),
  '/people/:id/training/enrolments/:enrolmentId/certificate': () => ({ on: '2026-11-24' }),
  '/people/:id/training/enrolments/:enrolmentId/certificate/withdrawal': () => ({
    on: '2026-11-24',
    reason: 'mistake',
  }),
  '/people/:id/work/applications': ({ application }) => ({
    offerId: application,
    on: '2026-11-24',
  }),
  '/people/:id/work/applications/:applicationId/steps': () => ({
    to: 'interview',
    on: '2026-11-24',
  }),
  '/people/:id/work/placements': ({ placement }) => work.placement(placement),
  '/people/:id/work/placements/:placementId/steps': () => ({
    to: 'ended',
    on: '2026-11-24',
    reason: 'better_job',
  }),
  '/people/:id/work/placements/:placementId/follow-ups': () => work.followUp(),
  '/people/:id/work/follow-ups/:followUpId/answer': () => work.answer(),
  '/people/:id/projects': () => projects.idea(),
  '/training/projects/:id/people': ({ caseNumber }) => ({
    caseNumber,
    shares: 1,
    on: '2026-11-24',
  }),
  '/training/projects/:id/steps': () => ({ to: 'submitted', on: '2026-11-24' }),
  '/training/projects/:id/plans': () => projects.plan(),
  '/training/projects/:id/visits': () => ({ on: '2026-11-24', note: 'un mot' }),
  '/people/:id/training/recognition': ({ procedure }) => ({
    standardId: procedure,
    on: '2026-11-24',
  }),
  '/people/:id/training/recognition/:procedureId/steps': () => ({
    to: 'closed',
    reason: 'no_answer',
    on: '2026-11-24',
  }),
  '/people/:id/training/recognition/:procedureId/appeal/taking-back': () => ({ on: '2026-11-24' }),
  '/people/:id/training/recognition/:procedureId/pieces': ({ unit }) => recognition.piece(unit),
  '/people/:id/training/recognition/:procedureId/assessors': (_asked, { colleagueId }) => ({
    assessorId: colleagueId,
    on: '2026-11-24',
  }),
  '/people/:id/training/recognition/:procedureId/courses': ({ enrolment: enrolmentId }) => ({
    enrolmentId,
    on: '2026-11-24',
  }),
  '/people/:id/training/recognition/:procedureId/certificate': () => ({
    kind: 'full',
    on: '2026-11-24',
  }),
  '/people/:id/training/recognition/:procedureId/certificate/withdrawal': () => ({
    on: '2026-11-24',
    reason: 'mistake',
  }),
  '/people/:id/training/recognition/:procedureId/declaration': () => ({
    conflict: 'none',
    on: '2026-11-24',
  }),
  '/people/:id/training/recognition/:procedureId/pieces/:pieceId/judgements': () =>
    recognition.judgement(),
  '/people/:id/training/recognition/:procedureId/results': ({ unit }) =>
    recognition.found(unit, 'partly'),
  '/people/:id/training/recognition/:procedureId/conclusion': () => ({
    outcome: 'assessed',
    on: '2026-11-24',
  }),
  '/people/:id/training/recognition/:procedureId/appeal/decision': () => ({
    decision: 'dismissed',
    on: '2026-11-24',
  }),
  '/training/sessions/:sessionId/register/:date': ({ enrolment: enrolmentId }) => ({
    marks: [{ enrolmentId, mark: 'absent' }],
  }),
  '/people/:id/returns/:trackId/plan/items': () => plans.planItem(),
  '/people/:id/returns/:trackId/plan/items/:itemId/end': () => ({ reason: 'not_needed' }),
  '/people/:id/returns/:trackId/plan/items/:itemId/instalments': () => plans.instalment('1.00'),
  '/people/:id/returns/:trackId/plan/items/:itemId/request': (asked) => ({ lineId: asked.item }),
  '/people/:id/returns/:trackId/plan/agreement': () => plans.agreement(),
  '/people/:id/returns/:trackId/plan/instalments/:instalmentId/payments': () =>
    plans.payment('1.00'),
  '/people/:id/returns/:trackId/plan/instalments/:instalmentId/cancellation': () => ({
    amount: '1.00',
    reason: 'mistake',
  }),
  '/people/:id/returns/:trackId/plan/payments/:paymentId/undo': () => ({ reason: 'mistake' }),
  '/people/:id/age': () => assessment,
  '/people/:id/age/:assessmentId/withdrawal': () => ({ why: 'mistake' }),
  '/people/:id/age-assessments': () => ({ ...assessment, benefitOfDoubt: false }),
  '/people/:id/age-assessments/:assessmentId/withdrawal': () => ({ why: 'mistake' }),
  '/networks/:id': () => ({ revision: 1, name: 'un nom' }),
  '/networks/:id/readers': (_asked, { colleagueId }) => ({ userId: colleagueId }),
  '/people/:id/keep-apart': (_asked, own) => ({ otherCaseId: own.caseId, otherNumber: 'M-0' }),
  '/people/:id/keep-apart/:apartId/end': () => ({ reason: 'un accord', apartReason: 'un accord' }),
  '/duplicates/:pairId/answer': () => ({ answer: 'may_look' }),
  '/duplicates/:pairId/apart': () => ({ why: 'met_both' }),
  '/duplicates/:pairId/merge': ({ person }) => ({ intoId: person, why: 'facts_agree' }),
  '/people/:id/merges/:mergeId/undo': () => ({ why: 'mistake' }),
  '/people/:id/joined/:mergeId/undo': () => ({ why: 'mistake' }),
  '/people/intakes/:id/steps/:step': () => ({ revision: '1', was: '{}', act: 'next' }),
  '/intakes/:id/steps/:step': () => ({ revision: 1, was: {}, answers: {}, then: 'next' }),
  '/people/intakes/:id/registration': () => ({ revision: '2' }),
  '/intakes/:id/registration': () => ({ revision: 2 }),
  '/people/intakes/:id/hand-over': (_asked, { colleagueId }) => ({ userId: colleagueId }),
  '/intakes/:id/hand-over': (_asked, { colleagueId }) => ({ userId: colleagueId }),
  '/people/intakes/:id/cancellation': () => ({ reason: 'mistake' }),
  '/intakes/:id/cancellation': () => ({ reason: 'mistake' }),
  '/intakes/:id/people': () => ({ revision: 2, relation: 'child' }),
  '/intakes/:id/people/:place/removal': () => ({ revision: 2 }),
  '/intakes/:id/people/:place/return': () => ({ revision: 2 }),
  '/imports/:id/columns': () => ({ columns: ['family'] }),
  '/imports/:id/encoding': () => ({ encoding: 'utf-8' }),
  '/imports/runs/:id/encoding': () => ({ encoding: 'utf-8' }),
  '/imports/runs/:id/columns': () => ({ columns: ['family'] }),
  '/people/:id/consents': () => consent,
  '/people/:id/documents': () => ({ kind: 'other' }),
  '/people/:id/documents/:documentId/removal': () => ({ reason: 'wrong_file' }),
  '/people/:id/consents/:consentId/withdrawal': () => ({ how: 'oral' }),
  '/people/:id/shares': (_asked, own) => ({
    purpose: 'sharing',
    recipientId: own.colleagueId,
    what: ['needs'],
    why: 'referral',
    how: 'oral',
  }),
  '/people/:id/referrals': (_asked, own) => ({
    partnerId: own.colleagueId,
    service: 'medical',
    urgency: 'soon',
    parts: ['needs'],
    needs: 'un avis',
  }),
  '/help-asked/:id/answer': () => ({ reason: 'given_here' }),
  '/referrals/:id/answer': () => ({ answer: 'accepted' }),
  '/referrals/:id/news': () => ({ news: 'attended' }),
  '/referrals/:id/revocation': () => ({ reason: 'mistake' }),
  ...Object.fromEntries(
    ['/htcds/case-lists', '/htcds/identity-forms'].map((path) => [
      path,
      ({ person }: FixtureIds, own: OwnFixture) => ({
        recipientId: own.partnerId,
        why: 'referral',
        until: '2026-12-20',
        caseIds: [person],
      }),
    ]),
  ),
  '/htcds/exports/:exportId/file': () => ({ format: 'xlsx', password: 'orange-Bleu-74-cerisier' }),
  '/partners/:id/places': () => ({ service: 'medical', state: 'full', how: 'phone' }),
  '/received/places': () => ({ service: 'medical', state: 'full' }),
  '/received/:id/answer': () => ({ answer: 'accepted' }),
  '/received/:id/news': () => ({ news: 'attended' }),
  '/received/:id/question': () => ({ question: 'À quelle heure ?' }),
  '/people/:id/plan/draft': () => ({ revision: '1' }),
  '/people/:id/plan/sending': (_asked, own) => ({ approverId: own.colleagueId }),
  '/people/:id/plan/send': (_asked, own) => ({ approverId: own.colleagueId }),
  '/people/:id/plan/return': () => ({ note: 'à revoir' }),
  '/people/:id/plan/progress': ({ request: key }) => ({ of: 'step', key, state: 'done' }),
  '/people/:id/assessments': () => ({ form: 'needs' }),
  '/people/:id/assessments/:assessmentId/sections/:section': () => ({ revision: '0', answers: {} }),
  '/people/:id/assessments/:assessmentId/correct': () => ({ reason: 'mistake' }),
  '/people/:id/assessments/:assessmentId/corrections': () => ({ reason: 'mistake' }),
  '/people/:id/assessments/:assessmentId/return': () => ({ note: 'à revoir' }),
  '/people/:id/assessments/:assessmentId/decisions': () => ({
    decision: 'presumed',
    decidedBy: 'programme',
  }),
  '/tasks': ({ person }) => ({ caseId: person, title: 'rappeler', dueOn: '2026-11-30' }),
  '/tasks/chosen': ({ request: id }) => ({ act: 'done', ids: [id] }),
  '/tasks/completions': ({ request: id }) => ({ ids: [id] }),
  '/tasks/postponements': ({ request: id }) => ({
    ids: [id],
    until: '2026-11-30',
    reason: 'no_time',
  }),
  '/tasks/:id/delegate': (_asked, own) => ({ toUserId: own.colleagueId }),
  '/tasks/:id/delegations': (_asked, own) => ({ toUserId: own.colleagueId }),
  '/tasks/:id/postpone': () => ({ until: '2026-11-30', reason: 'no_time' }),
  '/tasks/:id/postponements': () => ({ until: '2026-11-30', reason: 'no_time' }),
  '/services': ({ person, caseNumber }) => ({
    caseId: person,
    caseNumber,
    typeCode: 'medical_consultation',
    givenOn: '2026-11-24',
  }),
  '/services/:id/cancellation': () => ({ reason: 'not_given' }),
  '/services/:id/rating': () => ({ rating: '5' }),
  '/service-appointments': ({ person }) => ({
    caseId: person,
    typeCode: 'medical_consultation',
    dueOn: '2026-11-30',
  }),
  ...Object.fromEntries(
    ['/service-appointments', '/services/planned'].flatMap((path): [string, () => object][] => [
      [`${path}/:id/missed`, () => ({ reason: 'refused' })],
      [`${path}/:id/cancellation`, () => ({ reason: 'person_wishes' })],
    ]),
  ),
  '/service-sessions': ({ person: caseId }) => ({
    typeCode: 'transport',
    givenOn: '2026-11-24',
    people: [{ caseId, attendance: 'present' }],
  }),
  '/services/sessions': ({ person }) => ({
    typeCode: 'transport',
    givenOn: '2026-11-24',
    [`who.${person}`]: 'present',
  }),
  '/service-sessions/:id/cancellation': () => ({ reason: 'not_given' }),
  '/services/sessions/:id/cancellation': () => ({ reason: 'not_given' }),
  '/bed-requests': ({ person }) => ({ ...request, caseIds: [person] }),
  '/beds/requests': ({ person }) => ({ ...request, caseIds: [person] }),
  '/bed-requests/:id/holds': ({ person }, own) => ({
    placements: [{ caseId: person, bedId: own.bedId }],
    reason: 'demandé',
  }),
  '/beds/requests/:id/holds': ({ person }, own) => ({
    'placements.0.caseId': person,
    'placements.0.bedId': own.bedId,
    reason: 'demandé',
  }),
  // A request beside one that is there for nobody: the answer names neither.
  '/bed-groups': ({ request: id }, own) => ({ requestIds: [id, own.colleagueId] }),
  '/beds/groups': ({ request: id }, own) => ({ requestIds: [id, own.colleagueId] }),
  '/bed-groups/:id/moves': ({ request: requestId }) => ({ requestId }),
  '/beds/groups/:id/moves': ({ request: requestId }) => ({ requestId }),
  '/bed-groups/:id/left-out': ({ request: requestId }) => ({ requestId }),
  '/beds/groups/:id/left-out': ({ request: requestId }) => ({ requestId }),
  '/bed-groups/:id/holds': ({ request: id }) => ({ requestIds: [id] }),
  '/beds/groups/:id/holds': ({ request: id }) => ({ requestIds: [id] }),
  '/bed-waiting/offers': (_asked, { shelterId }) => ({ shelterId }),
  '/beds/waiting/offers': (_asked, { shelterId }) => ({ shelterId }),
  '/bed-offers/:offerId/refusal': () => ({ reason: 'wish' }),
  '/beds/waiting/offers/:offerId/refusal': () => ({ reason: 'wish' }),
  '/beds/board/requests/:id/holds': ({ person }, own) => ({
    'placements.0.caseId': person,
    'placements.0.bedId': own.bedId,
    reason: 'demandé',
  }),
  '/beds/board/bookings/:id/planned-exit': () => ({ on: '2026-11-30' }),
  '/bed-moves': ({ booking: bookingId }, { bedId }) => ({ moves: [{ bookingId, bedId }] }),
  '/beds/bookings/:id/move': (_asked, { bedId: to }) => ({ to }),
  '/beds/bookings/:id/party-move': ({ booking }, { bedId }) => ({
    'moves.0.bookingId': booking,
    'moves.0.bedId': bedId,
  }),
  '/bookings/:id/extensions': () => ({ nights: '5', why: 'hearing_near' }),
  '/beds/bookings/:id/extensions': () => ({ nights: '5', why: 'hearing_near' }),
  '/extensions/:id/decision': () => ({ decision: 'approved' }),
  '/beds/extensions/:id/decision': () => ({ decision: 'approved' }),
  '/bed-requests/:id/overrides': ({ person }, own) => ({
    placements: [{ caseId: person, bedId: own.bedId }],
    reason: 'il n’y a pas d’autre lit',
    until: '2026-12-01',
  }),
  '/beds/requests/:id/overrides': ({ person }, own) => ({
    'placements.0.caseId': person,
    'placements.0.bedId': own.bedId,
    reason: 'il n’y a pas d’autre lit',
    until: '2026-12-01',
  }),
  '/overrides/:id/answer': () => ({ answer: 'agreed' }),
  '/beds/overrides/:id/answer': () => ({ answer: 'agreed' }),
  // In the reader's own shelter, about a person who does not live there.
  '/houses/:id/roll': ({ booking: bookingId }) => ({ calls: [{ bookingId, presence: 'here' }] }),
  '/house/:id/roll': ({ booking: bookingId }) => ({ bookingId, presence: 'here' }),
  '/house/:id/roll/missing': ({ booking: bookingId }) => ({ bookingId }),
  '/houses/:id/incidents': ({ person }) => ({ ...incident, caseIds: [person] }),
  '/house/:id/incidents': ({ person }) => ({ ...incident, caseIds: [person] }),
  '/houses/:id/items': ({ person }) => ({ item: 'hygiene_kit', caseIds: [person] }),
  '/house/:id/beds/ready': (_asked, { bedId }) => ({ bedId }),
  '/house/:id/beds/preparation-hours': () => ({ hours: '24' }),
  '/houses/:id/preparation-hours': () => ({ hours: 24 }),
  '/house/:id/items': ({ person }) => ({ item: 'hygiene_kit', caseIds: [person] }),
  '/bookings/:id/leaves': () => ({ backOn: '2026-11-26' }),
  '/house/stays/:id/leaves': () => ({ backOn: '2026-11-26' }),
  '/missing/:id/steps': () => ({ step: 'look_in_the_house' }),
  '/house/missing/:id/steps': () => ({ step: 'look_in_the_house' }),
  '/missing/:id/end': () => ({ outcome: 'returned' }),
  '/house/missing/:id/end': () => ({ outcome: 'returned' }),
  '/bookings/:id/arrival-review': () => ({ finding: 'agreed' }),
  '/beds/bookings/:id/arrival-review': () => ({ finding: 'agreed' }),
  '/reports/:id/narratives': () => ({ section: 'summary', language: 'fr', text: 'un texte' }),
  '/admin/roles/:id/end': () => ({}),
};

/** Fields of the body by route, where the form accepts only these. */
const FIELDS: Record<string, string[]> = {
  'POST /services': ['caseNumber', 'typeCode', 'givenOn'],
  'POST /api/v1/services': ['caseId', 'typeCode', 'givenOn'],
  'POST /people/:id/access/hand-over': ['successorId'],
  'POST /api/v1/people/:id/access/hand-over': ['userId'],
  'POST /people/:id/blocks': ['blockedId', 'blockScope', 'blockReason'],
  'POST /api/v1/people/:id/blocks': ['userId', 'scope', 'reason'],
  'POST /people/:id/restriction': ['restrictReason'],
  'POST /api/v1/people/:id/restriction': ['reason'],
  'POST /people/:id/restriction/names': ['nameId'],
  'POST /api/v1/people/:id/restriction/names': ['userId'],
  'POST /people/:id/links': ['kind', 'linkNumber'],
  'POST /api/v1/people/:id/links': ['kind', 'otherCaseId'],
  'POST /people/:id/family': ['memberNumber', 'relation'],
  'POST /api/v1/people/:id/family': ['otherCaseId', 'relation'],
  'POST /people/:id/network-apart': ['apartNetworkId'],
  'POST /api/v1/people/:id/network-apart': ['networkId'],
  'POST /people/:id/keep-apart': ['otherNumber'],
  'POST /api/v1/people/:id/keep-apart': ['otherCaseId'],
  'POST /people/:id/keep-apart/:apartId/end': ['apartReason'],
  'POST /api/v1/people/:id/keep-apart/:apartId/end': ['reason'],
};

/** Further requests: the id in the query, or in the body of a route without an id in its path. */
const MORE = (
  { person, caseNumber, request: asked, service, assessment, pair, network }: FixtureIds,
  own: OwnFixture,
): RouteFixture[] => [
  ...[
    { path: 'links', body: { kind: 'sibling', otherCaseId: person } },
    { path: 'family', body: { otherCaseId: person, relation: 'sibling' } },
    { path: 'networks', body: { networkId: network, side: 'member' } },
    { path: 'network-apart', body: { networkId: network } },
  ].map(({ path, body }) => ({
    method: 'POST',
    path: `/api/v1/people/${own.caseId}/${path}`,
    body,
  })),
  {
    method: 'POST',
    path: `/people/${own.caseId}/links`,
    body: { kind: 'sibling', linkNumber: caseNumber },
  },
  {
    method: 'POST',
    path: `/people/${own.caseId}/family`,
    body: { memberNumber: caseNumber, relation: 'sibling' },
  },
  { method: 'POST', path: '/api/v1/people/search', body: { q: caseNumber } },
  { method: 'POST', path: '/people/search', body: { q: caseNumber } },
  { method: 'POST', path: '/people/pick', body: { q: caseNumber } },
  { method: 'POST', path: '/search', body: { q: caseNumber } },
  { method: 'POST', path: '/search/part', body: { q: caseNumber } },
  { method: 'GET', path: `/people?after=2026-01-01_${person}` },
  { method: 'GET', path: `/break-glass?number=${caseNumber}` },
  { method: 'GET', path: `/api/v1/services?caseId=${person}` },
  { method: 'GET', path: `/services?case=${person}` },
  { method: 'GET', path: `/services?case=${caseNumber}` },
  { method: 'GET', path: `/services/planned?case=${person}` },
  { method: 'GET', path: `/services/planned?case=${caseNumber}` },
  { method: 'GET', path: `/api/v1/service-appointments?caseId=${person}` },
  { method: 'GET', path: `/services/new?case=${person}` },
  { method: 'GET', path: `/services/new?case=${caseNumber}` },
  { method: 'GET', path: `/beds/requests/new?case=${person}` },
  { method: 'GET', path: `/tasks/new?case=${person}` },
  { method: 'GET', path: `/api/v1/tasks?caseId=${person}&whose=all` },
  { method: 'GET', path: `/duplicates/${pair}/merge?into=${person}` },
  { method: 'GET', path: `/api/v1/duplicates/${pair}/consequences?into=${person}` },
  { method: 'GET', path: `/people/${person}/plan/compare?from=1&to=2` },
  { method: 'GET', path: `/api/v1/people/${person}/plan/comparison?from=1&to=2` },
  { method: 'GET', path: `/people/${person}/assessments/compare?from=${assessment}&to=${asked}` },
  {
    method: 'GET',
    path: `/api/v1/people/${person}/assessments/comparison?from=${assessment}&to=${asked}`,
  },
  { method: 'GET', path: `/htcds/new?class=identity&recipientId=${own.partnerId}` },
  { method: 'GET', path: `/api/v1/htcds/agreed?recipientId=${own.partnerId}` },
  { method: 'GET', path: '/referrals?show=all' },
  { method: 'GET', path: '/api/v1/referrals?show=all' },
  { method: 'GET', path: `/people/${person}/referrals/new?service=medical` },
  { method: 'GET', path: '/assessments?form=risk&says=band.high' },
  { method: 'GET', path: '/api/v1/assessments?form=risk&band=high' },
  { method: 'GET', path: '/api/v1/assessments?form=needs&field=need_housing&code=urgent' },
  { method: 'GET', path: `/beds?request=${asked}` },
  { method: 'GET', path: `/services/${service}?note=1` },
  {
    method: 'POST',
    path: `/api/v1/people/${own.caseId}/keep-apart`,
    body: { otherCaseId: person },
  },
];

const OWN_BEGINNINGS =
  /\/(hearings\/feed|intakes|turn-aways|bed-turn-aways|visits|handovers?|items\/switch|hotline\/calls|account\/second-factor)$/;

/** Routes without a request: they end the reader's session, create a record of the reader's own, or concern no person. The audit log shows ids to auditors and has a test of its own. */
const isSkipped = (method: string, path: string, permission: string) =>
  permission === 'public' ||
  (method === 'POST' && OWN_BEGINNINGS.test(path)) ||
  /^(\/api\/v1)?\/placing-rules\/draft/.test(path) ||
  permission === 'session:end' ||
  /^\/(metrics|audit|api\/v1\/audit)\b/.test(path);

const only = (fields: string[] | undefined, body: object): object =>
  fields
    ? Object.fromEntries(Object.entries(body).filter(([name]) => fields.includes(name)))
    : body;

/** Kind of the id in a path, where the path tells. */
const KIND_OF_ADDRESS: readonly [RegExp, keyof FixtureIds][] = [
  [/^\/(people|duplicates\/people)\//, 'person'],
  [/^\/(beds\/|beds\/board\/|bed-)requests\//, 'request'],
  [/^\/(beds\/|beds\/board\/)?bookings\//, 'booking'],
  [/^\/services\/:/, 'service'],
];

/**
 * Ids to fill into a path: the one of the right kind, and ids of other kinds (all of them, or by `turn` a share of
 * them, so that eight readers together try each).
 */
function idsFor(
  path: string,
  place: number,
  asked: FixtureIds,
  turn: number | undefined,
): string[] {
  const kinds = ['person', 'request', 'booking', 'service'] as const;
  if (turn === undefined) return kinds.map((kind) => asked[kind]);
  const address = path.replace('/api/v1', '');
  const right = KIND_OF_ADDRESS.find(([pattern]) => pattern.test(address))?.[1];
  return kinds
    .filter((kind, n) => kind === right || (turn + place + n) % (right ? 8 : 4) === 0)
    .map((kind) => asked[kind]);
}

/** Requests of each route with each possible id; with `turn`, the share of one reader among eight. */
export function routeFixtures(
  mawa: TestApp,
  asked: FixtureIds,
  own: OwnFixture,
  turn?: number,
): RouteFixture[] {
  const routes = mawa.app
    .get(DeclaredRoutes)
    .list()
    .filter(({ method, path, permission }) => !isSkipped(method, path, permission));
  const requests = routes.flatMap(({ method, path, permission }, place): RouteFixture[] => {
    const ids = idsFor(path, place, asked, turn);
    const body = BODIES[path.replace('/api/v1', '')]?.(asked, own) ?? {};
    const sent = method === 'GET' ? undefined : only(FIELDS[`${method} ${path}`], body);
    const filled = (id: string) =>
      path
        .replace(':userId', own.colleagueId)
        .replace(':format', 'csv')
        .replace(/\/template$/, '/template?format=csv')
        .replace(':list', 'people')
        .replace(':language', 'fr')
        .replace(':date', '2026-11-24')
        .replace(':page', '1')
        .replace(':documentId', asked.document)
        .replace(':proceedingId', asked.proceeding)
        .replace(':hearingId', asked.hearing)
        .replace(':trackId', asked.track)
        .replace(':riskId', asked.risk)
        .replace(':paperId', asked.paper)
        .replace(':surveyId', asked.survey)
        .replace(':orientationId', asked.orientation)
        .replace(':enrolmentId', asked.enrolment)
        .replace(':applicationId', asked.application)
        .replace(':placementId', asked.placement)
        .replace(':followUpId', asked.workFollowUp)
        .replace(':procedureId', asked.procedure)
        .replace(':pieceId', asked.piece)
        .replace(':itemId', asked.item)
        .replace(':instalmentId', asked.instalment)
        .replace(':paymentId', asked.payment)
        .replace(':assessmentId', asked.assessment)
        .replace(':section', 'reach')
        // Assessment forms concern no person: one unknown key is enough.
        .replace(':key', 'no_such_form')
        .replace(':field', 'no_such_field')
        .replace(':projectId', asked.project)
        .replace(':pairId', asked.pair)
        .replace(':mergeId', asked.merge)
        .replace(':version', '1')
        .replace(':step', 'identity')
        .replace(':place', '0')
        .replaceAll(/:[A-Za-z]+/g, id);
    // An import run belongs to its author; any other id is "not found".
    const named = path.includes('/imports/')
      ? [asked.person]
      : path.includes('/intakes/')
        ? [asked.intake]
        : /^(\/api\/v1)?\/networks\//.test(path)
          ? [asked.network]
          : /^(\/api\/v1)?\/(referrals|received)\//.test(path)
            ? [asked.referral, asked.person]
            : /\/help-asked\/:id\//.test(path)
              ? [asked.help]
              : /^(\/api\/v1)?\/houses?\/:id\//.test(path)
                ? [own.shelterId]
                : /\/training\/projects\/:id/.test(path)
                  ? [asked.project]
                  : /\/(service-appointments|service-series|services\/planned)\//.test(path)
                    ? [asked.appointment]
                    : /\/(service-sessions|services\/sessions)\//.test(path)
                      ? [asked.session]
                      : ids;
    const paths = path.includes(':') ? [...new Set(named.map(filled))] : [path];
    const needs = PERMISSIONS.find((one) => one === permission);
    return paths.map((one) => ({ method, path: one, body: sent, permission: needs }));
  });
  return [...requests, ...MORE(asked, own)];
}

export function callRoute(
  reader: SignedIn,
  { method, path, body = {} }: RouteFixture,
): supertest.Test {
  if (method === 'GET') return reader.get(path);
  if (method === 'DELETE') return reader.delete(path);
  if (method === 'PUT') return reader.put(path, body);
  return path.startsWith('/api/')
    ? reader.post(path, body)
    : reader.submit(path, body as Record<string, string | string[]>);
}
