/** Valid values of each kind of cell according to the standard. */
import { isCode } from '../../reference-lists';
import { isCivilDate } from '../../platform/shared/nights.rules';
import type { HtcdsField } from '../data/fields-2.0.data';
import { MANY, manyOf } from '../htcds-record.types';

interface CheckedCell {
  readonly value: string;
  readonly wrong?: { readonly code: string; readonly params?: Record<string, string | number> };
}

const LENGTHS = { text: 255, long: 20_000, lookup: 255 } as const;
const COUNTRIES = ['prs_Citizenship', 'prs_MailingCountry', 'hte_Country', 'org_ShippingCountry'];
const LANGUAGES = ['prs_PrimaryLanguage', 'prs_SecondaryLanguage'];
const PHONES = ['prs_HomePhone', 'prs_MobilePhone', 'org_Phone'];
/** As the standard writes E.164. */
const PHONE = /^\+?[1-9]\d{1,14}$/;
const NUMBERS: Readonly<Record<string, readonly [number, number]>> = {
  vic_AgeWhenTrafficked: [0, 120],
  prs_NumberOfChildren: [0, 60],
};

const wrong = (code: string, params: Record<string, string | number> = {}): CheckedCell => ({
  value: '',
  wrong: { code, params },
});
const right = (value: string): CheckedCell => ({ value });

export function checkCell(field: HtcdsField, text: string): CheckedCell {
  const { name, kind, values } = field;
  // oxlint-disable-next-line no-control-regex
  if (!text.isWellFormed() || /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text)) {
    return wrong('text_unreadable');
  }
  if (COUNTRIES.includes(name))
    return eachIs(text, (code) => isCode('nationalities', code), 'not_country');
  if (LANGUAGES.includes(name))
    return eachIs(text, (code) => /^[a-z]{3}$/.test(code), 'not_language');
  if (PHONES.includes(name)) return phone(text);
  switch (kind) {
    case 'checkbox':
      return checkbox(text);
    case 'date':
      return isCivilDate(text) ? right(text) : wrong('not_day');
    case 'number':
      return number(name, text);
    case 'one':
      return values.includes(text) ? right(text) : wrong('not_value', { values: some(values) });
    case 'many':
      return eachIs(text, (value) => values.includes(value), 'not_value', { values: some(values) });
    default: {
      const max = LENGTHS[kind];
      return text.length > max ? wrong('cell_long', { max, length: text.length }) : right(text);
    }
  }
}

const some = (values: readonly string[]): string => {
  const shown = values.slice(0, 12).join(', ');
  return values.length > 12 ? `${shown}, …` : shown;
};

function eachIs(
  text: string,
  holds: (value: string) => boolean,
  code: string,
  params: Record<string, string | number> = {},
): CheckedCell {
  const values = [...new Set(manyOf(text))];
  const other = values.find((value) => !holds(value));
  return other === undefined
    ? right(values.join(MANY))
    : wrong(code, { ...params, value: other.slice(0, 40) });
}

function phone(text: string): CheckedCell {
  const bare = text.replace(/[\s().-]/g, '');
  return PHONE.test(bare) ? right(bare) : wrong('not_phone');
}

function checkbox(text: string): CheckedCell {
  const word = text.toUpperCase();
  if (['TRUE', '1', 'YES'].includes(word)) return right('TRUE');
  return ['FALSE', '0', 'NO'].includes(word) ? right('FALSE') : wrong('not_checkbox');
}

function number(name: string, text: string): CheckedCell {
  if (!/^-?\d{1,3}(\.\d{1,10})?$/.test(text)) return wrong('not_number');
  const [low, high] = NUMBERS[name] ?? (/Latitude$/.test(name) ? [-90, 90] : [-180, 180]);
  const value = Number(text);
  const fits = value >= low && value <= high && (!NUMBERS[name] || Number.isInteger(value));
  return fits ? right(text) : wrong('out_of_range', { low, high });
}
