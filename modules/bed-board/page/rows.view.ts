/** Rooms, beds and what lies on them, as cells of one grid: each bar and each free stretch is one. */
import { may } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { daysBetween, type CivilDate } from '../../platform/shared/nights.rules';
import type { BoardWithRequests } from '../board.service';
import type { BoardBar, BoardBed, BoardRoom, BoardShelter } from '../board.view';
import { type Candidates, type BedCandidate, distinctReasons } from '../../shelter-beds';
import { boardPath, type BoardQuery } from './board-address.rules';
import { type BarCell, type Cell, cellsHtml, type GapCell } from './cells.view';
import type { BoardPlacement } from './screen.service';
import type { BoardWords } from './board.words';

/** Columns of room and bed before the nights. */
const COLUMNS_BEFORE = 2;

export interface BoardRowContext {
  readonly board: BoardWithRequests;
  readonly placing: BoardPlacement | null;
  readonly query: BoardQuery;
  readonly actor: Actor;
  readonly words: BoardWords;
}

export const shelterModels = (around: BoardRowContext, only: ReadonlySet<string> | null) =>
  around.board.shelters
    .filter(({ id }) => !only || only.has(id))
    .map((shelter) => shelterModel(shelter, around));

function shelterModel(shelter: BoardShelter, around: BoardRowContext) {
  const { actor, words } = around;
  const here: ShelterRowContext = {
    ...around,
    answers: answersOf(around.placing?.candidates ?? null),
    opens: !around.placing && may(actor, 'requests:open'),
    manages: shelter.own && may(actor, 'beds:block'),
    moves: shelter.own && may(actor, 'beds:exit'),
    prepares: shelter.own && may(actor, 'beds:prepare'),
    carries: shelter.own && may(actor, 'beds:move'),
    held: new Set(around.placing?.request.bookings.map(({ id }) => id)),
  };
  return Object.assign(rowsOf(shelter, here), {
    id: shelter.id,
    codeName: shelter.codeName,
    kind: words(`beds:shelter_kind.${shelter.kind}`),
    occupancy: shelter.occupancy,
    used: words('beds:board.tonight_used', { ...shelter.occupancy }),
  });
}

/**
 * A house that looks as it did before is not written again: its key is all that its rows are written
 * from. While somebody is being placed each row has its answers, and none is kept.
 */
function rowsOf({ rooms }: BoardShelter, here: ShelterRowContext) {
  const { board, actor, opens, manages, moves, carries, prepares } = here;
  const frame = [board.from, board.nights.length, board.tonight, actor.language];
  return {
    key: here.placing
      ? null
      : JSON.stringify([frame, opens, manages, moves, carries, prepares, rooms]),
    get rows() {
      return rooms.flatMap((room) =>
        room.beds.map((bed, place) => rowModel(bed, place === 0 ? room : null, room, here)),
      );
    },
  };
}

interface RankedBedCandidate extends BedCandidate {
  readonly rank: number | null;
}
interface ShelterRowContext extends BoardRowContext {
  readonly answers: ReadonlyMap<string, RankedBedCandidate> | null;
  readonly opens: boolean;
  readonly manages: boolean;
  readonly moves: boolean;
  readonly prepares: boolean;
  readonly carries: boolean;
  /** Bookings of the request that is being placed. */
  readonly held: ReadonlySet<string>;
}

/** Each bed's answer, with the place of the best proposal that it is in. */
function answersOf(candidates: Candidates | null): ShelterRowContext['answers'] {
  if (!candidates) return null;
  const ranks = new Map<string, number>();
  for (const { places, rank } of candidates.proposals) {
    for (const { bedId } of places) if (!ranks.has(bedId)) ranks.set(bedId, rank);
  }
  const rankOf = ({ bedId, verdict }: BedCandidate) =>
    verdict === 'fits' ? (ranks.get(bedId) ?? null) : null;
  return new Map(candidates.beds.map((bed) => [bed.bedId, { ...bed, rank: rankOf(bed) }]));
}

function rowModel(
  bed: BoardBed,
  first: BoardRoom | null,
  room: BoardRoom,
  here: ShelterRowContext,
) {
  const { words } = here;
  const answer = here.answers?.get(bed.id) ?? null;
  const verdict = answer?.verdict ?? null;
  const classes = ['bed', first && 'bed--first', verdict && `bed--${verdict}`];
  return {
    id: bed.id,
    label: bed.label,
    verdict,
    classes: classes.filter(Boolean).join(' '),
    place: `${room.name} ${bed.label}`,
    room: first && {
      name: first.name,
      stepFree: first.stepFree,
      span: first.beds.length,
      mix: words(`beds:mix.${first.mix}`),
    },
    href: here.manages ? `/beds/bed/${bed.id}` : null,
    kind: bed.kind === 'single' ? null : words(`beds:bed_kind.${bed.kind}`),
    toPrepare: bed.toPrepare && {
      word: words('beds:bar.preparing'),
      ready: here.prepares ? words('beds:board.ready') : null,
      label: words('beds:board.ready_label', { bed: `${room.name} ${bed.label}` }),
    },
    candidate: answer && {
      state: answer.verdict,
      rank: answer.rank,
      reasons: distinctReasons(answer.reasons),
      word: words(`beds:verdict.${answer.verdict}`),
    },
    cells: cellsHtml(cellsOf(bed, answer, here), words),
  };
}

function cellsOf(bed: BoardBed, answer: RankedBedCandidate | null, here: ShelterRowContext) {
  const bars = bed.bars.map((bar) => barCell(bar, here));
  const gaps = bed.gaps.flatMap((gap) => gapCells(bed, gap, answer, here));
  return [...bars, ...gaps].sort((a, b) => a.column - b.column);
}

/** A thousand of these are made for one page: plain objects, no copies. */
const cell = (column: number, span: number, gap: GapCell | null, bar: BarCell | null): Cell => ({
  column,
  span,
  at: column + COLUMNS_BEFORE,
  gap,
  bar,
});

type Gap = BoardBed['gaps'][number];

/** A free stretch; where the stay that is being placed would lie, its nights are a cell of their own. */
function gapCells(
  bed: BoardBed,
  gap: Gap,
  answer: RankedBedCandidate | null,
  here: ShelterRowContext,
) {
  const stay = answer && stayColumns(here);
  const takes = answer && (answer.verdict === 'fits' || answer.verdict === 'ask');
  const end = gap.startColumn + gap.span;
  if (!takes || !stay || stay.column < gap.startColumn || stay.column >= end) {
    return [freeCell(bed, gap.startColumn, gap.span, here)];
  }
  const until = Math.min(stay.column + stay.span, end);
  return [
    ...(stay.column > gap.startColumn
      ? [freeCell(bed, gap.startColumn, stay.column - gap.startColumn, here)]
      : []),
    placeCell(bed, stay.column, until - stay.column, answer, here),
    ...(until < end ? [freeCell(bed, until, end - until, here)] : []),
  ];
}

/** The nights that are asked for, as columns from 1; null where none of them is shown. */
function stayColumns({
  board,
  placing,
}: ShelterRowContext): { column: number; span: number } | null {
  const { from, until } = placing!.candidates!;
  const start = Math.max(0, daysBetween(board.from, from));
  const shown = board.nights.length;
  const end = until === null ? shown : Math.min(shown, daysBetween(board.from, until));
  return end > start ? { column: start + 1, span: end - start } : null;
}

const dateOf = ({ board }: ShelterRowContext, column: number): CivilDate =>
  board.nights[column - 1]!.date;

function freeCell(bed: BoardBed, column: number, span: number, here: ShelterRowContext) {
  const { words, board } = here;
  const last = column + span - 1;
  const date = dateOf(here, column);
  const label =
    last < board.nights.length
      ? words.fill('bed-board:cell.free_until', {
          bed: bed.label,
          from: words.day(date),
          until: words.day(dateOf(here, last)),
        })
      : words.fill('bed-board:cell.free_open', { bed: bed.label, from: words.day(date) });
  const gap = {
    label,
    word: words('beds:board.free'),
    href: here.opens ? `/beds/requests/new?from=${date}` : null,
    tonight: column === 1 && board.nights[0]!.tonight,
    place: null,
    bedId: bed.id,
  };
  return cell(column, span, gap, null);
}

function placeCell(
  bed: BoardBed,
  column: number,
  span: number,
  answer: RankedBedCandidate,
  here: ShelterRowContext,
) {
  const { words, query } = here;
  const key = answer.rank ? 'bed-board:cell.place_rank' : 'bed-board:cell.place';
  const verdict = words(`beds:verdict.${answer.verdict}`);
  const gap = {
    label: words(key, { bed: bed.label, verdict, rank: answer.rank }),
    word: words(answer.verdict === 'fits' ? 'bed-board:cell.place_here' : 'beds:verdict.ask'),
    href: `${boardPath({ ...query, bed: bed.id })}#placing`,
    tonight: false,
    place: answer.verdict,
    bedId: bed.id,
  };
  return cell(column, span, gap, null);
}

function barCell(bar: BoardBar, here: ShelterRowContext) {
  const { words } = here;
  const moves = here.moves && bar.kind === 'stay' && bar.own;
  const face = {
    id: bar.id,
    classes: classesOf(bar, here),
    kind: words(`beds:bar.${bar.kind}`),
    label: labelOf(bar, here),
    overdue: bar.overdue,
    family: bar.family,
    sign: bar.sign && (bar.sign === 'woman' || bar.sign === 'man' ? bar.sign : 'mood-kid'),
    blocked: blockedWord(bar, here),
    caseNumber: bar.caseNumber,
    left: bar.minutesLeft ? words('beds:board.minutes_left', { count: bar.minutesLeft }) : null,
    href: bar.own ? `/beds/bookings/${bar.id}` : null,
    actions: bar.own && bar.kind !== 'blocked' && bar.kind !== 'preparing',
    moves: moves && !bar.cut && !bar.openEnd,
    carried: here.carries && bar.own && (bar.kind === 'stay' || bar.kind === 'promised'),
    version: bar.version,
  };
  return cell(bar.startColumn, bar.span, null, face);
}

/** Text of a bar without a person (bed out of service). */
function blockedWord(bar: BoardBar, here: ShelterRowContext): string | null {
  if (bar.kind === 'preparing') return here.words('beds:bar.preparing');
  return bar.kind === 'blocked' ? labelOf(bar, here) : null;
}

function classesOf(bar: BoardBar, { held }: ShelterRowContext): string {
  let classes = `bar--${bar.kind} ${bar.openEnd ? 'bar--open' : bar.cut ? 'bar--cut' : 'bar--notch'}`;
  if (bar.overdue) classes += ' bar--overdue';
  if (bar.startColumn > 9) classes += ' bar--late';
  if (held.has(bar.id)) classes += ' bar--placed';
  return classes;
}

/** Accessible label with everything that a bar shows. */
function labelOf(bar: BoardBar, { words, actor }: ShelterRowContext): string {
  const parts: string[] = [];
  if (bar.sign) parts.push(words(`beds:sign.${bar.sign}`));
  if (bar.caseNumber) parts.push(bar.caseNumber);
  if (bar.family) parts.push(words('beds:board.family', { letter: bar.family }));
  if (bar.stepFree) parts.push(words('beds:board.step_free'));
  const reason = bar.reasonLabels?.[actor.language] ?? bar.reason;
  if (reason) parts.push(reason);
  const from = words.day(bar.from);
  const nobody = bar.kind === 'blocked' || bar.kind === 'preparing';
  if (bar.until) {
    const key = nobody ? 'beds:board.empty_until' : 'beds:board.from_until';
    parts.push(words.fill(key, { from, until: words.day(bar.until) }));
  } else {
    parts.push(words.fill(nobody ? 'beds:board.empty_open' : 'beds:board.from_open', { from }));
  }
  return parts.join(' · ');
}
