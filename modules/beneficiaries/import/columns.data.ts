/** The columns that a list of people may have, under the headings people write. */
import { type ListField, wordsIn } from '../../imports';
import { labelOf, listChoices, type ListName } from '../../reference-lists';
import { fieldsWith, mapFacts, PERSON_FIELDS } from '../person.fields';
import { codeFor } from './import.words';
import { joinWords } from '../../platform/shared/punctuation.words';

interface ColumnDefinition {
  readonly kind: ListField['kind'];
  /** The list that it chooses from. */
  readonly list?: ListName;
  /** The field of a new person that it fills, where that is called otherwise. */
  readonly fills?: string;
  readonly headings: readonly string[];
  readonly label?: string;
}

const COLUMN_KINDS = {
  code: 'choice',
  codes: 'choices',
  yes_no: 'yes_no',
  number: 'number',
} as const;

/** Columns of the facts that one step of the intake asks for. */
const factColumnsOf = (step: string) =>
  mapFacts(
    fieldsWith('headings').filter((name) => PERSON_FIELDS[name].step === step),
    (
      _name,
      { kind, list: chosenFrom, headings = [], label, columnLabel = label },
    ): ColumnDefinition => ({
      kind: COLUMN_KINDS[kind],
      list: chosenFrom,
      headings,
      label: columnLabel,
    }),
  );

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
  ...factColumnsOf('identity'),
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
  ...factColumnsOf('origin'),
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
  ...factColumnsOf('story'),
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
  ...factColumnsOf('needs'),
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
  earlierNumber: {
    kind: 'text',
    headings: [
      'ancien numéro',
      'ancien n°',
      'n° de dossier',
      'numéro de dossier',
      'n° dossier',
      'old number',
      'file number',
      'رقم الملف',
      'الرقم القديم',
    ],
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
  ([key, { kind, headings, label = `people:import.field.${key}`, ...more }]: [
    string,
    ColumnDefinition,
  ]) => ({ key, kind, headings, label, fills: more.fills, ...(more.list && ofList(more.list)) }),
);

function ofList(name: ListName): Pick<ListField, 'choices' | 'understood'> {
  return {
    choices: (language) => listChoices(name, language).map(({ label }) => label),
    understood: (cell, language) => {
      const whole = codeFor(name, cell);
      const codes = whole ? [whole] : wordsIn(cell).map((word) => codeFor(name, word) ?? '');
      const labels = codes.map((code) => labelOf(name, code, language));
      return joinWords(labels, language) || null;
    },
  };
}

/** The field of a new person that a column fills. */
export const fieldOf = (column: Column): string =>
  (COLUMNS[column] as ColumnDefinition).fills ?? column;
