-- Facts change only together with `version`, by one; each new version has its row in case_corrections.
CREATE TRIGGER case_facts_change_by_version BEFORE UPDATE ON cases
  FOR EACH ROW
  WHEN (old.id = new.id AND (
      old.version, old.registered_on, old.sex, old.birth_year, old.age_at_registration, old.age_certainty,
      old.born_from, old.born_until, old.nationality, old.languages, old.region_recruitment, old.region_exploitation,
      old.access_need, old.pregnant, old.medical, old.may_call)
    IS DISTINCT FROM (
      new.version, new.registered_on, new.sex, new.birth_year, new.age_at_registration, new.age_certainty,
      new.born_from, new.born_until, new.nationality, new.languages, new.region_recruitment, new.region_exploitation,
      new.access_need, new.pregnant, new.medical, new.may_call))
  EXECUTE FUNCTION case_facts_change_by_version();
-- At commit: a new version without a row of case_corrections by the actor is refused.
CREATE CONSTRAINT TRIGGER case_version_has_its_row AFTER UPDATE OF version ON cases
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (new.version > old.version)
  EXECUTE FUNCTION case_version_has_its_row();
-- A new or changed person is entered for the search for duplicates.
CREATE TRIGGER cases_insert_is_compared AFTER INSERT ON cases
  REFERENCING NEW TABLE AS now_there FOR EACH STATEMENT
  EXECUTE FUNCTION cases_insert_is_compared();
CREATE TRIGGER cases_update_is_compared AFTER UPDATE ON cases
  REFERENCING OLD TABLE AS was_there NEW TABLE AS now_there FOR EACH STATEMENT
  EXECUTE FUNCTION cases_update_is_compared();
-- id, erased_at and merged_into are changed by functions of mawa_gate alone: erasing and joining.
CREATE TRIGGER files_change_at_the_gate BEFORE INSERT OR UPDATE OF id, erased_at, merged_into ON cases
  FOR EACH ROW
  EXECUTE FUNCTION files_change_at_the_gate();
-- At commit: cases.stage is the last written step.
CREATE CONSTRAINT TRIGGER stage_is_the_last_change AFTER UPDATE OF stage ON cases
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION stage_is_the_last_change();

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
  EXECUTE FUNCTION case_seals_are_compared();
CREATE TRIGGER case_seals_update_is_compared AFTER UPDATE ON case_seals
  REFERENCING OLD TABLE AS was_there NEW TABLE AS now_there FOR EACH STATEMENT
  EXECUTE FUNCTION case_seals_are_compared();
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
-- Tasks wait again with the file.
CREATE TRIGGER tasks_end_with_the_case AFTER INSERT ON stage_changes
  FOR EACH ROW
  WHEN (new.to_stage IN ('closed', 'not_victim'))
  EXECUTE FUNCTION tasks_end_with_the_case();
CREATE TRIGGER tasks_wait_again_with_the_case AFTER INSERT ON stage_changes
  FOR EACH ROW
  WHEN (new.from_stage IN ('closed', 'not_victim') AND new.to_stage NOT IN ('closed', 'not_victim'))
  EXECUTE FUNCTION subject_reopens_tasks('file_closed', 'case_id');

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
  FOR EACH ROW WHEN (NEW.reason = 'break_glass') EXECUTE FUNCTION reset_reach();
CREATE TRIGGER case_blocks_change_reach AFTER INSERT OR UPDATE OR DELETE ON case_blocks
  FOR EACH STATEMENT EXECUTE FUNCTION reset_reach();
CREATE TRIGGER case_named_change_reach AFTER INSERT OR UPDATE OR DELETE ON case_named
  FOR EACH STATEMENT EXECUTE FUNCTION reset_reach();
CREATE TRIGGER case_restrictions_change_reach AFTER INSERT OR UPDATE OR DELETE ON case_restrictions
  FOR EACH STATEMENT EXECUTE FUNCTION reset_reach();
CREATE TRIGGER cases_change_reach AFTER UPDATE OF merged_into ON cases
  FOR EACH STATEMENT EXECUTE FUNCTION reset_reach();
CREATE TRIGGER family_members_change_reach AFTER INSERT OR UPDATE OR DELETE ON family_members
  FOR EACH STATEMENT EXECUTE FUNCTION reset_reach();
