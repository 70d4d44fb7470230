/** What the public reads: people, services, beds, training, regions; no house, no money below the category. */
import {
  AT_A_GLANCE,
  BEDS,
  figures,
  LANGUAGES,
  METHOD,
  MONEY,
  narrative,
  PROGRAMME,
  REINTEGRATION,
  SERVED,
  type ReportDefinition,
  SERVICES,
  section,
  words,
} from './definition-parts';

export const PUBLIC_FIGURES: ReportDefinition = {
  source: 'The programme’s own; threshold of 11 as for the public tables of US federal health data',
  verified: 'own',
  body: {
    kind: 'public-figures',
    title: words('Le programme en chiffres', 'البرنامج بالأرقام', 'The programme in figures'),
    subtitle: words(
      'Hébergement, services et réintégration des victimes de la traite',
      'إيواء ضحايا الاتجار بالبشر وخدمتهم وإعادة إدماجهم',
      'Shelter, services and reintegration of victims of trafficking',
    ),
    preparedBy: PROGRAMME,
    agency: null,
    money: 'all',
    fileStem: 'mawa-public',
    audience: 'public',
    every: 'half_year',
    due: { days: 60 },
    languages: LANGUAGES,
    sections: [
      section(
        'summary',
        AT_A_GLANCE,
        figures('key-figures'),
        narrative('summary', words('En quelques mots', 'بإيجاز', 'In a few words'), {
          hint: words(
            'Deux ou trois phrases pour qui ne connaît pas le programme. Aucun nom, aucun lieu.',
            'جملتان أو ثلاث لمن لا يعرف البرنامج. دون أي اسم ولا أي مكان.',
            'Two or three sentences for who does not know the programme. No name, no place.',
          ),
          heading: false,
        }),
        figures('reading-note'),
      ),
      section(
        'people',
        SERVED,
        figures('people-pyramid', 'people-by-age', 'people-by-origin', 'how-purposes'),
      ),
      section('beds', BEDS, figures('occupancy-chart', 'beds-by-month')),
      section('services', SERVICES, figures('services-chart', 'services-by-type')),
      section(
        'reintegration',
        REINTEGRATION,
        figures('training-flow', 'training', 'officials-trained'),
      ),
      section(
        'regions',
        words('Par région', 'حسب الجهة', 'By region'),
        figures('exploited-map', 'where-exploited'),
      ),
      section('money', MONEY, figures('budget-by-category')),
      METHOD,
    ],
  },
};
