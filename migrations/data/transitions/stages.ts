/**
 * The steps between the stages of a person's case: who may take each one and who may have decided it. Support never
 * waits for a decision of others: one may be assisted while still only presumed. Pages and a trigger read
 * `stage_transitions`.
 */
import type { TableRows } from '../insert-rows';

type StepRole = 'shelter_manager' | 'reintegration_officer' | 'case_supervisor';
const ON_THE_CASE: readonly StepRole[] = [
  'shelter_manager',
  'reintegration_officer',
  'case_supervisor',
];
const CASE_LEADS: readonly StepRole[] = ['reintegration_officer', 'case_supervisor'];
const SUPERVISOR: readonly StepRole[] = ['case_supervisor'];

const AUTHORITIES = ['police', 'prosecutor', 'judge', 'labour_inspector'] as const;
const AUTHORITIES_OR_PROGRAMME = [...AUTHORITIES, 'programme'] as const;
/** The person and the programme. */
const OWN = ['self', 'programme'] as const;
const AUTHORITIES_OR_OWN = [...AUTHORITIES, ...OWN] as const;
const TOGETHER = ['self', 'organisation', 'programme'] as const;
const SIGNALS = [
  ...AUTHORITIES,
  'health_service',
  'social_service',
  'organisation',
  'hotline',
  'self',
  'programme',
] as const;

interface StageStep {
  readonly from: string;
  readonly to: string;
  readonly roles: readonly StepRole[];
  readonly deciders: readonly string[];
  /** Comes back after an end, which needs a reason of its own. */
  readonly reopens?: boolean;
}

export const STAGE_STEPS: readonly StageStep[] = [
  { from: 'detected', to: 'first_contact', roles: ON_THE_CASE, deciders: SIGNALS },
  { from: 'detected', to: 'presumed', roles: ON_THE_CASE, deciders: SIGNALS },
  { from: 'detected', to: 'not_victim', roles: CASE_LEADS, deciders: AUTHORITIES_OR_PROGRAMME },
  { from: 'detected', to: 'closed', roles: CASE_LEADS, deciders: OWN },
  { from: 'first_contact', to: 'presumed', roles: ON_THE_CASE, deciders: SIGNALS },
  {
    from: 'first_contact',
    to: 'not_victim',
    roles: CASE_LEADS,
    deciders: AUTHORITIES_OR_PROGRAMME,
  },
  { from: 'first_contact', to: 'closed', roles: CASE_LEADS, deciders: OWN },
  { from: 'presumed', to: 'reflection_period', roles: ON_THE_CASE, deciders: AUTHORITIES_OR_OWN },
  { from: 'presumed', to: 'identified', roles: CASE_LEADS, deciders: AUTHORITIES },
  { from: 'presumed', to: 'assisted', roles: ON_THE_CASE, deciders: TOGETHER },
  { from: 'presumed', to: 'not_victim', roles: SUPERVISOR, deciders: AUTHORITIES },
  { from: 'presumed', to: 'closed', roles: CASE_LEADS, deciders: OWN },
  { from: 'reflection_period', to: 'identified', roles: CASE_LEADS, deciders: AUTHORITIES },
  { from: 'reflection_period', to: 'assisted', roles: ON_THE_CASE, deciders: TOGETHER },
  { from: 'reflection_period', to: 'not_victim', roles: SUPERVISOR, deciders: AUTHORITIES },
  { from: 'reflection_period', to: 'closed', roles: CASE_LEADS, deciders: OWN },
  { from: 'identified', to: 'assisted', roles: ON_THE_CASE, deciders: TOGETHER },
  { from: 'identified', to: 'exiting', roles: CASE_LEADS, deciders: OWN },
  { from: 'identified', to: 'closed', roles: CASE_LEADS, deciders: OWN },
  { from: 'not_victim', to: 'presumed', roles: CASE_LEADS, deciders: SIGNALS, reopens: true },
  { from: 'not_victim', to: 'closed', roles: CASE_LEADS, deciders: OWN },
  { from: 'assisted', to: 'identified', roles: CASE_LEADS, deciders: AUTHORITIES },
  { from: 'assisted', to: 'exiting', roles: CASE_LEADS, deciders: OWN },
  { from: 'assisted', to: 'not_victim', roles: SUPERVISOR, deciders: AUTHORITIES },
  { from: 'assisted', to: 'closed', roles: CASE_LEADS, deciders: OWN },
  { from: 'exiting', to: 'followed_up', roles: CASE_LEADS, deciders: OWN },
  { from: 'exiting', to: 'assisted', roles: ON_THE_CASE, deciders: OWN },
  { from: 'exiting', to: 'closed', roles: CASE_LEADS, deciders: OWN },
  { from: 'followed_up', to: 'assisted', roles: CASE_LEADS, deciders: OWN },
  { from: 'followed_up', to: 'closed', roles: CASE_LEADS, deciders: OWN },
  { from: 'closed', to: 'presumed', roles: CASE_LEADS, deciders: SIGNALS, reopens: true },
  { from: 'closed', to: 'assisted', roles: CASE_LEADS, deciders: TOGETHER, reopens: true },
  { from: 'closed', to: 'followed_up', roles: CASE_LEADS, deciders: OWN, reopens: true },
];

export const STAGE_TRANSITION_ROWS: TableRows = [
  'stage_transitions',
  STAGE_STEPS.map(({ from, to, roles, deciders, reopens = false }) => ({
    from_stage: from,
    to_stage: to,
    roles,
    deciders,
    reopens,
    edition: '2026-11/1',
  })),
];
