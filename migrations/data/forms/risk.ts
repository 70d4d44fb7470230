import { one, PAINFUL, several, text, w, yesNo } from './words';

export const RISK = {
  form: 'risk',
  kind: 'risk',
  part: 'story',
  title: w('Risque et sécurité', 'الخطر والسلامة', 'Risk and safety'),
  about: w(
    'Ce qui menace la personne en ce moment, et ce qui la protège. À faire à l’arrivée, après chaque menace, et avant une sortie. Vingt minutes, en tête-à-tête, dans une langue qu’elle choisit.',
    'ما يهدد الشخص المرافَق حاليا وما يحميه. يُنجز عند الوصول، وبعد كل تهديد، وقبل كل مغادرة. عشرون دقيقة، على انفراد، وبلغة يختارها الشخص.',
    'What threatens the person at the moment, and what protects them. On arrival, after every threat, before leaving. Twenty minutes, in private, in a language of their choice.',
  ),
  source: {
    text: w(
      'écrit par le programme ; à éprouver et à peser de nouveau après cent usages',
      'من إعداد البرنامج؛ يُجرَّب وتُراجع أوزانه بعد مائة استعمال',
      'written by the programme; to be tried and weighed again after a hundred uses',
    ),
    checked: 'own',
  },
  reading: {
    says: w(
      'Ce que l’on sait aujourd’hui du danger. Ce qui n’est pas connu peut le rendre plus grand.',
      'ما يُعرف اليوم عن الخطر. ما لا يُعرف قد يجعله أكبر.',
      'What is known of the danger today. What is not known may make it greater.',
    ),
    doesNotSay: w(
      'Un risque faible n’est pas une absence de risque. Si quelque chose vous inquiète, agissez et parlez-en à la supervision.',
      'الخطر الضعيف ليس انعداما للخطر. عند أي قلق، يجب التصرف وإخبار المشرف.',
      'A low risk is not no risk. If you yourself are worried, act and talk to the supervisor.',
    ),
  },
  sections: [
    {
      id: 'now',
      title: w('En ce moment', 'في هذه اللحظة', 'At the moment'),
      questions: [
        yesNo(
          'alone',
          w(
            'L’entretien a lieu en tête-à-tête, sans personne qui écoute',
            'تتم المقابلة على انفراد، دون أن يسمع أحد',
            'The talk takes place in private, with nobody listening',
          ),
          { asked: 'team' },
        ),
        yesNo(
          'feels_safe',
          w(
            'Vous sentez-vous en sécurité là où vous êtes ?',
            'هل مكان وجودك الحالي آمن بالنسبة إليك؟',
            'Do you feel safe where you are?',
          ),
          { points: { no: 2 } },
        ),
      ],
    },
    {
      id: 'threats',
      title: w('Les menaces', 'التهديدات', 'Threats'),
      warning: PAINFUL,
      questions: [
        yesNo(
          'threatened',
          w(
            'Quelqu’un vous menace-t-il, vous ou des personnes qui vous sont proches ?',
            'هل هناك من يهددك أو يهدد أشخاصا مقربين منك؟',
            'Is somebody threatening you, or people close to you?',
          ),
          { points: { yes: 3 } },
        ),
        one(
          'threat_when',
          w(
            'Quand était-ce, la dernière fois ?',
            'متى كان ذلك آخر مرة؟',
            'When was it, the last time?',
          ),
          [
            [
              'week',
              w('Ces sept derniers jours', 'خلال الأيام السبعة الأخيرة', 'In the last seven days'),
            ],
            ['month', w('Ce dernier mois', 'خلال الشهر الأخير', 'In the last month')],
            ['earlier', w('Plus tôt', 'قبل ذلك', 'Earlier')],
          ],
          { showIf: { field: 'threatened', is: 'yes' }, points: { week: 3, month: 2, earlier: 1 } },
        ),
        several(
          'threat_kinds',
          w('De quoi vous menace-t-on ?', 'بماذا يتم تهديدك؟', 'What are you threatened with?'),
          [
            ['harm', w('De vous faire du mal', 'بإيذائك', 'Harm to you')],
            [
              'family',
              w('De faire du mal à vos proches', 'بإيذاء أقاربك', 'Harm to those close to you'),
            ],
            [
              'images',
              w(
                'De montrer des images ou de raconter',
                'بنشر صور أو بإفشاء أمور',
                'Showing pictures or telling',
              ),
            ],
            ['report', w('De vous dénoncer', 'بالتبليغ عنك', 'Reporting you')],
            [
              'take_back',
              w('De venir vous reprendre', 'بالمجيء لاسترجاعك', 'Coming to take you back'),
            ],
          ],
          {
            showIf: { field: 'threatened', is: 'yes' },
            points: { harm: 1, family: 1, images: 1, report: 1, take_back: 1 },
          },
        ),
        yesNo(
          'injured_others',
          w(
            'Ces personnes ont-elles une arme, ou ont-elles déjà blessé quelqu’un ?',
            'هل لدى هؤلاء الأشخاص سلاح، أو سبق لهم أن جرحوا أحدا؟',
            'Do these people have a weapon, or have they hurt somebody before?',
          ),
          { showIf: { field: 'threatened', is: 'yes' }, points: { yes: 3 } },
        ),
      ],
    },
    {
      id: 'reach',
      title: w('Peut-on vous trouver ?', 'هل يمكن العثور عليك؟', 'Can you be found?'),
      questions: [
        yesNo(
          'knows_place',
          w(
            'Les personnes dont vous avez peur savent-elles où vous êtes ?',
            'هل يعرف الأشخاص المخيفون بالنسبة إليك مكان وجودك؟',
            'Do the people you fear know where you are?',
          ),
          { points: { yes: 4 }, atLeast: { yes: 'high' } },
        ),
        yesNo(
          'knows_phone',
          w(
            'Peuvent-elles vous joindre ou vous suivre par le téléphone ou par les réseaux ?',
            'هل يمكنهم الاتصال بك أو تتبعك بالهاتف أو عبر الشبكات؟',
            'Can they reach you or follow you by phone or online?',
          ),
          { points: { yes: 2 } },
        ),
        yesNo(
          'near',
          w(
            'Vivent-elles près d’ici, ou y passent-elles ?',
            'هل يسكنون قرب هذا المكان أو يمرون به؟',
            'Do they live nearby, or pass here?',
          ),
          { points: { yes: 2 } },
        ),
        yesNo(
          'close_person',
          w(
            'Une personne de votre famille ou de votre entourage est-elle parmi elles ?',
            'هل بينهم شخص من عائلتك أو من محيطك؟',
            'Is somebody of your family or your circle among them?',
          ),
          { points: { yes: 2 } },
        ),
        yesNo(
          'influence',
          w(
            'Ont-elles de l’influence : une autorité, de l’argent, des relations ?',
            'هل لديهم نفوذ: سلطة أو مال أو علاقات؟',
            'Do they have influence: authority, money, connections?',
          ),
          { points: { yes: 2 } },
        ),
        yesNo(
          'debt_claimed',
          w(
            'Vous réclame-t-on de l’argent ou une dette ?',
            'هل تتم مطالبتك بمال أو بدين؟',
            'Is money or a debt demanded of you?',
          ),
          { points: { yes: 2 } },
        ),
      ],
    },
    {
      id: 'children',
      title: w('Les enfants', 'الأطفال', 'Children'),
      questions: [
        yesNo(
          'has_children',
          w('Avez-vous des enfants ?', 'هل لديك أطفال؟', 'Do you have children?'),
          { for: 'adult' },
        ),
        yesNo(
          'children_threatened',
          w(
            'Les enfants sont-ils menacés aussi ?',
            'هل الأطفال مهددون أيضا؟',
            'Are the children threatened too?',
          ),
          { for: 'adult', showIf: { field: 'has_children', is: 'yes' }, points: { yes: 3 } },
        ),
        yesNo(
          'carer_feared',
          w(
            'Un adulte qui s’occupe de toi te fait-il peur ?',
            'هل هناك شخص بالغ يتكفل بك ويسبب لك الخوف؟',
            'Is there an adult who looks after you and frightens you?',
          ),
          { for: 'child', points: { yes: 3 }, atLeast: { yes: 'moderate' } },
        ),
      ],
    },
    {
      id: 'self',
      title: w('Vous-même', 'أنت', 'Yourself'),
      warning: PAINFUL,
      questions: [
        yesNo(
          'self_harm',
          w(
            'Ces derniers jours, avez-vous pensé à mourir ou à vous faire du mal ?',
            'خلال الأيام الأخيرة، هل خطرت لك فكرة الموت أو إيذاء نفسك؟',
            'In the last days, have you thought of dying or of hurting yourself?',
          ),
          {
            points: { yes: 4 },
            atLeast: { yes: 'high' },
            help: w(
              'Si oui, ne laissez pas la personne seule, et appelez la psychologue ou le médecin tout de suite.',
              'إذا كان الجواب نعم، لا يُترك الشخص وحده، ويُتصل فورا بالطبيبة النفسية أو بالطبيب.',
              'If so, do not leave the person alone, and call the psychologist or the doctor at once.',
            ),
          },
        ),
        yesNo(
          'trusted',
          w(
            'Y a-t-il ici une personne en qui vous avez confiance ?',
            'هل هناك شخص هنا لديك ثقة فيه؟',
            'Is there somebody here whom you trust?',
          ),
          { points: { no: 1 } },
        ),
        yesNo(
          'can_call',
          w(
            'Pouvez-vous appeler à l’aide à toute heure sans danger ?',
            'هل بإمكانك طلب النجدة في أي ساعة دون خطر؟',
            'Can you call for help at any hour without danger?',
          ),
          { points: { no: 1 } },
        ),
        text(
          'would_help',
          w(
            'Qu’est-ce qui vous aiderait à vous sentir en sécurité ?',
            'ما الذي يساعدك على الشعور بالأمان؟',
            'What would help you to feel safe?',
          ),
        ),
        text(
          'team_view',
          w('Ce que vous avez remarqué vous-même', 'ملاحظاتك الخاصة', 'What you noticed yourself'),
          { asked: 'team' },
        ),
      ],
    },
  ],
  scoring: {
    by: 'points',
    source: {
      text: w(
        'choix du programme ; aucune échelle publiée n’a été copiée',
        'اختيار البرنامج؛ لم يُنسخ أي مقياس منشور',
        'choice of the programme; no published scale was copied',
      ),
      checked: 'own',
    },
    bands: [
      {
        id: 'low',
        from: 0,
        to: 5,
        level: 'low',
        nextDays: 90,
        title: w('Risque faible', 'خطر ضعيف', 'Low risk'),
        follow: w(
          'Dites à la personne comment appeler à l’aide. Regardez de nouveau dans trois mois, ou dès que quelque chose change.',
          'يُشرح للشخص كيف يطلب النجدة. يُعاد النظر بعد ثلاثة أشهر، أو عند أي تغيير.',
          'Tell the person how to call for help. Look again in three months, or as soon as something changes.',
        ),
      },
      {
        id: 'moderate',
        from: 6,
        to: 13,
        level: 'moderate',
        nextDays: 30,
        title: w('Risque moyen', 'خطر متوسط', 'Moderate risk'),
        follow: w(
          'Écrivez avec la personne, dans son plan, ce qu’elle fait et qui elle appelle. Regardez de nouveau dans un mois.',
          'يُكتب مع الشخص في خطته ما يفعله ومن يتصل به. يُعاد النظر بعد شهر.',
          'Write with the person, in the plan, what they do and whom they call. Look again in a month.',
        ),
      },
      {
        id: 'high',
        from: 14,
        to: 99,
        level: 'high',
        nextDays: 7,
        alert: true,
        title: w('Risque élevé', 'خطر مرتفع', 'High risk'),
        follow: w(
          'Dans les vingt-quatre heures : un plan de sécurité avec la personne, la maison prévenue, et la question de changer de lieu.',
          'خلال أربع وعشرين ساعة: خطة سلامة مع الشخص، وإخبار المركز، والنظر في تغيير المكان.',
          'Within twenty-four hours: a safety plan with the person, the house told, and the question of moving elsewhere.',
        ),
        task: { kind: 'safety_plan', hours: 24 },
      },
    ],
  },
};
