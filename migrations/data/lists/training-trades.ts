/** Trades that people wish to learn, in the words of the centres that teach them, each under its broad field of ISCED-F. */
import { item, itemsUnder, type ReferenceList } from './reference-list';

export const TRAINING_TRADES: ReferenceList = {
  name: 'training_trades',
  ownerRole: 'programme_officer',
  source:
    'Programme list: trades taught by centres in Morocco, under the broad fields of ISCED-F 2013 (UNESCO) by its detailed fields',
  firstTier: 'isced_fields',
  items: [
    item(
      '10',
      'Cuisine, beauté, hôtellerie et transport',
      'الطبخ والتجميل والفندقة والنقل',
      'Cooking, beauty, hotels and transport',
    ),
    ...itemsUnder('10', [
      item('cooking', 'Cuisine', 'الطبخ', 'Cooking'),
      item('table_service', 'Service en salle', 'الخدمة في المطاعم', 'Waiting at tables'),
      item('housekeeping', 'Ménage et hôtellerie', 'التنظيف والفندقة', 'Cleaning and housekeeping'),
      item('hairdressing', 'Coiffure', 'الحلاقة', 'Hairdressing'),
      item('beauty', 'Esthétique', 'التجميل', 'Beauty care'),
      item('driving', 'Conduite', 'السياقة', 'Driving'),
    ]),
    item(
      '07',
      'Fabrication, bâtiment et réparation',
      'الصناعة والبناء والإصلاح',
      'Making, building and repair',
    ),
    ...itemsUnder('07', [
      item('sewing', 'Couture', 'الخياطة', 'Sewing'),
      item('pastry', 'Pâtisserie et boulangerie', 'صناعة الحلويات والخبز', 'Pastry and bakery'),
      item(
        'local_produce',
        'Produits du terroir (argan, huiles, conserves)',
        'المنتوجات المجالية (أركان، زيوت، مصبرات)',
        'Local produce (argan, oils, preserves)',
      ),
      item('car_mechanics', 'Mécanique auto', 'ميكانيك السيارات', 'Car mechanics'),
      item('electricity', 'Électricité', 'الكهرباء', 'Electrical work'),
      item('solar', 'Panneaux solaires', 'الألواح الشمسية', 'Solar panels'),
      item('cooling', 'Froid et climatisation', 'التبريد والتكييف', 'Cooling and air conditioning'),
      item('plumbing', 'Plomberie', 'الترصيص (البلومبري)', 'Plumbing'),
      item('masonry', 'Maçonnerie', 'البناء', 'Masonry'),
      item('painting', 'Peinture en bâtiment', 'صباغة المباني', 'House painting'),
      item('carpentry', 'Menuiserie', 'النجارة', 'Carpentry'),
      item('welding', 'Soudure', 'التلحيم (السودور)', 'Welding'),
      item('phone_repair', 'Réparation de téléphones', 'إصلاح الهواتف', 'Phone repair'),
    ]),
    item(
      '02',
      'Artisanat, langues et arts',
      'الصناعة التقليدية واللغات والفنون',
      'Crafts, languages and arts',
    ),
    ...itemsUnder('02', [
      item('embroidery', 'Broderie', 'الطرز', 'Embroidery'),
      item('weaving', 'Tissage et tapis', 'النسيج والزرابي', 'Weaving and carpets'),
      item('pottery', 'Poterie', 'الفخار', 'Pottery'),
      item('graphic_design', 'Infographie', 'الأنفوغرافيا', 'Graphic design'),
      item(
        'languages',
        'Langues (français, anglais…)',
        'اللغات (الفرنسية، الإنجليزية…)',
        'Languages (French, English…)',
      ),
    ]),
    item('09', 'Soins et aide à la personne', 'العناية بالأشخاص ومساعدتهم', 'Care for people'),
    ...itemsUnder('09', [
      item('child_minding', 'Garde d’enfants', 'رعاية الأطفال', 'Child care'),
      item(
        'home_care',
        'Aide à domicile (personnes âgées ou malades)',
        'مساعدة المسنين والمرضى في البيت',
        'Home help (elderly or ill people)',
      ),
    ]),
    item('04', 'Commerce et bureau', 'التجارة والعمل المكتبي', 'Selling and office work'),
    ...itemsUnder('04', [
      item('sales', 'Vente et caisse', 'البيع والصندوق', 'Sales and checkout'),
      item('secretarial', 'Secrétariat et accueil', 'السكرتارية والاستقبال', 'Office and reception'),
      item('bookkeeping', 'Comptabilité', 'المحاسبة', 'Bookkeeping'),
      item('call_centre', 'Centre d’appels', 'مركز الاتصال', 'Call centre'),
    ]),
    item('06', 'Informatique', 'المعلوميات', 'Computing'),
    ...itemsUnder('06', [
      item(
        'office_software',
        'Bureautique (Word, Excel)',
        'المعلوميات المكتبية (وورد، إكسيل)',
        'Office software (Word, Excel)',
      ),
    ]),
    item('08', 'Agriculture et élevage', 'الفلاحة وتربية المواشي', 'Farming'),
    ...itemsUnder('08', [
      item('crops', 'Cultures et maraîchage', 'الزراعة والخضر', 'Crops and vegetables'),
      item('livestock', 'Élevage', 'تربية المواشي والدواجن', 'Livestock'),
      item('gardening', 'Jardinage', 'البستنة', 'Gardening'),
    ]),
    item('01', 'Enseignement', 'التعليم', 'Teaching'),
    ...itemsUnder('01', [
      item('preschool', 'Éducation préscolaire', 'التعليم الأولي', 'Preschool teaching'),
    ]),
    item('00', 'Savoirs de base', 'التعلم الأساسي', 'Basic skills'),
    ...itemsUnder('00', [
      item('literacy', 'Lire et écrire', 'القراءة والكتابة', 'Reading and writing'),
    ]),
  ],
};
