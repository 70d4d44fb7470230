-- Roles: mawa_app = the application; mawa_gate = owner of the security-definer functions; mawa_blind = owner
-- of the functions that answer a yes, a no or a count about cases that the actor may not read. "Reads
-- (writes) the part X" means may_read_case (may_write_case) for that part of the case. Whether rows can be
-- changed or deleted at all, the grants in tables.sql say.

-- Read and written with the part identity; blind_known_document() asks all of them through mawa_blind.
ALTER TABLE document_digests ENABLE ROW LEVEL SECURITY;
ALTER TABLE document_digests FORCE ROW LEVEL SECURITY;
CREATE POLICY document_digests_for_blind ON document_digests FOR SELECT TO mawa_blind USING (true);
CREATE POLICY document_digests_read ON document_digests FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'identity', (SELECT actor_reach())));
CREATE POLICY document_digests_add ON document_digests FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'identity', (SELECT actor_reach())));
CREATE POLICY document_digests_remove ON document_digests FOR DELETE TO mawa_app
  USING (may_write_case(case_id, 'identity', (SELECT actor_reach())));
CREATE POLICY document_digests_erased_by_the_gate ON document_digests TO mawa_gate USING (true);


-- A document of a case with its part of the case; of a complaint with the complaint; of the accounts with its
-- record (may_read_money_document), added by whoever commits money or made the partner's paper.
ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE documents FORCE ROW LEVEL SECURITY;
CREATE POLICY documents_for_blind_questions ON documents FOR SELECT TO mawa_blind USING (true);
CREATE POLICY documents_read ON documents FOR SELECT TO mawa_app
  USING (case_id IS NOT NULL AND may_read_case(case_id, part, (SELECT actor_reach())));
CREATE POLICY documents_add ON documents FOR INSERT TO mawa_app
  WITH CHECK (case_id IS NOT NULL AND may_write_case(case_id, part, (SELECT actor_reach())));
CREATE POLICY documents_change ON documents FOR UPDATE TO mawa_app
  USING (case_id IS NOT NULL AND may_write_case(case_id, part, (SELECT actor_reach())))
  WITH CHECK (case_id IS NOT NULL AND may_write_case(case_id, part, (SELECT actor_reach())));
CREATE POLICY documents_of_complaints ON documents TO mawa_app
  USING (owner_kind = 'complaint' AND owner_id = ANY ((SELECT mawa_complaints_seen())::uuid[]))
  WITH CHECK (owner_kind = 'complaint' AND owner_id = ANY ((SELECT mawa_complaints_seen())::uuid[]));
CREATE POLICY documents_of_complaints_for_the_gate ON documents FOR SELECT TO mawa_gate
  USING (owner_kind = 'complaint');
CREATE POLICY documents_of_money_read ON documents FOR SELECT TO mawa_app
  USING (owner_kind IN ('commitment_step', 'partner_paper', 'donor_money', 'grant_contribution_row')
         AND may_read_money_document(owner_kind, owner_id));
CREATE POLICY documents_of_money_add ON documents FOR INSERT TO mawa_app
  WITH CHECK (owner_kind IN ('commitment_step', 'partner_paper', 'donor_money', 'grant_contribution_row')
    AND added_by = (SELECT mawa_actor())
    AND CASE owner_kind
        WHEN 'commitment_step' THEN
          ((SELECT mawa_commits_money())
            AND EXISTS (SELECT 1
                  FROM commitment_steps AS s
                 WHERE s.id = documents.owner_id AND s.step IN ('received', 'invoiced', 'paid')))
        WHEN 'partner_paper' THEN
          EXISTS (SELECT 1
              FROM partner_papers AS p
             WHERE p.id = documents.owner_id
                 AND (p.made_by = (SELECT mawa_actor()) OR (SELECT mawa_commits_money())))
        ELSE (SELECT mawa_commits_money()) AND may_read_money_document(owner_kind, owner_id)
      END);
CREATE POLICY documents_of_money_remove ON documents FOR UPDATE TO mawa_app
  USING (owner_kind IN ('commitment_step', 'partner_paper', 'donor_money', 'grant_contribution_row')
    AND may_read_money_document(owner_kind, owner_id)
    AND ((SELECT mawa_commits_money())
        OR (added_by = (SELECT mawa_actor())
            AND EXISTS (SELECT 1
                  FROM partner_paper_states AS s
                 WHERE s.paper_id = documents.owner_id AND s.state IN ('requested', 'entered')))));


-- Read with the document, added by whoever is adding the document, deleted once it is removed.
ALTER TABLE document_pieces ENABLE ROW LEVEL SECURITY;
ALTER TABLE document_pieces FORCE ROW LEVEL SECURITY;
CREATE POLICY document_pieces_read ON document_pieces FOR SELECT TO mawa_app
  USING (may_read_document(document_id));
CREATE POLICY document_pieces_add ON document_pieces FOR INSERT TO mawa_app
  WITH CHECK (EXISTS (SELECT 1 FROM documents AS d WHERE d.id = document_pieces.document_id
      AND d.added_by = (SELECT mawa_actor())
      AND d.removed_at IS NULL));
CREATE POLICY document_pieces_remove ON document_pieces FOR DELETE TO mawa_app
  USING (EXISTS (
           SELECT 1 FROM documents AS d
            WHERE d.id = document_pieces.document_id AND d.removed_at IS NOT NULL));
