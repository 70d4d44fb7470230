import type { CivilDate } from '../platform/shared/nights.rules';
import { type AGE_CERTAINTIES, type ClearFacts, type SEXES, unknownFacts } from './person.fields';

export type Sex = (typeof SEXES)[number];
export type AgeCertainty = (typeof AGE_CERTAINTIES)[number];

export interface PersonNames {
  given?: string | null;
  family?: string | null;
  aliases: string[];
  /** A short name that the team chose for its own lists; given to the person, in no export or report. */
  working?: string | null;
}

/** How a person may be reached without putting anyone in danger. */
export interface SafeContact {
  mayCall: boolean | null;
  safeTimes: string | null;
  /** Code of the list contact_channels. */
  channel: string | null;
  /** The name the caller gives. */
  callerName: string | null;
  /** Who must not learn of the contact. */
  mustNotKnow: string | null;
}

export interface Exploitation {
  acts: string[];
  means: string[];
  purposes: string[];
}

export interface IdentityDocument {
  /** Code of the list document_kinds. */
  kind: string;
  number: string;
}

/** The days between which somebody can be born, both included, as an assessment of the age left them. */
export interface BornBetween {
  readonly from: CivilDate;
  readonly until: CivilDate;
}

/** Facts known at registration, from the form, the API, a family or an imported file. */
export interface NewPerson extends ClearFacts {
  names: PersonNames;
  birthDate: CivilDate | null;
  /** After an assessment of the age, where no exact date is known. */
  bornBetween?: BornBetween | null;
  registeredOn: CivilDate;
  exploitation: Exploitation;
  /** In international form: + and 7 to 15 digits. */
  phone: string | null;
  safeContact: Partial<SafeContact> | null;
  documents: IdentityDocument[];
  story: string | null;
  /** People registered together who share this belong to one family. */
  familyKey: string | null;
  relation: string | null;
  /** The number under which the organisation kept the person before Mawa. */
  earlierNumber?: string;
}

/** Nobody known yet but that they are here: all one needs to open a case. */
export const unknownPerson = (registeredOn: CivilDate): NewPerson => ({
  ...unknownFacts(),
  names: { given: null, family: null, aliases: [] },
  birthDate: null,
  registeredOn,
  exploitation: { acts: [], means: [], purposes: [] },
  phone: null,
  safeContact: null,
  documents: [],
  story: null,
  familyKey: null,
  relation: null,
});
