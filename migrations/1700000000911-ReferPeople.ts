import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseTable, twoRights } from './support';

/** Through the partner's own account, or by the link that was handed on, in this transaction. */
const THEIRS = (organisation: string, referral: string): string =>
  `(${organisation} = (SELECT mawa_partner_organisation()) OR ${referral} = (SELECT mawa_linked('referral')))`;

const KNOWN_PARTNER = `
        IF NEW.closed_why = 'ended' AND EXISTS (SELECT 1 FROM referrals r WHERE r.share_id = NEW.id AND r.state IN ('declined', 'closed')) THEN
          RETURN NULL; -- the partner itself has just said so
        END IF;
        INSERT INTO share_notices (share_id`;

const reword = (from: string, to: string): string => `
      SET LOCAL ROLE mawa_gate;
      DO $reword$
      DECLARE v_text text := pg_get_functiondef('share_tells_its_partner()'::regprocedure);
      BEGIN
        IF strpos(v_text, $w$${from}$w$) = 0 THEN RAISE EXCEPTION 'these words are not in share_tells_its_partner'; END IF;
        EXECUTE replace(v_text, $w$${from}$w$, $w$${to}$w$);
      END $reword$;
      RESET ROLE;`;

const FUNCTIONS = [
  'referral_begins()',
  'referral_has_begun()',
  'referral_step_is_allowed()',
  'referral_step_follows()',
  'shares_end_their_referrals()',
  'tell_sender_of_referral(text, uuid, timestamptz)',
];

/**
 * A person is referred to a partner: with a place that is free, under a share that is open, and by steps
 * that one table allows. Where the share closes, the referral and its link end in the same transaction.
 */
export class ReferPeople1700000000911 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.tables(queryRunner);
    await this.links(queryRunner);
    await this.steps(queryRunner);
  }

  private async tables(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('referral_answer_days', '2020-01-01Z', '{"urgent": 1, "soon": 5, "normal": 10}', 'programme rule: in how many days a partner answers, by urgency'),
        ('referral_supervisor_days', '2020-01-01Z', '2', 'programme rule: how long after that the supervisor is told'),
        ('referral_lapse_days', '2020-01-01Z', '14', 'programme rule: how long after that a referral without an answer lapses'),
        ('referral_outcome_days', '2020-01-01Z', '30', 'programme rule: after how long without news the sender asks what became of it'),
        ('referral_link_days', '2020-01-01Z', '90', 'programme rule: how long a link for a partner without an account opens');

      -- The legal steps, and which side may take each.
      CREATE TABLE referral_transitions (
        from_state text NOT NULL,
        to_state text NOT NULL,
        sides text[] NOT NULL CHECK (sides <@ ARRAY['sender', 'partner', 'system'] AND cardinality(sides) > 0),
        PRIMARY KEY (from_state, to_state)
      );
      INSERT INTO referral_transitions (from_state, to_state, sides) VALUES
        ('sent', 'seen', '{partner}'),
        ('sent', 'accepted', '{partner,sender}'), ('seen', 'accepted', '{partner,sender}'),
        ('sent', 'declined', '{partner,sender}'), ('seen', 'declined', '{partner,sender}'),
        ('accepted', 'in_progress', '{partner,sender}'),
        ('accepted', 'closed', '{partner,sender}'), ('in_progress', 'closed', '{partner,sender}'),
        ('sent', 'revoked', '{sender,system}'), ('seen', 'revoked', '{sender,system}'),
        ('accepted', 'revoked', '{sender,system}'), ('in_progress', 'revoked', '{sender,system}'),
        ('sent', 'expired', '{system}'), ('seen', 'expired', '{system}'),
        ('accepted', 'expired', '{system}'), ('in_progress', 'expired', '{system}');
      GRANT SELECT ON referral_transitions TO mawa_app, mawa_gate;

      ALTER TABLE shares ADD CONSTRAINT shares_open_or_not UNIQUE (id, needs_given);

      CREATE TABLE referrals (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        partner_id uuid NOT NULL REFERENCES organisations (id),
        share_id uuid NOT NULL CONSTRAINT referrals_one_of_a_share UNIQUE REFERENCES shares (id),
        -- That of the share: both sides speak of the same one.
        reference text NOT NULL,
        places_id uuid NOT NULL REFERENCES partner_places (id),
        service text NOT NULL CHECK (service ~ '^[a-z_]{3,40}$'),
        list_version integer NOT NULL CHECK (list_version > 0),
        urgency text NOT NULL CHECK (urgency IN ('urgent', 'soon', 'normal')),
        parts text[] NOT NULL CHECK (cardinality(parts) > 0 AND parts <@ ARRAY['facts', 'needs', 'safe_contact']),
        -- What the partner was shown, word for word, under the person's key.
        told bytea,
        state text NOT NULL CHECK (state IN ('sent', 'seen', 'accepted', 'declined', 'in_progress', 'closed', 'revoked', 'expired')),
        sent_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        sent_at timestamptz NOT NULL DEFAULT mawa_now(),
        due_at timestamptz NOT NULL,
        answered_at timestamptz,
        ended_at timestamptz,
        outcome text CHECK (outcome IN ('completed', 'not_reached', 'stopped')),
        live boolean GENERATED ALWAYS AS (CASE WHEN state IN ('sent', 'seen', 'accepted', 'in_progress') THEN true END) STORED,
        CONSTRAINT referrals_end_when_over CHECK ((live IS NULL) = (ended_at IS NOT NULL)),
        CONSTRAINT referrals_close_with_an_outcome CHECK ((state = 'closed') = (outcome IS NOT NULL)),
        -- No live referral without an open share, and no open share without a consent that stands.
        CONSTRAINT referrals_live_under_an_open_share FOREIGN KEY (share_id, live)
          REFERENCES shares (id, needs_given) DEFERRABLE INITIALLY DEFERRED
      );
      CREATE UNIQUE INDEX referrals_once_at_a_time ON referrals (case_id, partner_id, service) WHERE live;
      CREATE INDEX referrals_by_case ON referrals (case_id, sent_at);
      CREATE INDEX referrals_by_partner ON referrals (partner_id, sent_at);
      CREATE INDEX referrals_waiting ON referrals (due_at, id) WHERE live;
      ${caseTable('referrals', 'care')}
      ${twoRights('referrals', 'care')}
      CREATE POLICY referrals_at_the_gate ON referrals TO mawa_gate USING (true) WITH CHECK (true);
      CREATE POLICY referrals_sent_by_oneself ON referrals AS RESTRICTIVE FOR INSERT TO mawa_app
        WITH CHECK (sent_by = (SELECT mawa_actor()));
      CREATE TRIGGER referrals_take_no_more BEFORE INSERT ON referrals FOR EACH ROW EXECUTE FUNCTION file_takes_no_more();
      GRANT SELECT, INSERT ON referrals TO mawa_app;
      GRANT SELECT, UPDATE (state, answered_at, ended_at, outcome, told) ON referrals TO mawa_gate;

      CREATE TABLE referral_steps (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        place bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
        referral_id uuid NOT NULL REFERENCES referrals (id),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        from_state text,
        to_state text NOT NULL,
        at timestamptz NOT NULL DEFAULT mawa_now(),
        -- Null: whoever held the link.
        by uuid DEFAULT mawa_actor() REFERENCES users (id),
        side text NOT NULL CHECK (side IN ('sender', 'partner', 'system')),
        how text NOT NULL CHECK (how IN ('here', 'phone', 'account', 'link')),
        reason text CHECK (reason ~ '^[a-z_]{3,40}$'),
        list_version integer,
        outcome text CHECK (outcome IN ('completed', 'not_reached', 'stopped')),
        -- How often something was given.
        times smallint CHECK (times BETWEEN 0 AND 999),
        -- In the partner's words, or the sender's, under the referral's key.
        note bytea,
        CONSTRAINT referral_steps_by_somebody CHECK ((how = 'link') = (by IS NULL)),
        CONSTRAINT referral_steps_decline_with_a_reason CHECK (to_state <> 'declined' OR reason IS NOT NULL),
        CONSTRAINT referral_steps_close_with_an_outcome CHECK ((to_state = 'closed') = (outcome IS NOT NULL)),
        FOREIGN KEY (from_state, to_state) REFERENCES referral_transitions (from_state, to_state)
      );
      CREATE UNIQUE INDEX referral_steps_begin_once ON referral_steps (referral_id) WHERE from_state IS NULL;
      CREATE INDEX referral_steps_by_referral ON referral_steps (referral_id, place);
      CREATE INDEX referral_steps_by_case ON referral_steps (case_id);
      ${caseTable('referral_steps', 'care')}
      ${twoRights('referral_steps', 'care')}
      CREATE POLICY referral_steps_at_the_gate ON referral_steps TO mawa_gate USING (true) WITH CHECK (true);
      CREATE POLICY referral_steps_of_the_sender ON referral_steps AS RESTRICTIVE FOR INSERT TO mawa_app
        WITH CHECK (by = (SELECT mawa_actor()) AND side = 'sender' AND how IN ('here', 'phone'));
      GRANT SELECT, INSERT ON referral_steps TO mawa_app;
      GRANT SELECT, INSERT, UPDATE (note) ON referral_steps TO mawa_gate;

      -- The partner's copy: destroyed with the referral's end, whatever ended it.
      CREATE TABLE referral_sheets (
        referral_id uuid PRIMARY KEY REFERENCES referrals (id),
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        sealed bytea NOT NULL
      );
      ALTER TABLE referral_sheets ENABLE ROW LEVEL SECURITY;
      ALTER TABLE referral_sheets FORCE ROW LEVEL SECURITY;
      CREATE POLICY referral_sheets_at_the_gate ON referral_sheets TO mawa_gate USING (true) WITH CHECK (true);
      CREATE POLICY referral_sheets_written ON referral_sheets FOR INSERT TO mawa_app WITH CHECK (
        EXISTS (SELECT 1 FROM referrals r WHERE r.id = referral_id AND r.partner_id = organisation_id AND r.sent_by = (SELECT mawa_actor())));
      GRANT SELECT, INSERT ON referral_sheets TO mawa_app;
      GRANT SELECT, DELETE ON referral_sheets TO mawa_gate;
    `);
  }

  private async links(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- A link for a partner without an account, whatever it leads to. Of its number only a keyed digest is kept.
      CREATE TABLE partner_links (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        kind text NOT NULL CHECK (kind ~ '^[a-z_]{3,40}$'),
        subject_id uuid NOT NULL,
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        share_id uuid NOT NULL REFERENCES shares (id),
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        digest bytea NOT NULL CONSTRAINT partner_links_one_number UNIQUE,
        language text NOT NULL CHECK (language IN ('fr', 'ar', 'en')),
        made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        made_at timestamptz NOT NULL DEFAULT mawa_now(),
        expires_at timestamptz NOT NULL CHECK (expires_at > made_at),
        ended_at timestamptz,
        opened integer NOT NULL DEFAULT 0,
        last_opened_at timestamptz
      );
      CREATE UNIQUE INDEX partner_links_one_at_a_time ON partner_links (kind, subject_id) WHERE ended_at IS NULL;
      CREATE INDEX partner_links_by_case ON partner_links (case_id);
      CREATE INDEX partner_links_by_share ON partner_links (share_id) WHERE ended_at IS NULL;
      ${caseTable('partner_links', 'care')}
      ${twoRights('partner_links', 'care')}
      CREATE POLICY partner_links_at_the_gate ON partner_links TO mawa_gate USING (true) WITH CHECK (true);
      -- Made under a share that is open, to the organisation with which it shares.
      CREATE POLICY partner_links_made_by_oneself ON partner_links AS RESTRICTIVE FOR INSERT TO mawa_app WITH CHECK (
        made_by = (SELECT mawa_actor()) AND EXISTS (SELECT 1 FROM shares s WHERE s.id = share_id AND s.case_id = partner_links.case_id
          AND s.recipient_id = organisation_id AND s.closed_at IS NULL AND s.until_at >= expires_at));
      GRANT SELECT (id, kind, subject_id, case_id, share_id, organisation_id, language, made_by, made_at, expires_at, ended_at, opened, last_opened_at)
        ON partner_links TO mawa_app;
      GRANT INSERT, UPDATE (ended_at) ON partner_links TO mawa_app;
      GRANT SELECT, UPDATE (ended_at, opened, last_opened_at) ON partner_links TO mawa_gate;

      -- Whoever has the number holds the link, in this transaction and nothing beyond it.
      CREATE FUNCTION mawa_link() RETURNS bytea LANGUAGE sql STABLE AS $$
        SELECT decode(nullif(current_setting('mawa.link', true), ''), 'hex') $$;
      CREATE FUNCTION mawa_linked(p_kind text) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
        SELECT subject_id FROM partner_links WHERE digest = mawa_link() AND kind = p_kind AND ended_at IS NULL AND expires_at > mawa_now() $$;
      -- Whoever holds a link has no account: what follows from the answer is done by the sweeping system user.
      CREATE FUNCTION mawa_somebody() RETURNS uuid LANGUAGE sql STABLE AS $$
        SELECT coalesce((SELECT id FROM users WHERE id = mawa_actor()), '00000000-0000-4000-8000-000000000003') $$;
      CREATE FUNCTION open_partner_link() RETURNS TABLE (id uuid, kind text, subject_id uuid, organisation_id uuid, language text)
        LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        UPDATE partner_links l SET opened = l.opened + 1, last_opened_at = mawa_now()
         WHERE l.digest = mawa_link() AND l.ended_at IS NULL AND l.expires_at > mawa_now()
        RETURNING l.id, l.kind, l.subject_id, l.organisation_id, l.language $$;

      CREATE POLICY referral_sheets_read ON referral_sheets FOR SELECT TO mawa_app
        USING (${THEIRS('organisation_id', 'referral_id')});
      CREATE POLICY record_keys_of_referrals ON keys.record_keys AS RESTRICTIVE TO mawa_app
        USING (kind <> 'referral' OR EXISTS (SELECT 1 FROM referrals r WHERE r.id = record_id)
          OR EXISTS (SELECT 1 FROM referral_sheets s WHERE s.referral_id = record_id))
        WITH CHECK (kind <> 'referral' OR EXISTS (SELECT 1 FROM referrals r WHERE r.id = record_id AND r.sent_by = (SELECT mawa_actor())));
      CREATE POLICY record_keys_of_referrals_at_the_gate ON keys.record_keys TO mawa_gate USING (kind = 'referral');

      -- What a partner reads of its referrals: no person, no file, never why one was revoked.
      CREATE FUNCTION partner_referrals(p_id uuid) RETURNS TABLE (id uuid, reference text, service text, "listVersion" integer, urgency text,
          "sentAt" timestamptz, "dueAt" timestamptz, state text, "answeredAt" timestamptz, "endedAt" timestamptz, outcome text, live boolean)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT r.id, r.reference, r.service, r.list_version, r.urgency, r.sent_at, r.due_at, r.state, r.answered_at, r.ended_at, r.outcome,
               coalesce(r.live, false)
          FROM referrals r WHERE (p_id IS NULL OR r.id = p_id) AND ${THEIRS('r.partner_id', 'r.id')}
         ORDER BY r.live NULLS LAST, r.answered_at IS NOT NULL, r.due_at, r.id LIMIT 200 $$;
      CREATE FUNCTION partner_step(p_step uuid, p_referral uuid, p_to text, p_reason text, p_version integer, p_outcome text, p_times integer, p_note bytea)
        RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_case uuid;
      BEGIN
        SELECT r.case_id INTO v_case FROM referrals r WHERE r.id = p_referral AND ${THEIRS('r.partner_id', 'r.id')};
        IF v_case IS NULL THEN RETURN false; END IF;
        INSERT INTO referral_steps (id, referral_id, case_id, to_state, side, how, by, reason, list_version, outcome, times, note)
        SELECT p_step, p_referral, v_case, p_to, 'partner', CASE WHEN linked THEN 'link' ELSE 'account' END, CASE WHEN NOT linked THEN mawa_actor() END,
          p_reason, p_version, p_outcome, p_times, p_note FROM (SELECT p_referral IS NOT DISTINCT FROM mawa_linked('referral')) x (linked);
        RETURN true;
      END $$;
      ${[
        'mawa_linked(text)',
        'open_partner_link()',
        'partner_referrals(uuid)',
        'partner_step(uuid, uuid, text, text, integer, text, integer, bytea)',
      ]
        .map(
          (one) => `
      REVOKE EXECUTE ON FUNCTION ${one} FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ${one} TO mawa_app;
      ALTER FUNCTION ${one} OWNER TO mawa_gate;`,
        )
        .join('')}
    `);
  }

  private async steps(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION referral_begins() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_share shares; v_places partner_places;
      BEGIN
        SELECT * INTO v_share FROM shares WHERE id = NEW.share_id AND case_id = NEW.case_id AND recipient_id = NEW.partner_id
           AND source_kind = 'referral' AND source_id = NEW.id AND closed_at IS NULL;
        IF NOT FOUND THEN
          RAISE EXCEPTION 'no open share for this referral' USING ERRCODE = '23514', CONSTRAINT = 'referrals_need_an_open_share';
        END IF;
        -- The last word of the partner; two at once for one place take turns on its row.
        SELECT * INTO v_places FROM partner_places p WHERE p.organisation_id = NEW.partner_id AND p.service = NEW.service
         ORDER BY p.place DESC LIMIT 1 FOR UPDATE;
        IF NOT FOUND OR v_places.noted_at <= mawa_now() - make_interval(days => mawa_setting('partner_places_days')::int) THEN
          RAISE EXCEPTION 'nobody knows of places' USING ERRCODE = '23514', CONSTRAINT = 'referrals_need_known_places';
        END IF;
        IF v_places.taken >= v_places.places THEN
          RAISE EXCEPTION 'no place is left' USING ERRCODE = '23514', CONSTRAINT = 'referrals_need_a_place';
        END IF;
        UPDATE partner_places SET taken = taken + 1 WHERE id = v_places.id;
        NEW.places_id := v_places.id;
        NEW.reference := v_share.reference;
        NEW.parts := v_share.what;
        NEW.state := 'sent';
        NEW.answered_at := NULL;
        NEW.ended_at := NULL;
        NEW.outcome := NULL;
        NEW.sent_at := mawa_now();
        NEW.due_at := mawa_now() + make_interval(days => (mawa_setting('referral_answer_days') ->> NEW.urgency)::int);
        RETURN NEW;
      END $$;
      CREATE FUNCTION referral_has_begun() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO referral_steps (referral_id, case_id, to_state, side, how) VALUES (NEW.id, NEW.case_id, 'sent', 'sender', 'here');
        RETURN NULL;
      END $$;

      CREATE FUNCTION referral_step_is_allowed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_referral referrals;
      BEGIN
        -- The share first, as a withdrawal does: the two take turns.
        PERFORM 1 FROM shares s WHERE s.id = (SELECT r.share_id FROM referrals r WHERE r.id = NEW.referral_id) FOR UPDATE;
        SELECT * INTO v_referral FROM referrals WHERE id = NEW.referral_id FOR UPDATE;
        IF NOT FOUND OR v_referral.case_id <> NEW.case_id THEN
          RAISE EXCEPTION 'no such referral' USING ERRCODE = '42501';
        END IF;
        NEW.at := mawa_now();
        IF NEW.to_state = 'sent' AND v_referral.state = 'sent' THEN
          NEW.from_state := NULL; -- the first row, once (an index)
          RETURN NEW;
        END IF;
        NEW.from_state := v_referral.state;
        IF NOT EXISTS (SELECT 1 FROM referral_transitions t WHERE t.from_state = NEW.from_state AND t.to_state = NEW.to_state
             AND NEW.side = ANY (t.sides)) THEN
          RAISE EXCEPTION 'no step from % to %', NEW.from_state, NEW.to_state USING ERRCODE = '23514', CONSTRAINT = 'referral_steps_by_the_table';
        END IF;
        UPDATE referrals SET state = NEW.to_state,
          answered_at = CASE WHEN NEW.to_state IN ('accepted', 'declined') THEN mawa_now() ELSE answered_at END,
          ended_at = CASE WHEN NEW.to_state IN ('declined', 'closed', 'revoked', 'expired') THEN mawa_now() END,
          outcome = NEW.outcome
         WHERE id = NEW.referral_id;
        RETURN NEW;
      END $$;

      -- To who sent it, as long as they hold the file; else to those who hold it.
      CREATE FUNCTION tell_sender_of_referral(p_kind text, p_referral uuid, p_due timestamptz) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_case uuid; v_sender uuid;
      BEGIN
        SELECT case_id, sent_by INTO v_case, v_sender FROM referrals WHERE id = p_referral;
        IF v_sender = mawa_actor() THEN RETURN; END IF;
        IF EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = v_case AND a.parts @> ARRAY['care'] AND a.from_at <= mawa_now()
             AND (a.until_at IS NULL OR a.until_at > mawa_now())
             AND (a.principal_id = v_sender OR a.principal_id IN (SELECT m.principal_id FROM memberships m
               WHERE m.user_id = v_sender AND m.from_at <= mawa_now() AND (m.until_at IS NULL OR m.until_at > mawa_now()))))
        THEN
          PERFORM open_task(p_kind, v_case, p_referral, NULL, v_sender, p_due);
        ELSIF EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = v_case) THEN
          PERFORM tell_holders(p_kind, v_case, p_referral, p_due);
        END IF;
      END $$;

      CREATE FUNCTION referral_step_follows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_referral referrals; v_tomorrow timestamptz := mawa_now() + interval '1 day';
      BEGIN
        IF NEW.to_state IN ('sent', 'seen') THEN RETURN NULL; END IF;
        SELECT * INTO v_referral FROM referrals WHERE id = NEW.referral_id;
        UPDATE tasks SET done_at = mawa_now(), done_by = mawa_somebody()
         WHERE subject_id = NEW.referral_id AND done_at IS NULL AND kind IN ('referral_overdue', 'referral_late', 'referral_no_news');
        IF v_referral.live IS NULL THEN
          UPDATE partner_places SET taken = greatest(taken - 1, 0) WHERE id = v_referral.places_id;
          DELETE FROM referral_sheets WHERE referral_id = NEW.referral_id;
          UPDATE shares SET closed_at = mawa_now(), closed_by = mawa_somebody(),
            closed_why = CASE NEW.to_state WHEN 'expired' THEN 'expired' ELSE 'ended' END
           WHERE id = v_referral.share_id AND closed_at IS NULL;
        END IF;
        IF NEW.to_state IN ('revoked', 'expired') THEN
          UPDATE partner_links SET ended_at = mawa_now() WHERE kind = 'referral' AND subject_id = NEW.referral_id AND ended_at IS NULL;
        END IF;
        IF NEW.to_state IN ('accepted', 'declined') THEN
          PERFORM tell_sender_of_referral('referral_answered', NEW.referral_id, v_tomorrow);
        ELSIF NEW.to_state IN ('in_progress', 'closed') THEN
          PERFORM tell_sender_of_referral('referral_news', NEW.referral_id, v_tomorrow);
        ELSE
          PERFORM tell_sender_of_referral('referral_ended', NEW.referral_id, v_tomorrow);
        END IF;
        RETURN NULL;
      END $$;

      -- Withdrawn, refused, run out or ended by hand: nothing rests on a share that is closed.
      CREATE FUNCTION shares_end_their_referrals() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO referral_steps (referral_id, case_id, to_state, side, how, reason)
        SELECT r.id, r.case_id, CASE NEW.closed_why WHEN 'expired' THEN 'expired' ELSE 'revoked' END, 'system', 'here', 'share_' || NEW.closed_why
          FROM referrals r WHERE r.share_id = NEW.id AND r.live;
        UPDATE partner_links SET ended_at = mawa_now()
         WHERE share_id = NEW.id AND ended_at IS NULL AND (kind <> 'referral' OR NEW.closed_why <> 'ended');
        RETURN NULL;
      END $$;

      CREATE TRIGGER referrals_begin BEFORE INSERT ON referrals FOR EACH ROW EXECUTE FUNCTION referral_begins();
      CREATE TRIGGER referrals_have_begun AFTER INSERT ON referrals FOR EACH ROW EXECUTE FUNCTION referral_has_begun();
      CREATE TRIGGER referral_steps_are_allowed BEFORE INSERT ON referral_steps FOR EACH ROW EXECUTE FUNCTION referral_step_is_allowed();
      CREATE TRIGGER referral_steps_follow AFTER INSERT ON referral_steps FOR EACH ROW EXECUTE FUNCTION referral_step_follows();
      CREATE TRIGGER shares_end_their_referrals AFTER UPDATE OF closed_at ON shares FOR EACH ROW
        WHEN (OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL) EXECUTE FUNCTION shares_end_their_referrals();
      ${FUNCTIONS.map(
        (one) => `
      REVOKE EXECUTE ON FUNCTION ${one} FROM PUBLIC;
      ALTER FUNCTION ${one} OWNER TO mawa_gate;`,
      ).join('')}
      ${reword('\n        INSERT INTO share_notices (share_id', KNOWN_PARTNER)}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${reword(KNOWN_PARTNER, '\n        INSERT INTO share_notices (share_id')}
      DROP TRIGGER shares_end_their_referrals ON shares;
      DROP POLICY record_keys_of_referrals ON keys.record_keys;
      DROP POLICY record_keys_of_referrals_at_the_gate ON keys.record_keys;
      DELETE FROM keys.record_keys WHERE kind = 'referral';
      DROP TABLE referral_sheets, partner_links, referral_steps, referrals, referral_transitions;
      DROP FUNCTION ${FUNCTIONS.join(', ')};
      DROP FUNCTION partner_step, partner_referrals, open_partner_link, mawa_linked, mawa_link, mawa_somebody;
      ALTER TABLE shares DROP CONSTRAINT shares_open_or_not;
      DELETE FROM tasks WHERE kind LIKE 'referral_%';
      DELETE FROM settings WHERE key LIKE 'referral_%';
    `);
  }
}
