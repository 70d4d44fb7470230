-- Settings of the first edition: value, from when, and where it is from. The words of each source in three languages
-- stand in templates/locales (settings.json, delivered_source); what a setting is for stands in its meaning. A programme
-- changes one by another row with a later day. `iati_activity` stands in open-data.ts, which tests read.

-- The programme itself
INSERT INTO settings (key, valid_from, value, source) VALUES
  ('programme_name', '2020-01-01Z', '{"fr": "Mawa", "ar": "Mawa", "en": "Mawa"}', 'the name of the software, until the programme is named'),
  ('programme_language', '2020-01-01Z', '"fr"', 'programme rule'),
  ('programme_time', '2020-01-01Z', '{"timeZone": "Africa/Casablanca", "nightStartsAt": "12:00"}', 'the time of Morocco; docs/nights.md'),
  ('programme_currency', '2020-01-01Z', '"MAD"', 'the currency of Morocco'),
  ('data_controller', '2020-01-01Z', '{}', 'to be entered by the programme');

-- Nights, holds and stays
INSERT INTO settings (key, valid_from, value, source) VALUES
  ('planned_open_nights', '2020-01-01Z', '30', 'programme rule'),
  ('hold_minutes', '2020-01-01Z', '45', 'programme rule'),
  ('hold_limit_minutes', '2020-01-01Z', '180', 'programme rule'),
  ('request_open_days', '2020-01-01Z', '14', 'programme rule'),
  ('offer_minutes', '2020-01-01Z', '120', 'programme rule'),
  ('waiting_weights', '2020-01-01Z', '{"risk": {"high": 25, "none": 0, "some": 10, "immediate": 40}, "infant": 15, "eachDay": 2, "medical": {"care": 12, "none": 0, "urgent": 20, "medicine": 5}, "urgency": {"days": 8, "planned": 0, "tonight": 20}, "children": 6, "daysMost": 30}',
    'programme rule, starting values (docs/waiting-list.md)'),
  ('waiting_weights', '2026-11-24Z', '{"risk": {"high": 25, "none": 0, "some": 10, "immediate": 40}, "infant": 15, "eachDay": 2, "medical": {"care": 12, "none": 0, "urgent": 20, "medicine": 5}, "urgency": {"days": 8, "planned": 0, "tonight": 20}, "children": 6, "daysMost": 30, "unaccompanied": 20}',
    'programme rule, starting values with unaccompanied minors apart (docs/waiting-list.md)'),
  ('override_nights', '2020-01-01Z', '30', 'programme rule'),
  ('arrival_review_hours', '2020-01-01Z', '24', 'programme rule'),
  ('undo_days', '2020-01-01Z', '7', 'programme rule'),
  ('exit_follow_up_days', '2020-01-01Z', '30', 'programme rule'),
  ('leave_limit_nights', '2020-01-01Z', '14', 'programme rule'),
  ('away_nights_charged', '2020-01-01Z', '0', 'programme rule'),
  ('stay_warning_days', '2020-01-01Z', '[30, 14, 7]', 'programme rule'),
  ('keep_apart_houses', '2020-01-01Z', '3', 'programme rule (docs/placement-rules.md)'),
  ('partner_places_days', '2020-01-01Z', '30', 'programme rule');

-- Access to files, accounts and what is kept
INSERT INTO settings (key, valid_from, value, source) VALUES
  ('access_after_exit_days', '2020-01-01Z', '7', 'programme rule'),
  ('break_glass_hours', '2020-01-01Z', '12', 'programme rule'),
  ('break_glass_per_day', '2020-01-01Z', '5', 'programme rule'),
  ('break_glass_review_hours', '2020-01-01Z', '24', 'programme rule'),
  ('password_link_hours', '2020-01-01Z', '48', 'programme rule'),
  ('known_device_days', '2020-01-01Z', '90', 'programme rule'),
  ('token_most_days', '2020-01-01Z', '365', 'programme rule'),
  ('token_requests_per_minute', '2020-01-01Z', '600', 'programme rule'),
  ('reading_alarms', '2020-01-01Z', '{"filesAnHour": 20, "readingsADay": 150, "outsideADay": 10, "filesAtNight": 6, "exportsAnHour": 5, "searchesInHalfAnHour": 20, "refusedAnHour": 20, "timesOrdinary": 2, "readersOfAFile": 6, "dormantDays": 45, "networkChangesAnHour": 8, "breakGlassInAWeek": 3, "nightFrom": 1320, "nightUntil": 360, "daysKept": 120}', 'programme rule'),
  ('keep_ended_sessions_days', '2020-01-01Z', '30', 'programme rule'),
  ('keep_finished_jobs_days', '2020-01-01Z', '90', 'programme rule'),
  ('keep_request_ids_days', '2020-01-01Z', '7', 'programme rule'),
  ('breach_notice_hours', '2020-01-01Z', '{"head": 4, "people": 24, "authority": 72, "partners": 24, "grant_officer": 72}', 'programme rule; 72 hours: GDPR, article 33(1); to be confirmed by counsel'),
  ('retention_years', '2000-01-01Z', '5', 'programme rule'),
  ('rights_answer_days', '2000-01-01Z', '10', 'law 09-08, article 8 as read in docs/rights.md; to be confirmed by counsel');

-- Casework: intake, tasks, plans, assessments, documents, duplicates
INSERT INTO settings (key, valid_from, value, source) VALUES
  ('intake_keep_days', '2020-01-01Z', '14', 'programme rule'),
  ('intake_warning_days', '2020-01-01Z', '3', 'programme rule'),
  ('first_contact_days', '2020-01-01Z', '7', 'programme rule'),
  ('contact_days', '2020-01-01Z', '30', 'programme rule'),
  ('task_days_ahead', '2020-01-01Z', '14', 'programme rule'),
  ('task_postpone_days', '2020-01-01Z', '60', 'programme rule'),
  ('digest', '2020-01-01Z', '{"at": 480, "wanted": true, "weekdays": [1, 2, 3, 4, 5], "quietFrom": 1200, "quietUntil": 420}', 'programme rule'),
  ('plan_approval_days', '2020-01-01Z', '5', 'programme rule'),
  ('plan_approval_access_days', '2020-01-01Z', '30', 'programme rule'),
  ('assessment_approval_days', '2020-01-01Z', '5', 'programme rule'),
  ('assessment_approval_access_days', '2020-01-01Z', '30', 'programme rule'),
  ('assessment_more_days', '2020-01-01Z', '14', 'programme rule'),
  ('reflection_period_days', '2020-01-01Z', '30', 'at least 30 days (Council of Europe Convention, article 13)'),
  ('reflection_warning_days', '2020-01-01Z', '7', 'programme rule'),
  ('document_expiry_days', '2020-01-01Z', '30', 'programme rule'),
  ('document_keep_months', '2020-01-01Z', '{"other": 60, "photo": 24}', 'programme rule'),
  ('document_max_bytes', '2020-01-01Z', '10000000', 'programme rule'),
  ('document_owner_max_bytes', '2020-01-01Z', '100000000', 'programme rule'),
  ('duplicate_look_days', '2020-01-01Z', '14', 'programme rule'),
  ('duplicate_questions_per_day', '2020-01-01Z', '40', 'programme rule'),
  ('duplicate_review_days', '2020-01-01Z', '7', 'programme rule'),
  ('duplicate_notices_per_day', '2020-01-01Z', '10', 'programme rule'),
  ('import_file_hours', '2020-01-01Z', '24', 'programme rule'),
  ('import_undo_hours', '2020-01-01Z', '72', 'programme rule');

-- Consents
INSERT INTO settings (key, valid_from, value, source) VALUES
  ('consent_purposes', '2020-01-01Z', '{"contact": {"months": 12, "points": ["purpose_explained", "withdrawal_explained"]}, "sharing": {"months": 6, "points": ["purpose_explained", "use_explained", "access_explained", "storage_explained", "withdrawal_explained"]}, "shelter": {"months": 12, "points": ["purpose_explained", "use_explained", "withdrawal_explained"]}, "assistance": {"months": 12, "points": ["interview", "purpose_explained", "use_explained", "withdrawal_explained"]}, "statistics": {"months": 24, "points": ["purpose_explained", "use_explained", "research_explained", "withdrawal_explained"]}}',
    'programme rule; the seven points are those of HTCDS'),
  ('consent_due_hours', '2020-01-01Z', '72', 'programme rule'),
  ('consent_remind_days', '2020-01-01Z', '30', 'programme rule'),
  ('consent_assent_from_age', '2020-01-01Z', '7', 'programme rule'),
  ('notify_partner_hours', '2020-01-01Z', '24', 'programme rule');

-- Referrals
INSERT INTO settings (key, valid_from, value, source) VALUES
  ('referral_answer_days', '2020-01-01Z', '{"soon": 5, "normal": 10, "urgent": 1}', 'programme rule'),
  ('referral_lapse_days', '2020-01-01Z', '14', 'programme rule'),
  ('referral_link_days', '2020-01-01Z', '90', 'programme rule'),
  ('referral_outcome_days', '2020-01-01Z', '30', 'programme rule'),
  ('referral_supervisor_days', '2020-01-01Z', '2', 'programme rule');

-- Complaints
INSERT INTO settings (key, valid_from, value, source) VALUES
  ('complaint_deadlines', '2020-01-01Z', '{"ordinary": {"answer_days": 30, "acknowledge_hours": 48}, "safeguarding": {"answer_days": 15, "acknowledge_hours": 24}}', 'programme rule'),
  ('complaint_check_days', '2020-01-01Z', '14', 'programme rule'),
  ('complaint_keep_years', '2020-01-01Z', '5', 'programme rule'),
  ('complaint_words_hours', '2020-01-01Z', '48', 'programme rule'),
  ('complaint_files_per_day', '2020-01-01Z', '10', 'programme rule'),
  ('complaint_tasks_per_hour', '2020-01-01Z', '40', 'programme rule');

-- Hotline
INSERT INTO settings (key, valid_from, value, source) VALUES
  ('hotline_numbers', '2020-01-01Z', '[{"key": "police", "number": "19"}, {"key": "gendarmerie", "number": "177"}, {"key": "ambulance", "number": "15"}]',
    'emergency numbers of Morocco: to be checked by the programme'),
  ('hotline_open_hours', '2020-01-01Z', '12', 'programme rule'),
  ('hotline_own_hours', '2020-01-01Z', '12', 'programme rule'),
  ('hotline_text_keep_days', '2020-01-01Z', '90', 'programme rule'),
  ('hotline_call_keep_days', '2020-01-01Z', '1826', 'programme rule'),
  ('hotline_number_keep_days', '2020-01-01Z', '180', 'programme rule'),
  ('hotline_link_tries', '2020-01-01Z', '20', 'programme rule'),
  ('hotline_block_pranks', '2020-01-01Z', '3', 'programme rule'),
  ('hotline_block_days_most', '2020-01-01Z', '30', 'programme rule'),
  ('call_back_keep_days', '2020-01-01Z', '7', 'programme rule'),
  ('call_back_expire_days', '2020-01-01Z', '14', 'programme rule'),
  ('help_asked_days', '2020-01-01Z', '3', 'programme rule');

-- Legal aid
INSERT INTO settings (key, valid_from, value, source) VALUES
  ('court_closed_weekdays', '2000-01-01Z', '[0, 6]', 'courts of Morocco sit from Monday to Friday'),
  ('legal_measure_days', '2020-01-01Z', '14', 'programme rule'),
  ('legal_award_days', '2020-01-01Z', '30', 'programme rule');

-- Voluntary return and reintegration
INSERT INTO settings (key, valid_from, value, source) VALUES
  ('return_cooling_off_days', '2020-01-01Z', '3', 'programme rule'),
  ('return_fitness_days', '2020-01-01Z', '30', 'programme rule'),
  ('return_risk_days', '2020-01-01Z', '60', 'programme rule'),
  ('return_risk_decision_days', '2020-01-01Z', '3', 'programme rule'),
  ('return_departure_days', '2020-01-01Z', '60', 'programme rule'),
  ('return_confirm_days', '2020-01-01Z', '5', 'programme rule'),
  ('return_plan_days', '2020-01-01Z', '30',
    'reintegration handbook, module 2.3'),
  ('return_instalment_days', '2020-01-01Z', '7', 'programme rule'),
  ('return_follow_months', '2020-01-01Z', '12', 'programme rule'),
  ('survey_high_need_until', '2020-01-01Z', '0.33', 'reference: triage of the survey (unverified)'),
  ('survey_low_need_above', '2020-01-01Z', '0.66', 'reference: triage of the survey (unverified)'),
  ('survey_sufficient_from', '2020-01-01Z', '0.5', 'reference: a score commonly read as sufficient (unverified)');

-- Training, recognition, work and projects
INSERT INTO settings (key, valid_from, value, source) VALUES
  ('training_offer_days', '2020-01-01Z', '3', 'programme rule'),
  ('training_join_days', '2020-01-01Z', '7', 'programme rule'),
  ('training_absences_in_a_row', '2020-01-01Z', '2', 'programme rule'),
  ('training_least_presence', '2020-01-01Z', '80', 'programme rule'),
  ('recognition_access_days', '2020-01-01Z', '30', 'programme rule'),
  ('recognition_assess_days', '2020-01-01Z', '10', 'programme rule'),
  ('work_alert_hours', '2020-01-01Z', '24', 'programme rule'),
  ('work_least_age', '2020-01-01Z', '15', 'labour code, to be confirmed'),
  ('work_industry_week', '2020-01-01Z', '44', 'to be confirmed'),
  ('work_industry_month', '2020-01-01Z', '191', 'to be confirmed'),
  ('work_farm_day', '2020-01-01Z', '8', 'to be confirmed'),
  ('work_farm_week', '2020-01-01Z', '48', 'to be confirmed'),
  ('work_farm_month', '2020-01-01Z', '26', 'to be confirmed'),
  ('project_quorum', '2020-01-01Z', '3', 'programme rule'),
  ('project_threshold', '2020-01-01Z', '3', 'programme rule'),
  ('project_seat_days', '2020-01-01Z', '30', 'programme rule'),
  ('project_receipts_days', '2020-01-01Z', '30', 'programme rule'),
  ('project_receipts_share', '2020-01-01Z', '80', 'programme rule'),
  ('capacity_least_presence', '2020-01-01Z', '80', 'programme rule'),
  ('trained_officials', '2020-01-01Z',
    '{"firstResponders": ["police", "gendarmerie", "border_customs", "labour_inspection", "health", "social", "civil_society"],
      "identification": ["identification"], "prevention": ["prevention"]}',
    'US standard indicators PS.5.1-28 and PS.5.3-15; first responders: programme rule, to be confirmed with the donor');

-- Money
INSERT INTO settings (key, valid_from, value, source) VALUES
  ('budget_transfer_share', '2020-01-01Z', '0.10',
    '2 CFR 200.308 (verified)'),
  ('budget_transfer_warning', '2020-01-01Z', '0.08', 'programme rule'),
  ('commitment_over_share', '2020-01-01Z', '0', 'programme rule'),
  ('exchange_rate_days', '2020-01-01Z', '62',
    'programme rule; United Nations rates are monthly'),
  ('forecast_alert_after', '2020-01-01Z', '0.25', 'programme rule'),
  ('forecast_pace_high', '2020-01-01Z', '1.2', 'programme rule, after common practice (not a standard)'),
  ('forecast_pace_low', '2020-01-01Z', '0.8', 'programme rule, after common practice (not a standard)'),
  ('forecast_runs_out_months', '2020-01-01Z', '1', 'programme rule'),
  ('forecast_underspend_share', '2020-01-01Z', '0.2', 'programme rule'),
  ('forecast_open_stay_nights', '2020-01-01Z', '30', 'programme rule'),
  ('sf425_days', '2020-01-01Z', '{"final": 120, "annual": 90, "quarterly": 30, "semi_annual": 30}',
    '2 CFR 200.329 and 200.344(b)'),
  ('grant_liquidation_days', '2020-01-01Z', '120',
    '2 CFR 200.344(c)'),
  ('advance_age_months', '2020-01-01Z', '[3, 6]',
    'HACT practice'),
  ('advance_liquidation_share', '2020-01-01Z', '0.8',
    'HACT practice'),
  ('reconciliation_day_window', '2020-01-01Z', '10', 'programme rule'),
  ('spot_checks_a_year', '2020-01-01Z', '{"low": 0, "high": 2, "moderate": 1, "not_rated": 1, "significant": 1}',
    'programme rule after HACT practice, to be confirmed by the agencies');

-- What leaves the programme: thresholds, circles of readers, links
INSERT INTO settings (key, valid_from, value, source) VALUES
  ('threshold_donor', '2020-01-01Z', '5', 'programme rule'),
  ('threshold_commission', '2020-01-01Z', '5', 'programme rule'),
  ('threshold_partner', '2020-01-01Z', '5', 'programme rule'),
  ('threshold_public', '2020-01-01Z', '11',
    'programme rule; the cell size of the US federal health statistics (CMS)'),
  ('threshold_open', '2020-01-01Z', '11',
    'programme rule; CTDC hides sets of fewer than 11'),
  ('threshold_money', '2020-01-01Z', '3',
    'programme rule; the usual minimum frequency of statistical offices for magnitudes'),
  ('money_share', '2020-01-01Z', '0.85',
    'programme rule; (1, 85) dominance as statistical offices use it'),
  ('circle_donor', '2020-01-01Z', '"partners"', 'programme rule'),
  ('circle_commission', '2020-01-01Z', '"partners"', 'programme rule'),
  ('circle_partner', '2020-01-01Z', '"partners"', 'programme rule'),
  ('circle_public', '2020-01-01Z', '"public"', 'programme rule'),
  ('htcds_least_people', '2020-01-01Z', '5', 'programme rule'),
  ('htcds_longest_days', '2020-01-01Z', '90', 'programme rule'),
  ('report_link_days', '2020-01-01Z', '14', 'programme rule'),
  ('report_link_days_most', '2020-01-01Z', '90', 'programme rule'),
  ('report_link_openings', '2020-01-01Z', '5', 'programme rule'),
  ('report_reminder_days', '2020-01-01Z', '14', 'programme rule');
