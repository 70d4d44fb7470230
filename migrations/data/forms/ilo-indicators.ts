import { PAINFUL, text, type ThreeLanguages, w, yesNo } from './words';

const sign = (id: string, label: ThreeLanguages, help: ThreeLanguages): object =>
  yesNo(id, label, { help, sign: { group: 'forced_labour' } });

/**
 * Names and number of the indicators: VERIFIED (ILO booklet, in the copies named in
 * docs/assessments.md). The wording of label and help is the programme's own.
 */
export const ILO_INDICATORS = {
  form: 'ilo_indicators',
  kind: 'screening',
  part: 'story',
  decision: true,
  title: w(
    'Onze signes du travail forcé (OIT)',
    'أحد عشر مؤشرا على العمل الجبري (منظمة العمل الدولية)',
    'Eleven signs of forced labour (ILO)',
  ),
  about: w(
    'Une aide pour ne rien oublier, à remplir après avoir écouté, pas un interrogatoire. Rien n’est à prouver. Vingt minutes.',
    'وسيلة حتى لا يُنسى شيء، تُملأ بعد الاستماع، وليست استنطاقا. لا شيء يحتاج إلى إثبات. عشرون دقيقة.',
    'A help to forget nothing, filled in after listening; no interrogation. Nothing has to be proved. Twenty minutes.',
  ),
  source: {
    text: w(
      'OIT, indicateurs du travail forcé (brochure) : noms et nombre des onze vérifiés ; mots du programme',
      'منظمة العمل الدولية، مؤشرات العمل الجبري (كتيب): تم التحقق من أسماء المؤشرات الأحد عشر وعددها؛ الصياغة للبرنامج',
      'ILO, Indicators of forced labour (booklet): names and number of the eleven verified; wording of the programme',
    ),
    checked: 'verified',
  },
  reading: {
    says: w(
      'Quels signes ont été vus. Un seul peut suffire dans certains cas ; dans d’autres il en faut plusieurs ensemble.',
      'أي مؤشرات لوحظت. قد يكفي واحد في بعض الحالات، وفي حالات أخرى يلزم اجتماع عدة مؤشرات.',
      'Which signs were seen. One alone may be enough in some situations; in others several together are needed.',
    ),
    doesNotSay: w(
      'Ce n’est pas un constat de droit. Peu de signes ne veut pas dire qu’il n’y a pas de traite : on ne raconte pas tout le premier jour. C’est une personne qui décide, et l’aide ne dépend pas de cette décision.',
      'ليس إثباتا قانونيا. قلة المؤشرات لا تعني عدم وجود اتجار: لا يُحكى كل شيء في اليوم الأول. القرار يتخذه شخص، والمساعدة لا تتوقف على هذا القرار.',
      'It is no legal finding. Few signs do not mean that there is no trafficking: not everything is told on the first day. A person decides, and help does not depend on that decision.',
    ),
  },
  sections: [
    {
      id: 'beginning',
      title: w('Comment cela a commencé', 'كيف بدأ الأمر', 'How it began'),
      questions: [
        sign(
          'abuse_of_vulnerability',
          w(
            'On a profité d’une situation difficile',
            'تم استغلال وضعية صعبة',
            'A difficult situation was taken advantage of',
          ),
          w(
            'Sans papiers, sans argent, sans langue, loin de chez soi, dépendant d’une seule personne pour le travail et le toit.',
            'دون وثائق أو مال أو لغة، بعيدا عن البيت، أو الاعتماد على شخص واحد في العمل والسكن.',
            'No papers, no money, no language, far from home, depending on one person for work and roof.',
          ),
        ),
        sign(
          'deception',
          w(
            'Ce qui avait été promis n’était pas vrai',
            'ما وُعد به لم يكن صحيحا',
            'What was promised was not true',
          ),
          w(
            'Le travail, le salaire, le lieu, le patron, les papiers : autre chose que ce qui avait été dit.',
            'العمل أو الأجر أو المكان أو المشغّل أو الوثائق: غير ما قيل.',
            'The work, the pay, the place, the employer, the papers: other than what was said.',
          ),
        ),
      ],
    },
    {
      id: 'freedom',
      title: w('La liberté', 'الحرية', 'Freedom'),
      questions: [
        sign(
          'restriction_of_movement',
          w(
            'Impossible d’aller et venir librement',
            'لم يكن ممكنا التنقل بحرية',
            'No freedom to come and go',
          ),
          w(
            'Enfermé, surveillé, accompagné, ou sans droit de sortir.',
            'حبس أو مراقبة أو مرافقة دائمة أو منع من الخروج.',
            'Locked in, watched, accompanied, or not allowed out.',
          ),
        ),
        sign(
          'isolation',
          w('Coupé des autres', 'عزل عن الآخرين', 'Cut off from others'),
          w(
            'Pas de téléphone, un lieu caché ou lointain, personne à qui parler, ne pas savoir où l’on est.',
            'دون هاتف، في مكان مخفي أو بعيد، دون أحد للحديث معه، أو دون معرفة المكان.',
            'No phone, a hidden or distant place, nobody to talk to, not knowing where one is.',
          ),
        ),
        sign(
          'retention_of_documents',
          w(
            'Les papiers sont gardés par quelqu’un d’autre',
            'الوثائق محتفظ بها لدى شخص آخر',
            'Somebody else keeps the papers',
          ),
          w(
            'Passeport, carte ou objets de valeur, sans pouvoir les reprendre quand on veut.',
            'جواز السفر أو البطاقة أو أشياء ثمينة، دون إمكانية استرجاعها عند الرغبة.',
            'Passport, card or valuables, with no way to have them back at will.',
          ),
        ),
      ],
    },
    {
      id: 'fear',
      title: w('La peur', 'الخوف', 'Fear'),
      warning: PAINFUL,
      questions: [
        sign(
          'violence',
          w(
            'Des violences, du corps ou sexuelles',
            'عنف جسدي أو جنسي',
            'Violence to the body, or sexual violence',
          ),
          w(
            'Contre la personne, contre ses proches, ou contre d’autres devant elle. Aucun détail n’est à demander ici.',
            'ضد الشخص أو أقاربه أو ضد آخرين أمامه. لا تُطلب أي تفاصيل هنا.',
            'Against the person, those close to them, or others before their eyes. No detail is to be asked here.',
          ),
        ),
        sign(
          'intimidation_and_threats',
          w('Des menaces ou des intimidations', 'تهديد أو تخويف', 'Threats or intimidation'),
          w(
            'De frapper, de dénoncer à la police, de prévenir la famille, de retenir le salaire, d’humilier.',
            'بالضرب أو التبليغ لدى الشرطة أو إخبار العائلة أو حجز الأجر أو الإهانة.',
            'To beat, to report to the police, to tell the family, to keep back pay, to humiliate.',
          ),
        ),
      ],
    },
    {
      id: 'work',
      title: w('Le travail et l’argent', 'العمل والمال', 'Work and money'),
      questions: [
        sign(
          'withholding_of_wages',
          w('Le salaire est retenu', 'الأجر محجوز', 'Pay is kept back'),
          w(
            'Jamais payé, payé à la fin seulement, ou gardé pour que la personne ne parte pas.',
            'لا يُدفع أبدا، أو يُدفع في النهاية فقط، أو يُحتفظ به لمنع المغادرة.',
            'Never paid, paid only at the end, or kept so that the person does not leave.',
          ),
        ),
        sign(
          'debt_bondage',
          w('Une dette à rembourser par le travail', 'دين يُسدَّد بالعمل', 'A debt to be worked off'),
          w(
            'Pour le voyage, le logement ou une avance ; une dette qui grandit ou que personne n’explique.',
            'عن السفر أو السكن أو تسبيق؛ دين يكبر أو لا يشرحه أحد.',
            'For the journey, lodging or an advance; a debt that grows or that nobody explains.',
          ),
        ),
        sign(
          'abusive_conditions',
          w(
            'Des conditions de vie ou de travail indignes',
            'ظروف عيش أو عمل مهينة',
            'Degrading conditions of life or work',
          ),
          w(
            'Dangereuses, sales, sans lit, sans nourriture suffisante, sans soins.',
            'خطيرة أو متسخة، دون سرير أو أكل كاف أو علاج.',
            'Dangerous, filthy, without a bed, enough food, or care.',
          ),
        ),
        sign(
          'excessive_overtime',
          w('Des heures de travail sans fin', 'ساعات عمل لا تنتهي', 'Working hours without end'),
          w(
            'Ni repos, ni jour libre, ou toujours à disposition, au-delà de ce que la loi permet.',
            'دون راحة ولا يوم عطلة، أو رهن الإشارة دائما، فوق ما يسمح به القانون.',
            'No rest, no free day, or always on call, beyond what the law allows.',
          ),
        ),
      ],
    },
    {
      id: 'notes',
      title: w('Ce qu’il faut savoir encore', 'ما ينبغي معرفته أيضا', 'What else to know'),
      questions: [
        yesNo(
          'free_to_refuse',
          w(
            'La personne aurait-elle pu refuser ou partir sans être punie ?',
            'هل كان ممكنا الرفض أو المغادرة دون عقاب؟',
            'Could the person have refused or left without being punished?',
          ),
        ),
        text('notes', w('Ce que vous voulez ajouter', 'إضافات أخرى', 'What you want to add'), {
          asked: 'team',
        }),
      ],
    },
  ],
  scoring: {
    by: 'signs',
    groups: [
      {
        id: 'forced_labour',
        title: w('Signes du travail forcé', 'مؤشرات العمل الجبري', 'Signs of forced labour'),
      },
    ],
    source: {
      text: w(
        'brochure de l’OIT : un seul peut suffire dans certains cas, ailleurs il en faut plusieurs ensemble ; aucun nombre n’est donné',
        'كتيب منظمة العمل الدولية: قد يكفي مؤشر واحد في بعض الحالات، ويلزم في أخرى اجتماع عدة مؤشرات؛ لم يُحدَّد أي عدد',
        'ILO booklet: one alone may in some cases imply forced labour, in others several together are needed; no number is given',
      ),
      checked: 'verified',
    },
  },
};
