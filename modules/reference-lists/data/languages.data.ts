import { type CodedList, item } from './coded-list.types';

/** Languages that an interpreter is looked for; ISO 639-3, with the macrolanguage where one asks so. */
export const languages: CodedList = {
  version: '2026-11/1',
  source: 'ISO 639-3; selection by the programme',
  items: [
    item('ary', 'Arabe marocain (darija)', 'الدارجة المغربية', 'Moroccan Arabic (Darija)'),
    item('ara', 'Arabe', 'العربية', 'Arabic'),
    item('zgh', 'Amazighe standard', 'الأمازيغية المعيارية', 'Standard Amazigh'),
    item('shi', 'Tachelhit', 'تشلحيت', 'Tachelhit'),
    item('tzm', 'Tamazight du Moyen Atlas', 'أمازيغية الأطلس المتوسط', 'Central Atlas Tamazight'),
    item('rif', 'Tarifit', 'تاريفيت', 'Tarifit'),
    item('fra', 'Français', 'الفرنسية', 'French'),
    item('eng', 'Anglais', 'الإنجليزية', 'English'),
    item('spa', 'Espagnol', 'الإسبانية', 'Spanish'),
    item('por', 'Portugais', 'البرتغالية', 'Portuguese'),
    item('wol', 'Wolof', 'الولوفية', 'Wolof'),
    item('ful', 'Peul (pulaar)', 'الفولانية', 'Fula (Pulaar)'),
    item('bam', 'Bambara', 'البمبارية', 'Bambara'),
    item('dyu', 'Dioula', 'الديولا', 'Dyula'),
    item('sus', 'Soussou', 'السوسو', 'Susu'),
    item('bci', 'Baoulé', 'الباولي', 'Baoulé'),
    item('pcm', 'Pidgin nigérian', 'البيدجن النيجيرية', 'Nigerian Pidgin'),
    item('yor', 'Yoruba', 'اليوروبا', 'Yoruba'),
    item('ibo', 'Igbo', 'الإيغبو', 'Igbo'),
    item('bin', 'Edo (bini)', 'الإيدو', 'Edo (Bini)'),
    item('hau', 'Haoussa', 'الهوسا', 'Hausa'),
    item('lin', 'Lingala', 'اللينغالا', 'Lingala'),
    item('tgl', 'Tagalog', 'التاغالوغية', 'Tagalog'),
    item('sgn', 'Langue des signes', 'لغة الإشارة', 'Sign language'),
  ],
};
