/**
 * All actions of the audit log: group, then verbs. Their texts are in audit-acts.json.
 * `test/unit/oversight/audit-acts.spec.ts` collects them from the code.
 */
export const ACT_VERBS: Readonly<Record<string, string>> = {
  account:
    'add_passkey begin_second_factor change_password confirm_second_factor end_session end_sessions link_identity prove_identity prove_passkey prove_password prove_second_factor remove_passkey remove_second_factor renew_recovery_codes request_password_reset reset_password set_password unlink_identity',
  ages: 'read record withdraw',
  alarms: 'close raise read',
  analyses: 'keep read remove take_csv take_pdf take_xlsx',
  arrivals: 'list',
  assessments: 'approve decide drop finish list read save search send send_back start take_back',
  audit: 'begin export make_partitions read restored',
  beds: 'agree block board cancel check_in exit find_moves hide hold lapse no_show other_bed plan_exit prepare promise read_notes ready release renew review_arrival show_again swap transfer unblock undo_check_in undo_exit undo_move',
  blind:
    'already_placed apart barred caseload duplicates identity_scan open_separation_tasks receipt_used same_document shelter_scan stays_to_review strangers',
  breaches:
    'ask_waiver assess close list measure notify print read report waiver_agreed waiver_refused',
  budget:
    'add_contribution add_grant_condition begin_grant_draft bring_agency_ledger close_agreement close_period commitment_approved commitment_cancelled commitment_committed commitment_invoiced commitment_over_agreed commitment_paid commitment_planned commitment_received commitment_refused commitment_requested commitment_undone commitment_withdrawn confirm_agreement donor_money enter_donor_approval enter_rate explain_open_items grant_condition_met grant_condition_waived grant_confirmed grant_refused grant_withdrawn make_agreement match_ledgers month_prepared month_returned month_signed month_unlock_asked month_unlock_refused month_unlocked open_grant part_match partner_accepted partner_authorised partner_entered partner_paid partner_refunded partner_refused partner_requested partner_returned partner_undone partner_withdrawn plan_line promise_contribution propose_grant propose_grant_amend propose_grant_close propose_grant_opening propose_grant_resume propose_grant_suspend propose_grant_take_back propose_revision rate_partner read_commitment read_entries read_face read_grant read_grant_proposal read_grant_version read_opening read_partner read_revision remove_grant_draft revision_approved revision_refused revision_withdrawn sf425 spot_check take_cash_forecast take_contribution_back take_face withdraw_agency_ledger',
  call_backs: 'attempt close expire open prune show',
  callers: 'block lift_block',
  calls:
    'begin end link list look_for_beds open_and_hold prune read read_words renew_hold save unlink',
  capacity:
    'add_to_agenda certify leave merge note_cost note_tests plan print_certificate read_learner read_learners read_participants read_register register step take_back_cost take_off_agenda take_register withdraw_certificate',
  complaints:
    'answered appealed approve_contact asked_for_a_file asked_to_destroy checked destroyed handed_up measure named_accused noted opinion print propose_contact read read_by_number received said_more second sorted step stepped_aside taken_by_phone taken_over unlinked wrote',
  consent_texts: 'approve propose',
  consents: 'end_share read record show_guardian',
  costs: 'read_person',
  courts: 'add change',
  day: 'read',
  decisions: 'list',
  definitions: 'draft drop preview put_in_force write',
  digest: 'choose',
  documents: 'add download list look remove show',
  duplicates: 'answer join list mark_not_same part propose read',
  duties: 'begin end',
  exports: 'end read take',
  families: 'join leave split',
  forms: 'approve drop request_approval start write',
  groups: 'leave_out move plan propose',
  handovers: 'acknowledge read write',
  hearings: 'list make_feed read_feed revoke_feed',
  house:
    'call comes_back give goes_out leave leave_ends missing_mistake missing_returned missing_safe_elsewhere missing_step read_movements read_names read_visits switch_items take_back visit visit_ends',
  'house-figures': 'export',
  htcds: 'choose export_case_list export_identity export_refused import make_export read_kept',
  identity_providers: 'confirm end list propose withdraw',
  imports: 'check expire import keep_mapping leave open read_as remove_mapping take_rejected undo',
  incidents: 'follow read write',
  indicators: 'aim count define look read',
  intakes: 'begin cancel expire hand_over read register save',
  jobs: 'retry',
  ledger: 'bring_in charge reverse',
  legal:
    'add_amount add_contact add_measure add_order change correct_hearing count_accused end_contact end_hearing list_awards make_summary open read read_summary retract_amount set_hearing step step_measure step_order summary_refused',
  links: 'add end read',
  lists: 'add_item approve change_item describe drop move_item remove_item start',
  networks: 'end_apart end_said keep_apart name open read say unname write',
  nights: 'ask_closing charge_waiting close correct counts_differ rebuild_counts reopen',
  notices: 'acknowledge acknowledged_by_phone',
  offers: 'accepted declined lapsed make',
  open_data: 'ask count look make refer take',
  organisations: 'create describe take_back',
  overrides: 'agree ask refuse',
  partner_links: 'make open',
  partners: 'bring_in_places note_places',
  past: 'bring_in',
  people:
    'ask_lift assign block break_glass change_stage classify correct end_access end_keep_apart hand_over hand_over_caseload keep_apart keep_restriction lift_block lift_restriction list list_break_glass list_names list_recent list_without_contact name pick read read_access read_break_glass read_classification read_corrections read_readers read_stage_notes read_stages read_to_correct register restrict review_break_glass search show_identity take_back take_readers unname use_birth_date',
  'placing-rules': 'approve drop start write',
  plans: 'approve drop progress read send send_back start write',
  projects:
    'asset asset_step begin begin_form call_sitting decide join leave list milestone pay plan put read read_sitting receipt receipt_answer recuse review score step take_back visit',
  recognition:
    'add_piece add_standard ask_assessor begin certify conclude decide declare find judge link_course list read step take_back withdraw_certificate',
  records: 'prune',
  referrals:
    'accepted_by_partner answer closed_by_partner declined_by_partner help_ask help_done in_progress_by_partner list list_help_asked list_received look_for_names news open_received question_by_partner read revoke seen_by_partner send send_refused',
  refusals: 'more',
  reports:
    'approve ask_reproduction cancel_work comment dashboard download draft draft_again due_again freeze link_make link_open link_revoke produce publish put_away read_figures read_insider read_reproductions release replace reproduce set_first_period settle_comment trace_figure withdraw withdraw_release write',
  requests: 'choose_people expire open read renew withdraw',
  returns:
    'add_document agree_plan approve_weights arrival_by_partner ask_partner ask_plan_money assess_risk cancel_instalment counsel decide decide_risk departures examine family follow_up hear_of_arrival list list_follow_ups load_weights open outcome pay_instalment plan_end plan_instalment plan_item plan_journey read read_plan read_survey satisfaction settle step step_document survey undo_payment withdraw',
  rights:
    'answer ask_erasure asked_by_number end_hold erased erased_again erasure_again erasure_approved erasure_refused list_erasures read receive set_hold whole_file',
  service_accounts: 'confirm end list look make',
  services:
    'answer cancel cancel_session choose_person end_series hold_session list list_planned plan rate read read_names read_note read_planned read_session receipt_known record take_back',
  session: 'end_by_provider other_browser other_network passkey second_factor start',
  settings: 'cancel confirmed propose refused withdrawn',
  setup: 'confirm first_administrators hand_over_links programme test_mail',
  shares: 'end list open read',
  shelters:
    'add_bed add_room change change_room create end_bed limit name name_room set_preparation show_address show_duty_number take_back write_address write_duty_number',
  sign_ins: 'read',
  statistics: 'preview read release',
  stays: 'bring_in_past extend_approved extend_ask extend_refused',
  tasks: 'delegate done list make not_done postpone put_back read taken',
  teams: 'add close',
  token: 'new_network use',
  tokens: 'confirm make revoke',
  training:
    'add_course assess cancel_session certify change_course choose enrol open_session orient read read_names read_register restore_course step take_register withdraw_certificate withdraw_course',
  turn_aways: 'note retract',
  users:
    'ask_local_sign_in ask_second_factor_removal close confirm_deputy confirm_local_sign_in confirm_password_link confirm_role count_cases_held create end_deputy end_local_sign_in end_role end_sessions grant_role hand_over_caseload join_organisation join_shelter join_team leave_organisation leave_shelter leave_team look make_password_link name_deputy name_in_arabic remove_second_factor reopen unlink_identity',
  views: 'remember remove save',
  webhooks:
    'confirm end gone list list_deliveries look propose replay resume rotate suspend suspend_failing test withdraw',
  work: 'add_employer add_offer answer_sign application_step apply change_employer change_offer follow_up list_placements place placement_step read read_employer vet',
};

export const ACTS: readonly string[] = Object.entries(ACT_VERBS).flatMap(([group, verbs]) =>
  verbs.split(' ').map((verb) => `${group}.${verb}`),
);
