/** Changing beds and taking back, as pages. */
import { randomUUID } from 'node:crypto';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { type CivilDate, isCivilDate } from '../../platform/shared/nights.rules';
import type { FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { groupBy } from '../../platform/shared/group-by';
import type { MoveDto, MoveFormDto, OtherBedDto } from '../dto/stay.dto';
import type { BedChoice, MoveChoices, SwapChoice } from './move-choices.service';
import type { Consequences } from './undo.service';

const ID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const CHOICE = new RegExp(`^(?:bed:(${ID})|swap:(${ID}):(${ID}):(\\d{1,9}))$`);

const choiceOfBed = ({ bedId }: BedChoice): string => `bed:${bedId}`;

/** Converts the move form: one person to a free bed, or two people who swap. */
export function moveOf(bookingId: string, ownBedId: string, form: MoveFormDto): MoveDto {
  const { night, version, to, reason } = form;
  const [, bedId, otherId, otherBed, otherVersion] = CHOICE.exec(to) ?? [];
  if (bedId) return { night, reason, moves: [{ bookingId, bedId, version }] };
  if (!otherId || !otherBed) {
    throw new DomainError('invalid', 'common.not_choice', { field: 'to' }, 'to');
  }
  return {
    night,
    reason,
    moves: [
      { bookingId, bedId: otherBed, version },
      { bookingId: otherId, bedId: ownBedId, version: Number(otherVersion) },
    ],
  };
}

/** The form for an expected person, who has nobody to swap with. */
export function otherBedOf({ version, to, reason }: MoveFormDto): OtherBedDto {
  const [, bedId] = CHOICE.exec(to) ?? [];
  if (!bedId) throw new DomainError('invalid', 'common.not_choice', { field: 'to' }, 'to');
  return { bedId, version, reason };
}

/** The night of a refused form, for its page to go on from; undefined where it was the night that was refused. */
export const nightIn = ({ values: { night }, errors }: FormState): CivilDate | undefined =>
  isCivilDate(night) && errors.night === undefined ? night : undefined;

export function movePage(choices: MoveChoices, actor: Actor, form: FormState): object {
  const { booking, night, until, beds, swaps, companions } = choices;
  const { language } = actor;
  const open = beds.filter(({ verdict }) => verdict === 'fits' || verdict === 'ask');
  const closed = beds.filter(({ verdict }) => verdict === 'no' || verdict === 'not_proposed');
  const wanted = form.values.to;
  const expected = booking.state === 'promised';
  return {
    title: translate(language, `stays:move.${expected ? 'title_expected' : 'title'}`, {
      bed: booking.bed,
      shelter: booking.shelter,
    }),
    form,
    requestKey: randomUUID(),
    booking,
    expected,
    action: `/beds/bookings/${booking.id}/${expected ? 'other-bed' : 'move'}`,
    night,
    until,
    houses: [...groupBy(open, ({ shelterId }) => shelterId)].map(([, choice]) => ({
      codeName: choice[0]!.codeName,
      elsewhere: choice[0]!.shelterId !== booking.shelterId,
      beds: firstOf(choice, wanted).map((bed) => ({
        value: choiceOfBed(bed),
        place: `${bed.roomName} ${bed.label}`,
        state: bed.verdict,
        verdictText: bed.verdictText,
        reasons: bed.reasons.filter(({ hard, sign }) => !hard || sign !== 'for').slice(0, 3),
        chosen: wanted === choiceOfBed(bed),
      })),
    })),
    companions,
    swaps: swaps.map((swap) => ({ ...swap, value: choiceOfSwap(swap) })),
    swapsOpen: swaps.some((swap) => wanted === choiceOfSwap(swap)),
    refused: closed.filter((bed) => wanted === choiceOfBed(bed)).map(closedBed)[0] ?? null,
    closed: closed.slice(0, 60).map(closedBed),
    asks: form.errors.reason !== undefined || form.values.reason !== undefined,
  };
}

const SHOWN_IN_A_HOUSE = 12;

/** The best beds of a house, and the one that somebody pointed at. */
const firstOf = (beds: readonly BedChoice[], wanted: unknown): readonly BedChoice[] =>
  beds.filter((bed, rank) => rank < SHOWN_IN_A_HOUSE || choiceOfBed(bed) === wanted);

const closedBed = ({ codeName, roomName, label, verdictText, reasons }: BedChoice) => ({
  place: `${codeName} · ${roomName} ${label}`,
  verdictText,
  why: reasons.find(({ sign, hard }) => hard && sign === 'against')?.text ?? null,
});

const choiceOfSwap = ({ bookingId, bedId, version }: SwapChoice): string =>
  `swap:${bookingId}:${bedId}:${version}`;

export function undoPage(
  bookingId: string,
  consequences: Consequences,
  actor: Actor,
  form: FormState,
): object {
  const { language } = actor;
  const count = consequences.people;
  const nights = (list: readonly CivilDate[]) => list.length;
  return {
    title: translate(language, `stays:undo.title_${consequences.what}`),
    form,
    requestKey: randomUUID(),
    bookingId,
    ...consequences,
    lead: translate(language, `stays:undo.lead_${consequences.what}`, { count }),
    steps: consequences.steps.map((step) => ({
      ...step,
      reversedCount: nights(step.reversed),
      chargedCount: nights(step.charged),
    })),
    charges: consequences.steps.some(
      ({ reversed, charged }) => nights(reversed) + nights(charged) > 0,
    ),
  };
}
