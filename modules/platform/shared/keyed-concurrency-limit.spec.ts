import { KeyedConcurrencyLimit } from './keyed-concurrency-limit';

/** Work that records when it begins and ends on demand. */
function works() {
  const running: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => () =>
    new Promise<void>((done) => {
      running.push(name);
      ends.set(name, () => {
        running.splice(running.indexOf(name), 1);
        done();
      });
    });
  return { running, work, end: (name: string) => ends.get(name)!() };
}
const settled = () => new Promise((done) => setImmediate(done));

describe('turns by account', () => {
  it('let one account do one thing at a time, and others pass it', async () => {
    const turns = new KeyedConcurrencyLimit(2);
    const { running, work, end } = works();
    const all = [
      turns.run('amal', work('a1')),
      turns.run('amal', work('a2')),
      turns.run('amal', work('a3')),
      turns.run('badr', work('b1')),
      turns.run('chama', work('c1')),
    ];
    await settled();
    expect(running).toEqual(['a1', 'b1']);
    end('b1');
    await settled();
    expect(running).toEqual(['a1', 'c1']);
    end('a1');
    await settled();
    expect(running).toEqual(['c1', 'a2']);
    end('c1');
    end('a2');
    await settled();
    end('a3');
    await Promise.all(all);
    expect(running).toEqual([]);
  });

  it('go on after work that failed', async () => {
    const turns = new KeyedConcurrencyLimit(1);
    await expect(turns.run('amal', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await turns.run('amal', () => Promise.resolve(7))).toBe(7);
  });
});
