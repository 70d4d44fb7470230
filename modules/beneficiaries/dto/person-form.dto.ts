import { Type } from 'class-transformer';
import { IsArray, IsIn, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { mapFacts } from '../person.fields';
import type { Exploitation, PersonNames, SafeContact } from '../new-person.types';
import {
  ASKED_FACTS,
  ClearFactsForm,
  EXPLOITATION_KINDS,
  SAFE_CONTACT_KINDS,
  typedDto,
} from './clear-facts.dto';
import type {
  DocumentDto,
  ExploitationDto,
  NamesDto,
  PersonDto,
  SafeContactDto,
} from './register-people.dto';
import { wholeNumber } from '../../platform/shared/digits.rules';

/** Aliases between commas. */
class NamesForm extends typedDto<Partial<Record<keyof PersonNames, string>>>({
  given: 'text',
  family: 'text',
  aliases: 'text',
  working: 'text',
}) {}
class SafeContactForm extends typedDto<Partial<Record<keyof SafeContact, string>>>(
  SAFE_CONTACT_KINDS,
) {}
class ExploitationForm extends typedDto<Partial<Exploitation>>(EXPLOITATION_KINDS) {}

class DocumentForm {
  @IsOptional()
  @IsString()
  kind?: string;

  @IsOptional()
  @IsString()
  number?: string;
}

export class PersonForm extends ClearFactsForm {
  /** Says that this person is there, even where nothing else is known. */
  @IsOptional()
  @IsString()
  @MaxLength(1)
  here?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => NamesForm)
  names?: NamesForm;

  @IsOptional()
  @IsString()
  birthDate?: string;

  @IsOptional()
  @IsIn(['yes'])
  estimated?: string;

  @IsOptional()
  @IsString()
  registeredOn?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => ExploitationForm)
  exploitation?: ExploitationForm;

  @IsOptional()
  @IsString()
  phone?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => SafeContactForm)
  safeContact?: SafeContactForm;

  @IsOptional()
  @ValidateNested({ each: true })
  @Type(() => DocumentForm)
  documents?: DocumentForm[];

  @IsOptional()
  @IsString()
  story?: string;

  @IsOptional()
  @IsString()
  relation?: string;
}

export class RegisterPeopleForm {
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => PersonForm)
  people: PersonForm[];
}

const yesNo = (given: string | undefined): boolean | null =>
  given === undefined ? null : given === 'yes';
/** What is no number becomes one that the rules refuse with their own sentence. */
export const whole = (given: string | undefined): number | null => {
  const typed = (given ?? '').trim();
  return typed === '' ? null : (wholeNumber(typed, 4) ?? Number.NaN);
};

const factsTyped = (form: PersonForm): PersonDto =>
  mapFacts(ASKED_FACTS, (name, { kind }) => {
    const value = form[name] as string | undefined;
    if (kind === 'yes_no') return yesNo(value);
    return kind === 'number' ? whole(value) : value;
  }) as PersonDto;

/** The same shape as the API takes. */
export function personTyped(form: PersonForm): PersonDto {
  const { names, exploitation, safeContact, documents } = form;
  const typedNames: NamesDto = {
    given: names?.given,
    family: names?.family,
    aliases: (names?.aliases ?? '').split(/[;,،\n]/),
    ...(names?.working !== undefined && { working: names.working }),
  };
  const typedContact: SafeContactDto = { ...safeContact, mayCall: yesNo(safeContact?.mayCall) };
  const typedDocuments: DocumentDto[] = (documents ?? []).map(({ kind, number = '' }) => ({
    kind,
    number,
  }));
  const typedExploitation: ExploitationDto = { ...exploitation };
  return {
    ...factsTyped(form),
    names: typedNames,
    birthDate: form.birthDate,
    ageCertainty: form.estimated === 'yes' ? 'estimated' : null,
    registeredOn: form.registeredOn,
    exploitation: typedExploitation,
    phone: form.phone,
    safeContact: typedContact,
    documents: typedDocuments,
    story: form.story,
    relation: form.relation,
  };
}
