import type { Hierarchy } from './release.types';

export const AGE_BANDS = ['0-11', '12-17', '18-24', '25-34', '35-49', '50+', 'unknown'] as const;
export type AgeBand = (typeof AGE_BANDS)[number];

/** Ages put together: the finest grouping that leaves enough to read is published. */
export interface AgeGrouping {
  readonly key: string;
  readonly groups: readonly { readonly key: string; readonly bands: readonly AgeBand[] }[];
}

export const PEOPLE_TABLE = 'people-by-age';

/** From fine to coarse; people of the programme always see the first. */
export const AGES: readonly AgeGrouping[] = [
  { key: 'seven', groups: AGE_BANDS.map((band) => ({ key: band, bands: [band] })) },
  {
    key: 'five',
    groups: [
      { key: '0-17', bands: ['0-11', '12-17'] },
      { key: '18-24', bands: ['18-24'] },
      { key: '25-34', bands: ['25-34'] },
      { key: '35+', bands: ['35-49', '50+'] },
      { key: 'unknown', bands: ['unknown'] },
    ],
  },
  {
    key: 'three',
    groups: [
      { key: '0-17', bands: ['0-11', '12-17'] },
      { key: '18+', bands: ['18-24', '25-34', '35-49', '50+'] },
      { key: 'unknown', bands: ['unknown'] },
    ],
  },
];

/** How the groupings nest: what one edition of a table merges, another may show separately. */
export const AGE_HIERARCHIES: readonly Hierarchy[] = AGES.flatMap((grouping) =>
  grouping.groups.flatMap(({ key, bands }) =>
    AGES.flatMap((other) => {
      const parts = other.groups.filter((one) => one.bands.every((band) => bands.includes(band)));
      const publishedBands = parts.flatMap((part) => part.bands);
      return publishedBands.length === bands.length && parts.length > 1
        ? [{ table: PEOPLE_TABLE, parent: key, parts: parts.map((part) => part.key) }]
        : [];
    }),
  ),
);
