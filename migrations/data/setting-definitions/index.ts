/**
 * What counts as a setting: what it may hold, who confirms it, and where its values stand. Names and meanings are in
 * templates/locales (settings.json), the values of an empty Mawa in sql/settings.sql and beside it.
 */
import type { TableRows } from '../insert-rows';
import {
  ACCOUNT_SETTINGS,
  BED_SETTINGS,
  CASEWORK_SETTINGS,
  COMPLAINT_SETTINGS,
  CONSENT_SETTINGS,
  HOTLINE_SETTINGS,
  LEGAL_SETTINGS,
  PROGRAMME_SETTINGS,
  REFERRAL_SETTINGS,
} from './casework';
import {
  MONEY_SETTINGS,
  RELEASE_SETTINGS,
  RETURN_SETTINGS,
  TRAINING_SETTINGS,
  WORK_SETTINGS,
} from './programme';

const DEFINITIONS = [
  ...PROGRAMME_SETTINGS,
  ...BED_SETTINGS,
  ...ACCOUNT_SETTINGS,
  ...CASEWORK_SETTINGS,
  ...CONSENT_SETTINGS,
  ...REFERRAL_SETTINGS,
  ...COMPLAINT_SETTINGS,
  ...HOTLINE_SETTINGS,
  ...LEGAL_SETTINGS,
  ...RETURN_SETTINGS,
  ...TRAINING_SETTINGS,
  ...WORK_SETTINGS,
  ...MONEY_SETTINGS,
  ...RELEASE_SETTINGS,
];

export const SETTING_DEFINITION_ROWS: TableRows = [
  'setting_definitions',
  DEFINITIONS.map(({ proposedBy, confirmedBy, ...definition }, place) => ({
    ...definition,
    proposed_by: proposedBy,
    confirmed_by: confirmedBy,
    place,
  })),
];
