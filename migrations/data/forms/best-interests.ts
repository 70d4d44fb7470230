import { one, PAINFUL, several, text, w, yesNo } from './words';

const team = { asked: 'team' };

export const BEST_INTERESTS = {
  form: 'best_interests',
  kind: 'best_interests',
  part: 'story',
  for: 'child',
  approval: true,
  nextDays: 90,
  title: w('Intérêt supérieur de l’enfant', 'المصلحة الفضلى للطفل', 'Best interests of the child'),
  about: w(
    'Avant toute décision qui change la vie d’un enfant : qui y prend part, ce que l’enfant en dit, ce qui a été pesé, ce qui est proposé. Une supervision qui n’a rien écrit ici l’approuve.',
    'قبل أي قرار يغيّر حياة طفل: من يشارك فيه، وماذا يقول الطفل، وما الذي تمت الموازنة بينه، وما هو المقترح. يصادق عليه مشرف لم يكتب فيه شيئا.',
    'Before any decision that changes a child’s life: who takes part, what the child says, what was weighed, what is proposed. A supervisor who wrote none of it approves it.',
  ),
  source: {
    text: w(
      'écrit par le programme ; la parole de l’enfant, les personnes qui prennent part et la seconde personne suivent le principe de l’intérêt supérieur',
      'من إعداد البرنامج؛ كلمة الطفل والمشاركون والشخص الثاني وفق مبدأ المصلحة الفضلى',
      'written by the programme; the child’s own view, the persons who take part and the second person follow the best-interests principle',
    ),
    checked: 'own',
  },
  reading: {
    says: w(
      'Ce que l’équipe propose pour cet enfant, et pourquoi.',
      'ما يقترحه الفريق لهذا الطفل، ولماذا.',
      'What the team proposes for this child, and why.',
    ),
    doesNotSay: w(
      'Ce n’est pas une décision de justice. Ce que la loi réserve au juge ou au tuteur leur reste réservé.',
      'ليس حكما قضائيا. ما يخوّله القانون للقاضي أو للولي يبقى لهما.',
      'It is no court decision. What the law reserves to the judge or the guardian stays with them.',
    ),
  },
  sections: [
    {
      id: 'question',
      title: w('La question posée', 'السؤال المطروح', 'The question'),
      questions: [
        one(
          'decision_about',
          w(
            'Quelle décision est à prendre ?',
            'ما القرار المطلوب اتخاذه؟',
            'What is to be decided?',
          ),
          [
            ['where_to_live', w('Où l’enfant vit', 'أين يعيش الطفل', 'Where the child lives')],
            ['family', w('Le retour en famille', 'الرجوع إلى العائلة', 'Going back to the family')],
            [
              'country',
              w(
                'Le retour dans un autre pays',
                'الرجوع إلى بلد آخر',
                'Going back to another country',
              ),
            ],
            [
              'justice',
              w(
                'Prendre part à une procédure',
                'المشاركة في مسطرة قضائية',
                'Taking part in proceedings',
              ),
            ],
            ['other', w('Autre chose', 'أمر آخر', 'Something else')],
          ],
          { ...team, needed: true },
        ),
        text('decision_words', w('En une phrase', 'في جملة واحدة', 'In one sentence'), team),
      ],
    },
    {
      id: 'who',
      title: w('Qui prend part', 'من يشارك', 'Who takes part'),
      questions: [
        several(
          'took_part',
          w('Qui a pris part ?', 'من شارك؟', 'Who took part?'),
          [
            ['child', w('L’enfant', 'الطفل', 'The child')],
            [
              'officer',
              w(
                'La personne qui accompagne l’enfant',
                'المرافق المكلف بالطفل',
                'The officer who accompanies the child',
              ),
            ],
            ['house', w('La maison', 'مركز الإيواء', 'The house')],
            ['psychologist', w('Psychologue', 'أخصائي نفسي', 'Psychologist')],
            ['lawyer', w('Avocat', 'محام', 'Lawyer')],
            ['parent', w('Un parent', 'أحد الوالدين', 'A parent')],
            [
              'guardian',
              w(
                'Le tuteur ou le représentant désigné',
                'الولي أو الممثل المعيّن',
                'The guardian or appointed representative',
              ),
            ],
            [
              'protection_unit',
              w(
                'Un service de protection de l’enfance',
                'مصلحة حماية الطفولة',
                'A child protection service',
              ),
            ],
            ['interpreter', w('Interprète', 'ترجمان', 'Interpreter')],
          ],
          { ...team, needed: true },
        ),
        yesNo(
          'conflict',
          w(
            'L’une de ces personnes a-t-elle un intérêt contraire à celui de l’enfant ?',
            'هل لأحد هؤلاء مصلحة تتعارض مع مصلحة الطفل؟',
            'Does one of them have an interest against the child’s?',
          ),
          {
            ...team,
            help: w(
              'Par exemple un parent qui a tiré profit de l’exploitation : cette personne ne décide pas.',
              'مثلا أحد الوالدين استفاد من الاستغلال: لا يقرر هذا الشخص.',
              'For instance a parent who gained by the exploitation: that person does not decide.',
            ),
          },
        ),
        text(
          'conflict_how',
          w(
            'Qui, et comment en tient-on compte ?',
            'من هو، وكيف يؤخذ ذلك بالاعتبار؟',
            'Who, and how is it dealt with?',
          ),
          { ...team, showIf: { field: 'conflict', is: 'yes' } },
        ),
      ],
    },
    {
      id: 'view',
      title: w('Ce que l’enfant en dit', 'ما يقوله الطفل', 'What the child says'),
      warning: PAINFUL,
      lead: w(
        'L’enfant choisit la langue et qui est présent. On lui dit que l’équipe écoute, et que sa voix n’est pas seule à décider.',
        'يختار الطفل اللغة ومن يحضر. يقال له إن الفريق يستمع إليه وإن صوته ليس وحده من يقرر.',
        'The child chooses the language and who is there, and is told that the team listens, and that their voice is not alone in deciding.',
      ),
      questions: [
        yesNo(
          'heard',
          w('L’enfant a été entendu', 'تم الاستماع إلى الطفل', 'The child has been heard'),
          { ...team, needed: true },
        ),
        one(
          'heard_how',
          w('Comment ?', 'كيف؟', 'How?'),
          [
            ['talk', w('En parlant', 'بالحديث', 'By talking')],
            ['play', w('Par le jeu ou le dessin', 'باللعب أو بالرسم', 'By play or drawing')],
            ['written', w('Par écrit', 'كتابة', 'In writing')],
            [
              'through',
              w('Par une personne de confiance', 'بواسطة شخص موثوق به', 'Through a trusted person'),
            ],
          ],
          { ...team, showIf: { field: 'heard', is: 'yes' } },
        ),
        text(
          'own_view',
          w(
            'Ce que l’enfant souhaite, avec ses mots',
            'ما يتمناه الطفل بكلماته',
            'What the child wishes, in their own words',
          ),
          { showIf: { field: 'heard', is: 'yes' }, needed: true },
        ),
        text(
          'not_heard_why',
          w(
            'Pourquoi pas, et quand le sera-t-il ?',
            'لماذا لم يتم ذلك، ومتى سيتم؟',
            'Why not, and when will they be?',
          ),
          { ...team, showIf: { field: 'heard', is: 'no' }, needed: true },
        ),
      ],
    },
    {
      id: 'safety',
      title: w('La sécurité et la famille', 'السلامة والعائلة', 'Safety and family'),
      questions: [
        one(
          'family_safety',
          w(
            'L’enfant est-il en sécurité dans sa famille ?',
            'هل الطفل آمن داخل عائلته؟',
            'Is the child safe with the family?',
          ),
          [
            ['safe', w('Oui, on l’a vérifié', 'نعم، تم التحقق', 'Yes, this was checked')],
            [
              'with_help',
              w(
                'Oui, si la famille est aidée',
                'نعم، بدعم العائلة',
                'Yes, if the family is helped',
              ),
            ],
            ['not_safe', w('Non', 'لا', 'No')],
          ],
          team,
        ),
        yesNo(
          'family_part',
          w(
            'Quelqu’un de la famille a-t-il pris part à ce qui est arrivé ?',
            'هل شارك أحد من العائلة فيما حدث؟',
            'Did somebody of the family take part in what happened?',
          ),
          team,
        ),
        text(
          'ties',
          w(
            'Les liens qui comptent : fratrie, parents, autres',
            'الروابط المهمة: الإخوة والوالدان وغيرهم',
            'The ties that matter: siblings, parents, others',
          ),
          team,
        ),
      ],
    },
    {
      id: 'growing',
      title: w('Grandir', 'النمو', 'Growing up'),
      questions: [
        text('health_needs', w('Santé et soins', 'الصحة والعلاج', 'Health and care'), team),
        text('learning', w('École et jeu', 'المدرسة واللعب', 'School and play'), team),
        text(
          'belonging',
          w('Langue, foi, origine', 'اللغة والدين والأصل', 'Language, faith, origin'),
          team,
        ),
      ],
    },
    {
      id: 'outcome',
      title: w('Ce qui est proposé', 'ما يُقترح', 'What is proposed'),
      questions: [
        text(
          'weighed',
          w(
            'Les voies possibles, et ce qui parle pour et contre',
            'الخيارات الممكنة وما لها وما عليها',
            'The ways possible, and what speaks for and against',
          ),
          { ...team, needed: true },
        ),
        one(
          'outcome',
          w('Ce que l’équipe propose', 'ما يقترحه الفريق', 'What the team proposes'),
          [
            ['stay', w('Rester dans la maison', 'البقاء في المركز', 'To stay in the house')],
            [
              'parents',
              w('Vivre avec ses parents', 'العيش مع الوالدين', 'To live with the parents'),
            ],
            [
              'relatives',
              w(
                'Vivre avec d’autres proches',
                'العيش مع أقارب آخرين',
                'To live with other relatives',
              ),
            ],
            ['foster', w('Une famille d’accueil', 'أسرة كافلة', 'A foster family')],
            ['child_home', w('Une maison pour enfants', 'مؤسسة للأطفال', 'A home for children')],
            [
              'supported_living',
              w(
                'Une vie plus autonome, accompagnée',
                'عيش أكثر استقلالا مع مرافقة',
                'Living more on one’s own, accompanied',
              ),
            ],
            [
              'return',
              w(
                'Un retour accompagné dans son pays',
                'رجوع مرافَق إلى البلد',
                'An accompanied return to the country',
              ),
            ],
            [
              'for_now',
              w(
                'Pour l’instant, en attendant plus',
                'مؤقتا، في انتظار المزيد',
                'For now, until more is known',
              ),
            ],
          ],
          { ...team, needed: true },
        ),
        text('outcome_why', w('Pourquoi', 'لماذا', 'Why'), { ...team, needed: true }),
        yesNo(
          'differs',
          w(
            'Est-ce autre chose que ce que l’enfant souhaite ?',
            'هل يختلف عما يتمناه الطفل؟',
            'Is it other than what the child wishes?',
          ),
          { ...team, needed: true },
        ),
        text(
          'differs_told',
          w(
            'Comment cela lui a-t-il été expliqué ?',
            'كيف شُرح له ذلك؟',
            'How was it explained to the child?',
          ),
          { ...team, showIf: { field: 'differs', is: 'yes' }, needed: true },
        ),
        {
          id: 'review_on',
          kind: 'date',
          asked: 'team',
          needed: true,
          label: w(
            'Quand regarde-t-on de nouveau ?',
            'متى يُعاد النظر؟',
            'When is it looked at again?',
          ),
        },
      ],
    },
  ],
};
