/** The board's address: what is shown, and the request and bed that are being thought about. */
import type { BoardPageDto } from '../board.dto';
import { BED_BOARD } from '../board-list.data';

export type BoardQuery = Readonly<Partial<BoardPageDto>>;

const NAMES = ['shelter', 'kind', 'free', 'nights', 'from', 'request', 'bed'] as const;

export function searchOf(query: BoardQuery): string {
  const pairs = NAMES.flatMap((name): [string, string][] =>
    query[name] === undefined ? [] : [[name, String(query[name])]],
  );
  const search = new URLSearchParams(pairs).toString();
  return search === '' ? '' : `?${search}`;
}

export const boardPath = (query: BoardQuery): string => `/beds${searchOf(query)}`;

/** A board that names none of its filters opens as it was last left. */
export const isNarrowed = (query: BoardQuery): boolean =>
  BED_BOARD.filters.some((name) => query[name as keyof BoardQuery] !== undefined);

/** Address of the present board that overrides remembered filters. */
export const samePath = (query: BoardQuery): string =>
  boardPath({ ...query, nights: query.nights ?? 28 });

/** The heading of the placing panel: focus goes there once a request was chosen. */
export const PLACING_PANEL = '#placing-title';
/** The frame of the table. */
export const BOARD_TABLE = '#board';
