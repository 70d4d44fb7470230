/** The pages of a group: who is weighed together, what is proposed for each, drawn house by house. */
import type { Actor, Language } from '../../platform/shared/actor';
import { isCivilDate } from '../../platform/shared/nights.rules';
import { joinWords } from '../../platform/shared/punctuation.words';
import type { FormState } from '../../platform/web/forms';
import { formatDay } from '../../platform/web/format';
import { keyOfCode, translate } from '../../platform/web/i18n';
import { groupBy } from '../../platform/shared/group-by';
import { describePeople, type Say } from '../requests/people.words';
import type { RequestRow } from '../requests/requests.queries';
import type { GroupPlanDetails } from './group-plans.service';
import { NEAREST, type StoredReason, type PartyRow, type PlanSummary } from './group-plans.queries';
import { formatWhatIf } from '../placing/reasons.words';
import { formatUnknownFacts } from '../placing/unknown-facts.words';

const sayer =
  (language: Language): Say =>
  (key, params = {}) =>
    translate(language, key, params);

export function groupsPage(
  { requests, plans }: { requests: readonly RequestRow[]; plans: readonly PlanSummary[] },
  { language }: Actor,
  form: FormState,
): object {
  const say = sayer(language);
  return {
    title: say('groups:title'),
    wide: true,
    form,
    requests: requests.map((request) => ({
      value: request.id,
      label: `${say('common:count.people', { count: request.people.length })} · ${say(`beds:urgency.${request.urgency}`)}`,
      hint: describePeople(request.people, say, language),
    })),
    chosen: requests.filter(({ urgency }) => urgency === 'tonight').map(({ id }) => id),
    enough: requests.length > 1,
    plans: plans.map(({ id, madeAt, state, parties, held }) => ({
      id,
      madeAt,
      state,
      parties,
      held,
    })),
  };
}

export const progressModel = ({ id, state, job }: GroupPlanDetails): object => ({
  id,
  job,
  works: state === 'thinking' && (job?.state === 'waiting' || job?.state === 'running'),
});

export function groupPage(plan: GroupPlanDetails, { language }: Actor, form: FormState): object {
  const say = sayer(language);
  const requests = new Map(plan.requests.map((request) => [request.id, request]));
  const parties = plan.parties.map((party) =>
    partyModel(party, requests.get(party.requestId), { say, language }),
  );
  const placed = plan.parties.filter(({ state }) => state === 'proposed' || state === 'held');
  const people = sum(plan.parties, ({ people: n }) => n);
  const here = sum(placed, ({ people: n }) => n);
  return {
    title: say('groups:plan_title', { people: say('common:count.people', { count: people }) }),
    wide: true,
    form,
    id: plan.id,
    ...progressModel(plan),
    ready: plan.state === 'proposed',
    finding: say('groups:finding', { placed: here, people, beds: plan.freeBeds ?? 0 }),
    compared: compared(plan, { here, people, points: sum(placed, ({ points }) => points ?? 0) }),
    proof: proofOf(plan, say),
    houses: housesOf(plan.parties),
    parties,
    without: parties.filter(({ state }) => state === 'without').length,
    open: parties.some(({ state }) => state === 'proposed'),
    asks: parties.some(({ state, questions }) => state === 'proposed' && questions > 0),
    unknown: plan.parties
      .filter(({ state, questions }) => state === 'proposed' && questions > 0)
      .map(({ place, reasons }) =>
        say('groups:not_known', { place, what: formatUnknownFacts(reasons, language) }),
      ),
    refused: parties.filter(({ refused, state }) => refused !== null && state === 'proposed'),
    shelters: plan.shelters.map(({ id: value, codeName: label }) => ({ value, label })),
  };
}

function partyModel(
  party: PartyRow,
  request: RequestRow | undefined,
  { say, language }: { say: Say; language: Language },
) {
  const { requestId, place, state, questions, byHand, beds, reasons, refused } = party;
  const houses = [...groupBy(beds, ({ shelter }) => shelter)].map(
    ([shelter, own]) =>
      `${shelter} · ${joinWords(
        own.map(({ room, label }) => `${room} ${label}`),
        language,
      )}`,
  );
  return {
    requestId,
    place,
    state,
    questions,
    byHand,
    people: say('common:count.people', { count: party.people }),
    who: request ? describePeople(request.people, say, language) : null,
    urgencyKey: request?.urgency ?? null,
    where: houses.join(' · ') || null,
    chosen: state === 'proposed',
    reasons: reasons
      .filter(({ code }) => !isLack(code) && code !== NEAREST)
      .map((one) => reasonModel(one, language)),
    nearest: nearestOf(reasons, { say, language }),
    lacks: reasons
      .filter(({ code }) => isLack(code))
      .map(({ code, params }) => say(`placement:${code}`, params)),
    refused: refused && say(keyOfCode(refused.code), spoken(refused.params, language)),
  };
}

/** "House A · room 2 bed 1: would fit from 3 December." */
function nearestOf(
  reasons: readonly StoredReason[],
  { say, language }: { say: Say; language: Language },
): string | null {
  const kept = reasons.find(({ code }) => code === NEAREST);
  if (!kept) return null;
  const whatIf = JSON.parse(String(kept.params.whatIf)) as Parameters<typeof formatWhatIf>[0];
  return say('groups:nearest', { place: kept.params.place, what: formatWhatIf(whatIf, language) });
}

const isLack = (code: string): boolean => code.startsWith('lacks.');

const reasonModel = ({ sign, code, params }: StoredReason, language: Language) => ({
  sign,
  key: code,
  params: spoken(params, language),
});

const spoken = (params: StoredReason['params'], language: Language) =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      isCivilDate(value) ? formatDay(value, language) : value,
    ]),
  );

/** Bar chart with two bars: share of people placed by the plan and by first come, first served. */
function compared(
  { handPeople, handPoints }: GroupPlanDetails,
  { here, people, points }: { here: number; people: number; points: number },
): object[] {
  const share = (n: number) => (people > 0 ? Math.round((n / people) * 1000) / 10 : 0);
  return [
    { key: 'plan', placed: here, people, points, width: share(here) },
    {
      key: 'hand',
      placed: handPeople ?? 0,
      people,
      points: handPoints ?? 0,
      width: share(handPeople ?? 0),
    },
  ];
}

/** Largest gap to the bound that is shown, in per cent; a wider one only means that the solver was stopped early. */
const WORTH_TELLING = 20;

function proofOf({ worth, bound, seconds }: GroupPlanDetails, say: Say): string {
  if (worth === null || bound === null) return say('groups:no_proof');
  if (bound === 0) return say('groups:nothing_possible');
  const gap = Math.max(0, (bound - worth) / Math.max(1, Math.abs(worth))) * 100;
  if (gap > WORTH_TELLING) return say('groups:unproved');
  const params = { seconds: seconds ?? 0, gap: Math.ceil(gap * 10) / 10 };
  return say(gap < 0.05 ? 'groups:proved' : 'groups:proved_within', params);
}

/** The beds that the plan takes, by house and room, each with the number of its party. */
function housesOf(parties: readonly PartyRow[]): object[] {
  const taken = parties.flatMap(({ place, state, beds }) =>
    beds.map((bed) => ({ ...bed, place, state })),
  );
  return [...groupBy(taken, ({ shelter }) => shelter)]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([shelter, beds]) => ({
      shelter,
      count: beds.length,
      rooms: [...groupBy(beds, ({ roomId }) => roomId).values()]
        .map((inRoom) => ({ room: inRoom[0]!.room, beds: inRoom }))
        .sort((a, b) => a.room.localeCompare(b.room)),
    }));
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);
