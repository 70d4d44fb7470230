import { ComplaintReceipts } from '../../modules/complaints/receipts.service';
import { startApp, type TestApp } from '../support/app';
import { aFocalPoint, say, withNumber } from './complaints';

/** As a browser draws it when a form goes out. */
const drawn = (n: number): string => `a-word-that-was-drawn-${n}`;

describe('one form, one number', () => {
  let mawa: TestApp;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    await aFocalPoint(mawa);
  });
  afterAll(() => mawa.stop());

  const count = async (): Promise<number> => {
    const { rows } = await mawa.admin.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM complaints',
    );
    return rows[0]!.n;
  };

  it('twice by a shaking hand is once: one complaint, one number, its words once', async () => {
    const sent = { text: 'Deux fois le même clic.', contact: 'le soir', ticket: drawn(1) };
    const answers = await Promise.all([say(mawa, sent), say(mawa, sent), say(mawa, sent)]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.code)).size).toBe(1);
    const { body } = await withNumber(mawa, 'read', answers[0]!.body.code).expect(200);
    expect(body.words).toHaveLength(1);
    expect(await count()).toBe(1);
  });

  it('the same form sent again a day later, from a tab left open, is still the same', async () => {
    const sent = { kind: 'theft', region: '04', ticket: drawn(2) };
    const first = await say(mawa, sent).expect(201);
    mawa.clock.advance(26 * 3_600_000);
    const again = await say(mawa, sent).expect(201);
    expect(again.body).toEqual(first.body);
  });

  it('with one letter, one choice or no word of its own less, it is another complaint', async () => {
    const sent = { text: 'Un mot.', kind: 'theft', ticket: drawn(3) };
    const codes: string[] = [];
    for (const one of [
      sent,
      { ...sent, text: 'Un mot' },
      { ...sent, kind: 'other' },
      { ...sent, child: 'no' },
      { ...sent, ticket: drawn(4) },
      { text: sent.text, kind: sent.kind },
      { text: sent.text, kind: sent.kind },
      { ...sent, ticket: 'short' },
      { ...sent, ticket: 'short' },
    ]) {
      codes.push((await say(mawa, one).expect(201)).body.code);
    }
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('a form left open on the phone of the house holds nothing that gives her number away', async () => {
    const { text: form } = await mawa.http().get('/mot/new?l=fr').expect(200);
    // The accused writes down every hidden field and leaves the form open; she presses one tile.
    const hidden = [...form.matchAll(/<input type="hidden" name="(\w+)"(?: value="([^"]*)")?/g)];
    const known = Object.fromEntries(hidden.map(([, name, value]) => [name!, value ?? '']));
    expect(known).toEqual({ _csrf: '', ticket: '' });
    const post = async (fields: object) => {
      const answer = mawa.http().post('/mot/new?l=fr').type('form').send(fields);
      const { text } = await answer.expect(201);
      return [...text.matchAll(/number__group[^>]*>(\d{4})</g)].map(([, group]) => group).join('');
    };
    const before = await Promise.all(['violence', 'theft'].map((kind) => post({ ...known, kind })));
    const hers = await post({ ...known, kind: 'theft', ticket: drawn(5) });
    const after = await Promise.all(['violence', 'theft'].map((kind) => post({ ...known, kind })));
    expect(hers).toMatch(/^\d{16}$/);
    expect([...before, ...after]).not.toContain(hers);
    expect(new Set([...before, ...after, hers]).size).toBe(5);
  });

  it('a number that another complaint has already is drawn again, never added to', async () => {
    const receipts = mawa.app.get(ComplaintReceipts);
    const { body: first } = await say(mawa, { text: 'La première.' }).expect(201);
    const drawNumber = receipts.codeOf.bind(receipts);
    const draw = jest
      .spyOn(receipts, 'codeOf')
      .mockImplementation((seed, paper, turn) =>
        turn === 0 ? (first.code as string) : drawNumber(seed, paper, turn),
      );
    try {
      mawa.clock.advance(1000);
      const sent = { text: 'Une tout autre.', ticket: drawn(6) };
      const second = await say(mawa, sent).expect(201);
      expect(second.body.code).not.toBe(first.code);
      // Pressed twice it finds its own number again, past the one that is taken.
      expect((await say(mawa, sent).expect(201)).body.code).toBe(second.body.code);
      const { body } = await withNumber(mawa, 'read', first.code).expect(200);
      expect(body.words.map(({ text }: { text: string }) => text)).toEqual(['La première.']);
      const { body: other } = await withNumber(mawa, 'read', second.body.code).expect(200);
      expect(other.words).toHaveLength(1);
    } finally {
      draw.mockRestore();
    }
  });
});
