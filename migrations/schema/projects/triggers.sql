-- A project begins with its first step.
CREATE CONSTRAINT TRIGGER projects_have_begun AFTER INSERT ON projects
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION project_has_begun();

-- Who joins and leaves, and not on a case file that was merged into another.
CREATE TRIGGER project_people_join BEFORE INSERT ON project_people
  FOR EACH ROW
  EXECUTE FUNCTION project_person_joins();
CREATE TRIGGER project_people_leave BEFORE UPDATE OF left_on ON project_people
  FOR EACH ROW
  EXECUTE FUNCTION project_person_leaves();
CREATE TRIGGER project_people_take_no_more BEFORE INSERT ON project_people
  FOR EACH ROW
  EXECUTE FUNCTION file_takes_no_more();

-- A step is checked and moves the project; what is paid is not withdrawn from.
CREATE TRIGGER project_steps_move BEFORE INSERT ON project_steps
  FOR EACH ROW
  EXECUTE FUNCTION project_step_moves();
CREATE TRIGGER project_steps_withdraw_unpaid BEFORE INSERT ON project_steps
  FOR EACH ROW
  WHEN (new.to_state = 'withdrawn')
  EXECUTE FUNCTION project_ends_paid();

-- An edition follows the last one while the project is planned, and is whole.
CREATE TRIGGER project_plans_follow BEFORE INSERT ON project_plans
  FOR EACH ROW
  EXECUTE FUNCTION project_plan_is_next();

CREATE TRIGGER project_plan_lines_in_their_turn BEFORE INSERT ON project_plan_lines
  FOR EACH ROW
  EXECUTE FUNCTION project_plan_line_in_its_turn();

-- A submitted project with its last plan, before one sitting.
CREATE TRIGGER project_agendas_are_lawful BEFORE INSERT ON project_agendas
  FOR EACH ROW
  EXECUTE FUNCTION project_agenda_is_lawful();

CREATE TRIGGER project_recusals_are_lawful BEFORE INSERT ON project_recusals
  FOR EACH ROW
  EXECUTE FUNCTION project_recusal_is_lawful();

-- A member without a conflict of interest scores every criterion.
CREATE TRIGGER project_scores_are_lawful BEFORE INSERT ON project_scores
  FOR EACH ROW
  EXECUTE FUNCTION project_score_is_lawful();
CREATE CONSTRAINT TRIGGER project_scores_are_whole AFTER INSERT ON project_scores
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION project_scores_are_whole();

-- The chair decides with enough scores; the tranches make the grant; the project moves.
CREATE TRIGGER project_decisions_are_lawful BEFORE INSERT ON project_decisions
  FOR EACH ROW
  EXECUTE FUNCTION project_decision_is_lawful();
CREATE CONSTRAINT TRIGGER project_decisions_have_their_tranches AFTER INSERT ON project_decisions
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION project_tranches_make_the_grant('id');
CREATE TRIGGER project_decisions_move AFTER INSERT ON project_decisions
  FOR EACH ROW
  EXECUTE FUNCTION project_decision_moves();

CREATE CONSTRAINT TRIGGER project_tranches_make_the_grant AFTER INSERT ON project_tranches
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION project_tranches_make_the_grant('decision_id');

CREATE TRIGGER project_milestones_are_lawful BEFORE INSERT ON project_milestones
  FOR EACH ROW
  EXECUTE FUNCTION project_milestone_is_lawful();

-- Paid as granted, by another person, in order; taken back once.
CREATE TRIGGER project_payments_are_lawful BEFORE INSERT ON project_payments
  FOR EACH ROW
  EXECUTE FUNCTION project_payment_is_lawful();
CREATE TRIGGER project_payments_go_back BEFORE UPDATE OF taken_back_at ON project_payments
  FOR EACH ROW
  EXECUTE FUNCTION project_payment_goes_back();

-- After the payment, with a document of somebody in the project.
CREATE TRIGGER project_receipts_are_lawful BEFORE INSERT ON project_receipts
  FOR EACH ROW
  EXECUTE FUNCTION project_receipt_is_lawful();
CREATE TRIGGER project_receipts_show_their_paper BEFORE INSERT ON project_receipts
  FOR EACH ROW
  WHEN (new.document_id IS NOT NULL)
  EXECUTE FUNCTION project_document_is_theirs();

CREATE TRIGGER project_answers_are_lawful BEFORE INSERT ON project_answers
  FOR EACH ROW
  EXECUTE FUNCTION project_answer_is_lawful();

-- A thing has its first step.
CREATE CONSTRAINT TRIGGER project_assets_have_come AFTER INSERT ON project_assets
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION project_asset_has_come();

CREATE TRIGGER project_asset_steps_move BEFORE INSERT ON project_asset_steps
  FOR EACH ROW
  EXECUTE FUNCTION project_asset_moves();

CREATE TRIGGER project_visits_are_lawful BEFORE INSERT ON project_visits
  FOR EACH ROW
  EXECUTE FUNCTION project_visit_is_lawful();

-- A review is one that is due.
CREATE TRIGGER project_reviews_are_due BEFORE INSERT ON project_reviews
  FOR EACH ROW
  EXECUTE FUNCTION project_review_is_due();
