-- mawa_app is the role of the application, for which these rules decide. mawa_gate owns the functions that
-- run as security definer (triggers, jobs) and mawa_figures counts for reports and figures: where they have a
-- policy here they see every row, within the columns granted to them in tables.sql.


-- Read by all but accounts of donors and of other partners; noted by staff of shelters and cases, or by the partner's own
-- account for itself.
ALTER TABLE partner_places ENABLE ROW LEVEL SECURITY;
ALTER TABLE partner_places FORCE ROW LEVEL SECURITY;
CREATE POLICY partner_places_read ON partner_places FOR SELECT TO mawa_app
  USING (NOT ((SELECT mawa_has_role('partner_viewer', 'donor_viewer')))
    OR organisation_id = (SELECT mawa_partner_organisation()));
CREATE POLICY partner_places_add ON partner_places FOR INSERT TO mawa_app
  WITH CHECK (noted_by = (SELECT mawa_actor())
    AND taken = 0
    AND CASE
        WHEN how = 'account' THEN organisation_id = (SELECT mawa_partner_organisation())
        ELSE (SELECT mawa_has_role('shelter_manager', 'reintegration_officer', 'case_supervisor'))
      END);
CREATE POLICY partner_places_at_the_gate ON partner_places TO mawa_gate USING (true) WITH CHECK (true);


-- Read as the places of today; brought in by staff of shelters and cases, and taken back by them or an administrator.
ALTER TABLE past_partner_places ENABLE ROW LEVEL SECURITY;
ALTER TABLE past_partner_places FORCE ROW LEVEL SECURITY;
CREATE POLICY past_partner_places_read ON past_partner_places FOR SELECT TO mawa_app
  USING (NOT ((SELECT mawa_has_role('partner_viewer', 'donor_viewer')))
    OR organisation_id = (SELECT mawa_partner_organisation()));
CREATE POLICY past_partner_places_add ON past_partner_places FOR INSERT TO mawa_app
  WITH CHECK (by = (SELECT mawa_actor())
    AND (SELECT mawa_has_role('shelter_manager', 'reintegration_officer', 'case_supervisor')));
CREATE POLICY past_partner_places_taken_back ON past_partner_places FOR DELETE TO mawa_app
  USING (by = (SELECT mawa_actor()) OR (SELECT mawa_has_role('administrator')));


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them. Sent
-- in one's own name. Partners read by function partner_referrals.
ALTER TABLE referrals ENABLE ROW LEVEL SECURITY;
ALTER TABLE referrals FORCE ROW LEVEL SECURITY;
CREATE POLICY referrals_read ON referrals FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY referrals_add ON referrals FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY referrals_at_the_gate ON referrals TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY referrals_sent_by_oneself ON referrals AS RESTRICTIVE FOR INSERT TO mawa_app
  WITH CHECK (sent_by = (SELECT mawa_actor()));
CREATE POLICY referrals_for_figures ON referrals FOR SELECT TO mawa_figures USING (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them. By
-- staff for the sender alone; partners take theirs by function partner_step.
ALTER TABLE referral_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_steps FORCE ROW LEVEL SECURITY;
CREATE POLICY referral_steps_read ON referral_steps FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY referral_steps_add ON referral_steps FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY referral_steps_at_the_gate ON referral_steps TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY referral_steps_of_the_sender ON referral_steps AS RESTRICTIVE FOR INSERT TO mawa_app
  WITH CHECK (by = (SELECT mawa_actor()) AND side = 'sender' AND how IN ('here', 'phone'));


-- Read by an account of the partner that is no program, or by who holds the link of the referral, while the share is open;
-- written by who sent it.
ALTER TABLE referral_sheets ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_sheets FORCE ROW LEVEL SECURITY;
CREATE POLICY referral_sheets_at_the_gate ON referral_sheets TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY referral_sheets_written ON referral_sheets FOR INSERT TO mawa_app
  WITH CHECK (EXISTS (SELECT 1 FROM referrals AS r WHERE r.id = referral_sheets.referral_id
      AND r.partner_id = referral_sheets.organisation_id
      AND r.sent_by = (SELECT mawa_actor())));
CREATE POLICY referral_sheets_read ON referral_sheets FOR SELECT TO mawa_app
  USING (partner_reads_sheet(referral_id));


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them. Made
-- in one's own name, under an open share with that organisation that outlasts the link.
ALTER TABLE partner_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE partner_links FORCE ROW LEVEL SECURITY;
CREATE POLICY partner_links_read ON partner_links FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY partner_links_add ON partner_links FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY partner_links_change ON partner_links FOR UPDATE TO mawa_app
  USING (may_write_case(case_id, 'care', (SELECT actor_reach())))
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY partner_links_at_the_gate ON partner_links TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY partner_links_made_by_oneself ON partner_links AS RESTRICTIVE FOR INSERT TO mawa_app
  WITH CHECK (made_by = (SELECT mawa_actor())
    AND EXISTS (SELECT 1
          FROM shares AS s
         WHERE s.id = partner_links.share_id
             AND s.case_id = partner_links.case_id
             AND s.recipient_id = partner_links.organisation_id
             AND s.closed_at IS NULL
             AND s.until_at >= partner_links.expires_at));


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
-- Written in one's own name.
ALTER TABLE help_asked ENABLE ROW LEVEL SECURITY;
ALTER TABLE help_asked FORCE ROW LEVEL SECURITY;
CREATE POLICY help_asked_read ON help_asked FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY help_asked_add ON help_asked FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY help_asked_at_the_gate ON help_asked TO mawa_gate USING (true);
CREATE POLICY help_asked_by_oneself ON help_asked AS RESTRICTIVE FOR INSERT TO mawa_app
  WITH CHECK (asked_by = (SELECT mawa_actor()));


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
-- Written in one's own name; an answer by referral is written by trigger.
ALTER TABLE help_answers ENABLE ROW LEVEL SECURITY;
ALTER TABLE help_answers FORCE ROW LEVEL SECURITY;
CREATE POLICY help_answers_read ON help_answers FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY help_answers_add ON help_answers FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY help_answers_at_the_gate ON help_answers TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY help_answers_by_oneself ON help_answers AS RESTRICTIVE FOR INSERT TO mawa_app
  WITH CHECK (by = (SELECT mawa_actor()) AND how <> 'referred');
