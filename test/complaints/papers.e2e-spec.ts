import { Receipts } from '../../modules/complaints/receipts';
import { aShelter } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aComplaint, aFocalPoint, sheetOf, slipsOf } from './voices';

describe('slips of paper', () => {
  let mawa: TestApp;
  let khadija: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    khadija = await aFocalPoint(mawa);
  });
  afterAll(() => mawa.stop());

  const order = { sheets: 1, address: 'mawa.example/mot', phone: '05 22 00 00 00' };

  it('no half is printed twice: one that hangs in another house is drawn again', async () => {
    const [here, there] = [
      await aShelter(mawa, { A: { beds: 1 } }),
      await aShelter(mawa, { A: { beds: 1 } }),
    ];
    const print = (shelterId: string) => sheetOf(khadija, { ...order, shelterId });
    const first = await slipsOf(await print(here.id));
    const receipts = mawa.app.get(Receipts);
    const draw = jest.spyOn(receipts, 'newSlip').mockReturnValueOnce(first[0]!);
    const second = await slipsOf(await print(there.id));
    draw.mockRestore();
    expect(second).toHaveLength(8);
    expect(second.filter((slip) => first.includes(slip))).toEqual([]);
    for (const [paper, house] of [
      [first[0]!, here],
      [second[0]!, there],
    ] as const) {
      const { id } = await aComplaint(mawa, { paper });
      const { rows } = await mawa.admin.query(
        `SELECT b.shelter_id FROM complaints c JOIN complaint_batches b ON b.id = c.batch_id WHERE c.id = $1`,
        [id],
      );
      expect(rows).toEqual([{ shelter_id: house.id }]);
    }
    const { body } = await khadija.get('/api/v1/complaints/papers').expect(200);
    // The sheet that was not printed was not kept either.
    expect(body.batches).toHaveLength(2);
  });
});
