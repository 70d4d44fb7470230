/** The board as its page shows it: words, addresses, and what a request that is being placed marks. */
import { may } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { formatLongDate } from '../../platform/web/format';
import { newForm, type FormState } from '../../platform/web/forms';
import { NIGHTS_SHOWN } from '../board.service';
import { BED_KINDS } from '../../shelter-beds';
import { boardHeaderModel } from './board-header.view';
import {
  BOARD_TABLE,
  boardPath,
  PLACING_PANEL,
  samePath,
  searchOf,
  type BoardQuery,
} from './board-address.rules';
import { placingPanelModel } from './placing-panel.view';
import { shelterModels } from './rows.view';
import type { BoardScreenState } from './screen.service';
import { wordsFor, type BoardWords } from './board.words';

export function boardPage(
  screen: BoardScreenState,
  actor: Actor,
  form: FormState = newForm(),
): object {
  const { query } = screen;
  const words = wordsFor(actor);
  return {
    ...partsOf(screen, actor, words, form, null),
    title: titleOf(screen, actor, words),
    wide: true,
    skips: skipLinks(screen, words),
    form,
    nothing: narrows(query) ? 'empty_filter' : 'empty',
    newRequestPath: may(actor, 'requests:open') ? '/beds/requests/new' : null,
    prepares: may(actor, 'beds:prepare') ? { search: searchOf(query) } : null,
    waitingPath: may(actor, 'requests:read') ? '/beds/waiting' : null,
    groupsPath: may(actor, 'beds:hold') ? '/beds/groups' : null,
    overridesPath: may(actor, 'overrides:read') ? '/beds/overrides' : null,
    figuresPath: may(actor, 'house-figures:read') ? '/beds/figures' : null,
    tonightPath: query.shelter ? `/beds/tonight?shelter=${query.shelter}` : '/beds/tonight',
    sheetPath: query.shelter ? `/beds/sheet?shelter=${query.shelter}` : '/beds/sheet',
    filter: filterModel(screen, words),
    // "All" needs an explicit parameter, because an address without parameters uses the remembered filter.
    bar: { ...screen.bar, all: { path: '/beds?nights=28', current: !narrows(query) } },
    live: {
      changes: `/api/v1/beds/board/changes?since=${screen.madeAt.getTime()}${query.shelter ? `&shelter=${query.shelter}` : ''}`,
      parts: `/beds/board/parts${searchOf(query)}`,
    },
  };
}

/** Beside the one to the content: 64 keys lie between the first request and its proposals otherwise. */
const skipLinks = ({ placing, board }: BoardScreenState, words: BoardWords) => [
  ...(placing ? [{ href: PLACING_PANEL, label: words('bed-board:skip.placing') }] : []),
  ...(board.shelters.length > 0
    ? [{ href: BOARD_TABLE, label: words('bed-board:skip.board') }]
    : []),
];

/** Only what changes while a board is open; of the rows those of some shelters. */
export const boardParts = (
  screen: BoardScreenState,
  actor: Actor,
  only: readonly string[] | null,
): object => partsOf(screen, actor, wordsFor(actor), newForm(), only && new Set(only));

function partsOf(
  screen: BoardScreenState,
  actor: Actor,
  words: BoardWords,
  form: FormState,
  only: ReadonlySet<string> | null,
): object {
  const { board, placing, query } = screen;
  return {
    names: screen.names,
    boardPath: samePath(query),
    above: boardHeaderModel(board, query, actor, words),
    placing: placing && placingPanelModel(placing, { query, actor, words, form }),
    nights: board.nights,
    columns: board.nights.length + 2,
    from: board.from,
    shelters: shelterModels({ board, placing, query, actor, words }, only),
    next: secondsToNextLapse(screen),
  };
}

/** A hold that runs out changes no row: the page looks again by itself then. */
function secondsToNextLapse({ board }: BoardScreenState): number | null {
  const minutes = board.shelters
    .flatMap(({ rooms }) => rooms)
    .flatMap(({ beds }) => beds)
    .flatMap(({ bars }) => bars)
    .flatMap(({ minutesLeft }) => minutesLeft ?? []);
  return minutes.length > 0 ? Math.min(...minutes) * 60 : null;
}

/** The window of nights that a board opens with. */
const WHOLE_WINDOW = 28;

const narrows = ({ shelter, kind, free }: BoardQuery): boolean =>
  [shelter, kind, free].some((one) => one !== undefined);

function titleOf(
  { board, shelters, query }: BoardScreenState,
  actor: Actor,
  words: BoardWords,
): string {
  const date = formatLongDate(board.from, actor.language);
  const one = shelters.find(({ id }) => id === query.shelter);
  return one
    ? words('beds:board.title_shelter', { date, shelter: one.codeName })
    : words('beds:board.title', { date });
}

function filterModel({ board, shelters, query }: BoardScreenState, words: BoardWords): object {
  return {
    shelter: query.shelter ?? '',
    kind: query.kind ?? '',
    free: query.free ?? '',
    nights: board.nights.length,
    shelters: shelters.map(({ id, codeName }) => ({ value: id, label: codeName })),
    kinds: BED_KINDS.map((kind) => ({ value: kind, label: words(`beds:bed_kind.${kind}`) })),
    windows: NIGHTS_SHOWN.map((nights) => ({
      value: nights,
      current: nights === board.nights.length,
      label: words('common:count.nights', { count: nights }),
    })),
    hidden: (['request', 'from'] as const).flatMap((name) =>
      query[name] === undefined ? [] : [{ name, value: query[name] }],
    ),
    // On a phone the choices are folded away, unless one of them is made.
    open: narrows(query) || board.nights.length !== WHOLE_WINDOW,
    resetPath: narrows(query) ? boardPath({ nights: WHOLE_WINDOW, request: query.request }) : null,
  };
}
