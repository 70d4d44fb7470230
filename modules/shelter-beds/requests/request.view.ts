/** Page of one request: its people, proposals, held beds and the next action. */
import { may } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { newForm, type FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import type { Choices } from '../bookings/booking.view';
import { distinctReasons } from '../placing/reasons.view';
import type { Candidates, BedCandidate, ProposalView } from '../placing/candidates.service';
import { holdForm } from '../placing/hold.form';
import { mayAllocate } from '../placing/may-allocate.rules';
import { labelOf } from '../../reference-lists';
import type { BedNote } from '../bookings/bed-notes.service';
import { describeSex } from './people.words';
import type { RequestRow } from './requests.queries';
import { colonOf } from '../../platform/shared/punctuation.words';

export function requestPage(
  request: RequestRow & { readonly note: BedNote | null },
  candidates: Candidates | null,
  actor: Actor,
  emergencies: Choices,
  form: FormState = newForm(),
): object {
  const say = (key: string, params = {}) => translate(actor.language, `beds:${key}`, params);
  const held = request.bookings.filter(({ state }) => state === 'hold');
  const promised = request.bookings.filter(({ state }) => state === 'promised');
  const here = request.bookings.every(({ shelterId }) => actor.shelterIds.includes(shelterId));
  const whole = (bookings: readonly unknown[]) => bookings.length === request.people.length;
  const agreed = request.bookings.every((booking) => booking.agreed);
  const others = request.bookings.length === 0 ? otherBeds(candidates) : [];
  return {
    title: say('request.title', {
      people: translate(actor.language, 'common:count.people', { count: request.people.length }),
    }),
    wide: true,
    form,
    request,
    people: request.people.map((person, index) => ({
      ...person,
      number: index + 1,
      who: describeSex(person, (key, params) => translate(actor.language, key, params)),
      age: ageOf(person.ageLow, person.ageHigh, say),
    })),
    bookings: request.bookings.map((booking) => ({
      ...booking,
      caseNumber: numberOf(request, booking.caseId),
      opens: true,
    })),
    boardPath: `/beds?request=${request.id}`,
    addressed: request.shelter,
    interpreter: request.interpreter && labelOf('languages', request.interpreter, actor.language),
    near: request.nearRegion && labelOf('regions', request.nearRegion, actor.language),
    infants: request.people.filter(({ ageLow }) => ageLow !== null && ageLow < 2).length,
    notAgreed: request.bookings.length > 0 && !agreed,
    emergencies: agreed || request.mine ? null : emergencies,
    mayAgree: !agreed && request.mine && may(actor, 'beds:agree'),
    mayRenewHold: held.length > 0 && whole(held) && may(actor, 'beds:hold'),
    mayRenew:
      (request.state === 'expired' || request.state === 'open') &&
      request.mine &&
      may(actor, 'requests:open'),
    mayPromise: whole(held) && may(actor, 'beds:promise'),
    mayCheckIn: (whole(held) || whole(promised)) && here && may(actor, 'beds:check-in'),
    mayRelease: held.length + promised.length > 0 && may(actor, 'beds:release'),
    mayWithdraw:
      (request.state === 'open' || request.state === 'expired') &&
      request.mine &&
      may(actor, 'requests:open'),
    lacks: candidates?.lacks ?? [],
    proposals: (request.bookings.length === 0 ? (candidates?.proposals ?? []) : []).map((one) =>
      proposalModel(one, request, actor),
    ),
    ruleSet: candidates?.ruleSet ?? null,
    otherBeds: others.slice(0, OTHER_BEDS).map((bed) => otherBed(bed, request, actor)),
    moreBeds: Math.max(0, others.length - OTHER_BEDS),
  };
}

/** On one page; who looks for more looks on the board. */
const OTHER_BEDS = 60;

/** Those that could be had with one change first, then what is not proposed. */
const otherBeds = (candidates: Candidates | null): BedCandidate[] =>
  (candidates?.beds ?? [])
    .filter(({ verdict }) => verdict === 'no' || verdict === 'not_proposed')
    .sort((a, b) => changesOf(a) - changesOf(b));
const changesOf = ({ whatIfs, verdict }: BedCandidate): number =>
  whatIfs[0]?.flips.length ?? (verdict === 'no' ? 8 : 9);

function otherBed(bed: BedCandidate, request: RequestRow, actor: Actor): object {
  const { codeName, roomName, label, bedId, verdict, reasons, checks, whatIfs } = bed;
  const asks =
    bed.mayBeSetAside && may(actor, 'overrides:ask') && mayAllocate(actor, bed.shelterId);
  return {
    place: `${codeName} · ${roomName} ${label}`,
    state: verdict,
    reasons: distinctReasons(reasons.filter(({ sign, hard }) => sign === 'against' && hard)),
    checks:
      checks &&
      Object.entries(checks).map(([rule, check]) => ({
        check,
        label: `${translate(actor.language, `placement:rules.${rule}`)}${colonOf(actor.language)}${translate(actor.language, `placement:check.${check}`)}`,
      })),
    whatIfs,
    overridePath: asks ? `/beds/requests/${request.id}/overrides/new?bed=${bedId}` : null,
  };
}

function proposalModel(proposal: ProposalView, request: RequestRow, actor: Actor): object {
  const form = holdForm(proposal, request, actor);
  const { rank, verdict, codeName, places, reasons } = proposal;
  // Reasons that hold for all places are shown once; each place shows only its own.
  const shared = places[0]!.reasons.filter(({ text }) =>
    places.every((place) => place.reasons.some((one) => one.text === text)),
  );
  const isShared = ({ text }: { text: string }) => shared.some((one) => one.text === text);
  return {
    rank,
    state: verdict,
    codeName,
    unknown: proposal.unknown,
    reasons: distinctReasons([...reasons, ...shared]),
    places: places
      .map(({ caseId, label, roomName, reasons: own }) => ({
        label,
        roomName,
        number: request.people.findIndex((one) => one.caseId === caseId) + 1,
        reasons: distinctReasons(own.filter((one) => !isShared(one))),
      }))
      .sort((a, b) => a.number - b.number),
    action: form?.action ?? null,
    fields: form?.fields ?? [],
  };
}

const numberOf = (request: RequestRow, caseId: string): string | null =>
  request.people.find((one) => one.caseId === caseId)?.caseNumber ?? null;

function ageOf(
  low: number | null,
  high: number | null,
  say: (key: string, params?: object) => string,
): string {
  if (low === null || high === null) return say('request.age_unknown');
  return low === high
    ? say('request.age', { count: low })
    : say('request.age_range', { low, high });
}
