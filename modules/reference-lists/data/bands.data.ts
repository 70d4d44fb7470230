import { type CodedList, item } from './coded-list.types';

/** Coarse on purpose: a day or a month would help to find a person, a band does not. */
export const startBands: CodedList = {
  version: '2026-11/1',
  source: 'Programme list: how long before registration the exploitation began',
  items: [
    item('under_1', 'Moins d’un an avant', 'أقل من سنة قبل التسجيل', 'Less than a year before'),
    item(
      '1_to_2',
      'Un à deux ans avant',
      'من سنة إلى سنتين قبل التسجيل',
      'One to two years before',
    ),
    item(
      '3_to_5',
      'Trois à cinq ans avant',
      'من ثلاث إلى خمس سنوات قبل التسجيل',
      'Three to five years before',
    ),
    item(
      'over_5',
      'Plus de cinq ans avant',
      'أكثر من خمس سنوات قبل التسجيل',
      'More than five years before',
    ),
  ],
};

export const durationBands: CodedList = {
  version: '2026-11/1',
  source: 'Bands of traffickMonths, CTDC Global Synthetic Data Codebook, version 2, February 2024',
  items: [
    item('months_0_12', 'Jusqu’à douze mois', 'إلى غاية اثني عشر شهرا', 'Up to twelve months'),
    item('months_13_24', 'Treize à vingt-quatre mois', 'من 13 إلى 24 شهرا', '13 to 24 months'),
    item('months_25_up', 'Vingt-cinq mois ou plus', '25 شهرا أو أكثر', '25 months or more'),
  ],
};
