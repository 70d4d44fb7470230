import { AGE_BANDS } from '../figures/report.figures';
import type { AgeGrouping } from '../report-definition';

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
