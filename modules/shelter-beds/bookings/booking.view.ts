/** The page of one booking, and of one bed: what it is, what happened, and the presses that are the reader's. */
import { randomUUID } from 'node:crypto';
import { may } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import type { FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { overrideModel } from '../overrides/override-pages.service';
import { HIDING_REASONS } from '../beds.data';
import type { BookingDetails } from './booking-file.service';
import type { BedPageRow } from './bookings.queries';

/** Something to choose in a form. */
export type Choices = readonly { readonly value: string; readonly label: string }[];

export function bookingPage(
  booking: BookingDetails,
  actor: Actor,
  form: FormState,
  emergencies: Choices,
  destinations: Choices,
): Record<string, unknown> & { readonly mayExit: boolean } {
  const { language } = actor;
  const here = actor.shelterIds.includes(booking.shelterId);
  const arrives = booking.state === 'hold' || booking.state === 'promised';
  const { agreement } = booking;
  return {
    title: bedTitle(booking.shelter, booking.room, booking.bed, language),
    form,
    booking,
    today: booking.today,
    reason: booking.reasonLabels?.[language] ?? booking.reason,
    agreement: agreement && {
      ...agreement,
      label: agreement.labels?.[language] ?? agreement.reason,
    },
    override: booking.override && overrideModel(booking.override, actor),
    mayOpenRequest: booking.requestId !== null && arrives,
    mayCheckIn: here && arrives && may(actor, 'beds:check-in'),
    emergencies: arrives && agreement === null && !booking.mine ? emergencies : null,
    mayAgree: booking.mine && arrives && agreement === null && may(actor, 'beds:agree'),
    mayReview: booking.mine && booking.arrived && !booking.reviewed && may(actor, 'beds:agree'),
    mayExit: here && booking.state === 'stay' && may(actor, 'beds:exit'),
    destinations,
    followUpOn: booking.proposedFollowUpOn,
    exit: booking.exit && {
      ...booking.exit,
      label: booking.exit.labels?.[language] ?? booking.exit.destination,
    },
    mayMove:
      (booking.state === 'stay' || booking.state === 'promised') &&
      may(actor, 'beds:move') &&
      (here || (booking.mine && actor.roles.includes('reintegration_officer'))),
    away: booking.away ?? { leaveId: null, backOn: null, missingId: null, missingSince: null },
    mayLeave: here && booking.state === 'stay' && may(actor, 'house:leave'),
    leaveKey: randomUUID(),
    mayHide:
      booking.caseId !== null && (arrives || booking.state === 'stay') && may(actor, 'beds:hide'),
    hidingReasons: HIDING_REASONS.map((value) => ({
      value,
      label: translate(language, `beds:hiding.reason.${value}`),
    })),
    mayRelease: arrives && may(actor, 'beds:release'),
    mayUnblock: here && booking.state === 'blocked' && may(actor, 'beds:block'),
  };
}

export const bedPage = (
  bed: BedPageRow,
  actor: Actor,
  form: FormState,
  reasons: Choices,
): object => ({
  title: bedTitle(bed.shelter, bed.room, bed.label, actor.language),
  form,
  bed,
  reasons,
  mayBlock: actor.shelterIds.includes(bed.shelterId),
});

const bedTitle = (shelter: string, room: string, label: string, language: Language): string =>
  translate(language, 'beds:booking.title', { bed: `${room} ${label}`, shelter });
