import { type CodedList, item } from './coded-list.types';

const SOURCE = 'Programme list';
const VERSION = '2026-11/1';
const own = (...items: CodedList['items']): CodedList => ({
  version: VERSION,
  source: SOURCE,
  items,
});

export const sexes = own(
  item('female', 'Femme', 'أنثى', 'Female'),
  item('male', 'Homme', 'ذكر', 'Male'),
  item('other', 'Autre', 'آخر', 'Other'),
);

export const ageCertainties = own(
  item('exact', 'Date exacte', 'تاريخ مضبوط', 'Exact date'),
  item('year', 'Année seulement', 'السنة فقط', 'Year only'),
  item('declared', 'Âge déclaré', 'سن مصرح به', 'Declared age'),
  item('estimated', 'Âge estimé', 'سن مقدر', 'Estimated age'),
  item('unknown', 'Non connu', 'غير معروف', 'Not known'),
);

export const accessNeeds = own(
  item('none', 'Aucun', 'لا شيء', 'None'),
  item('step_free', 'Accès sans marche', 'ولوج بدون درج', 'Step-free access'),
);

export const relations = own(
  item('self', 'Personne de référence', 'الشخص المرجعي', 'Reference person'),
  item('spouse', 'Conjoint ou conjointe', 'الزوج أو الزوجة', 'Spouse'),
  item('child', 'Enfant', 'ابن أو ابنة', 'Child'),
  item('parent', 'Parent', 'أب أو أم', 'Parent'),
  item('sibling', 'Frère ou sœur', 'أخ أو أخت', 'Sibling'),
  item('other_relative', 'Autre membre de la famille', 'قريب آخر', 'Other relative'),
  item('companion', 'Personne proche', 'شخص مرافق', 'Companion'),
);

export const documentKinds = own(
  item(
    'national_id',
    'Carte nationale d’identité',
    'بطاقة التعريف الوطنية',
    'National identity card',
  ),
  item('passport', 'Passeport', 'جواز السفر', 'Passport'),
  item('consular_card', 'Carte consulaire', 'البطاقة القنصلية', 'Consular card'),
  item('residence_permit', 'Titre de séjour', 'سند الإقامة', 'Residence permit'),
  item(
    'refugee_card',
    'Carte de réfugié ou d’asile',
    'بطاقة لاجئ أو طالب لجوء',
    'Refugee or asylum card',
  ),
  item('birth_certificate', 'Acte de naissance', 'عقد الازدياد', 'Birth certificate'),
  item('other', 'Autre document', 'وثيقة أخرى', 'Other document'),
);

export const contactChannels = own(
  item('call', 'Appel', 'مكالمة', 'Call'),
  item('sms', 'SMS', 'رسالة نصية', 'Text message'),
  item('whatsapp', 'WhatsApp', 'واتساب', 'WhatsApp'),
  item(
    'third_person',
    'Par une personne de confiance',
    'عبر شخص موثوق',
    'Through a trusted person',
  ),
  item('in_person', 'En personne', 'حضوريا', 'In person'),
);
