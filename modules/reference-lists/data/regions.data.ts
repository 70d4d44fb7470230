import { type CodedList, item } from './coded-list.types';

/** The twelve regions of Morocco, and what stands in when there is none. */
export const regions: CodedList = {
  version: '2015-09-04/1',
  source: 'Morocco, division into twelve regions of 2015; numbers as in ISO 3166-2:MA',
  items: [
    item('01', 'Tanger-Tétouan-Al Hoceïma', 'طنجة - تطوان - الحسيمة', 'Tanger-Tétouan-Al Hoceïma'),
    item('02', 'L’Oriental', 'الشرق', 'L’Oriental'),
    item('03', 'Fès-Meknès', 'فاس - مكناس', 'Fès-Meknès'),
    item('04', 'Rabat-Salé-Kénitra', 'الرباط - سلا - القنيطرة', 'Rabat-Salé-Kénitra'),
    item('05', 'Béni Mellal-Khénifra', 'بني ملال - خنيفرة', 'Béni Mellal-Khénifra'),
    item('06', 'Casablanca-Settat', 'الدار البيضاء - سطات', 'Casablanca-Settat'),
    item('07', 'Marrakech-Safi', 'مراكش - آسفي', 'Marrakech-Safi'),
    item('08', 'Drâa-Tafilalet', 'درعة - تافيلالت', 'Drâa-Tafilalet'),
    item('09', 'Souss-Massa', 'سوس - ماسة', 'Souss-Massa'),
    item('10', 'Guelmim-Oued Noun', 'كلميم - واد نون', 'Guelmim-Oued Noun'),
    item('11', 'Laâyoune-Sakia El Hamra', 'العيون - الساقية الحمراء', 'Laâyoune-Sakia El Hamra'),
    item('12', 'Dakhla-Oued Ed-Dahab', 'الداخلة - وادي الذهب', 'Dakhla-Oued Ed-Dahab'),
    item('abroad', 'À l’étranger', 'خارج المغرب', 'Abroad'),
    item('unknown', 'Non connue', 'غير معروفة', 'Not known'),
  ],
};
