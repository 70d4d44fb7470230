import { partErrors, percentOf, settingErrors, shareOf } from './setting-values.rules';
import type { SettingDefinition, SettingPart } from './setting.types';

const codesOf = (part: SettingPart, value: unknown) =>
  partErrors(part, value, 'parts.p0').map(({ code }) => code);
const part = (type: SettingPart['type'], more: Partial<SettingPart> = {}): SettingPart => ({
  path: '',
  type,
  ...more,
});
const setting = (
  shape: SettingDefinition['shape'],
  kind: SettingDefinition['kind'] = 'value',
): SettingDefinition => ({
  key: 'a_setting',
  area: 'beds',
  kind,
  protects: null,
  proposedBy: ['administrator'],
  confirmedBy: [],
  shape,
  tables: [],
  page: null,
});

describe('a part of a setting', () => {
  it.each([
    ['whole', { min: 5, max: 60 }, [5, 60], [4, 61, 5.5, '5', true], 'settings.not_whole_in_range'],
    ['decimal', { min: 0, max: 1 }, [0, 0.33, 1], [-0.1, 1.01, '0.5'], 'settings.not_in_range'],
    ['share', { min: 0.5, max: 0.9 }, [0.5, 0.85], [0.49, 0.91, '85'], 'settings.not_share'],
    ['time', { min: 0, max: 1439 }, [0, 480], [1440, '08:00'], 'settings.not_whole_in_range'],
    ['yes_no', {}, [true, false], ['yes', 1], 'settings.not_choice'],
    ['choice', { options: [0, 1] }, [0, 1], [2, '1', true], 'settings.not_choice'],
    [
      'amount',
      { min: 0, max: 100 },
      ['0', '99.99'],
      [5, '1e2', '-1', '1.001', '101'],
      'settings.not_amount',
    ],
    ['day', {}, ['2026-11-29'], ['29/11/2026', '2026-02-30', 5], 'settings.not_day'],
    ['text', { max: 5, pattern: '^[0-9]+$' }, ['19'], ['abc'], 'settings.not_written_so'],
  ] as const)('of type %s', (type, more, right, wrong, code) => {
    for (const value of right)
      expect([value, codesOf(part(type, more), value)]).toEqual([value, []]);
    for (const value of wrong)
      expect([value, codesOf(part(type, more), value)]).toEqual([value, [code]]);
  });

  it('is needed unless it may be left out', () => {
    expect(codesOf(part('whole'), undefined)).toEqual(['settings.required']);
    expect(codesOf(part('whole', { optional: true }), null)).toEqual([]);
  });

  it('of several numbers keeps their order and says each once', () => {
    const rising = part('numbers', { min: 1, max: 60, most: 3, order: 'up' });
    expect(codesOf(rising, [3, 6])).toEqual([]);
    expect(codesOf(rising, [6, 3])).toEqual(['settings.not_rising']);
    expect(codesOf(rising, [3, 3])).toEqual(['settings.not_rising']);
    expect(codesOf({ ...rising, order: 'down' }, [3, 6])).toEqual(['settings.not_falling']);
    for (const value of [[], [1, 2, 3, 4], [61], ['1'], 3])
      expect(codesOf(rising, value)).toEqual(['settings.not_numbers']);
    expect(codesOf(part('weekdays', { min: 0, max: 6, most: 6 }), [0, 0])).toEqual([
      'settings.twice',
    ]);
  });

  it('of words is said in three languages and in no other', () => {
    const words = part('words', { min: 2, max: 10 });
    expect(codesOf(words, { fr: 'Aide', ar: 'عون', en: 'Help' })).toEqual([]);
    for (const value of [{ fr: 'Aide', en: 'Help' }, { fr: 'A', ar: 'عون', en: 'Help' }, 'Help'])
      expect(codesOf(words, value)).toEqual(['settings.not_words']);
  });
});

describe('a value of a setting', () => {
  const days = setting({ parts: [part('whole', { path: 'urgent', min: 1, max: 30 })] });
  const found = (definition: SettingDefinition, value: unknown) =>
    settingErrors(definition, value).map(({ code, field }) => `${code} ${field}`);

  it('has its parts and no other', () => {
    expect(found(days, { urgent: 1 })).toEqual([]);
    expect(found(days, { urgent: 1, later: 2 })).toEqual(['settings.unknown_part_named parts']);
    expect(found(days, 1)).toEqual([
      'settings.required parts.p0',
      'settings.unknown_part_named parts',
    ]);
  });

  it('of rows is refused at the cell that is wrong, and as a whole where rows do not go together', () => {
    const rows = setting(
      {
        rowKey: 'code',
        mostRows: 3,
        total: { path: 'weight', of: 100 },
        parts: [
          part('text', { path: 'code', max: 10 }),
          part('whole', { path: 'weight', min: 1, max: 100 }),
        ],
      },
      'dated_rows',
    );
    expect(
      found(rows, [
        { code: 'a', weight: 60 },
        { code: 'b', weight: 40 },
      ]),
    ).toEqual([]);
    expect(found(rows, [{ code: 'a', weight: 0 }])).toEqual([
      'settings.not_whole_in_range rows.r0.weight',
    ]);
    expect(
      found(rows, [
        { code: 'a', weight: 60 },
        { code: 'a', weight: 40 },
      ]),
    ).toEqual(['settings.twice rows.r1.code']);
    expect(found(rows, [{ code: 'a', weight: 60 }])).toEqual(['settings.total rows']);
    expect(found(rows, [null])).toEqual([
      'settings.required rows.r0.code',
      'settings.required rows.r0.weight',
    ]);
  });

  it('of amounts has one that begins at nothing', () => {
    const bands = setting(
      {
        rowKey: 'above',
        mostRows: 3,
        has: { path: 'above', value: '0' },
        parts: [part('amount', { path: 'above' })],
      },
      'dated_rows',
    );
    expect(found(bands, [{ above: '0.00' }, { above: '10000' }])).toEqual([]);
    expect(found(bands, [{ above: '0' }, { above: '0.00' }])).toEqual([
      'settings.twice rows.r1.above',
    ]);
    expect(found(bands, [{ above: '1' }])).toEqual(['settings.first_row rows']);
  });

  it('of a page of its own is not changed here', () => {
    expect(found(setting({}, 'page'), 1)).toEqual(['settings.own_page undefined']);
  });
});

it('a share is written in per cent, exact to two decimals', () => {
  expect([percentOf(0.07), percentOf(0.285), shareOf(28.5), shareOf(7)]).toEqual([
    7, 28.5, 0.285, 0.07,
  ]);
});
