import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Words of an item of a list. */
interface ItemWords {
  readonly list: string;
  readonly code: string;
  readonly before: string;
  readonly now: string;
}

/** A text of a form, as it stands in its definition. */
interface FormWords {
  readonly form: string;
  readonly before: string;
  readonly now: string;
}

const ITEMS: readonly ItemWords[] = [
  {
    list: 'missing_first_steps',
    code: 'look_in_the_house',
    before: 'البحث في الدار كلها، مع الفناء والمرافق',
    now: 'البحث في المركز كله، مع الفناء والمرافق',
  },
  {
    list: 'exit_destinations',
    code: 'network_shelter',
    before: 'دار أخرى من الشبكة',
    now: 'مركز آخر من الشبكة',
  },
];

const FORMS: readonly FormWords[] = [
  { form: 'best_interests', before: 'الدار', now: 'مركز الإيواء' },
  { form: 'best_interests', before: 'البقاء في الدار', now: 'البقاء في المركز' },
  {
    form: 'risk',
    before: 'خلال أربع وعشرين ساعة: خطة سلامة مع الشخص، وإخبار الدار، والنظر في تغيير المكان.',
    now: 'خلال أربع وعشرين ساعة: خطة سلامة مع الشخص، وإخبار المركز، والنظر في تغيير المكان.',
  },
];

/**
 * A house is مركز in Arabic, no longer دار. The first version of these lists and forms came with the release: its words
 * are put right where they stand, and versions of the programme's own stay.
 */
export class RenameHousesInArabic1764500000039 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  up(runner: QueryRunner): Promise<void> {
    return this.change(runner, 'before', 'now');
  }

  down(runner: QueryRunner): Promise<void> {
    return this.change(runner, 'now', 'before');
  }

  /** Approved versions do not change, and the owner is under row-level security too: it would see no row. */
  private async change(
    runner: QueryRunner,
    from: 'before' | 'now',
    to: 'before' | 'now',
  ): Promise<void> {
    await runner.query(`
      ALTER TABLE list_items NO FORCE ROW LEVEL SECURITY, DISABLE TRIGGER list_items_of_a_draft;
      ALTER TABLE form_versions NO FORCE ROW LEVEL SECURITY, DISABLE TRIGGER form_versions_stand,
        DISABLE TRIGGER form_fields_follow;
    `);
    for (const words of ITEMS)
      await runner.query(
        'UPDATE list_items SET ar = $4 WHERE list = $1 AND version = 1 AND code = $2 AND ar = $3',
        [words.list, words.code, words[from], words[to]],
      );
    for (const words of FORMS)
      await runner.query(
        `UPDATE form_versions
            SET definition = replace(definition::text, to_json($2::text)::text, to_json($3::text)::text)::jsonb
          WHERE form_key = $1 AND version = 1`,
        [words.form, words[from], words[to]],
      );
    await runner.query(`
      ALTER TABLE list_items FORCE ROW LEVEL SECURITY, ENABLE TRIGGER list_items_of_a_draft;
      ALTER TABLE form_versions FORCE ROW LEVEL SECURITY, ENABLE TRIGGER form_versions_stand,
        ENABLE TRIGGER form_fields_follow;
    `);
  }
}
