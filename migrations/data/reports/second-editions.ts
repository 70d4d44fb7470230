/** Editions whose headings name the population that they count: people served, or people registered. */
import { type ReportDefinition, words } from './definition-parts';
import { NATIONAL } from './national';
import { PUBLIC_FIGURES } from './public-figures';

type Body = ReportDefinition['body'];

const retitled = (body: Body, titles: Readonly<Record<string, Body['title']>>): Body => ({
  ...body,
  sections: body.sections.map((one) => ({ ...one, title: titles[one.key] ?? one.title })),
});

const commission = NATIONAL.find(({ body }) => body.kind === 'commission-annual')!;

/** "Victims supported" stood over people served, beside tables of people registered. */
const COMMISSION: ReportDefinition = {
  ...commission,
  body: {
    ...retitled(commission.body, {
      people: words(
        'Personnes accompagnées : âge, sexe et nationalité',
        'الأشخاص المواكَبون: السن والجنس والجنسية',
        'People served: age, sex and nationality',
      ),
      law: words(
        'Personnes enregistrées : actes, moyens et formes d’exploitation',
        'الأشخاص المسجلون: الأفعال والوسائل وأشكال الاستغلال',
        'People registered: acts, means and forms of exploitation',
      ),
      places: words(
        'Personnes enregistrées : lieux de recrutement et d’exploitation',
        'الأشخاص المسجلون: أماكن الاستقطاب والاستغلال',
        'People registered: places of recruitment and exploitation',
      ),
    }),
    subtitle: words(
      'Personnes accompagnées, personnes enregistrées, formes, moyens, lieux et poursuites',
      'الأشخاص المواكَبون والأشخاص المسجلون والأشكال والوسائل والأماكن والمتابعات',
      'People served, people registered, forms, means, places and prosecutions',
    ),
  },
};

const PUBLIC: ReportDefinition = {
  ...PUBLIC_FIGURES,
  body: {
    ...retitled(PUBLIC_FIGURES.body, {
      people: words(
        'Personnes accompagnées, et personnes enregistrées selon la forme d’exploitation',
        'الأشخاص المواكَبون، والأشخاص المسجلون حسب شكل الاستغلال',
        'People served, and people registered by form of exploitation',
      ),
      regions: words(
        'Personnes enregistrées selon la région',
        'الأشخاص المسجلون حسب الجهة',
        'People registered by region',
      ),
    }),
    subtitle: words(
      'Hébergement, services et réintégration',
      'الإيواء والخدمات وإعادة الإدماج',
      'Shelter, services and reintegration',
    ),
  },
};

export const SECOND_EDITIONS: readonly ReportDefinition[] = [COMMISSION, PUBLIC];
