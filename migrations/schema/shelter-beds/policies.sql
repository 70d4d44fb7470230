-- Roles: mawa_app = the application; mawa_gate = owner of the security-definer functions; mawa_blind = owner
-- of the functions that answer a yes, a no or a count about cases that the actor may not read; mawa_figures =
-- statistics, which read codes and days of all cases and no name. Nights run from noon to noon and have the
-- date on which they begin. "Reads (writes) the part X" means may_read_case (may_write_case) for that part of
-- the case. Whether rows can be changed or deleted at all, the grants in tables.sql say.

-- Read and changed by those who work in the shelter; entered by them, an administrator or a system user. The
-- identity scan of reports (system user …0006) reads them through mawa_blind.
ALTER TABLE shelter_addresses ENABLE ROW LEVEL SECURITY;
ALTER TABLE shelter_addresses FORCE ROW LEVEL SECURITY;
CREATE POLICY shelter_addresses_read ON shelter_addresses FOR SELECT TO mawa_app
  USING (shelter_id = ANY ((SELECT (actor_reach()).principals)::uuid[]));
CREATE POLICY shelter_addresses_write ON shelter_addresses FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_has_role('administrator'))
    OR (SELECT mawa_is_system())
    OR shelter_id = ANY ((SELECT (actor_reach()).principals)::uuid[]));
CREATE POLICY shelter_addresses_change ON shelter_addresses FOR UPDATE TO mawa_app
  USING (shelter_id = ANY ((SELECT (actor_reach()).principals)::uuid[]));
CREATE POLICY shelter_addresses_for_the_scan ON shelter_addresses FOR SELECT TO mawa_blind
  USING ((SELECT mawa_actor()) = '00000000-0000-4000-8000-000000000006'::uuid);


-- Read by those who work in the shelter, and by an operator while a bed there is held for a call of theirs
-- (may_read_duty_number); entered, changed and removed by managers of the shelter, in their own name.
ALTER TABLE shelter_duty_numbers ENABLE ROW LEVEL SECURITY;
ALTER TABLE shelter_duty_numbers FORCE ROW LEVEL SECURITY;
CREATE POLICY shelter_duty_numbers_read ON shelter_duty_numbers FOR SELECT TO mawa_app
  USING (may_read_duty_number(shelter_id));
CREATE POLICY shelter_duty_numbers_add ON shelter_duty_numbers FOR INSERT TO mawa_app
  WITH CHECK (mawa_manages_shelter(shelter_id) AND set_by = (SELECT mawa_actor()));
CREATE POLICY shelter_duty_numbers_change ON shelter_duty_numbers FOR UPDATE TO mawa_app
  USING (mawa_manages_shelter(shelter_id))
  WITH CHECK (mawa_manages_shelter(shelter_id) AND set_by = (SELECT mawa_actor()));
CREATE POLICY shelter_duty_numbers_remove ON shelter_duty_numbers FOR DELETE TO mawa_app
  USING (mawa_manages_shelter(shelter_id));


-- Seen by whoever made it and by those who see one of its people (may_read_request); statistics read all.
ALTER TABLE bed_requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE bed_requests FORCE ROW LEVEL SECURITY;
CREATE POLICY bed_requests_by_people ON bed_requests TO mawa_app
  USING (created_by = (SELECT mawa_actor()) OR may_read_request(id))
  WITH CHECK (created_by = (SELECT mawa_actor()) OR may_read_request(id));
CREATE POLICY bed_requests_for_the_gate ON bed_requests TO mawa_gate USING (true);
CREATE POLICY bed_requests_for_figures ON bed_requests FOR SELECT TO mawa_figures USING (true);


-- Seen and added by those who read the part placement of the person; changed only by those who write the
-- facts (request_people_follow_the_facts, restrictive).
ALTER TABLE request_people ENABLE ROW LEVEL SECURITY;
ALTER TABLE request_people FORCE ROW LEVEL SECURITY;
CREATE POLICY request_people_by_access ON request_people TO mawa_app
  USING (may_read_case(case_id, 'placement', (SELECT actor_reach())))
  WITH CHECK (may_read_case(case_id, 'placement', (SELECT actor_reach())));
CREATE POLICY request_people_for_the_gate ON request_people FOR SELECT TO mawa_gate USING (true);
CREATE POLICY request_people_joined_by_the_gate ON request_people FOR UPDATE TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY request_people_follow_the_facts ON request_people AS RESTRICTIVE FOR UPDATE TO mawa_app
  USING (may_write_case(case_id, 'facts', (SELECT actor_reach())));


-- Read by everybody; drafted and changed by programme officers and case supervisors, approved in one's own
-- name.
ALTER TABLE rule_sets ENABLE ROW LEVEL SECURITY;
ALTER TABLE rule_sets FORCE ROW LEVEL SECURITY;
CREATE POLICY rule_sets_read ON rule_sets FOR SELECT TO mawa_app USING (true);
CREATE POLICY rule_sets_drafted ON rule_sets FOR INSERT TO mawa_app
  WITH CHECK (state = 'draft'
    AND author_id = mawa_actor()
    AND writers = ARRAY[mawa_actor()]
    AND (SELECT mawa_has_role('programme_officer', 'case_supervisor')));
CREATE POLICY rule_sets_changed ON rule_sets FOR UPDATE TO mawa_app
  USING (state = 'draft' AND (SELECT mawa_has_role('programme_officer', 'case_supervisor')))
  WITH CHECK (CASE state
      WHEN 'approved' THEN approved_by = mawa_actor()
      ELSE mawa_actor() = ANY (writers) OR state = 'dropped'
    END);


-- The calendar, without people, is read and written by those who allocate beds (mawa_allocates); statistics
-- and blind questions read all.
ALTER TABLE bookings ENABLE ROW LEVEL SECURITY;
ALTER TABLE bookings FORCE ROW LEVEL SECURITY;
CREATE POLICY bookings_for_those_who_allocate ON bookings TO mawa_app
  USING ((SELECT mawa_allocates()))
  WITH CHECK ((SELECT mawa_allocates()));
CREATE POLICY bookings_for_the_gate ON bookings TO mawa_gate USING (true);
CREATE POLICY bookings_for_blind ON bookings FOR SELECT TO mawa_blind USING (true);
CREATE POLICY bookings_for_figures ON bookings FOR SELECT TO mawa_figures USING (true);


-- Read by everybody, written by managers of the shelter.
ALTER TABLE bed_preparation_hours ENABLE ROW LEVEL SECURITY;
ALTER TABLE bed_preparation_hours FORCE ROW LEVEL SECURITY;
CREATE POLICY bed_preparation_hours_read ON bed_preparation_hours FOR SELECT TO mawa_app USING (true);
CREATE POLICY bed_preparation_hours_add ON bed_preparation_hours FOR INSERT TO mawa_app
  WITH CHECK (by = (SELECT mawa_actor())
    AND shelter_id = ANY ((SELECT (actor_reach()).principals)::uuid[])
    AND (SELECT mawa_has_role('shelter_manager')));


-- Read and begun by those who allocate beds, as the calendar is; that a bed is ready is said by those who work in
-- the shelter.
ALTER TABLE bed_preparations ENABLE ROW LEVEL SECURITY;
ALTER TABLE bed_preparations FORCE ROW LEVEL SECURITY;
CREATE POLICY bed_preparations_read ON bed_preparations FOR SELECT TO mawa_app
  USING ((SELECT mawa_allocates()));
CREATE POLICY bed_preparations_for_the_gate ON bed_preparations FOR SELECT TO mawa_gate USING (true);
CREATE POLICY bed_preparations_begin ON bed_preparations FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_allocates()) AND made_by = (SELECT mawa_actor()) AND ended_at IS NULL);
CREATE POLICY bed_preparations_end ON bed_preparations FOR UPDATE TO mawa_app
  USING ((SELECT mawa_allocates()))
  WITH CHECK (CASE outcome
      WHEN 'ready' THEN ended_by = (SELECT mawa_actor())
        AND shelter_id = ANY ((SELECT (actor_reach()).principals)::uuid[])
      WHEN 'occupied' THEN ended_by = (SELECT mawa_actor())
      ELSE ended_at = until_at
    END);


-- Read with the facts of the person, added as a hold for somebody in an open request; state and nights follow
-- bookings. Whoever only assesses a person (reason assessor) does not see where they sleep (restrictive).
ALTER TABLE booking_people ENABLE ROW LEVEL SECURITY;
ALTER TABLE booking_people FORCE ROW LEVEL SECURITY;
CREATE POLICY booking_people_read ON booking_people FOR SELECT TO mawa_app
  USING (EXISTS (
    SELECT FROM current_access AS a
     WHERE a.case_id = booking_people.case_id AND a.parts @> ARRAY['facts']));
CREATE POLICY booking_people_for_the_gate ON booking_people FOR SELECT TO mawa_gate USING (true);
CREATE POLICY booking_people_for_blind ON booking_people FOR SELECT TO mawa_blind USING (true);
CREATE POLICY booking_people_for_figures ON booking_people FOR SELECT TO mawa_figures USING (true);
CREATE POLICY booking_people_place ON booking_people FOR INSERT TO mawa_app
  WITH CHECK (may_read_case(case_id, 'placement', (SELECT actor_reach()))
    AND state = 'hold'
    AND EXISTS (SELECT 1
          FROM request_people AS p
         WHERE p.request_id = booking_people.request_id
             AND p.case_id = booking_people.case_id
             AND p.state = 'open'));
CREATE POLICY booking_people_joined_by_the_gate ON booking_people FOR UPDATE TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY booking_people_moved_by_the_gate ON booking_people FOR INSERT TO mawa_gate
  WITH CHECK (true);
CREATE POLICY booking_people_not_of_the_assessed ON booking_people AS RESTRICTIVE FOR SELECT TO mawa_app
  USING (case_id <> ALL ((SELECT assessed_alone())::uuid[]));


-- Read with the facts of the person. Added in one's own name; holder and hotline need somebody who answers
-- for the case, addressed needs a request sent to this very shelter.
ALTER TABLE arrival_agreements ENABLE ROW LEVEL SECURITY;
ALTER TABLE arrival_agreements FORCE ROW LEVEL SECURITY;
CREATE POLICY arrival_agreements_read ON arrival_agreements FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'facts', (SELECT actor_reach())));
CREATE POLICY arrival_agreements_for_the_gate ON arrival_agreements FOR SELECT TO mawa_gate USING (true);
CREATE POLICY arrival_agreements_moved_by_the_gate ON arrival_agreements FOR INSERT TO mawa_gate
  WITH CHECK (true);
CREATE POLICY arrival_agreements_write ON arrival_agreements FOR INSERT TO mawa_app
  WITH CHECK (by = (SELECT mawa_actor())
    AND EXISTS (SELECT 1
          FROM booking_people AS bp JOIN bookings AS k
            ON k.id = bp.booking_id LEFT JOIN bed_requests AS q ON q.id = bp.request_id
         WHERE bp.booking_id = arrival_agreements.booking_id
             AND bp.case_id = arrival_agreements.case_id
             AND CASE
                 WHEN arrival_agreements.basis IN ('holder', 'hotline') THEN
                   mawa_holds_fully(bp.case_id)
                 WHEN arrival_agreements.basis = 'addressed' THEN q.shelter_id = k.shelter_id
                 ELSE true
               END));


-- Read with the facts of the person; added, in their own name, by those who answer for the case.
ALTER TABLE arrival_reviews ENABLE ROW LEVEL SECURITY;
ALTER TABLE arrival_reviews FORCE ROW LEVEL SECURITY;
CREATE POLICY arrival_reviews_by_access ON arrival_reviews TO mawa_app
  USING (may_read_case(case_id, 'facts', (SELECT actor_reach())))
  WITH CHECK (may_read_case(case_id, 'facts', (SELECT actor_reach())));
CREATE POLICY arrival_reviews_by_holders ON arrival_reviews AS RESTRICTIVE FOR INSERT TO mawa_app
  WITH CHECK (by = (SELECT mawa_actor()) AND mawa_holds_fully(case_id));


-- Read and written by those who read the facts of the person.
ALTER TABLE bed_notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE bed_notes FORCE ROW LEVEL SECURITY;
CREATE POLICY bed_notes_by_access ON bed_notes TO mawa_app
  USING (may_read_case(case_id, 'facts', (SELECT actor_reach())))
  WITH CHECK (may_read_case(case_id, 'facts', (SELECT actor_reach())));


-- Read and written by those who work in the shelter.
ALTER TABLE block_notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE block_notes FORCE ROW LEVEL SECURITY;
CREATE POLICY block_notes_where_one_works ON block_notes TO mawa_app
  USING (shelter_id = ANY ((SELECT (actor_reach()).principals)::uuid[]));


-- Seen by whoever asked and by those who see one of its rules; asked in one's own name by managers and
-- reintegration officers.
ALTER TABLE override_asks ENABLE ROW LEVEL SECURITY;
ALTER TABLE override_asks FORCE ROW LEVEL SECURITY;
CREATE POLICY override_asks_read ON override_asks FOR SELECT TO mawa_app
  USING (asked_by = (SELECT mawa_actor())
    OR EXISTS (SELECT 1 FROM override_rules AS r WHERE r.ask_id = override_asks.id));
CREATE POLICY override_asks_ask ON override_asks FOR INSERT TO mawa_app
  WITH CHECK (asked_by = (SELECT mawa_actor())
    AND (SELECT mawa_has_role('shelter_manager', 'reintegration_officer')));
CREATE POLICY override_asks_for_the_gate ON override_asks FOR SELECT TO mawa_gate USING (true);
CREATE POLICY override_asks_for_figures ON override_asks FOR SELECT TO mawa_figures USING (true);


-- Read with the facts of the person; added by whoever asks, for somebody in a held bed.
ALTER TABLE override_rules ENABLE ROW LEVEL SECURITY;
ALTER TABLE override_rules FORCE ROW LEVEL SECURITY;
CREATE POLICY override_rules_read ON override_rules FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'facts', (SELECT actor_reach())));
CREATE POLICY override_rules_ask ON override_rules FOR INSERT TO mawa_app
  WITH CHECK (may_read_case(case_id, 'placement', (SELECT actor_reach()))
    AND EXISTS (SELECT 1
          FROM booking_people AS bp
         WHERE bp.booking_id = override_rules.booking_id
             AND bp.case_id = override_rules.case_id
             AND bp.state = 'hold')
    AND asked_by = (SELECT mawa_actor()));
CREATE POLICY override_rules_for_the_gate ON override_rules FOR SELECT TO mawa_gate USING (true);
CREATE POLICY override_rules_for_figures ON override_rules FOR SELECT TO mawa_figures USING (true);


-- Seen by whoever asked and by those who see one of its rules; answered by a manager of the shelter or a
-- supervisor who answers for one of the people.
ALTER TABLE override_answers ENABLE ROW LEVEL SECURITY;
ALTER TABLE override_answers FORCE ROW LEVEL SECURITY;
CREATE POLICY override_answers_read ON override_answers FOR SELECT TO mawa_app
  USING (asked_by = (SELECT mawa_actor())
    OR EXISTS (SELECT 1 FROM override_rules AS r WHERE r.ask_id = override_answers.ask_id));
CREATE POLICY override_answers_answer ON override_answers FOR INSERT TO mawa_app
  WITH CHECK (by = (SELECT mawa_actor())
    AND (SELECT mawa_has_role('shelter_manager', 'case_supervisor'))
    AND EXISTS (SELECT 1
          FROM override_rules AS r JOIN bookings AS k ON k.id = r.booking_id
         WHERE r.ask_id = override_answers.ask_id
             AND (k.shelter_id = ANY ((SELECT (actor_reach()).principals)::uuid[])
                 OR mawa_holds_fully(r.case_id))));
CREATE POLICY override_answers_for_the_gate ON override_answers FOR SELECT TO mawa_gate USING (true);
CREATE POLICY override_answers_for_figures ON override_answers FOR SELECT TO mawa_figures USING (true);


-- A plan is its maker's alone.
ALTER TABLE group_plans ENABLE ROW LEVEL SECURITY;
ALTER TABLE group_plans FORCE ROW LEVEL SECURITY;
CREATE POLICY group_plans_of_their_maker ON group_plans TO mawa_app
  USING (made_by = (SELECT mawa_actor()))
  WITH CHECK (made_by = (SELECT mawa_actor()));


-- With the plan: its maker's alone.
ALTER TABLE group_plan_parties ENABLE ROW LEVEL SECURITY;
ALTER TABLE group_plan_parties FORCE ROW LEVEL SECURITY;
CREATE POLICY group_plan_parties_of_their_maker ON group_plan_parties TO mawa_app
  USING (EXISTS (SELECT 1 FROM group_plans AS g WHERE g.id = group_plan_parties.plan_id))
  WITH CHECK (EXISTS (SELECT 1 FROM group_plans AS g WHERE g.id = group_plan_parties.plan_id));


-- With the plan: its maker's alone.
ALTER TABLE group_plan_beds ENABLE ROW LEVEL SECURITY;
ALTER TABLE group_plan_beds FORCE ROW LEVEL SECURITY;
CREATE POLICY group_plan_beds_of_their_maker ON group_plan_beds TO mawa_app
  USING (EXISTS (SELECT 1 FROM group_plans AS g WHERE g.id = group_plan_beds.plan_id))
  WITH CHECK (EXISTS (SELECT 1 FROM group_plans AS g WHERE g.id = group_plan_beds.plan_id));


-- With the plan: its maker's alone.
ALTER TABLE group_plan_changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE group_plan_changes FORCE ROW LEVEL SECURITY;
CREATE POLICY group_plan_changes_of_their_maker ON group_plan_changes TO mawa_app
  USING (EXISTS (SELECT 1 FROM group_plans AS g WHERE g.id = group_plan_changes.plan_id))
  WITH CHECK (EXISTS (SELECT 1 FROM group_plans AS g WHERE g.id = group_plan_changes.plan_id));


-- Of a request that one sees: read and written by the shelter that offers and by those who answer for one of
-- its people. Other shelters do not see where the offer comes from.
ALTER TABLE bed_offers ENABLE ROW LEVEL SECURITY;
ALTER TABLE bed_offers FORCE ROW LEVEL SECURITY;
CREATE POLICY bed_offers_by_request ON bed_offers TO mawa_app
  USING (EXISTS (SELECT 1 FROM bed_requests AS r WHERE r.id = bed_offers.request_id)
    AND (shelter_id = ANY ((SELECT (actor_reach()).principals)::uuid[])
        OR EXISTS (SELECT 1
              FROM request_people AS p
             WHERE p.request_id = bed_offers.request_id AND mawa_holds_fully(p.case_id))))
  WITH CHECK (EXISTS (SELECT 1 FROM bed_requests AS r WHERE r.id = bed_offers.request_id)
    AND (shelter_id = ANY ((SELECT (actor_reach()).principals)::uuid[])
        OR EXISTS (SELECT 1
              FROM request_people AS p
             WHERE p.request_id = bed_offers.request_id AND mawa_holds_fully(p.case_id))));
CREATE POLICY bed_offers_for_the_gate ON bed_offers TO mawa_gate USING (true) WITH CHECK (true);


-- Read and written by those who allocate beds; statistics read all.
ALTER TABLE bed_turn_aways ENABLE ROW LEVEL SECURITY;
ALTER TABLE bed_turn_aways FORCE ROW LEVEL SECURITY;
CREATE POLICY bed_turn_aways_for_those_who_allocate ON bed_turn_aways TO mawa_app
  USING ((SELECT mawa_allocates()))
  WITH CHECK ((SELECT mawa_allocates()));
CREATE POLICY bed_turn_aways_for_figures ON bed_turn_aways FOR SELECT TO mawa_figures USING (true);


-- Read by those who see one of the people moved; written by open_moved_stays().
ALTER TABLE bed_moves ENABLE ROW LEVEL SECURITY;
ALTER TABLE bed_moves FORCE ROW LEVEL SECURITY;
CREATE POLICY bed_moves_by_people ON bed_moves TO mawa_app
  USING (EXISTS (SELECT 1 FROM bed_move_parts AS p WHERE p.move_id = bed_moves.id));
CREATE POLICY bed_moves_for_the_gate ON bed_moves TO mawa_gate USING (true) WITH CHECK (true);


-- Read with the facts of the person; written by open_moved_stays().
ALTER TABLE bed_move_parts ENABLE ROW LEVEL SECURITY;
ALTER TABLE bed_move_parts FORCE ROW LEVEL SECURITY;
CREATE POLICY bed_move_parts_read ON bed_move_parts FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'facts', (SELECT actor_reach())));
CREATE POLICY bed_move_parts_for_the_gate ON bed_move_parts TO mawa_gate USING (true) WITH CHECK (true);


-- Read and written with the part care.
ALTER TABLE stay_exits ENABLE ROW LEVEL SECURITY;
ALTER TABLE stay_exits FORCE ROW LEVEL SECURITY;
CREATE POLICY stay_exits_read ON stay_exits FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY stay_exits_add ON stay_exits FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY stay_exits_change ON stay_exits FOR UPDATE TO mawa_app
  USING (may_write_case(case_id, 'care', (SELECT actor_reach())))
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY stay_exits_for_figures ON stay_exits FOR SELECT TO mawa_figures USING (true);


-- Read and written with the part care; functions of mawa_gate compare them with bookings; figures of what was
-- brought in count all.
ALTER TABLE past_stays ENABLE ROW LEVEL SECURITY;
ALTER TABLE past_stays FORCE ROW LEVEL SECURITY;
CREATE POLICY past_stays_read ON past_stays FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY past_stays_add ON past_stays FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY past_stays_taken_back ON past_stays FOR DELETE TO mawa_app
  USING (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY past_stays_for_the_gate ON past_stays FOR SELECT TO mawa_gate USING (true);
CREATE POLICY past_stays_for_figures ON past_stays FOR SELECT TO mawa_figures USING (true);


-- Read and written with the part care.
ALTER TABLE roll_calls ENABLE ROW LEVEL SECURITY;
ALTER TABLE roll_calls FORCE ROW LEVEL SECURITY;
CREATE POLICY roll_calls_read ON roll_calls FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY roll_calls_add ON roll_calls FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY roll_calls_for_the_gate ON roll_calls FOR SELECT TO mawa_gate USING (true);


-- Read and written with the part care; the closing of a night (a system user) and statistics read all.
ALTER TABLE nights_away ENABLE ROW LEVEL SECURITY;
ALTER TABLE nights_away FORCE ROW LEVEL SECURITY;
CREATE POLICY nights_away_read ON nights_away FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY nights_away_add ON nights_away FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY nights_away_change ON nights_away FOR UPDATE TO mawa_app
  USING (may_write_case(case_id, 'care', (SELECT actor_reach())))
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY nights_away_remove ON nights_away FOR DELETE TO mawa_app
  USING (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY nights_away_for_closing ON nights_away FOR SELECT TO mawa_app
  USING ((SELECT mawa_is_system()));
CREATE POLICY nights_away_for_figures ON nights_away FOR SELECT TO mawa_figures USING (true);
CREATE POLICY nights_away_by_the_gate ON nights_away TO mawa_gate USING (true) WITH CHECK (true);


-- Read and written with the part care.
-- Read by everybody who reads the number of the person, so that no board shows it; written with the care.
ALTER TABLE board_hidings ENABLE ROW LEVEL SECURITY;
ALTER TABLE board_hidings FORCE ROW LEVEL SECURITY;
CREATE POLICY board_hidings_read ON board_hidings FOR SELECT TO mawa_app
  USING (EXISTS (
    SELECT FROM current_access AS a
     WHERE a.case_id = board_hidings.case_id AND a.parts @> ARRAY['facts']));
CREATE POLICY board_hidings_add ON board_hidings FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())) AND by = (SELECT mawa_actor()));
CREATE POLICY board_hidings_end ON board_hidings FOR UPDATE TO mawa_app
  USING (may_write_case(case_id, 'care', (SELECT actor_reach())))
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())) AND ended_by = (SELECT mawa_actor()));
CREATE POLICY board_hidings_for_the_gate ON board_hidings TO mawa_gate USING (true) WITH CHECK (true);

ALTER TABLE stay_leaves ENABLE ROW LEVEL SECURITY;
ALTER TABLE stay_leaves FORCE ROW LEVEL SECURITY;
CREATE POLICY stay_leaves_read ON stay_leaves FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY stay_leaves_add ON stay_leaves FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY stay_leaves_change ON stay_leaves FOR UPDATE TO mawa_app
  USING (may_write_case(case_id, 'care', (SELECT actor_reach())))
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));


-- Read and written with the part care.
ALTER TABLE missing_people ENABLE ROW LEVEL SECURITY;
ALTER TABLE missing_people FORCE ROW LEVEL SECURITY;
CREATE POLICY missing_people_read ON missing_people FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY missing_people_add ON missing_people FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY missing_people_change ON missing_people FOR UPDATE TO mawa_app
  USING (may_write_case(case_id, 'care', (SELECT actor_reach())))
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY missing_people_for_the_gate ON missing_people FOR SELECT TO mawa_gate USING (true);


-- Read and written with the part care.
ALTER TABLE missing_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE missing_steps FORCE ROW LEVEL SECURITY;
CREATE POLICY missing_steps_read ON missing_steps FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY missing_steps_add ON missing_steps FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));


-- Written by managers and staff of the shelter. Read by them, by case supervisors from "serious" on, and by
-- those who answer for somebody linked.
ALTER TABLE incidents ENABLE ROW LEVEL SECURITY;
ALTER TABLE incidents FORCE ROW LEVEL SECURITY;
CREATE POLICY incidents_read ON incidents FOR SELECT TO mawa_app
  USING ((shelter_id = ANY ((SELECT (actor_reach()).principals)::uuid[])
      AND (SELECT mawa_has_role('shelter_manager', 'shelter_staff')))
    OR (severity <> 'minor' AND (SELECT mawa_has_role('case_supervisor')))
    OR EXISTS (SELECT 1
          FROM incident_people AS p
         WHERE p.incident_id = incidents.id AND mawa_holds_fully(p.case_id)));
CREATE POLICY incidents_add ON incidents FOR INSERT TO mawa_app
  WITH CHECK (shelter_id = ANY ((SELECT (actor_reach()).principals)::uuid[])
    AND (SELECT mawa_has_role('shelter_manager', 'shelter_staff')));
CREATE POLICY incidents_change ON incidents FOR UPDATE TO mawa_app
  USING (shelter_id = ANY ((SELECT (actor_reach()).principals)::uuid[])
    AND (SELECT mawa_has_role('shelter_manager', 'shelter_staff')))
  WITH CHECK (shelter_id = ANY ((SELECT (actor_reach()).principals)::uuid[])
    AND (SELECT mawa_has_role('shelter_manager', 'shelter_staff')));
CREATE POLICY incidents_at_the_gate ON incidents TO mawa_gate USING (true) WITH CHECK (true);


-- Read with the incident, raised by managers and staff of the shelter.
ALTER TABLE incident_severities ENABLE ROW LEVEL SECURITY;
ALTER TABLE incident_severities FORCE ROW LEVEL SECURITY;
CREATE POLICY incident_severities_read ON incident_severities FOR SELECT TO mawa_app
  USING (EXISTS (SELECT 1 FROM incidents AS i WHERE i.id = incident_severities.incident_id));
CREATE POLICY incident_severities_add ON incident_severities FOR INSERT TO mawa_app
  WITH CHECK (by = (SELECT mawa_actor())
    AND at = (SELECT mawa_now())
    AND (SELECT mawa_has_role('shelter_manager', 'shelter_staff'))
    AND EXISTS (SELECT 1 FROM incidents AS i
      WHERE i.id = incident_severities.incident_id
        AND i.shelter_id = ANY ((SELECT (actor_reach()).principals)::uuid[])));


-- Read and written with the part care of the person.
ALTER TABLE incident_people ENABLE ROW LEVEL SECURITY;
ALTER TABLE incident_people FORCE ROW LEVEL SECURITY;
CREATE POLICY incident_people_read ON incident_people FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY incident_people_add ON incident_people FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));


-- With the incident.
ALTER TABLE incident_notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE incident_notes FORCE ROW LEVEL SECURITY;
CREATE POLICY incident_notes_read ON incident_notes FOR SELECT TO mawa_app
  USING (EXISTS (SELECT 1 FROM incidents AS i WHERE i.id = incident_notes.incident_id));
CREATE POLICY incident_notes_add ON incident_notes FOR INSERT TO mawa_app
  WITH CHECK (EXISTS (SELECT 1 FROM incidents AS i WHERE i.id = incident_notes.incident_id));


-- Read and written by managers and staff of the shelter.
ALTER TABLE handover_notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE handover_notes FORCE ROW LEVEL SECURITY;
CREATE POLICY handover_notes_read ON handover_notes FOR SELECT TO mawa_app
  USING (shelter_id = ANY ((SELECT (actor_reach()).principals)::uuid[])
    AND (SELECT mawa_has_role('shelter_manager', 'shelter_staff')));
CREATE POLICY handover_notes_add ON handover_notes FOR INSERT TO mawa_app
  WITH CHECK (shelter_id = ANY ((SELECT (actor_reach()).principals)::uuid[])
    AND (SELECT mawa_has_role('shelter_manager', 'shelter_staff')));


-- With the handover note.
ALTER TABLE handover_texts ENABLE ROW LEVEL SECURITY;
ALTER TABLE handover_texts FORCE ROW LEVEL SECURITY;
CREATE POLICY handover_texts_read ON handover_texts FOR SELECT TO mawa_app
  USING (EXISTS (SELECT 1 FROM handover_notes AS n WHERE n.id = handover_texts.note_id));
CREATE POLICY handover_texts_add ON handover_texts FOR INSERT TO mawa_app
  WITH CHECK (EXISTS (SELECT 1 FROM handover_notes AS n WHERE n.id = handover_texts.note_id));


-- Read by those who work in the shelter; said and ended by each for themselves, deleted after a year (prune_records).
ALTER TABLE shelter_duties ENABLE ROW LEVEL SECURITY;
ALTER TABLE shelter_duties FORCE ROW LEVEL SECURITY;
CREATE POLICY shelter_duties_read ON shelter_duties FOR SELECT TO mawa_app
  USING (shelter_id = ANY ((SELECT (actor_reach()).principals)::uuid[])
    AND (SELECT mawa_has_role('shelter_manager', 'shelter_staff')));
CREATE POLICY shelter_duties_add ON shelter_duties FOR INSERT TO mawa_app
  WITH CHECK (user_id = (SELECT mawa_actor())
    AND shelter_id = ANY ((SELECT (actor_reach()).principals)::uuid[])
    AND (SELECT mawa_has_role('shelter_manager', 'shelter_staff')));
CREATE POLICY shelter_duties_end ON shelter_duties FOR UPDATE TO mawa_app
  USING (user_id = (SELECT mawa_actor()));
CREATE POLICY shelter_duties_for_the_gate ON shelter_duties TO mawa_gate USING (true);


-- Read with the handover note; added in one's own name.
ALTER TABLE handover_reads ENABLE ROW LEVEL SECURITY;
ALTER TABLE handover_reads FORCE ROW LEVEL SECURITY;
CREATE POLICY handover_reads_read ON handover_reads FOR SELECT TO mawa_app
  USING (EXISTS (SELECT 1 FROM handover_notes AS n WHERE n.id = handover_reads.note_id));
CREATE POLICY handover_reads_add ON handover_reads FOR INSERT TO mawa_app
  WITH CHECK (user_id = (SELECT mawa_actor())
    AND EXISTS (SELECT 1 FROM handover_notes AS n WHERE n.id = handover_reads.note_id));


-- Read and written by managers and staff of the shelter.
ALTER TABLE house_visits ENABLE ROW LEVEL SECURITY;
ALTER TABLE house_visits FORCE ROW LEVEL SECURITY;
CREATE POLICY house_visits_read ON house_visits FOR SELECT TO mawa_app
  USING (shelter_id = ANY ((SELECT (actor_reach()).principals)::uuid[])
    AND (SELECT mawa_has_role('shelter_manager', 'shelter_staff')));
CREATE POLICY house_visits_add ON house_visits FOR INSERT TO mawa_app
  WITH CHECK (shelter_id = ANY ((SELECT (actor_reach()).principals)::uuid[])
    AND (SELECT mawa_has_role('shelter_manager', 'shelter_staff')));
CREATE POLICY house_visits_change ON house_visits FOR UPDATE TO mawa_app
  USING (shelter_id = ANY ((SELECT (actor_reach()).principals)::uuid[])
    AND (SELECT mawa_has_role('shelter_manager', 'shelter_staff')))
  WITH CHECK (shelter_id = ANY ((SELECT (actor_reach()).principals)::uuid[])
    AND (SELECT mawa_has_role('shelter_manager', 'shelter_staff')));


-- With the visit.
ALTER TABLE house_visit_texts ENABLE ROW LEVEL SECURITY;
ALTER TABLE house_visit_texts FORCE ROW LEVEL SECURITY;
CREATE POLICY house_visit_texts_read ON house_visit_texts FOR SELECT TO mawa_app
  USING (EXISTS (SELECT 1 FROM house_visits AS v WHERE v.id = house_visit_texts.visit_id));
CREATE POLICY house_visit_texts_add ON house_visit_texts FOR INSERT TO mawa_app
  WITH CHECK (EXISTS (SELECT 1 FROM house_visits AS v WHERE v.id = house_visit_texts.visit_id));


-- Read and written with the part care.
ALTER TABLE house_outings ENABLE ROW LEVEL SECURITY;
ALTER TABLE house_outings FORCE ROW LEVEL SECURITY;
CREATE POLICY house_outings_read ON house_outings FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY house_outings_add ON house_outings FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY house_outings_change ON house_outings FOR UPDATE TO mawa_app
  USING (may_write_case(case_id, 'care', (SELECT actor_reach())))
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));


-- Read by everybody, written by managers of the shelter.
ALTER TABLE house_switches ENABLE ROW LEVEL SECURITY;
ALTER TABLE house_switches FORCE ROW LEVEL SECURITY;
CREATE POLICY house_switches_read ON house_switches FOR SELECT TO mawa_app USING (true);
CREATE POLICY house_switches_add ON house_switches FOR INSERT TO mawa_app
  WITH CHECK (shelter_id = ANY ((SELECT (actor_reach()).principals)::uuid[])
    AND (SELECT mawa_has_role('shelter_manager', 'shelter_staff'))
    AND (SELECT mawa_has_role('shelter_manager')));


-- Read and written with the part care; added only where the shelter switched it on (restrictive).
ALTER TABLE items_issued ENABLE ROW LEVEL SECURITY;
ALTER TABLE items_issued FORCE ROW LEVEL SECURITY;
CREATE POLICY items_issued_read ON items_issued FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY items_issued_add ON items_issued FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY items_issued_change ON items_issued FOR UPDATE TO mawa_app
  USING (may_write_case(case_id, 'care', (SELECT actor_reach())))
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY items_issued_where_wanted ON items_issued AS RESTRICTIVE FOR INSERT TO mawa_app
  WITH CHECK (house_feature_enabled(shelter_id, 'items'));


-- Read and written with the part care; asked in one's own name and undecided (restrictive). That another
-- person decides is a constraint.
ALTER TABLE stay_extensions ENABLE ROW LEVEL SECURITY;
ALTER TABLE stay_extensions FORCE ROW LEVEL SECURITY;
CREATE POLICY stay_extensions_read ON stay_extensions FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY stay_extensions_add ON stay_extensions FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY stay_extensions_change ON stay_extensions FOR UPDATE TO mawa_app
  USING (may_write_case(case_id, 'care', (SELECT actor_reach())))
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY stay_extensions_for_the_gate ON stay_extensions FOR SELECT TO mawa_gate USING (true);
CREATE POLICY stay_extensions_asked_by_oneself ON stay_extensions AS RESTRICTIVE FOR INSERT TO mawa_app
  WITH CHECK (asked_by = (SELECT mawa_actor()) AND decision IS NULL);


-- Read by everybody; added and ended by administrators and system users.
ALTER TABLE shelter_facts ENABLE ROW LEVEL SECURITY;
ALTER TABLE shelter_facts FORCE ROW LEVEL SECURITY;
CREATE POLICY shelter_facts_read ON shelter_facts FOR SELECT TO mawa_app, mawa_figures USING (true);
CREATE POLICY shelter_facts_add ON shelter_facts FOR INSERT TO mawa_app
  WITH CHECK (((SELECT mawa_has_role('administrator')) OR (SELECT mawa_is_system()))
    AND set_by = (SELECT mawa_actor()));
CREATE POLICY shelter_facts_end ON shelter_facts FOR UPDATE TO mawa_app
  USING ((SELECT mawa_has_role('administrator')) OR (SELECT mawa_is_system()));
CREATE POLICY shelter_facts_for_the_gate ON shelter_facts TO mawa_gate USING (true);
CREATE POLICY shelter_facts_taken_back_at_the_gate ON shelter_facts FOR DELETE TO mawa_gate USING (true);
