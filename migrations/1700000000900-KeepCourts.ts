import type { MigrationInterface, QueryRunner } from 'typeorm';
import { LISTS_LEGAL } from './data/lists-legal-1';
import { dropLists, seedLists } from './data/seed-lists';

/** Days of every year on which all courts are closed; those of the moon are written each year by hand. */
const EVERY_YEAR = [
  ['01-01', 'Nouvel an', 'رأس السنة الميلادية', 'New Year'],
  ['01-11', 'Manifeste de l’Indépendance', 'تقديم وثيقة الاستقلال', 'Manifesto of Independence'],
  ['01-14', 'Nouvel an amazigh', 'رأس السنة الأمازيغية', 'Amazigh New Year'],
  ['05-01', 'Fête du travail', 'عيد الشغل', 'Labour Day'],
  ['07-30', 'Fête du Trône', 'عيد العرش', 'Throne Day'],
  ['08-14', 'Oued Ed-Dahab', 'استرجاع إقليم وادي الذهب', 'Oued Ed-Dahab Day'],
  [
    '08-20',
    'Révolution du Roi et du Peuple',
    'ثورة الملك والشعب',
    'Revolution of the King and the People',
  ],
  ['08-21', 'Fête de la Jeunesse', 'عيد الشباب', 'Youth Day'],
  ['10-31', 'Fête de l’Unité', 'عيد الوحدة', 'Unity Day'],
  ['11-06', 'Marche verte', 'ذكرى المسيرة الخضراء', 'Green March'],
  ['11-18', 'Fête de l’Indépendance', 'عيد الاستقلال', 'Independence Day'],
] as const;

const WRITERS = `(SELECT mawa_has_role('administrator', 'legal_officer')) OR (SELECT mawa_is_system())`;

/**
 * Courts as data, with the special office that receives victims, and the days on which they are closed.
 * They hold nobody: who signs in reads them, those who keep them write.
 */
export class KeepCourts1700000000900 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('court_closed_weekdays', '2000-01-01Z', '[0, 6]', 'courts of Morocco sit from Monday to Friday; 0 is Sunday');

      CREATE TABLE courts (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        kind text NOT NULL CHECK (kind IN ('first_instance', 'appeal', 'cassation', 'family', 'administrative', 'commercial', 'social', 'other')),
        fr text NOT NULL CHECK (length(fr) BETWEEN 2 AND 120),
        ar text NOT NULL CHECK (length(ar) BETWEEN 2 AND 120),
        en text NOT NULL CHECK (length(en) BETWEEN 2 AND 120),
        city text NOT NULL CHECK (length(city) BETWEEN 2 AND 80),
        region text NOT NULL CHECK (region ~ '^(0[1-9]|1[0-2])$'),
        -- The office of the court that receives women and children who are victims.
        office text CHECK (length(office) <= 200),
        office_phone text CHECK (office_phone ~ '^[0-9+ ().-]{4,30}$'),
        office_hours text CHECK (length(office_hours) <= 120),
        active boolean NOT NULL DEFAULT true,
        revision integer NOT NULL DEFAULT 1,
        created_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        created_at timestamptz NOT NULL DEFAULT mawa_now()
      );
      CREATE UNIQUE INDEX courts_by_name ON courts (lower(fr));

      CREATE TABLE court_closed_days (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        -- Null: all courts.
        court_id uuid REFERENCES courts (id),
        day date NOT NULL CHECK (day BETWEEN '2000-01-01' AND '2100-01-01'),
        -- On this day of every year from that one on.
        yearly boolean NOT NULL DEFAULT false,
        fr text NOT NULL CHECK (length(fr) BETWEEN 2 AND 120),
        ar text NOT NULL CHECK (length(ar) BETWEEN 2 AND 120),
        en text NOT NULL CHECK (length(en) BETWEEN 2 AND 120),
        added_by uuid REFERENCES users (id) DEFAULT mawa_actor(),
        added_at timestamptz NOT NULL DEFAULT mawa_now(),
        removed_by uuid REFERENCES users (id),
        removed_at timestamptz,
        CHECK ((removed_by IS NULL) = (removed_at IS NULL))
      );
      CREATE UNIQUE INDEX court_closed_days_once ON court_closed_days (court_id, day) NULLS NOT DISTINCT WHERE removed_at IS NULL;
    `);
    for (const [day, fr, ar, en] of EVERY_YEAR) {
      await queryRunner.query(
        `INSERT INTO court_closed_days (day, yearly, fr, ar, en, added_by, added_at)
         VALUES ($1, true, $2, $3, $4, '00000000-0000-4000-8000-000000000004', '2020-01-01Z')`,
        [`2000-${day}`, fr, ar, en],
      );
    }
    await queryRunner.query(`
      ${['courts', 'court_closed_days']
        .map(
          (table) => `
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY ${table}_read ON ${table} FOR SELECT TO mawa_app USING (true);
      CREATE POLICY ${table}_add ON ${table} FOR INSERT TO mawa_app WITH CHECK (${WRITERS});
      CREATE POLICY ${table}_change ON ${table} FOR UPDATE TO mawa_app USING (${WRITERS}) WITH CHECK (${WRITERS});`,
        )
        .join('')}
      GRANT SELECT, INSERT ON courts, court_closed_days TO mawa_app;
      GRANT UPDATE (kind, fr, ar, en, city, region, office, office_phone, office_hours, active, revision) ON courts TO mawa_app;
      GRANT UPDATE (removed_by, removed_at) ON court_closed_days TO mawa_app;
      CREATE POLICY courts_for_figures ON courts FOR SELECT TO mawa_figures USING (true);
      GRANT SELECT (id, kind, region) ON courts TO mawa_figures;

      -- Why a court does not sit on a day; null where it does.
      CREATE FUNCTION court_closure(p_court uuid, p_day date) RETURNS uuid LANGUAGE sql STABLE AS $$
        SELECT d.id FROM court_closed_days d
         WHERE (d.court_id IS NULL OR d.court_id = p_court) AND d.removed_at IS NULL
           AND (d.day = p_day OR d.yearly AND p_day >= d.day AND to_char(d.day, 'MM-DD') = to_char(p_day, 'MM-DD'))
         ORDER BY d.court_id NULLS LAST, d.yearly LIMIT 1 $$;
      CREATE FUNCTION court_weekend(p_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT coalesce(mawa_setting('court_closed_weekdays'), '[]') @> to_jsonb(extract(dow FROM p_day)::int) $$;
      GRANT EXECUTE ON FUNCTION court_closure(uuid, date), court_weekend(date) TO mawa_app, mawa_gate;
    `);
    await seedLists(queryRunner, LISTS_LEGAL, 90);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await dropLists(
      queryRunner,
      LISTS_LEGAL.map(({ name }) => name),
    );
    await queryRunner.query(`
      DROP FUNCTION court_weekend, court_closure;
      DROP TABLE court_closed_days, courts;
      DELETE FROM settings WHERE key = 'court_closed_weekdays';
    `);
  }
}
