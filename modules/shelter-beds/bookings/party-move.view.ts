/** Several who move together, as a page: proposals for all of them, and one bed to be chosen for each. */
import { randomUUID } from 'node:crypto';
import type { Actor } from '../../platform/shared/actor';
import type { FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { groupBy } from '../../platform/shared/group-by';
import type { Proposal } from '../placing/party.rules';
import type { BedFacts, Verdict } from '../placing/placing.types';
import { formatReason, formatVerdict } from '../placing/reasons.words';
import type { Companion } from './companions.queries';
import type { PartyMoveChoices } from './party-move.service';

/** The bookings that a refused form was about, in the order in which it was filled in. */
export function bookingsIn({ values }: FormState): string[] {
  return Object.keys(values)
    .flatMap((name) => /^moves\.(\d+)\.bookingId$/.exec(name)?.[1] ?? [])
    .sort((a, b) => Number(a) - Number(b))
    .map((place) => String(values[`moves.${place}.bookingId`]));
}

export function partyMovePage(
  choices: PartyMoveChoices,
  actor: Actor,
  form: FormState,
  asked = 1,
): object {
  const { booking, night, movers, proposals, names } = choices;
  const { language } = actor;
  const posted = bookingsIn(form);
  const numberAt = (place: number) =>
    movers.find(({ bookingId }) => bookingId === posted[place])?.caseNumber;
  const taken = proposals[asked - 1] ?? proposals[0];
  return {
    title: translate(language, 'stays:party_move.title', { shelter: booking.shelter }),
    booking,
    night,
    names,
    form,
    requestKey: randomUUID(),
    summary: form.summary.map(({ field, sentence }) => {
      const place = placeOf(field);
      const who = place === null ? undefined : numberAt(place);
      if (place === null || who === undefined) return { field, sentence };
      const mover = movers.findIndex(({ bookingId }) => bookingId === posted[place]);
      return {
        field: `moves.${mover}.bedId`,
        sentence: translate(language, 'stays:party_move.about', { who, sentence }),
      };
    }),
    proposals: proposals.map((proposal, index) => ({
      href: hrefOf(choices, index + 1),
      verdict: proposal.verdict,
      verdictText: formatVerdict(proposal.verdict, language),
      places: proposal.places.map(({ label, roomName }, place) => ({
        who: movers[place]!.caseNumber,
        where: `${proposal.codeName} · ${roomName} ${label}`,
      })),
      reasons: proposal.reasons.map((one) => formatReason(one, language)).slice(0, 3),
      current: proposal === taken,
    })),
    movers: movers.map((mover, index) => {
      const place = posted.indexOf(mover.bookingId);
      return {
        ...mover,
        index,
        error: place < 0 ? null : (form.errors[`moves.${place}.bedId`] ?? null),
        houses: housesFor(choices, index, {
          wanted: place < 0 ? bedOf(taken, index) : form.values[`moves.${place}.bedId`],
          language,
        }),
      };
    }),
  };
}

const placeOf = (field: string | null): number | null => {
  const place = /^moves\.(\d+)\./.exec(field ?? '')?.[1];
  return place === undefined ? null : Number(place);
};

const bedOf = (proposal: Proposal | undefined, mover: number): string | undefined =>
  proposal?.places[mover]?.bedId;

function hrefOf({ booking, night, movers }: PartyMoveChoices, proposal: number): string {
  const query = new URLSearchParams({ night, proposal: String(proposal) });
  for (const { bookingId } of movers) query.append('with', bookingId);
  return `/beds/bookings/${booking.id}/party-move?${query.toString()}`;
}

const SHOWN: readonly Verdict[] = ['fits', 'ask'];

/** The beds that suit this one alone, by house; those that the others leave are among them. */
function housesFor(
  { beds, answers, movers }: PartyMoveChoices,
  index: number,
  { wanted, language }: { wanted: unknown; language: Actor['language'] },
): object[] {
  const mover: Companion = movers[index]!;
  const answerOf = new Map(answers[index]!.map((answer) => [answer.bedId, answer.verdict]));
  const leftBy = new Map(movers.map((one) => [one.bedId, one.caseNumber]));
  const open = beds.filter(
    ({ bedId }) =>
      bedId !== mover.bedId && (SHOWN.includes(answerOf.get(bedId)!) || bedId === wanted),
  );
  const byPlace = (a: BedFacts, b: BedFacts) =>
    a.roomName.localeCompare(b.roomName) || a.label.localeCompare(b.label);
  return [...groupBy(open, ({ shelterId }) => shelterId)].map(([, own]) => ({
    codeName: own[0]!.codeName,
    beds: own
      .sort(byPlace)
      .map(({ bedId, roomName, label }) => ({
        value: bedId,
        place: `${roomName} ${label}`,
        verdictText: formatVerdict(answerOf.get(bedId)!, language),
        leftBy: leftBy.get(bedId) ?? null,
        chosen: bedId === wanted,
      })),
  }));
}
