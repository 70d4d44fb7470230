-- Erases the person of one file. The coded row stays under a new random id, so that what was counted stays counted;
-- what stays of every other table stands in person_tables. Only erase_case, which two people decide, and erase_again,
-- after a restore, call it; files_change_at_the_gate refuses any other way of giving a file a new id or erased_at.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION wipe_case(p_case uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- Whatever is sealed with these keys is unreadable from here on.
  DELETE FROM keys.case_keys WHERE case_id = p_case;
  DELETE FROM keys.record_keys WHERE kind = 'referral'
    AND record_id IN (SELECT id FROM referrals WHERE case_id = p_case);

  -- Their partners hear of the end below, which closing the shares makes.
  DELETE FROM webhook_deliveries WHERE kind LIKE 'referral.%'
    AND data ->> 'referralId' IN (SELECT id::text FROM referrals WHERE case_id = p_case);

  -- These lead to rows through links that the next step deletes.
  PERFORM erase_calls_of_person(p_case);
  PERFORM end_duplicates_of_person(p_case);

  PERFORM erase_rows_of_person(p_case);

  -- The latest classification is counted; what it replaced is not.
  DELETE FROM case_classifications c WHERE c.case_id = p_case
    AND c.version < (SELECT max(l.version) FROM case_classifications l WHERE l.case_id = p_case);

  -- Open shares and tasks end. Closing a share ends its referrals and notifies the partner; partners without an
  -- account were told before (erasure_obstacles).
  UPDATE shares SET closed_at = mawa_now(), closed_by = mawa_actor(), closed_why = 'ended'
   WHERE case_id = p_case AND closed_at IS NULL;
  UPDATE partner_links SET ended_at = mawa_now() WHERE case_id = p_case AND ended_at IS NULL;
  PERFORM service_appointments_end(p_case, 'erased');
  UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor(), ended_by = 'person_erased'
   WHERE case_id = p_case AND done_at IS NULL;

  UPDATE cases SET id = gen_random_uuid(), case_number = NULL, erased_at = mawa_now(), birth_year = NULL,
    born_from = NULL, born_until = NULL, languages = '{}', access_need = NULL, pregnant = NULL, medical = NULL,
    may_call = NULL WHERE id = p_case;
END
$$;
REVOKE EXECUTE ON FUNCTION wipe_case FROM PUBLIC;
RESET ROLE;
