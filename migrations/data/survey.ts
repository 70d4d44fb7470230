/**
 * The first edition of the reintegration survey: what is asked, what each answer is worth, in three languages.
 * The questions are the programme's own wording of the fields that the Reintegration Sustainability Survey
 * asks about; the weights are equal inside each dimension, so that no result of theirs is an official score.
 */
import type { TableRows } from './insert-rows';
import { FIRST_DAY, SECOND_PERSON, SETTING_UP } from './system-accounts';

export const DIMENSIONS = ['economic', 'social', 'psychosocial'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export interface SurveyAnswer {
  readonly code: string;
  /** From 0 (worst) to 1 (best); null where the answer is told and not scored. */
  readonly value: number | null;
  readonly fr: string;
  readonly ar: string;
  readonly en: string;
}
export interface SurveyQuestion {
  readonly code: string;
  readonly dimension: Dimension;
  readonly scored: boolean;
  readonly fr: string;
  readonly ar: string;
  readonly en: string;
  readonly answers: readonly SurveyAnswer[];
}

const answer = (
  code: string,
  value: number | null,
  fr: string,
  ar: string,
  en: string,
): SurveyAnswer => ({ code, value, fr, ar, en });

const SATISFIED = [
  answer('very_satisfied', 1, 'Très satisfait·e', 'راضٍ جدا', 'Very satisfied'),
  answer('satisfied', 0.75, 'Satisfait·e', 'راضٍ', 'Satisfied'),
  answer('neutral', 0.5, 'Ni l’un ni l’autre', 'لا هذا ولا ذاك', 'Neither'),
  answer('dissatisfied', 0.25, 'Insatisfait·e', 'غير راضٍ', 'Dissatisfied'),
  answer('very_dissatisfied', 0, 'Très insatisfait·e', 'غير راضٍ إطلاقا', 'Very dissatisfied'),
];
/** The less often the better. */
const SELDOM = [
  answer('never', 1, 'Jamais', 'أبدا', 'Never'),
  answer('rarely', 0.75, 'Rarement', 'نادرا', 'Rarely'),
  answer('sometimes', 0.5, 'Parfois', 'أحيانا', 'Sometimes'),
  answer('often', 0.25, 'Souvent', 'غالبا', 'Often'),
  answer('very_often', 0, 'Très souvent', 'غالبا جدا', 'Very often'),
];
/** The more often the better. */
const OFTEN = [
  answer('very_often', 1, 'Très souvent', 'غالبا جدا', 'Very often'),
  answer('often', 0.75, 'Souvent', 'غالبا', 'Often'),
  answer('sometimes', 0.5, 'Parfois', 'أحيانا', 'Sometimes'),
  answer('rarely', 0.25, 'Rarement', 'نادرا', 'Rarely'),
  answer('never', 0, 'Jamais', 'أبدا', 'Never'),
];
const QUALITY = [
  answer('very_good', 1, 'Très bon', 'جيد جدا', 'Very good'),
  answer('good', 0.75, 'Bon', 'جيد', 'Good'),
  answer('fair', 0.5, 'Moyen', 'متوسط', 'Fair'),
  answer('poor', 0.25, 'Mauvais', 'سيئ', 'Poor'),
  answer('very_poor', 0, 'Très mauvais', 'سيئ جدا', 'Very poor'),
];
const STRENGTH = [
  answer('very_strong', 1, 'Très fort', 'قوي جدا', 'Very strong'),
  answer('strong', 0.75, 'Fort', 'قوي', 'Strong'),
  answer('some', 0.5, 'Moyen', 'متوسط', 'Some'),
  answer('weak', 0.25, 'Faible', 'ضعيف', 'Weak'),
  answer('none', 0, 'Aucun', 'منعدم', 'None'),
];
const YES = ['yes', 'Oui', 'نعم', 'Yes'] as const;
const NO = ['no', 'Non', 'لا', 'No'] as const;
const yesOrNo = (yes: number | null, no: number | null) => [
  answer(YES[0], yes, YES[1], YES[2], YES[3]),
  answer(NO[0], no, NO[1], NO[2], NO[3]),
];
const GOOD_YES = yesOrNo(1, 0);
const BAD_YES = yesOrNo(0, 1);
const TOLD_YES = yesOrNo(null, null);

/** Scales that any question may be answered on; others have answers of their own. */
export const SURVEY_SCALES: Readonly<Record<string, readonly SurveyAnswer[]>> = {
  satisfied: SATISFIED,
  seldom: SELDOM,
  often: OFTEN,
  quality: QUALITY,
  strength: STRENGTH,
  yes_is_good: GOOD_YES,
  yes_is_bad: BAD_YES,
  yes_or_no: TOLD_YES,
};
export const OWN_SCALE = 'own';

const scaleOf = (answers: readonly SurveyAnswer[]): string =>
  Object.entries(SURVEY_SCALES).find(([, scale]) => scale === answers)?.[0] ?? OWN_SCALE;

const ask =
  (dimension: Dimension) =>
  (
    code: string,
    answers: readonly SurveyAnswer[],
    fr: string,
    ar: string,
    en: string,
  ): SurveyQuestion => ({
    code,
    dimension,
    fr,
    ar,
    en,
    answers,
    scored: answers.some(({ value }) => value !== null),
  });
const economic = ask('economic');
const social = ask('social');
const psychosocial = ask('psychosocial');

export const SURVEY_QUESTIONS: readonly SurveyQuestion[] = [
  economic(
    'situation',
    SATISFIED,
    'Votre situation économique vous satisfait-elle ?',
    'هل أنت راضٍ عن وضعك الاقتصادي؟',
    'Are you satisfied with your economic situation?',
  ),
  economic(
    'food',
    SELDOM,
    'Faute d’argent, avez-vous dû réduire ou changer vos repas ?',
    'هل اضطررت إلى تقليل وجباتك أو تغييرها لقلة المال؟',
    'Did you have to cut or change meals for lack of money?',
  ),
  economic(
    'can_borrow',
    GOOD_YES,
    'Pourriez-vous emprunter de l’argent en cas de besoin ?',
    'هل يمكنك اقتراض المال عند الحاجة؟',
    'Could you borrow money if you needed to?',
  ),
  economic(
    'borrows',
    SELDOM,
    'Empruntez-vous de l’argent ?',
    'هل تقترض المال؟',
    'Do you borrow money?',
  ),
  economic(
    'debts',
    [
      answer('no_debt', 1, 'Aucune dette', 'لا ديون', 'No debt'),
      answer(
        'less',
        0.75,
        'Moins que mes dépenses du mois',
        'أقل من مصاريف الشهر',
        'Less than I spend in a month',
      ),
      answer('same', 0.25, 'À peu près autant', 'نفس القدر تقريبا', 'About as much'),
      answer(
        'more',
        0,
        'Plus que mes dépenses du mois',
        'أكثر من مصاريف الشهر',
        'More than I spend in a month',
      ),
    ],
    'Vos dettes, comparées à ce que vous dépensez en un mois ?',
    'كم ديونك مقارنة بما تنفقه في شهر؟',
    'Your debts, compared with what you spend in a month?',
  ),
  economic(
    'opportunities',
    QUALITY,
    'Votre accès au travail et à la formation ?',
    'فرصك في الحصول على عمل أو تكوين؟',
    'Your access to work and training?',
  ),
  economic(
    'works',
    GOOD_YES,
    'Travaillez-vous en ce moment ?',
    'هل تعمل حاليا؟',
    'Are you working now?',
  ),
  economic(
    'owns',
    GOOD_YES,
    'Possédez-vous de quoi produire (terre, bêtes, outils, véhicule, local) ?',
    'هل تملك وسائل إنتاج (أرض، ماشية، أدوات، مركبة، محل)؟',
    'Do you own something to earn with (land, animals, tools, a vehicle, premises)?',
  ),
  economic(
    'seeks_work',
    TOLD_YES,
    'Cherchez-vous du travail ? (dit, non compté)',
    'هل تبحث عن عمل؟ (يُذكر ولا يُحتسب)',
    'Are you looking for work? (told, not scored)',
  ),
  social(
    'housing_access',
    QUALITY,
    'Votre accès à un logement ?',
    'إمكانية حصولك على سكن؟',
    'Your access to housing?',
  ),
  social(
    'housing_standard',
    QUALITY,
    'L’état de votre logement ?',
    'حالة سكنك؟',
    'The standard of your housing?',
  ),
  social(
    'education',
    QUALITY,
    'Votre accès à l’éducation ?',
    'إمكانية حصولك على التعليم؟',
    'Your access to education?',
  ),
  social(
    'children_at_school',
    [
      answer('all', 1, 'Tous', 'كلهم', 'All'),
      answer('some', 0.5, 'Certains', 'بعضهم', 'Some'),
      answer('none', 0, 'Aucun', 'لا أحد', 'None'),
    ],
    'Les enfants en âge d’école y vont-ils ?',
    'هل يذهب الأطفال في سن الدراسة إلى المدرسة؟',
    'Do the school-age children go to school?',
  ),
  social(
    'justice',
    QUALITY,
    'Votre accès à la justice et à la police ?',
    'إمكانية لجوئك إلى العدالة والشرطة؟',
    'Your access to justice and the police?',
  ),
  social(
    'identity_paper',
    GOOD_YES,
    'Avez-vous au moins une pièce d’identité ?',
    'هل لديك وثيقة هوية واحدة على الأقل؟',
    'Do you have at least one identity document?',
  ),
  social(
    'papers',
    QUALITY,
    'Votre accès aux papiers (état civil, séjour) ?',
    'إمكانية حصولك على الوثائق (الحالة المدنية، الإقامة)؟',
    'Your access to papers (civil status, residence)?',
  ),
  social(
    'water',
    QUALITY,
    'Votre accès à l’eau potable ?',
    'إمكانية حصولك على ماء صالح للشرب؟',
    'Your access to safe drinking water?',
  ),
  social(
    'health_access',
    QUALITY,
    'Votre accès aux soins ?',
    'إمكانية حصولك على العلاج؟',
    'Your access to health care?',
  ),
  social(
    'health_quality',
    QUALITY,
    'La qualité des soins ?',
    'جودة العلاج؟',
    'The quality of care?',
  ),
  social(
    'services',
    QUALITY,
    'Votre accès aux transports et aux services ?',
    'إمكانية استفادتك من النقل والخدمات؟',
    'Your access to transport and services?',
  ),
  psychosocial(
    'activities',
    OFTEN,
    'Êtes-vous invité·e à des fêtes ou des rencontres, y prenez-vous part ?',
    'هل تُدعى إلى المناسبات واللقاءات وتشارك فيها؟',
    'Are you invited to gatherings, and do you take part?',
  ),
  psychosocial(
    'network',
    STRENGTH,
    'L’entourage sur lequel vous pouvez compter ?',
    'الأشخاص الذين يمكنك الاعتماد عليهم؟',
    'The people whom you can count on?',
  ),
  psychosocial(
    'belonging',
    STRENGTH,
    'Le sentiment d’être à votre place ici ?',
    'شعورك بالانتماء إلى هذا المكان؟',
    'The feeling that you belong here?',
  ),
  psychosocial(
    'safety',
    QUALITY,
    'Votre sécurité dans la vie de tous les jours ?',
    'أمنك في الحياة اليومية؟',
    'Your safety in daily life?',
  ),
  psychosocial(
    'tensions',
    SELDOM,
    'Des tensions dans la famille depuis le retour ou la sortie ?',
    'توترات في الأسرة منذ العودة أو المغادرة؟',
    'Tensions in the family since the return or leaving?',
  ),
  psychosocial(
    'discrimination',
    SELDOM,
    'Vous a-t-on traité·e moins bien à cause de ce que vous avez vécu ?',
    'هل عوملت معاملة أسوأ بسبب ما عشته؟',
    'Were you treated worse because of what you lived through?',
  ),
  psychosocial(
    'distress',
    SELDOM,
    'De la colère, de la tristesse, de la peur, une grande solitude ?',
    'غضب أو حزن أو خوف أو وحدة شديدة؟',
    'Anger, sadness, fear, great loneliness?',
  ),
  psychosocial(
    'wants_support',
    BAD_YES,
    'Souhaitez-vous un soutien psychologique spécialisé ?',
    'هل ترغب في دعم نفسي متخصص؟',
    'Do you wish for specialised psychological support?',
  ),
  psychosocial(
    'can_stay',
    GOOD_YES,
    'Pouvez-vous rester et vivre ici ?',
    'هل يمكنك البقاء والعيش هنا؟',
    'Are you able to stay and live here?',
  ),
  psychosocial(
    'would_leave',
    [
      answer('need', null, 'Par nécessité', 'اضطرارا', 'Out of need'),
      answer('wish', null, 'Par choix', 'اختيارا', 'By choice'),
      answer('stays', null, 'Ne pense pas partir', 'لا يفكر في الرحيل', 'Does not think of leaving'),
    ],
    'Si vous pensez à repartir, pourquoi ? (dit, non compté)',
    'إن كنت تفكر في الرحيل، فلماذا؟ (يُذكر ولا يُحتسب)',
    'If you think of leaving again, why? (told, not scored)',
  ),
];

/** Inside a dimension each question weighs the same; in the composite each dimension weighs a third. */
export function equalWeights(): { code: string; own: string; composite: string }[] {
  const scored = SURVEY_QUESTIONS.filter((one) => one.scored);
  return scored.map(({ code, dimension }) => {
    const among = scored.filter((other) => other.dimension === dimension).length;
    return { code, own: (1 / among).toFixed(6), composite: (1 / (3 * among)).toFixed(6) };
  });
}

const EDITION = 1;
const WEIGHTING = 1;

export const SURVEY_ROWS: readonly TableRows[] = [
  [
    'survey_editions',
    [
      {
        version: EDITION,
        source:
          "The programme's own wording of what the Reintegration Sustainability Survey asks about (fields not verified against its annex)",
      },
    ],
  ],
  ['survey_scales', Object.entries(SURVEY_SCALES).map(([code, answers]) => ({ code, answers }))],
  [
    'survey_questions',
    SURVEY_QUESTIONS.map(({ code, dimension, scored, fr, ar, en, answers }, place) => ({
      version: EDITION,
      code,
      place,
      dimension,
      scored,
      scale: scaleOf(answers),
      fr,
      ar,
      en,
      answers,
    })),
  ],
  [
    'survey_weightings',
    [
      {
        version: WEIGHTING,
        questions: EDITION,
        standing: 'equal',
        source:
          'Equal weights inside each dimension, each dimension a third: not an official score',
        holds_from: '2000-01-01',
        by: SETTING_UP,
        at: FIRST_DAY,
        approved_by: SECOND_PERSON,
        approved_at: FIRST_DAY,
      },
    ],
  ],
  ['survey_weights', equalWeights().map((weight) => ({ weighting: WEIGHTING, ...weight }))],
];
