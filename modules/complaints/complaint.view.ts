/** The models of a focal point's pages: the list by its deadlines, one complaint. */
import { randomUUID } from 'node:crypto';
import { labelOf, list } from '../reference-lists';
import type { Actor, Language } from '../platform/shared/actor';
import type { FormState } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import {
  COMPLAINT_SUBJECTS,
  ACCUSED,
  FINDINGS,
  MEASURES,
  reasonsOf,
  type Stage,
  STAGES,
  USUAL_STAGES,
} from './complaint.rules';
import type { ComplaintKind } from './complaint-kinds.queries';
import type {
  ComplaintFile,
  ComplaintList,
  ComplaintListQuery,
  PartyChoices,
} from './read-complaints.service';

/** Short reference, which does not reveal how many complaints there are. */
export const shortReferenceOf = (id: string): string => id.slice(0, 6);

const choices = (codes: readonly string[], key: string, language: Language) =>
  codes.map((value) => ({ value, label: translate(language, `complaints:${key}.${value}`) }));

const kindWords = (kinds: readonly ComplaintKind[], code: string | null, language: Language) =>
  kinds.find((kind) => kind.code === code)?.label[language] ??
  translate(language, 'complaints:not_said');

/** State of a deadline as text and colour. */
function dueWords(dueAt: Date | null, now: Date) {
  if (dueAt === null) return null;
  const hours = (dueAt.getTime() - now.getTime()) / 3_600_000;
  return { at: dueAt, colour: hours < 0 ? 'danger' : hours < 24 ? 'warning' : '', late: hours < 0 };
}

export function listModel(
  given: ComplaintList,
  { closed, page }: ComplaintListQuery,
  language: Language,
) {
  const pathTo = (number: number) => `/complaints?${closed ? 'closed=1&' : ''}page=${number}`;
  return {
    title: translate(language, 'complaints:list.title'),
    closed,
    previousPath: page > 1 ? pathTo(page - 1) : null,
    queued: given.queued,
    nextPath: given.next === null ? null : pathTo(given.next),
    views: [false, true].map((one) => ({
      label: translate(language, `complaints:list.${one ? 'closed' : 'open'}`),
      path: one ? '/complaints?closed=1' : '/complaints',
      current: one === closed,
    })),
    complaints: given.complaints.map((row) => ({
      ...row,
      mark: shortReferenceOf(row.id),
      kindWords: kindWords(given.kinds, row.kind, language),
      stageWords: translate(language, `complaints:stage.${row.stage}`),
      regionWords: row.region && labelOf('regions', row.region, language),
      due: dueWords(row.dueAt, given.now),
    })),
  };
}

interface ComplaintPageInput {
  readonly file: ComplaintFile;
  readonly places: PartyChoices;
  readonly actor: Actor;
  readonly language: Language;
  readonly form: FormState;
  readonly now: Date;
}

export function complaintModel({ file, places, actor, language, form, now }: ComplaintPageInput) {
  const { complaint, kinds, words } = file;
  const path = `/complaints/${complaint.id}`;
  const say = (key: string) => translate(language, `complaints:${key}`);
  const mine = complaint.handlerId === actor.userId;
  const open = complaint.closedAt === null;
  return {
    title: translate(language, 'complaints:file.title', { mark: shortReferenceOf(complaint.id) }),
    path,
    form,
    requestId: randomUUID(),
    complaint: {
      ...complaint,
      kindWords: kindWords(kinds, complaint.kind, language),
      aboutWords: complaint.about ? say(`about.${complaint.about}`) : say('not_said'),
      childWords: say(complaint.child === null ? 'not_said' : complaint.child ? 'yes' : 'no'),
      regionWords: complaint.region
        ? labelOf('regions', complaint.region, language)
        : say('not_said'),
      wayWords: say(`way.${complaint.way}`),
      languageWords: say(`language.${complaint.language}`),
      stageWords: say(`stage.${complaint.stage}`),
      due: dueWords(complaint.dueAt, now),
      acknowledge: complaint.acknowledgedAt ? null : dueWords(complaint.acknowledgeBy, now),
      answer: complaint.answeredAt ? null : dueWords(complaint.answerBy, now),
    },
    way: stageLineOf(file, language),
    stages: file.stages.map(({ to, at, by, reason }) => ({
      at,
      by: by ?? say(to === 'received' ? 'channel' : 'person'),
      label: say(`stage.${to}`),
      reason: reason && say(`reason.${reason}`),
    })),
    words: words && {
      said: words.said.map((word) => ({
        ...word,
        who: say(`words.${word.kind}`),
        inside: word.kind === 'note' || word.kind === 'contact',
        out: word.kind === 'answer',
      })),
      accused: words.accused.map((one) => ({ ...one, whatWords: say(`accused.${one.what}`) })),
      measures: words.measures.map((one) => ({ ...one, kindWords: say(`measure.${one.kind}`) })),
      checks: words.checks.map((one) => ({
        ...one,
        findingWords: one.finding && say(`finding.${one.finding}`),
      })),
    },
    checkOpen: words?.checks.find(({ doneAt }) => doneAt === null) ?? null,
    documents: file.documents
      .filter(({ removed }) => removed === null)
      .map((document) => ({ ...document, path: `${path}/files/${document.id}` })),
    linked: file.linked,
    trail: file.trail.map(({ at, by, action }) => ({
      at,
      by: by ?? say('person'),
      what: trailWords(action, language),
    })),
    ...stepsOf(file, mine, language),
    mayWrite: mine && complaint.destroyedAt === null,
    open,
    mayAcknowledge: file.next.includes('acknowledged'),
    mayTakeOver:
      open && complaint.acknowledgedAt !== null && !mine && complaint.stage !== 'appealed',
    maySecond: open && complaint.safeguarding && complaint.secondId === null && !mine,
    isSecond: complaint.secondId === actor.userId,
    mayAnswer: mine && file.next.includes('answered'),
    kinds: kinds.map(({ code, label }) => ({ value: code, label: label[language] })),
    abouts: choices(COMPLAINT_SUBJECTS, 'about', language),
    childValue: complaint.child === null ? '' : complaint.child ? 'yes' : 'no',
    yesNo: choices(['yes', 'no'], 'child', language),
    regions: list('regions').items.map(({ code, labels }) => ({
      value: code,
      label: labels[language],
    })),
    ...partyChoices(places),
    accusedKinds: choices(ACCUSED, 'accused', language),
    measures: choices(MEASURES, 'measure', language),
    findings: choices(FINDINGS, 'finding', language),
    ...retentionOf(file, actor, now),
  };
}

/** Steps that the reader can take; reopening also assigns the complaint. */
function stepsOf({ next }: ComplaintFile, mine: boolean, language: Language) {
  const say = (key: string) => translate(language, `complaints:${key}`);
  const steps = next.filter((to) => to !== 'acknowledged' && to !== 'answered');
  return {
    steps: steps
      .filter((to) => mine || to === 'reopened')
      .map((to) => ({
        to,
        label: say(`step.${to}`),
        reasons: choices(reasonsOf(to), 'reason', language),
        asks: say(`reason_for.${reasonsOf(to).length > 0 ? to : 'none'}`),
      })),
  };
}

/** The picture of the way: the usual one, and where it went off it. */
function stageLineOf({ complaint, stages }: ComplaintFile, language: Language) {
  const been = new Set(stages.map(({ to }) => to));
  const all: readonly Stage[] = [
    ...new Set<Stage>([...USUAL_STAGES, ...STAGES.filter((stage) => been.has(stage))]),
  ].sort((a, b) => STAGES.indexOf(a) - STAGES.indexOf(b));
  return all.map((stage) => ({
    stage,
    label: translate(language, `complaints:stage.${stage}`),
    state: stage === complaint.stage ? 'now' : been.has(stage) ? 'done' : 'ahead',
  }));
}

function retentionOf(
  { complaint, keepUntil, destruction }: ComplaintFile,
  actor: Actor,
  now: Date,
) {
  const over = keepUntil !== null && keepUntil <= now && complaint.destroyedAt === null;
  return {
    keepUntil,
    destruction,
    mayAskToDestroy: over && destruction === null,
    mayDestroy: destruction !== null && destruction.askedById !== actor.userId,
  };
}

const partyChoices = ({ users, shelters, organisations }: PartyChoices) => ({
  users: users.map(({ id, name }) => ({ value: id, label: name })),
  shelters: shelters.map(({ id, name }) => ({ value: id, label: name })),
  organisations: organisations.map(({ id, name }) => ({ value: id, label: name })),
});

const trailWords = (action: string, language: Language): string => {
  const key = `complaints:trail.${action.replace('.', '_')}`;
  const said = translate(language, key);
  return said === key ? action : said;
};
