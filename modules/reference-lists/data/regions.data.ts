import { MOROCCAN_REGIONS } from '../../platform/shared/regions.data';
import { type CodedList, item } from './coded-list.types';

/** The twelve regions of Morocco, and codes for "none". */
export const regions: CodedList = {
  version: '2015-09-04/1',
  source: 'Morocco, division into twelve regions of 2015; numbers as in ISO 3166-2:MA',
  items: [
    ...MOROCCAN_REGIONS,
    item('abroad', 'À l’étranger', 'خارج المغرب', 'Abroad'),
    item('unknown', 'Non connue', 'غير معروفة', 'Not known'),
  ],
};
