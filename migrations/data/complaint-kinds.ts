/**
 * What a complaint can be about: `label` as the team says it, `plain` as the page without an account asks it. The grave
 * ones, of safeguarding, have shorter deadlines and a second focal point.
 */
import type { TableRows } from './insert-rows';

type Words = readonly [fr: string, ar: string, en: string];

interface ComplaintKind {
  readonly code: string;
  readonly icon: string;
  readonly safeguarding: boolean;
  readonly label: Words;
  readonly plain: Words;
}

const COMPLAINT_KINDS: readonly ComplaintKind[] = [
  {
    code: 'sexual',
    icon: 'hand-stop',
    safeguarding: true,
    label: [
      'Exploitation ou abus sexuels',
      'استغلال أو اعتداء جنسي',
      'Sexual exploitation or abuse',
    ],
    plain: [
      'On m’a touchée, ou on m’a demandé du sexe',
      'لمسني أحد، أو طُلب مني الجنس',
      'Somebody touched me, or asked me for sex',
    ],
  },
  {
    code: 'violence',
    icon: 'alert-triangle',
    safeguarding: true,
    label: ['Violence ou menaces', 'عنف أو تهديد', 'Violence or threats'],
    plain: [
      'On m’a frappée, enfermée ou menacée',
      'ضُربت أو حُبست أو هُددت',
      'Somebody hit me, locked me up or threatened me',
    ],
  },
  {
    code: 'neglect',
    icon: 'heart-broken',
    safeguarding: false,
    label: ['Négligence', 'إهمال', 'Neglect'],
    plain: [
      'On ne m’a pas soignée, nourrie ou aidée',
      'لم أُعالَج أو لم أُطعَم أو لم أُساعَد',
      'I was not cared for, fed or helped',
    ],
  },
  {
    code: 'theft',
    icon: 'wallet',
    safeguarding: false,
    label: ['Vol ou argent demandé', 'سرقة أو طلب مال', 'Theft or money asked for'],
    plain: [
      'On a pris mes affaires, ou demandé de l’argent',
      'أُخذت أغراضي، أو طُلب مني المال',
      'Somebody took my things, or asked me for money',
    ],
  },
  {
    code: 'discrimination',
    icon: 'users',
    safeguarding: false,
    label: ['Discrimination ou humiliation', 'تمييز أو إهانة', 'Discrimination or humiliation'],
    plain: [
      'On me traite moins bien que les autres, ou on m’insulte',
      'أُعامَل أسوأ من غيري، أو أُهان',
      'I am treated worse than others, or insulted',
    ],
  },
  {
    code: 'confidentiality',
    icon: 'lock-open',
    safeguarding: false,
    label: ['Confidentialité rompue', 'إفشاء السر', 'Breach of confidentiality'],
    plain: [
      'On a raconté ce que j’avais confié',
      'أُفشي ما بحت به سراً',
      'Somebody told what I had said in confidence',
    ],
  },
  {
    code: 'quality',
    icon: 'home',
    safeguarding: false,
    label: [
      'Qualité de l’accueil ou d’un service',
      'جودة الاستقبال أو الخدمة',
      'Quality of the stay or of a service',
    ],
    plain: [
      'Quelque chose ne va pas ici',
      'شيء ما ليس على ما يرام هنا',
      'Something is not right here',
    ],
  },
  {
    code: 'other',
    icon: 'message-circle',
    safeguarding: false,
    label: ['Autre', 'غير ذلك', 'Other'],
    plain: ['Autre chose', 'شيء آخر', 'Something else'],
  },
];

const inThreeLanguages = ([fr, ar, en]: Words) => ({ fr, ar, en });

export const COMPLAINT_KIND_ROWS: TableRows = [
  'complaint_kinds',
  COMPLAINT_KINDS.map(({ code, icon, safeguarding, label, plain }, index) => ({
    code,
    position: index + 1,
    icon,
    safeguarding,
    label: inThreeLanguages(label),
    plain: inThreeLanguages(plain),
    source: 'programme list',
  })),
];
