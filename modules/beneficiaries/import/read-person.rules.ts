/** One row of cells, read into a new person; what cannot be read is named, cell by cell. */
import { DomainError } from '../../platform/shared/domain.errors';
import { shortenForMessage } from '../../platform/shared/clean-text.rules';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { type Cells, dayIn, isNothing, wordsIn, yesOrNo } from '../../imports';
import { latinDigits } from '../../platform/shared/digits.rules';
import type { ListName } from '../../reference-lists';
import { type NewPerson, unknownPerson } from '../new-person.types';
import { type ClearFacts, fieldsWith, mapFacts } from '../person.fields';
import { normalisePhone } from '../person.rules';
import { type Column, fieldOf } from './columns.data';
import { isEarlierNumber } from '../earlier-number.rules';
import { codeFor } from './import.words';

export function readPerson(
  cells: Cells,
  today: CivilDate,
): { person: NewPerson; errors: DomainError[] } {
  const reader = new RowReader(cells, today);
  return { person: reader.person(), errors: reader.errors };
}

class RowReader {
  readonly errors: DomainError[] = [];

  constructor(
    private readonly cells: Cells,
    private readonly today: CivilDate,
  ) {}

  person(): NewPerson {
    const birth = this.birth();
    const age = this.age();
    return {
      ...unknownPerson(this.registeredOn()),
      names: { given: this.text('given'), family: this.text('family'), aliases: this.aliases() },
      ...this.facts(),
      ...birth,
      ageAtRegistration: age.years,
      ageCertainty: this.certainty(birth, age),
      exploitation: {
        acts: this.codes('acts', 'acts'),
        means: this.codes('means', 'means'),
        purposes: this.codes('purposes', 'purposes'),
      },
      phone: this.phone(),
      safeContact: this.safeContact(),
      documents: this.documents(),
      story: this.text('story'),
      familyKey: this.text('familyKey'),
      relation: this.code('relation', 'relations'),
      ...this.earlierNumber(),
    };
  }

  private earlierNumber(): Pick<NewPerson, 'earlierNumber'> {
    const number = this.cell('earlierNumber');
    if (number === '') return {};
    if (!isEarlierNumber(number)) this.wrong('earlierNumber', 'not_a_number');
    return { earlierNumber: number };
  }

  private facts() {
    const imported = fieldsWith('headings');
    return mapFacts(imported, (name, { kind, list }) => {
      if (kind === 'yes_no') return this.yesOrNo(name);
      return kind === 'codes' ? this.codes(name, list!) : this.code(name, list!);
    }) as Pick<ClearFacts, (typeof imported)[number]>;
  }

  private cell(column: Column): string {
    return this.cells.get(column) ?? '';
  }

  private wrong(column: Column, code: string): null {
    const value = shortenForMessage(this.cell(column));
    this.errors.push(new DomainError('invalid', `people.${code}`, { value }, fieldOf(column)));
    return null;
  }

  private text(column: Column): string | null {
    return this.cell(column) === '' ? null : this.cell(column);
  }

  private aliases(): string[] {
    return this.cell('alias')
      .split(/[;,|/،]/)
      .map((alias) => alias.trim())
      .filter(Boolean);
  }

  private code(column: Column, list: ListName): string | null {
    const word = this.cell(column);
    if (word === '') return null;
    const code = codeFor(list, word);
    if (code !== undefined) return code;
    return isNothing(word) ? null : this.wrong(column, 'unknown_code');
  }

  /** Several words in a cell, between commas, semicolons, slashes or bars. */
  private codes(column: Column, list: ListName): string[] {
    const whole = codeFor(list, this.cell(column));
    if (whole !== undefined) return [whole];
    const words = wordsIn(this.cell(column));
    const codes = words.map((word) => codeFor(list, word));
    if (codes.includes(undefined)) {
      const value = shortenForMessage(words[codes.indexOf(undefined)]!);
      this.errors.push(
        new DomainError('invalid', 'people.unknown_code', { value }, fieldOf(column)),
      );
    }
    return [...new Set(codes.filter((code) => code !== undefined))];
  }

  private yesOrNo(column: Column): boolean | null {
    const word = this.cell(column);
    if (isNothing(word)) return null;
    return yesOrNo(word) ?? this.wrong(column, 'not_yes_or_no');
  }

  private registeredOn(): CivilDate {
    if (isNothing(this.cell('registeredOn'))) return this.today;
    return this.date('registeredOn') ?? this.today;
  }

  private date(column: Column): CivilDate | null {
    const day = dayIn(this.cell(column));
    if (day === 'two_digits') return this.wrong(column, 'year_of_two_digits');
    return day ?? this.wrong(column, 'not_a_date');
  }

  private birth(): Pick<NewPerson, 'birthDate' | 'birthYear'> {
    const text = latinDigits(this.cell('birthDate'));
    const fromDate = /^\d{4}$/.test(text) ? Number(text) : null;
    const birthDate = isNothing(text) || fromDate !== null ? null : this.date('birthDate');
    const birthYear = this.year() ?? fromDate ?? (birthDate ? Number(birthDate.slice(0, 4)) : null);
    return { birthDate, birthYear };
  }

  private year(): number | null {
    const text = latinDigits(this.cell('birthYear'));
    if (isNothing(text)) return null;
    return /^\d{4}$/.test(text) ? Number(text) : this.wrong('birthYear', 'not_a_year');
  }

  /** "24", "24 ans", "environ 16", "~16". */
  private age(): { years: number | null; estimated: boolean } {
    const text = latinDigits(this.cell('age')).toLowerCase();
    if (isNothing(text)) return { years: null, estimated: false };
    const match =
      /^(~|≈|env\.?|environ|vers|about|approx\.?|حوالي)?\s*(\d{1,3})\s*(ans?|years?|سنة|سنوات)?\s*(\?)?$/.exec(
        text,
      );
    if (!match) return { years: this.wrong('age', 'not_an_age'), estimated: false };
    return { years: Number(match[2]), estimated: Boolean(match[1] || match[4]) };
  }

  private certainty(
    { birthDate, birthYear }: Pick<NewPerson, 'birthDate' | 'birthYear'>,
    age: { years: number | null; estimated: boolean },
  ): NewPerson['ageCertainty'] {
    const stated = this.code('ageCertainty', 'age_certainties') as NewPerson['ageCertainty'] | null;
    if (stated !== null) return stated;
    if (birthDate !== null) return 'exact';
    if (birthYear !== null) return 'year';
    if (age.years === null) return 'unknown';
    return age.estimated ? 'estimated' : 'declared';
  }

  private phone(): string | null {
    const text = this.cell('phone');
    if (isNothing(text)) return null;
    return normalisePhone(text) ?? this.wrong('phone', 'phone');
  }

  private safeContact(): NewPerson['safeContact'] {
    const contact = {
      mayCall: this.yesOrNo('mayCall'),
      safeTimes: this.text('safeTimes'),
      channel: this.code('channel', 'contact_channels'),
      callerName: this.text('callerName'),
      mustNotKnow: this.text('mustNotKnow'),
    };
    return Object.values(contact).some((value) => value !== null) ? contact : null;
  }

  private documents(): NewPerson['documents'] {
    const kind = this.code('documentKind', 'document_kinds');
    const number = this.cell('documentNumber');
    return isNothing(number) ? [] : [{ kind: kind ?? 'other', number }];
  }
}
