import { planRelease, type Release } from '../../../modules/disclosure';
import { attack, choices, type Seen, type Sum } from './attacker';
import { type PeriodOfTable, PERIODS, Programme, type Shape, SUMS } from './random-releases';
import { numbersFrom } from './random-tables';

const SEQUENCES = Number(process.env.MAWA_SEQUENCES ?? 200);
const SCOPE = 'grant';
const READERS = {
  partners: { threshold: 5, zeros: 'hide' },
  public: { threshold: 11, zeros: 'hide' },
} as const;
type Audience = keyof typeof READERS;

interface HandedOut {
  readonly audience: Audience;
  readonly period: PeriodOfTable;
  readonly release: Release;
}

const NEVER = { from: '2000-01-01', until: '2000-01-02' };
/** What is public is read by partners too. */
const readBy = (audience: Audience, all: readonly HandedOut[]) =>
  all.filter((one) => audience === 'partners' || one.audience === 'public');

async function handOut(
  programme: Programme,
  earlier: readonly HandedOut[],
  asked: { audience: Audience; period: PeriodOfTable; shape: Shape; aware: boolean },
): Promise<HandedOut | null> {
  const { audience, period, shape, aware } = asked;
  const { figures, lines } = programme.table(period, shape);
  const about = { scope: SCOPE, period, before: NEVER };
  const releases = (of: Audience) =>
    aware ? readBy(of, earlier).map(({ release }) => release) : [];
  const { released, refused } = await planRelease(figures, lines, READERS[audience], {
    about,
    others: audience === 'public' ? [{ ...READERS.partners, earlier: releases('partners') }] : [],
    earlier: releases(audience),
    hierarchies: [],
  });
  if (refused.figures.length > 0) return null;
  const { threshold } = READERS[audience];
  const release = { ...about, id: `r${earlier.length}`, released, lines, threshold };
  return { audience, period, release };
}

/** Everything that one kind of readers holds, as one riddle. */
function riddleOf(audience: Audience, all: readonly HandedOut[]) {
  const seen = new Map<string, Seen>();
  const sums: Sum[] = [];
  const values = new Map<string, number>();
  const nameOf = ({ period, release }: HandedOut, id: string): string =>
    `${period.code}/${id}=${release.released.find((one) => one.id === id)!.value}`;
  for (const one of readBy(audience, all)) {
    for (const { id, value, mark } of one.release.released) {
      const name = nameOf(one, id);
      values.set(name, value);
      const known = seen.get(name);
      const released =
        mark === null
          ? value
          : mark === 'small'
            ? { below: READERS[one.audience].threshold }
            : ('hidden' as const);
      if (known === undefined || known === 'hidden' || typeof released === 'number')
        if (typeof known !== 'number') seen.set(name, released);
    }
    for (const { total, parts } of one.release.lines)
      sums.push({ total: nameOf(one, total), parts: parts.map((part) => nameOf(one, part)) });
  }
  sums.push(...overTime(values, seen, READERS[audience].threshold));
  return { seen, sums };
}

/**
 * Years are halves and quarters together, wherever the numbers agree; where they differ by a few, who was entered late
 * is a riddle of its own.
 */
function overTime(
  values: ReadonlyMap<string, number>,
  seen: Map<string, Seen>,
  threshold: number,
): Sum[] {
  const names = [...values.keys()];
  const of = (code: string, figure: string) =>
    names.filter((name) => name.startsWith(`${code}/${figure}=`));
  return Object.entries(SUMS).flatMap(([long, ways]) =>
    names
      .filter((name) => name.startsWith(`${long}/`))
      .flatMap((total) => {
        const figure = total.slice(long.length + 1, total.indexOf('='));
        return ways.flatMap((way) =>
          way
            .map((code) => of(code, figure))
            .reduce<string[][]>(
              (sets, next) => sets.flatMap((set) => next.map((one) => [...set, one])),
              [[]],
            )
            .flatMap((parts): Sum[] => {
              const late = sumOf(parts, values) - values.get(total)!;
              if (late === 0) return [{ total, parts }];
              if (Math.abs(late) >= threshold) return [];
              const gap = `gap ${total} ${parts.join(' ')}`;
              seen.set(gap, 'hidden');
              return [late > 0 ? { total, parts, less: [gap] } : { total, parts: [...parts, gap] }];
            }),
        );
      }),
  );
}
const sumOf = (parts: readonly string[], values: ReadonlyMap<string, number>): number =>
  parts.reduce((sum, part) => sum + values.get(part)!, 0);

async function leaksIn(all: readonly HandedOut[]): Promise<string[]> {
  const leaks: string[] = [];
  for (const audience of ['partners', 'public'] as const) {
    const held = readBy(audience, all);
    for (const name of await narrowed(audience, held))
      if (!(await wasKnown(audience, held, name))) leaks.push(`${audience} ${name}`);
  }
  return leaks;
}

async function narrowed(audience: Audience, held: readonly HandedOut[]): Promise<string[]> {
  const { threshold } = READERS[audience];
  const { seen, sums } = riddleOf(audience, held);
  if (seen.size === 0) return [];
  const intervals = await attack(seen, sums, threshold);
  return [...intervals].flatMap(([name, interval]) =>
    choices(interval) < threshold ? [name] : [],
  );
}

/** A number that a table hides, and that the tables before it had told already: that a year is its halves. */
async function wasKnown(audience: Audience, held: readonly HandedOut[], name: string) {
  const tells = ({ period, release }: HandedOut) =>
    release.released.find(({ id, value }) => `${period.code}/${id}=${value}` === name);
  const first = held.findIndex((one) => tells(one) !== undefined);
  if (first <= 0) return false;
  const alone = held[first]!;
  const release = { ...alone.release, released: [tells(alone)!], lines: [] };
  const before = [...held.slice(0, first), { ...alone, release }];
  return (await narrowed(audience, before)).includes(name);
}

async function sequence(seed: number, aware: boolean) {
  const random = numbersFrom(seed);
  const programme = new Programme(random);
  const pick = <T>(list: readonly T[]): T => list[programme.whole(0, list.length - 1)]!;
  const handedOut: HandedOut[] = [];
  let refused = 0;
  for (let n = programme.whole(3, 6); n > 0; n -= 1) {
    const made = await handOut(programme, handedOut, {
      aware,
      audience: pick(['partners', 'partners', 'public']),
      period: pick(PERIODS),
      shape: pick<Shape>(['a', 'b', 'both', 'both']),
    });
    if (made) handedOut.push(made);
    else refused += 1;
    // Late entries, and mistakes that are put right.
    if (random() < 0.3) programme.add(programme.whole(1, 6));
    if (random() < 0.15) programme.remove(programme.whole(1, 3));
  }
  return { handedOut, refused, leaks: await leaksIn(handedOut) };
}

describe('reports of months, quarters and years, handed out one after the other and attacked together', () => {
  it(`tell together no hidden number, in ${SEQUENCES} of ${SEQUENCES} sequences`, async () => {
    const leaks: string[] = [];
    const count = { tables: 0, cells: 0, hidden: 0, refused: 0, caught: 0 };
    for (let n = 0; n < SEQUENCES; n += 1) {
      const kept = await sequence(n, true);
      for (const leak of kept.leaks) leaks.push(`${n}: ${leak}`);
      const released = kept.handedOut.flatMap(({ release }) => release.released);
      count.tables += kept.handedOut.length;
      count.refused += kept.refused;
      count.cells += released.length;
      count.hidden += released.filter(({ mark }) => mark !== null).length;
      if ((await sequence(n, false)).leaks.length > 0) count.caught += 1;
    }
    process.stdout.write(
      `  ${count.tables} tables in ${SEQUENCES} sequences, ${count.refused} refused; ${count.hidden} of ` +
        `${count.cells} numbers hidden; without the ledger caught in ${count.caught} of ${SEQUENCES}\n`,
    );
    expect(leaks).toEqual([]);
    expect(count.caught).toBeGreaterThanOrEqual(SEQUENCES / 10);
  }, 600_000);
});
