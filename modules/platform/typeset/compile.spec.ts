import { EventEmitter } from 'node:events';
import threads from 'node:worker_threads';
import { typesetPdf } from './compile';

let running = 0;
let most = 0;

/** Answers with a page after a while. */
class Thread extends EventEmitter {
  constructor() {
    super();
    most = Math.max(most, (running += 1));
    setTimeout(() => {
      running -= 1;
      this.emit('message', { bytes: new Uint8Array([37]), pages: 1 });
    }, 20);
  }

  terminate(): void {}
}

describe('setting pages', () => {
  it('goes on for two files at a time; the others wait', async () => {
    jest.spyOn(threads, 'Worker').mockImplementation(() => new Thread() as threads.Worker);
    const files = Array.from({ length: 9 }, () => typesetPdf('report', {}, '2026-11-24'));
    expect((await Promise.all(files)).map(({ pages }) => pages)).toEqual(Array(9).fill(1));
    expect(most).toBe(2);
  });
});
