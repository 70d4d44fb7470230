/** Views of referrals, with the remaining time as a bar. */
import type { Language } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import { daysLeft } from './days-left.rules';
import type { PartnerToChoose } from './send-referral.service';
import type { ServiceCapacityRow } from './partners/partners.queries';
import type { StepChannel, StepAuthor, ReferralState } from './referral-states.rules';
import { PROGRESS_UPDATES } from './links/link-pages.service';
import type { ReferralRow, StepRow } from './referrals.queries';
import type { ReferralFile } from './referrals.service';
import { sheetModel } from './sheet.view';

const LOOK: Readonly<Record<ReferralState, { readonly tag: string; readonly icon: string }>> = {
  sent: { tag: 'none', icon: 'send' },
  seen: { tag: 'none', icon: 'eye' },
  accepted: { tag: 'good', icon: 'circle-check' },
  in_progress: { tag: 'good', icon: 'heart-handshake' },
  declined: { tag: 'danger', icon: 'circle-x' },
  closed: { tag: 'accent', icon: 'flag' },
  revoked: { tag: 'warning', icon: 'lock' },
  expired: { tag: 'warning', icon: 'clock' },
};

const words = (language: Language, key: string, params: object = {}): string =>
  translate(language, `referrals:${key}`, { ...params });

export const stateLook = (
  { state, outcome }: { state: ReferralState; outcome: string | null },
  language: Language,
) => ({ ...LOOK[state], stateWords: words(language, `state.${outcome ?? state}`) });

/** Progress that a partner can report about an accepted person; after the arrival, continued attendance. */
export const progressChoices = (begun: boolean, language: Language) =>
  PROGRESS_UPDATES.map((value) => ({
    value,
    label: words(language, `news.${begun && value === 'attended' ? 'goes_on' : value}`),
  }));

/** Bar and text of the elapsed time. */
export function daysLeftModel(
  referral: Pick<ReferralRow, 'state' | 'sentAt' | 'dueAt'>,
  now: Date,
  language: Language,
) {
  const left = daysLeft(referral, now);
  if (left === null) return null;
  const says = left.tone === 'late' ? 'late' : 'left';
  return { ...left, words: words(language, `days.${says}`, { count: Math.abs(left.days) }) };
}

export const referralModels = (referrals: readonly ReferralRow[], now: Date, language: Language) =>
  referrals.map((referral) => ({
    ...referral,
    ...stateLook(referral, language),
    what: referral.serviceName[language],
    days: daysLeftModel(referral, now, language),
  }));

const SEATS_AT_MOST = 12;
/** One icon per place, occupied ones filled; a number above twelve. */
const seats = (places: number | null, free: number | null) =>
  places === null || free === null || places > SEATS_AT_MOST
    ? []
    : Array.from({ length: places }, (_, at) => ({ free: at < free }));

export function capacityModels<
  P extends {
    places: number | null;
    free: number | null;
    waitingDays: number | null;
    fresh: boolean;
  },
>(places: P, language: Language) {
  const { free, waitingDays, fresh } = places;
  const state = !fresh ? 'stale' : free === null ? 'open' : free === 0 ? 'full' : 'free';
  return {
    ...places,
    placesState: state,
    placesWords: words(language, `places.${state}`, { count: free ?? 0 }),
    waitWords: waitingDays ? words(language, 'places.wait', { count: waitingDays }) : null,
    seats: seats(places.places, free),
  };
}

export const referralRowModels = (rows: readonly ServiceCapacityRow[], language: Language) =>
  rows.map((row) => ({ ...capacityModels(row, language), what: row.serviceName[language] }));

/** Partners that can be chosen, and the obstacles for the others. */
export const partnerChoiceModels = (
  caseId: string,
  partners: readonly PartnerToChoose[],
  address: (more: Record<string, string>) => string,
  language: Language,
) =>
  partners.map((partner) => {
    const places = partner.places && capacityModels(partner.places, language);
    const agreed = partner.agreedUntil !== undefined;
    const takes = places?.placesState === 'free' || places?.placesState === 'open';
    const hindered = partner.already
      ? 'already'
      : !agreed
        ? 'no_consent'
        : takes
          ? null
          : 'no_places';
    return {
      ...partner,
      places,
      agreed,
      hindered,
      ready: hindered === null,
      // Nobody has spoken with it about this help, nor with the person about it.
      far: !agreed && !partner.already && partner.places === null,
      choosePath: address({ partner: partner.id }),
      askPath: agreed
        ? null
        : `/people/${caseId}/consents/new?purpose=sharing&recipientId=${partner.id}`,
      placesPath: takes ? null : `/partners/${partner.id}`,
    };
  });

export const fileModel = (file: ReferralFile, now: Date, language: Language) => ({
  ...file,
  ...stateLook(file, language),
  what: file.serviceName[language],
  days: daysLeftModel(file, now, language),
  sheet: file.sheet ? sheetModel(file.sheet, language) : [],
  steps: file.steps.map((step) => ({
    ...step,
    ...stepLook(step, language),
    sideWords: words(language, `side.${stepAuthorKey(step)}`, {
      partner: file.partner,
      by: step.by,
    }),
    reasonWords:
      step.reason && (step.reasonName?.[language] ?? words(language, `reason.${step.reason}`)),
  })),
});

/** Steps that do not change the state have a text of their own. */
const stepLook = (
  { to, from, asks, outcome }: Pick<StepRow, 'to' | 'from' | 'asks' | 'outcome'>,
  language: Language,
) =>
  to === from
    ? asks
      ? { tag: 'warning', icon: 'message-question', stateWords: words(language, 'question.asked') }
      : { ...LOOK[to], stateWords: words(language, 'news.more') }
    : stateLook({ state: to, outcome }, language);

/** Who took a step, and by which way: the partner by its account or its link, the sender after a call. */
const stepAuthorKey = ({ side, how }: { side: StepAuthor; how: StepChannel }): string =>
  side === 'partner' ? how : side === 'sender' && how === 'phone' ? 'phone' : side;
