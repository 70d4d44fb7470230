/** Settings of returns, training, work and projects, money, and of what leaves the programme. */
import type { SettingDefinition, SettingPart } from '../../../modules/settings/setting.types';
import { DIMENSIONS, OWN_SCALE, SURVEY_SCALES } from '../survey';
import {
  choice,
  codes,
  codesLike,
  codesOf,
  confirmedPage,
  datedRows,
  decimal,
  entries,
  ownPage,
  PROPOSED_BY_FINANCE,
  share,
  text,
  values,
  whole,
  words,
} from './define';

const returns = values('returns');
const training = values('training');
const work = values('work');
const money = values('money');
const release = values('release');

const sentence = (path: string): SettingPart => ({ path, type: 'text', min: 2, max: 400 });

/** When somebody is asked again: months after the start, and the window around the day. */
const FOLLOW_UPS: readonly SettingPart[] = [
  whole('months', [1, 60], 'months'),
  whole('days', [0, 90], 'days_before'),
  whole('days', [0, 90], 'days_after'),
];

export const RETURN_SETTINGS: readonly SettingDefinition[] = [
  returns('return_cooling_off_days', 'people', whole('days', [0, 60])),
  returns('return_fitness_days', 'people', whole('days', [1, 180])),
  returns('return_risk_days', 'people', whole('days', [1, 365])),
  returns('return_risk_decision_days', 'people', whole('days', [1, 30])),
  returns('return_departure_days', null, whole('days', [1, 365])),
  returns('return_confirm_days', 'people', whole('days', [1, 60])),
  returns('return_plan_days', null, whole('days', [1, 180])),
  returns('return_instalment_days', null, whole('days', [0, 90])),
  returns('return_follow_months', 'people', whole('months', [1, 60])),
  returns('survey_high_need_until', null, decimal('ratio', [0, 1])),
  returns('survey_low_need_above', null, decimal('ratio', [0, 1])),
  returns('survey_sufficient_from', null, decimal('ratio', [0, 1])),
  datedRows('return_marks', 'returns', 'people', {
    rowKey: 'months',
    mostRows: 20,
    parts: [...FOLLOW_UPS, choice(['visit', 'call', 'office', 'partner'], 'mode')],
  }),
  entries(
    'survey_questions',
    'returns',
    'people',
    {
      rowKey: 'code',
      mostRows: 100,
      edition: 'survey',
      source:
        'the programme’s own wording of the fields of the Reintegration Sustainability Survey',
      parts: [
        { ...text('^[a-z0-9_]{2,40}$', 'code'), fixed: true },
        // Of a question that is asked already, what is left out stays as it is.
        { ...whole('points', [0, 999], 'place'), optional: true },
        { ...choice([...DIMENSIONS], 'dimension'), fixed: true, optional: true },
        {
          ...choice([...Object.keys(SURVEY_SCALES), OWN_SCALE], 'scale'),
          fixed: true,
          optional: true,
        },
        { ...decimal('ratio', [0.1, 10], 'relative_weight'), optional: true },
        sentence('fr'),
        sentence('ar'),
        sentence('en'),
      ],
    },
    ['survey_editions', 'survey_scales'],
  ),
  ownPage('survey_weights', 'returns', '/returns/survey-weights', [
    'survey_weightings',
    'survey_weights',
  ]),
];

export const TRAINING_SETTINGS: readonly SettingDefinition[] = [
  training('training_offer_days', null, whole('days', [1, 30])),
  training('training_join_days', null, whole('days', [0, 90])),
  training('training_absences_in_a_row', null, whole('times', [1, 20])),
  training('training_least_presence', null, whole('per_cent', [1, 100])),
  training('recognition_access_days', 'people', whole('days', [1, 180])),
  training('recognition_assess_days', null, whole('days', [1, 90])),
  training('capacity_least_presence', null, whole('per_cent', [1, 100])),
  training(
    'trained_officials',
    null,
    codesOf('institution_kinds', 'firstResponders'),
    codesOf('capacity_topics', 'identification'),
    codesOf('capacity_topics', 'prevention'),
  ),
  ownPage('training_courses', 'training', '/training', ['training_courses']),
  ownPage('recognition_standards', 'training', '/training/standards', [
    'recognition_standards',
    'recognition_units',
  ]),
];

export const WORK_SETTINGS: readonly SettingDefinition[] = [
  work('work_alert_hours', 'people', whole('hours', [1, 72])),
  work('work_least_age', 'people', whole('years', [15, 18])),
  work('work_industry_week', 'people', whole('hours', [1, 60])),
  work('work_industry_month', 'people', whole('hours', [1, 260])),
  work('work_farm_day', 'people', whole('hours', [1, 12])),
  work('work_farm_week', 'people', whole('hours', [1, 60])),
  work('work_farm_month', 'people', whole('days', [1, 31])),
  datedRows('work_marks', 'work', 'people', { rowKey: 'months', mostRows: 20, parts: FOLLOW_UPS }),
  confirmedPage('wage_floors', 'work', '/training/work/floors', ['wage_floors'], {
    protects: 'people',
    proposedBy: ['programme_officer', 'case_supervisor'],
  }),
  work('project_quorum', 'money', whole('people', [1, 20])),
  work('project_threshold', 'money', decimal('points', [1, 5])),
  work('project_seat_days', 'people', whole('days', [1, 180])),
  work('project_receipts_days', 'money', whole('days', [1, 180])),
  work('project_receipts_share', 'money', whole('per_cent', [0, 100])),
  datedRows('project_criteria', 'work', 'money', {
    rowKey: 'code',
    mostRows: 5,
    total: { path: 'weight', of: 100 },
    parts: [
      choice(['viability', 'skills', 'market', 'safety', 'benefit'], 'code'),
      whole('per_cent', [1, 100], 'weight'),
      whole('points', [1, 20], 'place'),
    ],
  }),
  datedRows('project_marks', 'work', 'people', {
    rowKey: 'months',
    mostRows: 20,
    parts: FOLLOW_UPS,
  }),
];

export const MONEY_SETTINGS: readonly SettingDefinition[] = [
  // Not above 10 %: 2 CFR 200.308(i).
  money('budget_transfer_share', 'money', share([0, 0.1])),
  money('budget_transfer_warning', 'money', share([0, 0.1])),
  money('commitment_over_share', 'money', share([0, 0.25])),
  money('exchange_rate_days', 'money', whole('days', [1, 365])),
  money('grant_liquidation_days', 'money', whole('days', [1, 365])),
  money('forecast_alert_after', null, share([0, 1])),
  money('forecast_pace_high', null, decimal('ratio', [1, 5])),
  money('forecast_pace_low', null, decimal('ratio', [0, 1])),
  money('forecast_runs_out_months', null, whole('months', [0, 24])),
  money('forecast_underspend_share', null, share([0, 1])),
  money('forecast_open_stay_nights', null, whole('nights', [0, 365])),
  money(
    'sf425_days',
    'money',
    whole('days', [1, 180], 'quarterly'),
    whole('days', [1, 180], 'semi_annual'),
    whole('days', [1, 180], 'annual'),
    whole('days', [1, 365], 'final'),
  ),
  money('advance_age_months', 'money', {
    path: '',
    type: 'numbers',
    unit: 'months',
    min: 1,
    max: 60,
    most: 4,
    order: 'up',
  }),
  money('advance_liquidation_share', 'money', share([0, 1])),
  money('reconciliation_day_window', null, whole('days', [0, 60])),
  money(
    'spot_checks_a_year',
    'money',
    whole('times', [0, 24], 'low'),
    whole('times', [0, 24], 'moderate'),
    whole('times', [0, 24], 'significant'),
    whole('times', [0, 24], 'high'),
    whole('times', [0, 24], 'not_rated'),
  ),
  datedRows('approval_bands', 'money', 'money', {
    rowKey: 'above',
    mostRows: 10,
    has: { path: 'above', value: '0' },
    parts: [
      { path: 'above', type: 'amount', min: 0, max: 999_999_999 },
      whole('people', [1, 3], 'approvals'),
      codes(['finance_officer', 'programme_officer'], 'roles'),
    ],
  }),
  entries('prior_approval_grounds', 'money', 'money', {
    rowKey: 'code',
    source: '2 CFR 200.308',
    mostRows: 40,
    hasSource: true,
    parts: [
      { ...text('^[a-z_]{3,40}$', 'code'), fixed: true },
      whole('points', [1, 99], 'place'),
      { path: 'valid_from', type: 'day', fixed: true },
      words('name', 300),
      choice(['VERIFIED', 'UNVERIFIED'], 'mark'),
    ],
  }),
  entries('service_types', 'money', 'money', {
    rowKey: 'code',
    source: 'the programme’s own list, edition 2026-11',
    mostRows: 200,
    parts: [
      { ...text('^[a-z_]{3,40}$', 'code'), fixed: true },
      {
        ...choice(
          ['health', 'psychosocial', 'legal', 'material', 'education', 'mobility', 'livelihood'],
          'category',
        ),
        fixed: true,
      },
      { ...choice(['session', 'item', 'hour', 'day', 'trip'], 'unit'), fixed: true },
      words('name', 120),
      { path: 'active', type: 'yes_no' },
    ],
  }),
  confirmedPage(
    'service_lines',
    'money',
    '/budget/allocations',
    ['cost_allocations', 'cost_allocation_shares'],
    PROPOSED_BY_FINANCE,
  ),
  confirmedPage('unit_costs', 'money', '/budget/unit-costs', ['unit_costs'], PROPOSED_BY_FINANCE),
  confirmedPage(
    'exchange_rates',
    'money',
    '/budget/rates',
    ['exchange_rates'],
    PROPOSED_BY_FINANCE,
  ),
  ownPage('partner_ratings', 'money', '/budget/partners', ['partner_ratings']),
  ownPage('suppliers', 'money', '/budget/commitments', ['suppliers']),
];

const CIRCLES = ['partners', 'public', 'donor', 'commission', 'partner'];
const threshold = whole('people', [3, 100]);

export const RELEASE_SETTINGS: readonly SettingDefinition[] = [
  release('threshold_donor', 'people', threshold),
  release('threshold_commission', 'people', threshold),
  release('threshold_partner', 'people', threshold),
  release('threshold_public', 'people', threshold),
  release('threshold_open', 'people', threshold),
  release('threshold_money', 'people', threshold),
  release('money_share', 'people', share([0.5, 0.9])),
  release('circle_donor', 'people', choice(CIRCLES)),
  release('circle_commission', 'people', choice(CIRCLES)),
  release('circle_partner', 'people', choice(CIRCLES)),
  release('circle_public', 'people', choice(CIRCLES)),
  release('htcds_least_people', 'people', whole('people', [3, 100])),
  release('htcds_longest_days', 'people', whole('days', [1, 365])),
  release('report_link_days', 'people', whole('days', [1, 90])),
  release('report_link_days_most', 'people', whole('days', [1, 365])),
  release('report_link_openings', 'people', whole('times', [1, 50])),
  release('report_reminder_days', null, whole('days', [1, 90])),
  release(
    'iati_activity',
    'people',
    text('^[A-Z]{2,12}$', 'reporting'),
    choice(['en', 'fr', 'ar'], 'language'),
    text('^[0-9]{5}$', 'sectors.0.code'),
    text('^(100|[1-9][0-9]?)$', 'sectors.0.percentage'),
    codesLike('^([1-9]|1[0-7])$', 'sdgGoals'),
    codesLike('^[1-9][0-9]?[.][0-9a-z]{1,2}$', 'sdgTargets'),
    text('^[0-9]{1,2}$', 'markers.0.code'),
    text('^[0-4]$', 'markers.0.significance'),
    text('^[1-8]$', 'scope'),
    text('^[A-Z]{2}$', 'country'),
    text('^[1-8]$', 'collaboration'),
    text('^[0-9]{2}$', 'flow'),
    text('^[0-9]{3,4}$', 'finance'),
    text('^[A-Z][0-9]{2}$', 'aid'),
    text('^[345]$', 'tied'),
  ),
  ownPage('report_definitions', 'release', '/report-definitions', ['report_definitions']),
  ownPage('report_deadlines', 'release', '/reports/calendar/first-periods', [
    'report_first_periods',
  ]),
  ownPage('indicators', 'release', '/indicators', ['indicators', 'indicator_targets']),
  ownPage('open_data_references', 'release', '/open-data', [
    'open_data_references',
    'open_data_populations',
  ]),
];
