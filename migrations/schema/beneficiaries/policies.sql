-- Roles: mawa_app = the application; mawa_gate = owner of the security-definer functions; mawa_blind = owner
-- of the functions that answer a yes, a no or a count about cases that the actor may not read; mawa_figures =
-- statistics, which read codes and days of all cases and no name. "Reads the part X" means
-- may_read_case(case, X): an access row that covers X counts now and the case is not hidden; "writes the part
-- X" likewise by may_write_case. Whether rows can be changed or deleted at all, the grants in tables.sql say.

-- Read and written with the part facts. Functions of mawa_gate read every case, erase it, and remove it when
-- an import is taken back; statistics and the counting functions of mawa_blind read coded columns of all.
ALTER TABLE cases ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases FORCE ROW LEVEL SECURITY;
CREATE POLICY cases_exist_for_the_gate ON cases FOR SELECT TO mawa_gate USING (true);
CREATE POLICY cases_for_figures ON cases FOR SELECT TO mawa_figures USING (true);
CREATE POLICY cases_read ON cases FOR SELECT TO mawa_app
  USING (EXISTS (
    SELECT FROM current_access AS a
     WHERE a.case_id = cases.id AND a.parts @> ARRAY['facts']));
CREATE POLICY cases_add ON cases FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(id, 'facts', (SELECT actor_reach())));
CREATE POLICY cases_change ON cases FOR UPDATE TO mawa_app
  USING (may_write_case(id, 'facts', (SELECT actor_reach())))
  WITH CHECK (may_write_case(id, 'facts', (SELECT actor_reach())));
CREATE POLICY cases_for_caseload ON cases FOR SELECT TO mawa_blind USING (true);
CREATE POLICY cases_erased_by_the_gate ON cases FOR UPDATE TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY cases_for_duplicates ON cases FOR SELECT TO mawa_blind
  USING ((SELECT mawa_actor()) = '00000000-0000-4000-8000-00000000000d'::uuid);
CREATE POLICY cases_taken_back_at_the_gate ON cases FOR DELETE TO mawa_gate USING (true);


-- Read and written with the part facts, as the number of the case; functions of mawa_gate erase it.
ALTER TABLE earlier_numbers ENABLE ROW LEVEL SECURITY;
ALTER TABLE earlier_numbers FORCE ROW LEVEL SECURITY;
CREATE POLICY earlier_numbers_read ON earlier_numbers FOR SELECT TO mawa_app
  USING (EXISTS (
    SELECT FROM current_access AS a
     WHERE a.case_id = earlier_numbers.case_id AND a.parts @> ARRAY['facts']));
CREATE POLICY earlier_numbers_add ON earlier_numbers FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'facts', (SELECT actor_reach())));
CREATE POLICY earlier_numbers_erased_by_the_gate ON earlier_numbers TO mawa_gate USING (true);


-- The application reads the rows of the actor's own principals, of cases not hidden from them, and writes
-- none: only functions of mawa_gate do.
ALTER TABLE case_access ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_access FORCE ROW LEVEL SECURITY;
CREATE POLICY case_access_own ON case_access FOR SELECT TO mawa_app
  USING (principal_id = ANY ((SELECT (actor_reach()).principals)::uuid[])
    AND case_id <> ALL ((SELECT (actor_reach()).hidden_cases)::uuid[]));
CREATE POLICY case_access_gate ON case_access TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY case_access_for_caseload ON case_access FOR SELECT TO mawa_blind USING (true);


-- Read and written with the part facts; statistics read all. Functions of mawa_gate remove rows when an
-- import is taken back.
ALTER TABLE case_exploitation ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_exploitation FORCE ROW LEVEL SECURITY;
CREATE POLICY case_exploitation_for_figures ON case_exploitation FOR SELECT TO mawa_figures USING (true);
CREATE POLICY case_exploitation_read ON case_exploitation FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'facts', (SELECT actor_reach())));
CREATE POLICY case_exploitation_add ON case_exploitation FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'facts', (SELECT actor_reach())));
CREATE POLICY case_exploitation_change ON case_exploitation FOR UPDATE TO mawa_app
  USING (may_write_case(case_id, 'facts', (SELECT actor_reach())))
  WITH CHECK (may_write_case(case_id, 'facts', (SELECT actor_reach())));
CREATE POLICY case_exploitation_remove ON case_exploitation FOR DELETE TO mawa_app
  USING (may_write_case(case_id, 'facts', (SELECT actor_reach())));
CREATE POLICY case_exploitation_taken_back_at_the_gate ON case_exploitation FOR DELETE TO mawa_gate
  USING (true);
CREATE POLICY case_exploitation_seen_at_the_gate ON case_exploitation FOR SELECT TO mawa_gate
  USING (true);


-- Read by whoever chooses a bed (part placement), written with the part facts. A family that has members
-- takes one in only from somebody who answers for one of them (family_members_join, restrictive).
ALTER TABLE family_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE family_members FORCE ROW LEVEL SECURITY;
CREATE POLICY family_members_for_blind ON family_members FOR SELECT TO mawa_blind USING (true);
CREATE POLICY family_members_for_the_gate ON family_members FOR SELECT TO mawa_gate USING (true);
CREATE POLICY family_members_read ON family_members FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'placement', (SELECT actor_reach())));
CREATE POLICY family_members_add ON family_members FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'facts', (SELECT actor_reach())));
CREATE POLICY family_members_remove ON family_members FOR DELETE TO mawa_app
  USING (may_write_case(case_id, 'facts', (SELECT actor_reach())));
CREATE POLICY family_members_erased_by_the_gate ON family_members TO mawa_gate USING (true);
CREATE POLICY family_members_join ON family_members AS RESTRICTIVE FOR INSERT TO mawa_app
  WITH CHECK (mawa_may_join_family(family_id));


-- Read and written by those who read the story of both people. Whether two may share a house is asked through
-- functions of mawa_blind, which read all.
ALTER TABLE keep_apart ENABLE ROW LEVEL SECURITY;
ALTER TABLE keep_apart FORCE ROW LEVEL SECURITY;
CREATE POLICY keep_apart_by_access ON keep_apart TO mawa_app
  USING (may_read_case(case_id, 'story', (SELECT actor_reach()))
    AND may_read_case(from_case_id, 'story', (SELECT actor_reach())))
  WITH CHECK (may_read_case(case_id, 'story', (SELECT actor_reach()))
    AND may_read_case(from_case_id, 'story', (SELECT actor_reach())));
CREATE POLICY keep_apart_for_blind ON keep_apart FOR SELECT TO mawa_blind USING (true);
CREATE POLICY keep_apart_erased_by_the_gate ON keep_apart TO mawa_gate USING (true);


-- Each field with the part it belongs to. Two system users read names through mawa_blind: the identity scan
-- of reports (…0006, also contact and documents) and the duplicate finder (…000d).
ALTER TABLE case_seals ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_seals FORCE ROW LEVEL SECURITY;
CREATE POLICY case_seals_for_the_scan ON case_seals FOR SELECT TO mawa_blind
  USING ((SELECT mawa_actor()) = '00000000-0000-4000-8000-000000000006'::uuid
    AND field IN ('names', 'contact', 'documents'));
CREATE POLICY case_seals_read ON case_seals FOR SELECT TO mawa_app
  USING (EXISTS (
    SELECT FROM current_access AS a
     WHERE a.case_id = case_seals.case_id AND a.parts @> ARRAY[part_of_seal(case_seals.field)]));
CREATE POLICY case_seals_add ON case_seals FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, part_of_seal(field), (SELECT actor_reach())));
CREATE POLICY case_seals_change ON case_seals FOR UPDATE TO mawa_app
  USING (may_write_case(case_id, part_of_seal(field), (SELECT actor_reach())))
  WITH CHECK (may_write_case(case_id, part_of_seal(field), (SELECT actor_reach())));
CREATE POLICY case_seals_remove ON case_seals FOR DELETE TO mawa_app
  USING (may_write_case(case_id, part_of_seal(field), (SELECT actor_reach())));
CREATE POLICY case_seals_erased_by_the_gate ON case_seals TO mawa_gate USING (true);
CREATE POLICY case_seals_for_duplicates ON case_seals FOR SELECT TO mawa_blind
  USING ((SELECT mawa_actor()) = '00000000-0000-4000-8000-00000000000d'::uuid AND field = 'names');


-- The key goes with the part facts; the sealed fields themselves are narrower. The identity scan reads every
-- key, the review of a break-glass opening (break_glass_for_review) those of cases once opened so.
ALTER TABLE keys.case_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE keys.case_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY case_keys_for_the_scan ON keys.case_keys FOR SELECT TO mawa_blind
  USING ((SELECT mawa_actor()) = '00000000-0000-4000-8000-000000000006'::uuid);
CREATE POLICY case_keys_for_the_review ON keys.case_keys FOR SELECT TO mawa_gate
  USING (EXISTS (SELECT 1 FROM break_glass AS g WHERE g.case_id = case_keys.case_id));
CREATE POLICY case_keys_read ON keys.case_keys FOR SELECT TO mawa_app
  USING (EXISTS (
    SELECT FROM current_access AS a
     WHERE a.case_id = case_keys.case_id AND a.parts @> ARRAY['facts']));
CREATE POLICY case_keys_add ON keys.case_keys FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'facts', (SELECT actor_reach())));
CREATE POLICY case_keys_erased_by_the_gate ON keys.case_keys TO mawa_gate USING (true);
CREATE POLICY case_keys_for_duplicates ON keys.case_keys FOR SELECT TO mawa_blind
  USING ((SELECT mawa_actor()) = '00000000-0000-4000-8000-00000000000d'::uuid);


-- Policy by the part story; the application has SELECT alone, rows are written by functions of mawa_gate.
ALTER TABLE case_blocks ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_blocks FORCE ROW LEVEL SECURITY;
CREATE POLICY case_blocks_by_access ON case_blocks TO mawa_app
  USING (may_read_case(case_id, 'story', (SELECT actor_reach())))
  WITH CHECK (may_read_case(case_id, 'story', (SELECT actor_reach())));
CREATE POLICY case_blocks_gate ON case_blocks TO mawa_gate USING (true) WITH CHECK (true);


-- Policy by the part facts; the application has SELECT alone, rows are written by functions of mawa_gate.
ALTER TABLE case_restrictions ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_restrictions FORCE ROW LEVEL SECURITY;
CREATE POLICY case_restrictions_by_access ON case_restrictions TO mawa_app
  USING (may_read_case(case_id, 'facts', (SELECT actor_reach())))
  WITH CHECK (may_read_case(case_id, 'facts', (SELECT actor_reach())));
CREATE POLICY case_restrictions_gate ON case_restrictions TO mawa_gate USING (true) WITH CHECK (true);


-- Policy by the part facts; the application has SELECT alone, rows are written by functions of mawa_gate.
ALTER TABLE case_named ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_named FORCE ROW LEVEL SECURITY;
CREATE POLICY case_named_by_access ON case_named TO mawa_app
  USING (may_read_case(case_id, 'facts', (SELECT actor_reach())))
  WITH CHECK (may_read_case(case_id, 'facts', (SELECT actor_reach())));
CREATE POLICY case_named_gate ON case_named TO mawa_gate USING (true) WITH CHECK (true);


-- Openings of a case are read with its care, failed attempts (no case) by nobody; written and reviewed by
-- functions of mawa_gate.
ALTER TABLE break_glass ENABLE ROW LEVEL SECURITY;
ALTER TABLE break_glass FORCE ROW LEVEL SECURITY;
CREATE POLICY break_glass_by_access ON break_glass FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY break_glass_gate ON break_glass TO mawa_gate USING (true) WITH CHECK (true);


-- Read and written with the part facts; statistics and counting functions read stages and days of all.
-- Functions of mawa_gate remove rows when an import is taken back.
ALTER TABLE stage_changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE stage_changes FORCE ROW LEVEL SECURITY;
CREATE POLICY stage_changes_read ON stage_changes FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'facts', (SELECT actor_reach())));
CREATE POLICY stage_changes_add ON stage_changes FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'facts', (SELECT actor_reach())));
CREATE POLICY stage_changes_for_caseload ON stage_changes FOR SELECT TO mawa_blind USING (true);
CREATE POLICY stage_changes_dated_by_the_gate ON stage_changes FOR SELECT TO mawa_gate USING (true);
CREATE POLICY stage_changes_taken_back_at_the_gate ON stage_changes FOR DELETE TO mawa_gate USING (true);
CREATE POLICY stage_changes_for_figures ON stage_changes FOR SELECT TO mawa_figures USING (true);


-- Read and added with the part story; deleted by erasing alone.
ALTER TABLE stage_notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE stage_notes FORCE ROW LEVEL SECURITY;
CREATE POLICY stage_notes_by_access ON stage_notes TO mawa_app
  USING (may_read_case(case_id, 'story', (SELECT actor_reach())))
  WITH CHECK (may_read_case(case_id, 'story', (SELECT actor_reach())));
CREATE POLICY stage_notes_erased_by_the_gate ON stage_notes TO mawa_gate USING (true);


-- Read and written with the part facts. Functions of mawa_gate read them all and delete that of a join taken
-- back.
ALTER TABLE case_corrections ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_corrections FORCE ROW LEVEL SECURITY;
CREATE POLICY case_corrections_read ON case_corrections FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'facts', (SELECT actor_reach())));
CREATE POLICY case_corrections_add ON case_corrections FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'facts', (SELECT actor_reach())));
CREATE POLICY case_corrections_for_the_gate ON case_corrections FOR SELECT TO mawa_gate USING (true);
CREATE POLICY case_corrections_parted_by_the_gate ON case_corrections FOR DELETE TO mawa_gate
  USING (true);


-- Each former value is read with the part of its field and added by those who write the facts. (The coded
-- facts, 'facts', are a part of that name.)
ALTER TABLE case_former_values ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_former_values FORCE ROW LEVEL SECURITY;
CREATE POLICY case_former_values_read ON case_former_values FOR SELECT TO mawa_app
  USING (may_read_case(case_id, part_of_seal(field), (SELECT actor_reach())));
CREATE POLICY case_former_values_add ON case_former_values FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'facts', (SELECT actor_reach())));
CREATE POLICY case_former_values_erased_by_the_gate ON case_former_values TO mawa_gate USING (true);


-- Read and written with the part story; statistics read versions and coded answers of all.
ALTER TABLE case_classifications ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_classifications FORCE ROW LEVEL SECURITY;
CREATE POLICY case_classifications_read ON case_classifications FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'story', (SELECT actor_reach())));
CREATE POLICY case_classifications_add ON case_classifications FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'story', (SELECT actor_reach())));
CREATE POLICY case_classifications_for_figures ON case_classifications FOR SELECT TO mawa_figures
  USING (true);
CREATE POLICY case_classifications_erased_by_the_gate ON case_classifications TO mawa_gate USING (true);


-- Read and written with the part story; statistics read codes of all.
ALTER TABLE case_classification_answers ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_classification_answers FORCE ROW LEVEL SECURITY;
CREATE POLICY case_classification_answers_read ON case_classification_answers FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'story', (SELECT actor_reach())));
CREATE POLICY case_classification_answers_add ON case_classification_answers FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'story', (SELECT actor_reach())));
CREATE POLICY case_classification_answers_for_figures ON case_classification_answers FOR SELECT TO
  mawa_figures
  USING (true);


-- Read and written with the part story; statistics read country and region of all, never the town.
ALTER TABLE case_classification_places ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_classification_places FORCE ROW LEVEL SECURITY;
CREATE POLICY case_classification_places_read ON case_classification_places FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'story', (SELECT actor_reach())));
CREATE POLICY case_classification_places_add ON case_classification_places FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'story', (SELECT actor_reach())));
CREATE POLICY case_classification_places_for_figures ON case_classification_places FOR SELECT TO mawa_figures
  USING (true);
CREATE POLICY case_classification_places_erased_by_the_gate ON case_classification_places TO mawa_gate
  USING (true);


-- An intake is seen and saved by its holder alone, while a role of theirs opens cases. Handing over and
-- ending are functions of mawa_gate.
ALTER TABLE intakes ENABLE ROW LEVEL SECURITY;
ALTER TABLE intakes FORCE ROW LEVEL SECURITY;
CREATE POLICY intakes_read ON intakes FOR SELECT TO mawa_app
  USING (holder_id = (SELECT mawa_actor()) AND (SELECT mawa_may_open_cases()));
CREATE POLICY intakes_add ON intakes FOR INSERT TO mawa_app
  WITH CHECK (holder_id = (SELECT mawa_actor())
    AND begun_by = (SELECT mawa_actor())
    AND (SELECT mawa_may_open_cases()));
CREATE POLICY intakes_change ON intakes FOR UPDATE TO mawa_app
  USING (holder_id = (SELECT mawa_actor()) AND (SELECT mawa_may_open_cases()))
  WITH CHECK (holder_id = (SELECT mawa_actor()) AND (SELECT mawa_may_open_cases()));
CREATE POLICY intakes_for_the_gate ON intakes TO mawa_gate USING (true) WITH CHECK (true);


-- Read by the two people it names; written by functions of mawa_gate.
ALTER TABLE intake_hand_overs ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake_hand_overs FORCE ROW LEVEL SECURITY;
CREATE POLICY intake_hand_overs_of_both ON intake_hand_overs FOR SELECT TO mawa_app
  USING ((SELECT mawa_actor()) = from_user OR (SELECT mawa_actor()) = to_user);
CREATE POLICY intake_hand_overs_by_the_gate ON intake_hand_overs TO mawa_gate
  USING (true)
  WITH CHECK (true);


-- A link is seen by those who read the facts of both people and written by those who write both; a link
-- co_victim needs the story of both as well.
ALTER TABLE case_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_links FORCE ROW LEVEL SECURITY;
CREATE POLICY case_links_read ON case_links FOR SELECT TO mawa_app
  USING (may_read_case(from_case, 'facts', (SELECT actor_reach()))
    AND may_read_case(to_case, 'facts', (SELECT actor_reach()))
    AND (kind <> 'co_victim'
        OR (may_read_case(from_case, 'story', (SELECT actor_reach()))
            AND may_read_case(to_case, 'story', (SELECT actor_reach())))));
CREATE POLICY case_links_add ON case_links FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(from_case, 'facts', (SELECT actor_reach()))
    AND may_write_case(to_case, 'facts', (SELECT actor_reach()))
    AND (kind <> 'co_victim'
        OR (may_write_case(from_case, 'story', (SELECT actor_reach()))
            AND may_write_case(to_case, 'story', (SELECT actor_reach())))));
CREATE POLICY case_links_change ON case_links FOR UPDATE TO mawa_app
  USING (may_write_case(from_case, 'facts', (SELECT actor_reach()))
    AND may_write_case(to_case, 'facts', (SELECT actor_reach()))
    AND (kind <> 'co_victim'
        OR (may_write_case(from_case, 'story', (SELECT actor_reach()))
            AND may_write_case(to_case, 'story', (SELECT actor_reach())))))
  WITH CHECK (may_write_case(from_case, 'facts', (SELECT actor_reach()))
    AND may_write_case(to_case, 'facts', (SELECT actor_reach()))
    AND (kind <> 'co_victim'
        OR (may_write_case(from_case, 'story', (SELECT actor_reach()))
            AND may_write_case(to_case, 'story', (SELECT actor_reach())))));
CREATE POLICY case_links_at_the_gate ON case_links TO mawa_gate USING (true);


-- Read and written with the part facts of the person who joined or left.
ALTER TABLE family_changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE family_changes FORCE ROW LEVEL SECURITY;
CREATE POLICY family_changes_read ON family_changes FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'facts', (SELECT actor_reach())));
CREATE POLICY family_changes_add ON family_changes FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'facts', (SELECT actor_reach())));
CREATE POLICY family_changes_at_the_gate ON family_changes TO mawa_gate USING (true);


-- Read and saved by its readers (mawa_reads_network); made by open_network().
ALTER TABLE networks ENABLE ROW LEVEL SECURITY;
ALTER TABLE networks FORCE ROW LEVEL SECURITY;
CREATE POLICY networks_at_the_gate ON networks TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY networks_read ON networks FOR SELECT TO mawa_app USING (mawa_reads_network(id));
CREATE POLICY networks_write ON networks FOR UPDATE TO mawa_app
  USING (mawa_reads_network(id))
  WITH CHECK (mawa_reads_network(id));


-- Read by the readers of the network; added by those who keep it (mawa_keeps_network), ended by a function of
-- mawa_gate.
ALTER TABLE network_readers ENABLE ROW LEVEL SECURITY;
ALTER TABLE network_readers FORCE ROW LEVEL SECURITY;
CREATE POLICY network_readers_at_the_gate ON network_readers TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY network_readers_read ON network_readers FOR SELECT TO mawa_app
  USING (mawa_reads_network(network_id));
CREATE POLICY network_readers_add ON network_readers FOR INSERT TO mawa_app
  WITH CHECK (mawa_keeps_network(network_id) AND named_by = (SELECT mawa_actor()) AND ended_at IS NULL);


-- Needs both: the story of the person (to read or to write) and being a reader of the network.
ALTER TABLE case_networks ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_networks FORCE ROW LEVEL SECURITY;
CREATE POLICY case_networks_at_the_gate ON case_networks TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY case_networks_for_blind ON case_networks FOR SELECT TO mawa_blind USING (true);
CREATE POLICY case_networks_read ON case_networks FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'story', (SELECT actor_reach())) AND mawa_reads_network(network_id));
CREATE POLICY case_networks_add ON case_networks FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'story', (SELECT actor_reach())) AND mawa_reads_network(network_id));
CREATE POLICY case_networks_change ON case_networks FOR UPDATE TO mawa_app
  USING (may_write_case(case_id, 'story', (SELECT actor_reach())) AND mawa_reads_network(network_id))
  WITH CHECK (may_write_case(case_id, 'story', (SELECT actor_reach())));


-- Needs both: the story of the person (to read or to write) and being a reader of the network.
ALTER TABLE network_apart ENABLE ROW LEVEL SECURITY;
ALTER TABLE network_apart FORCE ROW LEVEL SECURITY;
CREATE POLICY network_apart_at_the_gate ON network_apart TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY network_apart_for_blind ON network_apart FOR SELECT TO mawa_blind USING (true);
CREATE POLICY network_apart_read ON network_apart FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'story', (SELECT actor_reach())) AND mawa_reads_network(network_id));
CREATE POLICY network_apart_add ON network_apart FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'story', (SELECT actor_reach())) AND mawa_reads_network(network_id));
CREATE POLICY network_apart_change ON network_apart FOR UPDATE TO mawa_app
  USING (may_write_case(case_id, 'story', (SELECT actor_reach())) AND mawa_reads_network(network_id))
  WITH CHECK (may_write_case(case_id, 'story', (SELECT actor_reach())));


-- Read with the part health (an assessment may be medical), added and withdrawn by those who write the facts.
ALTER TABLE age_assessments ENABLE ROW LEVEL SECURITY;
ALTER TABLE age_assessments FORCE ROW LEVEL SECURITY;
CREATE POLICY age_assessments_read ON age_assessments FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'health', (SELECT actor_reach())));
CREATE POLICY age_assessments_add ON age_assessments FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'facts', (SELECT actor_reach())));
CREATE POLICY age_assessments_change ON age_assessments FOR UPDATE TO mawa_app
  USING (may_write_case(case_id, 'facts', (SELECT actor_reach())))
  WITH CHECK (may_write_case(case_id, 'facts', (SELECT actor_reach())));
CREATE POLICY age_assessments_at_the_gate ON age_assessments TO mawa_gate USING (true);
