/** Words that people write for a code, beside the code itself and its labels in three languages. */
import { LANGUAGES } from '../../platform/shared/actor';
import { type ListName, list } from '../../reference-lists';
import { fold } from '../../imports';

const ALSO: Partial<Record<ListName, Record<string, string[]>>> = {
  sexes: {
    female: ['f', 'féminin', 'fille', 'woman', 'girl', 'ا', 'امرأة', 'بنت', 'فتاة'],
    male: ['m', 'h', 'masculin', 'garçon', 'man', 'boy', 'رجل', 'ولد'],
  },
  nationalities: {
    MA: ['marocaine', 'marocain', 'moroccan', 'مغربية', 'مغربي', 'المغرب'],
    CI: [
      'ivoirienne',
      'ivoirien',
      'ivorian',
      'cote d ivoire',
      'ايفوارية',
      'كوت ديفوار',
      'ساحل العاج',
    ],
    SN: ['sénégalaise', 'sénégalais', 'senegalese', 'سنغالية', 'سنغالي'],
    GN: ['guinéenne', 'guinéen', 'guinean', 'guinée conakry', 'غينية', 'غيني'],
    NG: ['nigériane', 'nigérian', 'nigerian', 'نيجيرية', 'نيجيري'],
    CM: ['camerounaise', 'camerounais', 'cameroonian', 'كاميرونية', 'كاميروني'],
    PH: ['philippine', 'philippin', 'filipino', 'filipina', 'فلبينية', 'فلبيني', 'الفلبين'],
    ML: ['malienne', 'malien', 'malian', 'مالية', 'مالي'],
    BF: ['burkinabè', 'burkinabé', 'بوركينابية'],
    GH: ['ghanéenne', 'ghanéen', 'ghanaian', 'غانية', 'غاني'],
    CD: ['congolaise (rdc)', 'rdc', 'république démocratique du congo'],
    CG: ['congo', 'congolaise (congo)'],
    TG: ['togolaise', 'togolais', 'togolese'],
    BJ: ['béninoise', 'béninois', 'beninese'],
    GM: ['gambienne', 'gambien', 'gambian'],
    SL: ['sierra-léonaise', 'sierra-léonais', 'sierra leonean'],
    LR: ['libérienne', 'libérien', 'liberian'],
    GA: ['gabonaise', 'gabonais', 'gabonese'],
    MR: ['mauritanienne', 'mauritanien', 'mauritanian', 'موريتانية', 'موريتاني'],
    DZ: ['algérienne', 'algérien', 'algerian', 'جزائرية', 'جزائري'],
    TN: ['tunisienne', 'tunisien', 'tunisian', 'تونسية', 'تونسي'],
    SY: ['syrienne', 'syrien', 'syrian', 'سورية', 'سوري', 'سوريا'],
    YE: ['yéménite', 'yemeni', 'يمنية', 'يمني'],
    SD: ['soudanaise', 'soudanais', 'sudanese', 'سودانية', 'سوداني'],
    BD: ['bangladaise', 'bangladais', 'bangladeshi'],
    ID: ['indonésienne', 'indonésien', 'indonesian'],
    IN: ['indienne', 'indien', 'indian'],
    PK: ['pakistanaise', 'pakistanais', 'pakistani'],
    FR: ['française', 'français', 'french', 'فرنسية', 'فرنسي'],
    ES: ['espagnole', 'espagnol', 'spanish', 'إسبانية', 'إسباني'],
  },
  languages: {
    ary: ['darija', 'arabe dialectal', 'arabe marocain', 'الدارجة', 'دارجة'],
    ara: ['عربية', 'arabe classique', 'arabe standard'],
    zgh: ['amazigh', 'amazighe', 'berbère', 'أمازيغية'],
    shi: ['tachelhite', 'chleuh', 'تاشلحيت'],
    tzm: ['tamazight'],
    rif: ['rifain', 'tarifite', 'الريفية'],
    fra: ['fr', 'francais', 'فرنسية'],
    eng: ['en', 'إنجليزية'],
    ful: ['peul', 'pular', 'pulaar', 'fulani', 'fula', 'poular'],
    pcm: ['pidgin', 'pidgin english'],
    sus: ['soso', 'sousou'],
    tgl: ['filipino'],
  },
  regions: {
    '01': ['1', 'tanger', 'tanger tetouan'],
    '02': ['2', 'oriental', 'الجهة الشرقية', 'جهة الشرق'],
    '03': ['3', 'fes meknes'],
    '04': ['4', 'rabat'],
    '05': ['5', 'beni mellal'],
    '06': ['6', 'casablanca', 'casablanca settat', 'الدار البيضاء'],
    '07': ['7', 'marrakech'],
    '08': ['8'],
    '09': ['9', 'souss massa', 'سوس ماسة'],
    abroad: ['étranger', 'hors du maroc', 'outside morocco', 'الخارج'],
    unknown: ['inconnue', 'inconnu', 'unknown', '?', 'غير معروف'],
  },
  purposes: {
    sexual: ['sexuelle', 'exploitation sexuelle', 'prostitution', 'جنسي'],
    forced_labour: ['travail force', 'forced labor', 'عمل قسري', 'الشغل القسري'],
    servitude: ['servitude domestique', 'domesticité', 'سخرة'],
    begging: ['mendicite', 'mendicité forcée', 'تسول'],
  },
  access_needs: {
    none: ['non', 'no', 'rien', 'sans', 'لا'],
    step_free: [
      'sans marche',
      'sans marches',
      'accès sans marches',
      'fauteuil roulant',
      'pmr',
      'oui',
      'بدون درج',
    ],
  },
  relations: {
    self: ['mère', 'personne principale', 'chef de famille', 'référente', 'mother', 'الأم'],
    spouse: ['époux', 'épouse', 'mari', 'femme', 'conjoint', 'conjointe', 'زوج', 'زوجة'],
    child: ['fils', 'fille', 'son', 'daughter', 'bébé', 'ابن', 'ابنة', 'طفل', 'طفلة'],
    parent: ['père', 'father', 'الأب'],
    sibling: ['frère', 'soeur', 'sœur', 'brother', 'sister', 'أخ', 'أخت'],
  },
  document_kinds: {
    national_id: [
      'cni',
      'cin',
      'cnie',
      'carte d’identité',
      'carte nationale',
      'id card',
      'البطاقة الوطنية',
    ],
    passport: ['passport'],
    residence_permit: ['carte de séjour', 'titre de séjour'],
    refugee_card: ['hcr', 'unhcr', 'carte hcr', 'réfugié'],
    birth_certificate: ['extrait de naissance', 'extrait d’acte de naissance'],
  },
  age_certainties: {
    exact: ['exacte', 'exact', 'certain', 'certaine'],
    declared: ['déclaré', 'déclarée', 'declared'],
    estimated: ['estimé', 'estimée', 'estimated', 'approximatif'],
  },
};

const dictionaries = new Map<ListName, ReadonlyMap<string, string>>();

function dictionaryOf(name: ListName): ReadonlyMap<string, string> {
  const known = dictionaries.get(name);
  if (known) return known;
  const words = new Map<string, string>();
  for (const { code, labels } of list(name).items) {
    for (const word of [code, ...LANGUAGES.map((language) => labels[language])])
      words.set(fold(word), code);
    for (const word of ALSO[name]?.[code] ?? []) words.set(fold(word), code);
  }
  dictionaries.set(name, words);
  return words;
}

export const codeFor = (name: ListName, word: string): string | undefined =>
  dictionaryOf(name).get(fold(word));
