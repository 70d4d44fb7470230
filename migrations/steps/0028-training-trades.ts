import type { MigrationInterface, QueryRunner } from 'typeorm';

const SOURCE =
  'Programme list: trades taught by centres in Morocco, under the broad fields of ISCED-F 2013 (UNESCO) by its detailed fields';

/** The first version of the list: code, the field above it, and its words. */
const ITEMS: readonly (readonly [
  code: string,
  parent: string | null,
  fr: string,
  ar: string,
  en: string,
])[] = [
  [
    '10',
    null,
    'Cuisine, beauté, hôtellerie et transport',
    'الطبخ والتجميل والفندقة والنقل',
    'Cooking, beauty, hotels and transport',
  ],
  ['cooking', '10', 'Cuisine', 'الطبخ', 'Cooking'],
  ['table_service', '10', 'Service en salle', 'الخدمة في المطاعم', 'Waiting at tables'],
  ['housekeeping', '10', 'Ménage et hôtellerie', 'التنظيف والفندقة', 'Cleaning and housekeeping'],
  ['hairdressing', '10', 'Coiffure', 'الحلاقة', 'Hairdressing'],
  ['beauty', '10', 'Esthétique', 'التجميل', 'Beauty care'],
  ['driving', '10', 'Conduite', 'السياقة', 'Driving'],
  [
    '07',
    null,
    'Fabrication, bâtiment et réparation',
    'الصناعة والبناء والإصلاح',
    'Making, building and repair',
  ],
  ['sewing', '07', 'Couture', 'الخياطة', 'Sewing'],
  ['pastry', '07', 'Pâtisserie et boulangerie', 'صناعة الحلويات والخبز', 'Pastry and bakery'],
  [
    'local_produce',
    '07',
    'Produits du terroir (argan, huiles, conserves)',
    'المنتوجات المجالية (أركان، زيوت، مصبرات)',
    'Local produce (argan, oils, preserves)',
  ],
  ['car_mechanics', '07', 'Mécanique auto', 'ميكانيك السيارات', 'Car mechanics'],
  ['electricity', '07', 'Électricité', 'الكهرباء', 'Electrical work'],
  ['solar', '07', 'Panneaux solaires', 'الألواح الشمسية', 'Solar panels'],
  ['cooling', '07', 'Froid et climatisation', 'التبريد والتكييف', 'Cooling and air conditioning'],
  ['plumbing', '07', 'Plomberie', 'الترصيص (البلومبري)', 'Plumbing'],
  ['masonry', '07', 'Maçonnerie', 'البناء', 'Masonry'],
  ['painting', '07', 'Peinture en bâtiment', 'صباغة المباني', 'House painting'],
  ['carpentry', '07', 'Menuiserie', 'النجارة', 'Carpentry'],
  ['welding', '07', 'Soudure', 'التلحيم (السودور)', 'Welding'],
  ['phone_repair', '07', 'Réparation de téléphones', 'إصلاح الهواتف', 'Phone repair'],
  [
    '02',
    null,
    'Artisanat, langues et arts',
    'الصناعة التقليدية واللغات والفنون',
    'Crafts, languages and arts',
  ],
  ['embroidery', '02', 'Broderie', 'الطرز', 'Embroidery'],
  ['weaving', '02', 'Tissage et tapis', 'النسيج والزرابي', 'Weaving and carpets'],
  ['pottery', '02', 'Poterie', 'الفخار', 'Pottery'],
  ['graphic_design', '02', 'Infographie', 'الأنفوغرافيا', 'Graphic design'],
  [
    'languages',
    '02',
    'Langues (français, anglais…)',
    'اللغات (الفرنسية، الإنجليزية…)',
    'Languages (French, English…)',
  ],
  ['09', null, 'Soins et aide à la personne', 'العناية بالأشخاص ومساعدتهم', 'Care for people'],
  ['child_minding', '09', 'Garde d’enfants', 'رعاية الأطفال', 'Child care'],
  [
    'home_care',
    '09',
    'Aide à domicile (personnes âgées ou malades)',
    'مساعدة المسنين والمرضى في البيت',
    'Home help (elderly or ill people)',
  ],
  ['04', null, 'Commerce et bureau', 'التجارة والعمل المكتبي', 'Selling and office work'],
  ['sales', '04', 'Vente et caisse', 'البيع والصندوق', 'Sales and checkout'],
  ['secretarial', '04', 'Secrétariat et accueil', 'السكرتارية والاستقبال', 'Office and reception'],
  ['bookkeeping', '04', 'Comptabilité', 'المحاسبة', 'Bookkeeping'],
  ['call_centre', '04', 'Centre d’appels', 'مركز الاتصال', 'Call centre'],
  ['06', null, 'Informatique', 'المعلوميات', 'Computing'],
  [
    'office_software',
    '06',
    'Bureautique (Word, Excel)',
    'المعلوميات المكتبية (وورد، إكسيل)',
    'Office software (Word, Excel)',
  ],
  ['08', null, 'Agriculture et élevage', 'الفلاحة وتربية المواشي', 'Farming'],
  ['crops', '08', 'Cultures et maraîchage', 'الزراعة والخضر', 'Crops and vegetables'],
  ['livestock', '08', 'Élevage', 'تربية المواشي والدواجن', 'Livestock'],
  ['gardening', '08', 'Jardinage', 'البستنة', 'Gardening'],
  ['01', null, 'Enseignement', 'التعليم', 'Teaching'],
  ['preschool', '01', 'Éducation préscolaire', 'التعليم الأولي', 'Preschool teaching'],
  ['00', null, 'Savoirs de base', 'التعلم الأساسي', 'Basic skills'],
  ['literacy', '00', 'Lire et écrire', 'القراءة والكتابة', 'Reading and writing'],
];

const LIST_TABLES = ['list_versions', 'list_writers', 'list_items', 'list_crosswalk'];

/**
 * Wishes for training and courses name a trade beside the broad field. Servers that do not know trades go on: they write
 * none.
 */
export class AddTrainingTrades1764500000034 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE lists ADD COLUMN first_tier text REFERENCES lists (name);
      ALTER TABLE list_items
        ADD CONSTRAINT list_items_under_their_parent UNIQUE (list, version, code, parent);
    `);
    await this.withListTablesUnlocked(runner, () => this.addList(runner));
    await runner.query(`
      ALTER TABLE training_courses
        ADD COLUMN trade text CHECK (trade ~ '^[A-Za-z0-9_]{1,60}$'),
        ADD COLUMN trade_version integer CHECK (trade_version >= 1),
        ADD COLUMN trade_list text NOT NULL DEFAULT 'training_trades' CHECK (trade_list = 'training_trades'),
        ADD CONSTRAINT training_courses_trade_of_a_version CHECK ((trade IS NULL) = (trade_version IS NULL)),
        ADD CONSTRAINT training_courses_trade_of_the_field FOREIGN KEY (trade_list, trade_version, trade, field)
          REFERENCES list_items (list, version, code, parent);
      GRANT INSERT (trade, trade_version) ON training_courses TO mawa_app;
      ALTER TABLE training_orientations
        ADD COLUMN trades text[] NOT NULL DEFAULT '{}' CHECK (cardinality(trades) <= 40),
        ADD COLUMN trades_version integer CHECK (trades_version >= 1),
        ADD CONSTRAINT training_orientations_trades_of_a_version
          CHECK (cardinality(trades) = 0 OR trades_version IS NOT NULL);
      GRANT INSERT (trades, trades_version) ON training_orientations TO mawa_app;
      UPDATE person_tables SET codes = '{interests,trades,schooling,languages,experience,avoids}'
       WHERE name = 'training_orientations';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE person_tables SET codes = '{interests,schooling,languages,experience,avoids}'
       WHERE name = 'training_orientations';
      ALTER TABLE training_orientations DROP COLUMN trades, DROP COLUMN trades_version;
      ALTER TABLE training_courses DROP COLUMN trade, DROP COLUMN trade_version, DROP COLUMN trade_list;
    `);
    await this.withListTablesUnlocked(runner, async () => {
      for (const table of ['list_crosswalk', 'list_items', 'list_writers', 'list_versions'])
        await runner.query(`DELETE FROM ${table} WHERE list = 'training_trades'`);
      await runner.query(`DELETE FROM lists WHERE name = 'training_trades'`);
    });
    await runner.query(`
      ALTER TABLE list_items DROP CONSTRAINT list_items_under_their_parent;
      ALTER TABLE lists DROP COLUMN first_tier;
    `);
  }

  /** With owner, source and days of the fields beside it, which came with the release too. */
  private async addList(runner: QueryRunner): Promise<void> {
    await runner.query(`
      INSERT INTO lists (name, owner_role, owner_kind, compared, position, first_tier)
      SELECT 'training_trades', owner_role, owner_kind, compared, 124, name FROM lists WHERE name = 'isced_fields'`);
    await runner.query(
      `INSERT INTO list_versions (list, version, state, revision, source, licence, note, holds_from,
         drafted_by, drafted_at, approved_by, approved_at)
       SELECT 'training_trades', version, state, revision, $1, licence, note, holds_from,
              drafted_by, drafted_at, approved_by, approved_at
         FROM list_versions WHERE list = 'isced_fields' AND version = 1`,
      [SOURCE],
    );
    const rows = ITEMS.map(([code, parent, fr, ar, en], index) => ({
      code,
      parent,
      fr,
      ar,
      en,
      position: index + 1,
    }));
    await runner.query(
      `INSERT INTO list_items (list, version, code, position, parent, fr, ar, en)
       SELECT 'training_trades', 1, code, position, parent, fr, ar, en
         FROM jsonb_to_recordset($1::jsonb)
           AS r (code text, position smallint, parent text, fr text, ar text, en text)`,
      [JSON.stringify(rows)],
    );
    await runner.query(`
      INSERT INTO list_crosswalk (list, version, code, standard)
      SELECT i.list, i.version, i.code, s.name FROM list_items i CROSS JOIN standards s
       WHERE i.list = 'training_trades'`);
  }

  /** Row-level security and triggers are off meanwhile: these rows come with the release, so no owner may write them. */
  private async withListTablesUnlocked(
    runner: QueryRunner,
    work: () => Promise<void>,
  ): Promise<void> {
    for (const table of LIST_TABLES)
      await runner.query(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY, DISABLE TRIGGER USER`);
    await work();
    // What is still to be checked forbids ALTER TABLE.
    await runner.query('SET CONSTRAINTS ALL IMMEDIATE');
    for (const table of LIST_TABLES)
      await runner.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY, ENABLE TRIGGER USER`);
  }
}
