import type { MigrationInterface, QueryRunner } from 'typeorm';
import { reword } from './support';

const LATER = `IF v_state IS NULL OR v_state NOT IN ('arrived', 'reintegrating') THEN`;
/** That nobody was there can be said before anybody is known to have arrived. */
const ALSO_ON_THE_WAY = `IF v_state IS NULL OR NOT (v_state IN ('arrived', 'reintegrating') OR v_state = 'travelling' AND NEW.received = 'nobody') THEN`;

const CONFIRMED = `a.track_id = p_track AND a.told_by = 'partner' AND a.heard_on <= p_on)`;
/** That nobody was there confirms nothing. */
const CONFIRMED_THERE = `a.track_id = p_track AND a.told_by = 'partner' AND a.received <> 'nobody' AND a.heard_on <= p_on)`;

const GATED = [
  'linked_arrival()',
  'tell_linked_arrival(uuid, uuid, date, text, text, text)',
  'tend_returns(date)',
] as const;
const TELL = 'tell_of_return(text, uuid, uuid, uuid, timestamptz)';

/**
 * The partner that receives somebody says so itself, by a signed link: codes alone, no word travels. And what
 * waits too long, a paper, a confirmation, a decision on a risk, is a task for who can act.
 */
export class AskPartnersOfArrivals1700000001060 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('return_risk_decision_days', '2020-01-01Z', '3', 'programme rule: days within which a second person decides on a risk assessment');

      ALTER TABLE return_arrivals ADD COLUMN link_id uuid REFERENCES partner_links (id);
      ALTER TABLE return_arrivals DROP CONSTRAINT return_arrivals_how_check;
      ALTER TABLE return_arrivals ADD CONSTRAINT return_arrivals_how_check CHECK (how IN ('phone', 'mail', 'message', 'visit', 'link'));
      ALTER TABLE return_arrivals ADD CONSTRAINT return_arrivals_by_link CHECK ((how = 'link') = (link_id IS NOT NULL)
        AND (how <> 'link' OR told_by = 'partner' AND note IS NULL));
      CREATE POLICY return_arrivals_not_by_link ON return_arrivals AS RESTRICTIVE FOR INSERT TO mawa_app WITH CHECK (how <> 'link');
      GRANT INSERT (id, case_id, track_id, heard_on, told_by, how, received, onward, wellbeing, by, link_id) ON return_arrivals TO mawa_gate;
      GRANT INSERT (id, case_id, track_id, from_state, to_state, on_day, by) ON return_steps TO mawa_gate;
      ${reword('return_has_arrived()', LATER, ALSO_ON_THE_WAY)}
      ${reword('return_unmet(uuid, text, date)', CONFIRMED, CONFIRMED_THERE)}

      -- What the partner reads of it: a reference that it knows, where it stands, and what it said itself.
      CREATE FUNCTION linked_arrival() RETURNS TABLE (reference text, state text, "arrivedOn" date, "answeredAt" timestamptz, received text)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT s.reference, t.state, (SELECT max(x.on_day) FROM return_steps x WHERE x.track_id = t.id AND x.to_state = 'arrived'), a.at, a.received
          FROM partner_links l JOIN return_tracks t ON t.id = l.subject_id JOIN shares s ON s.id = l.share_id
          LEFT JOIN LATERAL (SELECT a.at, a.received FROM return_arrivals a WHERE a.track_id = t.id AND a.link_id = l.id ORDER BY a.place DESC LIMIT 1) a ON true
         WHERE l.digest = mawa_link() AND t.id = mawa_linked('return_arrival')
           -- Of a way that was given up, or not begun, nothing is told; of what the partner said itself, that.
           AND (t.state IN ('travelling', 'arrived') OR a.at IS NOT NULL) $$;

      -- To the officer while they hold the file; else, and where nobody is named, to the supervisors who do, or, where
      -- none does, to all of them without a name.
      CREATE FUNCTION tell_of_return(p_kind text, p_case uuid, p_subject uuid, p_officer uuid, p_due timestamptz) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM open_task(p_kind, p_case, p_subject, NULL, u.id, p_due) FROM users u
          WHERE u.active AND NOT u.system AND CASE WHEN p_officer IS NOT NULL THEN u.id = p_officer
              ELSE EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = u.id AND r.role = 'case_supervisor' AND r.ended_at IS NULL AND r.confirmed_by IS NOT NULL) END
            AND EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = p_case AND a.principal_id = u.id AND a.parts @> ARRAY['care']
                  AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now()));
        IF FOUND THEN RETURN; END IF;
        IF p_officer IS NOT NULL THEN
          PERFORM tell_of_return(p_kind, p_case, p_subject, NULL, p_due);
        ELSE
          PERFORM open_task(p_kind, NULL, p_subject, 'case_supervisor', NULL, p_due);
        END IF;
      END $$;

      -- Whoever is received by the partner has arrived; where something is wrong, somebody calls within a day.
      CREATE FUNCTION tell_linked_arrival(p_id uuid, p_step uuid, p_on date, p_received text, p_onward text, p_wellbeing text)
        RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_track return_tracks; v_due timestamptz := mawa_now() + interval '1 day';
      BEGIN
        SELECT * INTO v_track FROM return_tracks WHERE id = mawa_linked('return_arrival') FOR NO KEY UPDATE;
        IF v_track.id IS NULL THEN RETURN false; END IF;
        IF v_track.state = 'travelling' AND p_received <> 'nobody' THEN
          INSERT INTO return_steps (id, case_id, track_id, from_state, to_state, on_day, by)
          VALUES (p_step, v_track.case_id, v_track.id, 'travelling', 'arrived', p_on, mawa_somebody());
        END IF;
        INSERT INTO return_arrivals (id, case_id, track_id, heard_on, told_by, how, received, onward, wellbeing, by, link_id)
        SELECT p_id, v_track.case_id, v_track.id, mawa_day(mawa_now()), 'partner', 'link', p_received, p_onward, p_wellbeing, mawa_somebody(), l.id
          FROM partner_links l WHERE l.digest = mawa_link();
        IF p_received = 'nobody' OR p_onward = 'missing' OR p_wellbeing = 'needs_help' THEN
          PERFORM tell_of_return('return_arrival', v_track.case_id, p_id, v_track.officer_id, v_due);
          PERFORM tell_of_return('return_arrival', v_track.case_id, p_id, NULL, v_due);
        END IF;
        RETURN true;
      END $$;

      -- Every hour. A task whose cause is gone is done.
      CREATE FUNCTION tend_returns(p_today date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_one record;
      BEGIN
        IF NOT mawa_is_system() THEN RAISE EXCEPTION 'done by the hourly round alone' USING ERRCODE = '42501'; END IF;
        FOR v_one IN
          WITH waits AS (
            SELECT 'return_confirmation' AS kind, t.case_id, t.id AS subject_id, t.officer_id AS officer FROM return_tracks t
             WHERE t.state = 'arrived' AND NOT EXISTS (SELECT 1 FROM return_arrivals a WHERE a.track_id = t.id AND a.told_by = 'partner' AND a.received <> 'nobody')
               AND (SELECT max(s.on_day) FROM return_steps s WHERE s.track_id = t.id AND s.to_state = 'arrived')
                   + mawa_setting('return_confirm_days')::text::int < p_today
            UNION ALL
            SELECT 'return_document', d.case_id, d.id, t.officer_id FROM return_documents d JOIN return_tracks t ON t.id = d.track_id
             WHERE t.state IN ('counselling', 'preparing') AND d.due_on < p_today AND d.state IN ('new', 'to_ask', 'asked', 'appointment')
            UNION ALL
            SELECT 'return_risk', r.case_id, r.id, NULL FROM return_risks r JOIN return_tracks t ON t.id = r.track_id
             WHERE t.state IN ('counselling', 'preparing') AND mawa_day(r.at) + mawa_setting('return_risk_decision_days')::text::int < p_today
               AND NOT EXISTS (SELECT 1 FROM return_risk_decisions d WHERE d.risk_id = r.id)
               AND NOT EXISTS (SELECT 1 FROM return_risks n WHERE n.track_id = r.track_id AND n.place > r.place))
          SELECT w.kind, w.case_id, w.subject_id, w.officer, k.id AS task_id
            FROM (SELECT w.* FROM waits w JOIN cases c ON c.id = w.case_id AND c.erased_at IS NULL) w
            FULL JOIN (SELECT k.id, k.kind, k.subject_id FROM tasks k
                        WHERE k.done_at IS NULL AND k.kind IN ('return_confirmation', 'return_document', 'return_risk')) k
              ON k.kind = w.kind AND k.subject_id = w.subject_id
           WHERE w.kind IS NULL OR k.id IS NULL
        LOOP
          IF v_one.task_id IS NULL THEN
            PERFORM tell_of_return(v_one.kind, v_one.case_id, v_one.subject_id, v_one.officer, mawa_now());
          ELSE
            UPDATE tasks SET done_at = mawa_now(), done_by = mawa_somebody() WHERE id = v_one.task_id;
          END IF;
        END LOOP;
      END $$;
      GRANT SELECT (id, erased_at) ON cases TO mawa_gate;
      REVOKE EXECUTE ON FUNCTION ${TELL} FROM PUBLIC;
      ALTER FUNCTION ${TELL} OWNER TO mawa_gate;
      ${GATED.map(
        (one) => `
      REVOKE EXECUTE ON FUNCTION ${one} FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ${one} TO mawa_app;
      ALTER FUNCTION ${one} OWNER TO mawa_gate;`,
      ).join('')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION ${[...GATED, TELL].map((one) => one.replace(/\(.*/, '')).join(', ')};
      ${reword('return_unmet(uuid, text, date)', CONFIRMED_THERE, CONFIRMED)}
      ${reword('return_has_arrived()', ALSO_ON_THE_WAY, LATER)}
      REVOKE INSERT (id, case_id, track_id, from_state, to_state, on_day, by) ON return_steps FROM mawa_gate;
      REVOKE INSERT (id, case_id, track_id, heard_on, told_by, how, received, onward, wellbeing, by, link_id) ON return_arrivals FROM mawa_gate;
      DROP POLICY return_arrivals_not_by_link ON return_arrivals;
      ALTER TABLE return_arrivals DROP CONSTRAINT return_arrivals_by_link;
      DELETE FROM return_arrivals WHERE how = 'link';
      ALTER TABLE return_arrivals DROP COLUMN link_id;
      ALTER TABLE return_arrivals DROP CONSTRAINT return_arrivals_how_check;
      ALTER TABLE return_arrivals ADD CONSTRAINT return_arrivals_how_check CHECK (how IN ('phone', 'mail', 'message', 'visit'));
      DELETE FROM settings WHERE key = 'return_risk_decision_days';
    `);
  }
}
