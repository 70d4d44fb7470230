/** Views of employers: vetting, findings, offers. */
import { may } from '../../access';
import { type Labels, labelOf } from '../../reference-lists';
import type { Actor, Language } from '../../platform/shared/actor';
import { formatMoney, formatNumber } from '../../platform/web/format';
import { type ProposedLine, sourceWords } from '../../settings';
import type { FloorsToday, NewFloor } from '../floors/floors.service';
import type { Floor } from '../floors/wage-floor.rules';
import { workWordsIn } from '../work.words';
import type { EmployerRow, OfferRow, VettingStatus } from './employers.queries';
import type { EmployerFile } from './employers.service';

export interface WorkCodes {
  readonly sectors: ReadonlyMap<string, Labels>;
  readonly occupations: ReadonlyMap<string, Labels>;
}

const COLOUR: Readonly<Record<VettingStatus, 'good' | 'warn' | 'danger' | 'none'>> = {
  accepted: 'good',
  conditions: 'good',
  expired: 'warn',
  none: 'warn',
  refused: 'danger',
  struck: 'danger',
  redo: 'danger',
};

export function vettingStatusModel(standing: VettingStatus, language: Language) {
  return {
    label: workWordsIn(language)(`standing.${standing}`),
    is: COLOUR[standing],
    good: COLOUR[standing] === 'good',
    danger: COLOUR[standing] === 'danger',
  };
}

function employerModel(one: EmployerRow, codes: WorkCodes, language: Language) {
  const words = workWordsIn(language);
  return {
    ...one,
    path: `/training/work/employers/${one.id}`,
    sectorLabel: codes.sectors.get(one.sector)?.[language] ?? one.sector,
    regionLabel: labelOf('regions', one.region, language),
    shown: vettingStatusModel(one.standing, language),
    untilLabel: one.vetted && one.expiresOn ? words('vetted_until', { day: one.expiresOn }) : null,
    placesLabel: one.openPlaces > 0 ? words('open_places', { count: one.openPlaces }) : null,
  };
}

export function offerModel(one: OfferRow, codes: WorkCodes, language: Language) {
  const words = workWordsIn(language);
  return {
    ...one,
    occupationLabel: codes.occupations.get(one.occupation)?.[language] ?? one.occupation,
    regionLabel: labelOf('regions', one.region, language),
    wageLabel: words(`wage_per.${one.wagePeriod}`, {
      amount: formatMoney(one.wage, 'MAD', language),
    }),
    hoursLabel: words('hours', { hours: formatNumber(one.hoursAWeek, language) }),
    placesLabel: words('places_taken', { taken: one.taken, places: one.places }),
    squares: Array.from({ length: Math.min(one.places, 40) }, (_, at) => ({
      held: at < one.taken,
    })),
    full: one.taken >= one.places,
  };
}

export function employersModel(
  actor: Actor,
  employers: readonly EmployerRow[],
  offers: readonly OfferRow[],
  codes: WorkCodes,
  language: Language,
) {
  const words = workWordsIn(language);
  const vetted = employers.filter((one) => one.vetted).length;
  return {
    title: words('employers.title'),
    finding: words('employers.finding', {
      vetted,
      of: words('employers.of', { count: employers.length }),
    }),
    newPath: may(actor, 'work:vet') ? '/training/work/employers/new' : null,
    boardPath: may(actor, 'work:read') ? '/training/placements' : null,
    employers: employers.map((one) => employerModel(one, codes, language)),
    offers: offers.map((one) => ({
      ...offerModel(one, codes, language),
      path: `/training/work/employers/${one.employerId}`,
    })),
  };
}

export function employerFileModel(
  actor: Actor,
  file: EmployerFile,
  codes: WorkCodes,
  language: Language,
) {
  const words = workWordsIn(language);
  const path = `/training/work/employers/${file.id}`;
  const when = (page: string) => (may(actor, 'work:vet') ? `${path}/${page}/new` : null);
  return {
    ...employerModel(file, codes, language),
    title: file.name,
    contact: file.contact,
    paths: {
      vet: when('vettings'),
      offer: when('offers'),
      change: may(actor, 'work:vet') ? `${path}/change` : null,
    },
    versions: file.versions.map((one) => ({
      ...one,
      sectorLabel: codes.sectors.get(one.sector)?.[language] ?? one.sector,
      regionLabel: labelOf('regions', one.region, language),
    })),
    vettings: file.vettings.map((one) => ({
      ...one,
      shown: vettingStatusModel(one.result, language),
      reasonLabel: one.reason && words(`against.${one.reason}`),
      lookedLabel: one.lookedAt.map((code) => words(`looked_at.${code}`)).join(' · '),
      untilLabel: one.expiresOn && words('until', { day: one.expiresOn }),
    })),
    offers: file.offers.map((one) => ({
      ...offerModel(one, codes, language),
      changePath: may(actor, 'work:vet') ? `/training/work/offers/${one.id}/change` : null,
    })),
    people: (file.people ?? []).map((one) => ({
      ...one,
      path: `/people/${one.caseId}/work`,
      stateLabel: words(`state.${one.state}`),
    })),
    seesPeople: file.people !== null,
  };
}

export function floorsModel(actor: Actor, { floors, today }: FloorsToday, language: Language) {
  const words = workWordsIn(language);
  return {
    title: words('floors.title'),
    newPath: may(actor, 'work:vet') ? '/training/work/floors/new' : null,
    floors: floors
      .toReversed()
      .map((one) => ({
        ...one,
        source: sourceWords(one.source, language),
        kindLabel: words(`floor.${one.kind}`),
        amountLabel: floorAmount(one, language),
        standingLabel: words(`standing_of_floor.${one.standing}`),
        confirmed: one.standing === 'confirmed',
        holds: today.includes(one.id),
      })),
  };
}

/** SMIG is paid by the hour, SMAG by the day. */
const floorAmount = ({ kind, amount }: Pick<Floor, 'kind' | 'amount'>, language: Language) =>
  workWordsIn(language)(kind === 'smig' ? 'wage_per.hour' : 'wage_per.day', {
    amount: formatMoney(amount, 'MAD', language),
  });

/** Contents of a proposed minimum wage. */
export const floorLines =
  (language: Language) =>
  ({ kind, amount, standing }: Pick<NewFloor, 'kind' | 'amount' | 'standing'>): ProposedLine[] => {
    const words = workWordsIn(language);
    return [
      { label: words(`floor.${kind}`), text: floorAmount({ kind, amount }, language) },
      { label: '', text: words(`standing_of_floor.${standing}`) },
    ];
  };
