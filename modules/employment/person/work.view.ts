/** A person's work as a page: the way drawn from the offer to the work, the terms, each follow-up, and what calls somebody. */
import { may } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import { formatMoney, formatNumber } from '../../platform/web/format';
import { vettingStatusModel } from '../employers/employer.view';
import {
  type FollowUpMarkState,
  indicatorAnswerOf,
  FORCED_LABOUR_INDICATORS,
} from '../follow-up/follow-up.rules';
import { isOver, workPathwayOf } from '../placements/placement-states.rules';
import { workWordsIn } from '../work.words';
import type { Application, FollowUp, Placement, WorkOfPerson } from './read-work.service';
import { colonOf } from '../../platform/shared/punctuation.words';

const DRAWN: Readonly<Record<FollowUpMarkState, 'done' | 'now' | 'ahead' | 'end'>> = {
  ahead: 'ahead',
  open: 'now',
  reached: 'done',
  refused: 'end',
  unsafe: 'end',
  lost: 'end',
};

export function workModel(actor: Actor, language: Language, work: WorkOfPerson) {
  const words = workWordsIn(language);
  const path = `/people/${work.person.id}/work`;
  const writes = work.mayWrite && may(actor, 'work:write');
  const when = (page: string) => (writes ? `${path}/${page}` : null);
  const waiting = work.applications.filter(
    ({ id }) => !work.placements.some(({ applicationId }) => applicationId === id),
  );
  const calling = work.placements
    .flatMap((one) => one.followUps.map((followUp) => ({ one, followUp })))
    .filter(({ followUp }) => followUp.calls && followUp.answer === null);
  return {
    title: words('title', { number: work.person.caseNumber }),
    filePath: `/people/${work.person.id}`,
    paths: { apply: when('applications/new'), place: when('placements/new') },
    calls: calling.map(({ one, followUp }) => ({
      signs: (followUp.signsSeen ?? []).map((sign) => words(`sign.${sign}`)).join(' · '),
      where: one.employer ?? words('kind.self'),
      on: followUp.on,
      answerPath: when(`follow-ups/${followUp.id}/answer/new`),
    })),
    applications: waiting.map((one) => applicationModel(one, language, when)),
    placements: work.placements.map((one) => placementModel(one, work, language, when)),
  };
}

type PagePath = (page: string) => string | null;

function pathwayModel(
  application: Application | null,
  placement: Placement | null,
  language: Language,
) {
  const words = workWordsIn(language);
  return workPathwayOf(application?.steps ?? null, placement?.steps ?? []).map((one) => ({
    on: one.on,
    is: one.is,
    label: words(`state.${one.state}`),
    words: words(`way.${one.is}`),
  }));
}

function applicationModel(one: Application, language: Language, when: PagePath) {
  const words = workWordsIn(language);
  const last = one.steps.at(-1)!;
  return {
    title: one.title,
    employer: one.employer,
    officer: one.officer,
    way: pathwayModel(one, null, language),
    endLabel:
      last.reason &&
      [last.byWhom && words(`by_whom.${last.byWhom}`), words(`why_not.${last.reason}`)]
        .filter(Boolean)
        .join(' · '),
    notes: notesOf(one.steps),
    stepPath: one.next.length > 0 ? when(`applications/${one.id}/steps/new`) : null,
    placePath: one.state === 'accepted' ? when(`placements/new?application=${one.id}`) : null,
  };
}

function placementModel(one: Placement, work: WorkOfPerson, language: Language, when: PagePath) {
  const words = workWordsIn(language);
  const application = work.applications.find(({ id }) => id === one.applicationId) ?? null;
  const last = one.steps.at(-1)!;
  const occupation = { list: 'occupation_groups', version: one.occupationVersion };
  const asked = one.marks.some(({ state }) => state === 'open' || state === 'lost');
  return {
    title: one.employer ?? words('kind.self'),
    occupation: work.wordsOf({ ...occupation, code: one.occupation }, language),
    officer: one.officer,
    state: words(`state.${one.state}`),
    over: isOver(one.state),
    standing:
      one.standing && !isOver(one.state) ? vettingStatusModel(one.standing, language) : null,
    way: pathwayModel(application, one, language),
    marks: one.marks.map((mark) => ({
      on: mark.dueOn,
      is: DRAWN[mark.state],
      label: words('months', { count: mark.months }),
      words: words(`mark.${mark.state}`),
    })),
    terms: termsOf(one, language),
    endLabel:
      last.reason &&
      (last.listVersion === null
        ? words(`why_not.${last.reason}`)
        : work.wordsOf(
            { list: 'work_end_reasons', version: last.listVersion, code: last.reason },
            language,
          )),
    notes: notesOf(one.steps),
    followUps: one.followUps.map((followUp) => followUpModel(followUp, language, when)),
    stepPath: one.next.length > 0 ? when(`placements/${one.id}/steps/new`) : null,
    followUpPath: one.marks.length > 0 ? when(`placements/${one.id}/follow-ups/new`) : null,
    asked,
  };
}

/** Terms in one line, risky ones highlighted. */
function termsOf(one: Placement, language: Language) {
  const words = workWordsIn(language);
  const term = (text: string, risk = false) => ({ text, risk });
  const rest = [
    term(
      words('hours_days', { hours: formatNumber(one.hoursAWeek, language), days: one.daysAWeek }),
      one.daysAWeek === 7,
    ),
  ];
  const before =
    one.incomeBefore === null
      ? []
      : [
          term(
            words('income_before', {
              amount: formatMoney(one.incomeBefore, one.currencyBefore!, language),
            }),
          ),
        ];
  if (one.kind === 'self') return [...rest, ...before];
  return [
    term(words(`contract_kind.${one.contractKind}`)),
    term(words(`contract_form.${one.contractForm}`), one.contractForm !== 'written'),
    term(words(`wage_per.${one.wagePeriod}`, { amount: formatMoney(one.wage, 'MAD', language) })),
    ...rest,
    term(words(one.cnss ? 'declared' : 'undeclared'), !one.cnss),
    ...(one.housingTied ? [term(words('housing'), true)] : []),
    ...(one.grievanceKnown ? [] : [term(words('no_channel'), true)]),
    ...before,
  ];
}

function followUpModel(one: FollowUp, language: Language, when: PagePath) {
  const words = workWordsIn(language);
  const reached = one.outcome === 'reached';
  const said = { signsSeen: one.signsSeen ?? [], signsNotAsked: one.signsNotAsked ?? [] };
  return {
    on: one.on,
    by: one.by,
    note: one.note,
    reached,
    calls: one.calls,
    label: words(one.months === 0 ? 'between' : 'follow_up', {
      count: one.months,
      reach: words(`reach.${one.outcome}`),
    }),
    line: [
      words(`mode.${one.mode}`),
      one.why && words(`not_reached.${one.why}`),
      one.inWork && words(`in_work.${one.inWork}`),
      one.income && words('income', { amount: formatMoney(one.income, one.currency!, language) }),
      one.hoursAWeek && words('hours', { hours: formatNumber(one.hoursAWeek, language) }),
    ]
      .filter(Boolean)
      .join(' · '),
    signs: reached
      ? FORCED_LABOUR_INDICATORS.map((sign) => {
          const is = indicatorAnswerOf(sign, said);
          return {
            is,
            description: `${words(`sign.${sign}`)}${colonOf(language)}${words(`seen.${is}`)}`,
          };
        })
      : [],
    seenLabel: said.signsSeen.map((sign) => words(`sign.${sign}`)).join(' · '),
    answer: one.answer && {
      ...one.answer,
      label: one.answer.done.map((code) => words(`done.${code}`)).join(' · '),
    },
    answerPath: one.calls && !one.answer ? when(`follow-ups/${one.id}/answer/new`) : null,
  };
}

const notesOf = (steps: readonly { note: string | null; on: string; by: string }[]) =>
  steps.flatMap(({ note, on, by }) => (note ? [{ note, on, by }] : []));
