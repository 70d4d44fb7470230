/** Breaches in words. */
import type { NoticeRecipient } from '../../../migrations/data/breach-recipients';
import { NOTICE_RECIPIENTS } from '../../../migrations/data/breach-recipients';
import type { Language } from '../../platform/shared/actor';
import { joinWords } from '../../platform/shared/punctuation.words';
import { choicesOf } from '../../platform/web/form-fields';
import { translate, translatorOf } from '../../platform/web/i18n';
import {
  BREACH_KINDS,
  BREACH_MEASURES,
  CONSEQUENCES,
  DANGERS,
  DATA_KINDS,
  isOutstanding,
  NOTICE_WAYS,
  type NoticeStatus,
  RISKS,
  WAIVER_REASONS,
} from './breach.rules';
import type {
  AuthorityNotice,
  BreachDeadline,
  BreachRecord,
  BreachSummary,
} from './breaches.service';

const wordsOf = translatorOf('breaches');
const RECIPIENT_CODES: readonly NoticeRecipient[] = NOTICE_RECIPIENTS.map(({ code }) => code);

/** Reference for use on the telephone, which reveals nothing about the breach. */
export const breachReference = (id: string): string => id.slice(0, 8).toUpperCase();

const formatDuration = (language: Language, minutes: number): string =>
  minutes >= 60
    ? translate(language, 'settings:unit.hours', { count: Math.floor(minutes / 60) })
    : translate(language, 'settings:unit.minutes', { count: minutes });

/** "12 hours left", "late by 3 hours", "made in time". */
export const timeWords = (language: Language, { state, minutes }: NoticeStatus): string =>
  wordsOf(language)(`status.${state}`, { time: formatDuration(language, minutes) });

const TONES = {
  made: 'good',
  made_late: 'warning',
  waived: '',
  not_needed: '',
  due: 'warning',
  overdue: 'danger',
} as const;

/** Sentences and words of several parts, in one line. */
const listOf = (language: Language, of: string, codes: readonly string[]): string =>
  codes.map((code) => wordsOf(language)(`${of}.${code}`)).join(' · ');

function deadlineView(language: Language, deadline: BreachDeadline): object {
  const words = wordsOf(language);
  const { recipient, neededFrom, status } = deadline;
  return {
    ...deadline,
    name: words(`recipient.${recipient}.name`),
    ground: words(`recipient.${recipient}.ground`),
    needed: words(`needed.${neededFrom}`),
    statusWords: timeWords(language, status),
    tone: TONES[status.state],
  };
}

const peopleWords = (language: Language, count: number | null): string =>
  count === null ? wordsOf(language)('not_known') : wordsOf(language)('about_people', { count });

export function summaryView(language: Language, { breach, deadlines }: BreachSummary): object {
  const words = wordsOf(language);
  const next = deadlines.find(({ status }) => isOutstanding(status));
  return {
    id: breach.id,
    reference: breachReference(breach.id),
    noticedAt: breach.noticedAt,
    danger: breach.danger === 'yes' ? words('danger_tag') : null,
    state: words(`state.${breach.state}`),
    risk: breach.risk && words(`risk.${breach.risk}`),
    kinds: listOf(language, 'kind', breach.kinds),
    data: listOf(language, 'data', breach.dataKinds),
    people: peopleWords(language, breach.peopleCount),
    next: next && deadlineView(language, next),
  };
}

export function recordView(language: Language, record: BreachRecord): object {
  const words = wordsOf(language);
  const { breach, deadlines } = record;
  return {
    ...summaryView(language, record),
    reportedBy: breach.reportedBy,
    hiddenFrom: joinWords(breach.hiddenFrom, language),
    reportedAt: breach.reportedAt,
    happenedAt: breach.happenedAt,
    dangerWords: words(`danger_reported.${breach.danger}`),
    isInDanger: breach.danger !== 'no',
    alarmId: breach.alarmId,
    text: breach.text,
    isOpen: breach.state !== 'closed',
    deadlines: deadlines.map((one) => deadlineView(language, one)),
    assessments: record.assessments.map((one) => ({
      ...one,
      riskWords: words(`risk.${one.risk}`),
      consequenceWords: listOf(language, 'consequence', one.consequences),
      people: peopleWords(language, one.peopleCount),
    })),
    measures: record.measures.map((one) => ({ ...one, name: words(`measure.${one.kind}`) })),
    notices: record.notices.map((one) => ({
      ...one,
      name: words(`recipient.${one.recipient}.name`),
      wayWords: words(`way.${one.way}`),
      informed:
        one.peopleInformed === null ? null : words('informed', { count: one.peopleInformed }),
    })),
    waivers: record.waivers.map((one) => ({
      ...one,
      name: words(`recipient.${one.recipient}.name`),
      reasonWords: words(`waiver_reason.${one.reason}`),
      decisionWords: one.decision && words(`waiver_decision.${one.decision}`),
    })),
    steps: record.steps.map((one) => ({ ...one, name: words(`state.${one.toState}`) })),
  };
}

export function reportChoices(language: Language): object {
  const words = wordsOf(language);
  return {
    kinds: choicesOf(words, 'kind', BREACH_KINDS),
    dataKinds: choicesOf(words, 'data', DATA_KINDS),
    dangers: choicesOf(words, 'danger', DANGERS),
  };
}

export function handlingChoices(language: Language): object {
  const words = wordsOf(language);
  return {
    risks: RISKS.map((value) => ({
      value,
      label: words(`risk.${value}`),
      hint: words(`risk_hint.${value}`),
    })),
    consequences: choicesOf(words, 'consequence', CONSEQUENCES),
    measures: choicesOf(words, 'measure', BREACH_MEASURES),
    ways: choicesOf(words, 'way', NOTICE_WAYS),
    reasons: choicesOf(words, 'waiver_reason', WAIVER_REASONS),
    recipients: RECIPIENT_CODES.map((value) => ({
      value,
      label: words(`recipient.${value}.name`),
    })),
  };
}

/** Contents of a notice under GDPR 33(3), as codes and numbers without typed text. */
export function noticeView(
  language: Language,
  {
    contact,
    breach,
    assessment,
    measures,
    peopleInformed,
    peopleStatus,
    madeAt,
    now,
  }: AuthorityNotice,
): object {
  const words = wordsOf(language);
  const isLate = (madeAt ?? now).getTime() - breach.noticedAt.getTime() > 72 * 3_600_000;
  return {
    title: words('notice.title'),
    reference: breachReference(breach.id),
    contact,
    noticedAt: breach.noticedAt,
    happenedAt: breach.happenedAt,
    now,
    isLate,
    nature: listOf(language, 'kind', breach.kinds),
    data: listOf(language, 'data', breach.dataKinds),
    people: peopleWords(language, assessment?.peopleCount ?? breach.peopleCount),
    records:
      assessment?.recordsCount == null
        ? words('not_known')
        : words('about_records', { count: assessment.recordsCount }),
    risk: assessment && words(`risk.${assessment.risk}`),
    consequences:
      assessment &&
      (listOf(language, 'consequence', assessment.consequences) || words('notice.no_consequences')),
    measures: measures.map(({ kind, takenAt }) => ({ name: words(`measure.${kind}`), takenAt })),
    informed:
      peopleInformed === 0
        ? words(
            `notice.nobody_informed.${peopleStatus.state === 'waived' || peopleStatus.state === 'not_needed' ? peopleStatus.state : 'due'}`,
          )
        : words('informed', { count: peopleInformed }),
    path: `/breaches/${breach.id}`,
  };
}
