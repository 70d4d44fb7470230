import { one, text, type ThreeLanguages, w, yesNo } from './words';

const NEED = [
  ['none', w('Pas de besoin', 'لا حاجة', 'No need')],
  ['some', w('Un besoin', 'حاجة', 'A need')],
  ['urgent', w('Un besoin urgent', 'حاجة مستعجلة', 'An urgent need')],
] as const;
const POINTS = { none: 0, some: 1, urgent: 3 };

const need = (id: string, label: ThreeLanguages, more: object = {}): object =>
  one(`need_${id}`, label, NEED, { fact: true, points: POINTS, ...more });
/** Without this nobody gets through the night or the week. */
const vital = (id: string, label: ThreeLanguages): object =>
  need(id, label, { atLeast: { urgent: 'many' } });

export const NEEDS = {
  form: 'needs',
  kind: 'needs',
  part: 'care',
  title: w('Besoins', 'الاحتياجات', 'Needs'),
  about: w(
    'Ce dont la personne a besoin, domaine par domaine, comme elle le dit elle-même. Un quart d’heure environ. Toute question peut être passée, et l’on peut continuer un autre jour.',
    'ما يحتاج إليه الشخص المرافَق، مجالا بعد مجال، كما يقوله هو. حوالي ربع ساعة. يمكن تجاوز أي سؤال، ويمكن المتابعة في يوم آخر.',
    'What the person needs, area by area, in their own view. About a quarter of an hour. Any question can be skipped, and it can be continued another day.',
  ),
  source: {
    text: w(
      'écrit par le programme ; domaines d’après les plans d’appui du HTCDS',
      'من إعداد البرنامج؛ المجالات حسب خطط الدعم في معيار HTCDS',
      'written by the programme; areas as in the support plans of HTCDS',
    ),
    checked: 'own',
  },
  nextDays: 90,
  reading: {
    says: w(
      'Où il faut aider d’abord, d’après ce que la personne a dit ce jour-là.',
      'أين تبدأ المساعدة أولا، حسب ما قاله الشخص في ذلك اليوم.',
      'Where to help first, from what the person said on that day.',
    ),
    doesNotSay: w(
      'Ce n’est pas un droit d’entrée : personne n’est moins aidé parce que le total est bas.',
      'ليس شرطا للاستفادة: لا تُنقص المساعدة عن أحد لأن المجموع منخفض.',
      'It is no condition for help: nobody is helped less because the total is low.',
    ),
  },
  sections: [
    {
      id: 'first_things',
      title: w('Les premières choses', 'الأمور الأولى', 'First things'),
      lead: w(
        'Commencez par ce qui aide dès aujourd’hui.',
        'يُبدأ بما يساعد منذ اليوم.',
        'Begin with what helps today.',
      ),
      questions: [
        vital('housing', w('Un endroit sûr où dormir', 'مكان آمن للنوم', 'A safe place to sleep')),
        vital('food', w('De quoi manger', 'ما يكفي من الأكل', 'Enough to eat')),
        need(
          'clothes',
          w(
            'Des vêtements, des produits d’hygiène',
            'ملابس ومواد النظافة',
            'Clothes and hygiene items',
          ),
        ),
        need(
          'money',
          w('Un peu d’argent pour la semaine', 'بعض المال للأسبوع', 'A little money for the week'),
        ),
      ],
    },
    {
      id: 'health',
      title: w('Le corps et le calme', 'الجسد والسكينة', 'Body and peace of mind'),
      questions: [
        vital(
          'health',
          w(
            'Voir un médecin ou une infirmière',
            'رؤية طبيب أو ممرضة',
            'To see a doctor or a nurse',
          ),
        ),
        vital(
          'psychological',
          w(
            'Parler avec une personne qui écoute et qui soigne',
            'الحديث مع شخص مختص يستمع ويعالج',
            'To talk with somebody trained to listen and to treat',
          ),
        ),
      ],
    },
    {
      id: 'papers_rights',
      title: w('Papiers et droits', 'الوثائق والحقوق', 'Papers and rights'),
      questions: [
        need('papers', w('Des papiers à son nom', 'وثائق باسم الشخص', 'Papers in one’s own name')),
        need(
          'legal',
          w(
            'Un avocat, des explications sur ses droits',
            'محام وشرح الحقوق',
            'A lawyer, an explanation of rights',
          ),
        ),
        need('interpreter', w('Un interprète', 'ترجمان', 'An interpreter'), {
          points: { none: 0, some: 1, urgent: 2 },
        }),
      ],
    },
    {
      id: 'people',
      title: w('Les proches', 'الأقارب', 'Those close by'),
      questions: [
        need(
          'family_contact',
          w(
            'Joindre sa famille sans danger',
            'الاتصال بالعائلة دون خطر',
            'To reach the family without danger',
          ),
        ),
        yesNo(
          'children_along',
          w('Y a-t-il des enfants avec vous ?', 'هل معك أطفال؟', 'Are there children with you?'),
          { for: 'adult' },
        ),
        need(
          'child_care',
          w(
            'Quelqu’un pour garder les enfants',
            'من يعتني بالأطفال',
            'Somebody to look after the children',
          ),
          { for: 'adult', showIf: { field: 'children_along', is: 'yes' } },
        ),
      ],
    },
    {
      id: 'ahead',
      title: w('La suite', 'ما بعد ذلك', 'What comes next'),
      questions: [
        need('school', w('Aller à l’école', 'الذهاب إلى المدرسة', 'To go to school'), {
          for: 'child',
        }),
        need('work', w('Une formation ou un travail', 'تكوين أو عمل', 'Training or work'), {
          for: 'adult',
        }),
        one(
          'wish_where',
          w(
            'Où aimeriez-vous vivre ?',
            'ما هو المكان المفضل لديك للعيش؟',
            'Where would you like to live?',
          ),
          [
            ['here', w('Ici, dans ce pays', 'هنا، في هذا البلد', 'Here, in this country')],
            ['home', w('Retourner chez soi', 'الرجوع إلى البلد أو البيت', 'To go back home')],
            ['elsewhere', w('Ailleurs', 'في مكان آخر', 'Elsewhere')],
            ['not_yet', w('Trop tôt pour le dire', 'من المبكر قول ذلك', 'Too early to say')],
          ],
        ),
      ],
    },
    {
      id: 'own_words',
      title: w('Avec ses mots', 'بكلمات الشخص نفسه', 'In their own words'),
      questions: [
        text(
          'first_wish',
          w(
            'Qu’est-ce qui compte le plus pour vous maintenant ?',
            'ما هو أهم شيء لديك الآن؟',
            'What matters most to you now?',
          ),
        ),
        text(
          'strengths',
          w(
            'Sur quoi, sur qui pouvez-vous compter ?',
            'على ماذا وعلى من يمكنك الاعتماد؟',
            'What and whom can you count on?',
          ),
        ),
      ],
    },
  ],
  scoring: {
    by: 'points',
    source: {
      text: w(
        'choix du programme : un besoin urgent compte trois',
        'اختيار البرنامج: الحاجة المستعجلة تُحسب ثلاثا',
        'choice of the programme: an urgent need counts three',
      ),
      checked: 'own',
    },
    bands: [
      {
        id: 'few',
        from: 0,
        to: 5,
        level: 'low',
        title: w('Peu de besoins', 'احتياجات قليلة', 'Few needs'),
        follow: w(
          'Notez-les dans le plan, et regardez de nouveau dans trois mois.',
          'تُدوَّن في الخطة، ويُعاد النظر بعد ثلاثة أشهر.',
          'Put them into the plan, and look again in three months.',
        ),
      },
      {
        id: 'several',
        from: 6,
        to: 13,
        level: 'moderate',
        nextDays: 60,
        title: w('Plusieurs besoins', 'احتياجات متعددة', 'Several needs'),
        follow: w(
          'Décidez avec la personne par quoi commencer.',
          'يُقرَّر مع الشخص بماذا يُبدأ.',
          'Decide with the person what to begin with.',
        ),
      },
      {
        id: 'many',
        from: 14,
        to: 99,
        level: 'high',
        nextDays: 30,
        title: w('Des besoins urgents', 'احتياجات مستعجلة', 'Urgent needs'),
        follow: w(
          'Organisez l’aide urgente dans les deux jours : un lit, à manger, un médecin, quelqu’un qui écoute.',
          'تُنظَّم المساعدة المستعجلة خلال يومين: سرير، أكل، طبيب، شخص يستمع.',
          'Arrange the urgent help within two days: a bed, food, a doctor, somebody who listens.',
        ),
        task: { kind: 'urgent_help', hours: 48 },
      },
    ],
  },
};
