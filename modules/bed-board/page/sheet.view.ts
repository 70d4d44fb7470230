/** Printed board of one shelter: beds by nights, with case numbers of visible people. */
import type { NamesOfPage } from '../../beneficiaries';
import type { Actor } from '../../platform/shared/actor';
import { addDays } from '../../platform/shared/nights.rules';
import { formatDayOfMonth, formatLongDate, formatWeekday } from '../../platform/web/format';
import type { BoardWithRequests } from '../board.service';
import type { BoardBar, BoardBed, BoardShelter } from '../board.view';
import { cellsOfRow, SPANS, type SheetNights, type SheetSpan } from '../sheet.rules';
import { wordsFor, type BoardWords } from './board.words';

interface Sheet {
  readonly board: BoardWithRequests;
  readonly shelters: readonly { readonly id: string; readonly codeName: string }[];
  readonly shelter: BoardShelter | null;
  readonly shelterId: string;
  readonly span: SheetSpan;
  readonly nights: SheetNights;
  readonly names: NamesOfPage;
}

export function sheetPage(sheet: Sheet, actor: Actor): object {
  const { board, shelter, shelterId, span, nights, names, shelters } = sheet;
  const words = wordsFor(actor);
  const { language } = actor;
  const path = (to: { span?: SheetSpan; from?: string; shelter?: string }) =>
    `/beds/sheet?${new URLSearchParams({ shelter: shelterId, span, from: nights.from, ...to }).toString()}`;
  const codeName = shelters.find(({ id }) => id === shelterId)!.codeName;
  return {
    title: words('bed-board:sheet.title', {
      shelter: codeName,
      from: formatLongDate(nights.from, language),
      until: formatLongDate(addDays(nights.from, nights.nights - 1), language),
    }),
    wide: true,
    names,
    here: path({}),
    boardPath: `/beds?shelter=${shelterId}`,
    beforePath: path({ from: nights.before }),
    afterPath: path({ from: nights.after }),
    spans: SPANS.map((one) => ({
      label: words(`bed-board:sheet.${one}`),
      path: path({ span: one }),
      current: one === span,
    })),
    houses: shelters.map((one) => ({
      codeName: one.codeName,
      path: path({ shelter: one.id }),
      current: one.id === shelterId,
    })),
    span,
    nights: board.nights.map(({ date, tonight, weekend }) => ({
      dayNumber: formatDayOfMonth(date),
      dayName: formatWeekday(date, language),
      tonight,
      weekend,
    })),
    rooms: (shelter?.rooms ?? []).map(({ name, beds }) => ({
      name,
      beds: beds.map((bed, place) => ({
        label: bed.label,
        room: place === 0 ? { name, span: beds.length } : null,
        cells: cellsOf(bed, board.nights.length, words, actor),
      })),
    })),
  };
}

const cellsOf = (bed: BoardBed, nights: number, words: BoardWords, actor: Actor) =>
  cellsOfRow(bed.bars, bed.gaps, nights).map(({ span, bars, gap }) => ({
    span,
    state: bars[0]?.kind ?? (gap ? 'free' : 'away'),
    word: bars.length > 0 ? null : words(gap ? 'beds:board.free' : 'bed-board:tonight.away'),
    bars: bars.map((bar) => barModel(bar, words, actor)),
  }));

const barModel = (bar: BoardBar, words: BoardWords, { language }: Actor) => ({
  word: words(`beds:bar.${bar.kind}`),
  caseId: bar.caseId,
  caseNumber: bar.caseNumber,
  reason: bar.reasonLabels?.[language] ?? bar.reason,
  overdue: bar.overdue,
});
