import type { CivilDate } from '../platform/shared/nights.rules';

export type Sex = 'female' | 'male' | 'other';
export type AgeCertainty = 'exact' | 'year' | 'declared' | 'estimated' | 'unknown';
export type AccessNeed = 'none' | 'step_free';

export interface PersonNames {
  given?: string | null;
  family?: string | null;
  aliases: string[];
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

/** What is known when a person is registered: by the form, the API, a family or a file. */
export interface NewPerson {
  names: PersonNames;
  sex: Sex | null;
  birthDate: CivilDate | null;
  birthYear: number | null;
  ageAtRegistration: number | null;
  ageCertainty: AgeCertainty;
  /** After an assessment of the age, where no exact date is known. */
  bornBetween?: BornBetween | null;
  /** ISO 3166-1 alpha-2. */
  nationality: string | null;
  languages: string[];
  registeredOn: CivilDate;
  regionRecruitment: string | null;
  regionExploitation: string | null;
  exploitation: Exploitation;
  accessNeed: AccessNeed | null;
  pregnant: boolean | null;
  medical: boolean | null;
  /** In international form: + and 7 to 15 digits. */
  phone: string | null;
  safeContact: Partial<SafeContact> | null;
  documents: IdentityDocument[];
  story: string | null;
  /** People registered together who share this belong to one family. */
  familyKey: string | null;
  relation: string | null;
}

/** Nobody known yet but that they are here: all one needs to open a case. */
export const unknownPerson = (registeredOn: CivilDate): NewPerson => ({
  names: { given: null, family: null, aliases: [] },
  sex: null,
  birthDate: null,
  birthYear: null,
  ageAtRegistration: null,
  ageCertainty: 'unknown',
  nationality: null,
  languages: [],
  registeredOn,
  regionRecruitment: null,
  regionExploitation: null,
  exploitation: { acts: [], means: [], purposes: [] },
  accessNeed: null,
  pregnant: null,
  medical: null,
  phone: null,
  safeContact: null,
  documents: [],
  story: null,
  familyKey: null,
  relation: null,
});
