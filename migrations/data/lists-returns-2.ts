/**
 * What is settled before somebody leaves the country. A code that begins with two letters of a country
 * (`ci_…`) is asked for a return to that country alone; `all_…` for every return.
 */
import type { PlainList } from './seed-lists';

const item = (code: string, fr: string, ar: string, en: string) => ({ code, fr, ar, en });

export const LISTS_RETURNS_2: readonly PlainList[] = [
  {
    name: 'exit_formalities',
    ownerRole: 'programme_officer',
    source:
      'Programme list, by country: a code that begins with all_ is asked for every return, one that begins with two letters of a country for that country alone; to be confirmed with each consulate',
    items: [
      item(
        'all_exit_permit',
        'Sortie du territoire régularisée (pénalités levées)',
        'تسوية الخروج من التراب (رفع الغرامات)',
        'Leave to exit settled (penalties lifted)',
      ),
      item(
        'all_proceedings',
        'Aucune convocation ni audience n’est oubliée',
        'لا استدعاء ولا جلسة منسية',
        'No summons or hearing is forgotten',
      ),
      item(
        'all_medicines',
        'Traitement et ordonnance pour un mois',
        'العلاج والوصفة لمدة شهر',
        'Medicine and prescription for a month',
      ),
      item(
        'all_contact_safe',
        'La personne sait qui l’attend et comment le joindre',
        'يعرف الشخص من ينتظره وكيف يتصل به',
        'The person knows who waits for her and how to reach them',
      ),
      item(
        'ci_consular_interview',
        'Entretien au consulat de Côte d’Ivoire',
        'مقابلة في قنصلية ساحل العاج',
        'Interview at the consulate of Côte d’Ivoire',
      ),
      item(
        'ng_biometrics',
        'Empreintes au consulat du Nigéria',
        'أخذ البصمات في قنصلية نيجيريا',
        'Fingerprints at the consulate of Nigeria',
      ),
      item(
        'ph_exit_clearance',
        'Accord du bureau des travailleurs philippins',
        'موافقة مكتب العمال الفلبينيين',
        'Clearance of the Philippine workers’ office',
      ),
    ],
  },
];
