/** Settings of the programme itself, beds, accounts, casework, consents, referrals, complaints, the hotline and courts. */
import type { SettingDefinition } from '../../../modules/settings/setting.types';
import { ROLES } from '../../../modules/platform/shared/actor';
import { NOTICE_RECIPIENTS } from '../breach-recipients';
import {
  choice,
  codes,
  confirmedPage,
  entries,
  ownPage,
  PROPOSED_BY_FINANCE,
  text,
  timeOfDay,
  values,
  whole,
  words,
} from './define';

const programme = values('programme');
const beds = values('beds');
const accounts = values('accounts');
const casework = values('casework');
const consents = values('consents');
const referrals = values('referrals');
const complaints = values('complaints');
const hotline = values('hotline');
const legal = values('legal');

const WEEKDAYS_OF_ISO = { path: 'weekdays', type: 'weekdays', min: 1, max: 7, most: 7 } as const;
const points = (path: string) => whole('points', [0, 1000], path);

const PROGRAMME_NAME_LENGTH = 120;
const programmeName = (language: string) => text('^\\S(.*\\S)?$', language, PROGRAMME_NAME_LENGTH);

const controllerText = (path: string, max: number) => ({
  ...text('\\S', path, max),
  optional: true,
});

export const PROGRAMME_SETTINGS: readonly SettingDefinition[] = [
  programme('programme_name', null, programmeName('fr'), programmeName('ar'), programmeName('en')),
  programme('programme_language', null, choice(['fr', 'ar', 'en'])),
  // One option each: days, doors and amounts are counted so throughout, and no other value would be honoured.
  programme(
    'programme_time',
    'people',
    choice(['Africa/Casablanca'], 'timeZone'),
    choice(['12:00'], 'nightStartsAt'),
  ),
  programme('programme_currency', 'money', choice(['MAD'])),
  // Not entered in an empty Mawa: the register of processing says what is missing.
  programme(
    'data_controller',
    'people',
    controllerText('name', 200),
    controllerText('address', 400),
    controllerText('contact', 200),
    controllerText('officer', 200),
    controllerText('receipts', 400),
  ),
  // From the moment a breach was noticed: at most thirty days.
  programme(
    'breach_notice_hours',
    'people',
    ...NOTICE_RECIPIENTS.map(({ code }) => whole('hours', [1, 720], code)),
  ),
];

export const BED_SETTINGS: readonly SettingDefinition[] = [
  beds('planned_open_nights', null, whole('nights', [1, 365])),
  beds('hold_minutes', null, whole('minutes', [5, 1440])),
  beds('hold_limit_minutes', null, whole('minutes', [5, 2880])),
  beds('request_open_days', 'people', whole('days', [1, 90])),
  beds('offer_minutes', null, whole('minutes', [5, 1440])),
  beds(
    'waiting_weights',
    'people',
    points('risk.immediate'),
    points('risk.high'),
    points('risk.some'),
    points('risk.none'),
    points('urgency.tonight'),
    points('urgency.days'),
    points('urgency.planned'),
    points('medical.urgent'),
    points('medical.care'),
    points('medical.medicine'),
    points('medical.none'),
    points('infant'),
    points('children'),
    points('unaccompanied'),
    points('eachDay'),
    whole('days', [0, 365], 'daysMost'),
  ),
  beds('override_nights', 'people', whole('nights', [1, 365])),
  beds('arrival_review_hours', 'people', whole('hours', [1, 168])),
  beds('undo_days', null, whole('days', [1, 30])),
  beds('exit_follow_up_days', 'people', whole('days', [1, 365])),
  beds('leave_limit_nights', null, whole('nights', [1, 90])),
  beds('away_nights_charged', 'money', choice([0, 1])),
  beds('stay_warning_days', null, {
    path: '',
    type: 'numbers',
    unit: 'days',
    min: 1,
    max: 365,
    most: 6,
    order: 'down',
  }),
  beds('keep_apart_houses', 'people', whole('houses', [1, 20])),
  beds('partner_places_days', null, whole('days', [1, 365])),
  confirmedPage(
    'night_rates',
    'money',
    '/budget/night-rates',
    ['night_rates'],
    PROPOSED_BY_FINANCE,
  ),
  ownPage('stay_limits', 'beds', '/admin/shelters', [
    'shelter_stay_limits',
    'shelter_facts',
    'room_facts',
  ]),
  ownPage('placing_rules', 'beds', '/placing-rules', ['rule_sets']),
];

export const ACCOUNT_SETTINGS: readonly SettingDefinition[] = [
  accounts('access_after_exit_days', 'people', whole('days', [0, 90])),
  accounts('break_glass_hours', 'people', whole('hours', [1, 72])),
  accounts('break_glass_per_day', 'people', whole('times', [1, 50])),
  accounts('break_glass_review_hours', 'people', whole('hours', [1, 168])),
  accounts('password_link_hours', 'people', whole('hours', [1, 168])),
  accounts('known_device_days', 'people', whole('days', [1, 365])),
  accounts('token_most_days', 'people', whole('days', [1, 365])),
  accounts('token_requests_per_minute', null, whole('times', [1, 6000])),
  {
    ...entries('role_requirements', 'accounts', 'people', {
      rowKey: 'role',
      source: 'programme rule',
      mostRows: ROLES.length,
      closed: true,
      parts: [
        { ...choice(ROLES, 'role'), fixed: true },
        { path: 'requires_second_factor', type: 'yes_no' },
        { ...whole('minutes', [5, 720], 'idle_minutes'), optional: true },
        { ...whole('hours', [1, 12], 'longest_hours'), optional: true },
        { path: 'one_session', type: 'yes_no' },
      ],
    }),
    proposedBy: ['administrator'],
    confirmedBy: ['administrator'],
  },
  accounts(
    'reading_alarms',
    'people',
    whole('times', [5, 500], 'filesAnHour'),
    whole('times', [20, 5000], 'readingsADay'),
    whole('times', [2, 500], 'outsideADay'),
    whole('times', [2, 500], 'filesAtNight'),
    whole('times', [2, 100], 'exportsAnHour'),
    whole('times', [5, 500], 'searchesInHalfAnHour'),
    whole('times', [5, 500], 'refusedAnHour'),
    whole('times', [2, 20], 'timesOrdinary'),
    whole('people', [3, 100], 'readersOfAFile'),
    whole('days', [14, 365], 'dormantDays'),
    whole('times', [3, 100], 'networkChangesAnHour'),
    whole('times', [2, 50], 'breakGlassInAWeek'),
    timeOfDay('nightFrom'),
    timeOfDay('nightUntil'),
    whole('days', [60, 730], 'daysKept'),
  ),
  accounts('keep_ended_sessions_days', null, whole('days', [1, 365])),
  accounts('keep_finished_jobs_days', null, whole('days', [1, 730])),
  accounts('keep_request_ids_days', null, whole('days', [1, 90])),
  accounts('retention_years', 'people', whole('years', [1, 30])),
  accounts('rights_answer_days', 'people', whole('days', [1, 60])),
];

export const CASEWORK_SETTINGS: readonly SettingDefinition[] = [
  casework('intake_keep_days', 'people', whole('days', [1, 90])),
  casework('intake_warning_days', null, whole('days', [0, 30])),
  casework('first_contact_days', 'money', whole('days', [0, 90])),
  casework('contact_days', 'people', whole('days', [1, 365])),
  casework('task_days_ahead', null, whole('days', [1, 90])),
  casework('task_postpone_days', 'people', whole('days', [1, 365])),
  casework(
    'digest',
    null,
    { path: 'wanted', type: 'yes_no' },
    timeOfDay('at'),
    WEEKDAYS_OF_ISO,
    timeOfDay('quietFrom'),
    timeOfDay('quietUntil'),
  ),
  casework('plan_approval_days', null, whole('days', [1, 60])),
  casework('plan_approval_access_days', 'people', whole('days', [1, 365])),
  casework('assessment_approval_days', null, whole('days', [1, 60])),
  casework('assessment_approval_access_days', 'people', whole('days', [1, 365])),
  casework('assessment_more_days', null, whole('days', [1, 90])),
  // Not under 30 days: Council of Europe Convention on Action against Trafficking, article 13.
  casework('reflection_period_days', 'people', whole('days', [30, 365])),
  casework('reflection_warning_days', null, whole('days', [1, 30])),
  casework('document_expiry_days', null, whole('days', [1, 180])),
  casework(
    'document_keep_months',
    'people',
    whole('months', [1, 240], 'photo'),
    whole('months', [1, 240], 'other'),
  ),
  casework('document_max_bytes', null, whole('bytes', [100_000, 50_000_000])),
  casework('document_owner_max_bytes', null, whole('bytes', [1_000, 1_000_000_000])),
  casework('duplicate_look_days', 'people', whole('days', [1, 90])),
  casework('duplicate_questions_per_day', 'people', whole('times', [1, 500])),
  casework('duplicate_review_days', null, whole('days', [1, 60])),
  casework('duplicate_notices_per_day', 'people', whole('times', [1, 100])),
  casework('import_file_hours', 'people', whole('hours', [1, 168])),
  casework('import_undo_hours', null, whole('hours', [1, 720])),
  ownPage('reference_lists', 'casework', '/lists', [
    'lists',
    'list_versions',
    'list_items',
    'list_crosswalk',
    'list_standards',
  ]),
  ownPage('assessment_forms', 'casework', '/forms', ['forms', 'form_versions', 'form_fields']),
];

const POINTS = [
  'purpose_explained',
  'use_explained',
  'access_explained',
  'storage_explained',
  'withdrawal_explained',
  'research_explained',
  'interview',
] as const;
const purpose = (name: string) => [
  whole('months', [1, 60], `${name}.months`),
  codes(POINTS, `${name}.points`),
];

export const CONSENT_SETTINGS: readonly SettingDefinition[] = [
  consents(
    'consent_purposes',
    'people',
    ...purpose('shelter'),
    ...purpose('assistance'),
    ...purpose('sharing'),
    ...purpose('statistics'),
    ...purpose('contact'),
  ),
  consents('consent_due_hours', 'people', whole('hours', [1, 168])),
  consents('consent_remind_days', null, whole('days', [1, 180])),
  consents('consent_assent_from_age', 'people', whole('years', [3, 17])),
  consents('notify_partner_hours', 'people', whole('hours', [1, 168])),
  ownPage('consent_texts', 'consents', '/consent-texts', ['consent_texts']),
];

export const REFERRAL_SETTINGS: readonly SettingDefinition[] = [
  referrals(
    'referral_answer_days',
    'people',
    whole('days', [1, 30], 'urgent'),
    whole('days', [1, 60], 'soon'),
    whole('days', [1, 90], 'normal'),
  ),
  referrals('referral_lapse_days', null, whole('days', [1, 90])),
  referrals('referral_link_days', 'people', whole('days', [1, 365])),
  referrals('referral_outcome_days', null, whole('days', [1, 365])),
  referrals('referral_supervisor_days', null, whole('days', [1, 60])),
];

const deadline = (kind: string) => [
  whole('hours', [1, 168], `${kind}.acknowledge_hours`),
  whole('days', [1, 180], `${kind}.answer_days`),
];

export const COMPLAINT_SETTINGS: readonly SettingDefinition[] = [
  complaints('complaint_deadlines', 'people', ...deadline('safeguarding'), ...deadline('ordinary')),
  complaints('complaint_check_days', 'people', whole('days', [1, 90])),
  complaints('complaint_keep_years', 'people', whole('years', [1, 30])),
  complaints('complaint_words_hours', 'people', whole('hours', [1, 168])),
  complaints('complaint_files_per_day', 'people', whole('times', [1, 100])),
  complaints('complaint_tasks_per_hour', null, whole('times', [1, 500])),
  entries('complaint_kinds', 'complaints', 'people', {
    rowKey: 'code',
    source: 'programme list',
    mostRows: 30,
    hasSource: true,
    parts: [
      { ...text('^[a-z_]{3,40}$', 'code'), fixed: true },
      whole('points', [1, 99], 'position'),
      { ...text('^[a-z0-9-]{2,40}$', 'icon'), fixed: true },
      { path: 'safeguarding', type: 'yes_no' },
      words('label', 120),
      words('plain', 200),
      { path: 'retired_at', type: 'day', optional: true },
    ],
  }),
];

const PHONE = '^[+]?[0-9 ]{2,20}$';

export const HOTLINE_SETTINGS: readonly SettingDefinition[] = [
  hotline(
    'hotline_numbers',
    'people',
    text(PHONE, '0.number'),
    text(PHONE, '1.number'),
    text(PHONE, '2.number'),
  ),
  hotline('hotline_open_hours', null, whole('hours', [1, 48])),
  hotline('hotline_own_hours', 'people', whole('hours', [1, 168])),
  hotline('hotline_text_keep_days', 'people', whole('days', [1, 1826])),
  hotline('hotline_call_keep_days', 'people', whole('days', [30, 3653])),
  hotline('hotline_number_keep_days', 'people', whole('days', [1, 730])),
  hotline('hotline_link_tries', 'people', whole('times', [1, 200])),
  hotline('hotline_block_pranks', 'people', whole('times', [1, 50])),
  hotline('hotline_block_days_most', 'people', whole('days', [1, 365])),
  hotline('call_back_keep_days', 'people', whole('days', [1, 90])),
  hotline('call_back_expire_days', 'people', whole('days', [1, 90])),
  hotline('help_asked_days', 'people', whole('days', [1, 30])),
];

export const LEGAL_SETTINGS: readonly SettingDefinition[] = [
  legal('court_closed_weekdays', null, { path: '', type: 'weekdays', min: 0, max: 6, most: 6 }),
  legal('legal_measure_days', null, whole('days', [1, 180])),
  legal('legal_award_days', null, whole('days', [1, 365])),
  ownPage('courts', 'legal', '/courts', ['courts']),
  confirmedPage('court_calendar', 'legal', '/courts', ['court_closed_days'], {
    protects: 'people',
    proposedBy: ['legal_officer', 'administrator'],
    confirmedBy: ['legal_officer', 'case_supervisor'],
  }),
];
