import { readAccountRows } from './account-rows.rules';

const PLACES = {
  shelters: [
    { id: 's1', name: 'Jasmin', names: { ar: 'دار الياسمين', en: 'Garden' } },
    { id: 's2', name: 'Olivier', names: { fr: 'Garden' } },
  ],
  organisations: [
    { id: 'o1', name: 'Agence internationale', names: { ar: 'الوكالة الدولية' }, code: 'AGI' },
    { id: 'o2', name: 'Amal', names: null, code: 'AML' },
    { id: 'o3', name: 'Amal', names: { en: 'AGI' }, code: 'AMB' },
  ],
};
const read = (headings: string[], ...rows: string[][]) =>
  readAccountRows(
    { headings, rows: rows.map((cells, place) => ({ row: place + 2, cells })) },
    PLACES,
    'fr',
  );
const codesOf = (run: () => unknown) => {
  try {
    run();
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const HEADINGS = ['Nom', 'E-mail', 'Rôles', 'Hébergements', 'Langue', 'Organisation'];

describe('a list of colleagues', () => {
  it('is understood in three languages, by labels and by codes', () => {
    const [one] = read(HEADINGS, [
      'Salma',
      'Salma@Example.org',
      'Responsable d’hébergement, shelter_staff',
      'jasmin, Olivier',
      'arabe',
      'agi',
    ]);
    expect(one).toEqual({
      row: 2,
      cells: expect.any(Array),
      name: 'Salma',
      email: 'salma@example.org',
      roles: ['shelter_manager', 'shelter_staff'],
      lastDay: null,
      shelterIds: ['s1', 's2'],
      language: 'ar',
      organisationId: 'o1',
      errors: [],
    });
    const [other] = read(
      ['البريد الإلكتروني', 'الاسم', 'الأدوار'],
      ['a@example.org', 'سلمى', 'المالية'],
    );
    expect([other!.roles, other!.language, other!.errors]).toEqual([['finance_officer'], 'fr', []]);
  });

  it('is understood by the names of shelters and organisations in each language, where they are of one alone', () => {
    const typed = (shelter: string, organisation: string) => {
      const [row] = read(HEADINGS, ['A', 'a@example.org', '', shelter, '', organisation]);
      const { shelterIds, organisationId, errors } = row!;
      return [shelterIds, organisationId, errors.map(({ code, params }) => [code, params.word])];
    };
    expect(typed('دار الياسمين، Olivier', 'الوكالة الدولية')).toEqual([['s1', 's2'], 'o1', []]);
    // A code before a name that another has.
    expect(typed('', 'AGI')).toEqual([[], 'o1', []]);
    expect(typed('garden', 'Amal')[2]).toEqual([
      ['setup.row_two_shelters', 'garden'],
      ['setup.row_two_organisations', 'Amal'],
    ]);
  });

  it('says until when the roles of somebody last', () => {
    const rows = read(
      ['Nom', 'E-mail', 'Rôles', 'Dernier jour des rôles'],
      ['A', 'a@example.org', 'auditor', '31/12/2026'],
      ['B', 'b@example.org', 'auditor', '2027-01-31'],
      ['C', 'c@example.org', 'auditor', ''],
      ['D', 'd@example.org', 'auditor', 'bientôt'],
      ['E', 'e@example.org', 'auditor', '31/12/26'],
      ['F', 'f@example.org', '', '31/12/2026'],
    );
    expect(rows.map(({ lastDay, errors }) => [lastDay, ...errors.map(({ code }) => code)])).toEqual(
      [
        ['2026-12-31'],
        ['2027-01-31'],
        [null],
        [null, 'setup.row_last_day'],
        [null, 'setup.row_last_day'],
        ['2026-12-31', 'setup.row_day_of_no_role'],
      ],
    );
  });

  it('says everything that is wrong in a row, not the first alone', () => {
    const [, bad] = read(
      HEADINGS,
      ['Salma', 'salma@example.org'],
      ['', 'salma@@example', 'directeur', 'Cèdre', 'es', 'Inconnue'],
    );
    expect(bad!.errors.map(({ code, params }) => [code, params.word])).toEqual([
      ['setup.row_no_name', ''],
      ['setup.row_address', 'salma@@example'],
      ['setup.row_role', 'directeur'],
      ['setup.row_shelter', 'Cèdre'],
      ['setup.row_language', 'es'],
      ['setup.row_organisation', 'Inconnue'],
    ]);
  });

  it('refuses the same address twice, and keeps the first', () => {
    const [one, two] = read(HEADINGS, ['A', 'a@example.org'], ['B', 'A@example.org']);
    expect(one!.errors).toEqual([]);
    expect(two!.errors).toEqual([
      expect.objectContaining({ code: 'setup.row_twice', params: { first: 2 } }),
    ]);
  });

  it('refuses a table whose columns it does not know', () => {
    expect(codesOf(() => read(['Nom', 'Rôles'], ['A', 'auditor']))).toBe('setup.headings_needed');
    expect(codesOf(() => read(['Nom', 'E-mail', 'Salaire'], ['A', 'a@b.org', '1']))).toBe(
      'setup.unknown_heading',
    );
    expect(codesOf(() => read(['Nom', 'E-mail', 'Mail'], ['A', 'a@b.org', '1']))).toBe(
      'setup.heading_twice',
    );
    const many = Array.from({ length: 201 }, (_, n) => ['A', `a${n}@b.org`]);
    expect(codesOf(() => read(['Nom', 'E-mail'], ...many))).toBe('setup.too_many_rows');
  });
});
