import type { MigrationInterface, QueryRunner } from 'typeorm';
import { twoRights } from './support';
import { LISTS_2 } from './data/lists-2';
import { dropLists, seedLists } from './data/seed-lists';

const LISTS = ['incident_kinds', 'visit_purposes', 'house_items'];

/** In which house the reader works: its own team, whoever of it opens the door. */
const OF_THE_HOUSE = (column: string) =>
  `${column} = ANY ((SELECT mawa_principals())::uuid[]) AND (SELECT mawa_has_role('shelter_manager', 'shelter_staff'))`;
const wall = (table: string, read: string, write = read): string => `
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY ${table}_read ON ${table} FOR SELECT TO mawa_app USING (${read});
      CREATE POLICY ${table}_add ON ${table} FOR INSERT TO mawa_app WITH CHECK (${write});
      CREATE POLICY ${table}_change ON ${table} FOR UPDATE TO mawa_app USING (${write}) WITH CHECK (${write});`;
const aboutPeople = (table: string): string => `
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      ${twoRights(table, 'care')}
      CREATE INDEX ${table}_by_case ON ${table} (case_id);`;

/** Text of a record is opened by those who see the record, and by nobody through its key alone. */
const KEYS: Readonly<Record<string, string>> = {
  incident: 'incidents',
  handover: 'handover_notes',
  visit: 'house_visits',
};
const keyOf = (kind: string, table: string): string => {
  const seen = `kind <> '${kind}' OR EXISTS (SELECT 1 FROM ${table} r WHERE r.id = record_id)`;
  return `CREATE POLICY record_keys_of_${kind}s ON keys.record_keys AS RESTRICTIVE TO mawa_app
        USING (${seen}) WITH CHECK (${seen});`;
};

/**
 * The days and nights of a house: who is in it, what happened, what the next shift must know, what was
 * given out. Texts are sealed under a key of their record; people are linked, never named.
 */
export class KeepTheHouse1700000000872 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE incidents (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        shelter_id uuid NOT NULL REFERENCES shelters (id),
        kind text NOT NULL CHECK (kind ~ '^[a-z_]{3,40}$'),
        list_version integer NOT NULL CHECK (list_version > 0),
        severity text NOT NULL CHECK (severity IN ('minor', 'serious', 'critical')),
        happened_at timestamptz NOT NULL,
        by uuid NOT NULL REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        closed_by uuid REFERENCES users (id),
        closed_at timestamptz,
        CHECK ((closed_at IS NULL) = (closed_by IS NULL)),
        CONSTRAINT incidents_have_happened CHECK (happened_at <= at)
      );
      CREATE INDEX incidents_by_house ON incidents (shelter_id, happened_at DESC);
      CREATE TABLE incident_people (
        incident_id uuid NOT NULL REFERENCES incidents (id),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        PRIMARY KEY (incident_id, case_id)
      );
      ${aboutPeople('incident_people')}
      -- The team of the house; a supervisor from "serious" on; whoever answers for somebody concerned.
      ${wall(
        'incidents',
        `${OF_THE_HOUSE('incidents.shelter_id')}
           OR severity <> 'minor' AND (SELECT mawa_has_role('case_supervisor'))
           OR EXISTS (SELECT 1 FROM incident_people p WHERE p.incident_id = incidents.id AND mawa_holds_fully(p.case_id))`,
        OF_THE_HOUSE('incidents.shelter_id'),
      )}
      -- What happened, and what was done about it since.
      CREATE TABLE incident_notes (
        id uuid PRIMARY KEY,
        incident_id uuid NOT NULL REFERENCES incidents (id),
        sealed bytea NOT NULL,
        by uuid NOT NULL REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now()
      );
      CREATE INDEX incident_notes_by_incident ON incident_notes (incident_id, at);
      ${wall('incident_notes', 'EXISTS (SELECT 1 FROM incidents i WHERE i.id = incident_notes.incident_id)')}

      CREATE TABLE handover_notes (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        shelter_id uuid NOT NULL REFERENCES shelters (id),
        night date NOT NULL DEFAULT mawa_tonight(),
        by uuid NOT NULL REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now()
      );
      CREATE INDEX handover_notes_by_house ON handover_notes (shelter_id, at DESC);
      ${wall('handover_notes', OF_THE_HOUSE('handover_notes.shelter_id'))}
      CREATE TABLE handover_texts (
        note_id uuid PRIMARY KEY REFERENCES handover_notes (id),
        sealed bytea NOT NULL
      );
      ${wall('handover_texts', 'EXISTS (SELECT 1 FROM handover_notes n WHERE n.id = handover_texts.note_id)')}
      CREATE TABLE handover_reads (
        note_id uuid NOT NULL REFERENCES handover_notes (id),
        user_id uuid NOT NULL REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        PRIMARY KEY (note_id, user_id)
      );
      ${wall(
        'handover_reads',
        'EXISTS (SELECT 1 FROM handover_notes n WHERE n.id = handover_reads.note_id)',
        `user_id = (SELECT mawa_actor()) AND EXISTS (SELECT 1 FROM handover_notes n WHERE n.id = handover_reads.note_id)`,
      )}

      -- Who does not live here and is in the house; the name is sealed.
      CREATE TABLE house_visits (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        shelter_id uuid NOT NULL REFERENCES shelters (id),
        purpose text NOT NULL CHECK (purpose ~ '^[a-z_]{3,40}$'),
        list_version integer NOT NULL CHECK (list_version > 0),
        in_at timestamptz NOT NULL DEFAULT mawa_now(),
        in_by uuid NOT NULL REFERENCES users (id),
        out_at timestamptz CHECK (out_at >= in_at),
        out_by uuid REFERENCES users (id),
        CHECK ((out_at IS NULL) = (out_by IS NULL))
      );
      CREATE INDEX house_visits_inside ON house_visits (shelter_id) WHERE out_at IS NULL;
      ${wall('house_visits', OF_THE_HOUSE('house_visits.shelter_id'))}
      CREATE TABLE house_visit_texts (
        visit_id uuid PRIMARY KEY REFERENCES house_visits (id),
        sealed bytea NOT NULL
      );
      ${wall('house_visit_texts', 'EXISTS (SELECT 1 FROM house_visits v WHERE v.id = house_visit_texts.visit_id)')}

      -- Gone out for some hours, and back: freedom to come and go, so no reason is asked.
      CREATE TABLE house_outings (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        booking_id uuid NOT NULL REFERENCES bookings (id),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        out_at timestamptz NOT NULL DEFAULT mawa_now(),
        out_by uuid NOT NULL REFERENCES users (id),
        back_by timestamptz CHECK (back_by > out_at),
        back_at timestamptz CHECK (back_at >= out_at),
        back_noted_by uuid REFERENCES users (id),
        CHECK ((back_at IS NULL) = (back_noted_by IS NULL))
      );
      CREATE UNIQUE INDEX house_outings_once ON house_outings (case_id) WHERE back_at IS NULL;
      ${aboutPeople('house_outings')}

      -- What a house gives out, where it wants to write it down: the last switch counts.
      CREATE TABLE house_switches (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        shelter_id uuid NOT NULL REFERENCES shelters (id),
        feature text NOT NULL CHECK (feature IN ('items')),
        is_on boolean NOT NULL,
        by uuid NOT NULL REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now()
      );
      CREATE INDEX house_switches_last ON house_switches (shelter_id, feature, id DESC);
      ${wall(
        'house_switches',
        'true',
        `${OF_THE_HOUSE('house_switches.shelter_id')} AND (SELECT mawa_has_role('shelter_manager'))`,
      )}
      CREATE FUNCTION house_wants(p_shelter uuid, p_feature text) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT coalesce((SELECT s.is_on FROM house_switches s WHERE s.shelter_id = p_shelter AND s.feature = p_feature
          ORDER BY s.id DESC LIMIT 1), false) $$;
      CREATE TABLE items_issued (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        booking_id uuid NOT NULL REFERENCES bookings (id),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        shelter_id uuid NOT NULL REFERENCES shelters (id),
        item text NOT NULL CHECK (item ~ '^[a-z_]{3,40}$'),
        list_version integer NOT NULL CHECK (list_version > 0),
        quantity smallint NOT NULL CHECK (quantity BETWEEN 1 AND 50),
        given_on date NOT NULL,
        by uuid NOT NULL REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        undone_by uuid REFERENCES users (id),
        undone_at timestamptz,
        CHECK ((undone_at IS NULL) = (undone_by IS NULL))
      );
      ${aboutPeople('items_issued')}
      CREATE INDEX items_issued_by_day ON items_issued (shelter_id, given_on);
      CREATE POLICY items_issued_where_wanted ON items_issued AS RESTRICTIVE FOR INSERT TO mawa_app
        WITH CHECK (house_wants(shelter_id, 'items'));

      ${Object.entries(KEYS)
        .map(([kind, table]) => keyOf(kind, table))
        .join('\n      ')}
      GRANT UPDATE (booking_id) ON house_outings TO mawa_app;
      GRANT SELECT, INSERT ON incident_people, incident_notes, handover_notes, handover_texts, handover_reads,
        house_visit_texts, house_switches TO mawa_app;
      GRANT SELECT, INSERT, UPDATE (closed_by, closed_at) ON incidents TO mawa_app;
      GRANT SELECT, INSERT, UPDATE (out_at, out_by) ON house_visits TO mawa_app;
      GRANT SELECT, INSERT, UPDATE (back_at, back_noted_by) ON house_outings TO mawa_app;
      GRANT SELECT, INSERT, UPDATE (undone_by, undone_at) ON items_issued TO mawa_app;

      -- The managers of a house, but for whoever tells them; from "critical" on the supervisors as well.
      CREATE FUNCTION tell_house(p_kind text, p_shelter uuid, p_subject uuid, p_supervisors boolean) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT p_shelter = ANY (mawa_principals()) THEN
          RAISE EXCEPTION 'told by those who work in the house' USING ERRCODE = '42501';
        END IF;
        INSERT INTO tasks (kind, subject_id, for_user, due_at)
        SELECT DISTINCT p_kind, p_subject, u.id, mawa_now()
          FROM users u JOIN user_roles r ON r.user_id = u.id AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL
         WHERE u.active AND NOT u.system AND u.id <> mawa_actor()
           AND (p_supervisors AND r.role = 'case_supervisor'
             OR r.role = 'shelter_manager' AND EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = u.id
               AND m.principal_kind = 'shelter' AND m.principal_id = p_shelter
               AND m.from_at <= mawa_now() AND (m.until_at IS NULL OR m.until_at > mawa_now())))
        ON CONFLICT DO NOTHING;
      END $$;
      REVOKE EXECUTE ON FUNCTION tell_house(text, uuid, uuid, boolean) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION tell_house(text, uuid, uuid, boolean) TO mawa_app;
      ALTER FUNCTION tell_house(text, uuid, uuid, boolean) OWNER TO mawa_gate;
    `);
    await seedLists(
      queryRunner,
      LISTS_2.filter(({ name }) => LISTS.includes(name)),
      62,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await dropLists(queryRunner, LISTS);
    await queryRunner.query(`
      ${Object.keys(KEYS)
        .map((kind) => `DROP POLICY record_keys_of_${kind}s ON keys.record_keys;`)
        .join('\n      ')}
      DELETE FROM keys.record_keys WHERE kind IN ('incident', 'handover', 'visit');
      DROP FUNCTION tell_house;
      DROP TABLE items_issued, house_outings, house_visit_texts, house_visits, handover_reads, handover_texts,
        handover_notes, incident_notes, incident_people, incidents CASCADE;
      DROP FUNCTION house_wants;
      DROP TABLE house_switches;
    `);
  }
}
