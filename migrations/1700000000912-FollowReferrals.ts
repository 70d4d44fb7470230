import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What follows by itself: an answer that does not come is told to the sender, then to the supervisor, and
 * then the referral lapses. What is counted of referrals, and what goes when somebody is erased.
 */
export class FollowReferrals1700000000912 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      GRANT SELECT (id, case_id, partner_id, service, urgency, state, sent_at, due_at, answered_at, ended_at, outcome, live)
        ON referrals TO mawa_figures;
      CREATE POLICY referrals_for_figures ON referrals FOR SELECT TO mawa_figures USING (true);

      -- Supervisors who hold the file are told by name; where none does, all of them, and of nobody.
      CREATE FUNCTION tell_supervisors_of_referral(p_case uuid, p_referral uuid) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM open_task('referral_late', p_case, p_referral, NULL, u.id, mawa_now())
           FROM users u WHERE u.active AND NOT u.system
            AND EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = u.id AND r.role = 'case_supervisor' AND r.ended_at IS NULL AND r.confirmed_by IS NOT NULL)
            AND EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = p_case AND a.principal_id = u.id AND a.parts @> ARRAY['care']
                  AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now()));
        IF NOT FOUND THEN
          PERFORM open_task('referral_late', NULL, p_referral, 'case_supervisor', NULL, mawa_now());
        END IF;
      END $$;

      CREATE FUNCTION tend_referrals() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_one record;
      BEGIN
        IF NOT mawa_is_system() THEN
          RAISE EXCEPTION 'done by the hourly round alone' USING ERRCODE = '42501';
        END IF;
        FOR v_one IN SELECT id, case_id, state, due_at, answered_at FROM referrals WHERE live ORDER BY id LOOP
          CONTINUE WHEN v_one.due_at > mawa_now();
          IF v_one.answered_at IS NULL THEN
            IF v_one.due_at <= mawa_now() - make_interval(days => mawa_setting('referral_lapse_days')::int) THEN
              -- In the order of every step, the share first: an answer that came meanwhile counts.
              PERFORM 1 FROM shares s WHERE s.id = (SELECT r.share_id FROM referrals r WHERE r.id = v_one.id) FOR UPDATE;
              PERFORM 1 FROM referrals r WHERE r.id = v_one.id AND r.live AND r.answered_at IS NULL FOR UPDATE;
              CONTINUE WHEN NOT FOUND;
              INSERT INTO referral_steps (referral_id, case_id, to_state, side, how, reason)
              VALUES (v_one.id, v_one.case_id, 'expired', 'system', 'here', 'no_answer');
              CONTINUE;
            END IF;
            IF NOT EXISTS (SELECT 1 FROM tasks t WHERE t.kind = 'referral_overdue' AND t.subject_id = v_one.id) THEN
              PERFORM tell_sender_of_referral('referral_overdue', v_one.id, v_one.due_at);
            END IF;
            IF v_one.due_at <= mawa_now() - make_interval(days => mawa_setting('referral_supervisor_days')::int)
               AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.kind = 'referral_late' AND t.subject_id = v_one.id) THEN
              PERFORM tell_supervisors_of_referral(v_one.case_id, v_one.id);
            END IF;
          ELSIF NOT EXISTS (SELECT 1 FROM referral_steps s WHERE s.referral_id = v_one.id
                  AND s.at > mawa_now() - make_interval(days => mawa_setting('referral_outcome_days')::int))
            AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.kind = 'referral_no_news' AND t.subject_id = v_one.id AND t.done_at IS NULL) THEN
            PERFORM tell_sender_of_referral('referral_no_news', v_one.id, mawa_now());
          END IF;
        END LOOP;
      END $$;

      -- An erased person: what was told and answered goes with the keys; that somebody was referred stays a number.
      CREATE FUNCTION referrals_are_erased() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE partner_links SET ended_at = mawa_now() WHERE case_id = OLD.id AND ended_at IS NULL;
        DELETE FROM keys.record_keys WHERE kind = 'referral' AND record_id IN (SELECT id FROM referrals WHERE case_id = OLD.id);
        UPDATE referral_steps SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
        UPDATE referrals SET told = NULL WHERE case_id = OLD.id;
        RETURN NEW;
      END $$;
      REVOKE EXECUTE ON FUNCTION tell_supervisors_of_referral(uuid, uuid), tend_referrals(), referrals_are_erased() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION tend_referrals() TO mawa_app;
      -- After the shares have ended and the referrals with them (by name).
      CREATE TRIGGER referrals_are_erased BEFORE UPDATE OF id ON cases FOR EACH ROW
        WHEN (OLD.id <> NEW.id) EXECUTE FUNCTION referrals_are_erased();
      ALTER FUNCTION tell_supervisors_of_referral(uuid, uuid) OWNER TO mawa_gate;
      ALTER FUNCTION tend_referrals() OWNER TO mawa_gate;
      ALTER FUNCTION referrals_are_erased() OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER referrals_are_erased ON cases;
      DROP FUNCTION referrals_are_erased, tend_referrals, tell_supervisors_of_referral;
      DROP POLICY referrals_for_figures ON referrals;
      REVOKE ALL ON referrals FROM mawa_figures;
    `);
  }
}
