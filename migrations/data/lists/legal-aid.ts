/** Protection measures and court orders of legal aid. */
import { item, type ReferenceList } from './reference-list';

export const LEGAL_AID_LISTS: readonly ReferenceList[] = [
  {
    name: 'protection_measures',
    ownerRole: 'programme_officer',
    source:
      'Programme list, on the measures that law 27-14 and the code of criminal procedure (articles 82-4 to 82-10) name for victims and witnesses; to be confirmed by counsel',
    items: [
      item('contact_ban', 'Interdiction de contact', 'منع الاتصال', 'Ban on contact'),
      item(
        'listening_unit',
        'Cellule d’accueil du parquet',
        'خلية التكفل بالنيابة العامة',
        'Reception unit of the prosecutor',
      ),
      item(
        'placement',
        'Orientation vers un lieu d’accueil',
        'الإحالة على مركز إيواء',
        'Referral to a place of reception',
      ),
      item('identity_hidden', 'Identité gardée secrète', 'إخفاء الهوية', 'Identity kept secret'),
      item('closed_hearing', 'Audience à huis clos', 'جلسة سرية', 'Hearing behind closed doors'),
      item('remote_hearing', 'Audition à distance', 'الاستماع عن بعد', 'Heard from afar'),
      item(
        'recorded_testimony',
        'Témoignage enregistré une seule fois',
        'تسجيل الشهادة مرة واحدة',
        'Testimony recorded once',
      ),
      item('escort', 'Accompagnement par la police', 'مرافقة أمنية', 'Police escort'),
      item(
        'phone_protection',
        'Numéro de téléphone d’urgence',
        'رقم هاتف للطوارئ',
        'Emergency telephone number',
      ),
      item(
        'no_removal',
        'Pas d’éloignement du territoire',
        'عدم الإبعاد من التراب',
        'No removal from the country',
      ),
      item('legal_aid', 'Aide juridictionnelle', 'المساعدة القضائية', 'Legal aid'),
      item('other', 'Autre mesure', 'تدبير آخر', 'Other measure'),
    ],
  },
  {
    name: 'court_order_kinds',
    ownerRole: 'programme_officer',
    source: 'Programme list: what courts order for or about a person',
    items: [
      item('pay_compensation', 'Payer une indemnité', 'أداء تعويض', 'Pay compensation'),
      item('pay_wages', 'Payer des salaires', 'أداء أجور', 'Pay wages'),
      item('return_papers', 'Rendre des documents', 'إرجاع وثائق', 'Give papers back'),
      item(
        'keep_away',
        'Rester à distance de la personne',
        'الابتعاد عن الشخص',
        'Keep away from the person',
      ),
      item('expertise', 'Expertise', 'خبرة', 'Expert report'),
      item('appear', 'Comparaître', 'الحضور أمام المحكمة', 'Appear'),
      item('produce_paper', 'Produire une pièce', 'الإدلاء بوثيقة', 'Produce a paper'),
      item('custody', 'Garde d’un enfant', 'حضانة طفل', 'Custody of a child'),
      item(
        'civil_record',
        'Inscription à l’état civil',
        'التسجيل في الحالة المدنية',
        'Entry in the civil register',
      ),
      item('stay_permit', 'Titre de séjour', 'سند الإقامة', 'Residence permit'),
      item('confiscation', 'Confiscation', 'مصادرة', 'Confiscation'),
      item('other', 'Autre décision', 'مقرر آخر', 'Other order'),
    ],
  },
];
