import { TurnsByKey } from './turns-by-key';

/** Work that says when it begins and ends when it is told to. */
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
    const turns = new TurnsByKey(2);
    const { running, work, end } = works();
    const all = [
      turns.take('amal', work('a1')),
      turns.take('amal', work('a2')),
      turns.take('amal', work('a3')),
      turns.take('badr', work('b1')),
      turns.take('chama', work('c1')),
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
    const turns = new TurnsByKey(1);
    await expect(turns.take('amal', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await turns.take('amal', () => Promise.resolve(7))).toBe(7);
  });
});
