import type { SettingDefinition, SettingPart } from './setting.types';
import { readTyped, typeValue, withoutEmptyRows } from './typed-setting.rules';

const setting = (
  parts: readonly SettingPart[],
  kind: SettingDefinition['kind'] = 'value',
): SettingDefinition => ({
  key: 'a_setting',
  area: 'beds',
  kind,
  protects: null,
  proposedBy: ['administrator'],
  confirmedBy: [],
  shape: { parts },
  tables: [],
  page: null,
});
const one = (type: SettingPart['type'], more: Partial<SettingPart> = {}) =>
  setting([{ path: '', type, ...more }]);

describe('a value as it is typed', () => {
  it.each([
    [one('whole'), '45', 45],
    [one('whole'), 'forty', 'forty'],
    [one('decimal'), '0,33', 0.33],
    [one('share'), '8,5', 0.085],
    [one('share'), '10 %', 0.1],
    [one('choice', { options: [0, 1] }), '1', 1],
    [one('numbers'), '30, 14 7', [30, 14, 7]],
    [one('numbers'), '30، 14', [30, 14]],
    [one('weekdays'), ['0', '6'], [0, 6]],
    [one('weekdays'), '6', [6]],
    [one('text'), ' 19 ', '19'],
  ])('is read', (definition, typed, value) => {
    expect(readTyped(definition, { parts: { p0: typed } }, null)).toEqual(value);
  });

  it('keeps what no part stands for, and puts each part in its place', () => {
    const numbers = setting([
      { path: '0.number', type: 'text' },
      { path: '1.number', type: 'text' },
    ]);
    const before = [
      { key: 'police', number: '19' },
      { key: 'ambulance', number: '15' },
    ];
    expect(readTyped(numbers, { parts: { p0: '119', p1: '150' } }, before)).toEqual([
      { key: 'police', number: '119' },
      { key: 'ambulance', number: '150' },
    ]);
    const times = setting([
      { path: 'digest.at', type: 'time' },
      { path: 'wanted', type: 'yes_no' },
    ]);
    const read = readTyped(times, { parts: { p0: '08:30', p1: 'no' } }, { digest: { at: 1 } });
    expect(read).toEqual({ digest: { at: 510 }, wanted: false });
    expect(typeValue(times, read)).toEqual({ 'parts.p0': '08:30', 'parts.p1': 'no' });
  });

  it('is rows without those that are empty, numbered again', () => {
    const rows = setting(
      [
        { path: 'above', type: 'amount' },
        { path: 'name', type: 'words' },
      ],
      'dated_rows',
    );
    const posted = withoutEmptyRows({
      'rows.r0.above': '0',
      'rows.r0.name.fr': 'Rien',
      'rows.r1.above': '',
      'rows.r1.name.fr': '',
      'rows.r2.above': '2 500,50',
      'rows.r2.name.fr': 'Peu',
      from: '2026-12-01',
    });
    expect(posted).toEqual({
      'rows.r0.above': '0',
      'rows.r0.name.fr': 'Rien',
      'rows.r1.above': '2 500,50',
      'rows.r1.name.fr': 'Peu',
      from: '2026-12-01',
    });
    const value = [
      { above: '0', name: { fr: 'Rien' } },
      { above: '2500.50', name: { fr: 'Peu' } },
    ];
    const typed = {
      r1: { above: '2 500,50', name: { fr: 'Peu' } },
      r0: { above: '0', name: { fr: 'Rien' } },
    };
    expect(readTyped(rows, { rows: typed }, null)).toEqual(value);
    expect(typeValue(rows, value)).toEqual({
      'rows.r0.above': '0',
      'rows.r0.name.fr': 'Rien',
      'rows.r1.above': '2500.50',
      'rows.r1.name.fr': 'Peu',
    });
  });
});
