/** The columns that a list of people may have, under the headings people write. */
import { type ListField, wordsIn } from '../../imports';
import { labelOf, list, type ListName } from '../../reference-lists';
import { codeFor } from './import.words';

interface ColumnDefinition {
  readonly kind: ListField['kind'];
  /** The list that it chooses from. */
  readonly list?: ListName;
  /** The field of a new person that it fills, where that is called otherwise. */
  readonly fills?: string;
  readonly headings: readonly string[];
}

const COLUMNS = {
  family: {
    kind: 'text',
    fills: 'names.family',
    headings: [
      'nom',
      'nom complet',
      'nom et prénom',
      'noms',
      'last name',
      'surname',
      'النسب',
      'الاسم الكامل',
    ],
  },
  given: { kind: 'text', fills: 'names.given', headings: ['prénoms', 'first name', 'الاسم'] },
  alias: {
    kind: 'text',
    fills: 'names.aliases',
    headings: ['surnom', 'alias', 'autre nom', 'autres noms', 'dit', 'nickname', 'اللقب', 'الكنية'],
  },
  sex: { kind: 'choice', list: 'sexes', headings: ['genre', 'gender'] },
  birthDate: {
    kind: 'date',
    headings: [
      'né le',
      'née le',
      'né(e) le',
      'naissance',
      'ddn',
      'birth date',
      'تاريخ الولادة',
      'تاريخ الميلاد',
    ],
  },
  birthYear: { kind: 'number', headings: ['birth year', 'سنة الميلاد'] },
  age: { kind: 'number', fills: 'ageAtRegistration', headings: ['âge', 'age', 'السن', 'العمر'] },
  ageCertainty: { kind: 'choice', list: 'age_certainties', headings: ['âge certain'] },
  nationality: {
    kind: 'choice',
    list: 'nationalities',
    headings: ['pays', 'pays d’origine', 'country', 'البلد'],
  },
  languages: {
    kind: 'choices',
    list: 'languages',
    headings: ['langue', 'langues', 'langue(s)', 'langue parlée', 'language', 'اللغة'],
  },
  registeredOn: {
    kind: 'date',
    headings: [
      'enregistré le',
      'enregistrée le',
      'date d’entrée',
      'date de signalement',
      'registered on',
    ],
  },
  regionRecruitment: {
    kind: 'choice',
    list: 'regions',
    headings: ['région recrutement', 'lieu de recrutement'],
  },
  regionExploitation: {
    kind: 'choice',
    list: 'regions',
    headings: ['région exploitation', 'lieu d’exploitation'],
  },
  purposes: {
    kind: 'choices',
    list: 'purposes',
    fills: 'exploitation.purposes',
    headings: [
      'forme d’exploitation',
      'exploitation',
      'type d’exploitation',
      'but',
      'finalité',
      'purpose',
      'form of exploitation',
      'شكل الاستغلال',
      'الغرض',
    ],
  },
  acts: {
    kind: 'choices',
    list: 'acts',
    fills: 'exploitation.acts',
    headings: ['acte', 'act', 'الفعل'],
  },
  means: {
    kind: 'choices',
    list: 'means',
    fills: 'exploitation.means',
    headings: ['moyen', 'الوسيلة'],
  },
  accessNeed: {
    kind: 'choice',
    list: 'access_needs',
    headings: ['accès', 'accessibilité', 'mobilité', 'الولوج'],
  },
  pregnant: { kind: 'yes_no', headings: ['grossesse'] },
  medical: {
    kind: 'yes_no',
    headings: ['besoin médical', 'besoins médicaux', 'santé', 'medical', 'حاجة طبية'],
  },
  phone: {
    kind: 'text',
    headings: [
      'tél',
      'tél.',
      'gsm',
      'portable',
      'n° de téléphone',
      'numéro de téléphone',
      'telephone',
      'الهاتف',
    ],
  },
  mayCall: { kind: 'yes_no', fills: 'safeContact.mayCall', headings: ['appel possible'] },
  safeTimes: { kind: 'text', fills: 'safeContact.safeTimes', headings: ['heures d’appel'] },
  channel: {
    kind: 'choice',
    list: 'contact_channels',
    fills: 'safeContact.channel',
    headings: ['canal'],
  },
  callerName: { kind: 'text', fills: 'safeContact.callerName', headings: [] },
  mustNotKnow: { kind: 'text', fills: 'safeContact.mustNotKnow', headings: [] },
  documentKind: {
    kind: 'choice',
    list: 'document_kinds',
    fills: 'documents',
    headings: ['nature du document', 'pièce d’identité'],
  },
  documentNumber: {
    kind: 'text',
    fills: 'documents',
    headings: ['n° document', 'numéro de document', 'n° de pièce', 'n° cin', 'cin', 'n° passeport'],
  },
  familyKey: {
    kind: 'text',
    headings: ['famille', 'n° famille', 'groupe familial', 'ménage', 'family', 'الأسرة'],
  },
  relation: { kind: 'choice', list: 'relations', headings: ['lien', 'lien familial', 'relation'] },
  story: {
    kind: 'text',
    headings: ['observations', 'remarques', 'notes', 'commentaire', 'ملاحظات'],
  },
} as const satisfies Record<string, ColumnDefinition>;

export type Column = keyof typeof COLUMNS;

/** The number of the line. */
export const IGNORED_HEADINGS = ['n°', 'no', 'num', '#', 'numéro', 'ligne', 'الرقم', 'ر.ت'];

export const PEOPLE_FIELDS: readonly ListField[] = Object.entries(COLUMNS).map(
  ([key, { kind, headings, ...more }]: [string, ColumnDefinition]) => ({
    key,
    kind,
    headings,
    label: `people:import.field.${key}`,
    fills: more.fills,
    ...(more.list && ofList(more.list)),
  }),
);

function ofList(name: ListName): Pick<ListField, 'choices' | 'understood'> {
  return {
    choices: (language) => list(name).items.map(({ labels }) => labels[language]),
    understood: (cell, language) => {
      const whole = codeFor(name, cell);
      const codes = whole ? [whole] : wordsIn(cell).map((word) => codeFor(name, word) ?? '');
      return codes.map((code) => labelOf(name, code, language)).join(', ') || null;
    },
  };
}

/** The field of a new person that a column fills. */
export const fieldOf = (column: Column): string =>
  (COLUMNS[column] as ColumnDefinition).fills ?? column;
