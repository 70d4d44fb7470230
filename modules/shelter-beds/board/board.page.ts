/** The board as its page shows it: words, addresses, and what a request that is being placed marks. */
import { may } from '../../access';
import type { Actor } from '../../../src/shared/actor';
import type { CivilDate } from '../../../src/shared/nights';
import { formatDay, formatLongDate, formatPercent } from '../../../src/web/format';
import { translate } from '../../../src/web/i18n';
import { NIGHTS_SHOWN, type BoardAnswer } from './board.service';
import type { BoardBar, BoardBed, BoardShelter } from './board.view';
import type { Candidates, ToldBed, ToldProposal } from '../placing/candidates.service';
import { holdForm } from '../placing/hold.form';
import type { RequestRow } from '../requests/requests.queries';
import type { Told } from '../placing/reasons';

export interface BoardQuery {
  readonly from?: CivilDate;
  readonly nights?: number;
  readonly shelter?: string;
  readonly request?: string;
}
export interface Placing {
  readonly request: RequestRow;
  readonly candidates: Candidates;
}

const PROPOSALS_ON_BOARD = 5;

export function boardPage(
  board: BoardAnswer,
  placing: Placing | null,
  actor: Actor,
  query: BoardQuery,
): object {
  const words = wordsFor(actor);
  const { strip } = board;
  return {
    title: title(board, query, actor),
    wide: true,
    windows: NIGHTS_SHOWN.map((nights) => ({
      nights,
      path: boardPath({ ...query, nights }),
      current: nights === board.nights.length,
    })),
    newRequestPath: may(actor, 'requests:open') ? '/beds/requests/new' : null,
    waitingPath: may(actor, 'requests:read') ? '/beds/waiting' : null,
    groupsPath: may(actor, 'beds:hold') ? '/beds/groups' : null,
    figuresPath: may(actor, 'house-figures:read') ? '/beds/figures' : null,
    freeTonight: board.freeTonight.map(({ kind, count }) => ({ kindKey: kind, count })),
    requestsWaiting: board.requests.map((request) => ({
      href: requestHref(request, actor, query),
      urgencyKey: request.urgency,
      people: request.people.length,
      waitingDays: request.waitingDays,
      heldUntil: request.heldUntil,
      // Only for those who may know: whoever holds the person, or works there.
      heldAt: [...new Set(request.bookings.map(({ shelter }) => shelter))].join(', ') || null,
      current: request.id === query.request,
    })),
    strip: strip.map(({ date, used, available }) => {
      const percent = available > 0 ? Math.round((used / available) * 100) : 0;
      const share = formatPercent(available > 0 ? used / available : 0, actor.language, 0);
      const label = words('board.strip_label', { day: formatDay(date, actor.language), share });
      return { date, used, available, percent, height: Math.min(100, percent), label };
    }),
    placing: placing && placingModel(placing, actor, query),
    nights: board.nights,
    shelters: board.shelters.map((shelter) => shelterModel(shelter, placing, actor)),
  };
}

type Words = (key: string, params?: Record<string, unknown>) => string;
const wordsFor =
  ({ language }: Actor): Words =>
  (key, params = {}) =>
    translate(language, `beds:${key}`, params);

function title(board: BoardAnswer, query: BoardQuery, actor: Actor): string {
  const words = wordsFor(actor);
  const date = formatLongDate(board.from, actor.language);
  const one = query.shelter ? board.shelters[0] : undefined;
  return one
    ? words('board.title_shelter', { date, shelter: one.codeName })
    : words('board.title', { date });
}

export function boardPath(query: BoardQuery): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  return search.size ? `/beds?${search.toString()}` : '/beds';
}

/** Those who place see the board for the request; others its page. */
const requestHref = ({ id }: RequestRow, actor: Actor, query: BoardQuery): string =>
  may(actor, 'beds:hold') ? boardPath({ ...query, request: id }) : `/beds/requests/${id}`;

function placingModel({ request, candidates }: Placing, actor: Actor, query: BoardQuery): object {
  return {
    people: request.people.length,
    stopPath: boardPath({ ...query, request: undefined }),
    requestPath: `/beds/requests/${request.id}`,
    lacks: candidates.lacks,
    proposals: candidates.proposals
      .slice(0, PROPOSALS_ON_BOARD)
      .map((one) => proposalModel(one, request, actor)),
  };
}

function proposalModel(proposal: ToldProposal, request: RequestRow, actor: Actor): object {
  const { rank, verdict, codeName, places, reasons } = proposal;
  const all = [...reasons, ...places.flatMap((place) => place.reasons)];
  const form = verdict === 'fits' ? holdForm(proposal, request, actor) : null;
  return {
    rank,
    state: verdict,
    place: `${codeName} · ${places.map(({ roomName, label }) => `${roomName} ${label}`).join(', ')}`,
    reasons: distinct(all),
    action: form?.action ?? null,
    fields: form?.fields ?? [],
    actionLabel: translate(actor.language, 'beds:request.hold'),
  };
}

/** Each sentence once, what speaks against and what is open first. */
export function distinct(reasons: readonly Told[]) {
  const order = { unknown: 0, against: 1, for: 2 };
  const seen = new Map(reasons.map((one) => [one.text, one]));
  return [...seen.values()]
    .sort((a, b) => order[a.sign] - order[b.sign])
    .map(({ sign, code, params, text }) => ({ sign, key: code, params, text }));
}

function shelterModel(shelter: BoardShelter, placing: Placing | null, actor: Actor): object {
  const manages = shelter.own && may(actor, 'beds:block');
  return {
    ...{ id: shelter.id, codeName: shelter.codeName, kindKey: shelter.kind, regionKey: null },
    occupancy: shelter.occupancy,
    rooms: shelter.rooms.map((room) => ({
      ...{ name: room.name, mixKey: room.mix, stepFree: room.stepFree },
      beds: room.beds.map((bed) => bedModel(bed, { placing, manages, actor })),
    })),
  };
}

interface Around {
  readonly placing: Placing | null;
  readonly manages: boolean;
  readonly actor: Actor;
}

function bedModel(bed: BoardBed, { placing, manages, actor }: Around): object {
  const opens = !placing && may(actor, 'requests:open');
  return {
    ...{ id: bed.id, label: bed.label, kindKey: bed.kind, freeTonight: bed.freeTonight },
    href: manages ? `/beds/bed/${bed.id}` : null,
    candidate: placing && candidateModel(bed.id, placing.candidates),
    gaps: bed.gaps.map(({ startColumn, span, from }) => ({
      startColumn,
      span,
      href: opens ? `/beds/requests/new?from=${from}` : null,
    })),
    bars: bed.bars.map((bar) => barModel(bar, actor)),
  };
}

function candidateModel(bedId: string, { beds, proposals }: Candidates): object | null {
  const answer: ToldBed | undefined = beds.find((one) => one.bedId === bedId);
  if (!answer) return null;
  const proposal = proposals.find(({ places }) => places.some((place) => place.bedId === bedId));
  return {
    state: answer.verdict,
    rank: proposal && answer.verdict === 'fits' ? proposal.rank : null,
    reasons: distinct(answer.reasons),
  };
}

function barModel(bar: BoardBar, actor: Actor): object {
  const words = wordsFor(actor);
  const day = (date: CivilDate) => formatDay(date, actor.language);
  const nights = bar.until
    ? words('board.from_until', { from: day(bar.from), until: day(bar.until) })
    : words('board.from_open', { from: day(bar.from) });
  const label = [
    bar.sign && words(`sign.${bar.sign}`),
    bar.caseNumber,
    bar.family && words('board.family', { letter: bar.family }),
    bar.stepFree && words('board.step_free'),
    bar.reasonLabels?.[actor.language] ?? bar.reason,
    nights,
  ];
  return {
    ...bar,
    signKey: bar.sign,
    label: label.filter(Boolean).join(' · '),
    href: bar.own ? `/beds/bookings/${bar.id}` : null,
  };
}
