import type { MigrationInterface, QueryRunner } from 'typeorm';

const closed = (tell: string) => `
  DROP TRIGGER court_days_are_closed ON court_closed_days;
  DROP FUNCTION court_day_is_closed();
  CREATE FUNCTION court_day_is_closed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('court days', 0));
    PERFORM ${tell}
       FROM hearings h JOIN proceedings p ON p.id = h.proceeding_id
      WHERE h.state = 'planned' AND h.starts_at > mawa_now() AND (NEW.court_id IS NULL OR h.court_id = NEW.court_id)
        AND (h.day = NEW.day OR NEW.yearly AND h.day >= NEW.day AND to_char(h.day, 'MM-DD') = to_char(NEW.day, 'MM-DD'));
    RETURN NEW;
  END $$;
  REVOKE EXECUTE ON FUNCTION court_day_is_closed() FROM PUBLIC;
  CREATE TRIGGER court_days_are_closed AFTER INSERT ON court_closed_days FOR EACH ROW EXECUTE FUNCTION court_day_is_closed();
  ALTER FUNCTION court_day_is_closed() OWNER TO mawa_gate;`;

const feedOf = (and: string) => `
  DROP FUNCTION hearing_feed_of(bytea);
  CREATE FUNCTION hearing_feed_of(p_digest bytea) RETURNS TABLE (feed_id uuid, user_id uuid) LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    SELECT f.id, f.user_id FROM hearing_feeds f WHERE f.token_digest = p_digest AND f.revoked_at IS NULL ${and} $$;
  REVOKE EXECUTE ON FUNCTION hearing_feed_of(bytea) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION hearing_feed_of(bytea) TO mawa_app;
  ALTER FUNCTION hearing_feed_of(bytea) OWNER TO mawa_gate;`;

const DUE = `mawa_now() + interval '1 day'`;

/**
 * A court that closes is told to the officer of the proceeding where that one still holds the file, and
 * else to whoever holds it. An address of a calendar ends with any role of its owner: a role that comes
 * back later brings no old address with it.
 */
export class FollowWhoFollows1700000000927 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${closed(`CASE WHEN EXISTS (SELECT 1 FROM case_access a
             WHERE a.case_id = h.case_id AND a.principal_kind = 'user' AND a.principal_id = p.officer_id
               AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now()))
           THEN open_task('hearing_court_closed', h.case_id, h.id, NULL, p.officer_id, ${DUE})::text
           ELSE tell_holders('hearing_court_closed', h.case_id, h.id, ${DUE})::text END`)}
      ${feedOf('AND NOT EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = f.user_id AND r.ended_at >= f.made_at)')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${closed(`open_task('hearing_court_closed', h.case_id, h.id, NULL, p.officer_id, ${DUE})`)}
      ${feedOf('')}
    `);
  }
}
