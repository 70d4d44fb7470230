import { type CodedList, item } from './coded-list.types';

/** Stages of a person; the transitions between them belong to beneficiaries. */
export const stages: CodedList = {
  version: '2026-11/1',
  source: 'Programme list, after the steps of the national referral mechanism',
  items: [
    item('detected', 'Détection', 'الرصد', 'Detected'),
    item('first_contact', 'Premier contact', 'الاتصال الأول', 'First contact'),
    item('presumed', 'Victime présumée', 'ضحية مفترضة', 'Presumed victim'),
    item('reflection_period', 'Délai de réflexion', 'مهلة التفكير', 'Reflection period'),
    item('identified', 'Victime identifiée', 'ضحية تم تحديدها', 'Identified victim'),
    item(
      'not_victim',
      'Orientée : non reconnue victime de traite',
      'أُحيلت: لم تثبت صفة ضحية الاتجار',
      'Referred on: not found to be a victim of trafficking',
    ),
    item('assisted', 'Accompagnement en cours', 'المواكبة جارية', 'Assisted'),
    item('exiting', 'Sortie en préparation', 'الخروج قيد الإعداد', 'Preparing to leave'),
    item('followed_up', 'Suivi après la sortie', 'التتبع بعد الخروج', 'Followed up'),
    item('closed', 'Accompagnement terminé', 'انتهت المواكبة', 'Closed'),
  ],
};

/** Who decided a step; HTCDS 2.0 asks the same of a status: police, NGO, court or prosecution, other government, other. */
export const deciders: CodedList = {
  version: '2026-11/1',
  source: 'Programme list, after vic_TraffickingStatusDecisionMakingOrg of HTCDS 2.0',
  items: [
    item('programme', 'L’équipe du programme', 'فريق البرنامج', 'The programme’s team'),
    item('self', 'La personne elle-même', 'الشخص نفسه', 'The person'),
    item('organisation', 'Une association partenaire', 'جمعية شريكة', 'A partner organisation'),
    item('hotline', 'La ligne d’écoute', 'خط الاستماع', 'The hotline'),
    item('police', 'La police ou la gendarmerie', 'الشرطة أو الدرك', 'Police or gendarmerie'),
    item('prosecutor', 'Le parquet', 'النيابة العامة', 'The prosecutor'),
    item('judge', 'Le juge', 'القاضي', 'The judge'),
    item('labour_inspector', 'L’inspection du travail', 'مفتشية الشغل', 'The labour inspectorate'),
    item('health_service', 'Un service de santé', 'مصلحة صحية', 'A health service'),
    item('social_service', 'Un service social', 'مصلحة اجتماعية', 'A social service'),
  ],
};
