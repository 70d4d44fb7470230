import type { GrantDefinition } from './grant-definition.types';

/** A grant to begin from: it adds up as it stands, and every text says what goes in its place. */
export const grantTemplate: GrantDefinition = {
  code: 'GRANT-2027',
  awardNumber: 'Number that the donor gave the award',
  title: { fr: 'Titre de la subvention', ar: 'عنوان المنحة', en: 'Title of the grant' },
  donorCode: 'DONOR',
  currency: 'EUR',
  amount: '100000.00',
  feeRate: '0.01',
  startsOn: '2027-01-01',
  endsOn: '2028-12-31',
  sharesSource: 'Agreement signed on 2026-12-01, annex 2',
  recipient: { name: 'Organisation that receives the award' },
  outcomes: [
    { code: '1', name: { fr: 'Hébergement', ar: 'الإيواء', en: 'Shelter' } },
    { code: '2', name: { fr: 'Assistance', ar: 'المساعدة', en: 'Assistance' } },
  ],
  shares: [
    {
      organisationCode: 'AGENCY',
      afterFee: '99000.00',
      supportRate: '0.07',
      lines: [
        {
          code: 'A-1.1',
          name: { fr: 'Nuits en hébergement', ar: 'ليالي الإيواء', en: 'Shelter nights' },
          amount: '60000.00',
          unsdg: 6,
          objectClass: 'f',
          outcome: '1',
        },
        {
          code: 'A-2.1',
          name: { fr: 'Soins médicaux', ar: 'العلاجات الطبية', en: 'Medical care' },
          amount: '32523.36',
          unsdg: 4,
          objectClass: 'f',
          outcome: '2',
        },
      ],
    },
  ],
};
