import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { REFERENCE_LISTS } from '../../migrations/data/lists';
import { CLASSIFICATION_LISTS } from '../../migrations/data/lists/classification';
import { CTDC, HTCDS } from '../../migrations/data/standards';
import { ROOT } from '../platform/config/root';
import { FIXED_CROSSWALK } from './data/crosswalk.data';
import { isListName, list } from './fixed-lists.data';
import {
  checkItem,
  compareItems,
  inOrder,
  type Item,
  moveItem,
  type WrittenItem,
} from './list.rules';
import { OWNED_LISTS } from './owned-lists.data';

const written = (more: Partial<WrittenItem> = {}): WrittenItem => ({
  code: 'debt',
  fr: 'Dette',
  ar: 'دين',
  en: 'Debt',
  htcds: ['f=a'],
  ctdc: ['none'],
  ...more,
});
const anItem = (code: string, more: Partial<Item> = {}): Item => ({
  code,
  labels: { fr: `${code} fr`, ar: `${code} ar`, en: `${code} en` },
  parent: null,
  retired: false,
  crosswalk: { htcds: [], ctdc: [] },
  ...more,
});
const comparable = { htcds: ['f=a', 'f=b'], ctdc: ['g=1'] };
const problems = (item: Partial<WrittenItem>, others: Item[] = []) =>
  checkItem(written(item), others, comparable).map(({ code, field }) => [field, code]);

describe('an item of a list', () => {
  it('that is whole is taken', () => expect(problems({})).toEqual([]));

  it('has a code of letters and digits, not taken and not one that says what an answer is', () => {
    expect(problems({ code: 'une dette' })).toEqual([['code', 'lists.code_shape']]);
    expect(problems({ code: '' })).toEqual([['code', 'lists.code_shape']]);
    expect(problems({ code: 'a'.repeat(61) })).toEqual([['code', 'lists.code_shape']]);
    expect(problems({ code: 'declined' })).toEqual([['code', 'lists.code_reserved']]);
    expect(problems({ code: 'DEBT' }, [anItem('debt')])).toEqual([['code', 'lists.code_taken']]);
  });

  it('has its words in each of the three languages, no two alike', () => {
    expect(problems({ fr: ' ', ar: '', en: '\t' })).toEqual([
      ['fr', 'lists.label_empty'],
      ['ar', 'lists.label_empty'],
      ['en', 'lists.label_empty'],
    ]);
    expect(problems({ ar: 'د'.repeat(201) })).toEqual([['ar', 'common.too_long']]);
    const other = anItem('other', { labels: { fr: 'DETTE', ar: 'x', en: 'y' } });
    expect(problems({}, [other])).toEqual([['fr', 'lists.label_taken']]);
    expect(problems({}, [{ ...other, retired: true }])).toEqual([]);
  });

  it('stands under a code of the first tier, or under none', () => {
    const tiers = [anItem('top'), anItem('below', { parent: 'top' })];
    expect(problems({ parent: 'top' }, tiers)).toEqual([]);
    expect(problems({ parent: 'below' }, tiers)).toEqual([['parent', 'lists.parent_unknown']]);
    expect(problems({ parent: 'gone' }, tiers)).toEqual([['parent', 'lists.parent_unknown']]);
    expect(problems({ parent: 'top' }, [...tiers, anItem('x', { parent: 'debt' })])).toEqual([
      ['parent', 'lists.parent_of_others'],
    ]);
  });

  it('stands in the first tier by a code of the list that the first tier has its codes of', () => {
    const codes = (item: Partial<WrittenItem>) =>
      checkItem(written(item), [anItem('10')], comparable, ['07', '10']).map(
        ({ code, field }) => `${field} ${code}`,
      );
    expect(codes({})).toEqual(['parent lists.parent_missing']);
    expect(codes({ parent: '10' })).toEqual([]);
    expect(codes({ code: '07' })).toEqual([]);
  });

  it('says what the standards call it, or that they call it nothing', () => {
    expect(problems({ htcds: [] })).toEqual([['htcds', 'lists.equivalent_missing']]);
    expect(problems({ htcds: ['none', 'f=a'] })).toEqual([['htcds', 'lists.none_stands_alone']]);
    expect(problems({ htcds: ['f=c'], ctdc: ['g=1'] })).toEqual([['htcds', 'common.not_choice']]);
    expect(checkItem(written({ htcds: [], ctdc: [] }), [], { htcds: [], ctdc: [] })).toEqual([]);
  });
});

describe('the order of a list', () => {
  const tiers = [
    anItem('a'),
    anItem('b'),
    anItem('a1', { parent: 'a' }),
    anItem('a2', { parent: 'a' }),
  ];
  const codes = (items: Item[]) => items.map(({ code }) => code).join(' ');

  it('puts each code before those under it', () => expect(codes(inOrder(tiers))).toBe('a a1 a2 b'));

  it('moves a code among its equals, with those under it', () => {
    expect(codes(moveItem(tiers, 'a', 'down'))).toBe('b a a1 a2');
    expect(codes(moveItem(tiers, 'a2', 'up'))).toBe('a a2 a1 b');
    expect(codes(moveItem(tiers, 'a', 'up'))).toBe('a a1 a2 b');
    expect(codes(moveItem(tiers, 'nobody', 'up'))).toBe('a a1 a2 b');
  });
});

describe('two versions of a list', () => {
  const changes = (before: Item[], after: Item[]) =>
    compareItems(before, after)
      .filter((one) => one.changes.length > 0)
      .map((one) => `${one.code}: ${one.changes.join(' ')}`);
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((code) => anItem(code)) as [Item, Item, Item, Item];

  it('differ in what was added, renamed, retired, restored, compared anew or put under another', () => {
    const renamed = { ...a, labels: { ...a.labels, ar: 'جديد' } };
    const compared = { ...c, crosswalk: { htcds: [{ field: 'f', value: 'a' }], ctdc: [] } };
    expect(changes([a, b, c], [renamed, { ...b, retired: true }, compared, d])).toEqual([
      'a: renamed',
      'b: retired',
      'c: compared_anew',
      'd: added',
    ]);
    expect(changes([{ ...b, retired: true }, c], [b, { ...c, parent: 'b' }])).toEqual([
      'b: restored',
      'c: under_another',
    ]);
  });

  it('name as moved only what had to move, and nothing where nothing changed', () => {
    expect(changes([a, b, c, d], [d, a, b, c])).toEqual(['d: moved']);
    expect(changes([a, b, c, d], [a, b, c, d])).toEqual([]);
  });
});

describe('the first edition of the lists', () => {
  const rows = (file: string): Record<string, string>[] =>
    parse(readFileSync(join(ROOT, 'test/fixtures/standards', file)), { columns: true });

  it('has the values of HTCDS 2.0 exactly as published, in their order', () => {
    const published = rows('htcds-fields-2.0.csv');
    for (const { field, values } of HTCDS.fields) {
      const row = published.find((one) => one.field_with_prefix === field)!;
      expect(values.map(([value]) => value).join('|')).toBe(row.value_names);
      expect(values.map(([, label]) => label).join('|')).toBe(row.value_labels);
    }
  });

  it('has the 27 variables of CTDC with their values', () => {
    // Read line by line: the published sheet quotes one cell only in part.
    const lines = readFileSync(
      join(ROOT, 'test/fixtures/standards/ctdc-variables-v2-2024.csv'),
      'utf8',
    )
      .trim()
      .split(/\r?\n/)
      .slice(1);
    expect(CTDC.fields.map(({ field }) => field)).toEqual(lines.map((line) => line.split(',')[1]));
    expect(lines).toHaveLength(27);
    for (const { field, values } of CTDC.fields) {
      const line = lines.find((one) => one.split(',')[1] === field)!;
      for (const [value] of values) expect(line).toContain(value);
    }
  });

  it('follows HTCDS code by code where it says so; national additions are the named two', () => {
    for (const { name, htcds, items } of CLASSIFICATION_LISTS) {
      if (htcds.length === 0 || name === 'recruiter_relations') continue;
      const values = HTCDS.fields.find(({ field }) => field === htcds[0])!.values;
      const ours = items.filter(({ parent }) => parent === null).map(({ code }) => code);
      const added = ours.filter((code) => !values.some(([value]) => value === code));
      expect([name, added]).toEqual([
        name,
        name === 'control_methods' ? ['RestrictsMovement', 'UsesChildren'] : [],
      ]);
      expect(values.map(([value]) => value).filter((value) => !ours.includes(value))).toEqual([]);
    }
    const relations = CLASSIFICATION_LISTS.find(
      ({ name }) => name === 'recruiter_relations',
    )!.items;
    expect(relations.filter(({ parent }) => parent === null).map(({ code }) => code)).toEqual([
      'Familial',
      'Acquainted',
      'Unaquainted',
    ]);
  });

  it('compares every code of every classified list with both standards, with values that they have', () => {
    const known = new Set(
      [HTCDS, CTDC].flatMap(({ fields }) =>
        fields.flatMap(({ field, values }) => values.map(([value]) => `${field}=${value}`)),
      ),
    );
    const targets = [
      ...CLASSIFICATION_LISTS.flatMap(({ items }) =>
        items.flatMap(({ htcds, ctdc }) => [...htcds, ...ctdc]),
      ),
      ...Object.values(FIXED_CROSSWALK).flatMap((codes) =>
        Object.values(codes).flatMap(({ htcds, ctdc }) =>
          [...htcds, ...ctdc].map(({ field, value }) => `${field}=${value}`),
        ),
      ),
    ];
    expect(targets.filter((target) => !known.has(target))).toEqual([]);
    for (const [name, codes] of Object.entries(FIXED_CROSSWALK)) {
      expect(isListName(name)).toBe(true);
      expect(Object.keys(codes)).toEqual(list(name as 'acts').items.map(({ code }) => code));
    }
  });

  it('is the lists that the code knows, each item whole and each target within its list', () => {
    const names = REFERENCE_LISTS.map(({ name }) => name);
    expect(names.sort()).toEqual([...OWNED_LISTS].sort());
    for (const { items, htcds, ctdc } of CLASSIFICATION_LISTS) {
      const fields = [...htcds, ...ctdc];
      const seen: Item[] = [];
      for (const one of items) {
        const item = {
          ...one,
          htcds: one.htcds.length > 0 ? one.htcds : ['none'],
          ctdc: one.ctdc.length > 0 ? one.ctdc : ['none'],
        };
        const allowed = { htcds: one.htcds, ctdc: one.ctdc };
        expect(checkItem(item, seen, allowed)).toEqual([]);
        for (const target of [...one.htcds, ...one.ctdc]) {
          expect(fields).toContain(target.split('=')[0]);
        }
        seen.push({ ...anItem(one.code), labels: one, parent: one.parent });
      }
    }
    const others = REFERENCE_LISTS.filter(
      (list) => !CLASSIFICATION_LISTS.some(({ name }) => name === list.name),
    );
    for (const { items } of others) {
      const seen: Item[] = [];
      for (const { code, fr, ar, en } of items) {
        const none = { htcds: [], ctdc: [] };
        expect(
          checkItem(written({ code, fr, ar, en, htcds: ['none'], ctdc: ['none'] }), seen, none),
        ).toEqual([]);
        seen.push({ ...anItem(code), labels: { fr, ar, en } });
      }
    }
  });
});
