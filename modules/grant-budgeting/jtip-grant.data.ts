import type {
  GrantDefinition,
  LineDefinition,
  ShareDefinition,
} from './grants/grant-definition.types';
import { allocate, directCostsOf, written } from './money.rules';

type WeightedLine = Omit<LineDefinition, 'amount'> & { readonly weight: string };

/** The direct costs of a share over its lines by weight; the last line takes the cents. */
function byWeight(
  share: Omit<ShareDefinition, 'lines'>,
  lines: readonly WeightedLine[],
): ShareDefinition {
  const amounts = allocate(
    written(directCostsOf(share)),
    lines.map(({ weight }) => weight),
  );
  return {
    ...share,
    lines: lines.map(({ weight: _, ...line }, at) => ({ ...line, amount: written(amounts[at]!) })),
  };
}

/**
 * The grant that the demo and the tests open. Award, fee and support rates are the programme's; how
 * the three agencies share it and the weights of their lines are invented until the agreement says.
 */
export const JTIP_GRANT: GrantDefinition = {
  code: 'JTIP-MAR',
  awardNumber: 'DEMO-MAR-0001',
  title: {
    fr: 'Hébergement, assistance et réintégration des victimes de la traite au Maroc',
    ar: 'إيواء ضحايا الاتجار بالبشر في المغرب ومساعدتهم وإعادة إدماجهم',
    en: 'Shelter, assistance and reintegration of victims of trafficking in Morocco',
  },
  donorCode: 'JTIP',
  currency: 'USD',
  amount: '2500000.00',
  feeRate: '0.01',
  startsOn: '2025-01-01',
  endsOn: '2027-12-31',
  sharesSource: 'invented: shares and line weights stand in until the signed agreement gives them',
  outcomes: [
    { code: '1', name: { fr: 'Hébergement', ar: 'الإيواء', en: 'Shelter' } },
    {
      code: '2',
      name: {
        fr: 'Assistance directe, juridique et judiciaire',
        ar: 'المساعدة المباشرة والقانونية والقضائية',
        en: 'Direct, legal and judicial assistance',
      },
    },
    {
      code: '3',
      name: {
        fr: 'Retour, formation et réintégration',
        ar: 'العودة والتكوين وإعادة الإدماج',
        en: 'Return, training and reintegration',
      },
    },
    {
      code: '4',
      name: {
        fr: 'Capacités des intervenants',
        ar: 'قدرات المتدخلين',
        en: 'Capacity of first responders',
      },
    },
    { code: '9', name: { fr: 'Coordination', ar: 'التنسيق', en: 'Coordination' } },
  ],
  shares: [
    byWeight({ organisationCode: 'IOM', afterFee: '1375000.00', supportRate: '0.07' }, [
      {
        code: 'IOM-1.1',
        name: {
          fr: 'Nuits en hébergement d’urgence',
          ar: 'ليالي الإيواء الاستعجالي',
          en: 'Emergency shelter nights',
        },
        weight: '24',
        unsdg: 6,
        objectClass: 'f',
        outcome: '1',
      },
      {
        code: 'IOM-1.2',
        name: {
          fr: 'Nuits en hébergement temporaire',
          ar: 'ليالي الإيواء المؤقت',
          en: 'Temporary shelter nights',
        },
        weight: '22',
        unsdg: 6,
        objectClass: 'f',
        outcome: '1',
      },
      {
        code: 'IOM-2.1',
        name: { fr: 'Soins médicaux', ar: 'العلاجات الطبية', en: 'Medical care' },
        weight: '10',
        unsdg: 4,
        objectClass: 'f',
        outcome: '2',
      },
      {
        code: 'IOM-2.2',
        name: { fr: 'Soutien psychologique', ar: 'الدعم النفسي', en: 'Psychological support' },
        weight: '9',
        unsdg: 4,
        objectClass: 'f',
        outcome: '2',
      },
      {
        code: 'IOM-2.3',
        name: {
          fr: 'Aide matérielle et financière',
          ar: 'المساعدة المادية والمالية',
          en: 'Material and cash assistance',
        },
        weight: '9',
        unsdg: 2,
        objectClass: 'e',
        outcome: '2',
      },
      {
        code: 'IOM-3.1',
        name: {
          fr: 'Transport des personnes accompagnées',
          ar: 'نقل الأشخاص المواكبين',
          en: 'Transport of people assisted',
        },
        weight: '6',
        unsdg: 5,
        objectClass: 'c',
        outcome: '2',
      },
      {
        code: 'IOM-3.2',
        name: { fr: 'Retour volontaire', ar: 'العودة الطوعية', en: 'Voluntary return' },
        weight: '12',
        unsdg: 5,
        objectClass: 'c',
        outcome: '3',
      },
      {
        code: 'IOM-9.1',
        name: {
          fr: 'Équipe et coordination (OIM)',
          ar: 'الفريق والتنسيق (المنظمة الدولية للهجرة)',
          en: 'Staff and coordination (IOM)',
        },
        weight: '8',
        unsdg: 1,
        objectClass: 'a',
        outcome: '9',
      },
    ]),
    byWeight({ organisationCode: 'UNODC', afterFee: '600000.00', supportRate: '0.07' }, [
      {
        code: 'UNODC-1.1',
        name: {
          fr: 'Aide juridique et judiciaire',
          ar: 'المساعدة القانونية والقضائية',
          en: 'Legal and judicial assistance',
        },
        weight: '48',
        unsdg: 4,
        objectClass: 'f',
        outcome: '2',
      },
      {
        code: 'UNODC-1.2',
        name: {
          fr: 'Interprétation et traduction',
          ar: 'الترجمة الفورية والتحريرية',
          en: 'Interpretation and translation',
        },
        weight: '12',
        unsdg: 4,
        objectClass: 'f',
        outcome: '2',
      },
      {
        code: 'UNODC-2.1',
        name: {
          fr: 'Formation des intervenants',
          ar: 'تكوين المتدخلين',
          en: 'Training of first responders',
        },
        weight: '30',
        unsdg: 7,
        objectClass: 'h',
        outcome: '4',
      },
      {
        code: 'UNODC-9.1',
        name: {
          fr: 'Équipe et coordination (ONUDC)',
          ar: 'الفريق والتنسيق (مكتب الأمم المتحدة المعني بالمخدرات والجريمة)',
          en: 'Staff and coordination (UNODC)',
        },
        weight: '10',
        unsdg: 1,
        objectClass: 'a',
        outcome: '9',
      },
    ]),
    byWeight({ organisationCode: 'ILO', afterFee: '500000.00', supportRate: '0.07' }, [
      {
        code: 'ILO-1.1',
        name: { fr: 'Formation professionnelle', ar: 'التكوين المهني', en: 'Vocational training' },
        weight: '45',
        unsdg: 4,
        objectClass: 'f',
        outcome: '3',
      },
      {
        code: 'ILO-1.2',
        name: {
          fr: 'Scolarité et garde d’enfants',
          ar: 'التمدرس وحضانة الأطفال',
          en: 'Education and child care',
        },
        weight: '20',
        unsdg: 7,
        objectClass: 'h',
        outcome: '3',
      },
      {
        code: 'ILO-2.1',
        name: { fr: 'Insertion économique', ar: 'الإدماج الاقتصادي', en: 'Economic reintegration' },
        weight: '25',
        unsdg: 6,
        objectClass: 'f',
        outcome: '3',
      },
      {
        code: 'ILO-9.1',
        name: {
          fr: 'Équipe et coordination (OIT)',
          ar: 'الفريق والتنسيق (منظمة العمل الدولية)',
          en: 'Staff and coordination (ILO)',
        },
        weight: '10',
        unsdg: 1,
        objectClass: 'a',
        outcome: '9',
      },
    ]),
  ],
};
