/** A person's recognition as a page: each way drawn, each unit a box, and what is whose to do. */
import { may } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import { formatMoney } from '../../platform/web/format';
import { EVIDENCE_CRITERIA, meetsAllCriteria } from '../portfolio/portfolio.rules';
import {
  EVIDENCE_STATES,
  isOver,
  ASSESSMENT_STATES,
  procedurePathwayOf,
} from '../procedure/procedure-states.rules';
import { recognitionWords } from '../recognition.words';
import type {
  Piece,
  Procedure,
  RecognitionOfPerson,
  UnitOfProcedure,
} from './read-recognition.service';
import type { Translator } from '../../platform/web/i18n';
import {
  courseLine,
  type CourseWords,
  reasonWords,
  sessionFacts,
  trainingWords,
} from '../../vocational-training';

/** As many as one reads. */
const SHOWN = 4;

export function recognitionModel(
  actor: Actor,
  language: Language,
  file: RecognitionOfPerson,
  codes: CourseWords,
) {
  const words = recognitionWords(language);
  const path = `/people/${file.person.id}/training/recognition`;
  const writes = file.mayWrite && may(actor, 'training:write');
  return {
    title: words('title', { number: file.person.caseNumber }),
    trainingPath: `/people/${file.person.id}/training`,
    beginPath: writes ? `${path}/new` : null,
    procedures: file.procedures.map((one) =>
      procedureModel(one, { actor, language, words, writes, path, codes, file }),
    ),
  };
}

interface RecognitionViewContext {
  readonly actor: Actor;
  readonly language: Language;
  readonly words: Translator;
  readonly writes: boolean;
  readonly path: string;
  readonly codes: CourseWords;
  readonly file: RecognitionOfPerson;
}

function procedureModel(one: Procedure, reader: RecognitionViewContext) {
  const { language, words } = reader;
  const { standard, certificate, fee } = one;
  const over = isOver(one.state);
  return {
    id: one.id,
    over,
    title: standard.title,
    line: words('edition_of', { edition: standard.edition, authority: standard.authority }),
    stateLabel: words(`state.${one.state}`),
    followed: words('followed_by', { name: one.officer }),
    way: procedurePathwayOf(one.state, one.steps).map((step) => ({
      is: step.is,
      on: step.on,
      label: words(`state.${step.state}`),
      words: trainingWords(language)(`way.${step.is}`),
    })),
    reasonLabel: reasonLabel(one, words),
    mine: assessorModel(one, reader),
    units: one.units.map((unit) => unitModel(unit, one, reader)),
    outcomeLabel:
      ASSESSMENT_STATES.includes(one.state) || one.state === 'assessed'
        ? words(`outcome.${one.outcome}`)
        : null,
    assessors: one.assessors.map((asked) => ({
      line: words('asked_of', { name: asked.assessor, day: asked.on }),
      appeal: asked.ofAppeal,
      description:
        asked.conflict === null ? words('not_answered') : words(`conflict.${asked.conflict}`),
      good: asked.conflict === 'none',
      note: asked.note,
    })),
    courses: one.courses.map(({ course, state }) => ({
      course,
      stateLabel: trainingWords(language)(`state.${state}`),
    })),
    fills: one.state === 'gap_training',
    proposals: one.proposals.slice(0, SHOWN).map((proposal) => proposalModel(proposal, reader)),
    certificateLabel: certificate && certificateLabel(certificate, words),
    feeLabel: fee && words('fee_of', { amount: formatMoney(fee.amount, fee.currency, language) }),
    notes: one.steps.flatMap(({ note, on, by }) => (note ? [{ note, on, by }] : [])),
    paths: actionPaths(one, reader),
  };
}

function reasonLabel({ steps }: Procedure, words: Translator): string | null {
  const reason = steps.at(-1)?.reason ?? null;
  return reason && words(`reason.${reason}`);
}

/** What the procedure expects from the reader as assessor. */
function assessorModel(one: Procedure, { actor, words }: RecognitionViewContext): string | null {
  if (!may(actor, 'recognition:assess') || isOver(one.state)) return null;
  if (one.asked) return words('mine_to_declare');
  return one.assesses && ASSESSMENT_STATES.includes(one.state) ? words('mine_to_assess') : null;
}

function unitModel(unit: UnitOfProcedure, one: Procedure, reader: RecognitionViewContext) {
  const { words } = reader;
  const last = unit.results.at(-1) ?? null;
  const judges = mayJudge(one, reader);
  const due = one.state !== 'gap_training' || one.gaps.includes(unit.id);
  return {
    place: unit.number,
    title: unit.title,
    result: unit.result ?? 'open',
    requiredLabel: words(unit.required ? 'unit_required' : 'unit_optional'),
    resultLabel: unit.result === null ? words('no_result') : words(`result.${unit.result}`),
    last: last && {
      on: last.on,
      by: last.by,
      note: last.note,
      demonstrated: last.demonstrated,
      attempt: unit.results.length > 1 ? words('attempt', { number: unit.results.length }) : null,
    },
    pieces: unit.pieces.map((piece) => pieceModel(piece, judges, own(one, reader), words)),
    findPath: judges && due ? `${own(one, reader)}/results/new?unit=${unit.id}` : null,
  };
}

function pieceModel(piece: Piece, judges: boolean, path: string, words: Translator) {
  const judged = piece.judgements.at(-1) ?? null;
  const lacks = judged ? EVIDENCE_CRITERIA.filter((criterion) => !judged[criterion]) : [];
  return {
    on: piece.on,
    note: piece.note,
    by: piece.by,
    label: words(`form_of.${piece.form}`),
    kindLabel: words(`kind.${piece.kind}`),
    document: piece.documentId !== null,
    judgedLabel:
      judged === null
        ? words('not_judged')
        : meetsAllCriteria(judged)
          ? words('piece_holds')
          : words('piece_lacks', {
              what: lacks.map((criterion) => words(`criterion.${criterion}`)).join(' · '),
            }),
    good: judged !== null && meetsAllCriteria(judged),
    judgedNote: judged?.note ?? null,
    judgePath: judges ? `${path}/pieces/${piece.id}/judgements/new` : null,
  };
}

function proposalModel(
  { offer, ...why }: Procedure['proposals'][number],
  reader: RecognitionViewContext,
) {
  const { language, codes, writes, file } = reader;
  return {
    ...sessionFacts(offer, language),
    course: offer.course,
    startsOn: offer.startsOn,
    endsOn: offer.endsOn,
    apart: why.apart,
    line: courseLine(offer.course, codes, language),
    for: why.for.map((reason) => reasonWords(reason, offer, codes, language)),
    against: why.against.map((reason) => reasonWords(reason, offer, codes, language)),
    enrolPath:
      writes && !why.apart
        ? `/people/${file.person.id}/training/enrolments/new?session=${offer.id}`
        : null,
  };
}

function certificateLabel(certificate: NonNullable<Procedure['certificate']>, words: Translator) {
  const { number, issuedOn, withdrawnOn, complete } = certificate;
  return withdrawnOn
    ? words('certificate_withdrawn', { number, day: withdrawnOn })
    : words(complete ? 'certificate_full' : 'certificate_partial', { number, day: issuedOn });
}

const own = ({ id }: Procedure, { path }: RecognitionViewContext): string => `${path}/${id}`;
const mayJudge = (one: Procedure, { actor }: RecognitionViewContext): boolean =>
  may(actor, 'recognition:assess') && one.assesses && ASSESSMENT_STATES.includes(one.state);

function actionPaths(one: Procedure, reader: RecognitionViewContext) {
  const judges = mayJudge(one, reader);
  const at = (page: string, allowed: boolean) => (allowed ? `${own(one, reader)}/${page}` : null);
  const when = (page: string, allowed: boolean) => at(page, reader.writes && allowed);
  const standing = one.certificate !== null && !one.certificate.withdrawnOn;
  const awarded = one.outcome === 'full' || one.outcome === 'partial';
  return {
    step: when('steps/new', one.next.length > 0 && one.state !== 'certified_full'),
    piece: when('pieces/new', EVIDENCE_STATES.includes(one.state)),
    assessor: when(
      'assessors/new',
      ASSESSMENT_STATES.includes(one.state) || one.state === 'portfolio_open',
    ),
    course: when('courses/new', one.state === 'gap_training'),
    takeBack: when('appeal/taking-back/new', one.state === 'appealed'),
    certify: when('certificate/new', one.state === 'assessed' && awarded),
    withdraw: when('certificate/withdrawal/new', standing),
    print: at('certificate', standing),
    declare: at('declaration/new', one.asked && may(reader.actor, 'recognition:assess')),
    conclude: at('conclusion/new', judges && one.state !== 'appealed'),
    decide: at('appeal/decision/new', judges && one.state === 'appealed'),
  };
}
