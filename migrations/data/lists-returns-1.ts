/**
 * First editions of the lists of return and reintegration. Like a merged migration it is never edited:
 * another wording, another code is a new version, drafted and approved in the application.
 */
import type { PlainList } from './seed-lists';

const item = (code: string, fr: string, ar: string, en: string) => ({ code, fr, ar, en });

export const LISTS_RETURNS: readonly PlainList[] = [
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
];
