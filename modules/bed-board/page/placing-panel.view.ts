/** The panel beside the board: what is proposed for a request, what is held for it, and the next press. */
import { may } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { joinWords } from '../../platform/shared/punctuation.words';
import type { FormState } from '../../platform/web/forms';
import { groupBy } from '../../platform/shared/group-by';
import {
  type Candidates,
  type BedCandidate,
  type ProposalView,
  type PreparableProposal,
  mayAllocate,
  nearestChanges,
  holdForm,
  type RequestRow,
  distinctReasons,
  describePeople,
  describeSex,
} from '../../shelter-beds';
import { boardPath, searchOf, type BoardQuery } from './board-address.rules';
import type { BoardPlacement } from './screen.service';
import type { BoardWords } from './board.words';

const PROPOSALS_ON_BOARD = 5;

interface PlacingPanelContext {
  readonly query: BoardQuery;
  readonly actor: Actor;
  readonly words: BoardWords;
  readonly form: FormState;
}

export function placingPanelModel(
  { request, candidates }: BoardPlacement,
  asks: PlacingPanelContext,
): object {
  const { query, words } = asks;
  const search = searchOf({ ...query, bed: undefined });
  return {
    id: request.id,
    title: words('beds:board.placing', {
      people: words('common:count.people', { count: request.people.length }),
    }),
    stopPath: boardPath({ ...query, request: undefined, bed: undefined }),
    requestPath: `/beds/requests/${request.id}`,
    nights: nightsOf(request, words),
    choose: candidates && chooseModel(candidates, request, { ...asks, search }),
    kept: request.bookings.length > 0 ? keptModel(request, asks, search) : null,
    over:
      !candidates && request.bookings.length === 0
        ? words(`beds:request_state.${request.state}`)
        : null,
  };
}

const nightsOf = ({ neededFrom, nights }: RequestRow, words: BoardWords): string =>
  [
    words('bed-board:placing.from', { from: words.day(neededFrom) }),
    nights ? words('common:count.nights', { count: nights }) : words('beds:request.open_nights'),
  ].join(' · ');

type BedChoiceContext = PlacingPanelContext & { readonly search: string };

function chooseModel(candidates: Candidates, request: RequestRow, asks: BedChoiceContext): object {
  const { query, words } = asks;
  const chosen = candidates.beds.find(({ bedId }) => bedId === query.bed) ?? null;
  return {
    lacks: candidates.lacks,
    proposals: candidates.proposals
      .slice(0, PROPOSALS_ON_BOARD)
      .map((one) => proposalModel(one, request, asks)),
    chosen: chosen && {
      state: chosen.verdict,
      place: placeOf(chosen),
      reasons: distinctReasons(chosen.reasons),
      word: words(`beds:verdict.${chosen.verdict}`),
    },
    plain: may(asks.actor, 'beds:hold') ? plainForm(candidates, request, chosen, asks) : null,
    stuck: stuckModel(candidates, request, asks),
  };
}

/** A bed that was just left: whether it can be reported as prepared, and by whom. */
function preparableModel(
  { verdict, beds }: PreparableProposal,
  { actor, words, search }: BedChoiceContext,
): object {
  const [{ shelterId, codeName, roomName }] = beds as [PreparableProposal['beds'][number]];
  // A bed has its name within its room.
  const isOneRoom = beds.every((bed) => bed.roomName === roomName);
  const nameOf = ({ label, roomName: room }: (typeof beds)[number]) =>
    isOneRoom ? label : `${label} (${room})`;
  const mine = may(actor, 'beds:prepare') && actor.shelterIds.includes(shelterId);
  return {
    text: words(`bed-board:placing.once_ready_${verdict}`, {
      count: beds.length,
      beds: beds.map(nameOf).join(words('bed-board:strip.and')),
      place: isOneRoom ? `${codeName} · ${roomName}` : codeName,
    }),
    action: mine ? `/beds/board/ready${search}` : null,
    several: beds.length > 1,
    beds: beds.map((bed) => ({
      bedId: bed.bedId,
      label: nameOf(bed),
      words: words('beds:board.ready_label', { bed: nameOf(bed) }),
    })),
  };
}

const isOnlyToPrepare = ({ whatIfs }: BedCandidate): boolean =>
  whatIfs[0]?.flips.every(({ code }) => code === 'bed_ready') ?? false;

/** Where the reader can hold nothing: what is missing least, where else a bed fits, and what may be done. */
function stuckModel(
  { beds, proposals, oncePrepared }: Candidates,
  request: RequestRow,
  asks: BedChoiceContext,
): object | null {
  const { actor, words } = asks;
  if (proposals.some(({ shelterId }) => mayAllocate(actor, shelterId))) return null;
  const own = beds.filter(({ shelterId }) => mayAllocate(actor, shelterId));
  const houses = [...new Set(proposals.map(({ codeName }) => codeName))];
  const exception = may(actor, 'overrides:ask')
    ? own.find(({ mayBeSetAside }) => mayBeSetAside)
    : undefined;
  return {
    prepare: oncePrepared.map((one) => preparableModel(one, asks)),
    nearest: nearestChanges(
      own.filter((bed) => oncePrepared.length === 0 || !isOnlyToPrepare(bed)),
    ).map(({ change, count }) => words('bed-board:placing.nearest', { change, count })),
    elsewhere: elsewhereWords(houses, request, words),
    override: exception && {
      path: `/beds/requests/${request.id}/overrides/new?bed=${exception.bedId}`,
      label: words('bed-board:placing.override', { place: placeOf(exception) }),
    },
    bedsPath: `/beds/requests/${request.id}`,
    waitingPath: may(actor, 'requests:read') ? '/beds/waiting' : null,
    turnAwayPath: may(actor, 'requests:turn-away') ? '/beds/waiting#turned-away' : null,
  };
}

/** A request to all shelters is on the waiting list of each; an addressed one on that shelter's list only. */
function elsewhereWords(
  houses: readonly string[],
  { shelter }: RequestRow,
  words: BedChoiceContext['words'],
): string | null {
  if (houses.length === 0) return null;
  const named = { houses: houses.join(words('bed-board:strip.and')) };
  return shelter === null
    ? words('bed-board:placing.elsewhere', named)
    : words('bed-board:placing.elsewhere_addressed', { ...named, shelter });
}

const placeOf = ({ codeName, roomName, label }: BedCandidate): string =>
  `${codeName} · ${roomName} ${label}`;

const holdsPath = ({ id }: RequestRow, search: string) =>
  `/beds/board/requests/${id}/holds${search}`;

function proposalModel(
  proposal: ProposalView,
  request: RequestRow,
  asks: BedChoiceContext,
): object {
  const { rank, verdict, codeName, places, reasons } = proposal;
  const form = holdForm(proposal, request, asks.actor);
  return {
    rank,
    state: verdict,
    unknown: proposal.unknown,
    place: `${codeName} · ${joinWords(
      places.map(({ roomName, label }) => `${roomName} ${label}`),
      asks.actor.language,
    )}`,
    reasons: distinctReasons([...reasons, ...places.flatMap((place) => place.reasons)]),
    beds: places.map(({ bedId }) => bedId).join(' '),
    action: form && holdsPath(request, asks.search),
    fields: form?.fields ?? [],
  };
}

/** One select of beds per person: the accessible alternative to drag and drop. */
function plainForm(
  { beds, proposals }: Candidates,
  request: RequestRow,
  chosen: BedCandidate | null,
  { words, form, search, actor }: BedChoiceContext,
): object {
  const may = beds.filter(
    ({ verdict, shelterId }) =>
      (verdict === 'fits' || verdict === 'ask') &&
      (actor.roles.includes('reintegration_officer') || actor.shelterIds.includes(shelterId)),
  );
  const proposal = chosen
    ? proposals.find(({ places }) => places.some(({ bedId }) => bedId === chosen.bedId))
    : undefined;
  const wished = new Map(proposal?.places.map(({ caseId, bedId }) => [caseId, bedId]));
  if (chosen && !proposal && may.includes(chosen)) {
    wished.set(chosen.caseId ?? request.people[0]!.caseId, chosen.bedId);
  }
  return {
    action: holdsPath(request, search),
    open: chosen !== null || form.summary.length > 0,
    people: request.people.map(({ caseId, caseNumber, sex, ageHigh }, index) => {
      const name = `placements.${index}.bedId`;
      const typed = form.values[name];
      const bed = typeof typed === 'string' ? typed : wished.get(caseId);
      return {
        caseId,
        index,
        name,
        caseNumber,
        word: words('bed-board:placing.person', { number: index + 1 }),
        sex: describeSex({ sex, ageHigh }, words),
        houses: housesOf(may, bed, words),
      };
    }),
    none: may.length === 0,
  };
}

function housesOf(beds: readonly BedCandidate[], chosen: string | undefined, words: BoardWords) {
  return [...groupBy(beds, ({ shelterId }) => shelterId)].map(([, inHouse]) => ({
    codeName: inHouse[0]!.codeName,
    beds: inHouse.map(({ bedId, roomName, label, verdict }) => ({
      id: bedId,
      chosen: bedId === chosen,
      state: verdict,
      label: `${roomName} ${label} · ${words(`beds:verdict.${verdict}`)}`,
    })),
  }));
}

function keptModel(
  request: RequestRow,
  { actor, words }: PlacingPanelContext,
  search: string,
): object {
  const { bookings, people } = request;
  const held = bookings.filter(({ state }) => state === 'hold');
  const promised = bookings.filter(({ state }) => state === 'promised');
  const whole = bookings.length === people.length;
  const path = (act: string) => `/beds/board/requests/${request.id}/${act}${search}`;
  return {
    beds: bookings.map(({ id, shelter, room, bed, state }) => ({
      id,
      place: `${shelter} · ${room} ${bed}`,
      state: words(`beds:state.${state}`),
    })),
    until: held[0]?.holdUntil ?? null,
    promise:
      whole && held.length === people.length && may(actor, 'beds:promise') ? path('promise') : null,
    renew: whole && held.length > 0 && may(actor, 'beds:hold') ? path('hold-renewal') : null,
    release:
      held.length + promised.length > 0 && may(actor, 'beds:release') ? path('release') : null,
    releaseAsks: words('bed-board:placing.release_asks', {
      count: held.length + promised.length,
      people: describePeople(
        people.filter(({ caseId }) =>
          [...held, ...promised].some((booking) => booking.caseId === caseId),
        ),
        words,
        actor.language,
      ),
    }),
    arrive:
      promised.length === people.length &&
      bookings.every(({ shelterId }) => actor.shelterIds.includes(shelterId)) &&
      may(actor, 'beds:check-in')
        ? `/beds/requests/${request.id}`
        : null,
    agreed: bookings.every(({ agreed }) => agreed),
  };
}
