import type { MigrationInterface, QueryRunner } from 'typeorm';

const named = (fr: string, ar: string, en: string): string =>
  `'${JSON.stringify({ fr, ar, en }).replaceAll("'", "''")}'`;

const CLASSES: readonly [string, string, string, string][] = [
  ['a', 'Personnel', 'الموظفون', 'Personnel'],
  ['b', 'Avantages sociaux', 'المزايا الاجتماعية', 'Fringe benefits'],
  ['c', 'Voyages', 'الأسفار', 'Travel'],
  ['d', 'Équipement', 'المعدات', 'Equipment'],
  ['e', 'Fournitures', 'اللوازم', 'Supplies'],
  ['f', 'Contrats', 'العقود', 'Contractual'],
  ['g', 'Construction', 'البناء', 'Construction'],
  ['h', 'Autres', 'أخرى', 'Other'],
  ['j', 'Coûts indirects', 'التكاليف غير المباشرة', 'Indirect costs'],
];

const CATEGORIES: readonly [number, string, string, string][] = [
  [1, 'Personnel', 'الموظفون وغيرهم من العاملين', 'Staff and other personnel'],
  [
    2,
    'Fournitures, produits et matériel',
    'اللوازم والسلع والمواد',
    'Supplies, commodities, materials',
  ],
  [
    3,
    'Équipement, véhicules et mobilier',
    'المعدات والمركبات والأثاث',
    'Equipment, vehicles and furniture',
  ],
  [4, 'Services contractuels', 'الخدمات التعاقدية', 'Contractual services'],
  [5, 'Voyages', 'الأسفار', 'Travel'],
  [
    6,
    'Transferts et subventions aux partenaires',
    'التحويلات والمنح للشركاء',
    'Transfers and grants to counterparts',
  ],
  [
    7,
    'Fonctionnement et autres coûts directs',
    'التشغيل وتكاليف مباشرة أخرى',
    'General operating and other direct costs',
  ],
  [8, 'Coûts d’appui indirects', 'تكاليف الدعم غير المباشرة', 'Indirect support costs'],
];

/**
 * The same money cut three ways: object classes of the SF-424A, harmonised categories of the United
 * Nations, and outcomes, agencies and partners. Each line is in one place of each: a key, never null.
 */
export class CutMoneyThreeWays1700000000942 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const rows = (all: readonly [string | number, string, string, string][]): string =>
      all.map(([code, ...names]) => `('${code}', ${named(...names)})`).join(', ');
    await queryRunner.query(`
      CREATE TABLE object_classes (code char(1) PRIMARY KEY, name jsonb NOT NULL CHECK (name ?& ARRAY['fr', 'ar', 'en']),
        source text NOT NULL DEFAULT 'SF-424A, section B, line 6');
      INSERT INTO object_classes (code, name) VALUES ${rows(CLASSES)};
      CREATE TABLE unsdg_categories (code smallint PRIMARY KEY, name jsonb NOT NULL CHECK (name ?& ARRAY['fr', 'ar', 'en']),
        source text NOT NULL DEFAULT 'UNSDG harmonised categories');
      INSERT INTO unsdg_categories (code, name) VALUES ${rows(CATEGORIES)};
      ALTER TABLE budget_lines ADD FOREIGN KEY (object_class) REFERENCES object_classes (code);
      ALTER TABLE budget_lines ADD FOREIGN KEY (unsdg_category) REFERENCES unsdg_categories (code);

      CREATE TABLE grant_outcomes (
        grant_id uuid NOT NULL REFERENCES grants (id),
        code text NOT NULL CHECK (length(code) BETWEEN 1 AND 20),
        name jsonb NOT NULL CHECK (name ?& ARRAY['fr', 'ar', 'en']),
        PRIMARY KEY (grant_id, code)
      );
      -- Until its outcomes are known a grant has one, which holds every line.
      INSERT INTO grant_outcomes (grant_id, code, name)
        SELECT id, 'all', ${named('Toute la subvention', 'المنحة كلها', 'The whole grant')} FROM grants;
      CREATE FUNCTION grant_has_an_outcome() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO grant_outcomes (grant_id, code, name)
          VALUES (NEW.id, 'all', ${named('Toute la subvention', 'المنحة كلها', 'The whole grant')});
        RETURN NULL;
      END $$;
      CREATE TRIGGER grant_has_an_outcome AFTER INSERT ON grants FOR EACH ROW EXECUTE FUNCTION grant_has_an_outcome();
      ALTER TABLE budget_lines ADD COLUMN outcome_code text NOT NULL DEFAULT 'all';
      ALTER TABLE budget_lines ADD FOREIGN KEY (grant_id, outcome_code) REFERENCES grant_outcomes (grant_id, code);

      -- Who spends it: the agency itself, unless a partner is named.
      ALTER TABLE budget_lines ADD COLUMN partner_id uuid REFERENCES organisations (id);
      UPDATE budget_lines SET partner_id = organisation_id;
      ALTER TABLE budget_lines ALTER COLUMN partner_id SET NOT NULL;
      CREATE FUNCTION line_has_a_partner() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      BEGIN
        NEW.partner_id := coalesce(NEW.partner_id, NEW.organisation_id);
        RETURN NEW;
      END $$;
      CREATE TRIGGER line_has_a_partner BEFORE INSERT ON budget_lines FOR EACH ROW EXECUTE FUNCTION line_has_a_partner();

      GRANT SELECT ON object_classes, unsdg_categories TO mawa_app, mawa_figures;
      GRANT SELECT, INSERT ON grant_outcomes TO mawa_app;
      GRANT SELECT ON grant_outcomes TO mawa_figures;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER line_has_a_partner ON budget_lines;
      DROP TRIGGER grant_has_an_outcome ON grants;
      DROP FUNCTION line_has_a_partner, grant_has_an_outcome;
      ALTER TABLE budget_lines DROP COLUMN partner_id, DROP COLUMN outcome_code,
        DROP CONSTRAINT budget_lines_object_class_fkey, DROP CONSTRAINT budget_lines_unsdg_category_fkey;
      DROP TABLE grant_outcomes, unsdg_categories, object_classes;
    `);
  }
}
