-- Roles: mawa_app = the application; mawa_gate = owner of the security-definer functions; mawa_figures =
-- statistics, which read codes and days of all cases and no name. A complaint is read by the focal points
-- whom complaint_readers() names (mawa_complaints_seen(), for the actor) and by whoever holds its number in
-- this transaction (mawa_number()). No case and no other role opens one.

-- Read and printed by focal points and administrators.
ALTER TABLE complaint_batches ENABLE ROW LEVEL SECURITY;
ALTER TABLE complaint_batches FORCE ROW LEVEL SECURITY;
CREATE POLICY complaint_batches_for_the_gate ON complaint_batches TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY complaint_batches_read ON complaint_batches FOR SELECT TO mawa_app
  USING ((SELECT mawa_has_role('focal_point', 'administrator')));
CREATE POLICY complaint_batches_add ON complaint_batches FOR INSERT TO mawa_app
  WITH CHECK (printed_by = (SELECT mawa_actor()) AND (SELECT mawa_has_role('focal_point', 'administrator')));


-- Added by focal points and administrators, read by functions of mawa_gate alone.
ALTER TABLE complaint_slips ENABLE ROW LEVEL SECURITY;
ALTER TABLE complaint_slips FORCE ROW LEVEL SECURITY;
CREATE POLICY complaint_slips_for_the_gate ON complaint_slips TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY complaint_slips_add ON complaint_slips FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_has_role('focal_point', 'administrator')));


-- Read by its readers and by whoever holds its number; added with a number, by anybody; changed by its
-- readers. Statistics read kinds, regions and days.
ALTER TABLE complaints ENABLE ROW LEVEL SECURITY;
ALTER TABLE complaints FORCE ROW LEVEL SECURITY;
CREATE POLICY complaints_for_the_gate ON complaints TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY complaints_read ON complaints FOR SELECT TO mawa_app
  USING (id = ANY ((SELECT mawa_complaints_seen())::uuid[]) OR code_digest = (SELECT mawa_number()));
CREATE POLICY complaints_add ON complaints FOR INSERT TO mawa_app
  WITH CHECK (code_digest = (SELECT mawa_number()) AND handler_id IS NULL AND second_id IS NULL);
CREATE POLICY complaints_change ON complaints FOR UPDATE TO mawa_app
  USING (id = ANY ((SELECT mawa_complaints_seen())::uuid[]));
CREATE POLICY complaints_for_figures ON complaints FOR SELECT TO mawa_figures USING (true);


-- Read with the complaint. Steps of the person need the number, those of a focal point are theirs.
ALTER TABLE complaint_stages ENABLE ROW LEVEL SECURITY;
ALTER TABLE complaint_stages FORCE ROW LEVEL SECURITY;
CREATE POLICY complaint_stages_for_the_gate ON complaint_stages TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY complaint_stages_read ON complaint_stages FOR SELECT TO mawa_app
  USING (complaint_id = ANY ((SELECT mawa_complaints_seen())::uuid[])
    OR complaint_id = (SELECT mawa_complaint_by_number()));
CREATE POLICY complaint_stages_add ON complaint_stages FOR INSERT TO mawa_app
  WITH CHECK (CASE
      WHEN by IS NULL THEN complaint_id = (SELECT mawa_complaint_by_number())
      ELSE by = (SELECT mawa_actor()) AND complaint_id = ANY ((SELECT mawa_complaints_seen())::uuid[])
    END);
CREATE POLICY complaint_stages_for_figures ON complaint_stages FOR SELECT TO mawa_figures USING (true);


-- Read with the complaint, notes only by its readers. Words of the person need the number, others are the
-- reader's own.
ALTER TABLE complaint_words ENABLE ROW LEVEL SECURITY;
ALTER TABLE complaint_words FORCE ROW LEVEL SECURITY;
CREATE POLICY complaint_words_for_the_gate ON complaint_words TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY complaint_words_read ON complaint_words FOR SELECT TO mawa_app
  USING (complaint_id = ANY ((SELECT mawa_complaints_seen())::uuid[])
    OR (kind <> 'note' AND complaint_id = (SELECT mawa_complaint_by_number())));
CREATE POLICY complaint_words_add ON complaint_words FOR INSERT TO mawa_app
  WITH CHECK (CASE
      WHEN kind IN ('said', 'contact') THEN complaint_id = (SELECT mawa_complaint_by_number())
      ELSE
        author_id = (SELECT mawa_actor())
        AND complaint_id = ANY ((SELECT mawa_complaints_seen())::uuid[])
    END);


-- Read by the readers of the complaint, added in their own name.
ALTER TABLE complaint_accused ENABLE ROW LEVEL SECURITY;
ALTER TABLE complaint_accused FORCE ROW LEVEL SECURITY;
CREATE POLICY complaint_accused_for_the_gate ON complaint_accused TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY complaint_accused_read ON complaint_accused FOR SELECT TO mawa_app
  USING (complaint_id = ANY ((SELECT mawa_complaints_seen())::uuid[]));
CREATE POLICY complaint_accused_add ON complaint_accused FOR INSERT TO mawa_app
  WITH CHECK (complaint_id = ANY ((SELECT mawa_complaints_seen())::uuid[])
              AND named_by = (SELECT mawa_actor()));


-- Read by the readers of the complaint; each adds only themselves, stepping aside.
ALTER TABLE complaint_kept_out ENABLE ROW LEVEL SECURITY;
ALTER TABLE complaint_kept_out FORCE ROW LEVEL SECURITY;
CREATE POLICY complaint_kept_out_for_the_gate ON complaint_kept_out TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY complaint_kept_out_read ON complaint_kept_out FOR SELECT TO mawa_app
  USING (complaint_id = ANY ((SELECT mawa_complaints_seen())::uuid[]));
CREATE POLICY complaint_kept_out_add ON complaint_kept_out FOR INSERT TO mawa_app
  WITH CHECK (complaint_id = ANY ((SELECT mawa_complaints_seen())::uuid[])
    AND user_id = (SELECT mawa_actor())
    AND why = 'stepped_aside');


-- Read by the readers of the complaint; written by a trigger.
ALTER TABLE complaint_hands ENABLE ROW LEVEL SECURITY;
ALTER TABLE complaint_hands FORCE ROW LEVEL SECURITY;
CREATE POLICY complaint_hands_for_the_gate ON complaint_hands TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY complaint_hands_read ON complaint_hands FOR SELECT TO mawa_app
  USING (complaint_id = ANY ((SELECT mawa_complaints_seen())::uuid[]));


-- Read by the readers of the complaint, added in their own name.
ALTER TABLE complaint_measures ENABLE ROW LEVEL SECURITY;
ALTER TABLE complaint_measures FORCE ROW LEVEL SECURITY;
CREATE POLICY complaint_measures_for_the_gate ON complaint_measures TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY complaint_measures_read ON complaint_measures FOR SELECT TO mawa_app
  USING (complaint_id = ANY ((SELECT mawa_complaints_seen())::uuid[]));
CREATE POLICY complaint_measures_add ON complaint_measures FOR INSERT TO mawa_app
  WITH CHECK (complaint_id = ANY ((SELECT mawa_complaints_seen())::uuid[])
              AND decided_by = (SELECT mawa_actor()));


-- Read by the readers of the complaint, opened and done by them.
ALTER TABLE complaint_checks ENABLE ROW LEVEL SECURITY;
ALTER TABLE complaint_checks FORCE ROW LEVEL SECURITY;
CREATE POLICY complaint_checks_for_the_gate ON complaint_checks TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY complaint_checks_read ON complaint_checks FOR SELECT TO mawa_app
  USING (complaint_id = ANY ((SELECT mawa_complaints_seen())::uuid[]));
CREATE POLICY complaint_checks_add ON complaint_checks FOR INSERT TO mawa_app
  WITH CHECK (complaint_id = ANY ((SELECT mawa_complaints_seen())::uuid[]) AND done_at IS NULL);
CREATE POLICY complaint_checks_done ON complaint_checks FOR UPDATE TO mawa_app
  USING (complaint_id = ANY ((SELECT mawa_complaints_seen())::uuid[]) AND done_at IS NULL)
  WITH CHECK (done_by = (SELECT mawa_actor()));


-- Read by the readers of the complaint, added by whoever holds its number.
ALTER TABLE complaint_opinions ENABLE ROW LEVEL SECURITY;
ALTER TABLE complaint_opinions FORCE ROW LEVEL SECURITY;
CREATE POLICY complaint_opinions_read ON complaint_opinions FOR SELECT TO mawa_app
  USING (complaint_id = ANY ((SELECT mawa_complaints_seen())::uuid[]));
CREATE POLICY complaint_opinions_add ON complaint_opinions FOR INSERT TO mawa_app
  WITH CHECK (complaint_id = (SELECT mawa_complaint_by_number()));


-- Read, added and removed by the readers of the complaint.
ALTER TABLE complaint_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE complaint_links FORCE ROW LEVEL SECURITY;
CREATE POLICY complaint_links_for_the_gate ON complaint_links TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY complaint_links_read ON complaint_links FOR SELECT TO mawa_app
  USING (complaint_id = ANY ((SELECT mawa_complaints_seen())::uuid[]));
CREATE POLICY complaint_links_add ON complaint_links FOR INSERT TO mawa_app
  WITH CHECK (complaint_id = ANY ((SELECT mawa_complaints_seen())::uuid[])
              AND linked_by = (SELECT mawa_actor()));
CREATE POLICY complaint_links_remove ON complaint_links FOR DELETE TO mawa_app
  USING (complaint_id = ANY ((SELECT mawa_complaints_seen())::uuid[]));


-- Read, asked and approved (by another: a constraint) by the readers of the complaint.
ALTER TABLE complaint_destructions ENABLE ROW LEVEL SECURITY;
ALTER TABLE complaint_destructions FORCE ROW LEVEL SECURITY;
CREATE POLICY complaint_destructions_for_the_gate ON complaint_destructions TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY complaint_destructions_read ON complaint_destructions FOR SELECT TO mawa_app
  USING (complaint_id = ANY ((SELECT mawa_complaints_seen())::uuid[]));
CREATE POLICY complaint_destructions_add ON complaint_destructions FOR INSERT TO mawa_app
  WITH CHECK (complaint_id = ANY ((SELECT mawa_complaints_seen())::uuid[])
    AND asked_by = (SELECT mawa_actor())
    AND approved_by IS NULL);
CREATE POLICY complaint_destructions_approved ON complaint_destructions FOR UPDATE TO mawa_app
  USING (complaint_id = ANY ((SELECT mawa_complaints_seen())::uuid[]) AND approved_by IS NULL)
  WITH CHECK (approved_by = (SELECT mawa_actor()));


-- Read by the readers of the complaint; each adds rows in their own name.
ALTER TABLE complaint_trail ENABLE ROW LEVEL SECURITY;
ALTER TABLE complaint_trail FORCE ROW LEVEL SECURITY;
CREATE POLICY complaint_trail_is_read_with_the_complaint ON complaint_trail FOR SELECT TO mawa_app
  USING (subject_ids && (SELECT mawa_complaints_seen()));
CREATE POLICY complaint_trail_for_the_gate ON complaint_trail FOR SELECT TO mawa_gate USING (true);
-- The system seals the rows and verifies them.
CREATE POLICY complaint_trail_is_sealed_by_the_system ON complaint_trail FOR SELECT TO mawa_app
  USING ((SELECT mawa_is_system()));
CREATE POLICY complaint_trail_is_written_by_the_actor ON complaint_trail FOR INSERT TO mawa_app
  WITH CHECK (actor_id = (SELECT mawa_actor()));


-- Functions of mawa_gate alone.
ALTER TABLE complaint_places ENABLE ROW LEVEL SECURITY;
ALTER TABLE complaint_places FORCE ROW LEVEL SECURITY;
CREATE POLICY complaint_places_for_the_gate ON complaint_places TO mawa_gate
  USING (true)
  WITH CHECK (true);


-- Approved ones are read by everybody; proposed and approved by focal points in their own name.
ALTER TABLE complaint_contacts ENABLE ROW LEVEL SECURITY;
ALTER TABLE complaint_contacts FORCE ROW LEVEL SECURITY;
CREATE POLICY complaint_contacts_for_the_gate ON complaint_contacts FOR SELECT TO mawa_gate USING (true);
CREATE POLICY complaint_contacts_read ON complaint_contacts FOR SELECT TO mawa_app
  USING (approved_at IS NOT NULL OR (SELECT mawa_has_role('focal_point')));
CREATE POLICY complaint_contacts_proposed ON complaint_contacts FOR INSERT TO mawa_app
  WITH CHECK (proposed_by = (SELECT mawa_actor())
    AND approved_by IS NULL
    AND (SELECT mawa_has_role('focal_point')));
CREATE POLICY complaint_contacts_approved ON complaint_contacts FOR UPDATE TO mawa_app
  USING (approved_by IS NULL AND (SELECT mawa_has_role('focal_point')))
  WITH CHECK (approved_by = (SELECT mawa_actor()));
