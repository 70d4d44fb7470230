/** What a small project does. */
import { item, type ReferenceList } from './reference-list';

export const PROJECT_LISTS: readonly ReferenceList[] = [
  {
    name: 'project_activities',
    ownerRole: 'programme_officer',
    source: 'Programme list: what a project does',
    items: [
      item('food', 'Cuisine, pain, pâtisserie', 'الطبخ والخبز والحلويات', 'Food, bread, pastry'),
      item('sewing', 'Couture et broderie', 'الخياطة والطرز', 'Sewing and embroidery'),
      item('crafts', 'Artisanat', 'الصناعة التقليدية', 'Crafts'),
      item('beauty', 'Coiffure et soins', 'الحلاقة والتجميل', 'Hairdressing and beauty'),
      item('trade', 'Commerce', 'التجارة', 'Trade'),
      item('farming', 'Élevage et culture', 'تربية الماشية والزراعة', 'Farming'),
      item('repair', 'Réparation', 'الإصلاح', 'Repair'),
      item('cleaning', 'Nettoyage et blanchisserie', 'التنظيف وغسل الملابس', 'Cleaning and laundry'),
      item('care', 'Garde et services à la personne', 'الرعاية والخدمات', 'Care and services'),
      item('digital', 'Numérique', 'الخدمات الرقمية', 'Digital work'),
      item('common_good', 'Service à la communauté', 'خدمة المجتمع', 'Service to the community'),
    ],
  },
];
