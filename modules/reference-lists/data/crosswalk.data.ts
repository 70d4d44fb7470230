/** Equivalents of the fixed lists in HTCDS 2.0 and CTDC (generation 3); empty: known to have none. */
import { alpha3Of } from './alpha3.data';
import { nationalities } from './nationalities.data';
import type { Crosswalk, Target } from './coded-list.types';

const to = (field: string, value = '1'): Target => ({ field, value });
const both = (htcds: Target[], ctdc: Target[]): Crosswalk => ({ htcds, ctdc });
const NONE = both([], []);

const exploited = (htcds: string, ...ctdc: string[]): Crosswalk =>
  both(
    [to('vic_TypeOfExploitation', htcds)],
    ctdc.map((variable) => to(variable)),
  );
const status = (value: string): Crosswalk => both([to('vic_TraffickingStatus', value)], []);
const decided = (value: string): Crosswalk =>
  both([to('vic_TraffickingStatusDecisionMakingOrg', value)], []);
const months = (value: string): Crosswalk => both([], [to('traffickMonths', value)]);
const gender = (htcds: string, ctdc: string): Crosswalk =>
  both([to('prs_Gender', htcds)], [to('gender', ctdc)]);

const POSSIBLE = status('PossibleVictimOfTrafficking');
const GOVERNMENT = decided('NonPoliceGovernmentalOrganization');

export const FIXED_CROSSWALK: Readonly<Record<string, Readonly<Record<string, Crosswalk>>>> = {
  // Neither standard has the acts and the means of the law: HTCDS and CTDC ask how people are controlled.
  acts: Object.fromEntries(
    ['recruit', 'entice', 'transport', 'transfer', 'house', 'receive', 'mediate'].map((code) => [
      code,
      NONE,
    ]),
  ),
  means: Object.fromEntries(
    [
      'threat_force',
      'use_force',
      'other_coercion',
      'abduction',
      'fraud',
      'deception',
      'abuse_authority',
      'abuse_vulnerability',
      'payment_consent',
    ].map((code) => [code, NONE]),
  ),
  purposes: {
    sexual: exploited('SexualExploitation', 'isSexualExploit'),
    forced_labour: exploited('ForcedLabour', 'isForcedLabour'),
    // Domestic work is expressed by the sector; "servitude" of the law is wider.
    servitude: exploited('Servitude', 'isForcedLabour'),
    begging: exploited('ForcedBegging', 'isOtherExploit'),
    slavery_like: exploited('Other', 'isOtherExploit'),
    organs: exploited('OrganRemoval', 'isOtherExploit'),
    experiments: exploited('Other', 'isOtherExploit'),
    // One purpose in the law; forced military service is distinguished among the forms of exploitation.
    criminal_armed: exploited('Other', 'isOtherExploit'),
  },
  sexes: {
    female: gender('Feminine', 'Woman'),
    male: gender('Masculine', 'Man'),
    other: gender('NonConforming', 'Trans/Transgender/NonConforming'),
  },
  // Stages after the identification have no equivalent of their own; the last status remains.
  stages: {
    detected: POSSIBLE,
    first_contact: POSSIBLE,
    presumed: POSSIBLE,
    reflection_period: POSSIBLE,
    identified: status('ActualVictimOfTrafficking'),
    not_victim: status('NotAVictimOfTrafficking'),
    assisted: NONE,
    exiting: NONE,
    followed_up: NONE,
    closed: NONE,
  },
  deciders: {
    programme: decided('NGO'),
    self: decided('Other'),
    organisation: decided('NGO'),
    hotline: decided('NGO'),
    police: decided('Police'),
    prosecutor: decided('CourtOrProsecution'),
    judge: decided('CourtOrProsecution'),
    labour_inspector: GOVERNMENT,
    health_service: GOVERNMENT,
    social_service: GOVERNMENT,
  },
  // HTCDS has dates and places as text; CTDC has neither a start nor a region.
  start_bands: Object.fromEntries(
    ['under_1', '1_to_2', '3_to_5', 'over_5'].map((code) => [code, NONE]),
  ),
  duration_bands: {
    months_0_12: months('0--12 (0-1 yr)'),
    months_13_24: months('13--24 (1-2 yrs)'),
    months_25_up: months('25+ (2+ yrs)'),
  },
};

/** Both standards use country codes, with two and with three letters. */
const COUNTRIES: Readonly<Record<string, Crosswalk>> = Object.fromEntries(
  nationalities.items.map(({ code }) => [
    code,
    both([to('prs_Citizenship', code)], [to('citizenship', alpha3Of(code)!)]),
  ]),
);

/** Code by code; null for a list that is no part of how people are classified. */
export const crosswalkOf = (list: string): Readonly<Record<string, Crosswalk>> | null =>
  list === 'nationalities' ? COUNTRIES : (FIXED_CROSSWALK[list] ?? null);
