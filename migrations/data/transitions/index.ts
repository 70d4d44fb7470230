/** The legal steps of every process, each process in a file of its own; modules import the constants from there. */
import type { TableRows } from '../insert-rows';
import { AGENCY_MONTH_TRANSITION_ROWS } from './agency-months';
import { BREACH_TRANSITION_ROWS } from './breaches';
import { CAPACITY_TRANSITION_ROWS } from './capacity';
import { COMMITMENT_TRANSITION_ROWS } from './commitments';
import { COMPLAINT_STEP_ROWS } from './complaints';
import { LEGAL_TRANSITION_ROWS } from './legal-aid';
import { PARTNER_TRANSITION_ROWS } from './partner-money';
import { PROJECT_TRANSITION_ROWS } from './projects';
import { RECOGNITION_TRANSITION_ROWS } from './recognition';
import { REFERRAL_TRANSITION_ROWS } from './referrals';
import { RETURN_TRANSITION_ROWS } from './returns';
import { STAGE_TRANSITION_ROWS } from './stages';
import { TRAINING_TRANSITION_ROWS } from './training';
import { WORK_TRANSITION_ROWS } from './work';

export const TRANSITION_ROWS: readonly TableRows[] = [
  STAGE_TRANSITION_ROWS,
  REFERRAL_TRANSITION_ROWS,
  COMPLAINT_STEP_ROWS,
  LEGAL_TRANSITION_ROWS,
  ...RETURN_TRANSITION_ROWS,
  TRAINING_TRANSITION_ROWS,
  RECOGNITION_TRANSITION_ROWS,
  WORK_TRANSITION_ROWS,
  PROJECT_TRANSITION_ROWS,
  CAPACITY_TRANSITION_ROWS,
  COMMITMENT_TRANSITION_ROWS,
  PARTNER_TRANSITION_ROWS,
  AGENCY_MONTH_TRANSITION_ROWS,
  BREACH_TRANSITION_ROWS,
];
