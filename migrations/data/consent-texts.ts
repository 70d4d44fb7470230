/** What is read aloud before somebody decides, in its first version: a better text is proposed and approved in the application. */
import type { TableRows } from './insert-rows';
import { FIRST_DAY, SECOND_PERSON, SETTING_UP } from './system-accounts';

const CONSENT_TEXTS: readonly (readonly [purpose: string, language: string, body: string])[] = [
  [
    'shelter',
    'fra',
    `Nous vous proposons un endroit pour dormir et être en sécurité. Pour cela, nous notons ce dont vous avez besoin : qui vient avec vous, vos langues, ce qui est sûr pour vous, ce qui aide dans la maison.

Seules les personnes qui s’occupent de vous lisent ces notes. L’adresse de la maison n’est donnée à personne.

Nous en faisons aussi des totaux, par exemple combien de nuits ont été passées. Un total ne dit jamais qui vous êtes.

Vous pouvez demander à tout moment ce qui est écrit sur vous, et le faire corriger. Nous gardons ces notes le temps dit au bas de cette page.

Vous pouvez dire non. Vous pouvez passer une question. Vous pouvez changer d’avis plus tard, à la personne de votre choix, sans donner de raison. Un lit d’urgence ne vous sera jamais refusé pour cela.`,
  ],
  [
    'shelter',
    'ara',
    `نقترح عليك مكانا آمنا للنوم. لهذا ندوّن ما تحتاج إليه: من يرافقك، ولغاتك، وما هو آمن بالنسبة إليك، وما يساعدك داخل الدار.

لا يقرأ هذه المعلومات إلا من يهتم بك. ولا يُعطى عنوان الدار لأحد.

نحسب منها أيضا مجاميع، مثل عدد الليالي. والمجموع لا يقول أبدا من أنت.

يمكنك في أي وقت أن تسأل عما كُتب عنك وأن تطلب تصحيحه. نحتفظ بهذه المعلومات للمدة المكتوبة أسفل هذه الصفحة.

يمكنك أن تقول لا. يمكنك ألا تجيب عن سؤال. يمكنك أن تغيّر رأيك لاحقا، وأن تقول ذلك لمن تشاء، دون ذكر السبب. لن يُرفض لك سرير مستعجل لهذا السبب أبدا.`,
  ],
  [
    'shelter',
    'eng',
    `We offer you a place to sleep and be safe. For this we write down what you need: who comes with you, your languages, what is safe for you, what helps in the house.

Only those who look after you read these notes. The address of the house is given to nobody.

We also make totals of them, for example how many nights were spent. A total never says who you are.

You can ask at any time what is written about you, and have it corrected. We keep these notes for the time said at the foot of this page.

You can say no. You can skip a question. You can change your mind later, tell whomever you like, and give no reason. You will never be refused an emergency bed for this.`,
  ],
  [
    'assistance',
    'fra',
    `Nous vous proposons un accompagnement : santé, écoute, droits, école, travail, retour si vous le souhaitez. Pour cela nous parlons avec vous et nous notons ce que vous voulez bien nous dire.

Ces notes servent à vous aider et à vérifier que l’aide promise est donnée. Seules les personnes qui s’occupent de vous les lisent.

Nous en faisons aussi des totaux, sans votre nom, pour rendre compte de l’aide donnée et pour mieux comprendre la traite.

Vous pouvez demander à tout moment ce qui est écrit sur vous, et le faire corriger. Nous gardons ces notes le temps dit au bas de cette page.

Vous pouvez dire non, passer une question, ou arrêter quand vous voulez. Vous pouvez changer d’avis plus tard, à la personne de votre choix, sans donner de raison. L’aide ne dépend pas d’une plainte ni d’un procès.`,
  ],
  [
    'assistance',
    'ara',
    `نقترح عليك مواكبة: الصحة، والاستماع، والحقوق، والدراسة، والعمل، والعودة إن أردت. لهذا نتحدث معك وندوّن ما تقبل أن تقوله لنا.

تُستعمل هذه المعلومات لمساعدتك وللتأكد من أن المساعدة الموعودة قد قُدّمت. لا يقرؤها إلا من يهتم بك.

نحسب منها أيضا مجاميع دون اسمك، لنبيّن ما قُدّم من مساعدة ولنفهم الاتجار بالبشر بشكل أفضل.

يمكنك في أي وقت أن تسأل عما كُتب عنك وأن تطلب تصحيحه. نحتفظ بهذه المعلومات للمدة المكتوبة أسفل هذه الصفحة.

يمكنك أن تقول لا، أو ألا تجيب عن سؤال، أو أن تتوقف متى شئت. يمكنك أن تغيّر رأيك لاحقا، وأن تقول ذلك لمن تشاء، دون ذكر السبب. المساعدة لا ترتبط بشكاية ولا بمحاكمة.`,
  ],
  [
    'assistance',
    'eng',
    `We offer to accompany you: health, somebody to talk to, your rights, school, work, return if you wish. For this we talk with you and write down what you are willing to tell us.

These notes serve to help you and to check that the help promised is given. Only those who look after you read them.

We also make totals of them, without your name, to account for the help given and to understand trafficking better.

You can ask at any time what is written about you, and have it corrected. We keep these notes for the time said at the foot of this page.

You can say no, skip a question, or stop whenever you want. You can change your mind later, tell whomever you like, and give no reason. Help does not depend on a complaint or a trial.`,
  ],
  [
    'sharing',
    'fra',
    `Pour vous aider, nous voudrions donner certaines informations sur vous à une autre organisation. Nous vous disons son nom, quelles informations, et pourquoi.

Elle ne recevra que cela, et ne pourra s’en servir que pour cela. Nous gardons la liste de tout ce qui a été donné : vous pouvez la voir.

Si elle fait des totaux, ils ne disent pas qui vous êtes.

Vous pouvez demander à tout moment ce qui est écrit sur vous, ici et chez elle. Votre accord vaut le temps dit au bas de cette page ; après, nous vous demandons de nouveau.

Vous pouvez dire non : nous vous aidons quand même. Vous pouvez changer d’avis plus tard, à la personne de votre choix, sans donner de raison. Nous cessons alors de donner des informations et nous demandons à l’organisation de ne plus s’en servir. Ce qu’elle a déjà lu, nous ne pouvons pas le lui faire oublier.`,
  ],
  [
    'sharing',
    'ara',
    `لمساعدتك، نود أن نعطي بعض المعلومات عنك لجهة أخرى. نقول لك اسمها، وأي معلومات، ولماذا.

لن تتلقى غير ذلك، ولا يمكنها استعماله إلا لهذا الغرض. نحتفظ بقائمة كل ما أُعطي، ويمكنك الاطلاع عليها.

إذا حسبت هذه الجهة مجاميع، فإنها لا تقول من أنت.

يمكنك في أي وقت أن تسأل عما كُتب عنك، هنا وعندها. تسري موافقتك للمدة المكتوبة أسفل هذه الصفحة، وبعدها نسألك من جديد.

يمكنك أن تقول لا، وسنساعدك رغم ذلك. يمكنك أن تغيّر رأيك لاحقا، وأن تقول ذلك لمن تشاء، دون ذكر السبب. عندئذ نتوقف عن إعطاء المعلومات ونطلب من الجهة ألا تستعملها. أما ما قرأته من قبل فلا يمكننا أن نجعلها تنساه.`,
  ],
  [
    'sharing',
    'eng',
    `To help you, we would like to give some information about you to another organisation. We tell you its name, which information, and why.

It will receive only that, and may use it only for that. We keep a list of all that was given: you can see it.

If it makes totals, they do not say who you are.

You can ask at any time what is written about you, here and there. Your agreement counts for the time said at the foot of this page; then we ask you again.

You can say no: we help you all the same. You can change your mind later, tell whomever you like, and give no reason. We then stop giving information and ask the organisation not to use it any more. What it has read already we cannot make it forget.`,
  ],
  [
    'statistics',
    'fra',
    `Nous comptons combien de personnes sont aidées, sans nom : un total, par exemple « douze femmes ». Les petits nombres sont cachés. Ces totaux rendent compte de l’aide donnée ; ils ne disent jamais qui vous êtes.

Nous vous demandons ici autre chose : pouvons-nous mettre une ligne sur vous, sans nom ni numéro, dans un fichier pour la recherche sur la traite ?

Les chercheurs reçoivent des faits généraux : femme ou homme, tranche d’âge, pays, forme d’exploitation. Ils servent à comprendre et à protéger d’autres personnes.

Vous pouvez demander à tout moment ce qui serait mis. Votre accord vaut le temps dit au bas de cette page.

Vous pouvez dire non : rien ne change pour vous. Vous pouvez changer d’avis plus tard, sans donner de raison : les fichiers suivants se feront sans vous. Un fichier déjà publié ne peut pas être repris.`,
  ],
  [
    'statistics',
    'ara',
    `نحسب عدد من تمت مساعدتهم دون أسماء: مجموع، مثل «اثنتا عشرة امرأة». وتُخفى الأعداد الصغيرة. تبيّن هذه المجاميع ما قُدّم من مساعدة، ولا تقول أبدا من أنت.

نسألك هنا عن أمر آخر: هل يمكن أن نضع سطرا عنك، دون اسم ولا رقم، في ملف للبحث حول الاتجار بالبشر؟

يتلقى الباحثون معطيات عامة: امرأة أو رجل، وفئة العمر، والبلد، وشكل الاستغلال. وهي تساعد على الفهم وعلى حماية أشخاص آخرين.

يمكنك في أي وقت أن تسأل عما قد يوضع في الملف. تسري موافقتك للمدة المكتوبة أسفل هذه الصفحة.

يمكنك أن تقول لا: لن يتغير شيء بالنسبة إليك. يمكنك أن تغيّر رأيك لاحقا دون ذكر السبب: تُعدّ الملفات اللاحقة من دونك. أما الملف الذي نُشر فلا يمكن استرجاعه.`,
  ],
  [
    'statistics',
    'eng',
    `We count how many people are helped, without names: a total, for example "twelve women". Small numbers are hidden. These totals account for the help given; they never say who you are.

Here we ask you something else: may we put a line about you, without name or number, in a file for research on trafficking?

Researchers receive general facts: woman or man, age group, country, form of exploitation. They serve to understand and to protect other people.

You can ask at any time what would be put there. Your agreement counts for the time said at the foot of this page.

You can say no: nothing changes for you. You can change your mind later and give no reason: the next files are made without you. A file that is published already cannot be taken back.`,
  ],
  [
    'contact',
    'fra',
    `Après votre départ, nous voudrions vous appeler de temps en temps pour savoir comment vous allez et si une aide manque.

Nous ne vous appelons qu’aux heures et de la façon que vous nous dites sûres. Nous ne disons à personne d’autre qui nous sommes.

Ce que vous nous dites sert à vous aider, et à faire des totaux sans votre nom.

Vous pouvez demander à tout moment ce qui est écrit sur vous. Votre accord vaut le temps dit au bas de cette page.

Vous pouvez dire non, et changer d’avis plus tard, sans donner de raison : nous n’appelons plus.`,
  ],
  [
    'contact',
    'ara',
    `بعد مغادرتك، نود أن نتصل بك من حين إلى آخر لنعرف كيف حالك وهل تنقصك مساعدة.

لا نتصل بك إلا في الأوقات وبالطريقة التي تقول لنا إنها آمنة. ولا نقول لأي شخص آخر من نحن.

ما تقوله لنا يُستعمل لمساعدتك، ولحساب مجاميع دون اسمك.

يمكنك في أي وقت أن تسأل عما كُتب عنك. تسري موافقتك للمدة المكتوبة أسفل هذه الصفحة.

يمكنك أن تقول لا، وأن تغيّر رأيك لاحقا دون ذكر السبب: عندئذ لا نتصل بك.`,
  ],
  [
    'contact',
    'eng',
    `After you leave, we would like to call you from time to time, to know how you are and whether help is missing.

We call only at the hours and in the way that you tell us are safe. We tell nobody else who we are.

What you tell us serves to help you, and to make totals without your name.

You can ask at any time what is written about you. Your agreement counts for the time said at the foot of this page.

You can say no, and change your mind later and give no reason: we stop calling.`,
  ],
];

export const CONSENT_TEXT_ROWS: TableRows = [
  'consent_texts',
  CONSENT_TEXTS.map(([purpose, language, body]) => ({
    purpose,
    language,
    version: 1,
    body,
    source: 'first edition, on the seven points of the HTCDS guidance on consent',
    proposed_by: SETTING_UP,
    proposed_at: FIRST_DAY,
    approved_by: SECOND_PERSON,
    valid_from: FIRST_DAY,
  })),
];
