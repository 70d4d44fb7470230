import type { ReportDefinition, LocalizedText } from '../report-definition.types';
import { assertWhole, readDefinition } from './check-definition.rules';
import {
  anchorAfter,
  applyEdit,
  applyTextChanges,
  type Edit,
  unusedBlocks,
} from './edit-definition.rules';

const words = (fr: string): LocalizedText => ({ fr, ar: `${fr} ع`, en: `${fr} en` });
const text = (key: string) => ({
  block: 'narrative',
  key,
  title: words(key),
  hint: null,
  heading: true,
  required: false,
});
const BODY = {
  kind: 'a-report',
  title: words('T'),
  subtitle: words('S'),
  preparedBy: words('P'),
  agency: null,
  money: 'all',
  fileStem: 'mawa-a',
  audience: 'donor',
  every: 'quarter',
  due: { days: 30 },
  languages: ['fr', 'en'],
  sections: [
    { key: 'one', title: words('Un'), blocks: [{ block: 'key-figures' }, text('summary')] },
    { key: 'two', title: words('Deux'), blocks: [{ block: 'people-by-age' }] },
  ],
};
const definition = readDefinition('a-report', BODY);
const shape = ({ sections }: ReportDefinition) =>
  sections.map(({ key, blocks }) => [
    key,
    blocks.map((block) => ('key' in block ? block.key : block.block)),
  ]);
const codeOf = (make: () => unknown): unknown => {
  try {
    make();
  } catch (error) {
    return (error as { code: string; params: { at: string } }).code;
  }
  return null;
};

describe('editing the definition of a report', () => {
  it('moves a section, and leaves the first where it is when it is moved up', () => {
    expect(shape(applyEdit(definition, { act: 'section-down', section: 'one' }))).toEqual([
      ['two', ['people-by-age']],
      ['one', ['key-figures', 'summary']],
    ]);
    expect(applyEdit(definition, { act: 'section-up', section: 'one' })).toEqual(definition);
  });

  it('leads on from the part that it was about, or from its neighbour', () => {
    const after = (edit: Edit) => anchorAfter(edit, definition, applyEdit(definition, edit));
    const one = { section: 'one' };
    const led: [Edit, string | null][] = [
      [{ act: 'section-down', ...one }, 'section-one'],
      [{ act: 'section-remove', ...one }, 'section-two'],
      [{ act: 'section-remove', section: 'two' }, 'section-one'],
      [{ act: 'section-add', title: words('Trois') }, 'section-part-1'],
      [{ act: 'block-down', ...one, place: 0 }, 'block-one-1'],
      [{ act: 'block-down', ...one, place: 1 }, 'block-two-0'],
      [{ act: 'block-up', section: 'two', place: 0 }, 'block-one-2'],
      [{ act: 'block-up', ...one, place: 0 }, 'block-one-0'],
      [{ act: 'block-remove', ...one, place: 1 }, 'block-one-0'],
      [{ act: 'block-remove', section: 'two', place: 0 }, 'section-two'],
      [{ act: 'block-add', section: 'two', block: 'referrals' }, 'block-two-1'],
      [{ act: 'note-add', ...one, text: words('N') }, 'block-one-2'],
    ];
    expect(led.map(([edit]) => [edit, after(edit)])).toEqual(led);
    const alone = applyEdit(definition, { act: 'section-remove', ...one });
    const last: Edit = { act: 'section-remove', section: 'two' };
    expect(anchorAfter(last, alone, applyEdit(alone, last))).toBeNull();
  });

  it('moves a block within its section, and over its edge into the next', () => {
    const place = { section: 'one', place: 1 };
    expect(shape(applyEdit(definition, { act: 'block-up', ...place }))[0]).toEqual([
      'one',
      ['summary', 'key-figures'],
    ]);
    expect(shape(applyEdit(definition, { act: 'block-down', ...place }))).toEqual([
      ['one', ['key-figures']],
      ['two', ['summary', 'people-by-age']],
    ]);
    const last = { act: 'block-down', section: 'two', place: 0 } as const;
    expect(applyEdit(definition, last)).toEqual(definition);
  });

  it('adds and takes out sections, figures and texts', () => {
    const more = applyEdit(applyEdit(definition, { act: 'section-add', title: words('Trois') }), {
      act: 'text-add',
      section: 'part-1',
      title: words('Suite'),
    });
    expect(shape(more)[2]).toEqual(['part-1', ['part-2']]);
    const figures = { act: 'block-add', section: 'two', block: 'method' } as const;
    expect(shape(applyEdit(definition, figures))[1]).toEqual(['two', ['people-by-age', 'method']]);
    expect(unusedBlocks(definition)).not.toContain('key-figures');
    expect(shape(applyEdit(definition, { act: 'section-remove', section: 'one' }))).toHaveLength(1);
    const out = { act: 'block-remove', section: 'one', place: 0 } as const;
    expect(shape(applyEdit(definition, out))[0]).toEqual(['one', ['summary']]);
  });

  it('keeps what was typed into its fields', () => {
    const typed = applyTextChanges(definition, {
      head: { every: 'year', due: { day: '03-31' } },
      sections: { two: words('Personnes') },
      texts: { summary: { title: words('Bref'), required: true } },
    });
    expect(typed).toMatchObject({ every: 'year', due: { day: '03-31' } });
    expect(typed.sections[1]!.title.fr).toBe('Personnes');
    expect(typed.sections[0]!.blocks[1]).toMatchObject({ title: words('Bref'), required: true });
  });
});

describe('a definition is refused with the place that is wrong', () => {
  const first = BODY.sections[0]!;
  it.each([
    ['an unknown field', { sections: [{ ...first, blocks: [{ block: 'names' }] }] }, 'unknown'],
    ['no title in Arabic', { title: { fr: 'T', ar: ' ', en: 'T' } }, 'text_missing'],
    ['a title of 10,000 characters', { title: words('x'.repeat(10_000)) }, 'text_too_long'],
    ['an audience that nobody knows', { audience: 'neighbours' }, 'unknown'],
    [
      'a house shown to everybody',
      { audience: 'public', sections: [{ ...first, blocks: [{ block: 'beds-by-shelter' }] }] },
      'not_for_everybody',
    ],
    ['no day by which it is due', { due: { days: 0 } }, 'no_deadline'],
    ['the 30th of February', { due: { day: '02-30' } }, 'no_deadline'],
    ['no language', { languages: [] }, 'no_language'],
    ['the same section twice', { sections: [first, { ...first, blocks: [] }] }, 'section_twice'],
    [
      'the same figures twice',
      { sections: [first, { key: 'b', title: words('B'), blocks: [{ block: 'key-figures' }] }] },
      'block_twice',
    ],
    [
      'the same text twice',
      { sections: [first, { key: 'b', title: words('B'), blocks: [text('summary')] }] },
      'text_twice',
    ],
    ['a key with a space', { sections: [{ ...first, key: 'a b' }] }, 'not_a_key'],
    ['sections that are no list', { sections: {} }, 'not_a_list'],
    ['sections in each other without end', { sections: [[[[]]]] }, 'not_a_key'],
    ['nothing at all', null, 'text_missing'],
  ])('%s', (_what, more, code) => {
    const body: unknown = more === null ? null : { ...BODY, ...more };
    expect(codeOf(() => readDefinition('a-report', body))).toBe(`definitions.${code}`);
  });

  it('a picture without its table is not put in force, nor a report of nothing', () => {
    const chart = applyEdit(definition, { act: 'block-add', section: 'two', block: 'beds-chart' });
    expect(codeOf(() => assertWhole(chart))).toBe('definitions.chart_without_table');
    expect(codeOf(() => assertWhole({ ...definition, sections: [] }))).toBe('definitions.empty');
    expect(codeOf(() => assertWhole(definition))).toBeNull();
  });

  describe('words of notes, texts and questions', () => {
    const NONE: LocalizedText = { fr: '', ar: ' ', en: '' };
    const noted = applyEdit(definition, { act: 'note-add', section: 'one', text: words('À lire') });
    const asking = applyEdit(noted, {
      act: 'question-add',
      section: 'two',
      title: words('Note ?'),
      options: [
        { code: 'yes', label: words('Oui') },
        { code: 'no', label: words('Non') },
      ],
    });
    const typed = (texts: Parameters<typeof applyTextChanges>[1]['texts'], notes = {}) =>
      readDefinition(
        'a-report',
        applyTextChanges(asking, { head: {}, sections: {}, texts, notes }),
      );
    const blockOf = (of: ReportDefinition, key: string) =>
      of.sections
        .flatMap(({ blocks }) => blocks)
        .find((block) => 'key' in block && block.key === key);

    it('adds a note and a question, each under a key of its own', () => {
      expect(shape(asking)).toEqual([
        ['one', ['key-figures', 'summary', 'part-1']],
        ['two', ['people-by-age', 'part-2']],
      ]);
    });

    it('writes a note, a hint and whether a title is printed; an empty hint is none', () => {
      const title = words('Résumé');
      const after = typed(
        { summary: { title, required: true, heading: false, hint: words('Une page') } },
        { 'part-1': words('À relire') },
      );
      expect(blockOf(after, 'summary')).toMatchObject({
        title,
        required: true,
        heading: false,
        hint: words('Une page'),
      });
      expect(blockOf(after, 'part-1')).toMatchObject({ text: words('À relire') });
      const again = applyTextChanges(after, {
        head: {},
        sections: {},
        texts: { summary: { title, required: true, hint: NONE } },
      });
      expect(blockOf(again, 'summary')).toMatchObject({ hint: null, heading: false });
    });

    it('writes answers, takes one more and lets an empty one go; one alone is no question', () => {
      const question = { title: words('Note ?'), required: false };
      const options = { yes: words('Bien') };
      const after = typed({ 'part-2': { ...question, options, newOption: words('Faible') } });
      expect(blockOf(after, 'part-2')).toMatchObject({
        options: [
          { code: 'yes', label: words('Bien') },
          { code: 'answer-1', label: words('Faible') },
        ],
      });
      expect(codeOf(() => typed({ 'part-2': { ...question, options } }))).toBe(
        'definitions.too_few_options',
      );
    });
  });
});
