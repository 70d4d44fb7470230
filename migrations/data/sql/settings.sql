-- Settings of the first edition: value, from when, and where it is from. A programme changes one by another row with a
-- later day. `iati_activity` stands in open-data.ts, which tests read.

-- The programme itself
INSERT INTO settings (key, valid_from, value, source) VALUES
  ('programme_name', '2020-01-01Z', '{"fr": "Mawa", "ar": "Mawa", "en": "Mawa"}', 'the name of the software, until the programme is named'),
  ('programme_language', '2020-01-01Z', '"fr"', 'programme rule'),
  ('programme_time', '2020-01-01Z', '{"timeZone": "Africa/Casablanca", "nightStartsAt": "12:00"}', 'the time of Morocco; docs/nights.md'),
  ('programme_currency', '2020-01-01Z', '"MAD"', 'the currency of Morocco');

-- Nights, holds and stays
INSERT INTO settings (key, valid_from, value, source) VALUES
  ('planned_open_nights', '2020-01-01Z', '30', 'programme rule'),
  ('hold_minutes', '2020-01-01Z', '45', 'programme rule'),
  ('hold_limit_minutes', '2020-01-01Z', '180', 'programme rule: a hold is renewed at most so long'),
  ('request_open_days', '2020-01-01Z', '14', 'programme rule: a request nobody renews ends'),
  ('offer_minutes', '2020-01-01Z', '120', 'programme rule: a bed that is offered waits so long for an answer'),
  ('waiting_weights', '2020-01-01Z', '{"risk": {"high": 25, "none": 0, "some": 10, "immediate": 40}, "infant": 15, "eachDay": 2, "medical": {"care": 12, "none": 0, "urgent": 20, "medicine": 5}, "urgency": {"days": 8, "planned": 0, "tonight": 20}, "children": 6, "daysMost": 30}',
    'programme rule: docs/waiting-list.md, our own starting values'),
  ('waiting_weights', '2026-11-24Z', '{"risk": {"high": 25, "none": 0, "some": 10, "immediate": 40}, "infant": 15, "eachDay": 2, "medical": {"care": 12, "none": 0, "urgent": 20, "medicine": 5}, "urgency": {"days": 8, "planned": 0, "tonight": 20}, "children": 6, "daysMost": 30, "unaccompanied": 20}',
    'programme rule: docs/waiting-list.md, unaccompanied minors apart, our own starting value'),
  ('override_nights', '2020-01-01Z', '30', 'programme rule: for how many nights a rule may be set aside at most'),
  ('arrival_review_hours', '2020-01-01Z', '24', 'programme rule: an arrival nobody had agreed to is reviewed'),
  ('undo_days', '2020-01-01Z', '7', 'programme rule: how long an arrival, a move or an exit can be taken back'),
  ('exit_follow_up_days', '2020-01-01Z', '30', 'programme rule: proposed day of the follow-up after an exit'),
  ('leave_limit_nights', '2020-01-01Z', '14', 'programme rule: the longest leave with the bed kept'),
  ('away_nights_charged', '2020-01-01Z', '0', 'programme rule: 1 where a night away with the bed kept is charged'),
  ('stay_warning_days', '2020-01-01Z', '[30, 14, 7]',
    'programme rule: how many days before the longest stay is over those who follow the person are told'),
  ('keep_apart_houses', '2020-01-01Z', '3', 'programme rule: docs/placement-rules.md, houses that close together'),
  ('partner_places_days', '2020-01-01Z', '30', 'programme rule: how long what a partner said of its places counts');

-- Access to files, accounts and what is kept
INSERT INTO settings (key, valid_from, value, source) VALUES
  ('access_after_exit_days', '2020-01-01Z', '7', 'programme rule'),
  ('break_glass_hours', '2020-01-01Z', '12', 'programme rule'),
  ('break_glass_per_day', '2020-01-01Z', '5', 'programme rule: attempts of one person in 24 hours, found or not'),
  ('break_glass_review_hours', '2020-01-01Z', '24', 'programme rule'),
  ('password_link_hours', '2020-01-01Z', '48', 'programme rule'),
  ('known_device_days', '2020-01-01Z', '90', 'programme rule: how long a browser without a sign-in stays known'),
  ('keep_ended_sessions_days', '2020-01-01Z', '30', 'programme rule'),
  ('keep_finished_jobs_days', '2020-01-01Z', '90', 'programme rule'),
  ('keep_request_ids_days', '2020-01-01Z', '7', 'programme rule'),
  ('retention_years', '2000-01-01Z', '5', 'choice of the programme: years after closing'),
  ('rights_answer_days', '2000-01-01Z', '10', 'law 09-08, article 8 as read in docs/rights.md; to be confirmed by counsel');

-- Casework: intake, tasks, plans, assessments, documents, duplicates
INSERT INTO settings (key, valid_from, value, source) VALUES
  ('intake_keep_days', '2020-01-01Z', '14', 'programme rule: how long an intake that nobody goes on with is kept'),
  ('intake_warning_days', '2020-01-01Z', '3', 'programme rule: how long before that its holder is told'),
  ('first_contact_days', '2020-01-01Z', '7', 'programme rule: help of the first contact, so many days before registration'),
  ('contact_days', '2020-01-01Z', '30', 'programme rule: a file without contact for longer is looked at'),
  ('task_days_ahead', '2020-01-01Z', '14', 'programme rule: how far ahead tasks are shown'),
  ('task_postpone_days', '2020-01-01Z', '60', 'programme rule: the longest a task is put off'),
  ('digest', '2020-01-01Z', '{"at": 480, "wanted": true, "weekdays": [1, 2, 3, 4, 5], "quietFrom": 1200, "quietUntil": 420}',
    'programme rule: until somebody chooses; minutes after midnight, Monday is 1'),
  ('plan_approval_days', '2020-01-01Z', '5', 'programme rule: a plan sent is looked at within'),
  ('plan_approval_access_days', '2020-01-01Z', '30', 'programme rule: how long a file is open to whoever is asked to approve'),
  ('assessment_approval_days', '2020-01-01Z', '5', 'programme rule: an assessment that waits for approval is looked at within'),
  ('assessment_approval_access_days', '2020-01-01Z', '30', 'programme rule: how long a file is open to whoever is asked to approve'),
  ('assessment_more_days', '2020-01-01Z', '14', 'programme rule: after a decision that more is needed, one looks again within'),
  ('reflection_period_days', '2020-01-01Z', '30', 'at least 30 days (Council of Europe Convention, article 13)'),
  ('reflection_warning_days', '2020-01-01Z', '7', 'programme rule'),
  ('document_expiry_days', '2020-01-01Z', '30', 'programme rule: days before a document expires'),
  ('document_keep_months', '2020-01-01Z', '{"other": 60, "photo": 24}',
    'programme rule: review of what is kept; other kinds stay with the case'),
  ('document_max_bytes', '2020-01-01Z', '10000000', 'programme rule: one file'),
  ('document_owner_max_bytes', '2020-01-01Z', '100000000', 'programme rule: all files of one person or record'),
  ('duplicate_look_days', '2020-01-01Z', '14', 'programme rule: how long a file is open to whoever looks at it beside their own'),
  ('duplicate_questions_per_day', '2020-01-01Z', '40',
    'programme rule: registrations in 24 hours that are answered whether a document is known'),
  ('duplicate_review_days', '2020-01-01Z', '7', 'programme rule: a pair is looked at within'),
  ('duplicate_notices_per_day', '2020-01-01Z', '10', 'programme rule: how often in 24 hours one person is told of one side'),
  ('import_file_hours', '2020-01-01Z', '24', 'programme rule: how long a file that was not brought in is kept'),
  ('import_undo_hours', '2020-01-01Z', '72', 'programme rule: how long a list that was brought in can be taken back whole');

-- Consents
INSERT INTO settings (key, valid_from, value, source) VALUES
  ('consent_purposes', '2020-01-01Z', '{"contact": {"months": 12, "points": ["purpose_explained", "withdrawal_explained"]}, "sharing": {"months": 6, "points": ["purpose_explained", "use_explained", "access_explained", "storage_explained", "withdrawal_explained"]}, "shelter": {"months": 12, "points": ["purpose_explained", "use_explained", "withdrawal_explained"]}, "assistance": {"months": 12, "points": ["interview", "purpose_explained", "use_explained", "withdrawal_explained"]}, "statistics": {"months": 24, "points": ["purpose_explained", "use_explained", "research_explained", "withdrawal_explained"]}}',
    'programme rule: how long a consent counts, and which of the seven points of HTCDS must be answered yes'),
  ('consent_due_hours', '2020-01-01Z', '72', 'programme rule: emergency bed on vital interest'),
  ('consent_remind_days', '2020-01-01Z', '30', 'programme rule'),
  ('consent_assent_from_age', '2020-01-01Z', '7', 'programme rule: from this age a child is always asked'),
  ('notify_partner_hours', '2020-01-01Z', '24', 'programme rule: partners without an account are told by phone');

-- Referrals
INSERT INTO settings (key, valid_from, value, source) VALUES
  ('referral_answer_days', '2020-01-01Z', '{"soon": 5, "normal": 10, "urgent": 1}',
    'programme rule: in how many days a partner answers, by urgency'),
  ('referral_lapse_days', '2020-01-01Z', '14', 'programme rule: how long after that a referral without an answer lapses'),
  ('referral_link_days', '2020-01-01Z', '90', 'programme rule: how long a link for a partner without an account opens'),
  ('referral_outcome_days', '2020-01-01Z', '30', 'programme rule: after how long without news the sender asks what became of it'),
  ('referral_supervisor_days', '2020-01-01Z', '2', 'programme rule: how long after that the supervisor is told');

-- Complaints
INSERT INTO settings (key, valid_from, value, source) VALUES
  ('complaint_deadlines', '2020-01-01Z', '{"ordinary": {"answer_days": 30, "acknowledge_hours": 48}, "safeguarding": {"answer_days": 15, "acknowledge_hours": 24}}',
    'programme list'),
  ('complaint_check_days', '2020-01-01Z', '14', 'programme list: whether anybody makes the person pay for it'),
  ('complaint_keep_years', '2020-01-01Z', '5', 'programme list: years after closing'),
  ('complaint_words_hours', '2020-01-01Z', '48', 'programme list: further words of the person are read within'),
  ('complaint_files_per_day', '2020-01-01Z', '10',
    'programme rule: numbers of files that one focal point tries to link in 24 hours, found or not'),
  ('complaint_tasks_per_hour', '2020-01-01Z', '40',
    'programme rule: complaints within an hour that make a task each; later ones stand in a queue with one task');

-- Hotline
INSERT INTO settings (key, valid_from, value, source) VALUES
  ('hotline_numbers', '2020-01-01Z', '[{"key": "police", "number": "19"}, {"key": "gendarmerie", "number": "177"}, {"key": "ambulance", "number": "15"}]',
    'emergency numbers of Morocco: to be checked by the programme'),
  ('hotline_open_hours', '2020-01-01Z', '12', 'programme rule: a call that nobody ended ends by itself'),
  ('hotline_own_hours', '2020-01-01Z', '12', 'programme rule: how long after a call whoever took it reads and corrects it'),
  ('hotline_text_keep_days', '2020-01-01Z', '90', 'programme rule: how long what was typed in a call is kept'),
  ('hotline_call_keep_days', '2020-01-01Z', '1826', 'programme rule: how long a call is kept at all'),
  ('hotline_number_keep_days', '2020-01-01Z', '180', 'programme rule: how long the digest of a number is kept'),
  ('hotline_link_tries', '2020-01-01Z', '20', 'programme rule: how many case numbers one person may try to link in a day'),
  ('hotline_block_pranks', '2020-01-01Z', '3', 'programme rule: from how many pranks on an operator may block a number'),
  ('hotline_block_days_most', '2020-01-01Z', '30', 'programme rule: the longest that a number is blocked'),
  ('call_back_keep_days', '2020-01-01Z', '7', 'programme rule: how long a call-back is kept once it is over'),
  ('call_back_expire_days', '2020-01-01Z', '14', 'programme rule: a call-back that nobody could make ends'),
  ('help_asked_days', '2020-01-01Z', '3',
    'programme rule: in how many days help that was asked for on the telephone is seen to; at once where it is urgent');

-- Legal aid
INSERT INTO settings (key, valid_from, value, source) VALUES
  ('court_closed_weekdays', '2000-01-01Z', '[0, 6]', 'courts of Morocco sit from Monday to Friday; 0 is Sunday');

-- Voluntary return and reintegration
INSERT INTO settings (key, valid_from, value, source) VALUES
  ('return_cooling_off_days', '2020-01-01Z', '3', 'programme rule: days between a decision to return and its first consequence'),
  ('return_fitness_days', '2020-01-01Z', '30',
    'programme rule: days for which a medical opinion on travel holds where it names none'),
  ('return_risk_days', '2020-01-01Z', '60', 'programme rule: days for which a risk assessment before return holds'),
  ('return_risk_decision_days', '2020-01-01Z', '3',
    'programme rule: days within which a second person decides on a risk assessment'),
  ('return_departure_days', '2020-01-01Z', '60', 'programme rule: days ahead for which departures are shown'),
  ('return_confirm_days', '2020-01-01Z', '5', 'programme rule: days within which the receiving partner confirms an arrival'),
  ('return_plan_days', '2020-01-01Z', '30',
    'reintegration handbook, module 2.3: a plan is best made in the first month after the return'),
  ('return_instalment_days', '2020-01-01Z', '7', 'programme rule: days after its due day within which an instalment is on time'),
  ('return_follow_months', '2020-01-01Z', '12',
    'programme rule: months after arrival or exit from the shelter for which a person is accompanied'),
  ('survey_high_need_until', '2020-01-01Z', '0.33', 'reference: triage of the survey, high need up to this score (unverified)'),
  ('survey_low_need_above', '2020-01-01Z', '0.66', 'reference: triage of the survey, low need above this score (unverified)'),
  ('survey_sufficient_from', '2020-01-01Z', '0.5', 'reference: a score commonly read as sufficient (unverified)');

-- Training, recognition, work and projects
INSERT INTO settings (key, valid_from, value, source) VALUES
  ('training_offer_days', '2020-01-01Z', '3',
    'programme rule: days for which a place that became free is kept for the first in line'),
  ('training_join_days', '2020-01-01Z', '7',
    'programme rule: days after the beginning of a session within which a free place is still offered'),
  ('training_absences_in_a_row', '2020-01-01Z', '2', 'programme rule: absences in a row that are a sign of leaving'),
  ('training_least_presence', '2020-01-01Z', '80',
    'programme rule: share of days present, in hundredths, under which it is a sign of leaving'),
  ('recognition_access_days', '2020-01-01Z', '30',
    'programme rule: days for which an assessor who was asked reads the care of the person'),
  ('recognition_assess_days', '2020-01-01Z', '10', 'programme rule: days within which an assessor who was asked answers'),
  ('work_alert_hours', '2020-01-01Z', '24', 'programme rule: hours within which a sign of forced labour is answered'),
  ('work_least_age', '2020-01-01Z', '15', 'to be confirmed: age under which nobody is placed in work (labour code)'),
  ('work_industry_week', '2020-01-01Z', '44', 'to be confirmed: legal hours of a week outside agriculture'),
  ('work_industry_month', '2020-01-01Z', '191', 'to be confirmed: hours of a month at that week, as practised'),
  ('work_farm_day', '2020-01-01Z', '8', 'to be confirmed: hours of an agricultural day'),
  ('work_farm_week', '2020-01-01Z', '48', 'to be confirmed: legal hours of an agricultural week'),
  ('work_farm_month', '2020-01-01Z', '26', 'to be confirmed: agricultural days of a month at that week'),
  ('project_quorum', '2020-01-01Z', '3', 'programme rule: scores of members without a conflict'),
  ('project_threshold', '2020-01-01Z', '3', 'programme rule: weighted mean, of 5, under which an approval gives its reason'),
  ('project_seat_days', '2020-01-01Z', '30', 'programme rule: days after a sitting during which its members read its projects'),
  ('project_receipts_days', '2020-01-01Z', '30', 'programme rule: days after a payment within which its receipts are asked for'),
  ('project_receipts_share', '2020-01-01Z', '80',
    'programme rule: part in hundredths of a tranche covered by receipts before the next is paid'),
  ('capacity_least_presence', '2020-01-01Z', '80',
    'programme rule: share of the hours, in hundredths, from which a training of officials is completed'),
  ('trained_officials', '2020-01-01Z',
    '{"firstResponders": ["police", "gendarmerie", "border_customs", "labour_inspection", "health", "social", "civil_society"],
      "identification": ["identification"], "prevention": ["prevention"]}',
    'US standard indicators PS.5.1-28 and PS.5.3-15; first responders: programme rule, to be confirmed with the donor');

-- Money
INSERT INTO settings (key, valid_from, value, source) VALUES
  ('budget_transfer_share', '2020-01-01Z', '0.10',
    '2 CFR 200.308: cumulative transfers among direct cost categories beyond 10 % of the total budget as last approved (VERIFIED)'),
  ('budget_transfer_warning', '2020-01-01Z', '0.08', 'programme rule: where the page begins to warn'),
  ('commitment_over_share', '2020-01-01Z', '0',
    'programme rule: how far beyond its line, as a share of it, a second person may let a commitment go'),
  ('exchange_rate_days', '2020-01-01Z', '62',
    'programme rule: how long a rate holds for money spent by choice; United Nations rates are monthly'),
  ('forecast_alert_after', '2020-01-01Z', '0.25',
    'programme rule: share of the time of the grant before which a pace says too little'),
  ('forecast_pace_high', '2020-01-01Z', '1.2', 'programme rule (common practice, UNVERIFIED): pace above which a line is fast'),
  ('forecast_pace_low', '2020-01-01Z', '0.8', 'programme rule (common practice, UNVERIFIED): pace below which a line is slow'),
  ('forecast_runs_out_months', '2020-01-01Z', '1',
    'programme rule: how many months before the end of the grant a line must run out to be said'),
  ('forecast_underspend_share', '2020-01-01Z', '0.2',
    'programme rule: share of a line that would be left at its end, above which it is said'),
  ('forecast_open_stay_nights', '2020-01-01Z', '30', 'programme rule: nights counted ahead of a stay without a planned exit'),
  ('sf425_days', '2020-01-01Z', '{"final": 120, "annual": 90, "quarterly": 30, "semi_annual": 30}',
    '2 CFR 200.329: 30 days after a quarter or half-year, 90 after a year; 2 CFR 200.344(b): 120 after the end'),
  ('grant_liquidation_days', '2020-01-01Z', '120',
    '2 CFR 200.344(c): what is owed is settled at most 120 calendar days after the end of the period of performance'),
  ('advance_age_months', '2020-01-01Z', '[3, 6]',
    'HACT practice: bands of the age of an advance in months; beyond the last it is overdue'),
  ('advance_liquidation_share', '2020-01-01Z', '0.8',
    'HACT practice: the part of the last advance that must be liquidated before a new one'),
  ('reconciliation_day_window', '2020-01-01Z', '10',
    'programme rule: how many days an agency''s row may be from ours to be held the same without a look at it'),
  ('spot_checks_a_year', '2020-01-01Z', '{"low": 0, "high": 2, "moderate": 1, "not_rated": 1, "significant": 1}',
    'programme rule after HACT practice, to be confirmed by the agencies: how many spot checks a partner gets in twelve months');

-- What leaves the programme: thresholds, circles of readers, links
INSERT INTO settings (key, valid_from, value, source) VALUES
  ('threshold_donor', '2020-01-01Z', '5', 'programme rule: donor and commission tables'),
  ('threshold_commission', '2020-01-01Z', '5', 'programme rule: tables of the national commission'),
  ('threshold_partner', '2020-01-01Z', '5', 'programme rule: statements of partners'),
  ('threshold_public', '2020-01-01Z', '11',
    'programme rule: the public and open data; the cell size that the US federal health statistics use (CMS)'),
  ('threshold_open', '2020-01-01Z', '11',
    'programme rule: what is for everybody (public page, IATI, HXL); CTDC hides sets of fewer than 11'),
  ('threshold_money', '2020-01-01Z', '3',
    'programme rule: the least number of contributors to an amount; the usual minimum frequency of statistical offices for magnitudes'),
  ('money_share', '2020-01-01Z', '0.85',
    'programme rule: the most that one contributor may be of an amount; (1, 85) dominance as statistical offices use it'),
  ('circle_donor', '2020-01-01Z', '"partners"',
    'programme rule: donors, the commission and partners show each other what they receive'),
  ('circle_commission', '2020-01-01Z', '"partners"',
    'programme rule: donors, the commission and partners show each other what they receive'),
  ('circle_partner', '2020-01-01Z', '"partners"',
    'programme rule: donors, the commission and partners show each other what they receive'),
  ('circle_public', '2020-01-01Z', '"public"', 'programme rule: everybody reads what is public'),
  ('htcds_least_people', '2020-01-01Z', '5', 'programme rule: a list of coded facts of fewer people is not made'),
  ('htcds_longest_days', '2020-01-01Z', '90', 'programme rule: how long a file of cases may be kept by whoever received it'),
  ('report_link_days', '2020-01-01Z', '14', 'programme rule: how many days a link to a report opens, where nobody says otherwise'),
  ('report_link_days_most', '2020-01-01Z', '90', 'programme rule: how many days a link to a report may open'),
  ('report_link_openings', '2020-01-01Z', '5', 'programme rule: how often a link to a report opens, where nobody says otherwise'),
  ('report_reminder_days', '2020-01-01Z', '14', 'programme rule: how many days before it is due a report becomes a task');
