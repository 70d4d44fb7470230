/** Actions on a booking within the board: shift its dates, and links to the others. */
import { IsOptional } from 'class-validator';
import { may } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import { type BookingDetails, IsNight } from '../../shelter-beds';
import { BoardPageDto } from '../board.dto';
import { searchOf, type BoardQuery } from './board-address.rules';
import { wordsFor } from './board.words';

export class BookingActionsDto extends BoardPageDto {
  /** Where the end of the bar was dragged to. */
  @IsOptional()
  @IsNight()
  on?: string;
}

const STEPS = [-7, -1, 1, 7] as const;

export function actionsModel(
  booking: BookingDetails,
  actor: Actor,
  query: BoardQuery,
  on: CivilDate | null,
): Record<string, unknown> & { readonly plan: object | false } {
  const words = wordsFor(actor);
  const here = actor.shelterIds.includes(booking.shelterId);
  const { until, today } = booking;
  const moves = here && booking.state === 'stay' && may(actor, 'beds:exit');
  const day = (date: CivilDate | null) => (date ? words.day(date) : words('beds:booking.no_end'));
  return {
    booking,
    title: words('beds:booking.title', { ...booking, bed: `${booking.room} ${booking.bed}` }),
    state: words(`beds:state.${booking.state}`),
    nights: [words.day(booking.from), day(until)].join(' → '),
    plan: moves && {
      action: `/beds/board/bookings/${booking.id}/planned-exit${searchOf(query)}`,
      on: on ?? until ?? '',
      moved: on !== null && on !== until,
      says: on && words('bed-board:actions.moved', { from: day(until), to: day(on) }),
      min: today > booking.from ? today : addDays(booking.from, 1),
      steps: until
        ? STEPS.map((nights) => ({ nights, on: addDays(until, nights) }))
            .filter((step) => step.on > booking.from && step.on >= today)
            .map((step) => ({
              ...step,
              label: words(`bed-board:actions.${step.nights < 0 ? 'earlier' : 'later'}`, {
                count: Math.abs(step.nights),
              }),
            }))
        : [],
    },
    movePath:
      (booking.state === 'stay' || booking.state === 'promised') &&
      may(actor, 'beds:move') &&
      (here || (booking.mine && actor.roles.includes('reintegration_officer')))
        ? `/beds/bookings/${booking.id}/move`
        : null,
    pagePath: `/beds/bookings/${booking.id}`,
    requestPath:
      booking.requestId && (booking.state === 'hold' || booking.state === 'promised')
        ? `/beds/requests/${booking.requestId}`
        : null,
    filePath: booking.caseId ? `/people/${booking.caseId}` : null,
  };
}
