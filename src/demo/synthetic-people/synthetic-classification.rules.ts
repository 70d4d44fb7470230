/**
 * Invented answers for the invented people: plausible for the purpose that each has, often "not
 * asked", sometimes "not known". A chance of their own, so that nobody else changes by them.
 */
import {
  type Classification,
  NO_PLACE,
  EMPTY_CLASSIFICATION,
  type TraffickingPlace,
} from '../../../modules/beneficiaries';
import { Chance } from './random.rules';
import type { SyntheticPerson } from './synthetic-people.rules';

type WeightedCodes = readonly (readonly [string, number])[];

const FORMS: Readonly<Record<string, WeightedCodes>> = {
  sexual: [['SexualExploitation', 1]],
  begging: [['ForcedBegging', 1]],
  forced_labour: [
    ['ForcedLabour', 9],
    ['ChildLabour', 1],
  ],
  servitude: [['Servitude', 1]],
  criminal_armed: [['Other', 1]],
  slavery_like: [
    ['ForcedMarriage', 3],
    ['Other', 2],
  ],
};
const SECTORS: Readonly<Record<string, WeightedCodes>> = {
  forced_labour: [
    ['A01', 12],
    ['F_Construction', 7],
    ['I56', 6],
    ['C14', 4],
    ['G_WholesaleAndRetailTradeRepairOfMotorVehicles', 3],
    ['not_known', 3],
  ],
  servitude: [['T97', 1]],
};
const SEXUAL_FORMS: WeightedCodes = [
  ['Prostitution', 74],
  ['Pornography', 9],
  ['RemoteInteractiveServices', 6],
  ['PrivateSexualServices', 5],
  ['not_known', 6],
];
const CHANNELS: Readonly<Record<string, WeightedCodes>> = {
  sexual: [
    ['lodging', 42],
    ['private_home', 22],
    ['entertainment', 20],
    ['online', 9],
    ['street', 7],
  ],
  begging: [['street', 1]],
  forced_labour: [
    ['workplace', 8],
    ['private_home', 2],
  ],
  servitude: [['private_home', 1]],
  criminal_armed: [['street', 1]],
  slavery_like: [['private_home', 1]],
};
const CONTROL: WeightedCodes = [
  ['FalsePromises', 20],
  ['DebtBondage', 14],
  ['WithholdsDocuments', 13],
  ['TakesEarnings', 12],
  ['PsychologicalAbuse', 10],
  ['PhysicalThreats', 8],
  ['RestrictsMovement', 8],
  ['PhysicalAbuse', 6],
  ['ThreatensChildrenFamily', 4],
  ['ThreatsLawEnforcement', 3],
  ['SexualAbuse', 2],
];
const MOTIVES: WeightedCodes = [
  ['financial_gain', 74],
  ['debt_recovery', 8],
  ['family_custom', 6],
  ['sexual', 7],
  ['use_in_crime', 3],
  ['other', 2],
];
const RELATIONS: Readonly<Record<'child' | 'abroad' | 'other', WeightedCodes>> = {
  child: [
    ['Parent', 40],
    ['OtherRelative', 34],
    ['Neighbour', 12],
    ['Unaquainted', 14],
  ],
  abroad: [
    ['Broker', 34],
    ['Friend', 18],
    ['Smuggler', 16],
    ['Acquainted', 18],
    ['OtherRelative', 8],
    ['OnlineContact', 6],
  ],
  other: [
    ['IntimatePartner', 26],
    ['Friend', 18],
    ['Neighbour', 10],
    ['Employer', 14],
    ['OnlineContact', 12],
    ['OtherRelative', 12],
    ['Unaquainted', 8],
  ],
};
const METHODS: WeightedCodes = [
  ['ThroughFriendsOrSocialEvents', 30],
  ['ThroughFamilyOrFamilyEvents', 22],
  ['ThroughOnlineSocialNetworks', 18],
  ['AtWork', 10],
  ['ThroughAnOnlineAdvertisement', 8],
  ['AtAPlaceOfBusiness', 7],
  ['Other', 5],
];
const ONLINE = ['ThroughOnlineSocialNetworks', 'ThroughAnOnlineAdvertisement', 'OnlineContact'];
const PLATFORMS: WeightedCodes = [
  ['Facebook', 34],
  ['WhatsApp', 28],
  ['Instagram', 16],
  ['TikTok', 14],
  ['Telegram', 8],
];
const DURATIONS: WeightedCodes = [
  ['months_0_12', 52],
  ['months_13_24', 22],
  ['months_25_up', 14],
  ['not_known', 12],
];
const STARTS: Readonly<Record<string, WeightedCodes>> = {
  months_0_12: [
    ['under_1', 8],
    ['1_to_2', 2],
  ],
  months_13_24: [
    ['1_to_2', 7],
    ['3_to_5', 3],
  ],
  months_25_up: [
    ['3_to_5', 7],
    ['over_5', 3],
  ],
  not_known: [['not_known', 1]],
};

/** In the order of the people; null for those of whom nobody asked anything. */
export function syntheticClassifications(
  people: readonly SyntheticPerson[],
  seed: number,
): (Classification | null)[] {
  const chance = new Chance(seed + 4481);
  return people.map((person) => {
    const [purpose] = person.exploitation.purposes;
    if (purpose !== undefined) return classified(chance, person, purpose);
    return chance.happens(0.15) ? askedInVain(chance, person) : null;
  });
}

/** The question is asked more or less often; where it is, it is not always known. */
const asked = (chance: Chance, share: number, from: WeightedCodes, unknown = 0.06): string[] => {
  if (!chance.happens(share)) return [];
  return [chance.happens(unknown) ? 'not_known' : chance.weighted(from)];
};

function several(chance: Chance, from: WeightedCodes, most: number): string[] {
  const count = chance.between(1, most);
  return [...new Set(Array.from({ length: count }, () => chance.weighted(from)))];
}

function classified(chance: Chance, person: SyntheticPerson, purpose: string): Classification {
  const age = person.ageAtRegistration;
  const child = person.relation === 'child' || (age !== null && age < 15);
  const abroad = person.regionRecruitment === 'abroad';
  const relation = asked(chance, 0.72, RELATIONS[child ? 'child' : abroad ? 'abroad' : 'other']);
  const methods = asked(chance, 0.64, METHODS);
  const online = [...relation, ...methods].some((code) => ONLINE.includes(code));
  const [duration = null] = asked(chance, 0.6, DURATIONS, 0);
  const channels = asked(chance, 0.7, CHANNELS[purpose]!);
  const forms = asked(chance, 0.9, FORMS[purpose]!, 0.02);
  return {
    answers: {
      forms,
      sexualForms: purpose === 'sexual' ? asked(chance, 0.68, SEXUAL_FORMS, 0) : [],
      sectors: SECTORS[purpose] ? asked(chance, 0.85, SECTORS[purpose], 0) : [],
      exploitationChannels: channels,
      exploitationPlatforms: channels.includes('online') ? several(chance, PLATFORMS, 2) : [],
      control: controlOf(chance),
      motives: asked(chance, 0.58, MOTIVES, 0.12),
      relation,
      recruitmentMethods: methods,
      recruitmentPlatforms: online ? several(chance, PLATFORMS, 2) : [],
    },
    began: duration === null ? null : chance.weighted(STARTS[duration]!),
    duration,
    ...ageWhenItBegan(chance, age),
    ...placesOf(chance, person),
  };
}

function controlOf(chance: Chance): string[] {
  if (!chance.happens(0.78)) return [];
  if (chance.happens(0.08)) return ['not_known'];
  return chance.happens(0.03) ? ['declined'] : several(chance, CONTROL, 3);
}

function ageWhenItBegan(
  chance: Chance,
  age: number | null,
): Pick<Classification, 'ageBegan' | 'ageBeganAnswer'> {
  if (!chance.happens(0.5)) return { ageBegan: null, ageBeganAnswer: null };
  if (age === null) return { ageBegan: null, ageBeganAnswer: 'not_known' };
  return { ageBegan: Math.max(0, age - chance.between(0, 4)), ageBeganAnswer: null };
}

/** Agrees with the regions that the person was registered with. */
function placesOf(
  chance: Chance,
  { nationality, regionRecruitment, regionExploitation }: SyntheticPerson,
): Pick<Classification, 'recruitment' | 'transit' | 'exploitation'> {
  const place = (region: string | null): TraffickingPlace => {
    if (region === null) return NO_PLACE;
    if (region === 'unknown') return { ...NO_PLACE, country: 'not_known' };
    if (region === 'abroad') return { ...NO_PLACE, country: nationality ?? 'abroad' };
    return { ...NO_PLACE, country: 'MA', region };
  };
  return {
    recruitment: place(regionRecruitment),
    transit: transitOf(chance, regionRecruitment === 'abroad'),
    exploitation: place(regionExploitation),
  };
}

function transitOf(chance: Chance, abroad: boolean): TraffickingPlace[] {
  if (!chance.happens(0.45)) return [];
  if (!abroad) return [{ ...NO_PLACE, country: 'none' }];
  const stops = chance.happens(0.7) ? ['ML', 'DZ'] : ['MR'];
  return stops.map((country) => ({ ...NO_PLACE, country }));
}

/** Asked, and nobody knew. */
const askedInVain = (chance: Chance, person: SyntheticPerson): Classification => ({
  ...EMPTY_CLASSIFICATION,
  answers: {
    ...EMPTY_CLASSIFICATION.answers,
    relation: ['not_known'],
    control: chance.happens(0.5) ? ['not_known'] : [],
  },
  ...placesOf(chance, person),
});
