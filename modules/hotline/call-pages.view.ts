import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { may } from '../access';
import { labelOf, listChoices, Lists } from '../reference-lists';
import type { Actor, Language } from '../platform/shared/actor';
import { addDays, type CivilDate } from '../platform/shared/nights.rules';
import { type FormState, newForm } from '../platform/web/forms';
import { formatDay } from '../platform/web/format';
import { translate } from '../platform/web/i18n';
import { fragment, page, type PageView } from '../platform/web/page-response';
import { callForm } from './call.form';
import type { CallTexts } from './hotline-seals.service';
import { type CallBed, type CallRow, OUTCOMES } from './calls.queries';
import { type HotlineDay, type OpenCall, ReadCalls } from './read-calls.service';
import { ANSWERS, triage, TRIAGE_QUESTIONS, type TriageResult } from './triage.rules';

export const callPath = (id: string, rest = ''): string => `/hotline/calls/${id}${rest}`;

/** Pages of the hotline. */
@Injectable()
export class CallPages {
  constructor(
    private readonly reading: ReadCalls,
    private readonly lists: Lists,
  ) {}

  async day(actor: Actor, language: Language, asked: CivilDate | null): Promise<PageView> {
    return page('hotline/line', {
      ...hotlineDayModel(actor, language, await this.reading.day(actor, asked)),
      requestKey: randomUUID(),
    });
  }

  /** The actor's open call is shown as call screen, other calls as record. */
  async call(
    actor: Actor,
    language: Language,
    id: string,
    more: { form?: FormState; shown?: CallTexts; blockForm?: FormState; linkForm?: FormState } = {},
  ): Promise<PageView> {
    const call = await this.reading.one(actor, id);
    const model = await this.callModel(actor, language, call);
    const { form = newForm(), shown, blockForm = newForm(), linkForm = newForm() } = more;
    if (call.hers && call.endedAt === null) {
      return page('hotline/call', {
        ...model,
        duty: call.duty,
        form,
        blockForm,
        ...callScreenModel(call),
      });
    }
    return page('hotline/record', {
      ...model,
      duty: call.duty,
      form,
      blockForm,
      linkForm,
      words: call.words ?? shown ?? null,
      mayShow: !call.hers && !shown && may(actor, 'hotline:words') && isSupervisor(actor),
    });
  }

  async aside(
    actor: Actor,
    language: Language,
    id: string,
    kept: { readonly revision: number; readonly was: string },
  ): Promise<PageView> {
    const call = await this.reading.coded(actor, id);
    return fragment('hotline/aside', { ...(await this.callModel(actor, language, call)), ...kept });
  }

  async end(actor: Actor, language: Language, id: string, form: FormState = newForm()) {
    const call = await this.reading.coded(actor, id);
    const { block } = call.caller ?? { block: null };
    const offered = OUTCOMES.filter(
      (outcome) => outcome !== 'refused' || (block !== null && call.danger === 'no'),
    );
    return page('hotline/end', {
      ...(await this.callModel(actor, language, call)),
      form,
      ...natureOf(call),
      // A caller with a blocked number may be turned away only after the question about danger.
      mustAskDanger: block !== null && call.danger !== 'no' && call.danger !== 'yes',
      outcomes: offered.map((outcome) => ({
        outcome,
        label: translate(language, `hotline:outcome.${outcome}`),
        isLikely: outcome === likelyOutcome(call),
      })),
    });
  }

  private async callModel(actor: Actor, language: Language, call: OpenCall) {
    const since = translate(language, 'hotline:since');
    const types = await this.lists.choices(actor, 'call_types', language);
    return {
      ...callRowModel(call, language),
      title: translate(language, call.endedAt ? 'hotline:call.past' : 'hotline:call.now'),
      call,
      since,
      types,
      path: callPath(call.id),
      languages: listChoices('languages', language),
      regions: listChoices('regions', language),
      triage: triageModel(call.triage, language),
      triageRooms: TRIAGE_ROOMS.map((result) => triageModel(result, language)),
      questions: TRIAGE_QUESTIONS.map((question) => ({
        question,
        label: translate(language, `hotline:question.${question}`),
        said: call[question] && translate(language, `hotline:said.${call[question]}`),
        answers: ANSWERS.map((answer) => ({
          answer,
          label: translate(language, `hotline:answer.${answer}`),
          chosen: call[question] === answer,
        })),
      })),
      caller: call.caller && callerModel(call.caller, language),
      numbers: call.emergencyNumbers.map(({ key, number }) => ({
        label: translate(language, `hotline:number_of.${key}`),
        number,
        dial: number.replaceAll(' ', ''),
      })),
      mayPlace: may(actor, 'hotline:place') && call.hers && call.steps.length === 0,
      mayRenew:
        may(actor, 'hotline:place') &&
        call.mine &&
        call.endedAt === null &&
        call.bed?.state === 'held',
      mayBlock: may(actor, 'hotline:block') && call.numberKnown && call.danger !== 'yes',
      mayAnswer: may(actor, 'hotline:answer') && call.hers,
      blockReasons: ['prank', 'threats', 'insults', 'advertising'].map((value) => ({
        value,
        label: translate(language, `hotline:block.reason.${value}`),
      })),
      requestKey: randomUUID(),
      links: call.links,
      waiting: call.requests.map(({ state, heldUntil }) => ({ state, heldUntil })),
    };
  }
}

/** The words above the questions that take most room: it is kept free, so that no answer moves the questions. */
const TRIAGE_ROOMS = [
  triage({ danger: null, medical: null, minor: null, no_place: null }),
  triage({ danger: 'yes', medical: 'yes', minor: 'yes', no_place: 'yes' }),
];

const isSupervisor = (actor: Actor): boolean => actor.roles.includes('case_supervisor');

/** Kind of call, preselected if stated or implied by the answers. */
function natureOf({ type, triage: { level } }: OpenCall) {
  const nature = type ?? (level === 'now' ? 'emergency' : null);
  return { nature, lead: nature === null ? 'hotline:end.lead_open' : 'hotline:end.lead' };
}

/** Likely outcome by the recorded steps; highlighted, never preselected. */
function likelyOutcome({ steps, callBacks, danger, medical }: OpenCall): string {
  if (steps.some(({ step }) => step === 'request')) return 'bed';
  if (steps.length > 0) return 'oriented';
  if (callBacks.length > 0) return 'call_back';
  return danger === 'yes' || medical === 'yes' ? 'services_sent' : 'informed';
}

function callScreenModel(call: OpenCall & { words: CallTexts | null }) {
  const values = callForm({ ...call, note: call.words?.note ?? '', number: '' });
  return { values, was: JSON.stringify(values), revision: call.revision };
}

function callerModel(caller: NonNullable<OpenCall['caller']>, language: Language) {
  const { calls, pranks, inDanger, block } = caller;
  return {
    calls,
    pranks,
    inDanger,
    block,
    description:
      calls === 0
        ? translate(language, 'hotline:caller.first')
        : translate(language, 'hotline:caller.again', {
            calls: translate(language, 'hotline:caller.calls', { count: calls }),
            pranks: translate(language, 'hotline:caller.pranks', { count: pranks }),
          }),
    blockReason: block && translate(language, `hotline:block.reason.${block.reason}`),
  };
}

export const triageModel = ({ level, steps, open, skipped }: TriageResult, language: Language) => ({
  level,
  isOpen: level === 'open',
  label: translate(language, `hotline:level.${level}`),
  steps: steps.map((step) => ({ step, label: translate(language, `hotline:step.${step}`) })),
  left: open.length + skipped.length,
});

const LEVEL_TAGS = { now: 'danger', tonight: 'warning', calm: 'good', open: '' } as const;

const BED_TAGS = {
  released: 'danger',
  lapsed: 'danger',
  no_show: 'warning',
  held: 'good',
  confirmed: 'good',
  arrived: 'good',
  left: '',
} as const;

/** Present state of the bed; if it is no longer held, with the next step. */
const bedModel = ({ state, heldUntil, shelter, openRequestId }: CallBed) => {
  const isLost = state === 'released' || state === 'lapsed';
  return {
    shelter,
    tag: BED_TAGS[state],
    state,
    heldUntil,
    isLost,
    searches: isLost && openRequestId !== null,
  };
};

function callRowModel(call: CallRow & { triage: TriageResult }, language: Language) {
  const { language: spoken, region } = call;
  return {
    id: call.id,
    path: callPath(call.id),
    beganAt: call.beganAt,
    endedAt: call.endedAt,
    takenBy: call.takenBy,
    mine: call.mine,
    type: call.typeLabels?.[language] ?? translate(language, 'hotline:type_open'),
    level: call.triage.level === 'open' ? null : call.triage.level,
    levelTag: LEVEL_TAGS[call.triage.level],
    levelLabel: translate(language, `hotline:level.${call.triage.level}`),
    where: [
      spoken && labelOf('languages', spoken, language),
      region && labelOf('regions', region, language),
    ]
      .filter(Boolean)
      .join(' · '),
    outcome: call.outcome && translate(language, `hotline:outcome.${call.outcome}`),
    steps: call.steps.map(({ step, people }) => ({
      step,
      label: translate(language, `hotline:became.${step}`, { count: people }),
    })),
    bed: call.bed && bedModel(call.bed),
  };
}

function hotlineDayModel(actor: Actor, language: Language, line: HotlineDay) {
  const { day, today, calls, callBacksDue, openCall, blocks } = line;
  const pranks = calls.filter(({ type }) => type === 'prank').length;
  return {
    title: translate(language, 'hotline:line.title', { day: formatDay(day, language) }),
    isToday: day === today,
    day,
    count: calls.length,
    callBacksDue,
    pranks,
    became: calls.filter(({ steps }) => steps.some(({ step }) => step === 'request')).length,
    before: `/hotline?day=${addDays(day, -1)}`,
    after: day < today ? `/hotline?day=${addDays(day, 1)}` : null,
    openPath: openCall && callPath(openCall),
    mayAnswer: may(actor, 'hotline:answer'),
    mayFigures: may(actor, 'hotline:figures'),
    mayBlock: may(actor, 'hotline:block'),
    calls: calls.map((call) => callRowModel(call, language)),
    blocks: blocks.map((block) => ({
      ...block,
      reason: translate(language, `hotline:block.reason.${block.reason}`),
      description: translate(language, 'hotline:caller.again', {
        calls: translate(language, 'hotline:caller.calls', { count: block.calls }),
        pranks: translate(language, 'hotline:caller.pranks', { count: block.pranks }),
      }),
    })),
  };
}
