/** Header of the board: free beds tonight, waiting requests, occupancy of the coming weeks. */
import { may } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import type { BoardWithRequests } from '../board.service';
import { fullStretches, type Share } from '../occupancy.rules';
import { type RequestRow, describePeople, peopleSeen } from '../../shelter-beds';
import { boardPath, PLACING_PANEL, type BoardQuery } from './board-address.rules';
import type { BoardWords } from './board.words';
import { joinWords } from '../../platform/shared/punctuation.words';

/** More than these are one press away: the board itself must stay in sight. */
const REQUESTS_SHOWN = 6;
/** More people than these are a number. */
const PEOPLE_DESCRIBED = 4;
const STRIPS_SHOWN = 4;
const STRETCHES_SAID = 3;

export function boardHeaderModel(
  board: BoardWithRequests,
  query: BoardQuery,
  actor: Actor,
  words: BoardWords,
) {
  const waiting = board.requests.map((one) => requestModel(one, query, actor, words));
  const strips = stripModels(board, query, words);
  return {
    freeTonight: board.freeTonight.map(({ kind, count }) => ({ kindKey: kind, count })),
    waiting: { first: waiting.slice(0, REQUESTS_SHOWN), more: waiting.slice(REQUESTS_SHOWN) },
    strips: { first: strips.slice(0, STRIPS_SHOWN), more: strips.slice(STRIPS_SHOWN) },
    stripNights: board.strip.length,
    stripEnd: board.strip.at(-1)!.date,
  };
}

/** Those who place see the board for the request; others its page. */
const requestModel = (request: RequestRow, query: BoardQuery, actor: Actor, words: BoardWords) => ({
  href: may(actor, 'beds:hold')
    ? boardPath({ ...query, request: request.id, bed: undefined }) + PLACING_PANEL
    : `/beds/requests/${request.id}`,
  urgencyKey: request.urgency,
  who: describePeople(request.people.slice(0, PEOPLE_DESCRIBED), words, actor.language),
  others: Math.max(0, request.people.length - PEOPLE_DESCRIBED),
  // Only a known danger is named in the list of priorities.
  danger: request.risk === 'high' || request.risk === 'immediate' ? request.risk : null,
  askedAt: request.createdAt,
  cases: peopleSeen(request),
  waitingDays: request.waitingDays,
  heldUntil: request.heldUntil,
  // Only for case holders and staff of the shelter.
  heldAt:
    joinWords([...new Set(request.bookings.map(({ shelter }) => shelter))], actor.language) || null,
  current: request.id === query.request,
});

function stripModels(board: BoardWithRequests, query: BoardQuery, words: BoardWords) {
  const { tonight, shelters } = board;
  const of = (name: string, href: string | null, strip: readonly Share[], all: boolean) => ({
    name,
    href,
    all,
    drawn: drawStrip(strip),
    ...stripWords(strip, tonight, words),
  });
  const each = shelters.map(({ id, codeName, strip }) =>
    of(codeName, boardPath({ ...query, shelter: id }), strip, false),
  );
  return shelters.length === 1 || query.shelter
    ? each
    : [of(words('bed-board:strip.network'), null, board.strip, true), ...each];
}

/** In words: how it is tonight, and on which nights nothing is left. */
function stripWords(strip: readonly Share[], tonight: CivilDate, words: BoardWords) {
  const stretches = fullStretches(strip);
  const day = (night: number) => words.day(addDays(tonight, night));
  const said = stretches
    .slice(0, STRETCHES_SAID)
    .map(({ from, until }) =>
      until - from === 1
        ? day(from)
        : words('bed-board:strip.stretch', { from: day(from), until: day(until - 1) }),
    );
  const nights = stretches.reduce((sum, { from, until }) => sum + until - from, 0);
  const { used, available } = strip[0]!;
  return {
    now: words('bed-board:strip.tonight', { used, available }),
    full:
      nights === 0
        ? words('bed-board:strip.never_full')
        : words('bed-board:strip.full', {
            count: nights,
            when: said.join(words('bed-board:strip.and')),
            more: stretches.length > STRETCHES_SAID ? '…' : '',
          }),
    isFull: nights > 0,
  };
}

export const STRIP_COLUMN = 4;
export const STRIP_HEIGHT = 28;

/** Two outlines, of the nights with a bed left and of the full ones, so that a picture is two shapes. */
export function drawStrip(strip: readonly Share[]) {
  const shape = (full: boolean) =>
    strip
      .map(({ used, available }, night) => {
        if (used >= available !== full) return '';
        const share = available > 0 ? Math.min(1, used / available) : 1;
        const height = Math.round(share * STRIP_HEIGHT * 10) / 10;
        const x = night * STRIP_COLUMN;
        return height === 0 ? '' : `M${x} ${STRIP_HEIGHT}v-${height}h3v${height}z`;
      })
      .join('');
  return {
    open: shape(false),
    full: shape(true),
    height: STRIP_HEIGHT,
    width: strip.length * STRIP_COLUMN,
  };
}
