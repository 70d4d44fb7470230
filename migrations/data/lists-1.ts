/**
 * The first edition of the lists that their owners edit. Like a merged migration it is never edited:
 * another wording, another code is a new version, drafted and approved in the application.
 */
export interface FirstItem {
  readonly code: string;
  readonly fr: string;
  readonly ar: string;
  readonly en: string;
  /** `field=value` of each standard; none: that standard has no equivalent, which is said. */
  readonly htcds: readonly string[];
  readonly ctdc: readonly string[];
  readonly parent: string | null;
}
export interface FirstList {
  readonly name: string;
  readonly ownerRole: string;
  /** Where only such an organisation's people own it. */
  readonly ownerKind: string | null;
  /** Part of how people are classified, and so compared with the standards. */
  readonly compared: boolean;
  /** Fields of the standards that its codes can be compared with. */
  readonly htcds: readonly string[];
  readonly ctdc: readonly string[];
  readonly source: string;
  readonly licence: string;
  readonly items: readonly FirstItem[];
}

const item = (
  code: string,
  fr: string,
  ar: string,
  en: string,
  htcds: string | readonly string[] = [],
  ctdc: string | readonly string[] = [],
  parent: string | null = null,
): FirstItem => ({
  ...{ code, fr, ar, en, parent },
  htcds: [htcds].flat(),
  ctdc: [ctdc].flat().map((variable) => `${variable}=1`),
});

/** Codes that are the values of one HTCDS field, each its own equivalent. */
const of =
  (field: string) =>
  (code: string, fr: string, ar: string, en: string, ctdc: string | readonly string[] = []) =>
    item(code, fr, ar, en, `${field}=${code}`, ctdc);

const OUR_LABELS = 'labels in French and Arabic are our own';
const HTCDS_LICENCE =
  'CC BY 4.0 (IOM); use consistent with the mandate of IOM; no endorsement by IOM is suggested';
const OWN = 'programme list; no licence of others';

const control = of('vic_MethodsOfControl');
const recruited = of('vic_MethodOfRecruitment');
const exploited = of('vic_TypeOfExploitation');
const sexual = of('vic_TypeOfSexExploitation');
const platform = (code: string, en: string, fr: string, ar: string) =>
  item(code, fr, ar, en, [
    `vic_RecruitmentWebsitesAndApps=${code}`,
    `vic_ExploitationWebsitesAndApps=${code}`,
  ]);
const sector = (code: string, fr: string, ar: string, en: string, ctdc: string[] = []) =>
  item(code, fr, ar, en, `vic_ForcedLabourIndustry=${code}`, ctdc);
/** A division of ISIC Rev. 4, exported to HTCDS as the section above it. */
const division = (
  code: string,
  parent: string,
  fr: string,
  ar: string,
  en: string,
  ctdc: string[] = [],
) => item(code, fr, ar, en, `vic_ForcedLabourIndustry=${parent}`, ctdc, parent);
const relation = (
  code: string,
  fr: string,
  ar: string,
  en: string,
  ctdc: string,
  parent: string | null = null,
) => item(code, fr, ar, en, `vic_RelationshipToTrafficker=${parent ?? code}`, ctdc, parent);

const FAMILY = 'recruiterRelationFamily';
const PARTNER = 'recruiterRelationIntimatePartner';
const FRIEND = 'recruiterRelationFriend';
const OTHER_RELATION = 'recruiterRelationOther';
const A = 'A_AgricultureForestryAndFishing';
const C = 'C_Manufacturing';
const I = 'I_AccommodationAndFoodServiceActivities';
const T = 'T_ActivitiesOfHouseholdsAsEmployers';

export const FIRST_LISTS: readonly FirstList[] = [
  {
    name: 'motives',
    ownerRole: 'programme_officer',
    ownerKind: 'commission',
    compared: true,
    htcds: [],
    ctdc: [],
    source:
      'National list of traffickers’ motives, edited by the commission; no international standard has one',
    licence: OWN,
    items: [
      item('financial_gain', 'Gain financier', 'الكسب المالي', 'Financial gain'),
      item('debt_recovery', 'Recouvrement d’une dette', 'استيفاء دين', 'Recovering a debt'),
      item('family_custom', 'Famille ou coutume', 'الأسرة أو العرف', 'Family or custom'),
      item('sexual', 'Motif sexuel', 'دافع جنسي', 'Sexual motive'),
      item(
        'use_in_crime',
        'Utilisation dans une activité criminelle',
        'الاستعمال في نشاط إجرامي',
        'Use in crime',
      ),
      item('other', 'Autre motif', 'دافع آخر', 'Other motive'),
    ],
  },
  {
    name: 'control_methods',
    ownerRole: 'programme_officer',
    ownerKind: null,
    compared: true,
    htcds: ['vic_MethodsOfControl'],
    ctdc: [
      'meansDebtBondageEarnings',
      'meansThreats',
      'meansAbusePsyPhySex',
      'meansFalsePromises',
      'meansDrugsAlcohol',
      'meansDenyBasicNeeds',
      'meansExcessiveWorkHours',
      'meansWithholdDocs',
    ],
    source: `HTCDS 2.0, vic_MethodsOfControl; RestrictsMovement and UsesChildren are defined there but missing from its value list and are national additions; ${OUR_LABELS}`,
    licence: HTCDS_LICENCE,
    items: [
      control(
        'PhysicalThreats',
        'Menaces physiques',
        'تهديدات جسدية',
        'Physical threats',
        'meansThreats',
      ),
      control(
        'ThreatsLawEnforcement',
        'Menaces de dénonciation aux autorités',
        'التهديد بالتبليغ لدى السلطات',
        'Threats of law enforcement',
        'meansThreats',
      ),
      control(
        'ThreatensChildrenFamily',
        'Menaces contre les enfants ou la famille',
        'تهديد الأطفال أو الأسرة',
        'Threatens children or family',
        'meansThreats',
      ),
      control(
        'DebtBondage',
        'Servitude pour dettes',
        'استعباد بسبب الدين',
        'Debt bondage',
        'meansDebtBondageEarnings',
      ),
      control(
        'FalsePromises',
        'Fausses promesses',
        'وعود كاذبة',
        'False promises',
        'meansFalsePromises',
      ),
      control(
        'PhysicalAbuse',
        'Violences physiques',
        'عنف جسدي',
        'Physical abuse',
        'meansAbusePsyPhySex',
      ),
      control(
        'SexualAbuse',
        'Violences sexuelles',
        'عنف جنسي',
        'Sexual abuse',
        'meansAbusePsyPhySex',
      ),
      control(
        'TakesEarnings',
        'Gains confisqués',
        'الاستيلاء على المداخيل',
        'Takes earnings',
        'meansDebtBondageEarnings',
      ),
      control(
        'RestrictsFinancialAccess',
        'Accès à l’argent restreint',
        'تقييد الوصول إلى المال',
        'Restricts financial access',
        'meansDenyBasicNeeds',
      ),
      control(
        'RestrictsMedicalCare',
        'Accès aux soins restreint',
        'تقييد الولوج إلى العلاج',
        'Restricts medical care',
        'meansDenyBasicNeeds',
      ),
      control(
        'WithholdsNecessities',
        'Privation du nécessaire',
        'الحرمان من الضروريات',
        'Withholds necessities',
        'meansDenyBasicNeeds',
      ),
      control(
        'PsychologicalAbuse',
        'Violences psychologiques',
        'عنف نفسي',
        'Psychological abuse',
        'meansAbusePsyPhySex',
      ),
      control(
        'PsychoactiveSubstance',
        'Drogues, alcool ou médicaments',
        'مخدرات أو كحول أو أدوية',
        'Psychoactive substance',
        'meansDrugsAlcohol',
      ),
      control(
        'ExcessiveWorkingHours',
        'Horaires de travail excessifs',
        'ساعات عمل مفرطة',
        'Excessive working hours',
        'meansExcessiveWorkHours',
      ),
      control(
        'WithholdsDocuments',
        'Papiers confisqués',
        'حجز الوثائق',
        'Withholds documents',
        'meansWithholdDocs',
      ),
      item(
        'RestrictsMovement',
        'Liberté d’aller et venir restreinte',
        'تقييد حرية التنقل',
        'Restricts movement',
        'vic_MethodsOfControl=Other',
        'meansDenyBasicNeeds',
      ),
      item(
        'UsesChildren',
        'Se sert des enfants de la personne',
        'استعمال أطفال الشخص للضغط عليه',
        'Uses the person’s children',
        'vic_MethodsOfControl=Other',
        'meansThreats',
      ),
      control('Other', 'Autre moyen de contrôle', 'وسيلة سيطرة أخرى', 'Other method of control'),
    ],
  },
  {
    name: 'recruiter_relations',
    ownerRole: 'programme_officer',
    ownerKind: null,
    compared: true,
    htcds: ['vic_RelationshipToTrafficker'],
    ctdc: [PARTNER, FRIEND, FAMILY, OTHER_RELATION],
    source: `HTCDS 2.0, vic_RelationshipToTrafficker (spelling as published), with a second tier of the programme that the relations of CTDC need; ${OUR_LABELS}`,
    licence: HTCDS_LICENCE,
    items: [
      relation('Familial', 'Famille', 'الأسرة', 'Family', FAMILY),
      relation(
        'Spouse',
        'Époux ou épouse',
        'الزوج أو الزوجة',
        'Husband or wife',
        PARTNER,
        'Familial',
      ),
      relation('Parent', 'Père ou mère', 'الأب أو الأم', 'Father or mother', FAMILY, 'Familial'),
      relation(
        'OtherRelative',
        'Autre membre de la famille',
        'قريب آخر',
        'Other relative',
        FAMILY,
        'Familial',
      ),
      relation(
        'Guardian',
        'Personne qui a la garde ou la tutelle',
        'من له الحضانة أو الولاية',
        'Guardian',
        FAMILY,
        'Familial',
      ),
      relation('Acquainted', 'Connaissance', 'شخص معروف', 'Acquaintance', FRIEND),
      relation(
        'IntimatePartner',
        'Partenaire intime, sans mariage',
        'شريك حميم دون زواج',
        'Intimate partner, not married',
        PARTNER,
        'Acquainted',
      ),
      relation('Friend', 'Ami ou amie', 'صديق أو صديقة', 'Friend', FRIEND, 'Acquainted'),
      relation('Neighbour', 'Voisin ou voisine', 'جار أو جارة', 'Neighbour', FRIEND, 'Acquainted'),
      relation('Employer', 'Employeur', 'مشغل', 'Employer', OTHER_RELATION, 'Acquainted'),
      relation(
        'Unaquainted',
        'Personne inconnue auparavant',
        'شخص لم يكن معروفا',
        'Not known before',
        OTHER_RELATION,
      ),
      relation(
        'Broker',
        'Intermédiaire ou agence',
        'وسيط أو وكالة',
        'Broker or agency',
        OTHER_RELATION,
        'Unaquainted',
      ),
      relation('Smuggler', 'Passeur', 'مهرب', 'Smuggler', OTHER_RELATION, 'Unaquainted'),
      relation(
        'OnlineContact',
        'Rencontre en ligne seulement',
        'تعارف عبر الإنترنت فقط',
        'Met online only',
        OTHER_RELATION,
        'Unaquainted',
      ),
    ],
  },
  {
    name: 'recruitment_methods',
    ownerRole: 'programme_officer',
    ownerKind: null,
    compared: true,
    htcds: ['vic_MethodOfRecruitment'],
    ctdc: [],
    source: `HTCDS 2.0, vic_MethodOfRecruitment; ${OUR_LABELS}`,
    licence: HTCDS_LICENCE,
    items: [
      recruited(
        'AtAPlaceOfBusiness',
        'Dans un commerce ou un lieu d’affaires',
        'في محل تجاري أو مكان أعمال',
        'At a place of business',
      ),
      recruited(
        'AtAnEducationalInstitution',
        'Dans un établissement d’enseignement',
        'في مؤسسة تعليمية',
        'At an educational institution',
      ),
      recruited('AtWork', 'Au travail', 'في العمل', 'At work'),
      recruited(
        'ThroughOnlineSocialNetworks',
        'Par un réseau social en ligne',
        'عبر شبكة اجتماعية على الإنترنت',
        'Through online social networks',
      ),
      recruited(
        'ThroughAnOnlineAdvertisement',
        'Par une annonce en ligne',
        'عبر إعلان على الإنترنت',
        'Through an online advertisement',
      ),
      recruited(
        'ThroughATelevisionAdvert',
        'Par une annonce à la télévision',
        'عبر إعلان تلفزيوني',
        'Through a television advert',
      ),
      recruited(
        'ThroughANewspaperAdvert',
        'Par une annonce dans la presse',
        'عبر إعلان في الصحافة',
        'Through a newspaper advert',
      ),
      recruited(
        'ThroughFamilyOrFamilyEvents',
        'Par la famille ou une fête de famille',
        'عبر الأسرة أو مناسبة عائلية',
        'Through family or family events',
      ),
      recruited(
        'ThroughFriendsOrSocialEvents',
        'Par des amis ou une rencontre',
        'عبر أصدقاء أو مناسبة اجتماعية',
        'Through friends or social events',
      ),
      recruited(
        'Other',
        'Autre mode de recrutement',
        'طريقة استقطاب أخرى',
        'Other method of recruitment',
      ),
    ],
  },
  {
    name: 'platforms',
    ownerRole: 'programme_officer',
    ownerKind: null,
    compared: true,
    htcds: ['vic_RecruitmentWebsitesAndApps', 'vic_ExploitationWebsitesAndApps'],
    ctdc: [],
    source: `HTCDS 2.0, vic_RecruitmentWebsitesAndApps and vic_ExploitationWebsitesAndApps, which say that platforms are added as necessary; ${OUR_LABELS}`,
    licence: HTCDS_LICENCE,
    items: [
      platform('Facebook', 'Facebook', 'Facebook', 'فيسبوك'),
      platform('Instagram', 'Instagram', 'Instagram', 'إنستغرام'),
      platform('WhatsApp', 'WhatsApp', 'WhatsApp', 'واتساب'),
      platform('Telegram', 'Telegram', 'Telegram', 'تلغرام'),
      platform('FacebookMessenger', 'Facebook Messenger', 'Facebook Messenger', 'فيسبوك ماسنجر'),
      platform('Viber', 'Viber', 'Viber', 'فايبر'),
      platform('SnapChat', 'Snapchat', 'Snapchat', 'سنابشات'),
      platform('Line', 'Line', 'Line', 'لاين'),
      platform('4Sale', '4Sale', '4Sale', 'فورسيل (4Sale)'),
      platform('WeChat', 'WeChat', 'WeChat', 'وي تشات'),
      platform('QQ', 'QQ', 'QQ', 'كيو كيو (QQ)'),
      platform('QZone', 'QZone', 'QZone', 'كيوزون (QZone)'),
      platform('TikTok', 'TikTok', 'TikTok', 'تيك توك'),
      platform('Twitter', 'Twitter (X)', 'Twitter (X)', 'تويتر (إكس)'),
      platform('Other', 'Other site or app', 'Autre site ou application', 'موقع أو تطبيق آخر'),
    ],
  },
  {
    name: 'exploitation_types',
    ownerRole: 'programme_officer',
    ownerKind: null,
    compared: true,
    htcds: ['vic_TypeOfExploitation'],
    ctdc: ['isForcedLabour', 'isSexualExploit', 'isOtherExploit'],
    source: `HTCDS 2.0, vic_TypeOfExploitation; ${OUR_LABELS}`,
    licence: HTCDS_LICENCE,
    items: [
      exploited('ForcedLabour', 'Travail forcé', 'العمل القسري', 'Forced labour', 'isForcedLabour'),
      exploited(
        'SexualExploitation',
        'Exploitation sexuelle',
        'الاستغلال الجنسي',
        'Sexual exploitation',
        'isSexualExploit',
      ),
      exploited(
        'ChildLabour',
        'Travail d’enfant',
        'تشغيل الأطفال',
        'Child labour',
        'isForcedLabour',
      ),
      exploited(
        'ForcedMarriage',
        'Mariage forcé',
        'الزواج القسري',
        'Forced marriage',
        'isOtherExploit',
      ),
      exploited('Servitude', 'Servitude', 'السخرة', 'Servitude', 'isForcedLabour'),
      exploited(
        'ForcedMilitaryByNonStateActors',
        'Enrôlement forcé par un groupe armé',
        'التجنيد القسري من طرف جماعة مسلحة',
        'Forced military service (by non-state actors)',
        'isOtherExploit',
      ),
      exploited(
        'OrganRemoval',
        'Prélèvement d’organes',
        'نزع الأعضاء',
        'Organ removal',
        'isOtherExploit',
      ),
      exploited(
        'ForcedBegging',
        'Mendicité forcée',
        'التسول القسري',
        'Forced begging',
        'isOtherExploit',
      ),
      exploited(
        'ForcedAdoption',
        'Adoption forcée',
        'التبني القسري',
        'Forced adoption',
        'isOtherExploit',
      ),
      exploited(
        'Surrogacy',
        'Gestation pour autrui',
        'الحمل لفائدة الغير',
        'Surrogacy',
        'isOtherExploit',
      ),
      exploited(
        'Other',
        'Autre forme d’exploitation',
        'شكل آخر من الاستغلال',
        'Other form of exploitation',
        'isOtherExploit',
      ),
    ],
  },
  {
    name: 'sexual_exploitation_types',
    ownerRole: 'programme_officer',
    ownerKind: null,
    compared: true,
    htcds: ['vic_TypeOfSexExploitation'],
    ctdc: ['typeOfSexProstitution', 'typeOfSexPornography'],
    source: `HTCDS 2.0, vic_TypeOfSexExploitation; ${OUR_LABELS}`,
    licence: HTCDS_LICENCE,
    items: [
      sexual('Prostitution', 'Prostitution', 'الدعارة', 'Prostitution', 'typeOfSexProstitution'),
      sexual(
        'Pornography',
        'Pornographie',
        'المواد الإباحية',
        'Pornography',
        'typeOfSexPornography',
      ),
      sexual(
        'RemoteInteractiveServices',
        'Services à distance, en direct',
        'خدمات عن بعد ومباشرة',
        'Remote interactive services',
      ),
      sexual(
        'PrivateSexualServices',
        'Services sexuels chez un particulier',
        'خدمات جنسية لدى خواص',
        'Private sexual services',
      ),
    ],
  },
  {
    name: 'labour_sectors',
    ownerRole: 'programme_officer',
    ownerKind: null,
    compared: true,
    htcds: ['vic_ForcedLabourIndustry'],
    ctdc: [
      'typeOfLabourAgriculture',
      'typeOfLabourConstruction',
      'typeOfLabourDomesticWork',
      'typeOfLabourHospitality',
    ],
    source: `HTCDS 2.0, vic_ForcedLabourIndustry: sections of ISIC Rev. 4; the divisions below a section are a selection by the programme; ${OUR_LABELS}`,
    licence: HTCDS_LICENCE,
    items: [
      sector(
        A,
        'Agriculture, forêt et pêche',
        'الفلاحة والغابات والصيد',
        'Agriculture, forestry and fishing',
      ),
      division(
        'A01',
        A,
        'Culture et élevage',
        'الزراعة وتربية الماشية',
        'Crop and animal production',
        ['typeOfLabourAgriculture'],
      ),
      division('A02', A, 'Forêt', 'الغابات', 'Forestry and logging'),
      division(
        'A03',
        A,
        'Pêche et aquaculture',
        'الصيد وتربية الأحياء المائية',
        'Fishing and aquaculture',
      ),
      sector(
        'B_MiningAndQuarrying',
        'Mines et carrières',
        'المناجم والمقالع',
        'Mining and quarrying',
      ),
      sector(C, 'Industrie', 'الصناعة', 'Manufacturing'),
      division(
        'C10',
        C,
        'Industrie alimentaire',
        'الصناعة الغذائية',
        'Manufacture of food products',
      ),
      division(
        'C14',
        C,
        'Confection de vêtements',
        'صناعة الملابس',
        'Manufacture of wearing apparel',
      ),
      sector(
        'D_ElectricityGasSteamAndAirConditioningSupply',
        'Électricité, gaz et climatisation',
        'الكهرباء والغاز والتكييف',
        'Electricity, gas, steam and air conditioning supply',
      ),
      sector(
        'E_WaterSupplySewerageWasteManagement',
        'Eau, assainissement et déchets',
        'الماء والتطهير والنفايات',
        'Water supply, sewerage, waste management',
      ),
      sector('F_Construction', 'Construction', 'البناء', 'Construction', [
        'typeOfLabourConstruction',
      ]),
      sector(
        'G_WholesaleAndRetailTradeRepairOfMotorVehicles',
        'Commerce et réparation de véhicules',
        'التجارة وإصلاح المركبات',
        'Wholesale and retail trade; repair of motor vehicles',
      ),
      sector(
        'H_TransportationAndStorage',
        'Transport et entreposage',
        'النقل والتخزين',
        'Transportation and storage',
      ),
      sector(
        I,
        'Hébergement et restauration',
        'الإيواء والمطاعم',
        'Accommodation and food service activities',
        ['typeOfLabourHospitality'],
      ),
      division('I55', I, 'Hébergement', 'الإيواء الفندقي', 'Accommodation', [
        'typeOfLabourHospitality',
      ]),
      division(
        'I56',
        I,
        'Restauration et cafés',
        'المطاعم والمقاهي',
        'Food and beverage service activities',
        ['typeOfLabourHospitality'],
      ),
      sector(
        'J_InformationAndCommunication',
        'Information et communication',
        'المعلومات والتواصل',
        'Information and communication',
      ),
      sector(
        'K_FinancialAndInsuranceActivities',
        'Finance et assurance',
        'المال والتأمين',
        'Financial and insurance activities',
      ),
      sector('L_RealEstateActivities', 'Immobilier', 'العقار', 'Real estate activities'),
      sector(
        'M_ProfessionalScientificAndTechnicalActivities',
        'Activités spécialisées, scientifiques et techniques',
        'الأنشطة المتخصصة والعلمية والتقنية',
        'Professional, scientific and technical activities',
      ),
      sector(
        'N_AdministrativeAndSupportServiceActivities',
        'Services administratifs et de soutien',
        'الخدمات الإدارية وخدمات الدعم',
        'Administrative and support service activities',
      ),
      sector(
        'O_PublicAdministrationAndDefence',
        'Administration publique et défense',
        'الإدارة العمومية والدفاع',
        'Public administration and defence',
      ),
      sector('P_Education', 'Enseignement', 'التعليم', 'Education'),
      sector(
        'Q_HumanHealthAndSocialWorkActivities',
        'Santé et action sociale',
        'الصحة والعمل الاجتماعي',
        'Human health and social work activities',
      ),
      sector(
        'R_ArtsEntertainmentAndRecreation',
        'Arts, spectacles et loisirs',
        'الفنون والترفيه',
        'Arts, entertainment and recreation',
      ),
      sector(
        'S_OtherServiceActivities',
        'Autres services',
        'خدمات أخرى',
        'Other service activities',
      ),
      division(
        'S96',
        'S_OtherServiceActivities',
        'Coiffure, massage et autres services personnels',
        'الحلاقة والتدليك وخدمات شخصية أخرى',
        'Other personal service activities',
      ),
      sector(
        T,
        'Travail chez des particuliers',
        'العمل لدى الأسر',
        'Activities of households as employers',
        ['typeOfLabourDomesticWork'],
      ),
      division('T97', T, 'Travail domestique', 'العمل المنزلي', 'Domestic work', [
        'typeOfLabourDomesticWork',
      ]),
      sector(
        'U_ActivitiesOfExtraterritorialOrganizations',
        'Organismes extraterritoriaux',
        'الهيئات خارج الإقليم',
        'Extraterritorial organisations and bodies',
      ),
    ],
  },
  {
    name: 'exploitation_channels',
    ownerRole: 'programme_officer',
    ownerKind: null,
    compared: true,
    htcds: [],
    ctdc: [],
    source:
      'Programme list: how the exploitation took place; HTCDS and CTDC ask for websites and applications only',
    licence: OWN,
    items: [
      item('private_home', 'Dans un domicile', 'داخل منزل', 'In a private home'),
      item('workplace', 'Sur un lieu de travail', 'في مكان عمل', 'At a workplace'),
      item('street', 'Dans la rue', 'في الشارع', 'In the street'),
      item(
        'lodging',
        'Dans un hôtel ou un logement loué',
        'في فندق أو مسكن مكترى',
        'In a hotel or rented lodging',
      ),
      item(
        'entertainment',
        'Dans un café, un bar ou un salon',
        'في مقهى أو حانة أو صالون',
        'In a café, bar or parlour',
      ),
      item('online', 'En ligne', 'عبر الإنترنت', 'Online'),
      item('other', 'Autrement', 'بطريقة أخرى', 'Otherwise'),
    ],
  },
  {
    name: 'arrival_reasons',
    ownerRole: 'administrator',
    ownerKind: null,
    compared: false,
    htcds: [],
    ctdc: [],
    source:
      'Programme list: why somebody is received before anybody who follows the case has agreed',
    licence: OWN,
    items: [
      item(
        'at_the_door',
        'La personne est à la porte',
        'الشخص حاضر عند الباب',
        'The person is at the door',
      ),
      item(
        'police_brought',
        'Amenée par la police ou la justice',
        'أحضرته الشرطة أو القضاء',
        'Brought by police or court',
      ),
      item(
        'no_one_reachable',
        'Personne n’est joignable',
        'تعذر الاتصال بأي مسؤول',
        'No one can be reached',
      ),
      item(
        'immediate_danger',
        'Danger immédiat ailleurs',
        'خطر داهم في مكان آخر',
        'Immediate danger elsewhere',
      ),
    ],
  },
  {
    name: 'block_reasons',
    ownerRole: 'administrator',
    ownerKind: null,
    compared: false,
    htcds: [],
    ctdc: [],
    source: 'Programme list: what is the matter with a bed',
    licence: OWN,
    items: [
      item('repair', 'Réparation', 'إصلاح', 'Repair'),
      item('cleaning', 'Nettoyage ou désinfection', 'تنظيف أو تعقيم', 'Cleaning or disinfection'),
      item('works', 'Travaux dans la chambre', 'أشغال في الغرفة', 'Works in the room'),
      item(
        'water_or_power',
        'Panne d’eau ou de courant',
        'انقطاع الماء أو الكهرباء',
        'No water or power',
      ),
      item('isolation', 'Chambre gardée vide', 'غرفة تبقى فارغة', 'Room kept empty'),
      item('staff', 'Équipe trop réduite', 'نقص في الفريق', 'Not enough staff'),
      item('other', 'Autre', 'سبب آخر', 'Other'),
    ],
  },
];
