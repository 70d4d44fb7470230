import { randomUUID } from 'node:crypto';
import type { OpenedGrant } from '../../modules/grant-budgeting';
import type { Actor } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { charge, enteredRate, openedGrant, setLine } from './samples';

describe('the pages of the budget', () => {
  let app: TestApp;
  let grant: OpenedGrant;
  let omar: SignedIn;
  let officer: Actor;

  const given = (code: string, amount: string) =>
    charge(app, officer, {
      sourceKind: 'service',
      sourceId: randomUUID(),
      factOn: '2026-11-20',
      lineId: grant.lines[code]!,
      amount,
      currency: 'MAD',
    });

  /** What waits on that page, confirmed there by another person. */
  const confirmWaiting = async (page: string) => {
    const nadia = await app.signIn('programme_officer');
    const { text } = await nadia.get(page).expect(200);
    const [, action] = /action="(\/admin\/settings\/proposals\/[^"]+)"/.exec(text)!;
    await nadia.submit(action!, { decision: 'confirmed' }).expect(303);
  };

  beforeAll(async () => {
    app = await startApp();
    omar = await app.signIn('finance_officer');
    officer = (await app.signIn('reintegration_officer')).actor;
  });
  afterAll(() => app.stop());

  it('say what will be here while there is no grant', async () => {
    const { text } = await omar.get('/budget').expect(200);
    expect(text).toContain('Le budget de la subvention apparaîtra ici.');
  });

  it('show the grant’s arithmetic as a picture, spent against time, and what is unfunded in words', async () => {
    grant = await openedGrant(app);
    await enteredRate(app, ['USD', 'MAD', '2026-11-01', '9.20']);
    await setLine(app.admin, grant.lines['IOM-2.2']!, '100.00');
    await given('IOM-2.2', '1000.00');
    await given('UNODC-1.1', '9200.00');
    const { text } = await omar.get('/budget').expect(200);
    for (const amount of [
      '2\u00a0500\u00a0000,00',
      '25\u00a0000,00',
      '161\u00a0915,89',
      '2\u00a0313\u00a0084,11',
      '1\u00a0100,00',
    ]) {
      expect(text).toContain(`>${amount}</text>`);
    }
    expect(text).toContain('63,3\u00a0% du temps écoulé');
    expect(text).toContain('Non financé : 8,70\u00a0USD');
    expect(text).toContain('Répartition inventée');
    expect(text).not.toMatch(/style=|budget:|common:/);
  });

  it('say one sum of what is available, and another word for what is not spent', async () => {
    const { text } = await omar.get('/budget').expect(200);
    const sum = '([\\d\u00a0]+,\\d\\d\u00a0USD)';
    const words = new RegExp(`${sum} non dépensé, ${sum} disponible`).exec(text)!;
    const [, notSpent, available] = words;
    const { body } = await omar.get('/api/v1/budget').expect(200);
    const [{ totals }] = body.grants as [{ totals: Record<string, string> }];
    const spoken = (amount: string) =>
      `${amount.replace('.', ',').replace(/\B(?=(\d{3})+,)/g, '\u00a0')}\u00a0USD`;
    expect(available).toBe(spoken(totals.available!));
    expect(notSpent).toBe(spoken(totals.left!));
    // The picture is of direct costs and says so: its last bar has the word of that sum alone.
    expect(text).toContain('Non dépensé (direct)');
    expect(text).not.toMatch(/>Reste</);
  });

  it('cut the budget by category, and lead from a bar to its lines alone', async () => {
    const { text } = await omar.get('/budget?view=unsdg').expect(200);
    expect(text).toContain('Coûts d’appui indirects');
    expect(text).toContain('Services contractuels');
    const group = '/budget?grant=JTIP-MAR&amp;view=unsdg&amp;group=4';
    expect(text.replaceAll('&#x3D;', '=')).toContain(`href="${group}#lines"`);
    const lines = await omar.get(group.replaceAll('&amp;', '&')).expect(200);
    expect(lines.text).toContain(`/budget/lines/${grant.lines['IOM-2.2']}`);
    expect(lines.text).not.toContain(`/budget/lines/${grant.lines['IOM-1.1']}`);
    await omar.get('/budget?view=unsdg&group=zzz').expect(404);
    await omar.get('/budget?view=nonsense').expect(422);
  });

  it('lead to the entries of a line with amount of origin and rate, never to a case', async () => {
    const { text } = await omar.get(`/budget/lines/${grant.lines['IOM-2.2']}`).expect(200);
    expect(text).toContain('100,00\u00a0USD');
    expect(text).toContain('919,96\u00a0MAD');
    expect(text).toContain('0,10869565');
    expect(text).toContain('Non financé');
    expect(text).not.toContain('/people/');
  });

  it('take a rate as people write it, ask about a slip of the comma, and say what is wrong', async () => {
    const rate = {
      from: 'USD',
      to: 'MAD',
      rate: '9,31',
      validFrom: '2026-11-15',
      source: 'Taux ONU',
    };
    await omar.submit('/budget/rates', rate).expect(303);
    await confirmWaiting('/budget/rates');
    const slip = await omar
      .submit('/budget/rates', { ...rate, rate: '93,1', validFrom: '2026-11-20' })
      .expect(422);
    expect(slip.text).toContain('s’écarte de plus d’un quart');
    expect(slip.text).toContain('value="93,1"');
    expect(slip.text).toContain('name="confirmed"');
    await omar
      .submit('/budget/rates', { ...rate, rate: '93,1', validFrom: '2026-11-20', confirmed: 'yes' })
      .expect(303);
    await confirmWaiting('/budget/rates');
    const again = await omar.submit('/budget/rates', rate).expect(409);
    expect(again.text).toContain('existe déjà à cette date');
    const { text } = await omar.get('/budget/rates').expect(200);
    expect(text).toContain('9,31');
  });

  it('set the price of a night and close a period, after saying what follows', async () => {
    const { rows } = await app.admin.query<{ id: string }>(
      `INSERT INTO shelters (code_name, region, kind, receives, created_at) VALUES ('Maison Argane', '04', 'emergency', '{woman}', '2024-01-01Z') RETURNING id`,
    );
    const night = {
      shelterId: rows[0]!.id,
      from: '2026-11-01',
      amount: '180,50',
      currency: 'MAD',
      lineId: grant.lines['IOM-1.1']!,
      source: 'convention avec la maison',
    };
    await omar.submit('/budget/night-rates', night).expect(303);
    await confirmWaiting('/budget/night-rates');
    expect((await omar.get('/budget/night-rates').expect(200)).text).toContain('180,50\u00a0MAD');
    const before = await omar.get('/budget/periods').expect(200);
    expect(before.text).toContain('Cela ne se défait pas.');
    const wrong = await omar.submit('/budget/periods', { untilDay: '2026-11-24' }).expect(422);
    expect(wrong.text).toContain('Cette période n’est pas finie.');
  });

  it('close a period only once its last day was confirmed, because nobody opens it again', async () => {
    const closed = async () =>
      (await omar.get('/api/v1/periods').expect(200)).body.closed as { untilDay: string }[];
    const empty = await omar.get('/budget/periods').expect(200);
    expect(empty.text).toContain('name="untilDay" type="date" value="2026-10-31"');
    expect(empty.text).not.toContain('name="confirmed"');
    const asked = await omar.submit('/budget/periods', { untilDay: '2026-09-03' }).expect(409);
    expect(asked.text).toContain('Oui, clore jusqu’au jeu.\u00a03\u00a0sept.\u00a02026');
    // What was confirmed is that day: another one is asked about again.
    const other = { untilDay: '2026-09-30', confirmed: '2026-09-03' };
    const again = await omar.submit('/budget/periods', other).expect(409);
    expect(again.text).toContain('Oui, clore jusqu’au mer.\u00a030\u00a0sept.\u00a02026');
    expect(await closed()).toEqual([]);
    await omar.submit('/budget/periods', { ...other, confirmed: other.untilDay }).expect(303);
    expect((await omar.get('/budget/periods').expect(200)).text).toContain(
      '30\u00a0sept.\u00a02026',
    );
  });

  describe('of commitments', () => {
    const asked = () => ({
      lineId: grant.lines['ILO-1.1']!,
      supplier: 'Papeterie Atlas',
      purpose: 'Cahiers et stylos',
      amount: '1 250,50',
      currency: 'USD',
      startsOn: '2026-11-25',
      endsOn: '2026-12-15',
    });
    const path = async () => {
      const { rows } = await app.admin.query<{ id: string }>(
        'SELECT id FROM commitments ORDER BY number DESC LIMIT 1',
      );
      return `/budget/commitments/${rows[0]!.id}`;
    };

    it('ask with an amount as people write it, keep what was typed, and say what is wrong', async () => {
      const wrong = await omar
        .submit('/budget/commitments', { ...asked(), amount: '10,505' })
        .expect(422);
      expect(wrong.text).toContain('value="10,505"');
      expect(wrong.text).toContain('deux décimales au plus');
      await omar.submit('/budget/commitments', asked()).expect(303);
      const { text } = await omar.get(await path()).expect(200);
      expect(text).toContain('1\u00a0250,50\u00a0USD');
      expect(text).toContain('personne n’approuve sa propre demande');
      expect(text).not.toContain('/decisions');
    });

    it('lead another person to agree, then step by step to the payment, and back', async () => {
      const salma = await app.signIn('programme_officer');
      const one = await path();
      expect((await salma.get(one).expect(200)).text).toContain(`action="${one}/decisions"`);
      await salma.submit(`${one}/decisions`, { decision: 'approved' }).expect(303);
      await omar.submit(`${one}/steps`, { step: 'committed' }).expect(303);
      const day = { on: '2026-11-24' };
      const over = { step: 'received', amount: '1250,51', ...day };
      const refused = await omar.submit(`${one}/steps`, over).expect(422);
      expect(refused.text).toContain('Il reste 1\u00a0250,50\u00a0USD à recevoir');
      await omar.submit(`${one}/steps`, { ...over, amount: '1250,50' }).expect(303);
      const invoice = { step: 'invoiced', amount: '1250,50', document: 'F-1', ...day };
      await omar.submit(`${one}/steps`, invoice).expect(303);
      const { text } = await omar.get(`${one}?act=paid`).expect(200);
      expect(text).toContain('n° F-1 : reste 1\u00a0250,50\u00a0USD');
      // What is left is filled in, the only invoice chosen; nothing is taken back unless somebody asks for it.
      expect(text).toMatch(/name="amount"[^>]* value="1\u00a0250,50"/);
      expect(text).toMatch(/<option value="[0-9a-f-]{36}" selected>/);
      expect(text).not.toContain('name="stepId"');
      const invoiceId = /<option value="([0-9a-f-]{36})"/.exec(text)![1]!;
      const payment = { step: 'paid', amount: '1250,50', invoiceId, ...day };
      await omar.submit(`${one}/steps`, payment).expect(303);
      expect((await omar.get(`${one}?act=undone`).expect(200)).text).toContain('Étape à annuler');
      const list = await omar.get('/budget/commitments?show=done').expect(200);
      expect(list.text).toContain('Papeterie Atlas');
      expect(list.text).not.toMatch(/budget:|common:/);
    });
  });

  it('give programme and audit the figures without the forms, and others nothing', async () => {
    const auditor = await app.signIn('auditor');
    await auditor.get('/budget/commitments/new').expect(403);
    await auditor.submit('/budget/agreements', {}).expect(403);
    const { text } = await auditor.get('/budget/rates').expect(200);
    expect(text).not.toContain('action="/budget/rates"');
    await auditor.submit('/budget/rates', {}).expect(403);
    await (await app.signIn('shelter_manager')).get('/budget').expect(403);
  });

  it.each(['ar', 'en'] as const)('are written in %s as well', async (language) => {
    const other = await app.signIn('finance_officer', { language });
    for (const path of [
      '/budget',
      '/budget/rates',
      '/budget/night-rates',
      '/budget/periods',
      '/budget/commitments?show=all',
      '/budget/commitments/new',
      '/budget/agreements',
      `/budget/lines/${grant.lines['IOM-2.2']}`,
    ]) {
      const { text } = await other.get(path).expect(200);
      expect(text).not.toMatch(/budget:|common:/);
    }
  });
});
