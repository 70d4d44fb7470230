import type { MigrationInterface, QueryRunner } from 'typeorm';

const WEIGHTS = JSON.stringify({
  urgency: { tonight: 20, days: 8, planned: 0 },
  risk: { immediate: 40, high: 25, some: 10, none: 0 },
  medical: { urgent: 20, care: 12, medicine: 5, none: 0 },
  infant: 15,
  children: 6,
  eachDay: 2,
  daysMost: 30,
});

/**
 * What a request says of its needs, who stands where on the waiting list, what was offered to whom and
 * what became of it, and who was turned away. An offer is a hold whose time is the window for an answer.
 */
const OFFER_IS_ONES_OWN = `EXISTS (SELECT 1 FROM bed_requests r WHERE r.id = bed_offers.request_id)
          AND (bed_offers.shelter_id = ANY ((SELECT mawa_principals())::uuid[])
            OR EXISTS (SELECT 1 FROM request_people p
                        WHERE p.request_id = bed_offers.request_id AND mawa_holds_fully(p.case_id)))`;

export class KeepTheWaitingList1700000000866 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE bed_requests
        ADD COLUMN risk text CHECK (risk IN ('none', 'some', 'high', 'immediate')),
        ADD COLUMN medical text CHECK (medical IN ('none', 'medicine', 'care', 'urgent')),
        -- ISO 639-3; null: nobody is needed, or it was not asked.
        ADD COLUMN interpreter text CHECK (interpreter ~ '^[a-z]{3}$');
      ALTER TABLE bed_notes DROP CONSTRAINT bed_notes_about_check;
      ALTER TABLE bed_notes ADD CONSTRAINT bed_notes_about_check
        CHECK (about IN ('hold', 'release', 'plan_exit', 'withdraw', 'override', 'request'));
      CREATE INDEX bed_notes_by_request ON bed_notes (request_id) WHERE request_id IS NOT NULL;

      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('waiting_weights', '2020-01-01Z', '${WEIGHTS}', 'programme rule: docs/waiting-list.md, our own starting values'),
        ('offer_minutes', '2020-01-01Z', '120', 'programme rule: a bed that is offered waits so long for an answer');

      CREATE TABLE bed_offers (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        request_id uuid NOT NULL REFERENCES bed_requests (id),
        shelter_id uuid NOT NULL REFERENCES shelters (id),
        -- Where the request stood when it was offered, by the weights of that day.
        score smallint NOT NULL CHECK (score >= 0),
        rank smallint NOT NULL CHECK (rank >= 1),
        offered_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        offered_at timestamptz NOT NULL DEFAULT mawa_now(),
        answer_by timestamptz NOT NULL,
        answer text CHECK (answer IN ('accepted', 'declined', 'lapsed')),
        reason text CHECK (reason IN ('too_far', 'other_place', 'not_ready', 'not_suitable', 'wish', 'other')),
        answered_at timestamptz,
        answered_by uuid REFERENCES users (id),
        CONSTRAINT bed_offers_have_a_window CHECK (answer_by > offered_at),
        CONSTRAINT bed_offers_answer_whole CHECK ((answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by IS NULL)),
        CONSTRAINT bed_offers_say_why CHECK ((answer IS NOT DISTINCT FROM 'declined') = (reason IS NOT NULL))
      );
      CREATE UNIQUE INDEX bed_offers_one_open ON bed_offers (request_id) WHERE answer IS NULL;
      CREATE INDEX bed_offers_by_request ON bed_offers (request_id);
      ALTER TABLE bed_offers ENABLE ROW LEVEL SECURITY;
      ALTER TABLE bed_offers FORCE ROW LEVEL SECURITY;
      -- Where a bed is held for somebody is for that house and for those who hold the case.
      CREATE POLICY bed_offers_by_request ON bed_offers TO mawa_app
        USING (${OFFER_IS_ONES_OWN}) WITH CHECK (${OFFER_IS_ONES_OWN});
      CREATE POLICY bed_offers_for_the_gate ON bed_offers TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT, UPDATE (answer, answered_at, answered_by) ON bed_offers TO mawa_gate;
      -- Whatever was offered before and had no answer is over, whichever house it was of.
      CREATE FUNCTION bed_offers_take_over() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE bed_offers SET answer = 'lapsed', answered_at = mawa_now(), answered_by = mawa_actor()
         WHERE request_id = NEW.request_id AND answer IS NULL;
        RETURN NEW;
      END $$;
      ALTER FUNCTION bed_offers_take_over() OWNER TO mawa_gate;
      REVOKE EXECUTE ON FUNCTION bed_offers_take_over() FROM PUBLIC;
      CREATE TRIGGER bed_offers_take_over BEFORE INSERT ON bed_offers
        FOR EACH ROW EXECUTE FUNCTION bed_offers_take_over();
      GRANT SELECT, INSERT ON bed_offers TO mawa_app;
      GRANT UPDATE (answer, reason, answered_at, answered_by) ON bed_offers TO mawa_app;
      CREATE FUNCTION bed_offers_are_answered_once() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.answer IS NOT NULL THEN
          RAISE EXCEPTION 'this offer has its answer' USING ERRCODE = '23514', CONSTRAINT = 'bed_offers_are_answered_once';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER bed_offers_are_answered_once BEFORE UPDATE ON bed_offers
        FOR EACH ROW EXECUTE FUNCTION bed_offers_are_answered_once();

      -- Nobody is named: how many, why, and where it was asked. It counts for the turn-away rate.
      CREATE TABLE bed_turn_aways (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        night date NOT NULL DEFAULT mawa_tonight(),
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        shelter_id uuid REFERENCES shelters (id),
        source text NOT NULL CHECK (source IN ('hotline', 'police', 'ngo', 'self', 'shelter', 'other')),
        people smallint NOT NULL CHECK (people BETWEEN 1 AND 200),
        children smallint NOT NULL DEFAULT 0 CHECK (children BETWEEN 0 AND people),
        reason text NOT NULL CHECK (reason IN ('no_bed', 'no_fitting_bed', 'not_received_here', 'safety', 'own_choice', 'other')),
        retracted_at timestamptz,
        retracted_by uuid REFERENCES users (id),
        CONSTRAINT bed_turn_aways_retracted_whole CHECK ((retracted_at IS NULL) = (retracted_by IS NULL))
      );
      CREATE INDEX bed_turn_aways_by_night ON bed_turn_aways (night);
      ALTER TABLE bed_turn_aways ENABLE ROW LEVEL SECURITY;
      ALTER TABLE bed_turn_aways FORCE ROW LEVEL SECURITY;
      CREATE POLICY bed_turn_aways_for_those_who_allocate ON bed_turn_aways TO mawa_app
        USING ((SELECT mawa_allocates())) WITH CHECK ((SELECT mawa_allocates()));
      CREATE POLICY bed_turn_aways_for_figures ON bed_turn_aways FOR SELECT TO mawa_figures USING (true);
      GRANT SELECT, INSERT ON bed_turn_aways TO mawa_app;
      GRANT UPDATE (retracted_at, retracted_by) ON bed_turn_aways TO mawa_app;
      GRANT SELECT ON bed_turn_aways TO mawa_figures;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE bed_turn_aways, bed_offers;
      DROP FUNCTION bed_offers_are_answered_once, bed_offers_take_over;
      DELETE FROM settings WHERE key IN ('waiting_weights', 'offer_minutes');
      DROP INDEX bed_notes_by_request;
      ALTER TABLE bed_notes NO FORCE ROW LEVEL SECURITY;
      DELETE FROM bed_notes WHERE about = 'request';
      ALTER TABLE bed_notes FORCE ROW LEVEL SECURITY;
      ALTER TABLE bed_notes DROP CONSTRAINT bed_notes_about_check;
      ALTER TABLE bed_notes ADD CONSTRAINT bed_notes_about_check CHECK (about IN ('hold', 'release', 'plan_exit', 'withdraw', 'override'));
      ALTER TABLE bed_requests DROP COLUMN risk, DROP COLUMN medical, DROP COLUMN interpreter;
    `);
  }
}
