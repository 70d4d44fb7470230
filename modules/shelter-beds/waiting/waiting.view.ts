/** The waiting list as its page shows it: each place with a bar of its points and the words for them. */
import { may } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { newForm, type FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { describePeople, peopleSeen, type Say } from '../requests/people.words';
import { OFFER_REFUSALS, SOURCES, TURN_AWAY_REASONS, URGENCIES, type Urgency } from '../beds.data';
import { unaccompaniedPoints, type ScorePart, type Weights } from './priority.rules';
import type { WaitingListEntry, WaitingList } from './waiting-list.service';

/** A refused offer is shown in its row; other refused forms at the top or bottom of the page. */
export function waitingPage(
  { line, weights, shelters, turnAways }: WaitingList,
  actor: Actor,
  form: FormState,
  {
    shown,
    refusedRow,
    urgency,
  }: { shown: WaitingList['line']; refusedRow: string | null; urgency: Urgency | null },
): object {
  const say: Say = (key, params = {}) => translate(actor.language, key, params);
  const choices = (name: string, codes: readonly string[]) =>
    codes.map((value) => ({ value, label: say(`${name}.${value}`) }));
  const houses = shelters.map(({ id: value, codeName: label }) => ({ value, label }));
  const most = mostPoints(weights);
  const refused = line.find(({ id }) => id === refusedRow);
  return {
    title: say('waiting:title'),
    wide: true,
    form: refused ? formOfRow(form, refused, { say, actor }) : form,
    refusedRow,
    urgencies: [null, ...URGENCIES].map((one) => ({
      label: one ? say(`beds:urgency.${one}`) : say('waiting:all_urgencies'),
      path: one ? `/beds/waiting?urgency=${one}` : '/beds/waiting',
      count: line.filter(({ request }) => one === null || request.urgency === one).length,
      current: one === urgency,
    })),
    line: shown.map((one) => ({
      ...lineModel(one, most, { say, actor }),
      refused: one.id === refusedRow ? form : null,
      asks: one.id === refusedRow && form.errors.reason !== undefined,
    })),
    turnAwayForm: refusedRow === null ? form : newForm(),
    houses,
    mayOffer: may(actor, 'beds:hold') && houses.length > 0 && line.length > 0,
    mayTurnAway: may(actor, 'requests:turn-away'),
    refusals: choices('waiting:refusal', OFFER_REFUSALS),
    sources: choices('beds:source', SOURCES),
    reasons: choices('waiting:turn_away', TURN_AWAY_REASONS),
    turnAways: turnAways.map((one) => ({ ...one, retractable: one.mine && !one.retractedAt })),
    weights: weightLines(weights, say),
  };
}

/** Named in the summary, which leads to the row, or to its field. */
const formOfRow = (
  form: FormState,
  { id, rank, request }: WaitingListEntry,
  { say, actor }: { say: Say; actor: Actor },
): FormState => ({
  ...form,
  summary: form.summary.map(({ field, sentence }) => ({
    field: field ?? rowField(id),
    sentence: say('waiting:of_row', {
      rank,
      who: describePeople(request.people, say, actor.language),
      sentence,
    }),
  })),
});

const rowField = (id: string): string => `row-${id}`;
const rowId = (id: string): string => `f-${rowField(id)}`;

/** The address of a request on the waiting list. */
export const waitingListPath = (id: string): string => `/beds/waiting#${rowId(id)}`;

function lineModel(
  one: WaitingListEntry,
  most: number,
  { say, actor }: { say: Say; actor: Actor },
): object {
  const { request, rank, score, parts, notAsked, offer, before } = one;
  const free = request.heldUntil === null;
  return {
    rank,
    score,
    offer,
    id: request.id,
    urgencyKey: request.urgency,
    people: say('common:count.people', { count: request.people.length }),
    row: rowId(request.id),
    who: describePeople(request.people, say, actor.language),
    neededFrom: request.neededFrom,
    askedAt: request.createdAt,
    // Links to the board, which gives the reasons why a bed does not fit.
    boardPath: free && may(actor, 'beds:hold') ? `/beds?request=${request.id}#placing-title` : null,
    cases: peopleSeen(request),
    heldUntil: offer ? null : request.heldUntil,
    bar: barOf(parts, most),
    words: parts.map((part) => ({
      name: part.name,
      points: part.points,
      text: wordsOf(part, say),
    })),
    notAsked: notAsked.map((name) => say(`waiting:not_asked_of.${name}`)),
    before: before
      .slice(0, 3)
      .map(({ shelter, answer, reason }) =>
        say(`waiting:before.${answer}`, {
          shelter,
          reason: reason ? say(`waiting:refusal.${reason}`) : '',
        }),
      ),
    mayOffer: free && one.receivedHere && may(actor, 'beds:hold'),
    notReceived: free && !one.receivedHere && may(actor, 'beds:hold'),
    mayAnswer: offer !== null && may(actor, 'beds:promise'),
  };
}

/** Stretches of a bar a hundred wide, one beside the other. */
function barOf(parts: readonly ScorePart[], most: number): object[] {
  let at = 0;
  return parts.map(({ name, points }) => {
    const width = Math.round((points / most) * 1000) / 10;
    const stretch = { name, at, wide: width };
    at = Math.round((at + width) * 10) / 10;
    return stretch;
  });
}

const wordsOf = ({ name, of }: ScorePart, say: Say): string => {
  if (name === 'days')
    return say('waiting:part.days', { days: say('common:count.days', { count: of }) });
  if (name === 'urgency') return say(`beds:urgency.${of}`);
  if (name === 'risk' || name === 'medical') return say(`waiting:${name}.${of}`);
  return say(`waiting:part.${name}`);
};

const largest = (weights: Readonly<Record<string, number>>): number =>
  Math.max(...Object.values(weights));

function mostPoints(weights: Weights): number {
  const { risk, urgency, medical, infant, children, daysMost } = weights;
  const people = Math.max(children, infant + unaccompaniedPoints(weights));
  return largest(risk) + largest(urgency) + largest(medical) + people + daysMost;
}

function weightLines(weights: Weights, say: Say): object[] {
  const of = (name: 'risk' | 'urgency' | 'medical', key: string) =>
    Object.entries(weights[name])
      .filter(([, points]) => points > 0)
      .map(([code, points]) => ({ name, text: say(`${key}.${code}`), points }));
  return [
    ...of('risk', 'waiting:risk'),
    ...of('urgency', 'beds:urgency'),
    ...of('medical', 'waiting:medical'),
    { name: 'infant', text: say('waiting:part.infant'), points: weights.infant },
    { name: 'children', text: say('waiting:part.children'), points: weights.children },
    {
      name: 'unaccompanied',
      text: say('waiting:part.unaccompanied'),
      points: unaccompaniedPoints(weights),
    },
    {
      name: 'days',
      text: say('waiting:part.each_day', { most: weights.daysMost }),
      points: weights.eachDay,
    },
  ];
}
