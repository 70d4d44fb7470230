-- Editions are numbered without gaps.
CREATE TRIGGER report_editions_follow BEFORE INSERT ON report_definitions
  FOR EACH ROW
  EXECUTE FUNCTION report_edition_follows();

-- A frozen report stays; it is no task any more, may replace another, and leaves the public page when it is
-- replaced itself.
CREATE TRIGGER reports_are_no_task_any_more AFTER UPDATE OF state ON reports
  FOR EACH ROW
  WHEN (new.state = 'frozen')
  EXECUTE FUNCTION report_is_no_task_any_more();
CREATE TRIGGER reports_follow_replaced_ones AFTER INSERT ON reports
  FOR EACH ROW
  EXECUTE FUNCTION report_follows_a_replaced_one();
CREATE TRIGGER reports_frozen_stay BEFORE UPDATE ON reports
  FOR EACH ROW
  EXECUTE FUNCTION reports_frozen_stay();
CREATE TRIGGER reports_leave_the_public AFTER UPDATE OF state ON reports
  FOR EACH ROW
  WHEN (new.state = 'superseded')
  EXECUTE FUNCTION public_release_is_replaced();

-- A second person approves.
CREATE TRIGGER report_needs_another_person BEFORE INSERT ON report_states
  FOR EACH ROW
  EXECUTE FUNCTION report_needs_another_person();

-- Nothing is added to a frozen report (also report_documents, report_files, report_approval_reasons).
CREATE TRIGGER report_narratives_frozen BEFORE INSERT ON report_narratives
  FOR EACH ROW
  EXECUTE FUNCTION report_parts_frozen_stay();

CREATE TRIGGER report_documents_frozen BEFORE INSERT ON report_documents
  FOR EACH ROW
  EXECUTE FUNCTION report_parts_frozen_stay();

CREATE TRIGGER report_files_frozen BEFORE INSERT ON report_files
  FOR EACH ROW
  EXECUTE FUNCTION report_parts_frozen_stay();

-- Published when frozen, to readers for whom its counts were protected.
CREATE TRIGGER report_publications_begin BEFORE INSERT ON report_publications
  FOR EACH ROW
  EXECUTE FUNCTION report_publication_begins();

-- A withdrawal ends the publication.
CREATE TRIGGER report_withdrawals_follow AFTER INSERT ON report_withdrawals
  FOR EACH ROW
  EXECUTE FUNCTION report_withdrawal_follows();

-- A link to what is published, for a limited time.
CREATE TRIGGER report_links_open BEFORE INSERT ON report_links
  FOR EACH ROW
  EXECUTE FUNCTION report_link_opens();

-- Released when frozen and protected for the public.
CREATE TRIGGER public_releases_begin BEFORE INSERT ON public_releases
  FOR EACH ROW
  EXECUTE FUNCTION public_release_begins();

-- A withdrawal ends the release.
CREATE TRIGGER public_withdrawals_end AFTER INSERT ON public_withdrawals
  FOR EACH ROW
  EXECUTE FUNCTION public_release_ends();

CREATE TRIGGER report_approval_reasons_frozen BEFORE INSERT ON report_approval_reasons
  FOR EACH ROW
  EXECUTE FUNCTION report_parts_frozen_stay();

-- Put away and due again take turns; tasks follow what is due.
CREATE TRIGGER report_dispositions_follow BEFORE INSERT ON report_dispositions
  FOR EACH ROW
  EXECUTE FUNCTION report_disposition_follows();

CREATE TRIGGER report_dispositions_change_tasks AFTER INSERT ON report_dispositions
  FOR EACH ROW
  EXECUTE FUNCTION report_tasks_follow();

CREATE TRIGGER report_first_periods_change_tasks AFTER INSERT ON report_first_periods
  FOR EACH ROW
  EXECUTE FUNCTION report_tasks_follow();
CREATE TRIGGER grant_report_calendar_changes_tasks AFTER INSERT ON grant_report_calendar
  FOR EACH ROW
  EXECUTE FUNCTION report_tasks_follow();
