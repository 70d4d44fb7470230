let running = 0;
let most = 0;
jest.mock('../shared/worker', () => ({
  runInWorker: async () => {
    most = Math.max(most, (running += 1));
    await new Promise((done) => setTimeout(done, 20));
    running -= 1;
    return { bytes: new Uint8Array([37]), pages: 1 };
  },
}));
import { setInType } from './compile';

describe('setting pages', () => {
  it('goes on for two files at a time; the others wait', async () => {
    const files = Array.from({ length: 9 }, () => setInType('report', {}, '2026-11-24'));
    expect((await Promise.all(files)).map(({ pages }) => pages)).toEqual(Array(9).fill(1));
    expect(most).toBe(2);
  });
});
