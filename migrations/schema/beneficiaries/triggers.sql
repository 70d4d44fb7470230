CREATE TRIGGER ages_are_erased BEFORE UPDATE OF erased_at ON cases
  FOR EACH ROW
  WHEN (old.erased_at IS NULL AND new.erased_at IS NOT NULL)
  EXECUTE FUNCTION ages_are_erased();
CREATE TRIGGER assessments_follow_erasure BEFORE UPDATE OF erased_at ON cases
  FOR EACH ROW
  WHEN (old.erased_at IS NULL AND new.erased_at IS NOT NULL)
  EXECUTE FUNCTION assessments_follow_erasure();
CREATE TRIGGER call_links_are_erased BEFORE UPDATE OF erased_at ON cases
  FOR EACH ROW
  WHEN (old.erased_at IS NULL AND new.erased_at IS NOT NULL)
  EXECUTE FUNCTION call_links_are_erased();
-- Facts change only together with `version`, by one; each new version has its row in case_corrections.
CREATE TRIGGER case_ages_change_by_version BEFORE UPDATE ON cases
  FOR EACH ROW
  WHEN (old.id = new.id
        AND (old.born_from IS DISTINCT FROM new.born_from OR old.born_until IS DISTINCT FROM new.born_until))
  EXECUTE FUNCTION case_facts_change_by_version();
CREATE TRIGGER case_facts_change_by_version BEFORE UPDATE ON cases
  FOR EACH ROW
  WHEN (old.id = new.id
        AND (old.version IS DISTINCT FROM new.version
             OR old.registered_on IS DISTINCT FROM new.registered_on
             OR old.sex IS DISTINCT FROM new.sex
             OR old.birth_year IS DISTINCT FROM new.birth_year
             OR old.age_at_registration IS DISTINCT FROM new.age_at_registration
             OR old.age_certainty IS DISTINCT FROM new.age_certainty
             OR old.nationality IS DISTINCT FROM new.nationality
             OR old.languages IS DISTINCT FROM new.languages
             OR old.region_recruitment IS DISTINCT FROM new.region_recruitment
             OR old.region_exploitation IS DISTINCT FROM new.region_exploitation
             OR old.access_need IS DISTINCT FROM new.access_need
             OR old.pregnant IS DISTINCT FROM new.pregnant
             OR old.medical IS DISTINCT FROM new.medical
             OR old.may_call IS DISTINCT FROM new.may_call))
  EXECUTE FUNCTION case_facts_change_by_version();
-- At commit: a new version without a row of case_corrections by the actor is refused.
CREATE CONSTRAINT TRIGGER case_version_has_its_row AFTER UPDATE OF version ON cases
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (new.version > old.version)
  EXECUTE FUNCTION case_version_has_its_row();
CREATE TRIGGER cases_end_their_duplicates BEFORE UPDATE OF id ON cases
  FOR EACH ROW
  WHEN (old.id <> new.id)
  EXECUTE FUNCTION duplicates_end_with_their_person();
CREATE TRIGGER cases_end_their_joins BEFORE UPDATE OF id ON cases
  FOR EACH ROW
  WHEN (old.id <> new.id)
  EXECUTE FUNCTION joins_end_with_their_person();
CREATE TRIGGER cases_end_their_shares BEFORE UPDATE OF id ON cases
  FOR EACH ROW
  WHEN (old.id <> new.id)
  EXECUTE FUNCTION shares_end_with_their_person();
CREATE TRIGGER cases_erased_have_no_complaint AFTER UPDATE OF erased_at ON cases
  FOR EACH ROW
  WHEN (new.erased_at IS NOT NULL AND old.erased_at IS NULL)
  EXECUTE FUNCTION erased_have_no_complaint();
-- A new or changed person is entered for the search for duplicates.
CREATE TRIGGER cases_insert_is_compared AFTER INSERT ON cases
  REFERENCING NEW TABLE AS now_there FOR EACH STATEMENT
  EXECUTE FUNCTION cases_insert_is_compared();
CREATE TRIGGER cases_update_is_compared AFTER UPDATE ON cases
  REFERENCING OLD TABLE AS was_there NEW TABLE AS now_there FOR EACH STATEMENT
  EXECUTE FUNCTION cases_update_is_compared();
CREATE CONSTRAINT TRIGGER classification_is_erased AFTER UPDATE OF erased_at ON cases
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (old.erased_at IS NULL AND new.erased_at IS NOT NULL)
  EXECUTE FUNCTION classification_is_erased();
-- merged_into is set by join_files() and part_files() alone.
CREATE TRIGGER files_are_joined_at_the_gate BEFORE UPDATE OF merged_into ON cases
  FOR EACH ROW
  WHEN (old.merged_into IS DISTINCT FROM new.merged_into)
  EXECUTE FUNCTION files_are_joined_at_the_gate();
CREATE TRIGGER files_begin_apart BEFORE INSERT ON cases
  FOR EACH ROW
  WHEN (new.merged_into IS NOT NULL)
  EXECUTE FUNCTION files_are_joined_at_the_gate();
CREATE TRIGGER help_asked_is_erased BEFORE UPDATE OF erased_at ON cases
  FOR EACH ROW
  WHEN (old.erased_at IS NULL AND new.erased_at IS NOT NULL)
  EXECUTE FUNCTION help_asked_is_erased();
CREATE TRIGGER htcds_kept_is_erased BEFORE UPDATE OF erased_at ON cases
  FOR EACH ROW
  WHEN (old.erased_at IS NULL AND new.erased_at IS NOT NULL)
  EXECUTE FUNCTION htcds_kept_is_erased();
CREATE TRIGGER legal_aid_follows_erasure BEFORE UPDATE OF erased_at ON cases
  FOR EACH ROW
  WHEN (old.erased_at IS NULL AND new.erased_at IS NOT NULL)
  EXECUTE FUNCTION legal_aid_follows_erasure();
CREATE TRIGGER links_are_erased BEFORE UPDATE OF erased_at ON cases
  FOR EACH ROW
  WHEN (old.erased_at IS NULL AND new.erased_at IS NOT NULL)
  EXECUTE FUNCTION links_are_erased();
CREATE TRIGGER networks_are_erased BEFORE UPDATE OF erased_at ON cases
  FOR EACH ROW
  WHEN (old.erased_at IS NULL AND new.erased_at IS NOT NULL)
  EXECUTE FUNCTION networks_are_erased();
CREATE TRIGGER project_decisions_follow_erasure BEFORE UPDATE OF erased_at ON cases
  FOR EACH ROW
  WHEN (old.erased_at IS NULL AND new.erased_at IS NOT NULL)
  EXECUTE FUNCTION project_decisions_follow_erasure();
CREATE TRIGGER project_money_follows_erasure BEFORE UPDATE OF erased_at ON cases
  FOR EACH ROW
  WHEN (old.erased_at IS NULL AND new.erased_at IS NOT NULL)
  EXECUTE FUNCTION project_money_follows_erasure();
CREATE TRIGGER projects_follow_erasure BEFORE UPDATE OF erased_at ON cases
  FOR EACH ROW
  WHEN (old.erased_at IS NULL AND new.erased_at IS NOT NULL)
  EXECUTE FUNCTION projects_follow_erasure();
CREATE TRIGGER recognition_follows_erasure BEFORE UPDATE OF erased_at ON cases
  FOR EACH ROW
  WHEN (old.erased_at IS NULL AND new.erased_at IS NOT NULL)
  EXECUTE FUNCTION recognition_follows_erasure();
CREATE TRIGGER referrals_are_erased BEFORE UPDATE OF id ON cases
  FOR EACH ROW
  WHEN (old.id <> new.id)
  EXECUTE FUNCTION referrals_are_erased();
CREATE TRIGGER return_arrivals_follow_erasure BEFORE UPDATE OF erased_at ON cases
  FOR EACH ROW
  WHEN (old.erased_at IS NULL AND new.erased_at IS NOT NULL)
  EXECUTE FUNCTION return_arrivals_follow_erasure();
CREATE TRIGGER return_instalment_steps_follow_erasure BEFORE UPDATE OF erased_at ON cases
  FOR EACH ROW
  WHEN (old.erased_at IS NULL AND new.erased_at IS NOT NULL)
  EXECUTE FUNCTION return_instalment_steps_follow_erasure();
CREATE TRIGGER return_journeys_follow_erasure BEFORE UPDATE OF erased_at ON cases
  FOR EACH ROW
  WHEN (old.erased_at IS NULL AND new.erased_at IS NOT NULL)
  EXECUTE FUNCTION return_journeys_follow_erasure();
CREATE TRIGGER return_lives_follow_erasure BEFORE UPDATE OF erased_at ON cases
  FOR EACH ROW
  WHEN (old.erased_at IS NULL AND new.erased_at IS NOT NULL)
  EXECUTE FUNCTION return_lives_follow_erasure();
CREATE TRIGGER return_plan_follows_erasure BEFORE UPDATE OF erased_at ON cases
  FOR EACH ROW
  WHEN (old.erased_at IS NULL AND new.erased_at IS NOT NULL)
  EXECUTE FUNCTION return_plan_follows_erasure();
CREATE TRIGGER return_surveys_follow_erasure BEFORE UPDATE OF erased_at ON cases
  FOR EACH ROW
  WHEN (old.erased_at IS NULL AND new.erased_at IS NOT NULL)
  EXECUTE FUNCTION return_surveys_follow_erasure();
CREATE TRIGGER returns_follow_erasure BEFORE UPDATE OF erased_at ON cases
  FOR EACH ROW
  WHEN (old.erased_at IS NULL AND new.erased_at IS NOT NULL)
  EXECUTE FUNCTION returns_follow_erasure();
CREATE TRIGGER service_appointments_are_erased BEFORE UPDATE OF erased_at ON cases
  FOR EACH ROW
  WHEN (old.erased_at IS NULL AND new.erased_at IS NOT NULL)
  EXECUTE FUNCTION service_appointments_are_erased();
-- At commit: cases.stage is the last written step.
CREATE CONSTRAINT TRIGGER stage_is_the_last_change AFTER UPDATE OF stage ON cases
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION stage_is_the_last_change();
CREATE TRIGGER training_certificates_follow_erasure BEFORE UPDATE OF erased_at ON cases
  FOR EACH ROW
  WHEN (old.erased_at IS NULL AND new.erased_at IS NOT NULL)
  EXECUTE FUNCTION training_certificates_follow_erasure();
CREATE TRIGGER training_follows_erasure BEFORE UPDATE OF erased_at ON cases
  FOR EACH ROW
  WHEN (old.erased_at IS NULL AND new.erased_at IS NOT NULL)
  EXECUTE FUNCTION training_follows_erasure();
CREATE TRIGGER work_follows_erasure BEFORE UPDATE OF erased_at ON cases
  FOR EACH ROW
  WHEN (old.erased_at IS NULL AND new.erased_at IS NOT NULL)
  EXECUTE FUNCTION work_follows_erasure();

-- Access to one of several joined files of a person is access to all of them.
CREATE TRIGGER access_is_of_the_person AFTER INSERT OR UPDATE OF until_at ON case_access
  FOR EACH ROW
  WHEN (new.mirror_of IS NULL)
  EXECUTE FUNCTION access_is_of_the_person();

-- Leaving a family ends no conflict of interest that came with it.
CREATE TRIGGER conflicts_outlive_the_family AFTER DELETE ON family_members
  FOR EACH ROW
  WHEN (CURRENT_USER = 'mawa_app'::name)
  EXECUTE FUNCTION conflicts_outlive_the_family();
-- A family in which a conflict of interest holds takes nobody in for whom nobody could answer any more.
CREATE TRIGGER family_keeps_holders AFTER INSERT ON family_members
  FOR EACH ROW
  WHEN (CURRENT_USER = 'mawa_app'::name)
  EXECUTE FUNCTION family_keeps_holders();
-- file_takes_no_more(), here and below: nothing new is written in a file that was joined to another.
CREATE TRIGGER family_members_take_no_more BEFORE INSERT ON family_members
  FOR EACH ROW
  WHEN (new.case_id IS NOT NULL)
  EXECUTE FUNCTION file_takes_no_more();

CREATE TRIGGER keep_apart_take_no_more BEFORE INSERT ON keep_apart
  FOR EACH ROW
  WHEN (new.case_id IS NOT NULL)
  EXECUTE FUNCTION file_takes_no_more();

-- Changed names are entered for the search for duplicates.
CREATE TRIGGER case_seals_insert_is_compared AFTER INSERT ON case_seals
  REFERENCING NEW TABLE AS now_there FOR EACH STATEMENT
  EXECUTE FUNCTION case_seals_insert_is_compared();
CREATE TRIGGER case_seals_update_is_compared AFTER UPDATE ON case_seals
  REFERENCING OLD TABLE AS was_there NEW TABLE AS now_there FOR EACH STATEMENT
  EXECUTE FUNCTION case_seals_update_is_compared();
-- No sealed value is overwritten or deleted before its copy stands in case_former_values.
CREATE TRIGGER sealed_value_is_kept BEFORE DELETE OR UPDATE ON case_seals
  FOR EACH ROW
  EXECUTE FUNCTION sealed_value_is_kept();

-- Closing a case ends what other modules still have open for it.
CREATE TRIGGER projects_end_with_the_case AFTER INSERT ON stage_changes
  FOR EACH ROW
  WHEN (new.to_stage = 'closed')
  EXECUTE FUNCTION projects_end_with_the_case();
CREATE TRIGGER recognition_ends_with_the_case AFTER INSERT ON stage_changes
  FOR EACH ROW
  WHEN (new.to_stage = 'closed')
  EXECUTE FUNCTION recognition_ends_with_the_case();
CREATE TRIGGER service_appointments_end_with_the_case AFTER INSERT ON stage_changes
  FOR EACH ROW
  WHEN (new.to_stage = 'closed')
  EXECUTE FUNCTION service_appointments_end_with_the_case();
-- A step is one of stage_transitions, written by a role and decided by somebody that it permits.
CREATE TRIGGER stage_change_is_allowed BEFORE INSERT ON stage_changes
  FOR EACH ROW
  EXECUTE FUNCTION stage_change_is_allowed();
CREATE TRIGGER stage_changes_take_no_more BEFORE INSERT ON stage_changes
  FOR EACH ROW
  WHEN (new.case_id IS NOT NULL)
  EXECUTE FUNCTION file_takes_no_more();
-- At commit: cases.stage is the last written step.
CREATE CONSTRAINT TRIGGER stage_is_the_last_change AFTER INSERT ON stage_changes
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION stage_is_the_last_change();
CREATE TRIGGER training_ends_with_the_case AFTER INSERT ON stage_changes
  FOR EACH ROW
  WHEN (new.to_stage = 'closed')
  EXECUTE FUNCTION training_ends_with_the_case();
CREATE TRIGGER work_ends_with_the_case AFTER INSERT ON stage_changes
  FOR EACH ROW
  WHEN (new.to_stage = 'closed')
  EXECUTE FUNCTION work_ends_with_the_case();

CREATE TRIGGER case_corrections_take_no_more BEFORE INSERT ON case_corrections
  FOR EACH ROW
  WHEN (new.case_id IS NOT NULL)
  EXECUTE FUNCTION file_takes_no_more();

CREATE TRIGGER case_classifications_take_no_more BEFORE INSERT ON case_classifications
  FOR EACH ROW
  EXECUTE FUNCTION file_takes_no_more();
-- Versions of a classification count 1, 2, 3 …, each by the actor.
CREATE TRIGGER classification_follows BEFORE INSERT ON case_classifications
  FOR EACH ROW
  EXECUTE FUNCTION classification_follows();

-- Answers and places are added in the transaction of their classification alone.
CREATE TRIGGER classification_answers_are_new BEFORE INSERT ON case_classification_answers
  FOR EACH ROW
  EXECUTE FUNCTION classification_is_new();
-- A code comes from a version of its list that is approved and in force.
CREATE TRIGGER classification_code_holds BEFORE INSERT ON case_classification_answers
  FOR EACH ROW
  WHEN (new.code IS NOT NULL)
  EXECUTE FUNCTION classification_code_holds();

CREATE TRIGGER classification_places_are_new BEFORE INSERT ON case_classification_places
  FOR EACH ROW
  EXECUTE FUNCTION classification_is_new();

-- Two devices cannot overwrite each other: `revision` rises by exactly one.
CREATE TRIGGER intakes_saved_one_after_another BEFORE UPDATE ON intakes
  FOR EACH ROW
  EXECUTE FUNCTION intakes_saved_one_after_another();

-- No circle of parents, no child older than its parent, no guardian under 18.
CREATE TRIGGER case_links_are_possible AFTER INSERT ON case_links
  FOR EACH ROW
  EXECUTE FUNCTION case_links_are_possible();
-- An ended link is not changed again.
CREATE TRIGGER case_links_stay_as_made BEFORE UPDATE OF ended_at ON case_links
  FOR EACH ROW
  EXECUTE FUNCTION case_links_stay_as_made();
CREATE TRIGGER case_links_take_no_more BEFORE INSERT ON case_links
  FOR EACH ROW
  EXECUTE FUNCTION case_links_take_no_more();

CREATE TRIGGER case_networks_take_no_more BEFORE INSERT ON case_networks
  FOR EACH ROW
  EXECUTE FUNCTION file_takes_no_more();

CREATE TRIGGER network_apart_take_no_more BEFORE INSERT ON network_apart
  FOR EACH ROW
  EXECUTE FUNCTION file_takes_no_more();

CREATE TRIGGER age_assessments_take_no_more BEFORE INSERT ON age_assessments
  FOR EACH ROW
  EXECUTE FUNCTION file_takes_no_more();

-- What the actor may reach is computed anew in this transaction once one of these rows changed.
CREATE TRIGGER case_access_changes_reach AFTER INSERT OR UPDATE ON case_access
  FOR EACH ROW WHEN (NEW.reason = 'break_glass') EXECUTE FUNCTION reach_is_computed_again();
CREATE TRIGGER case_blocks_change_reach AFTER INSERT OR UPDATE OR DELETE ON case_blocks
  FOR EACH STATEMENT EXECUTE FUNCTION reach_is_computed_again();
CREATE TRIGGER case_named_change_reach AFTER INSERT OR UPDATE OR DELETE ON case_named
  FOR EACH STATEMENT EXECUTE FUNCTION reach_is_computed_again();
CREATE TRIGGER case_restrictions_change_reach AFTER INSERT OR UPDATE OR DELETE ON case_restrictions
  FOR EACH STATEMENT EXECUTE FUNCTION reach_is_computed_again();
CREATE TRIGGER cases_change_reach AFTER UPDATE OF merged_into ON cases
  FOR EACH STATEMENT EXECUTE FUNCTION reach_is_computed_again();
CREATE TRIGGER family_members_change_reach AFTER INSERT OR UPDATE OR DELETE ON family_members
  FOR EACH STATEMENT EXECUTE FUNCTION reach_is_computed_again();
