/** Names put together by chance from common ones, each in Latin and Arabic letters; nobody is meant. */

export type Spelling = readonly [latin: string, arabic: string];

export interface NameStock {
  readonly female: readonly Spelling[];
  readonly male: readonly Spelling[];
  readonly family: readonly Spelling[];
}

const MOROCCO: NameStock = {
  female: [
    ['Fatima', 'فاطمة'],
    ['Khadija', 'خديجة'],
    ['Aïcha', 'عائشة'],
    ['Zineb', 'زينب'],
    ['Meryem', 'مريم'],
    ['Naïma', 'نعيمة'],
    ['Saïda', 'سعيدة'],
    ['Hanane', 'حنان'],
    ['Ghizlane', 'غزلان'],
    ['Ouafae', 'وفاء'],
    ['Itto', 'إيطو'],
    ['Tilila', 'تيليلا'],
    ['Kenza', 'كنزة'],
    ['Chaimae', 'شيماء'],
    ['Ilham', 'إلهام'],
    ['Fatima-Zahra', 'فاطمة الزهراء'],
    ['Souad', 'سعاد'],
    ['Rachida', 'رشيدة'],
    ['Malika', 'مليكة'],
    ['Imane', 'إيمان'],
    ['Nora', 'نورة'],
    ['Hafida', 'حفيظة'],
    ['Btissam', 'ابتسام'],
    ['Yamna', 'يامنة'],
  ],
  male: [
    ['Mohamed', 'محمد'],
    ['Youssef', 'يوسف'],
    ['Rachid', 'رشيد'],
    ['Hassan', 'حسن'],
    ['Houcine', 'حسين'],
    ['Abdelkader', 'عبد القادر'],
    ['Abderrahmane', 'عبد الرحمان'],
    ['Noureddine', 'نور الدين'],
    ['Ayoub', 'أيوب'],
    ['Yassine', 'ياسين'],
    ['Hamza', 'حمزة'],
    ['Brahim', 'إبراهيم'],
    ['Idir', 'إيدير'],
    ['Aksil', 'أكسيل'],
    ['Mustapha', 'مصطفى'],
    ['Anas', 'أنس'],
    ['Othmane', 'عثمان'],
    ['Bouchaïb', 'بوشعيب'],
    ['Lahcen', 'لحسن'],
    ['Rayan', 'ريان'],
    ['Khalid', 'خالد'],
    ['Saïd', 'سعيد'],
    ['Driss', 'إدريس'],
    ['Mehdi', 'مهدي'],
  ],
  family: [
    ['Aït Ouaziz', 'أيت واعزيز'],
    ['Benzarra', 'بنزارة'],
    ['El Mellouki', 'الملوكي'],
    ['Bouzekri', 'بوزكري'],
    ['Amrabat', 'أمرابط'],
    ['Ouchetto', 'أوشطو'],
    ['Tahiri', 'طاهري'],
    ['El Ghandouri', 'الغندوري'],
    ['Lamrini', 'لمريني'],
    ['Aït Lhaj', 'أيت لحاج'],
    ['Boutahar', 'بوطاهر'],
    ['Zeroual', 'زروال'],
    ['El Khattabi', 'الخطابي'],
    ['Ouhmid', 'أوحميد'],
    ['Benslimane', 'بنسليمان'],
    ['Rahmouni', 'رحموني'],
    ['Sebbar', 'سبار'],
    ['El Yaagoubi', 'اليعقوبي'],
    ['Azergui', 'أزرگي'],
    ['Naciri', 'ناصري'],
  ],
};

const WEST_AFRICA: NameStock = {
  female: [
    ['Fatoumata', 'فاتوماتا'],
    ['Aminata', 'أميناتا'],
    ['Aïssatou', 'عيساتو'],
    ['Mariama', 'مارياما'],
    ['Kadiatou', 'كادياتو'],
    ['Awa', 'حواء'],
    ['Hawa', 'هاوا'],
    ['Adjoua', 'أدجوا'],
    ['Bintou', 'بنتو'],
    ['Ramatoulaye', 'رماتولاي'],
    ['Khady', 'خادي'],
    ['Salimata', 'ساليماتا'],
  ],
  male: [
    ['Mamadou', 'مامادو'],
    ['Ibrahima', 'إبراهيما'],
    ['Ousmane', 'عثمان'],
    ['Cheikh', 'شيخ'],
    ['Boubacar', 'بوبكر'],
    ['Abdoulaye', 'عبدولاي'],
    ['Moussa', 'موسى'],
    ['Souleymane', 'سليمان'],
    ['Alpha', 'ألفا'],
    ['Amadou', 'أمادو'],
    ['Kouassi', 'كواسي'],
    ['Sékou', 'سيكو'],
  ],
  family: [
    ['Diallo', 'ديالو'],
    ['Ndiaye', 'ندياي'],
    ['Koné', 'كوني'],
    ['Traoré', 'تراوري'],
    ['Bah', 'باه'],
    ['Barry', 'باري'],
    ['Camara', 'كامارا'],
    ['Ouattara', 'واتارا'],
    ['Diop', 'ديوب'],
    ['Kouamé', 'كوامي'],
    ['Sylla', 'سيلا'],
    ['Cissé', 'سيسي'],
  ],
};

const NIGERIA_CAMEROON: NameStock = {
  female: [
    ['Blessing', 'بليسينغ'],
    ['Precious', 'بريشس'],
    ['Joy', 'جوي'],
    ['Faith', 'فيث'],
    ['Esther', 'إستير'],
    ['Ngozi', 'نغوزي'],
    ['Osarugue', 'أوساروغي'],
    ['Brigitte', 'بريجيت'],
    ['Clarisse', 'كلاريس'],
  ],
  male: [
    ['Chinedu', 'شينيدو'],
    ['Emeka', 'إيميكا'],
    ['Osas', 'أوساس'],
    ['Samuel', 'صامويل'],
    ['Serge', 'سيرج'],
    ['Rostand', 'روستان'],
    ['Tunde', 'توندي'],
  ],
  family: [
    ['Okonkwo', 'أوكونكو'],
    ['Osagie', 'أوساجي'],
    ['Eze', 'إيزي'],
    ['Adebayo', 'أديبايو'],
    ['Igbinovia', 'إغبينوفيا'],
    ['Ngo Bell', 'نغو بيل'],
    ['Tchoua', 'تشوا'],
    ['Mbarga', 'مبارغا'],
  ],
};

const PHILIPPINES: NameStock = {
  female: [
    ['Maricel', 'ماريسيل'],
    ['Jennifer', 'جينيفر'],
    ['Rosalyn', 'روزالين'],
    ['Analyn', 'أنالين'],
    ['Cherry', 'شيري'],
    ['Lorna', 'لورنا'],
  ],
  male: [
    ['Rodel', 'روديل'],
    ['Jomar', 'جومار'],
    ['Arnel', 'أرنيل'],
  ],
  family: [
    ['Dela Peña', 'ديلا بينيا'],
    ['Bautista', 'باوتيستا'],
    ['Manalo', 'مانالو'],
    ['Salonga', 'سالونغا'],
    ['Magbanua', 'ماغبانوا'],
  ],
};

export interface Origin {
  readonly nationality: string;
  readonly names: NameStock;
  readonly languages: readonly string[];
  /** Share among the foreign people; own choice. */
  readonly weight: number;
}

export const MOROCCAN: Origin = {
  nationality: 'MA',
  names: MOROCCO,
  languages: ['ary', 'shi', 'tzm', 'rif', 'fra'],
  weight: 0,
};

export const FOREIGN: readonly Origin[] = [
  { nationality: 'CI', names: WEST_AFRICA, languages: ['fra', 'dyu', 'bci'], weight: 44 },
  { nationality: 'SN', names: WEST_AFRICA, languages: ['wol', 'fra', 'ful'], weight: 26 },
  { nationality: 'GN', names: WEST_AFRICA, languages: ['ful', 'sus', 'fra'], weight: 28 },
  { nationality: 'ML', names: WEST_AFRICA, languages: ['bam', 'fra'], weight: 10 },
  {
    nationality: 'NG',
    names: NIGERIA_CAMEROON,
    languages: ['eng', 'pcm', 'bin', 'ibo', 'yor'],
    weight: 26,
  },
  { nationality: 'CM', names: NIGERIA_CAMEROON, languages: ['fra', 'eng'], weight: 20 },
  { nationality: 'PH', names: PHILIPPINES, languages: ['tgl', 'eng'], weight: 22 },
  { nationality: 'CD', names: NIGERIA_CAMEROON, languages: ['lin', 'fra'], weight: 7 },
];
