import ExcelJS from 'exceljs';
import { ImportLists } from '../../modules/imports';
import { exampleOf } from '../../modules/imports/template.export';
import { aShelter, standsAt } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';

describe('the template of a list', () => {
  let mawa: TestApp;
  let leila: SignedIn;
  let shelter: string;
  const book = async (path: string): Promise<ExcelJS.Workbook> => {
    const { body } = await leila.get(path).responseType('blob').expect(200);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(body as never);
    return workbook;
  };

  beforeAll(async () => {
    mawa = await startApp();
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    leila = await mawa.signIn('reintegration_officer');
    const { id } = await aShelter(mawa, { A: { beds: 1 } });
    const { rows } = await mawa.admin.query('SELECT code_name FROM shelters WHERE id = $1', [id]);
    shelter = rows[0].code_name;
  });
  afterAll(() => mawa.stop());

  it('offers the shelters and destinations of today, and says by an example what belongs in a column', async () => {
    const workbook = await book('/imports/lists/past-stays/template');
    const [sheet, help] = workbook.worksheets;
    expect(sheet!.getRow(1).values).toEqual([
      undefined,
      'Numéro de la personne *',
      'Maison *',
      'Chambre',
      'Lit',
      'Chambre pour',
      'Arrivée *',
      'Départ *',
      'Destination à la sortie',
    ]);
    expect(sheet!.rowCount).toBeGreaterThan(1);
    expect(sheet!.getRow(2).values).toEqual([]);
    expect(help!.getCell('A3').value).toBe('Exemple : DT 2024/017');
    expect(help!.getCell('F3').value).toBe('Exemple : 03/01/2026');
    expect(help!.getColumn('B').values).toContain(shelter);
    expect(help!.getColumn('H').values).toContain('Retour au pays, avec une aide');
    const validation = sheet!.getCell('E2').dataValidation;
    expect(validation).toMatchObject({ type: 'list', allowBlank: true });
  });

  it.each([
    'services',
    'organisations',
    'beds',
    'past-stays',
    'past-services',
    'past-referrals',
    'past-trainings',
    'past-follow-ups',
    'past-partner-places',
  ])('of %s has an example that can be read', (name) => {
    const list = mawa.app.get(ImportLists).named(name)!;
    for (const language of ['fr', 'ar', 'en'] as const) {
      const cells = new Map(list.fields.map((one) => [one.key, exampleOf(one, language)]));
      // Offered as it stands in the database.
      if (name.startsWith('past-'))
        for (const key of ['shelter', 'what', 'organisation']) cells.set(key, shelter);
      expect(list.read(cells, { today: '2026-11-24' }).errors).toEqual([]);
      const empty = list.fields.filter(({ key, required }) => required && !cells.get(key));
      expect(empty.map(({ key }) => key)).toEqual([]);
    }
  });

  it('of a list that somebody may not bring is not there', async () => {
    await leila.get('/imports/lists/beds/template').expect(404);
    const operator = await mawa.signIn('hotline_operator');
    await operator.get('/imports/lists/past-stays/template').expect(403);
    await operator.get('/api/v1/imports/lists/past-stays/template').expect(403);
  });
});
