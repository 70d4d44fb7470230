-- Roles: mawa_app = the application; mawa_gate = owner of the security-definer functions; mawa_blind = owner
-- of the functions that answer a yes, a no or a count about cases that the actor may not read; mawa_figures =
-- statistics, which read codes and days of all cases and no name. "Reads the part X" means may_read_case for
-- that part of the case. The system user …000d is the duplicate finder.

-- Functions of mawa_gate; the duplicate finder reads it through mawa_blind.
ALTER TABLE duplicate_waiting ENABLE ROW LEVEL SECURITY;
ALTER TABLE duplicate_waiting FORCE ROW LEVEL SECURITY;
CREATE POLICY duplicate_waiting_gate ON duplicate_waiting TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY duplicate_waiting_for_duplicates ON duplicate_waiting FOR SELECT TO mawa_blind
  USING ((SELECT mawa_actor()) = '00000000-0000-4000-8000-00000000000d'::uuid);


-- Functions of mawa_gate; system users read.
ALTER TABLE duplicate_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE duplicate_runs FORCE ROW LEVEL SECURITY;
CREATE POLICY duplicate_runs_gate ON duplicate_runs TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY duplicate_runs_of_the_system ON duplicate_runs FOR SELECT TO mawa_app
  USING ((SELECT mawa_is_system()));


-- Read by those who read the facts of both cases; written by functions of mawa_gate.
ALTER TABLE duplicate_pairs ENABLE ROW LEVEL SECURITY;
ALTER TABLE duplicate_pairs FORCE ROW LEVEL SECURITY;
CREATE POLICY duplicate_pairs_gate ON duplicate_pairs TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY duplicate_pairs_seen_from_both ON duplicate_pairs FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'facts', (SELECT actor_reach()))
    AND may_read_case(other_id, 'facts', (SELECT actor_reach())));


-- With the pair.
ALTER TABLE duplicate_states ENABLE ROW LEVEL SECURITY;
ALTER TABLE duplicate_states FORCE ROW LEVEL SECURITY;
CREATE POLICY duplicate_states_gate ON duplicate_states TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY duplicate_states_with_the_pair ON duplicate_states FOR SELECT TO mawa_app
  USING (EXISTS (SELECT 1 FROM duplicate_pairs AS p WHERE p.id = duplicate_states.pair_id));


-- Read by those notified who still read the facts of their case, and with the pair; written by functions
-- of mawa_gate.
ALTER TABLE duplicate_notices ENABLE ROW LEVEL SECURITY;
ALTER TABLE duplicate_notices FORCE ROW LEVEL SECURITY;
CREATE POLICY duplicate_notices_gate ON duplicate_notices TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY duplicate_notices_of_oneself ON duplicate_notices FOR SELECT TO mawa_app
  USING ((user_id = (SELECT mawa_actor()) AND may_read_case(case_id, 'facts', (SELECT actor_reach())))
    OR EXISTS (SELECT 1 FROM duplicate_pairs AS p WHERE p.id = duplicate_notices.pair_id));


-- Read by those who read the facts of both files; written by functions of mawa_gate. Statistics read who was
-- joined when.
ALTER TABLE case_merges ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_merges FORCE ROW LEVEL SECURITY;
CREATE POLICY case_merges_by_access ON case_merges FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'facts', (SELECT actor_reach()))
    AND may_read_case(into_id, 'facts', (SELECT actor_reach())));
CREATE POLICY case_merges_for_figures ON case_merges FOR SELECT TO mawa_figures USING (true);
CREATE POLICY case_merges_gate ON case_merges TO mawa_gate USING (true) WITH CHECK (true);


-- Functions of mawa_gate alone.
ALTER TABLE case_merge_before ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_merge_before FORCE ROW LEVEL SECURITY;
CREATE POLICY case_merge_before_gate ON case_merge_before TO mawa_gate USING (true) WITH CHECK (true);


-- Functions of mawa_gate alone.
ALTER TABLE case_merge_seals ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_merge_seals FORCE ROW LEVEL SECURITY;
CREATE POLICY case_merge_seals_gate ON case_merge_seals TO mawa_gate USING (true) WITH CHECK (true);
