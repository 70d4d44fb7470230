import { standardLabels } from '../../report-documents/document';
import { applyDisclosure } from './apply-disclosure.rules';
import { documentWith } from '../../../test/unit/disclosure/document-with';
import { planFinest } from './finest-plan.rules';
import { type PriorKnowledge, planSuppression, planRelease } from './suppression-plan.rules';
import type { Release, ReleasedFigure } from './release.types';
import type { Figure, Line } from './suppression.rules';

const DONOR = { threshold: 5, zeros: 'hide' } as const;
const BEFORE = { from: '2025-10-01', until: '2026-01-01' };
const Q1 = { from: '2026-01-01', until: '2026-04-01' };
const Q2 = { from: '2026-04-01', until: '2026-07-01' };
const H1 = { from: '2026-01-01', until: '2026-07-01' };
const AGES = [{ table: 'ages', parent: '0-17', parts: ['0-11', '12-17'] }];

const count = (id: string, value: number): Figure => ({ id, value, kind: 'count', places: ['t'] });
const released = (
  id: string,
  value: number,
  mark: ReleasedFigure['mark'] = null,
): ReleasedFigure => ({ id, value, kind: 'count', mark });
const release = (
  period: Release['period'],
  figures: ReleasedFigure[],
  more: Partial<Release> = {},
): Release => ({
  id: 'r',
  scope: 'programme',
  period,
  before: BEFORE,
  released: figures,
  lines: [],
  threshold: 5,
  ...more,
});
const known = (
  period: Release['period'],
  earlier: Release[],
  more: Partial<PriorKnowledge> = {},
): PriorKnowledge => ({
  about: { scope: 'programme', period, before: BEFORE },
  others: [],
  earlier,
  hierarchies: AGES,
  ...more,
});
const hidden = async (
  figures: Figure[],
  all: PriorKnowledge,
  lines: Line[] = [],
  policy = DONOR,
) => {
  const plan = await planRelease(figures, lines, policy, all);
  return { ids: [...plan.marks.keys()].sort(), refused: plan.refused.figures.length };
};

describe('a period after a part of it was released', () => {
  it('is hidden where only a few came in the days that are left', async () => {
    const earlier = [release(Q1, [released('people', 12)])];
    expect(await hidden([count('people', 14)], known(H1, earlier))).toEqual({
      ids: ['people'],
      refused: 0,
    });
    expect(await hidden([count('people', 17)], known(H1, earlier))).toEqual({
      ids: [],
      refused: 0,
    });
  });

  it('leaves the days that are left for a later release, without disclosing them', async () => {
    const half = release(H1, [released('people', 14, 'protected')]);
    const earlier = [release(Q1, [released('people', 12)]), half];
    expect(await hidden([count('people', 2)], known(Q2, earlier))).toEqual({
      ids: ['people'],
      refused: 0,
    });
  });

  it('is hidden where a few came twice', async () => {
    const earlier = [release(Q1, [released('people', 20)]), release(Q2, [released('people', 20)])];
    expect((await hidden([count('people', 38)], known(H1, earlier))).ids).toEqual(['people']);
    expect((await hidden([count('people', 40)], known(H1, earlier))).ids).toEqual([]);
    expect((await hidden([count('people', 30)], known(H1, earlier))).ids).toEqual([]);
  });
});

describe('a report that would be refused', () => {
  const ages = (rows: readonly (readonly [key: string, people: number])[]) =>
    documentWith([
      {
        kind: 'table',
        key: 'ages',
        title: 'Âges',
        columns: [
          {
            key: 'total',
            header: 'Personnes',
            type: 'integer',
            disclosure: { role: 'count', additive: true },
          },
        ],
        rows: rows.map(([key, total]) => ({ key, cells: { total } })),
        total: { key: 'total', cells: { total: 63 } },
      },
    ]);
  const fine = ages([
    ['0-11', 3],
    ['12-17', 20],
    ['18+', 40],
  ]);
  const coarse = ages([
    ['0-17', 23],
    ['18+', 40],
  ]);
  // Its readers know that three of those under 18 are under 12, whatever this report hides.
  const earlier = [
    release(Q1, [released('ages/0-17/total', 23), released('ages/12-17/total', 20)]),
  ];

  it('is published rolled up instead', async () => {
    expect((await planSuppression(fine, DONOR, known(Q1, earlier))).refused.figures).not.toEqual(
      [],
    );
    const { document, plan } = await planFinest([fine, coarse], DONOR, known(Q1, earlier));
    expect(document).toBe(coarse);
    expect([...plan.marks.keys()]).toEqual([]);
    expect(plan.refused.figures).toEqual([]);
  });

  it('is published by its total alone where no table is coarser', async () => {
    const { plan } = await planFinest([fine], DONOR, known(Q1, earlier));
    expect(plan.refused.figures).toEqual([]);
    expect([...plan.marks.keys()].sort()).toEqual(
      ['0-11', '12-17', '18+'].map((key) => `ages/${key}/total`),
    );
    expect(plan.released.find(({ id }) => id === 'ages/total/total')).toMatchObject({ mark: null });
  });
});

describe('a table after another of the same days', () => {
  it('hides a number that moved by fewer than the threshold, and shows one that moved by as many', async () => {
    const earlier = [release(Q1, [released('people', 20)])];
    expect((await hidden([count('people', 21)], known(Q1, earlier))).ids).toEqual(['people']);
    expect((await hidden([count('people', 25)], known(Q1, earlier))).ids).toEqual([]);
  });

  it('separates ages that were released together only as far as the groups allow', async () => {
    const earlier = [release(Q1, [released('ages/0-17/women', 20)])];
    const apart = (young: number, old: number) => [
      count('ages/0-11/women', young),
      count('ages/12-17/women', old),
    ];
    const both = ['ages/0-11/women', 'ages/12-17/women'];
    expect((await hidden(apart(3, 17), known(Q1, earlier))).ids).toEqual(both);
    // Put right by one person since.
    expect((await hidden(apart(3, 18), known(Q1, earlier))).ids).toEqual(both);
  });

  it('shows its own readers what was hidden from others alone', async () => {
    const fromAll = release(Q1, [released('people', 8, 'small')], {
      threshold: 11,
      forOthers: true,
    });
    expect((await hidden([count('people', 8)], known(Q1, [fromAll]))).ids).toEqual([]);
    const fromThem = release(Q1, [released('people', 8, 'protected')]);
    expect((await hidden([count('people', 8)], known(Q1, [fromThem]))).ids).toEqual(['people']);
  });

  it('shows again what moved far from what was hidden of it', async () => {
    const earlier = [release(Q1, [released('people', 12, 'protected')])];
    expect((await hidden([count('people', 16)], known(Q1, earlier))).ids).toEqual(['people']);
    expect((await hidden([count('people', 17)], known(Q1, earlier))).ids).toEqual([]);
  });

  it('hides how many some of them are, where few are left out of it', async () => {
    const women = 'people-by-age/total/female';
    const foreign = 'cut/people_served/origin=foreign&sex=female';
    const earlier = [release(Q1, [released(women, 20)])];
    expect((await hidden([count(foreign, 17)], known(Q1, earlier))).ids).toEqual([foreign]);
    expect((await hidden([count(foreign, 15)], known(Q1, earlier))).ids).toEqual([]);
    expect((await hidden([count(foreign, 20)], known(Q1, earlier))).ids).toEqual([]);
    // And the other way round.
    const some = [release(Q1, [released(foreign, 17)])];
    expect((await hidden([count(women, 20)], known(Q1, some))).ids).toEqual([women]);
    // Of other days nothing is known.
    expect((await hidden([count(foreign, 17)], known(Q2, earlier))).ids).toEqual([]);
  });

  it('is not refused for a column that was not there before: that it had nobody is known', async () => {
    const row = (id: string, value: number) => count(`ages/0-11/${id}`, value);
    const line = (parts: string[]) => ({
      total: 'ages/0-11/total',
      parts: parts.map((part) => `ages/0-11/${part}`),
    });
    const before = release(
      Q1,
      [row('women', 14), row('men', 14), row('total', 28)].map(({ id, value }) =>
        released(id, value),
      ),
      { lines: [line(['women', 'men'])] },
    );
    const now = [row('women', 14), row('men', 14), row('other', 0), row('total', 28)];
    expect(await hidden(now, known(Q1, [before]), [line(['women', 'men', 'other'])])).toEqual({
      ids: ['ages/0-11/other'],
      refused: 0,
    });
  });

  it('is no sum of shares: a year has one of its own', async () => {
    const share = (value: number): Figure => ({ id: 'share', value, kind: 'derived', rate: true });
    const year = release(H1, [{ ...released('share', 0.3), kind: 'derived', rate: true }]);
    const now = [count('men', 2), { ...share(0.1), follows: ['men'] }];
    expect(await hidden(now, known(Q1, [year]))).toEqual({ ids: ['men', 'share'], refused: 0 });
  });

  it('looks no further into quarters that lead to no end', async () => {
    const years = Array.from({ length: 12 }, (_, n) => 2012 + n).flatMap((year) =>
      Array.from({ length: 6 }, (_, k) =>
        release({ from: `${year}-01-01`, until: `${year + 1}-01-01` }, [
          released('people', 100 + 20 * k),
        ]),
      ),
    );
    // Nothing of 2024 was released: six times six times six … ways, and none of them whole.
    const all = { from: '2012-01-01', until: '2025-01-01' };
    expect((await hidden([count('people', 9000)], known(all, years))).ids).toEqual([]);
  });

  it('takes no more than a mark says of all of them for known of some of them', async () => {
    const all = release(H1, [released('begging', 3, 'small')]);
    expect(await hidden([count('begging', 2)], known(Q1, [all]))).toEqual({
      ids: ['begging'],
      refused: 0,
    });
  });

  it('hides a number of which too many versions were released to look through', async () => {
    const quarters = [Q1, Q2].flatMap((quarter) =>
      Array.from({ length: 9 }, (_, n) => release(quarter, [released('people', 100 + 20 * n)])),
    );
    // Nine times nine ways to add them up, of which 64 are looked at.
    expect((await hidden([count('people', 900)], known(H1, quarters))).ids).toEqual(['people']);
    const fewer = quarters.slice(0, 15);
    expect((await hidden([count('people', 900)], known(H1, fewer))).ids).toEqual([]);
  });

  it('is not shown a small number again because others of the circle saw it', async () => {
    const earlier = [release(Q1, [released('people', 6)])];
    const strict = { threshold: 10, zeros: 'hide' } as const;
    const plan = await planRelease([count('people', 6)], [], strict, known(Q1, earlier));
    expect([...plan.marks.keys()]).toEqual(['people']);
  });

  it('is refused where a number that it must hide is a sum of what was shown', async () => {
    const earlier = [release(Q1, [released('people', 20)]), release(H1, [released('people', 22)])];
    const plan = await planRelease([count('people', 2)], [], DONOR, known(Q2, earlier));
    expect(plan.refused).toEqual({ figures: ['people'], earlier: ['r'] });
  });
});

describe('a union: each counted once in the total', () => {
  it('does not disclose by its total what a mark hides', async () => {
    const row = (key: string, people: number) => ({ key, cells: { service: key, people } });
    const disclosed = await applyDisclosure(
      {
        format: 'mawa-report/1',
        labels: standardLabels('fr'),
        meta: {
          key: 'essai',
          kind: 'essai',
          programme: 'P',
          title: 'T',
          language: 'fr',
          direction: 'ltr',
          version: '1',
          preparedFor: 'B',
          date: '2026-10-01',
          facts: [],
          period: { from: '2026-07-01', to: '2026-09-30', label: 'Été' },
          audience: { key: 'donor', label: 'Bailleur' },
        },
        blocks: [
          {
            kind: 'table',
            key: 't',
            title: 't',
            columns: [
              { key: 'service', header: 's', type: 'text' },
              { key: 'people', header: 'p', type: 'integer', disclosure: { role: 'count' } },
            ],
            rows: [row('psychology', 40), row('medical', 4)],
            total: row('total', 44),
          },
        ],
      },
      { audience: 'donor', ...DONOR },
    );
    const [table] = disclosed.blocks as unknown as {
      rows: { cells: Record<string, unknown> }[];
      total: { cells: Record<string, unknown> };
    }[];
    // With 40 and 44 shown, medical is four or more, up to all of them: fewer than five would disclose that it is four.
    const cells = [...table!.rows, table!.total].map(({ cells: { people } }) => people);
    expect(cells).toEqual([40, { hidden: true, mark: '•' }, 44]);
  });
});
