/** What is explained before a return, the papers to travel with, and what is settled before somebody leaves the country. */
import { item, type ReferenceList } from './reference-list';

export const RETURN_LISTS: readonly ReferenceList[] = [
  {
    name: 'return_topics',
    ownerRole: 'programme_officer',
    source:
      'Programme list, on the two conditions of a voluntary return (freedom of choice, informed decision) in the IOM framework of 2019: what is explained before somebody decides',
    items: [
      item(
        'choice',
        'Le choix est libre : rester, attendre ou rentrer, sans perdre d’aide',
        'الاختيار حر: البقاء أو الانتظار أو العودة، دون فقدان أي مساعدة',
        'The choice is free: stay, wait or go, with no loss of help',
      ),
      item(
        'stay_options',
        'Ce qui est possible ici : séjour, protection, services',
        'ما هو ممكن هنا: الإقامة والحماية والخدمات',
        'What is possible here: residence, protection, services',
      ),
      item(
        'country',
        'La situation du pays ou de la région d’arrivée',
        'الوضع في بلد أو جهة الوصول',
        'The situation in the country or region of arrival',
      ),
      item(
        'risks',
        'Les risques connus et qui peut aider sur place',
        'المخاطر المعروفة ومن يمكنه المساعدة هناك',
        'Known risks, and who can help there',
      ),
      item(
        'journey',
        'Le voyage, les documents et les délais',
        'السفر والوثائق والآجال',
        'The journey, documents and delays',
      ),
      item(
        'help_after',
        'L’aide après l’arrivée et ses limites',
        'المساعدة بعد الوصول وحدودها',
        'Help after arrival, and its limits',
      ),
      item(
        'change_mind',
        'On peut changer d’avis à tout moment',
        'يمكن تغيير الرأي في أي وقت',
        'One may change one’s mind at any moment',
      ),
      item(
        'data',
        'Ce qui est dit à qui, et avec quel accord',
        'ما يقال ولمن وبأي موافقة',
        'What is told to whom, and with whose agreement',
      ),
    ],
  },
  {
    name: 'travel_documents',
    ownerRole: 'programme_officer',
    source: 'Programme list: papers with which a person crosses the border',
    items: [
      item('passport', 'Passeport', 'جواز سفر', 'Passport'),
      item(
        'laissez_passer',
        'Laissez-passer consulaire',
        'رخصة مرور قنصلية',
        'Consular laissez-passer',
      ),
      item(
        'emergency',
        'Titre de voyage d’urgence',
        'وثيقة سفر استعجالية',
        'Emergency travel document',
      ),
      item(
        'identity_card',
        'Carte d’identité nationale',
        'بطاقة التعريف الوطنية',
        'National identity card',
      ),
      item(
        'child_permission',
        'Autorisation de sortie d’un mineur',
        'ترخيص بسفر قاصر',
        'Permission for a minor to leave',
      ),
      item('transit_visa', 'Visa de transit', 'تأشيرة عبور', 'Transit visa'),
      item('other', 'Autre document', 'وثيقة أخرى', 'Other document'),
    ],
  },
  // A code that begins with two letters of a country (`ci_…`) is asked for a return to that country alone; `all_…` for every return.
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
