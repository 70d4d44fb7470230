/** A track as a page: the way drawn as a line, what blocks the next step, what was explained, decided and weighed. */
import { may } from '../access';
import { labelOf } from '../reference-lists';
import type { Actor, Language } from '../platform/shared/actor';
import { translatorOf } from '../platform/web/i18n';
import { followUpModel } from './follow-up/follow-up.view';
import { isAskedOf, type Leg } from './journey.rules';
import type { Bands } from './survey/survey.rules';
import type { Track, TracksOfPerson } from './read-tracks.service';
import { RISKS } from './return.rules';
import { type TrackKind, isOver, pathwayOf } from './track-states.rules';
import type { Choice } from '../platform/web/form-fields';
import { colonOf } from '../platform/shared/punctuation.words';

/** Where what is missing is written down. */
const SUPPLIED_BY: Readonly<Record<string, string>> = {
  counselling: 'counselling/new',
  topics: 'counselling/new',
  decision: 'decisions/new',
  cooling_off: '',
  best_interests: 'decisions/new',
  family: 'family/new',
  tracing: 'family/new',
  risk: 'risks/new',
  document: 'documents/new',
  fitness: 'fitness/new',
  year: '',
  reception: 'arrivals/new',
  confirmation: 'arrivals/new',
  journey: 'journeys/new',
  escort: 'journeys/new',
  day: '',
  formalities: 'formalities/new',
  outcome: 'outcomes/new',
};

export const wordsIn = translatorOf('returns');

/** "Return: Côte d’Ivoire": a country or a region and nothing finer. */
export function trackKindLabel(
  one: { readonly door: TrackKind; readonly country: string; readonly region: string | null },
  language: Language,
): string {
  const place =
    one.door === 'return'
      ? labelOf('nationalities', one.country, language)
      : labelOf('regions', one.region!, language);
  return wordsIn(language)(`door.${one.door}`, { place });
}

export function fileModel(actor: Actor, language: Language, file: TracksOfPerson) {
  const words = wordsIn(language);
  const path = `/people/${file.person.id}/returns`;
  const mayOpen =
    file.mayWrite && may(actor, 'returns:write') && file.tracks.every(({ state }) => isOver(state));
  return {
    title: words('title', { number: file.person.caseNumber }),
    filePath: `/people/${file.person.id}`,
    newPath: mayOpen ? `${path}/new` : null,
    tracks: file.tracks.map((track) => ({
      ...trackHeading(track, language),
      path: `${path}/${track.id}`,
      blocked: blockersOf(track, language, null),
    })),
  };
}

export function trackModel(
  actor: Actor,
  language: Language,
  file: TracksOfPerson,
  track: Track,
  topics: readonly Choice[],
  formalities: readonly Choice[],
  bands: Bands,
) {
  const words = wordsIn(language);
  const path = `/people/${file.person.id}/returns/${track.id}`;
  const live = !isOver(track.state);
  const hasArrived = track.steps.some(({ to }) => to === 'arrived');
  const journey = track.journeys.at(-1) ?? null;
  const toSettle = formalities.filter(
    ({ value }) =>
      isAskedOf(value, track.country) && track.settled.every(({ item }) => item !== value),
  );
  const writes = live && file.mayWrite && may(actor, 'returns:write');
  const seesStory = file.parts.includes('story');
  const seesHealth = file.parts.includes('health');
  const when = (allowed: boolean, page: string) => (allowed ? `${path}/${page}` : null);
  const codes = (of: string, code: string) => words(`${of}.${code}`);
  const explained = new Set(
    track.counselling.filter(({ understood }) => understood !== 'no').flatMap((one) => one.topics),
  );
  const left = topics.filter(({ value }) => !explained.has(value)).map(({ label }) => label);
  const topicIn = (version: number, code: string) =>
    file.wordsOf({ list: 'return_topics', version, code }, language);
  return {
    ...trackHeading(track, language),
    title: words('one', { door: trackKindLabel(track, language), number: file.person.caseNumber }),
    backPath: `/people/${file.person.id}/returns`,
    planPath: `${path}/plan`,
    travels: track.door === 'return',
    live,
    seesStory,
    seesHealth,
    blocked: blockersOf(track, language, writes ? path : null),
    paths: {
      step: when(writes, 'steps/new'),
      withdraw: when(live && file.mayWrite && may(actor, 'returns:withdraw'), 'withdrawal/new'),
      counselling: when(writes, 'counselling/new'),
      decision: when(writes, 'decisions/new'),
      family: when(writes && seesStory, 'family/new'),
      risk: when(writes && seesStory, 'risks/new'),
      document: when(writes, 'documents/new'),
      fitness: when(writes && seesHealth, 'fitness/new'),
      journey: when(writes, 'journeys/new'),
      arrival: when(writes && hasArrived, 'arrivals/new'),
      ask: when(
        writes && (track.state === 'travelling' || track.state === 'arrived'),
        'partner-link/new',
      ),
      settle: when(writes && toSettle.length > 0, 'formalities/new'),
    },
    topicsLeft: left.length > 0 ? words('topics_left', { topics: left.join(' · ') }) : null,
    counselling: track.counselling
      .toReversed()
      .map((one) => ({
        ...one,
        line: [
          codes('how', one.how),
          labelOf('languages', one.language, language),
          codes('interpreter', one.interpreter),
          words(`alone_${one.alone ? 'yes' : 'no'}`),
          codes('understood', one.understood),
        ].join(' · '),
        counts: one.alone && one.understood === 'yes' && one.interpreter !== 'relative',
        topicNames: one.topics.map((code) => topicIn(one.listVersion, code)).join(' · '),
      })),
    decisions: track.decisions
      .toReversed()
      .map((one, place) => ({
        ...one,
        label: codes('decision', one.decision),
        current: place === 0,
        go: one.decision === 'go',
        line: [
          codes('decider', one.decider),
          one.capacity && `${words('field.capacity')} ${codes('capacity', one.capacity)}`,
          one.assent &&
            `${words('field.assent')}${colonOf(language)}${codes('assent', one.assent)}`,
          codes('pressure', one.pressure),
        ]
          .filter(Boolean)
          .join(' · '),
      })),
    family: track.family
      .toReversed()
      .map((one) => ({
        ...one,
        kindLabel: codes('family_kind', one.kind),
        outcomeLabel: codes('outcome', one.outcome),
        bad: one.outcome === 'unsafe',
      })),
    risks: track.risks
      .toReversed()
      .map((one, place) => ({
        ...one,
        current: place === 0,
        over: one.validUntil < file.today,
        levels: RISKS.map((risk) => ({
          name: codes('risk', risk),
          level: one[risk],
          label: codes('level', one[risk]),
          width: { none: 4, low: 30, medium: 60, high: 100, unknown: 100 }[one[risk]],
        })),
        decidedLabel:
          one.decided &&
          words('risk_decided', {
            decision: codes('risk_decision', one.decided.decision),
            name: one.decided.by,
          }),
        go: one.decided?.decision === 'go',
        decidePath:
          live && file.mayWrite && !one.decided && may(actor, 'returns:decide-risk')
            ? when(one.byId !== actor.userId, `risks/${one.id}/decision/new`)
            : null,
      })),
    documents: track.documents.map((one) => ({
      ...one,
      label: words('document_of', {
        kind: file.wordsOf(
          { list: 'travel_documents', version: one.kindVersion, code: one.kind },
          language,
        ),
        country: labelOf('nationalities', one.country, language),
      }),
      stateLabel: codes('document_state', one.state),
      issued: one.state === 'issued',
      note: one.steps.at(-1)?.note ?? null,
      stepPath: when(writes, `documents/${one.id}/steps/new`),
    })),
    fitness: track.fitness
      .toReversed()
      .map((one) => ({
        ...one,
        label: codes('verdict', one.verdict),
        good: one.verdict === 'fit' || one.verdict === 'fit_escorted',
        over: one.validUntil < file.today,
      })),
    journey: journey && {
      ...journey,
      legLabels: journey.legs.map((leg) => legWords(leg, language)),
      escortLabel: codes('escort', journey.escort),
      contactLabel: codes('contact', journey.contact),
      needLabels: journey.needs.map((need) => codes('journey_need', need)).join(' · '),
      allowanceLabels: journey.allowances.map((one) => codes('allowance', one)).join(' · '),
    },
    heardOf: hasArrived || track.state === 'travelling' || track.arrivals.length > 0,
    confirm: track.confirmBy && {
      late: track.confirmBy < file.today,
      words: words('confirm_by', { day: track.confirmBy }),
    },
    arrivals: track.arrivals
      .toReversed()
      .map((one) => ({
        ...one,
        label: words('heard_from', { who: codes('teller', one.reportedBy) }),
        confirmed: one.reportedBy === 'partner' && one.received !== 'nobody',
        line: [
          codes('heard', one.how),
          `${words('field.received')}${colonOf(language)}${codes('received', one.received)}`,
          `${words('field.onward')}${colonOf(language)}${codes('onward', one.onward)}`,
          codes('wellbeing', one.wellbeing),
        ].join(' · '),
        bad:
          one.received === 'nobody' || one.onward === 'missing' || one.wellbeing === 'needs_help',
      })),
    formalities: [
      ...track.settled.map((one) => ({
        label: file.wordsOf(
          { list: 'exit_formalities', version: one.listVersion, code: one.item },
          language,
        ),
        done: codes('settled_as', one.outcome),
        ...one,
      })),
      ...toSettle.map(({ label }) => ({ label, done: null })),
    ],
    after: followUpModel(
      track,
      bands,
      language,
      file.mayWrite &&
        seesStory &&
        may(actor, 'returns:write') &&
        (live || track.state === 'completed')
        ? path
        : null,
    ),
    history: track.steps
      .toReversed()
      .map((step) => ({
        ...step,
        label: codes('state', step.to),
        reasonLabel: step.reason && codes('reason', step.reason),
      })),
  };
}

function trackHeading(track: Track, language: Language) {
  const words = wordsIn(language);
  return {
    id: track.id,
    state: track.state,
    doorLabel: trackKindLabel(track, language),
    stateLabel: words(`state.${track.state}`),
    over: isOver(track.state),
    officer: track.officer,
    openedOn: track.openedOn,
    leftOn: track.leftOn,
    way: pathwayOf(track.door, track.state, track.steps).map((step) => ({
      ...step,
      label: words(`state.${step.state}`),
      words: words(`way.${step.is}`),
    })),
  };
}

/** Obstacles before the next step of a track, each with the page that removes it. */
function blockersOf({ onwards }: Track, language: Language, path: string | null) {
  const words = wordsIn(language);
  if (!onwards) return null;
  const state = words(`state.${onwards.to}`);
  return {
    state,
    ready: onwards.missing.length === 0,
    sentence: words(onwards.missing.length === 0 ? 'ready' : 'blocked', { state }),
    needs: onwards.missing.map((need) => ({
      need,
      label: words(`need.${need}`),
      path: path && SUPPLIED_BY[need] ? `${path}/${SUPPLIED_BY[need]}` : null,
    })),
  };
}

export function legWords(leg: Leg, language: Language): string {
  const words = wordsIn(language);
  const place = (code: string) => labelOf('nationalities', code, language);
  return words('leg', {
    mode: words(`mode.${leg.mode}`),
    from: place(leg.from),
    to: place(leg.to),
    day: leg.leavesOn,
    time: leg.leavesAt ?? '',
  });
}
